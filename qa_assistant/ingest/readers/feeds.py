"""The items of RSS and Atom feeds."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.metadata import Metadata, join_names, language_code, web_address
from qa_assistant.ingest.moments import moment_of
from qa_assistant.ingest.readers.html import read_fragment
from qa_assistant.ingest.readers.package import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MARKUP = re.compile(r"<[A-Za-z/!][^>]*>")
_TEXTS = ("content", "description", "summary")
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")


def feed_items(tree: _Element) -> Iterator[tuple[_Element, Metadata]]:
    """Yield every item of a feed, and what the feed says of all of them."""
    channel = next((element for element in tree if local_name(element) == "channel"), tree)
    about = Metadata(
        outlet=_child_text(channel, "title"),
        language=language_code(_child_text(channel, "language") or _language(tree)),
    )
    for item in tree.iter("{*}item", "{*}entry"):
        yield item, about


def feed_item(file: str, item: _Element, about: Metadata) -> tuple[str, Metadata]:
    """Return text and metadata of an item; what is marked up in it becomes paragraphs.

    Raises:
        ArticleError: the markup in it is nested too deeply.
    """
    markup = _markup(item)
    text = read_fragment(file, markup) if _MARKUP.search(markup) or "&" in markup else markup.strip()
    title = _child_text(item, "title")
    said = Metadata(
        title=_plain(title),
        outlet=_source(item),
        author=_authors(item),
        published=_date(item, *_PUBLISHED),
        moment=next(filter(None, (moment_of(_child_text(item, name)) for name in _PUBLISHED)), None),
        updated=_date(item, "updated", "modified"),
        section=_section(item),
        url=_address(item),
        language=language_code(_child_text(item, "language") or _language(item)),
    )
    if said.published is None and said.moment is None:
        said = said.or_else(Metadata(published=said.updated))
    return text, said.or_else(about)


def _markup(item: _Element) -> str:
    """Return the longest of the texts an item has: some feeds put the article in one place, some in another."""
    found = [element for element in item if element.tag == _CONTENT or local_name(element) in _TEXTS]
    # media:content and media:description are about pictures
    return max(
        (_inner(element) for element in found if "search.yahoo.com" not in str(element.tag)), key=len, default=""
    )


def _inner(element: _Element) -> str:
    """Return the content of an element as markup: escaped once, as text, or written out as XHTML."""
    from lxml.etree import tostring

    if len(element) and element.get("type") in ("xhtml", None):
        return "".join(tostring(child, encoding="unicode", method="html") for child in element)
    text = "".join(map(str, element.itertext()))
    is_plain = element.get("type") == "text"
    return text.replace("&", "&amp;").replace("<", "&lt;") if is_plain else text


def _plain(title: str | None) -> str | None:
    """Return a title without the markup that some feeds put into it."""
    return " ".join(unescape(_MARKUP.sub("", title)).split()) or None if title else None


def _child_text(element: _Element | None, *names: str) -> str | None:
    for name in names:
        for child in element if element is not None else ():
            if local_name(child) == name:
                words = " ".join("".join(map(str, child.itertext())).split())
                if words:
                    return words
    return None


def _authors(item: _Element) -> str | None:
    names = []
    for child in item:
        if child.tag == _CREATOR or local_name(child) in ("author", "creator"):
            name = _child_text(child, "name") or " ".join("".join(map(str, child.itertext())).split())
            # RSS has `address (name)`
            match = re.search(r"\(([^)]+)\)", name)
            name = match[1] if match and "@" in name else name
            names += [name] if name and "@" not in name else []
    return join_names(names)


def _source(item: _Element) -> str | None:
    """Return the outlet that an item of a collecting feed names."""
    source = next((child for child in item if local_name(child) == "source"), None)
    if source is None:
        return None
    return _child_text(source, "title") or " ".join((source.text or "").split()) or None


def _date(item: _Element, *names: str) -> date | None:
    return next(filter(None, (date_of_value(_child_text(item, name)) for name in names)), None)


def _section(item: _Element) -> str | None:
    category = next((child for child in item if local_name(child) == "category"), None)
    if category is None:
        return None
    return category.get("label") or category.get("term") or "".join(map(str, category.itertext())).strip() or None


def _address(item: _Element) -> str | None:
    for child in item:
        if local_name(child) == "link" and child.get("rel") in (None, "alternate"):
            address = web_address(child.get("href") or child.text)
            if address:
                return address
    return web_address(_child_text(item, "guid", "id"))


def _language(element: _Element) -> str | None:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang")
