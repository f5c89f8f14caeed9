"""The command line as a user meets it: arguments in; exit code, stdout and stderr out."""

from collections.abc import Iterable
from typing import Any

import pytest
from command_line import Command, Outcome
from scripted_assistant import ScriptedAssistant

from qa_assistant.cli import run
from qa_assistant.surroundings import Surroundings


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def qa(assistant: ScriptedAssistant, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command with the scripted assistant; `typed` are the lines typed into it, then Ctrl-D."""

    def command(*args: object, typed: Iterable[str] = (), **others: Any) -> Outcome:
        lines = iter(typed)

        def read_line(prompt: str) -> str:
            try:
                return next(lines)
            except StopIteration as error:
                raise EOFError(prompt) from error

        ours = {"open_assistant": assistant.open, "read_line": read_line, "check_address": lambda _: None}
        around = Surroundings(**{**ours, **others})
        code = run([str(arg) for arg in args], around)
        return Outcome(code, *capsys.readouterr())

    return command
