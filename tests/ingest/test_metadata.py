"""What files say of their articles, and what is not believed."""

from __future__ import annotations

from datetime import date

import pytest

from qa_assistant.ingest.metadata import Metadata, front_matter, metadata_of
from qa_assistant.ingest.readers.properties import property_author, property_title

from .builders import BODY, page, read

TEXT = f"<article><h1>Talks on grain</h1><p>{BODY}</p></article>"


def test_front_matter_says_everything() -> None:
    above = "title: A\nsection: Trade\nurl: https://x.example/a\nupdated: 2025-07-05\ndate: 2025-07-04\nlang: en-GB"

    article = read(f"---\n{above}\n---\n\n{BODY}", "a.md")

    assert (article.section, article.url) == ("Trade", "https://x.example/a")
    assert (article.published, article.updated, article.language) == (date(2025, 7, 4), date(2025, 7, 5), "en")


@pytest.mark.parametrize(
    "block",
    [
        "date: 2025-02-31\ntitle: A",
        "date: 2025-13-01\ntitle: A",
        "title: A\nx: &a [*a, *a]\nauthor: *a",
        "title: A\nx: !!python/object:os.system {}",
        "title: A\n{{{{",
    ],
)
def test_front_matter_with_mistakes_does_no_harm(block: str) -> None:
    assert read(f"---\n{block}\n---\n\n{BODY}", "talks.md").title == "A"


def test_front_matter_that_nests_a_list_in_itself_ends() -> None:
    said, _ = front_matter("---\nauthor: &a [Jane Doe, *a]\n---\n")

    assert said.author == "Jane Doe"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("<link rel='canonical' href='https://x.example/a'>", ("https://x.example/a", None, None)),
        ("<meta property='og:url' content='https://x.example/a'>", ("https://x.example/a", None, None)),
        ("<link rel='canonical' href='/a'>", (None, None, None)),
        ("<link rel='canonical' href='javascript:alert(1)'>", (None, None, None)),
        ("<meta property='article:section' content='Trade'>", (None, "Trade", None)),
        ("<meta property='article:modified_time' content='2025-07-05T08:00:00Z'>", (None, None, date(2025, 7, 5))),
        ("<meta itemprop='dateModified' content='5 July 2025'>", (None, None, date(2025, 7, 5))),
        (
            "<script type='application/ld+json'>{'@graph': [{'@type': 'WebPage'}, {'@type': 'NewsArticle', "
            "'articleSection': ['Trade'], 'dateModified': '2025-07-05', 'url': 'https://x.example/a'}]}</script>".replace(
                "'", '"'
            ),
            ("https://x.example/a", "Trade", date(2025, 7, 5)),
        ),
        ("<script type='application/ld+json'>{'@type': 'Article', </script>", (None, None, None)),
    ],
)
def test_pages_say_address_section_and_last_change(head: str, said: tuple[str | None, str | None, date | None]) -> None:
    article = read(page(TEXT, head), "a.html")

    assert (article.url, article.section, article.updated) == said


def test_a_change_on_the_day_of_publication_is_none() -> None:
    assert read(f"---\ndate: 2025-07-04\nupdated: 2025-07-04\n---\n{BODY}", "a.md").updated is None


def test_names_of_fields_are_compared_without_their_spelling() -> None:
    for name in ("Publication Date", "publication_date", "publicationDate", "PUBLICATION-DATE"):
        assert metadata_of({name: "2025-07-04"}) == Metadata(published=date(2025, 7, 4), moment="2025-07-04")


@pytest.mark.parametrize(
    "title",
    "Microsoft Word - Story.doc|Untitled|untitled-1|Document1|Dokument1|story.indd|PowerPoint Presentation|Sin título"
    "|12345|---|https://x.example/a|9f86d081884c7d659a2feaa0c55ad015||title".split("|"),
)
def test_titles_made_by_programs_are_not_believed(title: str) -> None:
    assert property_title(title) is None


@pytest.mark.parametrize(
    "title", ["Talks on grain", "The document that changed a town", "2025: the year of grain", "Untold: a story"]
)
def test_titles_made_by_people_are(title: str) -> None:
    assert property_title(title) == title


@pytest.mark.parametrize(
    "author", ["Administrator", "user", "Microsoft Office User", "j@x.example", "python-docx", "", "HP"]
)
def test_authors_made_by_programs_are_not_believed(author: str) -> None:
    assert property_author(author) is None


@pytest.mark.parametrize("author", ["Jane Doe", "Guest Writer Bureau", "The Gazette", "A. User-Smith"])
def test_authors_who_are_people_are(author: str) -> None:
    assert property_author(author) == author
