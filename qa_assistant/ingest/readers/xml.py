"""XML of news: feeds (RSS, Atom) and what agencies send (NITF, NewsML, NewsML-G2); the root element tells which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.limits import MAX_MEMBERS
from qa_assistant.ingest.members import Collection, member_part
from qa_assistant.ingest.metadata import as_article
from qa_assistant.ingest.readers.feeds import feed_item, feed_items
from qa_assistant.ingest.readers.html import HtmlReader
from qa_assistant.ingest.readers.newsml import news_item, news_items
from qa_assistant.ingest.readers.package import local_name, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qa_assistant.ingest.reading import ReadFile
    from qa_assistant.schema import Article

_FEEDS = ("rss", "rdf", "feed")
_NEWS = ("nitf", "newsml", "newsitem", "newsmessage", "packageitem")


class XmlReader:
    """Reads .xml, .rss and .atom files."""

    def read(self, file: str, data: bytes) -> Article | ReadFile:
        """Return the items of a feed, called by date and title, or the items of news; a lone one is the file's article.

        Raises:
            ArticleError: the file is not XML, of a kind that is not read, or holds no text.
        """
        tree = parse_xml(file, data)
        if tree is None:
            # says what is wrong with a file that is empty or no text at all
            decode(file, data)
            raise ArticleError(file, "is not XML, though its name says so")
        kind = local_name(tree)
        try:
            if kind in _FEEDS:
                return _read_feed(file, tree)
            if kind in _NEWS:
                return _read_news(file, tree)
        except RecursionError as error:
            raise ArticleError(file, "is nested too deeply") from error
        if kind == "html":
            return HtmlReader().read(file, data)
        raise ArticleError(file, f"is XML of a kind that is not read: its root element is {member_part(kind)!r}")


def _read_feed(file: str, tree: _Element) -> ReadFile:
    collection = Collection(file)
    for at, (item, about) in enumerate(feed_items(tree)):
        if at == MAX_MEMBERS:
            collection.fail(file, f"holds more than {MAX_MEMBERS} items; the rest is not read")
            break
        text, said = feed_item(file, item, about)
        # a feed grows at its top, so a number would not last
        member = " ".join(filter(None, (str(said.published or ""), member_part(said.title or "item"))))
        name = collection.name(member)
        if text:
            collection.put(as_article(name, text, said))
        else:
            collection.fail(name, "has no text")
    return collection.result("is a feed without items")


def _read_news(file: str, tree: _Element) -> Article | ReadFile:
    items = news_items(tree)
    if len(items) == 1:
        return news_item(items[0], file)
    collection = Collection(file)
    for number, item in enumerate(items[:MAX_MEMBERS], 1):
        collection.add(f"item {number}", partial(news_item, item))
    return collection.result("holds no item with a text")
