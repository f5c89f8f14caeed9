"""The public articles: five saved reports of one event, with the junk that saved pages carry."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from qa_assistant.ingest import list_articles, read_article, split_article
from qa_assistant.ingest.splitting import quotable_sentences

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "000_aa293bd1ee3f3b8b.txt",
    "001_4a33d954bb67138c.txt",
    "002_78e4f5896b3e148f.txt",
    "003_42d0beaf7e3bd61f.txt",
    "004_00cddac5497fbc3c.txt",
)


def quotes(shared: Path, number: int) -> list[str]:
    article = read_article(shared / "articles", FILES[number])
    return [article.text[start:end] for start, end in quotable_sentences(article)]


def test_all_are_listed(shared: Path) -> None:
    assert list_articles(shared / "articles") == list(FILES)


@pytest.mark.parametrize("file", FILES)
def test_the_text_is_the_file(shared: Path, file: str) -> None:
    assert read_article(shared / "articles", file).text == (shared / "articles" / file).read_bytes().decode()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            0,
            (
                "Putin arrives in Iran for first trip outside former Soviet Union since his invasion of Ukraine",
                "CNN",
                "Rob Picheta, Anna Chernova, Uliana Pavlova and Chris Liakos",
                date(2022, 7, 19),
            ),
        ),
        (1, ("Putin to make rare international trip as he visits Iran", None, None, None)),
        (2, ("Russian President Vladimir Putin arrived in Iran on Tuesday for his first…", "CNN", None, None)),
        (3, ("Vladimir Putin visits Iran", None, None, None)),
        (4, ("Vladimir Putin will visit Iran next week, the Kremlin has said, just…", None, None, None)),
    ],
)
def test_metadata(shared: Path, number: int, said: tuple[str, str | None, str | None, date | None]) -> None:
    article = read_article(shared / "articles", FILES[number])

    assert (article.title, article.outlet, article.author, article.published) == said
    assert article.language is None


@pytest.mark.parametrize(
    ("number", "first", "last", "count"),
    [
        (0, "Russian President Vladimir Putin arrived in Iran on Tuesday", "told CNN last week.", 15),
        (1, "Russian President Vladimir Putin will on Tuesday make", "later on Tuesday.", 11),
        (2, "Russian President Vladimir Putin arrived in Iran on Tuesday", "worsen the security situation.", 36),
        (3, "Vladimir Putin visits Iran.", "worsen the security situation.", 32),
        (4, "Vladimir Putin will visit Iran next week", "for ‘as long as it takes.’", 30),
    ],
)
def test_quotable_sentences_are_the_articles(shared: Path, number: int, first: str, last: str, count: int) -> None:
    quoted = quotes(shared, number)

    assert quoted[0].startswith(first)
    assert quoted[-1].endswith(last)
    assert len(quoted) == count


@pytest.mark.parametrize(
    ("number", "junk"),
    [
        (0, "Putin arrives in Iran for first trip"),
        (0, "Originally Published"),
        (0, "Rob Picheta"),
        (0, "(CNN) --"),
        (1, "World"),
        (1, "Putin to make rare international trip"),
        (1, "Related Articles"),
        (1, "Back to top"),
        (2, "RUSSIA OUT"),
        (2, "Serdar Berdimuhamedow"),
        (2, "Reality Check"),
        (2, "03:09"),
        (2, "CNN \u00a0—"),
        (2, "Putin thanks Erdogan for role as mediator"),
        (2, "Khamenei warns Erdogan off military campaign"),
        (2, "contributed to this report"),
        (3, "Why Russia is accused of using food as a weapon of war"),
        (3, "Ukraine's crop becomes new battlefield"),
        (3, "ISIS leader in Syria killed"),
        (3, "contributed to this report"),
        (3, "Leave a Reply"),
        (3, "email address"),
        (4, "(pictured Monday)"),
        (4, "The trip marks on the second time"),
        (4, "(file image)"),
        (4, "US National Security Adviser Jake Sullivan said Iran will train"),
        (4, "such as this one that blew up"),
    ],
)
def test_junk_is_not_quotable(shared: Path, number: int, junk: str) -> None:
    assert junk in read_article(shared / "articles", FILES[number]).text
    assert not any(junk in quote for quote in quotes(shared, number))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (2, "The deal includes development of Iranian gas fields and building new gas export pipelines."),
        (2, "“With your mediation, we have moved forward,” he said."),
        (2, "Khamenei meanwhile hailed mutual cooperation between Russia and Iran as “deeply beneficial.”"),
        (3, "This is the first trip outside the former Soviet Union since the invasion of Ukraine."),
        (3, "Raisi also called on foreign forces to leave Syria and blamed the instability on “US occupying forces”."),
        (4, "‘Initial training sessions slated to begin as soon as early July,’ Mr Sullivan said."),
        (4, "‘Their drones have been in more combat than the Russians’."),
    ],
)
def test_real_sentences_are_quotable_whole(shared: Path, number: int, sentence: str) -> None:
    assert sentence in quotes(shared, number)


@pytest.mark.parametrize("file", FILES)
def test_passages_are_exact(shared: Path, file: str) -> None:
    article = read_article(shared / "articles", file)

    passages = split_article(article, passage_words=180, passage_overlap=30)

    assert all(passage.text == article.text[passage.start : passage.end] for passage in passages)
    # twice the overlap more where it takes that to say who "she" is
    assert all(len(passage.clean_text.split()) <= 180 + 2 * 30 for passage in passages)
    assert sorted({span for passage in passages for span in passage.sentences}) == quotable_sentences(article)
    assert all(before.end <= after.start for before, after in pairwise(passages[::2]))
