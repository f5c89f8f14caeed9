"""The command line with the real assistant, and everything that can be wrong with articles and questions."""

import json
import os
from pathlib import Path

import pytest
from command_line import Command

from qa_assistant.assistant import Assistant
from qa_assistant.config import Config
from qa_assistant.schema import REFUSAL

pytestmark = pytest.mark.slow

FERRY = "The last ferry left Alder Quay on 30 April with nineteen passengers, the harbour office said."
NEWS = f"""\
Ferry makes its last crossing

PORT ALDER, May 2, 2024 - {FERRY} It had carried people to the Point for ninety years.

The bridge that takes its place cost $48 million and opened on 28 April, Mayor Ines Calder said. Cyclists may use it
free of charge.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant with one article indexed; its models are loaded once."""
    home = tmp_path_factory.mktemp("news")
    (home / "articles").mkdir()
    (home / "articles" / "ferry.txt").write_text(NEWS)
    opened = Assistant.open(Config(articles_dir=home / "articles", vectorstore_dir=home / "store"))
    opened.sync()
    return opened


@pytest.fixture
def real(qa: Command, assistant: Assistant) -> Command:
    return lambda *args, **others: qa(*args, open_assistant=lambda config: assistant, **others)  # noqa: ARG005


@pytest.fixture
def fresh(qa: Command, tmp_path: Path) -> Command:
    """A command on the folders articles/ and store/ of this test."""
    folders = ("--articles", tmp_path / "articles", "--store", tmp_path / "store")
    return lambda *args: qa(*args, *folders, open_assistant=Assistant.open)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(NEWS)
    return folder


def test_a_question_is_answered_with_its_place_in_the_file(real: Command) -> None:
    answer = json.loads(real("ask", "How many passengers did the last ferry carry?", "--json").out)

    citation = answer["citations"][0]
    assert "nineteen passengers" in citation["quote"]
    assert NEWS[citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_the_articles_do_not_answer_is_refused(real: Command) -> None:
    outcome = real("ask", "Which vitamin is made in sunlit skin?")

    assert (outcome.code, outcome.out) == (1, f"{REFUSAL}\n")


def test_a_conversation(real: Command) -> None:
    outcome = real("chat", typed=["How much did the bridge cost?", "When did it open?"])

    assert outcome.code == 0
    assert "$48 million" in outcome.out
    assert "28 April" in outcome.out


@pytest.mark.parametrize("question", ["", "   ", "?!… --", "\n\t"])
def test_a_question_without_words_is_refused_and_says_why(real: Command, question: str) -> None:
    outcome = real("ask", "--", question)

    assert (outcome.code, outcome.out) == (1, f"{REFUSAL}\n")
    assert "no question in that" in outcome.err


def test_a_question_of_20000_characters_is_cut_and_says_so(real: Command) -> None:
    outcome = real("ask", "How many passengers did the last ferry carry? " + "Please. " * 2500)

    assert outcome.code in (0, 1)
    assert "20,0" in outcome.err
    assert "only the first" in outcome.err


def test_a_question_in_chinese_is_warned_about(real: Command) -> None:
    outcome = real("ask", "最后一班渡轮载了多少乘客？")

    assert outcome.code in (0, 1)
    assert "read English" in outcome.err


def test_a_question_that_is_not_valid_text_gets_an_outcome(real: Command) -> None:
    assert real("ask", "How many passengers did the \udcff last ferry carry?").code in (0, 1)


def test_an_empty_folder_is_indexed_and_answers_nothing(fresh: Command, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()

    indexed, asked = fresh("index"), fresh("ask", "Anything?")

    assert indexed.code == 0
    assert "holds no articles yet" in indexed.err
    assert (asked.code, asked.out) == (1, f"{REFUSAL}\n")
    assert "No article is indexed yet." in asked.err


def test_a_missing_folder_is_a_mistake(fresh: Command) -> None:
    outcome = fresh("index")

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 64),
        ("huge.txt", b"All work and no play. " * (50 * 1024 * 1024 // 22)),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(
    fresh: Command, articles: Path, file: str, content: bytes
) -> None:
    (articles / file).write_bytes(content)

    outcome = fresh("index")

    assert outcome.code == 0
    assert "added      1\n" in outcome.out
    assert f"  {file}: " in outcome.out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named_and_the_rest_is_indexed(fresh: Command, articles: Path) -> None:
    (articles / "secret.txt").write_text(NEWS)
    (articles / "secret.txt").chmod(0)

    outcome = fresh("index")

    assert outcome.code == 0
    assert "  secret.txt: may not be read" in outcome.out


def test_other_settings_than_the_index_was_built_with_are_a_mistake_that_rebuild_mends(
    fresh: Command, articles: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("passage_words: 60")
    assert articles.is_dir()
    fresh("index")

    mismatch = fresh("index", "--config", settings)
    rebuilt = fresh("index", "--rebuild", "--config", settings)

    assert mismatch.code == 2
    assert "qa-assistant index --rebuild" in mismatch.err
    assert rebuilt.code == 0


def test_the_doctor_finds_nothing_wrong_with_a_fresh_index(fresh: Command, articles: Path) -> None:
    assert articles.is_dir()
    fresh("index")

    lines = fresh("doctor").out.splitlines()

    assert {line.split(":")[0] for line in lines if line.startswith("ok")} >= {
        "ok       articles",
        "ok       embedder",
        "ok       reranker",
        "ok       index",
        "ok       language model",
    }


def test_the_doctor_says_what_to_do_about_a_missing_index(fresh: Command, articles: Path) -> None:
    assert articles.is_dir()

    outcome = fresh("doctor")

    assert outcome.code == 1
    assert "problem  index: " in outcome.out
    assert "run: qa-assistant index" in outcome.out
