"""One reader for each format, found by the suffix of the file.

A new format is one module with a class that has `read`, and a line in `READERS`. Readers import their libraries when
they read, not before.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.readers.html import HtmlReader
from qa_assistant.ingest.readers.text import TextReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_assistant.schema import Article


class Reader(Protocol):
    """Turns the bytes of one file into an article."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article that `data`, the content of `file`, holds.

        Raises:
            ArticleError: the bytes hold no text of this format.
        """
        ...


_TEXT = TextReader()
_HTML = HtmlReader()

READERS: Mapping[str, Reader] = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".markdown": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
}
"""Readers by suffix, in lower case."""


def reader_for(file: str) -> Reader:
    """Return the reader for a file.

    Raises:
        ArticleError: no reader exists for its suffix.
    """
    if file.endswith("/"):
        raise ArticleError(file, "is a folder that may not be listed: give yourself permission to read it")
    suffix = PurePosixPath(file).suffix.lower()
    if suffix not in READERS:
        raise ArticleError(file, f"has a format that is not read; the ones that are: {', '.join(READERS)}")
    return READERS[suffix]
