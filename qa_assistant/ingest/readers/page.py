"""An HTML page as a tree, and its text as paragraphs."""

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

_LINE_BREAKS = frozenset({"br", "lb"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_ROWS = frozenset({"tr", "row"})
_CELLS = ("td", "th", "cell")
# the tags of HTML, and those of the tree that trafilatura extracts
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")
_BLOCKS = (
    _ITEMS
    | {"address", "article", "aside", "blockquote", "body", "caption", "details", "div", "dl", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "list"}
    | {"main", "nav", "ol", "p", "pre", "quote", "section", "summary", "table", "tbody", "thead", "ul"}
)
ITEM_MARK = "- "
CELL_BORDER = " | "
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


def flatten_layout(page: HtmlElement) -> None:
    """Make plain blocks of tables that only place things on the page, as those of newsletters do."""
    for table in list(page.iter("table")):
        if table.get("role") == "presentation" or table.xpath(".//table|.//p|.//h1|.//h2|.//h3|.//ul|.//ol"):
            for element in [table, *table.iter(*_TABLE_PARTS)]:
                element.tag = "div"


def paragraphs(element: _Element) -> list[str]:
    """Return the text of an element, block by block; items begin with a dash, cells of a row stand side by side."""
    found: list[str] = []
    for is_border, pieces in groupby(_pieces(element), key=_BORDER.__eq__):
        lines = [] if is_border else [" ".join(line.split()) for line in "".join(pieces).split("\n")]
        block = "\n".join(line for line in lines if line)
        if block and block != ITEM_MARK.strip():
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
        yield from (_BORDER, CELL_BORDER.join(cells), _BORDER)
        return
    is_block = element.tag in _BLOCKS
    if is_block:
        yield _BORDER
    if element.tag in _ITEMS:
        yield ITEM_MARK
    if element.tag in _LINE_BREAKS:
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    if is_block:
        yield _BORDER


def _is_item(block: str) -> bool:
    return block.startswith(ITEM_MARK)


def _is_row(block: str) -> bool:
    return CELL_BORDER in block


def clean_text(text: str | None, *, is_preformatted: bool = False) -> str | None:
    """Return a text of the source as it is shown: its line breaks and runs of spaces are one space each."""
    if not text:
        return text
    # `&#1;` is no mistake in HTML, but no tree can be changed that holds one
    text = _NOT_ALLOWED_IN_XML.sub(" ", text)
    return text if is_preformatted else re.sub(r"\s+", " ", text)
