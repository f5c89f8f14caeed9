"""Every format gives the same article: its text, what is said of it, and a name that lasts."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.format_samples import ADDRESS, AUTHOR, FIRST, OUTLET, SAMPLES, SECOND, TITLE
from qa_assistant.ingest import split_article
from qa_assistant.ingest.sources import read_source

JULY_4 = date(2025, 7, 4)
FIRST_ARTICLE = {file: read_source(file, data).articles[0] for file, data in SAMPLES.items()}
WITH_OUTLET = ("storks.html", "storks.epub", "storks.eml", "storks.mbox", "storks.mhtml", "storks.warc", "storks.jsonl")
WITH_ADDRESS = ("storks.mhtml", "storks.warc", "storks.jsonl", "storks.json", "storks.csv", "storks.rss", "storks.atom")
WITHOUT_DATE = ("storks.txt", "storks.zip")
WITHOUT_AUTHOR = ("storks.txt", "storks.md", "storks.eml", "storks.mbox", "storks.zip")


@pytest.mark.parametrize("file", SAMPLES)
def test_text_and_title_are_read(file: str) -> None:
    article = FIRST_ARTICLE[file]

    assert article.title == TITLE
    assert FIRST in article.text


@pytest.mark.parametrize("file", sorted(set(SAMPLES) - {"storks.zip"}))
def test_paragraphs_stay_apart(file: str) -> None:
    assert f"{FIRST}\n\n{SECOND}" in FIRST_ARTICLE[file].text


@pytest.mark.parametrize("file", SAMPLES)
def test_sentences_can_be_quoted_from_their_offsets(file: str) -> None:
    article = FIRST_ARTICLE[file]

    passages = split_article(article, passage_words=180, passage_overlap=30)

    quotes = [article.text[start:end] for passage in passages for start, end in passage.sentences]
    assert FIRST in quotes


@pytest.mark.parametrize("file", sorted(set(SAMPLES) - {*WITHOUT_DATE}))
def test_the_day_of_publication_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].published == JULY_4


@pytest.mark.parametrize("file", sorted(set(SAMPLES) - {*WITHOUT_AUTHOR}))
def test_the_author_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].author == AUTHOR


@pytest.mark.parametrize("file", WITH_OUTLET)
def test_the_outlet_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].outlet == OUTLET


@pytest.mark.parametrize("file", WITH_ADDRESS)
def test_the_address_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].url == ADDRESS


@pytest.mark.parametrize("file", ["storks.json", "storks.atom", "newsml.xml"])
def test_the_day_of_the_last_change_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].updated == date(2025, 7, 5)


@pytest.mark.parametrize("file", ["storks.jsonl", "storks.json", "storks.csv", "storks.rss"])
def test_the_section_is_read(file: str) -> None:
    assert FIRST_ARTICLE[file].section == "Nature"


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("storks.pdf", ["storks.pdf"]),
        ("storks.docx", ["storks.docx"]),
        ("storks.html.gz", ["storks.html.gz"]),
        ("storks.json", ["storks.json"]),
        ("nitf.xml", ["nitf.xml"]),
        ("storks.csv", ["storks.csv/row 2", "storks.csv/row 3"]),
        ("storks.jsonl", ["storks.jsonl/row 1", "storks.jsonl/row 2"]),
        ("storks.mbox", [f"storks.mbox/0001 {TITLE}", "storks.mbox/0002 The brewery at rest"]),
        ("storks.epub", [f"storks.epub/001 {TITLE}", "storks.epub/002 The brewery at rest"]),
        ("storks.rss", [f"storks.rss/2025-07-04 {TITLE}"]),
        ("storks.warc", ["storks.warc/gazette.example/2025/07/04/storks"]),
        ("storks.zip", ["storks.zip/europe/storks.txt", "storks.zip/storks.html"]),
    ],
)
def test_articles_are_called_by_file_and_member(file: str, names: list[str]) -> None:
    assert [article.file for article in read_source(file, SAMPLES[file]).articles] == names


@pytest.mark.parametrize("file", [f"{name}.gz" for name in SAMPLES if not name.endswith((".gz", ".zip"))])
def test_every_format_may_be_packed(file: str) -> None:
    import gzip

    [first, *_] = read_source(file, gzip.compress(SAMPLES[file.removesuffix(".gz")])).articles

    assert first.title == TITLE
    assert first.file.startswith(file)
