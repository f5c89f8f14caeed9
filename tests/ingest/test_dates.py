"""Dates are read where they are written in full, and never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from qa_assistant.ingest.dates import date_in_name, date_of_day, date_of_value, first_date, whole_date, year_in_name
from qa_assistant.ingest.head import read_note
from qa_assistant.ingest.metadata import Metadata
from qa_assistant.ingest.moments import moment_of

from .builders import BODY, only, page, read

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


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        # English
        ("Friday, July 4, 2025 10:30 AM EDT", "2025-07-04T10:30-04:00"),
        ("Fri 4 Jul 2025 11.30 BST", "2025-07-04T11:30+01:00"),
        ("4 JUL 25 11:57 ET", "2025-07-04T11:57-04:00"),
        ("July 4, 2025 12:05 a.m. PDT", "2025-07-04T00:05-07:00"),
        ("4 July 2025, 3 p.m.", "2025-07-04T15:00"),
        ("4 July 2025 10:30 GMT+2", "2025-07-04T10:30+02:00"),
        # machines
        ("2025-07-04T23:30:00-04:00", "2025-07-04T23:30-04:00"),
        ("2025-07-04T23:30:00.000+0530", "2025-07-04T23:30+05:30"),
        ("2025-07-04 10:30:00", "2025-07-04T10:30"),
        ("20250704T101500Z", "2025-07-04T10:15+00:00"),
        ("Fri, 04 Jul 2025 23:30:00 -0400", "2025-07-04T23:30-04:00"),
        (1751616000, "2025-07-04T08:00+00:00"),
        (datetime(2025, 7, 4, 10, 30), "2025-07-04T10:30"),
        # German
        ("Freitag, 4. Juli 2025, 10:30 Uhr MESZ", "2025-07-04T10:30+02:00"),
        ("04.07.2025 10.30 Uhr", "2025-07-04T10:30"),
        # French
        ("vendredi 4 juillet 2025 à 10h30", "2025-07-04T10:30"),
        # Spanish
        ("viernes 4 de julio del 2025, 10:30 h", "2025-07-04T10:30"),
        # Italian
        ("venerdì 4 luglio 2025 alle 10:30", "2025-07-04T10:30"),
        # Portuguese
        ("sexta-feira, 4 de julho de 2025 às 10h30", "2025-07-04T10:30"),
    ],
)
def test_a_time_is_read_with_the_zone_of_the_writer(value: object, moment: str) -> None:
    assert moment_of(value) == moment
    assert date_of_value(value) == DAY


@pytest.mark.parametrize("zone", ["IST", "CST", "AST", "XYZ"])
def test_a_zone_of_several_meanings_is_left_open(zone: str) -> None:
    assert moment_of(f"4 July 2025 10:30 {zone}") == "2025-07-04T10:30"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("4 July 2025", "2025-07-04"),
        (DAY, "2025-07-04"),
        ("4 July 2025 25:10", "2025-07-04"),
        ("July 2022", "2022-07"),
        ("Sept. 2022", "2022-09"),
        ("2022-07", "2022-07"),
        ("07/2022", "2022-07"),
        ("Juli 2022", "2022-07"),
        ("juillet 2022", "2022-07"),
        ("julio de 2022", "2022-07"),
        ("luglio 2022", "2022-07"),
        ("março de 2022", "2022-03"),
        ("2022", "2022"),
        (2022, "2022"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_written(value: object, moment: str) -> None:
    assert moment_of(value) == moment


@pytest.mark.parametrize("value", [None, "", "soon", "13/2022", "Summer 2022", "22", True])
def test_what_is_no_date_has_no_moment(value: object) -> None:
    assert moment_of(value) is None


def test_a_month_does_not_pretend_to_be_its_first_day() -> None:
    article = read(f"---\ndate: July 2022\n---\n\n{BODY}")

    assert (article.published, article.published_iso, article.published_precision) == (None, "2022-07", "month")


def test_a_day_within_the_month_completes_it() -> None:
    assert read(f"---\ndate: July 2022\n---\n\n{BODY}", "2022-07-19-talks.md").published == date(2022, 7, 19)
    assert read(f"---\ndate: July 2022\n---\n\n{BODY}", "2023-01-02-talks.md").published is None


@pytest.mark.parametrize("name", ["article:published_time", "date"])
def test_a_month_in_the_head_of_a_page_stays_one(name: str) -> None:
    head = f'<meta property="{name}" name="{name}" content="2022-07">'
    article = only("a.html", page(f"<h1>Talks on grain end</h1><p>{BODY}</p>", head).encode())

    assert (article.published, article.published_iso) == (None, "2022-07")


def test_the_day_is_that_of_the_writers_zone() -> None:
    article = read(f"---\ndate: 2025-07-04T23:30:00-04:00\n---\n\n{BODY}")

    assert article.published == DAY
    assert article.published_at == datetime(2025, 7, 4, 23, 30, tzinfo=timezone(timedelta(hours=-4)))
    assert article.published_precision == "time"


def test_a_byline_gives_the_time_too() -> None:
    article = read(f"Talks on grain end\n\nOriginally Published: 4 JUL 25 11:57 ET\n\n{BODY}")

    assert article.published_iso == "2025-07-04T11:57-04:00"


def test_a_file_made_later_than_the_month_of_publication_says_nothing() -> None:
    said = Metadata(moment="2022-07").or_made(date(2025, 7, 4))

    assert said.published is None
