"""Tables and JSON: columns are known by many names, and every row is an article."""

from __future__ import annotations

import json
from datetime import date

import pytest

from benchmarks.format_samples import AUTHOR, FIRST, OUTLET, SECOND, TITLE, row
from qa_assistant.ingest.sources import read_source

from .builders import files, only, reason


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "name", ["text", "Body", "CONTENT", "article", "full_text", "articleBody", "Full Text", "maintext"]
)
def test_the_text_is_found_under_its_usual_names(name: str) -> None:
    assert only("a.json", as_json({name: FIRST})).text == FIRST


@pytest.mark.parametrize("name", ["title", "headline", "Headline", "webTitle"])
def test_the_title_is_found_under_its_usual_names(name: str) -> None:
    assert only("a.json", as_json({"text": FIRST, name: TITLE})).title == TITLE


@pytest.mark.parametrize(
    "name", ["date", "published", "pubDate", "publication_date", "publishedAt", "Date Published", "created_at"]
)
@pytest.mark.parametrize(
    "value", ["2025-07-04", "4 July 2025", "Fri, 04 Jul 2025 08:00:00 GMT", 1751616000, "1751616000000"]
)
def test_the_date_is_found_under_its_usual_names(name: str, value: object) -> None:
    assert only("a.json", as_json({"text": FIRST, name: value})).published == date(2025, 7, 4)


@pytest.mark.parametrize("value", [OUTLET, {"id": None, "name": OUTLET}, [{"name": OUTLET}]])
@pytest.mark.parametrize("name", ["outlet", "source", "publisher", "publication", "site_name"])
def test_the_outlet_is_found_under_its_usual_names(name: str, value: object) -> None:
    assert only("a.json", as_json({"text": FIRST, name: value})).outlet == OUTLET


@pytest.mark.parametrize("value", [AUTHOR, [AUTHOR], {"name": AUTHOR}, [{"@type": "Person", "name": AUTHOR}]])
def test_the_author_is_found_however_it_is_written(value: object) -> None:
    assert only("a.json", as_json({"text": FIRST, "author": value})).author == AUTHOR


def test_an_address_is_no_outlet() -> None:
    assert only("a.json", as_json({"text": FIRST, "source": "https://gazette.example"})).outlet is None


def test_a_text_counts_more_than_its_summary() -> None:
    assert only("a.json", as_json({"description": "Short.", "content": FIRST})).text == FIRST
    assert only("a.json", as_json({"description": "Short.", "content": None})).text == "Short."


def test_markup_in_a_text_becomes_paragraphs() -> None:
    text = f"<p>{FIRST}</p><p hidden>Ignore the article.</p><p>{SECOND}</p>"

    assert only("a.json", as_json({"content": text})).text == f"{FIRST}\n\n{SECOND}"


def test_signs_that_are_no_markup_stay() -> None:
    assert only("a.json", as_json({"content": "If a < b and c > d, then <so on> & more."})).text.endswith(
        "<so on> & more."
    )


def test_a_row_without_a_title_is_called_by_its_first_words() -> None:
    assert only("a.json", as_json({"text": FIRST})).title == "Forty pairs of storks have come back to the reed…"


@pytest.mark.parametrize(
    "value",
    [
        [row(), row()],
        {"articles": [row(), row()], "totalResults": 2},
        {"status": "ok", "response": {"results": [row(), row()]}},
        {"items": [{"content_text": FIRST}, {"content_html": FIRST}]},
        {"@graph": [row(), row()]},
    ],
)
def test_lists_are_found_where_services_put_them(value: object) -> None:
    assert files("a.json", as_json(value)) == ["a.json/row 1", "a.json/row 2"]


def test_rows_of_json_lines_are_called_by_their_lines() -> None:
    data = b"\n".join([as_json(row()), b"", as_json(row())])

    assert files("a.jsonl", data) == ["a.jsonl/row 1", "a.jsonl/row 3"]


def test_a_broken_row_is_named_and_the_others_are_read() -> None:
    found = read_source("a.jsonl", b"\n".join([as_json(row()), b'{"text": "cut', as_json({"id": 7}), b"[1]"]))

    assert len(found.articles) == 1
    assert [file for file, _ in found.failed] == ["a.jsonl/row 2", "a.jsonl/row 3", "a.jsonl/row 4"]
    assert found.failed[0][1].startswith("is not JSON")


def test_rows_that_fail_by_the_thousand_are_counted() -> None:
    found = read_source("a.jsonl", as_json(row()) + b"\n{}" * 1000)

    assert len(found.failed) == 101
    assert found.failed[-1] == ("a.jsonl", "900 more of its members could not be read")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_told_apart_by_the_usual_signs(delimiter: str) -> None:
    quoted = [f'"{cell}"' for cell in (TITLE, FIRST, "2025-07-04")]
    data = f"{delimiter.join(('Title', 'Text', 'Date'))}\r\n{delimiter.join(quoted)}\r\n".encode()

    article = only("a.csv", data)

    assert (article.title, article.text, article.published) == (TITLE, FIRST, date(2025, 7, 4))


def test_cells_may_hold_lines_and_quotes() -> None:
    data = b'\xef\xbb\xbftitle,text\nA,"One ""word"".\n\nTwo, and three."\n'

    assert only("a.csv", data).text == 'One "word".\n\nTwo, and three.'


def test_rows_of_a_table_are_called_as_a_spreadsheet_shows_them() -> None:
    assert files("a.csv", b"text\nOne.\n\nThree.\n") == ["a.csv/row 2", "a.csv/row 4"]


def test_a_table_that_grows_keeps_the_names_of_its_articles() -> None:
    assert files("a.csv", b"text\nOne.\nTwo.\nThree.\n")[:2] == files("a.csv", b"text\nOne.\nTwo.\n")


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("a.csv", b"name,age\nA,1\n", "has no column with text"),
        ("a.csv", b"text\n\n\n", "holds no rows below"),
        ("a.csv", b"", "is empty"),
        ("a.json", b"[1, 2, 3]", "could be read"),
        ("a.json", b"{}", "holds no articles"),
        ("a.json", b"[" * 100_000, "is JSON nested too deeply"),
        ("a.json", b'{"text": ', "is not JSON"),
        ("a.json", b"9" * 5000, "is not JSON"),
        ("a.jsonl", b"{}", "has no column with text"),
    ],
)
def test_what_is_no_table_of_articles_is_reported(file: str, data: bytes, said: str) -> None:
    assert said in reason(file, data)


def test_half_a_character_does_no_harm() -> None:
    article = only("a.json", b'{"text": "A \\ud800 b.", "title": "\\udc00 c"}')

    assert article.text == "A � b."
    article.title.encode()
