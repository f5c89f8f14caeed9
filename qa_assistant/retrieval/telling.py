"""What a question asks of a time, as far as it tells which articles can answer by the day they were published.

How things stood on a day is told by the articles up to that day. What happened in a stretch of time is not told by one
that was published before it: at most that it was to happen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.schema import Window

Event = Literal["said", "done"]
"""What somebody said, or what happened: of that, what is told ahead may be true ("It will be signed in Lund")."""

_FROM_THEN_ON = re.compile(
    r"\b(?:is|are|am|does|do|will|shall|must|can|appl(?:y|ies)|effective|valid|starting|beginning"
    r"|in\s+force|with\s+effect)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"as\s+(?:of|at)\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|up\s+to|by)\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)

_SAY = "say|tell|announce|declare|warn|admit|deny|propose|demand|promise|reply"
_SAID = "said|told|announced|declared|warned|admitted|denied|proposed|demanded|promised|replied"
_DO = (
    "happen|occur|take place|decide|vote|agree|sign|resign|arrest|die|kill|win|lose|elect|appoint|approve|reject"
    "|sentence|convict|attack|collapse|crash|explode|sink|withdraw"
)
_DONE = (
    "happened|occurred|took place|decided|voted|agreed|signed|resigned|arrested|died|killed|injured|wounded|won|lost"
    "|elected|appointed|approved|rejected|sentenced|convicted|attacked|collapsed|crashed|exploded|sank|withdrew"
)
_ASKS = r"\b(?:was|were|who|what|how\s+many|which)\b[^,;?]*?(?<!\bthe )(?<!\ban )(?<!\bnewly )"


def _past(now: str, then: str) -> re.Pattern[str]:
    return re.compile(rf"\bdid\b[^,;?]*?\b(?:{now})\b|{_ASKS}\b(?:{then})\b", re.IGNORECASE)


_EVENTS: tuple[tuple[Event, re.Pattern[str]], ...] = (("said", _past(_SAY, _SAID)), ("done", _past(_DO, _DONE)))
_NO_EVENT = re.compile(
    rf"\b(?:will|shall|going\s+to|upcoming|planned|scheduled|expected|had"
    rf"|(?:to|would|should|could|might)\s+(?:be\s+)?(?:{_SAY}|{_DO}|{_SAID}|{_DONE}))\b",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\b(?:in|of|on|during|from|between|over|since|after|at)\s+(?:the\s+)?$", re.IGNORECASE)
_IS_CERTAIN = re.compile(
    r"\b(?:19|20)\d\d|\b(?:yesterday|today|tonight|last|this|past|previous|ago|weekend|recent)\b", re.IGNORECASE
)
"""In words that tell which year is meant: "in November" may be one of years ago, in a folder of that time."""
_UP_TO = re.compile(r"\bas\s+(?:of|at)\s+(?:the\s+)?$", re.IGNORECASE)
_HAS_A_THING = re.compile(
    r"\b(?:about|of|on|for|in|at|from|regarding|before|after|over|to|that|by)\s+\S", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|shall|next|tomorrow|due|scheduled|planned|plans?|upcoming|going\s+to|expected|set\s+to"
    r"|(?:is|are)\s+to|opens?|begins?|starts?)\b",
    re.IGNORECASE,
)


def means_from_then_on(question: str) -> bool:
    """Return whether `as of` a day may mean, in this question, from that day on: "as of 1 May, what is the fee?"."""
    return _FROM_THEN_ON.search(question) is not None


def asks_how_things_stood(question: str, windows: Sequence[Window]) -> bool:
    """Return whether a question asks what was so up to a day: "as of 3 May", "had signed by 3 May"."""
    if len(windows) != 1 or windows[0].use != "prefer" or windows[0].first is not None:
        return False
    words = windows[0].words
    return bool(_AS_OF.match(words) or (_UNTIL.match(words) and _HAD.search(question)))


def event_asked(question: str, windows: Sequence[Window]) -> Event | None:
    """Return what kind of event in its windows a question asks for; None where it is not clear that it asks for one.

    "Who led the firm in 2021?" asks for none: that an article from before may tell.
    """
    if not windows or any(one.first is None or one.use != "prefer" for one in windows) or _NO_EVENT.search(question):
        return None
    if not all(_IS_CERTAIN.search(one.words) for one in windows):
        return None
    for event, pattern in _EVENTS:
        if match := pattern.search(question):
            asked = [_asked_in(question, match.span(), one, event) for one in windows]
            return None if None in asked else "done" if "done" in asked else event
    return None


def looks_ahead(text: str) -> bool:
    """Return whether a text may tell of something to come."""
    return _AHEAD.search(text) is not None


def _asked_in(question: str, verb: tuple[int, int], window: Window, event: Event) -> Event | None:
    """Return the event if it is asked for in this window; the window may be that of a thing: "the vote on 3 May"."""
    place = question.index(window.words)
    if _UP_TO.search(question[:place]):
        return None
    if place < verb[1]:
        # "Last week, what did she say?"; but "What did the report of last week say?"
        return event if place + len(window.words) <= verb[0] else None
    between = question[verb[1] : place]
    lead = _LEADS.search(between)
    if not _HAS_A_THING.search(between[: lead.start()] if lead else between):
        return event
    # "What did she say about the tax yesterday?" hardly asks for what was said before of the tax of yesterday
    return None if lead else "done"
