from datetime import date

import pytest

from qa_assistant.retrieval.recency import Recency, recency_of

TODAY = date(2025, 7, 19)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Who visited Kyiv this week?", 7),
        ("What is the latest on the strike?", 14),
        ("What happened today?", 3),
        ("Who recently resigned?", 14),
        ("What did the council decide this month?", 30),
        ("What is new about Pinecrest?", 14),
        ("What’s new on the mine?", 14),
        ("What is the news from Lund?", 14),
    ],
)
def test_questions_with_a_sense_of_now_prefer_a_window(question: str, days: int) -> None:
    recency = recency_of(question, TODAY)

    assert recency
    assert (recency.day, recency.days) == (TODAY, days)


@pytest.mark.parametrize(
    "question",
    [
        "When did the strike begin?",
        "Who knows the price?",
        "What is snow?",
        "What is new in the bill?",
        "What is the new law about?",
        "What did the news about the crash do to shares?",
    ],
)
def test_other_questions_prefer_no_date(question: str) -> None:
    assert recency_of(question, TODAY) is None


def test_what_is_new_about_something_is_the_newest_there_is() -> None:
    recency = recency_of("What is new about Pinecrest?", TODAY)

    assert recency
    assert recency.among([date(2020, 3, 1)]).day == date(2020, 3, 1)


def test_weight_halves_with_each_window() -> None:
    week = Recency(TODAY, 7)

    assert week.weight(TODAY) == 1.0
    assert week.weight(date(2025, 7, 12)) == 0.5


def test_later_and_undated_articles_gain_nothing() -> None:
    week = Recency(TODAY, 7)

    assert week.weight(date(2025, 7, 20)) == 0.0
    assert week.weight(None) == 0.0
