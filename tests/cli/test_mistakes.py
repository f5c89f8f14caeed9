"""A mistake of the user is one line on stderr and exit code 2."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Command, Outcome
from scripted_assistant import QUESTION, ScriptedAssistant

from qa_assistant.assistant import Assistant
from qa_assistant.config import Config


def assert_one_line(outcome: Outcome, *words: str) -> None:
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("qa-assistant: ")
    assert outcome.err.count("\n") == 1
    assert [word for word in words if word not in outcome.err] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", QUESTION, "--after", "19 July"], ["--after", "'19 July'", "write it as 2022-07-19"]),
        (["ask", QUESTION, "--asked-on", "2022-02-30"], ["--asked-on", "'2022-02-30'"]),
        (["ask", QUESTION, "--after", "2024-02-01", "--before", "2024-01-01"], ["2024-02-01", "swap the two"]),
        (["ask", QUESTION, "--colour"], ["--colour", "qa-assistant ask --help"]),
        (["ask"], ["QUESTION", "qa-assistant ask --help"]),
        (["aks"], ["'aks'", "qa-assistant --help"]),
        (["serve", "--port", "99999"], ["99999"]),
        (["serve", "--port", "many"], ["--port"]),
        (["evaluate", "nowhere.yaml"], ["nowhere.yaml", "no such question set"]),
        (["evaluate", "q.yaml", "--fail-under", "answer_match"], ["'answer_match'", "answer_match=0.8"]),
        (["evaluate", "q.yaml", "--fail-under", "beauty=1"], ["'beauty'", "there are"]),
        (["evaluate", "q.yaml", "--baseline", "nowhere.json"], ["nowhere.json"]),
        (["ask", QUESTION, "--config", "nowhere.yaml"], ["nowhere.yaml", "no such settings file"]),
        (["index", "news", "--articles", "other"], ["--articles", "news is given as the folder too"]),
        (["ask", QUESTION, "--outlet", "Nope"], ["--outlet", "no article of the index is by Nope"]),
        (["ask", QUESTION, "--file", "ledger.txt"], ["--file", "no article of the index is named ledger.txt"]),
        (["ask", QUESTION, "--file", "articles"], ["--file", "no article of the index is named articles"]),
    ],
)
def test_is_told_in_one_line(qa: Command, arguments: list[str], words: list[str]) -> None:
    assert_one_line(qa(*arguments), *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("passage_words: many", ["passage_words", "'many'"]),
        ("passage_wordss: 100", ["passage_wordss"]),
        ("passage_wordss: 100", ["settings.yaml: passage_wordss: there is no such setting", "passage_words?"]),
        ("nonsense: 1", ["settings.yaml: nonsense: there is no such setting; the README lists all settings"]),
        ("port: many", ["settings.yaml: port: 'many' cannot be used: write a whole number"]),
        ("port: 99999", ["settings.yaml: port: 99999 cannot be used: it must be at most 65535"]),
        ("llm_timeout: 0", ["it must be more than 0"]),
        ("languages: English", ["it must match", "such as en,de,es"]),
        ("[1, 2", ["settings.yaml"]),
        ("- 1\n- 2", ["settings.yaml"]),
    ],
)
def test_a_settings_file_with_a_mistake(qa: Command, tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(text)

    assert_one_line(qa("ask", QUESTION, "--config", file), *words)


def test_a_settings_file_is_read(qa: Command, tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(f"articles_dir: {tmp_path}\n")

    assert qa("ask", QUESTION, "--config", file).code == 0


def test_a_setting_in_the_environment() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "qa_assistant", "index"],
        env={**os.environ, "QA_PORT": "none"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert_one_line(Outcome(run.returncode, run.stdout, run.stderr), "port", "'none'")


def test_a_folder_of_articles_that_is_not_there(qa: Command, tmp_path: Path) -> None:
    outcome = qa("index", tmp_path / "nowhere", "--store", tmp_path / "store", open_assistant=Assistant.open)

    assert_one_line(outcome, "nowhere")


def test_a_file_in_place_of_the_folder_of_articles(qa: Command, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("An article.")

    outcome = qa("index", tmp_path / "one.md", "--store", tmp_path / "store", open_assistant=Assistant.open)

    assert_one_line(outcome, "one.md: is a file", "give the folder it is in")


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("vectorstore", "qa-assistant index (with the same --articles, if you gave one)"),
        ("other store", "qa-assistant index --articles DIR --store 'other store'"),
    ],
)
def test_how_to_build_an_index_names_its_folders(
    qa: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)

    assert_one_line(qa("ask", QUESTION, "--store", store, open_assistant=Assistant.open), words)


def test_a_folder_that_is_no_question_set(qa: Command, tmp_path: Path) -> None:
    assert_one_line(qa("evaluate", tmp_path), "a folder must be a BEIR set, with corpus.jsonl")


def test_a_question_before_anything_was_indexed(qa: Command, tmp_path: Path) -> None:
    outcome = qa("ask", QUESTION, "--store", tmp_path / "store", open_assistant=Assistant.open)

    assert_one_line(outcome, "store", "qa-assistant index")


def test_a_port_that_is_taken(qa: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        outcome = qa("serve", "--port", port)

    assert outcome.code == 2
    assert outcome.err.splitlines()[-1].startswith("qa-assistant: ")
    assert str(port) in outcome.err
    assert "Traceback" not in outcome.err


def test_a_message_over_several_lines_becomes_one_without_control_characters(qa: Command) -> None:
    assert_one_line(qa("ask", QUESTION, "--after", "two\nlines\x1b[2J"))


def test_ctrl_c_ends_any_command_without_a_traceback(qa: Command) -> None:
    def interrupted(config: Config) -> ScriptedAssistant:
        raise KeyboardInterrupt(config)

    assert qa("index", open_assistant=interrupted) == Outcome(130, "", "")
