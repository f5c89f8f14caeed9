"""Items in the formats of agencies: NITF, NewsML 1 and NewsML-G2, with NITF or HTML inside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.bylines import read_byline
from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.metadata import Metadata, as_article, language_code, web_address
from qa_assistant.ingest.moments import moment_of
from qa_assistant.ingest.readers.html import read_fragment
from qa_assistant.ingest.readers.package import first_text, local_name
from qa_assistant.ingest.readers.page import join_paragraphs, paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qa_assistant.schema import Article

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*")
_LEFT_OUT = ("media", "head", "body.head", "body.end", "figure", "script", "style", "")
_TAGS = {"hl1": "h1", "hl2": "h2", "block": "div", "bq": "blockquote", "body.content": "div", "headline": "h1"}
_BODIES = ("body.content", "inlineXML", "DataContent", "inlineData", "body")
"""Elements that hold the text, the innermost kind first."""


def news_items(tree: _Element) -> list[_Element]:
    """Return the items of a message; the whole of it where it is one item itself."""
    items = [element for element in tree.iter("{*}newsItem", "{*}NewsItem") if element is not tree]
    return items or [tree]


def news_item(item: _Element, file: str) -> Article:
    """Return the article in an item.

    Raises:
        ArticleError: the item holds no text, such as one of a picture.
    """
    text = _text(file, item)
    if not text:
        raise ArticleError(file, "holds no text")
    return as_article(file, text, _said(item))


def _text(file: str, item: _Element) -> str:
    for name in _BODIES:
        for body in item.iter("{*}" + name):
            text = join_paragraphs(paragraphs(_seen(body))) if len(body) else read_fragment(file, body.text or "")
            if text:
                return text
    return ""


def _seen(body: _Element) -> _Element:
    """Return a copy of a body as a page has it: tags without namespaces, no media, white space as it is read."""
    from lxml.etree import Element, SubElement

    copy = Element("body")

    def fill(source: _Element, target: _Element) -> None:
        target.text = _spaced(source.text)
        for child in source:
            name = local_name(child)
            if name in _LEFT_OUT:
                last = target[-1] if len(target) else None
                if last is None:
                    target.text = (target.text or "") + _spaced(child.tail)
                else:
                    last.tail = (last.tail or "") + _spaced(child.tail)
                continue
            inner = SubElement(target, _TAGS.get(name) or (name if _PLAIN_NAME.fullmatch(name) else "span"))
            fill(child, inner)
            inner.tail = _spaced(child.tail)

    fill(body, copy)
    return copy


def _spaced(text: str | None) -> str:
    return " " + " ".join(text.split()) + " " if text and text.strip() else (" " if text else "")


def _said(item: _Element) -> Metadata:
    byline = first_text(item, "byline", "by", "ByLine", "creator")
    by = read_byline(f"By {byline.removeprefix('By ').removeprefix('by ')}") if byline else None
    root = item.getroottree().getroot()
    published = _published(item)
    return Metadata(
        title=first_text(item, "hl1", "headline", "HeadLine", "hedline", "title"),
        outlet=_outlet(item) or (by.outlet if by else None),
        author=by.author if by else byline,
        published=date_of_value(published),
        moment=moment_of(published),
        updated=date_of_value(first_text(item, "versionCreated", "ThisRevisionCreated")),
        language=language_code(item.get(_LANGUAGE) or _attribute(item, "language", "tag") or root.get(_LANGUAGE)),
        section=_attribute(item, "tobject.property", "tobject.property.type") or first_text(item, "subject"),
        url=web_address(_attribute(item, "pubdata", "ex-ref") or _attribute(item, "remoteContent", "href")),
    )


def _outlet(item: _Element) -> str | None:
    named = _attribute(item, "pubdata", "name") or _attribute(item, "doc.copyright", "holder")
    for name in ("provider", "copyrightHolder", "Provider", "distributor", "copyrightholder"):
        for element in item.iter("{*}" + name):
            named = named or first_text(element, "name") or element.get("literal")
            party = next(element.iter("{*}Party"), None)
            named = named or (party.get("FormalName") if party is not None else None)
    return named


def _published(item: _Element) -> str | None:
    """Return the first of the dates of an item that is one."""
    values = (
        *(_attribute(item, name, "norm") for name in ("date.release", "date.issue", "story.date")),
        _attribute(item, "pubdata", "date.publication"),
        *(first_text(item, name) for name in ("contentCreated", "firstCreated", "FirstCreated", "versionCreated")),
        *(first_text(item, name) for name in ("DateLine", "dateline", "DateAndTime", "sent")),
    )
    return next((found for value in values if date_of_value(found := (value or "").strip())), None)


def _attribute(item: _Element, name: str, attribute: str) -> str | None:
    return next((value for element in item.iter("{*}" + name) if (value := element.get(attribute))), None)
