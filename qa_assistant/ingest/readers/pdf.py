"""PDF: the text layer in reading order, page by page."""

from __future__ import annotations

import re
import time
from threading import Lock
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_OCR_SECONDS, MAX_PAGES, MAX_PDF_SECONDS
from qa_assistant.ingest.metadata import Metadata, as_article
from qa_assistant.ingest.readers import ocr
from qa_assistant.ingest.readers.pdf_lines import page_lines
from qa_assistant.ingest.readers.pdf_paragraphs import headline, paragraphs_of
from qa_assistant.ingest.readers.properties import property_author, property_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    import pypdfium2

    from qa_assistant.ingest.readers.ocr import Recogniser
    from qa_assistant.ingest.readers.pdf_lines import Line
    from qa_assistant.ingest.readers.pdf_paragraphs import Placed
    from qa_assistant.schema import Article

_PASSWORD = 4
"""PDFium's number for a file that opens with a password only."""

_ONE_AT_A_TIME = Lock()
"""PDFium may be called by one thread at a time."""

_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


class PdfReader:
    """Reads the text layer of PDF files, and pictures of text where there is none and something recognises it."""

    def __init__(self, find_ocr: Callable[[], Recogniser | None] = ocr.installed) -> None:
        self._find_ocr = find_ocr

    def read(self, file: str, data: bytes) -> Article:
        """Return the article; `pages` says where in its text each page begins.

        Raises:
            ArticleError: the file is encrypted, damaged, has too many pages, or holds pictures only and nothing
                recognises text in them.
        """
        with _ONE_AT_A_TIME:
            pages, said = _read(file, data, page_lines, MAX_PDF_SECONDS)
            if not any(pages):
                pages, _ = _read(file, data, self._recogniser(file), MAX_OCR_SECONDS)
        text, starts = _joined(paragraphs_of(pages), len(pages))
        if not text:
            raise ArticleError(file, "holds no text, and none is recognised in its images")
        head = read_head(blocks(text)).dated(file)
        largest = Metadata(title=headline(pages))
        known = Metadata(title=said.title, author=said.author, language=said.language)
        return as_article(file, text, known.or_else(largest).or_else(head).or_made(said.published), pages=starts)

    def _recogniser(self, file: str) -> Recogniser:
        found = self._find_ocr()
        if found is None:
            raise ArticleError(file, f"holds no text, only images of it; to have them read: {ocr.EXTRA}")
        return found


def _read(file: str, data: bytes, lines_of: Recogniser, seconds: float) -> tuple[list[list[Line]], Metadata]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise ArticleError(file, "is encrypted: save it without a password") from error
        raise ArticleError(file, "is damaged or truncated: no PDF program could open it; fetch it again") from error
    try:
        if len(document) > MAX_PAGES:
            raise ArticleError(file, f"has {len(document)} pages; the limit is {MAX_PAGES}: split it")
        return list(_pages(file, document, lines_of, seconds)), _properties(document)
    finally:
        document.close()


def _pages(file: str, document: pypdfium2.PdfDocument, lines_of: Recogniser, seconds: float) -> Iterator[list[Line]]:
    until = time.monotonic() + seconds
    for number in range(len(document)):
        if time.monotonic() > until:
            raise ArticleError(file, f"takes more than {seconds:.0f} seconds to read; print it to a new PDF")
        yield _page(document, number, lines_of)


def _page(document: pypdfium2.PdfDocument, number: int, lines_of: Recogniser) -> list[Line]:
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
    except PdfiumError:
        # one damaged page; the others can be read
        return []
    try:
        return lines_of(page)
    finally:
        page.close()


def _properties(document: pypdfium2.PdfDocument) -> Metadata:
    said = document.get_metadata_dict(skip_empty=True)
    return Metadata(
        title=property_title(said.get("Title")),
        author=property_author(said.get("Author")),
        published=_date(said.get("CreationDate")),
    )


def _date(value: str | None) -> date | None:
    match = _PDF_DATE.match(value or "")
    return date_of_value("-".join(match.groups())) if match else None


def _joined(paragraphs: Sequence[Sequence[Placed]], pages: int) -> tuple[str, tuple[int, ...]]:
    """Return the text, and the offset at which each page begins."""
    words = _words_of(paragraphs)
    parts: list[str] = []
    starts: list[int | None] = [None] * pages
    length = 0
    for paragraph in paragraphs:
        if parts:
            parts.append("\n\n")
            length += 2
        for at, placed in enumerate(paragraph):
            if starts[placed.page] is None:
                starts[placed.page] = length
            after = paragraph[at + 1].line.text if at + 1 < len(paragraph) else ""
            piece = placed.line.text + _between(placed.line, after, words)
            parts.append(piece)
            length += len(piece)
    return "".join(parts), _filled(starts, length)


def _filled(starts: Sequence[int | None], length: int) -> tuple[int, ...]:
    """Return the starts with those of empty pages, which begin where the next page does."""
    filled: list[int] = []
    following = length
    for start in reversed(starts):
        following = following if start is None else start
        filled.append(following)
    return tuple(reversed(filled))


def _between(line: Line, after: str, words: frozenset[str]) -> str:
    """Return what stands between a line and the next one of its paragraph: a hyphen stays in `self-` + `made` only."""
    if not line.is_broken:
        return " " if after else ""
    first, second = line.text.rpartition(" ")[2], after.partition(" ")[0].rstrip(".,;:!?”’\"')")
    is_compound = not second[:1].islower() or f"{first}-{second}".casefold() in words
    return "-" if is_compound else ""


def _words_of(paragraphs: Sequence[Sequence[Placed]]) -> frozenset[str]:
    """Return the words of a document that are written with a hyphen within a line."""
    lines = (placed.line.text for paragraph in paragraphs for placed in paragraph)
    return frozenset(word.casefold() for line in lines for word in re.findall(r"\w+(?:-\w+)+", line))
