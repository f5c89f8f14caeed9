"""Dates are read where they are written in full, and never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qa_assistant.ingest.dates import date_in_name, date_of_day, date_of_value, first_date, whole_date, year_in_name
from qa_assistant.ingest.head import read_note

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


@pytest.mark.parametrize(
    "line",
    [
        # Spanish
        "4 de julio de 2025",
        "Viernes, 4 de julio de 2025",
        "viernes 4 de julio del 2025, 10:30 h",
        "4 jul. 2025",
        # German
        "4. Juli 2025",
        "Freitag, 4. Juli 2025",
        "04.07.2025",
        "4.7.2025, 10:30 Uhr",
        "Freitag, den 04.07.2025 um 10.30 Uhr",
        # French
        "4 juillet 2025",
        "vendredi 4 juillet 2025 à 10h30",
        "le 4 juil. 2025",
        # Italian
        "4 luglio 2025",
        "venerdì 4 luglio 2025 alle 10:30",
        "4 lug 2025",
        # Portuguese
        "4 de julho de 2025",
        "sexta-feira, 4 de julho de 2025",
        "4 de julho de 2025 às 10h30",
    ],
)
def test_dates_in_other_languages_are_read(line: str) -> None:
    assert whole_date(line) == DAY
    assert first_date(f"Gazette | {line}") == DAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1er août 2025", date(2025, 8, 1)),
        ("1º de agosto de 2025", date(2025, 8, 1)),
        ("3 de setiembre de 2025", date(2025, 9, 3)),
        ("2 Jänner 2025", date(2025, 1, 2)),
        ("12. März 2025", date(2025, 3, 12)),
        ("12 mars 2025", date(2025, 3, 12)),
        ("29 febbraio 2024", date(2024, 2, 29)),
        ("15 de março de 2025", date(2025, 3, 15)),
        ("9 de outubro de 2025", date(2025, 10, 9)),
        ("31. Dezember 2024", date(2024, 12, 31)),
    ],
)
def test_months_of_other_languages_are_known(words: str, day: date) -> None:
    assert whole_date(words) == day


@pytest.mark.parametrize(
    "line", ["31 de febrero de 2025", "4 de julio", "julio de 2025", "32.07.2025", "1.2.3", "4.7.25.1"]
)
def test_what_is_no_date_in_another_language_is_none(line: str) -> None:
    assert whole_date(line) is None


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Publicado el 04/07/2025 a las 10:30", DAY, None),
        ("Actualizado: 6 de julio de 2025", None, date(2025, 7, 6)),
        ("Veröffentlicht am 4. Juli 2025", DAY, None),
        ("Stand: 06.07.2025 10:30 Uhr", None, date(2025, 7, 6)),
        ("Publié le 4 juillet 2025 à 10h30 - Mis à jour le 6 juillet 2025 à 11h00", DAY, date(2025, 7, 6)),
        ("Pubblicato il 04/07/2025", DAY, None),
        ("Publicado em 04/07/2025 10h30", DAY, None),
        ("Published 4 July 2025, updated 6 July 2025", DAY, date(2025, 7, 6)),
        ("Updated 6 July 2025 at 10:30", None, date(2025, 7, 6)),
    ],
)
def test_labels_say_which_day_it_is(line: str, published: date | None, updated: date | None) -> None:
    note = read_note(line)

    assert note is not None
    assert (note.published, note.updated) == (published, updated)


@pytest.mark.parametrize("value", [1751616000, "1751616000", 1751616000.5, 1751616000000, "1751616000000"])
def test_seconds_and_milliseconds_are_dates(value: object) -> None:
    assert date_of_value(value) == DAY


@pytest.mark.parametrize("value", [0, 7, "12345", 99999999999999, "1" * 40, True])
def test_other_numbers_are_not(value: object) -> None:
    assert date_of_value(value) is None
