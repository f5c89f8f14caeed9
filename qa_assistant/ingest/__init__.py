"""Files → Articles → Passages: find them, read them, clean them, split them.

Heavy libraries are imported by the functions that need them, so importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError, QAAssistantError
from qa_assistant.ingest.folder import list_articles, read_bytes, source_of
from qa_assistant.ingest.members import one_line
from qa_assistant.ingest.readers import is_readable, reader_for
from qa_assistant.ingest.reading import ReadFile

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

    from qa_assistant.ingest.boilerplate import Lines
    from qa_assistant.schema import Article, Passage

__all__ = ["ReadFile", "lines_of", "list_articles", "read_article", "read_articles", "split_article"]


def read_articles(root: Path, file: str) -> ReadFile:
    """Read all articles of one source file; `file` is its path below `root`, with forward slashes.

    Raises:
        ArticleError: the file leads outside the folder, has no reader, cannot be read, is too large, or nothing of it
            can be read.
    """
    if file.endswith("/") or not is_readable(file):
        # says why
        reader_for(file)
    from qa_assistant.ingest.sources import read_source

    data = read_bytes(root, file)
    try:
        return read_source(file, data)
    except QAAssistantError:
        raise
    except Exception as error:
        # a mistake in a library, or in the reader of an installed package: one file must not end a whole sync
        raise ArticleError(file, one_line(f"cannot be read: {type(error).__name__}: {error}")) from error


def read_article(root: Path, file: str) -> Article:
    """Read one article; `file` is its path below `root`, or that of its container and its name in it.

    Raises:
        ArticleError: the file cannot be read, or holds no article of this name, or several.
    """
    source = source_of(root, file)
    found = read_articles(root, source)
    for article in found.articles:
        if article.file == file:
            return article
    for name, reason in found.failed:
        if name == file:
            raise ArticleError(file, reason)
    if file == source:
        raise ArticleError(file, f"holds {len(found.articles)} articles; name one, such as {found.articles[0].file!r}")
    raise ArticleError(file, f"is not in {source} (any more)")


def lines_of(article: Article) -> Lines:
    """Return the lines by which boilerplate is recognised; see `boilerplate`."""
    from qa_assistant.ingest import boilerplate

    return boilerplate.lines_of(article)


def split_article(
    article: Article, left_out: Set[int] = frozenset(), *, passage_words: int, passage_overlap: int
) -> list[Passage]:
    """Split an article into passages of whole, quotable sentences; see `splitting.split`.

    The lines of these keys are boilerplate and left out.
    """
    from qa_assistant.ingest.splitting import split

    spans = lines_of(article).without(left_out) if left_out else frozenset()
    return split(article, passage_words=passage_words, passage_overlap=passage_overlap, left_out=spans)
