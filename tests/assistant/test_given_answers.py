"""A question asked again is answered from memory, until the index changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa_assistant import Assistant, Config

pytestmark = pytest.mark.slow

QUESTION = "How much does the bridge at Alder Quay cost?"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text("The bridge\n\nThe bridge at Alder Quay costs 48 million dollars.\n")
    opened = Assistant.open(Config(articles_dir=articles, vectorstore_dir=tmp_path / "store"))
    opened.sync()
    return opened


def test_an_answer_given_before_is_given_again_without_work(assistant: Assistant) -> None:
    first = assistant.ask(QUESTION)

    again = list(assistant.stream(QUESTION))

    assert replace(again[-1], seconds={}) == replace(first, seconds={})
    assert again[-1].seconds["rerank"] == again[-1].seconds["answer"] == 0.0
    assert again[0].text == ""


def test_no_answer_from_before_a_sync_is_given(assistant: Assistant, tmp_path: Path) -> None:
    assistant.ask(QUESTION)
    (tmp_path / "articles" / "bridge.txt").write_text(
        "The bridge\n\nThe bridge at Alder Quay costs 52 million dollars.\n"
    )

    # another process may sync as well
    Assistant.open(assistant.config).sync()

    assert "52 million" in assistant.ask(QUESTION).text
