"""Questions with a sense of now, and what it is worth that an article was published shortly before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEW = (
    r"(?:what(?:['’]s| is)(?: there)?|(?:is there )?anything) new (?:about|on|with|regarding|concerning|at|from)"
    r"|(?:what(?:['’]s| is) the news|(?:is|are) there any (?:news|updates?)|what news is there)"
    r" (?:about|on|of|regarding|concerning|from)"
)
"""What asks for news of something: not "What is new in the bill?", which asks what it changes."""
_LATEST = (
    r"latest|newest|most recent(?:ly)?|recent(?:ly)?|current(?:ly)?|right now|at the moment|so far|lately"
    rf"|{_NEW}"
)
"""Words for the newest there is, even if that is long ago."""
_EXPRESSIONS: tuple[tuple[str, int], ...] = (
    (r"today|tonight|this (?:morning|afternoon|evening)|breaking", 3),
    (r"this week|past week|past few days|last few days|in recent days|these days", 7),
    (_LATEST, 14),
    (r"this month|past month|in recent weeks|past few weeks", 30),
    (r"this year|past year|in recent months|past few months", 180),
)
_NOW = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), days) for words, days in _EXPRESSIONS)


@dataclass(frozen=True, slots=True)
class Recency:
    """Prefer articles published in the `days` before `day`."""

    day: date
    days: int
    words: str = ""
    """What the question says."""

    def among(self, published: Iterable[date | None]) -> Recency:
        """Return the preference for articles of these days: the latest of an archive is the newest it holds."""
        days = [day for day in published if day and day <= self.day]
        return replace(self, day=max(days)) if days and re.fullmatch(_LATEST, self.words, re.IGNORECASE) else self

    @property
    def start(self) -> date:
        """First day of the window that is searched on its own: twice as long, since reports come late."""
        return self.day - timedelta(days=2 * self.days)

    def weight(self, published: date | None) -> float:
        """Return 1 for an article of that very day, half of it `days` earlier, 0 for later and undated ones."""
        if published is None or published > self.day:
            return 0.0
        return float(0.5 ** ((self.day - published).days / self.days))


def recency_of(question: str, asked_on: date) -> Recency | None:
    """Return what the question prefers, or None when it has no sense of now."""
    found = [(days, match[0]) for pattern, days in _NOW if (match := pattern.search(question))]
    return Recency(asked_on, *min(found)) if found else None
