"""Files → Articles → Passages: find them, read them, clean them, split them.

Heavy libraries are imported by the functions that need them, so importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.ingest.folder import list_articles, read_bytes
from qa_assistant.ingest.readers import reader_for

if TYPE_CHECKING:
    from pathlib import Path

    from qa_assistant.schema import Article, Passage

__all__ = ["list_articles", "read_article", "split_article"]


def read_article(root: Path, file: str) -> Article:
    """Read one article; `file` is its path below `root`, with forward slashes.

    Raises:
        ArticleError: the file leads outside the folder, has no reader, cannot be read, is too large, or holds no text.
    """
    reader = reader_for(file)
    return reader.read(file, read_bytes(root, file))


def split_article(article: Article, *, passage_words: int, passage_overlap: int) -> list[Passage]:
    """Split an article into passages of whole, quotable sentences; see `splitting.split`."""
    from qa_assistant.ingest.splitting import split

    return split(article, passage_words=passage_words, passage_overlap=passage_overlap)
