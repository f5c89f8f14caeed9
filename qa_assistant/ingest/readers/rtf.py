"""RTF: the text as striprtf reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_MEGABYTES, MEGABYTE
from qa_assistant.ingest.metadata import Metadata, as_article
from qa_assistant.ingest.readers.page import join_paragraphs
from qa_assistant.ingest.readers.properties import property_author, property_title

if TYPE_CHECKING:
    from datetime import date

    from qa_assistant.schema import Article

_LINK = re.compile(r"(hyper)(link)", re.IGNORECASE)
_INFO = 64 * 1024
_MADE = re.compile(r"\\creatim\s*\\yr(\d{4})\s*\\mo(\d{1,2})\s*\\dy(\d{1,2})")
_PICTURE_DATA = re.compile(r"(?:[0-9a-fA-F]{2}\s?){200,}")
"""Bytes of a picture, written out: most of many files, and none of their text."""


class RtfReader:
    """Reads .rtf files."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article.

        Raises:
            ArticleError: the file is too large or damaged, or holds no text.
        """
        source = _PICTURE_DATA.sub("", data.decode("latin-1"))
        if len(source) > MAX_MEGABYTES * MEGABYTE:
            raise ArticleError(file, f"is larger than {MAX_MEGABYTES} MB without its pictures; split it")
        lines = (" ".join(line.split()) for line in _plain(file, source).splitlines())
        text = join_paragraphs([line.replace(" |", " | ").strip(" |") for line in lines if line])
        if not text.strip():
            raise ArticleError(file, "holds no text")
        info = source[:_INFO]
        said = Metadata(
            title=property_title(_info(file, info, "title")), author=property_author(_info(file, info, "author"))
        )
        head = read_head(blocks(text)).dated(file)
        return as_article(file, text, said.or_else(head).or_made(_made(info)))


def _plain(file: str, source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    # striprtf looks for links with an expression that takes for ever on some files; a line break means nothing in RTF
    source = _LINK.sub("\\1\n\\2", source)
    try:
        text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, LookupError, OverflowError) as error:
        raise ArticleError(file, f"is damaged: {error}") from error
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\xad", "")


def _info(file: str, source: str, name: str) -> str | None:
    match = re.search(rf"\{{\\{name}\b([^{{}}]{{0,1000}})\}}", source)
    return _plain(file, rf"{{\rtf1\ansi {match[1]}}}") if match else None


def _made(source: str) -> date | None:
    from datetime import date

    match = _MADE.search(source)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
