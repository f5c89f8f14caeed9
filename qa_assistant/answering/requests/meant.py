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
_WORK = r"novel|book|poem|song|album|letter|e-?mail|memo|diary|memoir|manifesto|essay|paper|study|studies|survey|report"
_WORKS = re.compile(rf"\b(?:{_WORK})s?\b", re.IGNORECASE)
_WRITINGS = re.compile(
    rf"\b(?:{_WORK}|volume|play|opera|film|note|review|statement|document|petition|law|act|bill|code|rule|guideline"
    r"|recipe|script|list|ranking|figure|statistic|map|photo|picture|video|post|tweet|column|article|story|stories|speech"
    r"|programme|agreement|contract|magazine|minute|transcript|verdict|ruling|judgment|translation|edition)s?\b",
    re.IGNORECASE,
)
"""What is written or published as articles are. An answer may name agreements and bills and be about other things."""
_REPORTS = re.compile(r"\b(?:report|publish|writ|wrote|author|cover(?:ed|s|ing)?\b|releas|broke\b)", re.IGNORECASE)
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
        lines = _cited_lines(turn)[: 1 if place == 0 else None]
        if not lines:
            # a refusal, or a few words of talk
            continue
        is_list = all(line.startswith("- ") for line in lines)
        found = list(dict.fromkeys(_file_of(line, index, articles) for line in lines))
        at = place if place >= 0 else len(found) - 1 if is_list else 0
        if at < len(found):
            return found[at]
    return None


def articles_before(
    history: Sequence[Turn], index: PassageSearch, articles: Sequence[ArticleInfo]
) -> list[ArticleInfo]:
    """Return the articles that the last answer quotes, in its order, as far as they can be told; none of a refusal."""
    for turn in reversed(history):
        if lines := _cited_lines(turn):
            files = dict.fromkeys(_file_of(line, index, articles) for line in lines)
            by_file = {article.file: article for article in articles}
            return [by_file[file] for file in files if file in by_file]
        if REFUSAL in turn.answer:
            break
    return []


def _cited_lines(turn: Turn) -> list[str]:
    """Return the sentences of an answer that have citations, each with what stands before it on its line."""
    return [piece.rpartition("\n")[2].strip() for piece in _MARKS.split(turn.answer)[:-1]]


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


def topic_before(
    history: Sequence[Turn],
    is_name: Callable[[str], bool] = no_name,
    standalone: Callable[[str, Sequence[Turn]], str] = lambda question, _: question,
) -> str | None:
    """Return what the last turn was about: the subject of a request, or a question as it is understood alone."""
    for place in reversed(range(len(history))):
        turn = history[place]
        request = recognise(turn.question, is_name, is_first=False)
        if request is not None and request.topic:
            return request.topic
        if request is None and REFUSAL not in turn.answer:
            return standalone(turn.question, without_talk(history[:place])).strip(" ?")
    return None


def without_talk(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns that later questions can build on: no greetings, no thanks, nothing about the answer before."""
    kept: list[Turn] = []
    for turn in history:
        request = recognise(turn.question, is_first=False)
        is_about_answer = request is not None and request.aside is not None and not is_of_contents(request, kept)
        if request is None or not (request.kind == "reply" or is_about_answer):
            kept.append(turn)
    return kept


def is_of_contents(request: Request, history: Sequence[Turn]) -> bool:
    """Return whether what looks like a request about the answer before may ask about something in it.

    After `What does the letter say?`, `Who wrote that?` asks for the writer of the letter; `Who else reported this?`
    after `Who reported the theft?` asks for a witness.
    """
    if not history or request.aside not in ("written", "others", "first"):
        return False
    before = history[-1]
    if recognise(before.question, is_first=False) is not None:
        return False
    is_written = request.aside == "written" and _WORKS.search(before.answer)
    return bool(is_written or _WRITINGS.search(before.question) or _REPORTS.search(before.question))


def _key(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").strip(" \"'“”‘’„«».?!").split())
