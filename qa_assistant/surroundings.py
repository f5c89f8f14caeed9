"""What the commands reach out to; a test passes its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qa_assistant.errors import ConfigError
from qa_assistant.terminal import Terminal
from qa_assistant.web.backend import ChatBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from qa_assistant.config import Config
    from qa_assistant.schema import Answer, Filters, SyncReport, Turn


class TerminalAssistant(ChatBackend, Protocol):
    """The part of `Assistant` that the commands use: all that the page uses, and this."""

    def sync(self, *, progress: Callable[[str, int, int], None] | None = None, rebuild: bool = False) -> SyncReport:
        """Bring the index in line with the articles folder."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Answer:
        """Return the answer to a question."""


def open_assistant(config: Config) -> TerminalAssistant:
    """Return the real assistant; it is imported only by the commands that need one."""
    from qa_assistant.assistant import Assistant

    return Assistant.open(config)


def serve_web(
    assistant: TerminalAssistant, config: Config, *, open_browser: bool, on_listening: Callable[[str], None]
) -> None:
    """Serve the web chat until Ctrl-C; `on_listening` gets its address."""
    from qa_assistant.web.server import serve

    examples = read_examples(config.articles_dir / "examples.yaml")
    serve(
        assistant,
        config.host,
        config.port,
        examples=examples,
        open_browser=open_browser,
        on_listening=on_listening,
    )


def check_address(config: Config) -> None:
    """Make sure that the web chat can listen where it is to.

    Raises:
        ConfigError: something else does, or this machine has no such address.
    """
    from qa_assistant.web import address

    address.check_address(config.host, config.port)


def follow(folder: Path, leaving_out: Path) -> Iterator[bool]:
    """Yield True after every change in a folder, and False now and then without one; until Ctrl-C."""
    from qa_assistant.index.watch import changes

    return changes(folder, leaving_out)


def read_examples(file: Path) -> tuple[str, ...]:
    """Return the questions that the page offers to start from; none where there is no such file.

    Raises:
        ConfigError: the file is no list of questions.
    """
    import yaml

    if not file.is_file():
        return ()
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{file}: cannot be read as YAML: {error}") from error
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(question, str) for question in found):
        raise ConfigError(f"{file}: holds no list of questions; write each on a line of its own, after a dash")
    return tuple(found)


@dataclass(frozen=True)
class Surroundings:
    """The assistant, the web server, the folder, the keyboard and the screen."""

    open_assistant: Callable[[Config], TerminalAssistant] = open_assistant
    serve_web: Callable[..., None] = serve_web
    check_address: Callable[[Config], None] = check_address
    follow: Callable[[Path, Path], Iterator[bool]] = follow
    read_line: Callable[[str], str] = input
    terminal: Terminal = field(default_factory=Terminal)
