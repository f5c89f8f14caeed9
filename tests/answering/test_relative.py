"""Words that name a day by its distance are resolved against the day of publication, where only one can be meant."""

from __future__ import annotations

from datetime import date

import pytest

from qa_assistant.answering.relative import dated_words, in_words

FRIDAY = date(2025, 7, 4)


def shown(quote: str, published: date | None = FRIDAY) -> str:
    return in_words(quote, dated_words(quote, published))


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("The ministers met on Tuesday.", "Tuesday [1 July 2025]"),
        ("On Tuesday, ministers met in the hall.", "Tuesday [1 July 2025]"),
        ("He said on Tuesday that the port will close.", "Tuesday [1 July 2025]"),
        ("Dockworkers will go back to work on Saturday after leaders reached a deal.", "Saturday [5 July 2025]"),
        ("A service will be held at the school on Saturday at 11 a.m.", "Saturday [5 July 2025]"),
        ("The court is due to rule on Monday.", "Monday [7 July 2025]"),
        ("It was signed on Friday.", "Friday [4 July 2025]"),
        ("The vote is on Monday, the council said on Thursday.", "Thursday [3 July 2025]"),
        ("It rained yesterday and last night.", "yesterday [3 July 2025], last night [3 July 2025]"),
        ("The gate opens tomorrow.", "tomorrow [5 July 2025]"),
        ("Prices rose last month.", "last month [June 2025]"),
        ("A new head comes next year.", "next year [2026]"),
        ("Talks go on this week.", "this week [30 June – 6 July 2025]"),
        ("The fire broke out three days ago.", "three days ago [1 July 2025]"),
        ("Prices rose\n  last\nmonth.", "last month [June 2025]"),
    ],
)
def test_what_names_one_time_is_resolved(quote: str, said: str) -> None:
    assert shown(quote) == said


@pytest.mark.parametrize(
    "quote",
    [
        "They met last Tuesday.",
        "They meet next Tuesday.",
        "The market is open on Tuesdays.",
        "It fell on Good Friday.",
        "The Sunday Times said so.",
        "They met on Tuesday, 24 June.",
        "They met on Tuesday June 24.",
        "It is open from Monday to Wednesday.",
        "A meeting on Tuesday about the port",
        "The result may come on Tuesday.",
        "The vote is on Monday.",
        "The first checks, for each flooded household, go out on Wednesday.",
        "At five on the second Monday in June they climbed down.",
        "Today the town has two ports.",
        "“We met on Tuesday,” he said.",
        'He said: "It closed yesterday."',
    ],
)
def test_what_may_be_another_time_is_left_alone(quote: str) -> None:
    assert shown(quote) == ""


def test_nothing_is_known_without_a_day_of_publication() -> None:
    assert dated_words("They met on Tuesday.", None) == ()


def test_the_offsets_are_those_of_the_words_in_the_quote() -> None:
    quote = "The ministers met on Tuesday."

    [found] = dated_words(quote, FRIDAY)

    assert quote[found.start : found.end] == "Tuesday"


@pytest.mark.parametrize(
    ("published", "said"), [(date(2025, 1, 15), "December 2024"), (date(2024, 3, 31), "February 2024")]
)
def test_the_month_before_is_that_of_the_calendar(published: date, said: str) -> None:
    assert shown("It closed last month.", published) == f"last month [{said}]"
