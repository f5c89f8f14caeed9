"""Put sentences about a subject in the order of the days they tell of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import quotable
from qa_assistant.answering.corrections import misreports
from qa_assistant.answering.days import dates
from qa_assistant.answering.requests.about import TOUCHED
from qa_assistant.answering.requests.central import leans
from qa_assistant.answering.requests.lines import Line, agreeing
from qa_assistant.answering.restating import restates
from qa_assistant.answering.values import values
from qa_assistant.retrieval.periods import YEAR
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import OriginLookup, Quote
    from qa_assistant.answering.requests.about import Found, Subject
    from qa_assistant.answering.values import Value
    from qa_assistant.models import Reranker

ENTRIES = 12
"""Entries of a timeline at most."""
WEIGHED = 60
"""Dated sentences that the cross-encoder reads."""
RECKONED = "Days with a word in quotation marks were reckoned from the day of publication."
_KINDS = ("day", "month", "weekday", "year")
"""Kinds of value that say when, the most telling first."""
_BOUND = re.compile(
    r"\b(?:before|until|till|by|to|since|than|between|through|from)\s+(?:the\s+\w+\s+of\s+)?(?:\w+\s+)?$", re.I
)
"""What makes a day the border of a time and not when something happened."""
_SAID = re.compile(r"\b(?:said|says|told|announced|added|wrote|according)\b[^,;]*$", re.IGNORECASE)
"""What makes a day the one on which somebody spoke."""
_AHEAD = re.compile(
    r"\b(?:will|shall|should|would|may|might|next|due|plans?|planned|expect\w*|(?:is|are) to)\b"
    r"|\b(?:opens?|closes?|begins?|starts?|ends?|meets?|resumes?|returns?|votes?|takes? effect) on\s+$",
    re.IGNORECASE,
)
"""What makes a day one after that of publication."""
_INTRODUCED = re.compile(r"\b(?:in|of|on|during|last|next|this|early|late|mid|since)[\s-]+$", re.IGNORECASE)
"""What stands before a month or a year that is one: not before the verb `may` or before 2000 people."""


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence and the days it tells of, as ordinals, the same for both if it is one."""

    quote: Quote
    first: int
    last: int
    weekday: str | None = None
    """What the sentence says for a day that was reckoned from that of publication, such as `Thursday`."""
    is_told: bool = True
    """Whether the sentence names the day; else it is that of publication."""

    @property
    def heading(self) -> str:
        """The day as the reader sees it, and how it is known."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        if not self.is_told:
            return f"published {day_in_words(first)}"
        if self.first == self.last:
            shown = day_in_words(first)
        elif (first.year, first.month) == (last.year, last.month):
            shown = f"{first:%B %Y}"
        else:
            shown = str(first.year)
        return f"{shown} (“{self.weekday}”)" if self.weekday else shown


def timeline_lines(
    subject: Subject, groups: Sequence[Sequence[Found]], reranker: Reranker, origins: OriginLookup
) -> list[Line]:
    """Return lines in the order of the days they tell of; of an article that tells of none, when it was published."""
    quotes = [quote for group in groups for found in group for quote in quotable(found.passages)]
    events = [event for quote in quotes if (event := event_of(quote))][:WEIGHED]
    texts = [f"{event.quote.passage.title}. {event.quote.words}" for event in events]
    scores = [float(score) for score in reranker.scores(subject.topic, texts)]
    order = sorted(
        range(len(events)), key=lambda at: (leans(events[at].quote.words), -scores[at], events[at].quote.place)
    )
    chosen: list[Event] = []
    for at in order:
        if len(chosen) < ENTRIES and scores[at] >= TOUCHED and not _is_told(events[at], chosen):
            chosen.append(events[at])
    chosen += _undated(subject, groups, {event.quote.passage.file for event in chosen})[: ENTRIES - len(chosen)]
    chosen.sort(key=lambda event: (event.first, event.last, event.quote.place))
    return [Line(event.quote, event.heading, agreeing(event.quote, quotes, origins)) for event in chosen]


def event_of(quote: Quote) -> Event | None:
    """Return the days that a sentence tells of; None where it names none, or only borders of times, or wrong ones."""
    words = quote.words
    if misreports(words):
        return None
    told = [value for value in values(words) if value.kind in _KINDS and not _BOUND.search(words[: value.span[0]])]
    # the day of an event is worth more than the day on which it was spoken of
    told.sort(key=lambda value: (bool(_SAID.search(words[: value.span[0]])), _KINDS.index(value.kind), value.span))
    for value in told:
        if days := _days(value, quote):
            return Event(quote, *days, value.text if value.kind == "weekday" else None)
    return None


def _days(value: Value, quote: Quote) -> tuple[int, int] | None:
    """Return the first and the last day that a value stands for, seen from the day of publication."""
    words, published = quote.words, quote.passage.published
    before = words[: value.span[0]]
    has_year = re.search(r"\d{4}", value.text) is not None
    if value.kind == "year" and (not _INTRODUCED.search(before) or not value.text.isdigit()):
        return None
    if value.kind == "month" and not has_year and not _INTRODUCED.search(before):
        return None
    if (published is None and not has_year) or (value.kind == "weekday" and value.text.lower().endswith("days")):
        return None
    found = [(int(first), int(last)) for first, last in dates(value, published)]
    if not found:
        return None
    said, ahead = _SAID.search(before), list(_AHEAD.finditer(before))
    is_ahead = bool(ahead) and (said is None or ahead[-1].start() > said.start())
    if len(found) == 1 and is_ahead and not has_year and published and found[0][1] < published.toordinal():
        first, last = (date.fromordinal(day) + YEAR for day in found[0])
        return first.toordinal(), last.toordinal()
    return found[1] if is_ahead and len(found) > 1 else found[0]


def _is_told(event: Event, chosen: Sequence[Event]) -> bool:
    return any(restates(event.quote, other.quote) for other in chosen)


def _undated(subject: Subject, groups: Sequence[Sequence[Found]], told: set[str]) -> list[Event]:
    """Return what origins that no entry is from say of the subject, under the day of publication."""
    events = []
    for group in groups:
        published = group[0].whole.published
        if published and not any(found.whole.file in told for found in group):
            day = published.toordinal()
            events.append(Event(subject.mention(group[0]), day, day, is_told=False))
    return events
