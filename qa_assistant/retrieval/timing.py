"""What the time that a question names does to the search: which articles it may find, and which come first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.retrieval.periods import Period, periods
from qa_assistant.retrieval.recency import Recency, recency_of
from qa_assistant.retrieval.telling import Event, asks_how_things_stood, event_asked, looks_ahead
from qa_assistant.retrieval.windows import windows_of
from qa_assistant.schema import Filters, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.schema import Passage

REPORTED_WITHIN = timedelta(weeks=4)
"""How long after an event articles are looked for on their own."""
WINDOW_DEPTH = 5
"""Passages taken from each search of a window: the best of that time, and room left for other times."""
HALVED_AFTER = 14
"""Days after a window in which what an article's date is worth halves."""
NEAR = 3.0
"""Cross-encoder logits by which an article of the time may fit worse than later ones that are left out for it."""
LEAST = 0.05
"""Weight below which a time makes no difference that would be worth telling."""
OLDEST, NEWEST = date.min, date.max
NO_DAY = date(3000, 1, 1)
"""Stands for the day an undated article was published on; then only dates with their year are known."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The windows that a question names, and its sense of now."""

    windows: tuple[Window, ...] = ()
    recency: Recency | None = None
    known_by: date | None = None
    """The day on which things stood as the question asks: its one window is all the time up to then."""
    event: Event | None = None
    """What kind of event within the windows the question asks for, where that is clear."""
    asked_on: date | None = None
    """The day the question is asked on."""

    def searches(self, filters: Filters | None) -> list[tuple[Filters | None, int | None]]:
        """Return under which filters to search, and how many passages to take of each search, if not all.

        First those given, narrowed if need be, then the windows within them. None at all where the question asks for
        articles that the filters leave out.
        """
        if filters == Filters(any_date=True):
            filters = None
        only = next((window for window in self.windows if window.use == "only"), None)
        if only:
            narrowed = _narrowed(filters, only.first, only.last)
            return [(narrowed, None)] if narrowed else []
        named = [_narrowed(filters, one.first, self.known_by or _later(one.last)) for one in self._weighed]
        now = _narrowed(filters, self.recency.start, self.recency.day) if self.recency else None
        within = [(one, WINDOW_DEPTH) for one in dict.fromkeys(named) if one]
        return [(filters, None), *within, *([(now, None)] if now else [])]

    def among(self, passages: Sequence[Passage]) -> Timing:
        """Return the same for the passages that are about what is asked: the latest is the newest of these."""
        return replace(self, recency=self.recency.among(one.published for one in passages)) if self.recency else self

    def weight(self, passage: Passage) -> float:
        """Return how well a passage fits the time asked about, 0…1."""
        weights = [self._fit(window, passage) for window in self._weighed]
        if self.recency:
            weights.append(self.recency.weight(passage.published))
        return max(weights, default=0.0)

    def used(self, passages: Sequence[Passage]) -> tuple[Window, ...]:
        """Return the windows that made a difference: those that leave articles out, or that some passage fits.

        `passages` are those before any that cannot tell were left out.
        """
        fitting = [
            window
            for window in self.windows
            if window.use == "only" or any(self._fit(window, passage) > LEAST for passage in passages)
        ]
        if not fitting and not all(map(self._can_tell, passages)):
            return self.windows
        recency = self.among(passages).recency
        if recency and not fitting and any(recency.weight(one.published) > LEAST for one in passages):
            return (Window(recency.words, None, recency.day, "newest"),)
        return tuple(fitting)

    def telling(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return those of the passages that can tell what is asked, by when their articles were published.

        How things stood on a day is left to what was published up to it or names it, if one of these fits about as well
        as the best. What happened in a stretch of time is not told by an article from before it. What was published
        after the day of the question tells of no time up to then, if an article that was there and fits that time fits
        about as well as the best.
        """
        can_tell = [passage for passage in passages if self._can_tell(passage)]
        if self.known_by is None:
            return self._there_by_then(can_tell)
        in_time = [passage for passage in passages if passage.published and passage.published <= self.known_by]
        if not _holds_one_near_the_best(in_time, passages):
            return can_tell
        return [passage for passage in can_tell if passage in in_time or self._is_of_that_day(passage)]

    def _there_by_then(self, passages: list[Passage]) -> list[Passage]:
        """Return the passages without those from after the day of the question, where the others answer it."""
        day = self.asked_on
        there = [passage for passage in passages if not (day and passage.published and passage.published > day)]
        if len(there) == len(passages):
            return passages
        timing = self.among(there)
        fitting = [passage for passage in there if timing.weight(passage) > LEAST]
        return there if _holds_one_near_the_best(fitting, passages) else passages

    def _can_tell(self, passage: Passage) -> bool:
        """Return whether an article was not published before all that it is asked about; what names the time may be."""
        firsts = [window.first for window in self.windows if window.first]
        if not self.event or not firsts or not passage.published or passage.published >= min(firsts):
            return True
        if self.event == "done" and looks_ahead(passage.clean_text):
            return True
        return any(_names(passage, window.first or OLDEST, window.last or NEWEST) for window in self.windows)

    def _is_of_that_day(self, passage: Passage) -> bool:
        return passage.published is None or any(one.last == self.known_by for one in _periods(passage))

    def _fit(self, window: Window, passage: Passage) -> float:
        """Return how well a passage fits a window, 0…1; asked how things stood on a day, the last up to it is best."""
        if self.known_by is None:
            return _fit(window, passage)
        published = passage.published
        if published and published <= self.known_by:
            return float(0.5 + 0.5 ** (1 + (self.known_by - published).days / HALVED_AFTER))
        return 0.5 if any(one.last == self.known_by for one in _periods(passage)) else 0.0

    @property
    def _weighed(self) -> list[Window]:
        # up to today, the newer is the better
        today = self.recency.day if self.recency else None
        return [window for window in self.windows if window.use == "prefer" and (not today or window.last != today)]


NO_TIMING = Timing()


def timing_of(question: str, asked_on: date, filters: Filters | None = None) -> Timing:
    """Return what a question says about time, unless the filters ask to leave that out of account."""
    if filters and filters.any_date:
        return NO_TIMING
    windows = windows_of(question, asked_on)
    if asks_how_things_stood(question, windows):
        # then is not now, though it says "so far"
        return Timing(windows, known_by=windows[0].last)
    recency = recency_of(question, asked_on)
    if not windows and not recency:
        return NO_TIMING
    return Timing(windows, recency, event=event_asked(question, windows), asked_on=asked_on)


def _later(day: date | None) -> date:
    return day + REPORTED_WITHIN if day else NEWEST


def _holds_one_near_the_best(some: Sequence[Passage], passages: Sequence[Passage]) -> bool:
    best = max((passage.score or 0.0 for passage in passages), default=0.0)
    return any((passage.score or 0.0) >= best - NEAR for passage in some)


def _narrowed(filters: Filters | None, first: date | None, last: date | None) -> Filters | None:
    """Return filters that hold only what was published in a window besides; None where there can be nothing."""
    asked = filters or Filters()
    after = max(filter(None, (asked.after, first)), default=None)
    before = min(filter(None, (asked.before, last)), default=None)
    if after and before and after > before:
        return None
    return Filters(after, before, asked.outlets, asked.files)


def _fit(window: Window, passage: Passage) -> float:
    """Return 1 where a passage was published within a window or names a time within it, less the later it came."""
    first, last = window.first or OLDEST, window.last or NEWEST
    published = passage.published
    if published and first <= published <= last:
        return 1.0
    if _names(passage, first, last):
        return 1.0
    if published is None or published < first:
        return 0.0
    return float(0.5 ** ((published - last).days / HALVED_AFTER))


def _names(passage: Passage, first: date, last: date) -> bool:
    return any(first <= one.first and one.last <= last for one in _periods(passage))


def _periods(passage: Passage) -> list[Period]:
    """Return the periods that a passage names; of an undated one, those with their year."""
    found = _named(passage.clean_text, passage.published or NO_DAY)
    return [one for one in found if passage.published is not None or one.has_year]


@lru_cache(maxsize=2048)
def _named(text: str, published: date) -> tuple[Period, ...]:
    return tuple(periods(text, published))
