"""`qa-assistant ask`: the answer and its proof on stdout, all else on stderr."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from command_line import Command
from scripted_assistant import BRIDGE, HOSTILE, QUESTION, UNKNOWN, ScriptedAssistant

from qa_assistant.schema import REFUSAL, Filters


def test_an_answer_is_followed_by_what_proves_it(qa: Command) -> None:
    outcome = qa("ask", QUESTION)

    assert outcome.code == 0
    assert outcome.out == (
        "The council will pay $48 million for the bridge, Mayor Ines Calder said. [1] "
        "Papers seen by the Courier put the price at $52 million. [2]\n"
        "The articles disagree: $48 million or $52 million [1][2]\n"
        "\n"
        "[1] Port Ledger · 2024-03-12 · City signs contract for the harbour bridge\n"
        "    “The council will pay $48 million for the bridge, Mayor Ines Calder said.”\n"
        "    harbour/ledger.txt:22-94 (also in harbour/copy.txt)\n"
        "\n"
        "[2] Bridge will cost more\n"
        "    “Papers seen by the Courier put the price at $52 million.”\n"
        "    harbour/courier.md:0-56\n"
    )
    assert outcome.err == ""


def test_json_is_the_whole_answer_and_nothing_else(qa: Command) -> None:
    outcome = qa("ask", QUESTION, "--json")

    assert json.loads(outcome.out) == BRIDGE.to_dict()
    assert outcome.err == ""


def test_json_is_plain_ascii_whatever_the_articles_hold(qa: Command) -> None:
    outcome = qa("ask", HOSTILE, "--json")

    assert outcome.out.isascii()
    assert "\x1b" not in outcome.out


def test_a_refusal_ends_with_code_1_and_its_note_on_stderr(qa: Command) -> None:
    outcome = qa("ask", UNKNOWN)

    assert (outcome.code, outcome.out, outcome.err) == (1, f"{REFUSAL}\n", "Not a word of it.\n")


def test_a_refusal_as_json_ends_with_code_1_too(qa: Command) -> None:
    outcome = qa("ask", UNKNOWN, "--json")

    assert outcome.code == 1
    assert json.loads(outcome.out)["refused"] is True


def test_filters_and_the_day_reach_the_assistant(qa: Command, assistant: ScriptedAssistant) -> None:
    days = ("--after", "2024-01-01", "--before", "2024-12-31", "--asked-on", "2024-03-20")
    qa("ask", QUESTION, *days, "--outlet", "Port Ledger", "--outlet", "CNN", "--file", "harbour/ledger.txt")

    filters = Filters("2024-01-01", "2024-12-31", ["Port Ledger", "CNN"], ["harbour/ledger.txt"])
    assert assistant.asked == [(QUESTION, (), filters, date(2024, 3, 20))]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("harbour/ledger.txt", "harbour/ledger.txt"),
        ("./harbour/ledger.txt", "harbour/ledger.txt"),
        ("My news/harbour/ledger.txt", "harbour/ledger.txt"),
        ("{here}/My news/harbour/../harbour/ledger.txt", "harbour/ledger.txt"),
        ("{here}/link/harbour/ledger.txt", "harbour/ledger.txt"),
        ("My news/harbour/", "harbour"),
    ],
)
def test_a_file_may_be_named_as_the_shell_completes_it(
    qa: Command, assistant: ScriptedAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, name: str
) -> None:
    (tmp_path / "My news").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "My news")
    monkeypatch.chdir(tmp_path)

    qa("ask", QUESTION, "--articles", "My news", "--file", given.format(here=tmp_path))

    assert assistant.asked[-1][2] == Filters(files=[name])


def test_a_file_or_outlet_that_is_unknown_beside_a_known_one_is_named(qa: Command) -> None:
    outcome = qa("ask", QUESTION, "--outlet", "port ledger", "--outlet", "Nope", "--file", "harbour", "--file", "x.txt")

    assert outcome.code == 0
    assert outcome.err == (
        "--outlet: no article of the index is by Nope.\n--file: no article of the index is named x.txt.\n"
    )


def test_a_question_can_be_asked_for_any_date(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("ask", QUESTION, "--any-date")

    assert assistant.asked[-1][2] == Filters(any_date=True)


def test_without_filters_none_reach_the_assistant(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("ask", QUESTION)

    assert assistant.asked == [(QUESTION, (), None, None)]


def test_an_article_cannot_steer_the_terminal(qa: Command) -> None:
    outcome = qa("ask", HOSTILE)

    steering = {char for char in outcome.out if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"}
    assert steering == set()
    assert "\u202e" not in outcome.out


def test_an_article_cannot_colour_the_terminal(qa: Command) -> None:
    outcome = qa("ask", HOSTILE)

    assert outcome.out.count("[bold]not bold[/bold] :smile:") == 5


@pytest.mark.parametrize("option", ["--articles", "--store"])
def test_folders_reach_the_settings(qa: Command, assistant: ScriptedAssistant, option: str) -> None:
    qa("ask", QUESTION, option, "elsewhere")

    assert assistant.config is not None
    assert "elsewhere" in {str(assistant.config.articles_dir), str(assistant.config.vectorstore_dir)}
