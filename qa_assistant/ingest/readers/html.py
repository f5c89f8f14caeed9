"""HTML: the main text of a page, without markup and without what surrounds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_ELEMENTS, MAX_NESTING
from qa_assistant.ingest.metadata import Metadata, as_article
from qa_assistant.ingest.readers.claims import read_lines_above, read_page_head, read_title_element
from qa_assistant.ingest.readers.page import flatten_layout, join_paragraphs, paragraphs, parse_page
from qa_assistant.ingest.readers.unseen import remove_unseen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from qa_assistant.schema import Article

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_AROUND = ("nav", "header", "footer", "aside", "form", "button", "figcaption")


class HtmlReader:
    """Reads saved web pages."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article in a page; `text` is what trafilatura extracts, paragraphs apart by an empty line.

        Raises:
            ArticleError: the file is empty or not text, or no article is found in the page.
        """
        declared = _DECLARED.search(data[:_DECLARED_WITHIN])
        text, said = read_page(file, decode(file, data, declared[1].decode() if declared else None))
        return as_article(file, text, said.or_else(read_head(blocks(text)).dated(file)))


def page_tree(file: str, markup: str) -> HtmlElement | None:
    """Return the tree of a page; None if there is nothing in it.

    Raises:
        ArticleError: it has more elements than any page.
    """
    # a tag that opens and one that closes, and twice that for signs in scripts
    page = parse_page(markup) if markup.count("<") <= 4 * MAX_ELEMENTS else None
    if (page is None and markup.count("<") > MAX_ELEMENTS) or (
        page is not None and page.xpath("count(//*)") > MAX_ELEMENTS
    ):
        raise ArticleError(file, f"has more than {MAX_ELEMENTS} elements; split it")
    if page is not None and _nesting(page) > MAX_NESTING:
        raise ArticleError(file, "has elements nested too deeply to be a page")
    return page


def _nesting(page: HtmlElement) -> int:
    """Return the sum of the depths of all elements."""
    from lxml.etree import iterwalk

    total = depth = 0
    for event, _ in iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth if event == "start" else 0
    return total


def read_page(file: str, markup: str, *, has_layout_tables: bool = False) -> tuple[str, Metadata]:
    """Return the main text of a page, and what the page says about it.

    `has_layout_tables` is true for newsletters: their tables place things on the page.

    Raises:
        ArticleError: there is no article in the page.
    """
    page = page_tree(file, markup)
    try:
        text, said = _read(page, has_layout_tables=has_layout_tables) if page is not None else ("", Metadata())
    except RecursionError as error:
        raise ArticleError(file, "has elements nested too deeply to be a page") from error
    if not text:
        raise ArticleError(file, "no article text found in the page")
    return text, said


def read_fragment(file: str, markup: str) -> str:
    """Return all text a person sees of markup that is the article and nothing else; tables of layout are no tables.

    Raises:
        ArticleError: it is nested too deeply.
    """
    page = page_tree(file, markup)
    if page is None:
        return ""
    try:
        remove_unseen(page)
        flatten_layout(page)
        return join_paragraphs(paragraphs(page))
    except RecursionError as error:
        raise ArticleError(file, "has elements nested too deeply to be a page") from error


def _read(page: HtmlElement, *, has_layout_tables: bool) -> tuple[str, Metadata]:
    claimed = read_page_head(page)
    remove_unseen(page)
    if has_layout_tables:
        flatten_layout(page)
    said = claimed.or_else(read_lines_above(page)).or_else(read_title_element(page))
    return _main_text(page), said


def _main_text(page: HtmlElement) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    extracted = bare_extraction(page, include_comments=False)
    body = extracted.body if isinstance(extracted, Document) else None
    found = paragraphs(body) if body is not None else []
    return join_paragraphs(found or _everything(page))


def _everything(page: HtmlElement) -> list[str]:
    """Return all text of a page that is too short or too plain to have a recognisable main part."""
    for element in list(page.iter(*_AROUND)):
        element.drop_tree()
    body = page.find(".//body")
    return paragraphs(page if body is None else body)
