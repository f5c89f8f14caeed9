"""Requests that are not questions, on the sample articles with the real models."""

from __future__ import annotations

import json
from datetime import date

import pytest

from qa_assistant import Answer, Assistant, Filters, Turn
from qa_assistant.schema import REFUSAL

pytestmark = pytest.mark.slow

REQUESTS = (
    "What do you have on the strike?",
    "Tell me about Rosalind Kerr",
    "Summarise velkar-delay.md",
    "Summarise the coverage of the dam failure",
    "List the articles from July 2025",
    "Timeline of the Pruitt Dam",
    "How do the outlets differ on the flood?",
)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {request: assistant.ask(request) for request in REQUESTS}


def files(answer: Answer) -> list[str]:
    return [citation.file for citation in answer.citations]


def without_seconds(answer: Answer) -> str:
    return json.dumps({**answer.to_dict(), "seconds": None}, ensure_ascii=False)


@pytest.mark.parametrize("request_made", REQUESTS)
def test_every_sentence_is_the_articles_own_and_cited(
    assistant: Assistant, answers: dict[str, Answer], request_made: str
) -> None:
    answer = answers[request_made]
    quotes = {citation.number: citation.quote for citation in answer.citations}

    assert not answer.refused
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.text == " ".join(quotes[sentence.citations[0]].split())
        assert f"{sentence.text} [{sentence.citations[0]}]" in answer.text
    for citation in answer.citations:
        assert assistant.article(citation.file).text[citation.start : citation.end] == citation.quote


def test_the_same_request_gets_the_same_bytes(assistant: Assistant, answers: dict[str, Answer]) -> None:
    for request in (REQUESTS[3], REQUESTS[5]):
        assert without_seconds(assistant.ask(request)) == without_seconds(answers[request])


def test_stream_ends_in_the_answer(assistant: Assistant, answers: dict[str, Answer]) -> None:
    *_, last = assistant.stream(REQUESTS[4])

    assert without_seconds(last) == without_seconds(answers[REQUESTS[4]])
    assert last.seconds["total"] > 0


@pytest.mark.parametrize("words", ["Hello!", "Thanks a lot", "What can you do?", "help"])
def test_talk_is_answered_without_citations_and_is_no_refusal(assistant: Assistant, words: str) -> None:
    answer = assistant.ask(words)

    assert (answer.kind, answer.refused, answer.citations) == ("reply", False, ())
    assert "20 articles by 14 outlets" in answer.text
    assert "22 May 2025 to 2 October 2025" in answer.text


def test_an_overview_has_a_line_for_each_origin(answers: dict[str, Answer]) -> None:
    answer = answers[REQUESTS[0]]

    assert answer.kind == "overview"
    assert len({citation.origin for citation in answer.citations}) == len(answer.citations) >= 4
    assert any("Coastline Post · 18 July 2025" in str(sentence.heading) for sentence in answer.sentences)


def test_an_overview_quotes_the_sentence_that_mentions_the_subject(answers: dict[str, Answer]) -> None:
    assert all("Kerr" in sentence.text for sentence in answers[REQUESTS[1]].sentences)


@pytest.mark.parametrize("subject", ["football in Hamburg", "climate change", "the president of Iran"])
def test_a_subject_of_no_article_is_refused_with_the_reason(assistant: Assistant, subject: str) -> None:
    answer = assistant.ask(f"What do you have on {subject}?")

    assert (answer.text, answer.refused, answer.reason) == (REFUSAL, True, "not-in-articles")
    assert answer.note == f"No article is about “{subject}”."
    assert answer.citations == ()


def test_a_summary_of_an_article_is_a_few_of_its_sentences_in_reading_order(answers: dict[str, Answer]) -> None:
    answer = answers[REQUESTS[2]]

    assert 3 <= len(answer.sentences) <= 6
    assert set(files(answer)) == {"velkar-delay.md"}
    assert [citation.start for citation in answer.citations] == sorted(citation.start for citation in answer.citations)
    assert "November 2027" in answer.text


def test_a_summary_of_the_coverage_counts_copies_once(answers: dict[str, Answer]) -> None:
    answer = answers[REQUESTS[3]]

    assert 3 <= len(answer.sentences) <= 6
    assert {"pruitt-dam-flood.txt", "pruitt-dam-findings.md"} <= set(files(answer))
    for sentence in answer.sentences:
        origins = [c.origin for c in answer.citations if c.number in sentence.citations]
        assert len(origins) == len(set(origins))


def test_this_article_is_the_one_that_the_last_answer_cites_first(assistant: Assistant) -> None:
    asked = "What was the result of the dockers' vote?"
    before = assistant.ask(asked)
    history = [Turn(asked, before.text), Turn("Thanks", "You are welcome.")]

    (summarised,) = set(files(assistant.ask("Summarise this article", history)))

    # copies carry the same words, and words are all that the turns before hold
    assert before.citations[0].quote in assistant.article(summarised).text


def test_a_list_has_day_outlet_file_and_title_newest_first(answers: dict[str, Answer]) -> None:
    answer = answers[REQUESTS[4]]

    assert answer.lead == "6 articles published 1 – 31 July 2025:"
    assert answer.sentences[0].heading == "18 July 2025 · Coastline Post · dockers-vote-result.txt"
    assert answer.sentences[0].text == "Tarnmouth dockers back pay deal by more than two to one"
    assert answer.sentences[-1].heading == "4 July 2025 · Tarnmouth Courier · courier-port-pay-deal.html"


def test_a_month_without_a_year_is_the_last_one_with_articles(assistant: Assistant, answers: dict[str, Answer]) -> None:
    answer = assistant.ask("List the articles from July", asked_on=date(2029, 3, 1))

    assert answer.lead == answers[REQUESTS[4]].lead
    assert [str(window) for window in answer.windows] == ["1 – 31 July 2025"]


def test_filters_hold_for_lists(assistant: Assistant) -> None:
    answer = assistant.ask("List the articles from July", filters=Filters(outlets=["Coastline Post"]))

    assert files(answer) == ["dockers-vote-result.txt"]


def test_a_list_about_a_subject_names_the_articles_about_it(assistant: Assistant) -> None:
    answer = assistant.ask("List the articles about Velkar by Iberia Business Daily")

    assert files(answer) == ["velkar-delay.md", "velkar-sorna-signing.txt"]


def test_a_timeline_is_in_the_order_of_the_days(answers: dict[str, Answer]) -> None:
    headings = [str(sentence.heading) for sentence in answers[REQUESTS[5]].sentences]

    assert headings[0] == "1937"
    assert headings.index("June 2023") < headings.index("14 September 2025 (“Sunday”)")
    assert headings.index("14 September 2025 (“Sunday”)") < headings.index("30 September 2025 (“Tuesday”)")


def test_a_comparison_has_a_line_for_each_outlet(answers: dict[str, Answer]) -> None:
    answer = answers[REQUESTS[6]]
    outlets = [str(sentence.heading).partition(" · ")[0] for sentence in answer.sentences]

    assert {"Gemline", "Mountain West Report", "Ansel County Sentinel"} <= set(outlets)
    assert any("says two (earlier reported as three by Gemline" in conflict.summary for conflict in answer.conflicts)


def test_what_it_means_stands_in_the_turns_before(assistant: Assistant) -> None:
    asked = "What do you have on the Velkar plant?"

    answer = assistant.ask("Timeline of it", [Turn(asked, assistant.ask(asked).text)])

    assert "Velkar" in answer.standalone_question
    assert answer.kind == "timeline"
    assert not answer.refused


def test_a_follow_up_reaches_back_over_thanks(assistant: Assistant) -> None:
    asked = "Who mediated the final round of talks at Tarnmouth?"
    history = [Turn(asked, assistant.ask(asked).text), Turn("Thanks!", assistant.ask("Thanks!").text)]

    assert "Kerr" in assistant.ask("How long was she a judge?", history).standalone_question
