"""Tell requests from questions: `List the articles from July` wants other work than `How many ships were diverted?`

Whole sentences are matched, never parts, so that a question that happens to hold the words of a request stays a
question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.answering.listed import place_of
from qa_assistant.answering.requests import phrasings
from qa_assistant.answering.requests.length import AS_USUAL, Length, length_asked
from qa_assistant.answering.requests.phrasings import pattern_of
from qa_assistant.retrieval.periods import periods

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_assistant.answering.requests.phrasings import RequestKind, Talk

LONGEST = 200
"""Characters of a request at most."""
TOPIC_WORDS = 12
"""Words that a subject has at most."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: the kind of work, and what it is restricted to."""

    kind: RequestKind
    talk: Talk | None = None
    """For a reply: to what."""
    topic: str = ""
    """Subject; empty for all articles."""
    by: str = ""
    """Outlet or author, as typed."""
    when: str = ""
    """Time of publication, as typed."""
    is_event: bool = False
    """Whether that is a time at which things happened, so that they may be reported a little later."""
    is_this: bool = False
    """Whether the article of the answer before is meant."""
    place: int = 0
    """Which of several articles of an answer before is meant, from 0; -1 for the last."""
    is_one: bool = False
    """Whether one article is meant: the one so called, or the best about the subject."""
    length: Length = AS_USUAL
    """How long a summary is to be."""


_TALKS = tuple((talk, pattern_of(phrasing)) for talk, phrasing in phrasings.TALKS)
_GREETED_TALKS = tuple((talk, pattern_of(phrasings.GREETED + f"({one})")) for talk, one in phrasings.TALKS)
_REQUESTS = tuple((kind, pattern_of(phrasing)) for kind, phrasing in phrasings.REQUESTS)
_BEFORE, _AFTER = pattern_of(phrasings.BEFORE), pattern_of(phrasings.AFTER)
_THIS, _FILE, _ALL = pattern_of(phrasings.THIS), pattern_of(phrasings.FILE), pattern_of(phrasings.ALL)
_COVERED, _ONE, _ON = pattern_of(phrasings.COVERED), pattern_of(phrasings.ONE), pattern_of(phrasings.ON)
_NEWS = pattern_of(phrasings.NEWS)
_PICKED = tuple(map(pattern_of, phrasings.PICKED))
_FOLLOWS_UP = re.compile(r"\b(?:this|it|that)\b", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) about\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:who|whom|whose|which|what|when|where|why|how|whether|if)\b|\S\s+that\s", re.IGNORECASE)
"""A subject with one of these is half a question, and better answered as one."""
_TIME_BEGINS = re.compile(
    r"(?:^|\s)(?:(?:that|which)\s+(?:are|were|was)\s+)?(?:(?:published|dated|written|printed)\s+)?"
    r"((?:(?:from|in|of|on|during|since|after|before|until|till|up to|by|between|within)\s+)?(?:the\s+)?)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|to|and|until|till)\s*(?:the\s+)?", re.IGNORECASE)
_SOURCE_ENDS = re.compile(r"(?:^|\s)(?:(?:published|written)\s+)?(?P<how>by|from|in)\s+(?P<by>\S.*)$", re.IGNORECASE)
_ABOUT_LAST = re.compile(r"(?P<before>\S.*?)\s+(?P<about>(?:about|on|regarding|concerning)\s+\S.*)", re.IGNORECASE)
_ANY_DAY = date(2000, 1, 1)
"""Where a time stands in a sentence does not depend on the day it is asked on."""


def recognise(text: str, is_name: Callable[[str], bool] = lambda _: False, *, is_first: bool = True) -> Request | None:
    """Return the request that `text` is, or None for a question.

    `is_name` tells whether the index knows an outlet or an author of that name; it is asked only where that decides.
    After other turns (`is_first` is False) `How does this work?` and `What's new?` ask about what they were about.
    """
    words = " ".join(text.split()).replace("’", "'")
    if len(words) > LONGEST:
        return None
    said = words.strip(" ?.!…,¡¿")
    for talk, pattern in (*_TALKS, *_GREETED_TALKS):
        if pattern.fullmatch(said) and (is_first or not _FOLLOWS_UP.search(said)):
            return Request("reply", talk=talk)
    words = _AFTER.sub("", _BEFORE.sub("", words, count=1), count=1)
    if is_first and _NEWS.fullmatch(words):
        return Request("list")
    for kind, pattern in _REQUESTS:
        if (match := pattern.fullmatch(words)) and (request := _read(kind, match.groupdict(), is_name)):
            is_summary = kind == "summary"
            return replace(request, length=length_asked(_without(request.topic, text))) if is_summary else request
    return None


def _without(topic: str, text: str) -> str:
    return text.replace(topic, " ") if topic else text


def picked(text: str) -> int | None:
    """Return which article of a list a few words pick, as `Request.place`: `And the second one?`; None for others."""
    words = _AFTER.sub("", _BEFORE.sub("", " ".join(text.split()), count=1), count=1)
    words = _ABOUT.sub("", words)
    place = _picked(words)
    return place_of(words.lower().removeprefix("the ")) if place is None else place


def _picked(words: str) -> int | None:
    for pattern in _PICKED:
        if match := pattern.fullmatch(words):
            gaps = match.groupdict()
            if "place" in gaps:
                return place_of(gaps["place"])
            if gaps["number"].isdecimal() and int(gaps["number"]):
                return int(gaps["number"]) - 1
    return None


def _read(kind: RequestKind, found: dict[str, str | None], is_name: Callable[[str], bool]) -> Request | None:
    """Return the request of a sentence by its gaps; None if what they restrict it to makes no sense."""
    request = Request(kind)
    if article := found.get("article"):
        is_this = _THIS.fullmatch(article) is not None and len(article.split()) > 1
        is_one = is_this or _FILE.fullmatch(article) or _picked(article) is not None
        return _summary(article, is_name) if is_one else None
    if kind == "summary":
        return _summary(found.get("target") or found.get("whole") or "", is_name)
    if time := found.get("time") or found.get("event"):
        # "reported last week", and nothing else: with a subject it is a question
        rest, when = _without_time(time)
        return None if rest or not when else replace(request, when=when, is_event="event" in found)
    if kind == "list":
        listed = _restricted(request, found["tail"] or "", is_name)
        if listed and (by := found.get("by")):
            return replace(listed, by=by) if is_name(by) else None
        return listed
    topic = found["topic"]
    return _restricted(request, f"about {topic}", is_name) if topic else request


def _summary(target: str, is_name: Callable[[str], bool]) -> Request | None:
    """Return the request to summarise `target`: an article, or all about a subject."""
    summary = Request("summary")
    if (place := _picked(target)) is not None:
        return replace(summary, is_this=True, place=place)
    if not target or _THIS.fullmatch(target):
        return replace(summary, is_this=True)
    if _FILE.fullmatch(target):
        return replace(summary, topic=target)
    for pattern, is_one in ((_ALL, False), (_COVERED, False), (_ONE, True)):
        if match := pattern.fullmatch(target):
            gaps = match.groupdict()
            tail = gaps["tail"] or "" if "tail" in gaps else f"about {gaps['topic']}"
            found = _restricted(summary, tail, is_name) or _restricted(summary, f"about {tail}", is_name)
            return replace(found, is_one=is_one) if found else None
    return _restricted(summary, f"about {target}", is_name)


def _restricted(request: Request, tail: str, is_name: Callable[[str], bool]) -> Request | None:
    """Return the request with the subject, the source and the time that its end names; None if it names others."""
    if turned := _ABOUT_LAST.fullmatch(tail):
        # "from July about the flood"
        before = _restricted(request, turned["before"], is_name)
        if before and not before.topic and (before.when or before.by):
            return _restricted(before, turned["about"], is_name)
    rest, when = _without_time(tail)
    source = _SOURCE_ENDS.search(rest)
    if source and (is_name(source["by"]) or (source.start() == 0 and source["how"].lower() == "by")):
        request, rest = replace(request, by=source["by"]), rest[: source.start()].strip()
        if not when:
            rest, when = _without_time(rest)
    request = replace(request, when=when or request.when)
    if not rest:
        return request
    about = _ON.fullmatch(rest)
    topic = about["topic"].strip(" \"'“”‘„«»") if about else ""
    if not topic or len(topic.split()) > TOPIC_WORDS or _CLAUSE.search(topic):
        return None
    return replace(request, topic=topic)


def _without_time(tail: str) -> tuple[str, str]:
    """Return the tail without the time at its end, and that time with the words that point at it."""
    found = periods(tail, _ANY_DAY)
    if not found or found[-1].end != len(tail):
        return tail, ""
    start = found[-1].start
    if len(found) > 1 and _RANGE.fullmatch(tail[found[-2].end : start]):
        start = found[-2].start
    begins = _TIME_BEGINS.search(tail[:start])
    return (tail[: begins.start()].strip(), tail[begins.start(1) :].strip()) if begins else (tail, "")
