"""List articles: day, outlet, file and title, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.requests.lines import Line, about_article, title_place
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qa_assistant.answering.requests.about import Found, Subject
    from qa_assistant.index import ArticleInfo
    from qa_assistant.schema import Passage

LISTED = 20
"""Articles on one list."""
SHOWN_ORIGINS = 8
"""Origins in one overview."""


def newest_first(articles: Iterable[ArticleInfo]) -> list[ArticleInfo]:
    """Return articles by day of publication, the newest first and those without a day last."""
    return sorted(articles, key=lambda one: _age(one.published, one.file))


def newest(found: Iterable[Found]) -> list[Found]:
    """Return articles about a subject by day of publication, as `newest_first` does."""
    return sorted(found, key=age)


def age(one: Found) -> tuple[int, str]:
    """Return what puts the newest first and those without a day last."""
    return _age(one.whole.published, one.whole.file)


def _age(published: date | None, file: str) -> tuple[int, str]:
    return (-published.toordinal() if published else 1, file)


def article_lines(articles: Sequence[Passage]) -> list[Line]:
    """Return a line for each article: its title where it stands in the text, else its first sentence."""
    return [line for article in articles if (line := _article_line(article))]


def _article_line(article: Passage) -> Line | None:
    day = day_in_words(article.published) if article.published else "undated"
    known = " · ".join(part for part in (day, article.outlet, article.file) if part)
    if title := title_place(article):
        return Line(title, known)
    if not article.sentences:
        return None
    return Line(Quote(article, article.sentences[0]), f"{known} · {article.title}")


def overview_lines(subject: Subject, groups: Sequence[Sequence[Found]]) -> list[Line]:
    """Return a line for each origin: its best article, and the sentence in it that mentions the subject."""
    return [Line(subject.mention(group[0]), about_article(group[0].whole)) for group in groups]
