"""Which articles a request is restricted to: by the reader's filters, a time, an outlet or an author."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qa_assistant.answering.requests.recognise import names_in, parts_of
from qa_assistant.answering.values import MONTHS
from qa_assistant.retrieval.periods import YEAR
from qa_assistant.retrieval.windows import windows_of
from qa_assistant.schema import Filters, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qa_assistant.answering.requests.recognise import Request
    from qa_assistant.index import ArticleInfo
    from qa_assistant.schema import Window

_LATEST_MONTH = re.compile(
    rf"^(?!.*(?:\d{{4}}|\b(?:this|last|past)\b)).*\b(?:{'|'.join(month[:3] for month in MONTHS)})", re.IGNORECASE
)
"""A month without its year."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a request may be answered from."""

    articles: tuple[ArticleInfo, ...]
    filters: Filters | None
    """What the searches are restricted to."""
    spoken: str = ""
    """What the request itself restricts, such as ` by Gemline published 1 – 31 July 2025`; else empty."""
    problem: str | None = None
    """What cannot be made out, for the reader."""
    window: Window | None = None
    """The time of publication that the request names."""


def select(request: Request, articles: Sequence[ArticleInfo], filters: Filters | None, asked_on: date) -> Selection:
    """Return the articles that filters and request leave."""
    asked = Filters() if filters is None else filters
    left = [article for article in articles if _is_within(article, asked)]
    spoken, problem = "", None
    if request.by:
        names = names_in(request.by, lambda name: is_known(name, articles))
        left = [article for article in left if any(_is_by(article, name) for name in names)]
        spoken += f" by {request.by}"
        if not names:
            problem = f"No article names {_unknown(request.by, articles)} as outlet or author."
    window = None
    if request.when and not asked.any_date:
        published = [one.published for one in left if one.published]
        window = window_of(request.when, asked_on, published, is_event=request.is_event)
        if window is None:
            return Selection((), filters, spoken, f"No article can be of that time: {request.when}.")
        spoken += f" published {window}"
        within = Filters(window.first, window.last)
        left = [article for article in left if _is_within(article, within)]
    return Selection(tuple(left), _narrowed(asked, request, window, left), spoken, problem, window)


def _narrowed(asked: Filters, request: Request, window: Window | None, left: Sequence[ArticleInfo]) -> Filters | None:
    """Return what the searches are restricted to; they know of no authors, so what is by one is named by its files."""
    if not left:
        return asked
    after = max((day for day in (asked.after, window and window.first) if day), default=None)
    before = min((day for day in (asked.before, window and window.last) if day), default=None)
    return Filters(after, before, asked.outlets, [one.file for one in left] if request.by else asked.files)


def is_before_all(selection: Selection, articles: Iterable[ArticleInfo]) -> bool:
    """Return whether the time that a request names is over before any of the articles was published."""
    window = selection.window
    first = min((one.published for one in articles if one.published), default=None)
    return bool(window and window.last and first and window.last < first)


def newest_of(selection: Selection, articles: Iterable[ArticleInfo]) -> str:
    """Return of which day the newest article is, as the end of a sentence, where the time that is named comes later."""
    window = selection.window
    last = max((one.published for one in articles if one.published), default=None)
    is_later = window and window.first and last and last < window.first
    return f"; the newest of all is of {day_in_words(last)}" if is_later and last else ""


def window_of(when: str, asked_on: date, published: Sequence[date], *, is_event: bool = False) -> Window | None:
    """Return the window of publication that `when` names; None if it names none that has begun.

    A month without a year is the latest one in which an article was published. What happened on one day (`is_event`) is
    in the papers of that day or the next.
    """
    windows = windows_of(f"articles {when}", asked_on)
    if len(windows) != 1:
        return None
    window = replace(windows[0], use="only")
    if is_event and window.first and window.first == window.last:
        window = replace(window, last=min(window.first + timedelta(days=1), asked_on))
    named = window
    if not _LATEST_MONTH.search(when):
        return window
    while published and window.last and window.last >= min(published):
        if any((window.first or day) <= day <= window.last for day in published):
            return window
        window = replace(window, first=window.first and window.first - YEAR, last=window.last - YEAR)
    return named


def silent(request: Request, found: Iterable[str], articles: Sequence[ArticleInfo]) -> list[str]:
    """Return which of several names that a request is restricted to have none of the files that were found."""
    names = names_in(request.by, lambda name: is_known(name, articles)) if request.by else []
    files = set(found)
    theirs = [article for article in articles if article.file in files]
    return [name for name in names if not is_known(name, theirs)] if len(names) > 1 else []


def is_known(name: str, articles: Iterable[ArticleInfo]) -> bool:
    """Return whether an outlet or an author has that name."""
    return any(_is_by(article, name) for article in articles)


def _unknown(by: str, articles: Sequence[ArticleInfo]) -> str:
    """Return which of the names in `by` no outlet and no author has; all of it where that is none of them."""
    parts = parts_of(by)
    unknown = [name for name in parts if not is_known(name, articles)]
    return by if len(unknown) == len(parts) else " or ".join(unknown)


def _is_by(article: ArticleInfo, name: str) -> bool:
    wanted = _key(name)
    authors = f" {_key(article.author or '')} "
    return bool(wanted) and (wanted == _key(article.outlet or "") or f" {wanted} " in authors)


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(",", " ").split()).removeprefix("the ")


def _is_within(article: ArticleInfo, filters: Filters) -> bool:
    if filters.after or filters.before:
        if article.published is None:
            return False
        if (filters.after and article.published < filters.after) or (
            filters.before and article.published > filters.before
        ):
            return False
    outlets = filters.outlets
    if outlets is not None and (article.outlet or "").casefold() not in {outlet.casefold() for outlet in outlets}:
        return False
    files = filters.files
    return files is None or any(article.file == file or article.file.startswith(f"{file}/") for file in files)
