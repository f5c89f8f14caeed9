"""List articles: day, outlet, file and title, newest first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.requests.lines import Line, about_article, title_place
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    return sorted(found, key=_age_from_newest)


def by_age(groups: Iterable[Sequence[Found]], *, is_oldest: bool = False) -> list[list[Found]]:
    """Return groups of copies, and each by itself, by day: the newest first, or the oldest; those without one last."""
    key = _age_from_oldest if is_oldest else _age_from_newest
    return sorted((sorted(group, key=key) for group in groups), key=lambda group: key(group[0]))


def _age_from_newest(one: Found) -> tuple[int, str]:
    return _age(one.whole.published, one.whole.file)


def _age_from_oldest(one: Found) -> tuple[int, str]:
    day = one.whole.published
    return (day.toordinal() if day else date.max.toordinal(), one.whole.file)


def _age(published: date | None, file: str) -> tuple[int, str]:
    return (-published.toordinal() if published else 1, file)


def article_lines(articles: Sequence[Passage], authors: Mapping[str, str | None] | None = None) -> list[Line]:
    """Return a line for each article: its title where it stands in the text, else its first sentence.

    `authors` are named with the articles whose files they are under.
    """
    named = authors or {}
    return [line for article in articles if (line := _article_line(article, named.get(article.file)))]


def _article_line(article: Passage, author: str | None) -> Line | None:
    day = day_in_words(article.published) if article.published else "undated"
    known = " · ".join(part for part in (day, article.outlet, author, article.file) if part)
    if title := title_place(article):
        return Line(title, known)
    if not article.sentences:
        return None
    return Line(Quote(article, article.sentences[0]), f"{known} · {article.title}")


def overview_lines(subject: Subject, groups: Sequence[Sequence[Found]]) -> list[Line]:
    """Return a line for each origin: its best article, and the sentence in it that mentions the subject."""
    return [Line(subject.mention(group[0]), about_article(group[0].whole)) for group in groups]
