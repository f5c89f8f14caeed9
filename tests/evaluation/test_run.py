from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from qa_assistant.evaluation import Asker, EvalCase, Evidence, Standalone, evaluate
from qa_assistant.schema import Answer, Filters, Turn

from .builders import ARTICLES, QUOTE, citation, make_case, passage, refuse, say

if TYPE_CHECKING:
    from collections.abc import Sequence


class Recorder:
    """Gives one answer to everything and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Sequence[Turn], dict[str, Any]]] = []

    def __call__(self, question: str, history: Sequence[Turn], **options: Any) -> Answer:
        self.asked.append((question, history, options))
        return self.answer


def plain(question: str, history: Sequence[Turn]) -> Answer:
    return Answer(question, f"{question} after {len(history)}", text="40 billion")


def failing(question: str, history: Sequence[Turn]) -> Answer:
    raise ConnectionError(f"no server for {question}, {len(history)} turns")


def test_any_callable_of_question_and_history_can_be_measured() -> None:
    report = evaluate(plain, [make_case(history=(Turn("Who?", "They."),))])

    assert report.rows[0].standalone_question.endswith("after 1")
    assert report.rows[0].metrics["answer_match"] == 1.0


def test_filters_and_day_are_passed_only_by_cases_that_have_them() -> None:
    ask, filters, day = Recorder(say()), Filters(after="2022-07-01"), date(2022, 7, 20)

    evaluate(ask, [make_case(), make_case(filters=filters), make_case(asked_on=day)])

    assert [options for _, _, options in ask.asked] == [{}, {"filters": filters}, {"asked_on": day}]


def test_a_row_keeps_what_a_reader_needs() -> None:
    cited = citation("deal.txt", QUOTE)
    answer = say(citations=[cited], passages=[passage("deal.txt")])

    (row,) = evaluate(Recorder(answer), [make_case(kind="single")], read=ARTICLES.__getitem__).rows

    assert (row.id, row.kind, row.expected, row.answer) == ("deal", "single", ("$40 billion",), answer.text)
    assert (row.citations[0].file, row.citations[0].quote) == ("deal.txt", QUOTE)
    assert row.retrieved == ("deal.txt",)
    assert row.metrics["citation_exact"] == 1.0
    assert row.passed


def test_a_row_tells_after_what_and_when_the_question_was_asked() -> None:
    case = make_case(
        history=(Turn("Who signed?", "They."),),
        filters=Filters(after="2022-07-01", outlets=["CNN", "AP"]),
        asked_on=date(2022, 7, 20),
    )

    (row,) = evaluate(Recorder(say()), [case]).rows

    assert row.asked_with == {
        "asked after": "Who signed?",
        "asked on": "2022-07-20",
        "published after": "2022-07-01",
        "outlets": "CNN, AP",
    }


def test_an_exception_becomes_a_row_that_counts_as_nothing_said() -> None:
    report = evaluate(failing, [make_case(), EvalCase("none", "Why?", answers=())])

    assert report.rows[0].error == "ConnectionError: no server for How much is the agreement worth?, 0 turns"
    assert report.rows[0].metrics["answer_match"] == report.rows[0].metrics["mrr"] == 0.0
    assert report.rows[1].metrics == {"refusal_recall": 0.0}
    assert report.errors == report.failed == report.rows


def test_what_would_end_every_question_is_raised() -> None:
    with pytest.raises(ConnectionError):
        evaluate(failing, [make_case()], fatal=(ConnectionError,))


def test_an_exception_resolves_no_follow_up() -> None:
    case = EvalCase("a", "And Kyiv?", answers=("x",), standalone=Standalone("And Kyiv?", (("Kyiv",),)))

    assert evaluate(failing, [case]).rows[0].metrics["standalone_match"] == 0.0


def test_a_refusal_where_there_is_evidence_is_a_failure() -> None:
    (row,) = evaluate(Recorder(refuse()), [make_case(answers=None)]).rows

    assert row.failures == ("refused, though there is evidence",)


def test_something_else_than_an_answer_is_an_error_of_its_row() -> None:
    report = evaluate(cast("Asker", lambda question, history: "40 billion"), [make_case()])  # noqa: ARG005

    assert report.rows[0].error == "TypeError: expected an Answer, got str"


def test_progress_is_told_from_nothing_to_all() -> None:
    seen: list[tuple[int, int]] = []

    evaluate(plain, [make_case(), make_case()], progress=lambda done, total: seen.append((done, total)))

    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_threads_keep_the_order_of_the_cases() -> None:
    cases = [EvalCase(str(number), f"Q{number}", answers=("x",)) for number in range(20)]

    assert [row.id for row in evaluate(plain, cases, threads=4).rows] == [case.id for case in cases]


def test_depths_are_those_asked_for() -> None:
    (row,) = evaluate(Recorder(refuse()), [make_case()], depths=(3,)).rows

    assert {name for name in row.metrics if "@" in name} == {"hit_rate@3", "ndcg@3", "evidence_recall@3"}


def test_what_is_wrong_with_an_answer_is_said_in_words() -> None:
    wrong = say("Nothing.", [citation("deal.txt", "Background.", shift=1)])
    conflict = EvalCase("c", "Q", answers=(), conflict=True, evidence=(Evidence(("deal.txt",)),))

    first = evaluate(Recorder(wrong), [make_case()], read=ARTICLES.__getitem__).rows[0]
    second = evaluate(Recorder(say()), [conflict]).rows[0]
    third = evaluate(Recorder(refuse()), [make_case()]).rows[0]

    assert first.failures == (
        "no accepted answer in what it says",
        "cites none of the evidence",
        "a quote differs from its file",
    )
    assert second.failures == ("answered, though the articles do not say", "disagreement not reported")
    assert third.failures == ("refused, though the articles answer it",)
