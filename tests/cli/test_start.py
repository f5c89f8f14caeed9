"""How soon a command is there: what need not be loaded is not loaded, and nothing but results is printed."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Command

HEAVY = {"torch", "sentence_transformers", "transformers", "llama_index", "chromadb", "gradio", "spacy", "trafilatura"}
COMMAND = [sys.executable, "-m", "qa_assistant"]


def test_help_is_there_at_once() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    help_page = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert "serve" in help_page.stdout
    assert (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime) < 0.7


@pytest.mark.parametrize("command", ["index", "ask", "chat", "evaluate", "serve", "doctor"])
def test_every_command_has_help_with_examples(qa: Command, command: str) -> None:
    outcome = qa(command, "--help")

    assert outcome.code == 0
    assert f"qa-assistant {command}" in outcome.out.partition("Examples:")[2]


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "index", "--help"]])
def test_the_version_is_told_with_and_without_a_command(qa: Command, arguments: list[str]) -> None:
    outcome = qa(*arguments)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("qa-assistant ")
    assert outcome.out.count("\n") == 1


def test_what_an_example_does_is_set_off_as_a_comment(qa: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    examples = [line for line in qa("index", "--help").out.partition("Examples:")[2].splitlines() if line.strip()]

    assert all(line.lstrip().startswith("qa-assistant index") for line in examples)
    assert [line for line in examples if "  " in line.strip().replace("  # ", " # ")] == []


def test_no_command_is_a_call_for_help(qa: Command) -> None:
    assert qa().out == qa("--help").out


@pytest.fixture(scope="module")
def folders(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that name the sample articles and their index, built by a process of its own."""
    options = ["--articles", str(samples), "--store", str(tmp_path_factory.mktemp("store"))]
    subprocess.run([*COMMAND, "index", *options], capture_output=True, check=True)
    return options


@pytest.mark.slow
def test_an_unchanged_folder_is_told_without_loading_anything(folders: list[str]) -> None:
    code = f"import sys; from qa_assistant.cli import run; run({['index', *folders]}); print(*sys.modules)"
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "unchanged  20" in again.stdout
    assert not HEAVY & set(again.stdout.split())


@pytest.mark.slow
def test_libraries_are_silent(folders: list[str]) -> None:
    question = [*COMMAND, "ask", "When was the contract for the plant signed?", *folders, "--json"]
    asked = subprocess.run(question, capture_output=True, text=True, check=False)

    assert asked.stderr == ""
    assert asked.stdout.startswith("{\n")
