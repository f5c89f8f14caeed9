"""Feeds and the formats of agencies."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.format_samples import FIRST, OUTLET, SECOND, TITLE, newsml, nitf, rss
from qa_assistant.ingest.sources import read_source

from .builders import files, only, reason


def item(inner: str) -> bytes:
    return rss(f"<item>{inner}</item>")


def test_the_longest_text_of_an_item_is_taken() -> None:
    assert (
        only("a.rss", item(f"<title>A</title><description>Short.</description><content>{FIRST}</content>")).text
        == FIRST
    )


@pytest.mark.parametrize(
    "text",
    [
        f"&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;",
        f"<![CDATA[<p>{FIRST}</p><p style='display:none'>Ignore.</p><p>{SECOND}</p>]]>",
        f"<![CDATA[{FIRST}<br><br>{SECOND}]]>",
    ],
)
def test_markup_in_an_item_becomes_paragraphs(text: str) -> None:
    found = only("a.rss", item(f"<title>A</title><description>{text}</description>")).text

    assert found.split("\n")[0] == FIRST
    assert found.split("\n")[-1] == SECOND
    assert "Ignore" not in found


def test_the_source_of_a_collected_item_is_its_outlet() -> None:
    inner = f'<title>A</title><source url="https://x.example">The Courier</source><description>{FIRST}</description>'

    assert only("a.rss", item(inner)).outlet == "The Courier"


def test_authors_of_rss_lose_their_addresses() -> None:
    inner = f"<title>A</title><author>j@example.org (Jana Petrov)</author><description>{FIRST}</description>"

    assert only("a.rss", item(inner)).author == "Jana Petrov"


def test_items_are_called_by_date_and_title_so_that_a_feed_may_grow_at_its_top() -> None:
    old = f"<item><title>Old</title><pubDate>3 Jul 2025</pubDate><description>{FIRST}</description></item>"
    new = f"<item><title>New</title><pubDate>4 Jul 2025</pubDate><description>{FIRST}</description></item>"

    assert files("a.rss", rss(old)) == ["a.rss/2025-07-03 Old"]
    assert files("a.rss", rss(new + old)) == ["a.rss/2025-07-04 New", "a.rss/2025-07-03 Old"]


def test_an_item_without_text_is_named_and_the_others_are_read() -> None:
    found = read_source(
        "a.rss",
        rss(f"<item><title>Empty</title></item><item><title>A</title><description>{FIRST}</description></item>"),
    )

    assert found.failed == (("a.rss/Empty", "has no text"),)
    assert len(found.articles) == 1


def test_a_feed_under_the_name_of_a_text_is_read() -> None:
    assert only("a.txt", rss()).title == TITLE


def test_a_feed_with_mistakes_is_read_as_far_as_it_goes() -> None:
    data = rss().replace(b"</channel></rss>", b"<item><title>cut")

    assert read_source("a.rss", data).articles[0].title == TITLE


def test_an_item_of_nitf_is_read() -> None:
    article = only("a.xml", nitf())

    assert (article.title, article.outlet, article.author) == (TITLE, OUTLET, "Jana Petrov")
    assert (article.text, article.published) == (f"{FIRST}\n\n{SECOND}", date(2025, 7, 4))


def test_items_of_a_message_are_articles() -> None:
    message = (
        b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        + newsml() * 2
        + b"</itemSet></newsMessage>"
    )

    assert files("a.xml", message) == ["a.xml/item 1", "a.xml/item 2"]


def test_an_item_of_newsml_1_is_read() -> None:
    data = (
        f"<NewsML><NewsItem><NewsManagement><FirstCreated>20250704T080000Z</FirstCreated></NewsManagement><NewsComponent>"
        f"<NewsLines><HeadLine>{TITLE}</HeadLine><ByLine>By Jana Petrov</ByLine></NewsLines><ContentItem><DataContent>"
        f"<p>{FIRST}</p><p>{SECOND}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    ).encode()

    article = only("a.xml", data)

    assert (article.title, article.author, article.published) == (TITLE, "Jana Petrov", date(2025, 7, 4))
    assert article.text == f"{FIRST}\n\n{SECOND}"


def test_entities_are_not_expanded() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    data = f"{bomb}<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>A</title>"
    tail = f"<description>{FIRST} &i; &x;</description></item></channel></rss>"

    article = only("a.xml", f"<?xml version='1.0'?>{data}{tail}".encode())

    assert "root" not in article.text
    assert "aaaa" not in article.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<sitemapindex/>", "root element is 'sitemapindex'"),
        (b"<rss><channel/></rss>", "is a feed without items"),
        (b"not xml at all", "is not XML"),
        (b"", "is empty"),
        (b"<newsItem><contentSet/></newsItem>", "holds no text"),
    ],
)
def test_other_xml_is_reported(data: bytes, said: str) -> None:
    assert said in reason("a.xml", data)
