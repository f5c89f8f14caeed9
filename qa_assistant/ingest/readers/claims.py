"""What an HTML page says about its article: in its head, in its JSON-LD, and in the lines above its text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from qa_assistant.ingest.bylines import is_outlet, read_byline
from qa_assistant.ingest.dates import date_in_name, date_of_value
from qa_assistant.ingest.head import HEAD_BLOCKS, read_note
from qa_assistant.ingest.metadata import Metadata, join_names, language_code, metadata_of, web_address
from qa_assistant.ingest.moments import moment_of
from qa_assistant.ingest.readers.page import paragraphs
from qa_assistant.schema import precision_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.html import HtmlElement

_CLAIM = re.compile(
    r"title|headline|author|byl|creator|site_name|publisher|pubname|application-name|publish|pubdate|date|issued|created|time",
    re.IGNORECASE,
)
# claims about something else than the article as it was published
_OTHER_CLAIM = re.compile(r"image|modif|updat|revis|expir|copyright|twitter:(?:site|creator)|url", re.IGNORECASE)
_PROSE_WORDS = 25
"""A paragraph of so many words belongs to the text; what stands above it is the head."""

_UPDATED_NAMES = (
    *("article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified"),
    *("dc.date.modified", "last-modified", "lastmod", "modified_time", "date.modified"),
)
_PUBLISHED_NAMES = (
    *("article:published_time", "article:published", "og:published_time", "datepublished", "date", "pubdate"),
    *("publish-date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
)
_SECTION_NAMES = ("article:section", "articlesection", "parsely-section", "section")
_TITLE_PARTS = re.compile(r"\s+[|–—·•-]\s+")


def read_page_head(page: HtmlElement) -> Metadata:
    """Return what meta elements and JSON-LD say; dates that are not labelled as such are left alone."""
    from trafilatura import extract_metadata

    claims = extract_metadata(
        _claims_only(page),
        date_config={"original_date": True, "extensive_search": False},
        extensive=False,
    )
    outlet = claims.sitename or None
    if outlet and (outlet.startswith("http") or ("." in outlet and outlet in (claims.url or ""))):
        # an address is not a name
        outlet = None
    address = _address(page)
    linked = _linked_data(page)
    moment = moment_of(_meta(page, _PUBLISHED_NAMES)) or linked.moment
    return Metadata(
        title=_without_outlet(claims.title, outlet),
        outlet=outlet,
        author=join_names((claims.author or "").split("; ")),
        # the day that a library adds to a month is none
        published=None if precision_of(moment) in ("month", "year") else date_of_value(claims.date),
        language=language_code(page.get("lang") or page.get("xml:lang")),
        updated=_updated(page) or linked.updated,
        section=_section(page) or linked.section,
        url=web_address(address) or linked.url,
        moment=moment,
    ).or_else(Metadata(published=date_in_name(address or "")))


def read_lines_above(page: HtmlElement) -> Metadata:
    """Return what stands between the headline and the text of a page that was rid of what is not seen."""
    headline = page.find(".//h1")
    if headline is None:
        return Metadata()
    title = " ".join(headline.text_content().split())
    said = Metadata(title=title or None)
    for element in _elements_above_text(headline):
        said = said.or_else(_marked_up(element))
    lines = paragraphs(page)
    first = next((at for at, line in enumerate(lines, 1) if " ".join(line.split()) == title), len(lines))
    for line in lines[first : first + HEAD_BLOCKS]:
        if len(line.split()) >= _PROSE_WORDS:
            break
        said = said.or_else(read_note(line.removeprefix("- ")) or Metadata())
    return said


def read_title_element(page: HtmlElement) -> Metadata:
    """Return what the page's title says: often `Headline | Outlet`."""
    element = page.find(".//title")
    title = "" if element is None else " ".join(element.text_content().split())
    *parts, last = _TITLE_PARTS.split(title)
    outlet = last if parts and is_outlet(last) else None
    return Metadata(title=_without_outlet(title, outlet) or None, outlet=outlet)


def _claims_only(page: HtmlElement) -> HtmlElement:
    """Return a page with nothing in it but claims, so that nothing else can be taken for one."""
    from lxml.html import document_fromstring

    claims = document_fromstring("<html><head></head><body></body></html>")
    head = claims[0]
    for element in page.iter("meta", "script"):
        name = " ".join(element.get(key) or "" for key in ("name", "property", "itemprop", "http-equiv"))
        if (element.tag == "meta" and _CLAIM.search(name) and not _OTHER_CLAIM.search(name)) or (
            element.tag == "script" and element.get("type") == "application/ld+json"
        ):
            claim = deepcopy(element)
            claim.tail = None
            head.append(claim)
    return claims


def _address(page: HtmlElement) -> str | None:
    for element in page.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href"))
    return _meta(page, ("og:url",))


def _updated(page: HtmlElement) -> date | None:
    return date_of_value(_meta(page, _UPDATED_NAMES))


def _section(page: HtmlElement) -> str | None:
    return _meta(page, _SECTION_NAMES)


def _meta(page: HtmlElement, names: tuple[str, ...]) -> str | None:
    """Return what the first meta element of one of these names says; the names come in the order of their worth."""
    said: dict[str, str] = {}
    for element in page.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("name", "property", "itemprop"):
            for name in (element.get(key) or "").lower().split() if content else ():
                said.setdefault(name, content)
    return next((said[name] for name in names if name in said), None)


def _linked_data(page: HtmlElement) -> Metadata:
    """Return what the JSON-LD of a page says of an article."""
    for script in page.iter("script"):
        if script.get("type") != "application/ld+json" or "rticle" not in (script.text or ""):
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            # broken more often than not; trafilatura reads what it can of it
            continue
        for thing in _things(value):
            if "article" in str(thing.get("@type")).lower():
                return metadata_of(thing)
    return Metadata()


def _things(value: object) -> Iterator[Mapping[object, object]]:
    if isinstance(value, list):
        for item in value:
            yield from _things(item)
    elif isinstance(value, Mapping):
        yield value
        yield from _things(value.get("@graph"))


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Return `Headline` of `Headline - Outlet`; a part that is not known to be the outlet stays."""
    if not title or not outlet:
        return title
    *parts, last = _TITLE_PARTS.split(title)
    return title[: title.rindex(last)].rstrip(" |–—·•-") if parts and last.casefold() == outlet.casefold() else title


def _elements_above_text(headline: HtmlElement) -> Iterator[HtmlElement]:
    for element in headline.xpath("following::*"):
        if element.tag == "p" and len(element.text_content().split()) >= _PROSE_WORDS:
            return
        yield element


def _marked_up(element: HtmlElement) -> Metadata:
    """Return what an element is marked up to say: `<time datetime=…>`, `rel="author"`, `class="byline"`."""
    marks = " ".join(element.get(key) or "" for key in ("rel", "class", "itemprop", "id"))
    if element.tag == "time" and not _OTHER_CLAIM.search(marks):
        said = element.get("datetime")
        return Metadata(published=date_of_value(said), moment=moment_of(said))
    if re.search(r"author|byline", marks, re.IGNORECASE):
        words = " ".join(element.text_content().split())
        return read_byline(re.sub(r"^(?:by:?\s+)?", "By ", words, flags=re.IGNORECASE)) or Metadata()
    return Metadata()
