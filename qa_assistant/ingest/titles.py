"""A title for an article that has none but the name of its file, where that name says nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_assistant.ingest.metadata import title_of_file

if TYPE_CHECKING:
    from qa_assistant.schema import Article

_MOST_WORDS = 12
_LONGEST = 100
_SAYS_NOTHING = frozenset(
    {
        "article",
        "articles",
        "copy",
        "data",
        "default",
        "doc",
        "document",
        "download",
        "email",
        "export",
        "file",
        "final",
    }
    | {
        "home",
        "image",
        "index",
        "item",
        "mail",
        "main",
        "message",
        "new",
        "news",
        "output",
        "page",
        "part",
        "post",
        "row",
    }
    | {"saved", "scan", "story", "temp", "test", "text", "tmp", "txt", "unnamed", "untitled", "version", "web"}
)
_NUMBER = re.compile(r"[0-9a-f]{6,}|\d+[a-z]?|[a-z]?\d+|[0-9a-f]{1,4}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"'”’»)]*(?=\s|$)")


def titled(article: Article) -> Article:
    """Return the article, called by the first words of its text if it is called by the name of its file in vain."""
    if article.title != title_of_file(article.file) or not _says_nothing(article.title):
        return article
    words = first_words(article)
    return replace(article, title=words) if words else article


def first_words(article: Article) -> str | None:
    """Return the first sentence of the prose of an article, shortened where it is long."""
    from qa_assistant.ingest.cleaning import junk_spans

    start = 0
    for first, last in (*junk_spans(article), (len(article.text), len(article.text))):
        prose = article.text[start:first].strip()
        if any(map(str.isalpha, prose)):
            return _shortened(prose)
        start = last
    return None


def _shortened(prose: str) -> str:
    end = _SENTENCE_END.search(prose, 0, 4 * _LONGEST)
    words = (prose[: end.start()] if end else prose[: 4 * _LONGEST]).split()
    short = " ".join(words[:_MOST_WORDS])
    is_cut = len(words) > _MOST_WORDS or len(short) > _LONGEST
    return short[:_LONGEST].rstrip(" ,;:–—-") + ("…" if is_cut else "")


def _says_nothing(title: str) -> bool:
    words = re.findall(r"\w+", title)
    return all(_NUMBER.fullmatch(word) or word.casefold().rstrip("0123456789") in _SAYS_NOTHING for word in words)
