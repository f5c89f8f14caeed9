"""Days that a quote names by where they lie from its own day: `on Tuesday`, `last month`; nothing is guessed.

A weekday is the last one or the next one, by the verb it belongs to; without a verb that says so, it is left as it is.
So is `last Tuesday`, which may be either of two, `today`, which may mean nowadays, and what a speaker is quoted saying,
who may have spoken on another day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_assistant.answering.values import WEEKDAYS
from qa_assistant.schema import DatedWords

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_NEAR = re.compile(
    r"\b(?:yesterday(?:\s+(?:morning|afternoon|evening))?|last\s+night|this\s+(?:morning|afternoon|evening)|tonight"
    r"|tomorrow(?:\s+(?:morning|afternoon|evening|night))?)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(last|this|next)\s+(week|month|year)\b(?!\s+(?:of|before|after|later)\b)", re.IGNORECASE)
_AGO = re.compile(r"\b(two|three|four|five|six|\d)\s+days\s+ago\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DAYS = "|".join(WEEKDAYS)
_WEEKDAY = re.compile(rf"\b(?:{_DAYS})\b(?!s|'|’|-|,? (?:\d|[A-Z])| in [A-Z]|(?: \w+)? (?:to|and|or) (?:{_DAYS}))")
_NOT_BEFORE = re.compile(
    r"\b(?:last|next|previous|following|first|second|third|fourth|final|every|each|this|that|same|a|the|one|\d+"
    r"|(?!(?:On|By|Until|Since|Late|Early|Before|After)\b)[A-Z]\w+"
    rf"|(?:{_DAYS}) (?:to|and|or)) $"
)
"""What stands before a weekday that is another one, or a name such as `Good Friday`."""

_FUTURE = (
    r"(?:will|would|shall|to)(?: \w+)? be \w+|will|won['’]t|would|shall|(?:is|are) (?:to|likely)"
    r"|(?:(?:is|are) )?(?:due|expected|scheduled|set)|plans? to|hopes? to|intends? to|going to"
)
_PAST = (
    r"was|were|had|said|told|did|began|became|broke|brought|built|came|chose|drew|fell|fought|found|gave|got|held|hit"
    r"|kept|knew|led|left|lost|made|met|paid|put|ran|rose|sat|saw|sent|shot|sold|spent|spoke|stood|struck|took|went"
    r"|withdrew|won|wrote|[a-z]{3,}ed"
)
_VERB = re.compile(
    rf"\b(?:(?P<open>(?:was|were|had been) (?:to|due|expected|scheduled|set)|may|might|could|should|can)"
    rf"|(?P<future>{_FUTURE})|(?P<past>{_PAST})|(?P<now>is|are|has|have))\b"
)
_CLAUSE = re.compile(r"[;:,]| that | which | who ")


def dated_words(quote: str, published: date | None) -> tuple[DatedWords, ...]:
    """Return the words of a quote that name a day or a time by its distance, with what they name.

    `published` is the day the quote's article was published; without it nothing is known.
    """
    if published is None:
        return ()
    unquoted = _QUOTED.sub(lambda match: " " * len(match[0]), quote)
    found = [*_near(unquoted, published), *_spans(unquoted, published), *_weekdays(unquoted, published)]
    return tuple(sorted(found, key=lambda words: words.start))


def in_words(quote: str, days: tuple[DatedWords, ...]) -> str:
    """Return what is shown beside a quote: `Tuesday [19 July 2022], last month [June 2022]`."""
    shown = dict.fromkeys(f"{' '.join(quote[one.start : one.end].split())} [{one}]" for one in days)
    return ", ".join(shown)


def _near(text: str, published: date) -> Iterator[DatedWords]:
    for match in _NEAR.finditer(text):
        words = match[0].lower()
        ahead = -1 if words.startswith(("yesterday", "last")) else 1 if words.startswith("tomorrow") else 0
        yield _day(match, published + timedelta(days=ahead))
    for match in _AGO.finditer(text):
        count = match[1].lower()
        yield _day(match, published - timedelta(days=_NUMBERS.get(count) or int(count)))


def _spans(text: str, published: date) -> Iterator[DatedWords]:
    for match in _SPAN.finditer(text):
        ahead = {"last": -1, "this": 0, "next": 1}[match[1].lower()]
        first, last = _span(match[2].lower(), ahead, published)
        yield DatedWords(match.start(), match.end(), first, last)


def _span(unit: str, ahead: int, published: date) -> tuple[date, date]:
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=ahead)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(published.year + ahead, 1, 1), date(published.year + ahead, 12, 31)
    months = 12 * published.year + published.month - 1 + ahead
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return date(months // 12, months % 12 + 1, 1), following - timedelta(days=1)


def _weekdays(text: str, published: date) -> Iterator[DatedWords]:
    for match in _WEEKDAY.finditer(text):
        if _NOT_BEFORE.search(text[: match.start()]):
            continue
        back = (published.weekday() - WEEKDAYS.index(match[0])) % 7
        tense = _tense(text, match.start(), match.end())
        if tense == "past":
            yield _day(match, published - timedelta(days=back))
        elif tense == "future":
            yield _day(match, published + timedelta(days=-back % 7))


def _tense(text: str, start: int, end: int) -> str | None:
    """Return the tense of the verb nearest before a place, or of the first one after it; None where it is open."""
    before = _VERB.finditer(_CLAUSE.split(text[:start])[-1])
    nearest = max(before, key=re.Match.end, default=None) or _VERB.search(_CLAUSE.split(text[end:].lstrip(", "))[0])
    return None if nearest is None or nearest.lastgroup in ("open", "now") else nearest.lastgroup


def _day(match: re.Match[str], day: date) -> DatedWords:
    return DatedWords(match.start(), match.end(), day, day)
