"""Which article, or which subject, the words of a request mean after the turns before it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from qa_assistant.answering.requests.recognise import no_name, recognise
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_assistant.answering.requests.recognise import Request
    from qa_assistant.index import ArticleInfo
    from qa_assistant.schema import Filters, Passage, Turn

POINTS_BACK = re.compile(
    r"^(?:it|its|this|that|these|those|him|her|them|they|he|she|there)$|\b(?:this|that|these|those|his|their)\s+\w+$",
    re.IGNORECASE,
)
"""A subject that names nothing by itself."""
WORDS_OF_A_TITLE = 4
"""Words from which a part of a title is taken for the title."""
_MARKS = re.compile(r"(?:\s*\[\d+\])+")
_FOUND = 10
"""Passages in which a cited sentence is looked for."""


class PassageSearch(Protocol):
    """The part of an index in which a sentence is found again."""

    def keyword(self, query: str, k: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        """Return the passages that match the words of the query best."""
        ...

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages in the order of their ids."""
        ...


def named_article(words: str, articles: Sequence[ArticleInfo]) -> ArticleInfo | None:
    """Return the article whose file or title `words` are, or a part of its title; None if several fit or none."""
    wanted = _key(words)
    for names in (
        lambda article: {article.file.casefold(), PurePosixPath(article.file).name.casefold()},
        lambda article: {PurePosixPath(article.file).stem.casefold(), _key(article.title)},
    ):
        fitting = [article for article in articles if words.casefold() in names(article) or wanted in names(article)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    if len(wanted.split()) < WORDS_OF_A_TITLE:
        return None
    fitting = [article for article in articles if wanted in _key(article.title)]
    return fitting[0] if len(fitting) == 1 else None


def article_before(
    history: Sequence[Turn], index: PassageSearch, articles: Sequence[ArticleInfo], place: int = 0
) -> str | None:
    """Return the file of the article that the last answer cites first, or in another place; None where that cannot be
    told.

    `place` counts from 0, with -1 for the last of a list. Any but the first is looked for in older answers too, back to
    one that names so many: after a summary of the first of a list, the second is still the list's.
    """
    for turn in reversed(history):
        pieces = _MARKS.split(turn.answer)[:-1]
        if not pieces:
            # a refusal, or a few words of talk
            continue
        wanted = pieces[:1] if place == 0 else pieces
        lines = [piece.rpartition("\n")[2].strip() for piece in wanted]
        is_list = all(line.startswith("- ") for line in lines)
        found = list(dict.fromkeys(_file_of(line, index, articles) for line in lines))
        at = place if place >= 0 else len(found) - 1 if is_list else 0
        if at < len(found):
            return found[at]
    return None


def _file_of(line: str, index: PassageSearch, articles: Sequence[ArticleInfo]) -> str | None:
    """Return the file that a line of an answer names or quotes.

    History holds words only: the cited sentence is found again among the articles, word for word.
    """
    line = " ".join(line.split())
    for article in articles:
        if line.startswith("- ") and f" · {article.file}:" in line:
            return article.file
    for passage in index.passages([name for name, _ in index.keyword(line, _FOUND)]):
        quotes = (passage.text[a - passage.start : b - passage.start] for a, b in passage.sentences)
        if any(line.endswith(" ".join(quote.split())) for quote in quotes):
            return passage.file
    return None


def request_before(history: Sequence[Turn], is_name: Callable[[str], bool] = no_name) -> Request | None:
    """Return the request that the last turn made; None where it asked a question, or there is none."""
    return recognise(history[-1].question, is_name, is_first=False) if history else None


def topic_before(history: Sequence[Turn], is_name: Callable[[str], bool] = no_name) -> str | None:
    """Return what the last turn was about: the subject of a request, or a question as it was asked."""
    for turn in reversed(history):
        request = recognise(turn.question, is_name, is_first=False)
        if request is not None and request.topic:
            return request.topic
        if request is None and REFUSAL not in turn.answer:
            return turn.question.strip(" ?")
    return None


def without_talk(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns that later questions can build on: no greetings and no thanks."""
    return [turn for turn in history if not _is_talk(turn.question)]


def _is_talk(question: str) -> bool:
    request = recognise(question, is_first=False)
    return request is not None and request.kind == "reply"


def _key(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").strip(" \"'“”‘’„«».?!").split())
