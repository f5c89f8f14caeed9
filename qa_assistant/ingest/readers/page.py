"""An HTML page as a tree: what a person sees of it, and its text as paragraphs."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_NOT_ALLOWED_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_NEVER_TEXT = ("script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "textarea", "select")
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0",
    re.IGNORECASE,
)
_MOST_OF_PAGE = 0.5

_LINE_BREAKS = frozenset({"br", "lb"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_ROWS = frozenset({"tr", "row"})
_CELLS = ("td", "th", "cell")
# the tags of HTML, and those of the tree that trafilatura extracts
_BLOCKS = (
    _ITEMS
    | {"address", "article", "aside", "blockquote", "body", "caption", "details", "div", "dl", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "list"}
    | {"main", "nav", "ol", "p", "pre", "quote", "section", "summary", "table", "tbody", "thead", "ul"}
)
_ITEM_MARK = "- "
_CELL_BORDER = " | "
_BORDER = "\0"
"""Stands between two blocks; no text of a page can hold it."""


def parse_page(markup: str) -> HtmlElement | None:
    """Return the tree of a page; None if there is nothing in it."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    clean = _NOT_ALLOWED_IN_XML.sub(" ", _XML_DECLARATION.sub("", markup))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return document_fromstring(clean.encode("utf-8", errors="replace"), parser=parser)
    except ParserError:
        # what lxml raises for a document without any element
        return None


def remove_unseen(page: HtmlElement) -> None:
    """Remove from `page` what no person sees: scripts, styles, hidden elements, and line breaks of the source."""
    for element in list(page.iter(*_NEVER_TEXT)):
        element.drop_tree()
    everything = _length(page)
    for element in page.xpath(".//*[@hidden or @style or @aria-hidden]"):
        if _is_hidden(element) or (_is_hidden_from_ears(element) and _length(element) < _MOST_OF_PAGE * everything):
            element.drop_tree()
    for element in page.iter():
        element.text = _clean(element.text, is_preformatted=element.tag == "pre")
        element.tail = _clean(element.tail)


def paragraphs(element: _Element) -> list[str]:
    """Return the text of an element, block by block; items begin with a dash, cells of a row stand side by side."""
    found: list[str] = []
    for is_border, pieces in groupby(_pieces(element), key=_BORDER.__eq__):
        lines = [] if is_border else [" ".join(line.split()) for line in "".join(pieces).split("\n")]
        block = "\n".join(line for line in lines if line)
        if block and block != _ITEM_MARK.strip():
            found.append(block)
    return found


def join_paragraphs(blocks: list[str]) -> str:
    """Return blocks as one text: apart by an empty line, items of a list and rows of a table by a line break only."""
    parts = blocks[:1]
    for before, block in pairwise(blocks):
        together = (_is_item(before) and _is_item(block)) or (_is_row(before) and _is_row(block))
        parts += ["\n" if together else "\n\n", block]
    return "".join(parts)


def _pieces(element: _Element) -> Iterator[str]:
    if element.tag in _ROWS:
        cells = [" ".join(" ".join(map(str, cell.itertext())).split()) for cell in element.iter(*_CELLS)]
        yield from (_BORDER, _CELL_BORDER.join(cells), _BORDER)
        return
    is_block = element.tag in _BLOCKS
    if is_block:
        yield _BORDER
    if element.tag in _ITEMS:
        yield _ITEM_MARK
    if element.tag in _LINE_BREAKS:
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    if is_block:
        yield _BORDER


def _is_item(block: str) -> bool:
    return block.startswith(_ITEM_MARK)


def _is_row(block: str) -> bool:
    return _CELL_BORDER in block


def _is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDING_STYLE.search(element.get("style") or ""))


def _is_hidden_from_ears(element: HtmlElement) -> bool:
    # a dialog that was open when the page was saved marks the whole page behind it
    return (element.get("aria-hidden") or "").strip().lower() == "true"


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _clean(text: str | None, *, is_preformatted: bool = False) -> str | None:
    if not text:
        return text
    # `&#1;` is no mistake in HTML, but no tree can be changed that holds one
    text = _NOT_ALLOWED_IN_XML.sub(" ", text)
    return text if is_preformatted else re.sub(r"\s+", " ", text)
