"""The real assistant on the sample articles: real models, a real Chroma database."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_assistant import Answer, Assistant, Config, Filters, IndexMismatchError, IndexNotBuiltError, Turn
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WHO = "Who mediated the final round of talks at Tarnmouth?"


def without_seconds(answer: Answer) -> str:
    return json.dumps({**answer.to_dict(), "seconds": None}, ensure_ascii=False)


def test_every_sentence_is_proved_by_the_characters_of_its_article(assistant: Assistant) -> None:
    answer = assistant.ask(WHO)

    assert not answer.refused
    assert "Rosalind Kerr" in answer.text
    for sentence in answer.sentences:
        assert sentence.citations
        assert 0 <= sentence.support <= 1
    for citation in answer.citations:
        assert assistant.article(citation.file).text[citation.start : citation.end] == citation.quote


def test_the_answer_has_one_to_three_sentences_with_markers(assistant: Assistant) -> None:
    answer = assistant.ask(WHO)

    assert 1 <= len(answer.sentences) <= 3
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.text.endswith("]")
    assert answer.as_of == max(citation.published for citation in answer.citations if citation.published)


def test_copies_of_one_story_are_one_origin(assistant: Assistant) -> None:
    answer = assistant.ask(WHO)
    wire = [citation for citation in answer.citations if citation.file.startswith(("courier", "2025", "eastern-reg"))]

    assert len({citation.origin for citation in wire}) == 1
    assert len(wire[0].also_in) == 2


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Australia?",
        "How do I bake sourdough bread?",
        "Who won the 1998 football world cup?",
        "¿Quién ganó las elecciones en Brasil?",
        "谁赢得了选举？",
    ],
)
def test_questions_about_something_else_are_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.refused
    assert answer.text == REFUSAL
    assert answer.reason == "not-in-articles"
    assert answer.citations == answer.sentences == ()


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\n\t"])
def test_no_question_is_refused_with_a_hint(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.refused
    assert answer.note == "There is no question in that. Ask one in words."


def test_an_endless_question_is_cut_and_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Who mediated the final round of talks at Tarnmouth? " + "And why? " * 2200)

    assert answer.note is not None
    assert "19,851 characters long" in answer.note
    assert len(answer.standalone_question) <= 700


def test_the_same_question_gets_the_same_bytes(assistant: Assistant) -> None:
    assert without_seconds(assistant.ask(WHO)) == without_seconds(assistant.ask(WHO))


def test_another_process_like_assistant_gets_the_same_bytes(config: Config, assistant: Assistant) -> None:
    assert without_seconds(Assistant.open(config).ask(WHO)) == without_seconds(assistant.ask(WHO))


def test_stream_grows_and_ends_in_the_answer(assistant: Assistant) -> None:
    partial = list(assistant.stream("What does the two-year deal give the dockers, and when did they go back?"))

    counts = [len(answer.sentences) for answer in partial]
    assert counts == sorted(counts)
    assert partial[0].text == ""
    assert partial[-1].seconds["total"] > 0


def test_ask_and_stream_have_async_twins(assistant: Assistant) -> None:
    async def last() -> tuple[Answer, Answer]:
        streamed = [answer async for answer in assistant.astream(WHO)]
        return await assistant.aask(WHO), streamed[-1]

    # a browser of other tests may hold a loop of its own in this thread
    with ThreadPoolExecutor(1) as pool:
        asked, streamed = pool.submit(lambda: asyncio.run(last())).result()

    assert without_seconds(asked) == without_seconds(streamed)


def test_threads_share_an_assistant(assistant: Assistant) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(assistant.ask, [WHO] * 4))

    assert len({without_seconds(answer) for answer in answers}) == 1


def test_filters_restrict_the_sources(assistant: Assistant) -> None:
    filters = Filters(outlets=["coastline post"], after="2025-07-01")

    answer = assistant.ask("How did the dockers vote on the pay deal?", filters=filters)

    assert {passage.outlet for passage in answer.passages} == {"Coastline Post"}
    assert all(passage.published and passage.published >= date(2025, 7, 1) for passage in answer.passages)


def test_a_window_without_articles_is_out_of_range(assistant: Assistant) -> None:
    answer = assistant.ask(WHO, filters=Filters(before="1999-12-31"))

    assert (answer.refused, answer.reason) == (True, "out-of-range")


def test_a_follow_up_finds_what_it_is_about(assistant: Assistant) -> None:
    first = assistant.ask("Who mediated the final round of talks at Tarnmouth?")

    answer = assistant.ask("How long was she a judge?", [Turn(first.question, first.text)])

    assert answer.question == "How long was she a judge?"
    assert "Kerr" in answer.standalone_question


def test_every_retrieved_passage_is_a_slice_of_its_article(assistant: Assistant) -> None:
    for passage in assistant.ask(WHO).passages:
        assert assistant.article(passage.file).text[passage.start : passage.end] == passage.text
        assert passage.score is not None


def test_an_unchanged_folder_embeds_nothing(config: Config, assistant: Assistant) -> None:
    report = Assistant.open(config).sync()

    assert (report.embedded, report.did_change, len(report.unchanged)) == (0, False, 20)


def test_a_question_before_the_first_sync_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuiltError, match="qa-assistant index"):
        Assistant.open(Config(vectorstore_dir=tmp_path)).ask("Who?")


def test_other_passage_settings_need_another_index(config: Config, assistant: Assistant) -> None:
    other = Config(articles_dir=config.articles_dir, vectorstore_dir=config.vectorstore_dir, passage_words=90)

    with pytest.raises(IndexMismatchError, match="passage_words was 120 and is 90"):
        Assistant.open(other).ask("Who?")


def test_an_empty_folder_is_answered_politely(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    empty = Assistant.open(Config(articles_dir=tmp_path / "articles", vectorstore_dir=tmp_path / "store"))
    empty.sync()

    answer = empty.ask("Who?")

    assert (answer.refused, answer.reason) == (True, "empty-index")


def test_each_part_of_a_question_is_answered_from_its_own_articles(assistant: Assistant) -> None:
    question = (
        "How large was the cargo of bananas that never came ashore, and what did Tomasz Wilk say about such fruit?"
    )

    answer = assistant.ask(question)

    assert "3,900 tonnes" in answer.text
    assert "do not suffer in silence" in answer.text
    assert {citation.file for citation in answer.citations} >= {
        "port-talks-collapse.html",
        "twenty-five-days-on-quay-four.md",
    }
    assert answer.note is None


def test_a_part_that_the_articles_do_not_answer_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("When did the dockers' strike at Tarnmouth end, and who won the chess world cup in Baku?")

    assert not answer.refused
    assert answer.note == "The articles do not say: Who won the chess world cup in Baku?"


def test_a_later_part_leans_on_the_answer_to_the_first(assistant: Assistant) -> None:
    answer = assistant.ask("Who was mistakenly counted among the flood's dead, and what did he tell the commissioners?")

    assert answer.standalone_question.endswith("and what did Curtis Boyle tell the commissioners?")
