"""HTML: the main text of a page, without markup and without what surrounds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
        from qa_assistant.ingest.blocks import blocks
        from qa_assistant.ingest.decoding import decode
        from qa_assistant.ingest.head import read_head
        from qa_assistant.ingest.metadata import title_of_file
        from qa_assistant.ingest.readers.claims import read_lines_above, read_page_head, read_title_element
        from qa_assistant.ingest.readers.page import parse_page, remove_unseen

        declared = _DECLARED.search(data[:_DECLARED_WITHIN])
        page = parse_page(decode(file, data, declared[1].decode() if declared else None))
        if page is None:
            raise ArticleError(file, "no article text found in the page")
        claimed = read_page_head(page)
        remove_unseen(page)
        said = claimed.or_else(read_lines_above(page)).or_else(read_title_element(page))
        text = _main_text(page)
        if not text:
            raise ArticleError(file, "no article text found in the page")
        said = said.or_else(read_head(blocks(text)).dated(file))
        return Article(
            file=file,
            text=text,
            title=said.title or title_of_file(file),
            outlet=said.outlet,
            author=said.author,
            published=said.published,
            language=said.language,
        )


def _main_text(page: HtmlElement) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    from qa_assistant.ingest.readers.page import join_paragraphs, paragraphs

    extracted = bare_extraction(page, include_comments=False)
    body = extracted.body if isinstance(extracted, Document) else None
    found = paragraphs(body) if body is not None else []
    return join_paragraphs(found or _everything(page))


def _everything(page: HtmlElement) -> list[str]:
    """Return all text of a page that is too short or too plain to have a recognisable main part."""
    from qa_assistant.ingest.readers.page import paragraphs

    for element in list(page.iter(*_AROUND)):
        element.drop_tree()
    body = page.find(".//body")
    return paragraphs(page if body is None else body)
