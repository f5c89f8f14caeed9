"""Five real articles on one event that copy, shorten, rewrite and re-translate one another."""

from pathlib import Path

import pytest

from qa_assistant import Assistant, Config, Turn

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def news(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    assistant = Assistant.open(
        Config(articles_dir=shared / "articles", vectorstore_dir=tmp_path_factory.mktemp("news"))
    )
    assistant.sync()
    return assistant


def test_a_follow_up_finds_the_deal_of_the_question_before(news: Assistant) -> None:
    first = news.ask("How much is the agreement between Iran's oil company and Gazprom worth?")

    answer = news.ask("And what does it include?", [Turn(first.question, first.text)])

    assert "$40 billion" in first.text
    assert "agreement" in answer.standalone_question
    assert "gas export pipelines" in answer.text


def test_versions_of_one_report_are_one_origin(news: Assistant) -> None:
    (citation, *_) = news.ask("Who did Putin meet in Tehran?").citations

    assert len(citation.also_in) == 3
    assert not any(file.startswith("004") for file in citation.also_in)


@pytest.mark.parametrize("question", ["What is the population of Tehran?", "Who won the US election?"])
def test_what_they_do_not_say_is_refused(news: Assistant, question: str) -> None:
    assert news.ask(question).refused
