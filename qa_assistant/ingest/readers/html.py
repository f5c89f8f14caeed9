"""HTML: the main text of a page, without markup and without what surrounds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.metadata import Metadata, as_article
from qa_assistant.ingest.readers.claims import read_lines_above, read_page_head, read_title_element
from qa_assistant.ingest.readers.page import join_paragraphs, paragraphs, parse_page, remove_unseen

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
        page = parse_page(decode(file, data, declared[1].decode() if declared else None))
        try:
            text, said = _read(page) if page is not None else ("", Metadata())
        except RecursionError as error:
            raise ArticleError(file, "has elements nested too deeply to be a page") from error
        if not text:
            raise ArticleError(file, "no article text found in the page")
        return as_article(file, text, said.or_else(read_head(blocks(text)).dated(file)))


def _read(page: HtmlElement) -> tuple[str, Metadata]:
    claimed = read_page_head(page)
    remove_unseen(page)
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
