"""Dates are read where they are written in full, and never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qa_assistant.ingest.dates import date_in_name, date_of_day, date_of_value, first_date, whole_date, year_in_name

DAY = date(2025, 7, 4)


@pytest.mark.parametrize(
    "line",
    [
        "4 July 2025",
        "July 4, 2025",
        "Jul. 4, 2025",
        "4th of July, 2025",
        "2025-07-04",
        "2025-07-04T23:30:00-04:00",
        "Friday, July 4, 2025 10:30 AM EDT",
        "Fri 4 Jul 2025 11.30 BST",
        "4 JUL 25 11:57 ET",
    ],
)
def test_a_line_that_is_a_date_is_read(line: str) -> None:
    assert whole_date(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "July 4",
        "Tuesday",
        "July 2025",
        "2025",
        "yesterday",
        "04/07/2025",
        "31 February 2025",
        "12 people",
        "Putin said on July 4, 2025, that he would come",
        "4",
    ],
)
def test_a_line_that_is_no_full_date_is_not(line: str) -> None:
    assert whole_date(line) is None


def test_an_order_of_day_and_month_is_taken_only_when_there_is_one() -> None:
    assert first_date("on 25/12/2025") == date(2025, 12, 25)
    assert first_date("on 12/11/2025") is None


def test_the_first_full_date_in_a_line_is_found() -> None:
    assert first_date("at 11:57 a.m. ET July 4, 2025, changed on July 6, 2025") == DAY


@pytest.mark.parametrize(
    "file",
    ["2025-07-04-talks.txt", "talks_20250704.md", "2025/07/04/talks.html", "news.2025.07.04.txt", "2025_07_04.txt"],
)
def test_a_date_in_a_path_is_read(file: str) -> None:
    assert date_in_name(file) == DAY


@pytest.mark.parametrize(
    "file", ["002_78e4f5896b3e148f.txt", "aa20250704ff.txt", "2025-13-04.txt", "2025-02-30.txt", "2025.txt"]
)
def test_other_digits_in_a_path_are_no_date(file: str) -> None:
    assert date_in_name(file) is None


def test_a_year_in_a_path_completes_a_day() -> None:
    assert year_in_name("reuters-2025.txt") == 2025
    assert year_in_name("2024-2025.txt") is None
    assert date_of_day("July 4", 2025) == DAY


@pytest.mark.parametrize("value", [DAY, datetime(2025, 7, 4, 23, 59), "4 July 2025", "2025-07-04T10:00:00Z"])
def test_values_of_front_matter_are_dates(value: object) -> None:
    assert date_of_value(value) == DAY


@pytest.mark.parametrize("value", [None, "", "soon", 2025])
def test_other_values_are_none(value: object) -> None:
    assert date_of_value(value) is None
