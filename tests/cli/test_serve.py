"""`qa-assistant serve`: the index first, then the page."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Command
from scripted_assistant import ScriptedAssistant

from qa_assistant.config import Config
from qa_assistant.errors import ConfigError
from qa_assistant.schema import SyncReport
from qa_assistant.surroundings import check_address, read_examples


class ScriptedServer:
    def __init__(self) -> None:
        self.config = Config()
        self.open_browser = True
        self.syncs_before = 0

    def serve(
        self, assistant: ScriptedAssistant, config: Config, *, open_browser: bool, on_listening: Callable[[str], Any]
    ) -> None:
        self.config, self.open_browser, self.syncs_before = config, open_browser, len(assistant.syncs)
        on_listening(f"http://{config.host}:{config.port}/")


def test_the_index_is_brought_in_line_before_the_page_opens(qa: Command) -> None:
    server = ScriptedServer()

    outcome = qa("serve", serve_web=server.serve)

    assert (outcome.code, server.syncs_before) == (0, 1)
    assert "added" in outcome.out


def test_a_taken_port_is_noticed_before_anything_is_indexed(qa: Command, assistant: ScriptedAssistant) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = qa("serve", "--port", port, serve_web=ScriptedServer().serve, check_address=check_address)

    assert (outcome.code, assistant.syncs) == (2, [])
    assert f"port {port}" in outcome.err
    assert "--port" in outcome.err


def test_says_where_the_page_is(qa: Command) -> None:
    outcome = qa("serve", "--host", "127.0.0.2", "--port", "8123", serve_web=ScriptedServer().serve)

    assert "http://127.0.0.2:8123/" in outcome.out


def test_is_silent_about_an_index_that_did_not_change(qa: Command, assistant: ScriptedAssistant) -> None:
    assistant.synced = SyncReport(unchanged=("a.txt",), passages=2)

    outcome = qa("serve", serve_web=ScriptedServer().serve)

    assert outcome.out.splitlines() == ["QA Assistant is at http://127.0.0.1:7860/ (Ctrl-C ends it)"]


def test_opens_no_browser_where_nobody_sits_at_the_terminal(qa: Command) -> None:
    server = ScriptedServer()

    qa("serve", serve_web=server.serve)

    assert server.open_browser is False


def test_the_sample_articles_come_with_examples(samples: Path) -> None:
    assert len(read_examples(samples / "examples.yaml")) >= 3


@pytest.mark.parametrize("text", ["", "# none yet\n"])
def test_a_folder_needs_no_examples(tmp_path: Path, text: str) -> None:
    file = tmp_path / "examples.yaml"
    assert read_examples(file) == ()

    file.write_text(text)
    assert read_examples(file) == ()


@pytest.mark.parametrize("text", ["- [", "question: Why?", "- 1", "- {why: because}"])
def test_examples_that_are_no_list_of_questions_are_a_mistake(tmp_path: Path, text: str) -> None:
    file = tmp_path / "examples.yaml"
    file.write_text(text)

    with pytest.raises(ConfigError, match=r"examples\.yaml"):
        read_examples(file)
