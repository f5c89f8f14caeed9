"""Tell requests from questions: `List the articles from July` wants other work than `How many ships were diverted?`

Whole sentences are matched, never parts, so that a question that happens to hold the words of a request stays a
question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from qa_assistant.answering.listed import place_of
from qa_assistant.answering.requests import phrasings
from qa_assistant.answering.requests.asides import aside_in
from qa_assistant.answering.requests.length import AS_USUAL, Length, length_asked
from qa_assistant.answering.requests.phrasings import Talk, pattern_of
from qa_assistant.answering.requests.times import without_time
from qa_assistant.answering.requests.typed import evened, without_manners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_assistant.answering.requests.asides import Aside
    from qa_assistant.answering.requests.phrasings import RequestKind

LONGEST = 200
"""Characters of a request at most."""
TOPIC_WORDS = 12
"""Words that a subject has at most."""


def no_name(_: str) -> bool:
    """Know no outlet and no author."""
    return False


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: the kind of work, and what it is restricted to."""

    kind: RequestKind
    talk: Talk | None = None
    """For a reply: to what."""
    topic: str = ""
    """Subject; empty for all articles."""
    by: str = ""
    """Outlet or author, or several, as typed."""
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
    is_newest: bool = False
    """Whether the newest are wanted, or with `is_one` the newest one."""
    is_oldest: bool = False
    """Whether the oldest come first."""
    aside: Aside | None = None
    """What is said of the answer before, where that is what the request is about."""
    is_asked: bool = False
    """Whether it is worded as a question, which it is where no article is about the subject."""
    length: Length = AS_USUAL
    """How long a summary is to be."""


_TALKS = tuple((talk, pattern_of(phrasing)) for talk, phrasing in phrasings.TALKS)
_GREETED_TALKS = tuple((talk, pattern_of(phrasings.GREETED + f"({one})")) for talk, one in phrasings.TALKS)
_REQUESTS = tuple((kind, pattern_of(phrasing)) for kind, phrasing in phrasings.REQUESTS)
_THIS, _FILE, _ON = pattern_of(phrasings.THIS), pattern_of(phrasings.FILE), pattern_of(phrasings.ON)
_NEWEST, _WHOSE = pattern_of(phrasings.NEWEST), tuple(map(pattern_of, phrasings.WHOSE))
_NAMED = pattern_of(phrasings.NAMED)
_TARGETS = (
    _NEWEST,
    pattern_of(phrasings.ALL),
    *_WHOSE,
    pattern_of(phrasings.COVERED),
    pattern_of(phrasings.ONE),
    _NAMED,
)
_NEWS, _QUOTED = pattern_of(phrasings.NEWS), pattern_of(phrasings.QUOTED)
_PROPERTY = re.compile(phrasings.PROPERTY, re.IGNORECASE)
_PICKED = tuple(map(pattern_of, phrasings.PICKED))
_UNABLE = tuple(map(pattern_of, phrasings.UNABLE))
_GROUPS = pattern_of(phrasings.WORDS["GROUPS"])
_ASIDES: Mapping[Aside, Request] = {
    "doubt": Request("reply", talk="doubt", aside="doubt"),
    "sources": Request("list", aside="sources"),
    "written": Request("list", aside="written"),
    "others": Request("overview", aside="others"),
    "first": Request("overview", is_oldest=True, aside="first"),
    "reworded": Request("reply", talk="unable", aside="reworded"),
}
_RANKS: tuple[Talk, ...] = get_args(Talk)
_ANY_TIME = ("greeting", "thanks", "noted", "farewell")
"""Talk that after other turns is still none of them: `That's all`."""
_FOLLOWS_UP = re.compile(r"\b(?:this|it|that|these|those|they)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,.!?;:…–—]+\s*|\s+(?:-|and)\s+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) about\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:who|whom|whose|which|what|when|where|why|how|whether|if)\b|\S\s+that\s", re.IGNORECASE)
"""A subject with one of these is half a question, and better answered as one."""
_BY_DAY = re.compile(r"\s*\b(?:(?:sorted|ordered|arranged)\s+)?by\s+(?:date|day|publication date)$", re.IGNORECASE)
"""The order that lists have anyway."""
_SOURCE_ENDS = re.compile(r"(?:^|\s)(?:(?:published|written)\s+)?(?P<how>by|from|in)\s+(?P<by>\S.*)$", re.IGNORECASE)
_ABOUT_LAST = re.compile(r"(?P<before>\S.*?)\s+(?P<about>(?:about|on|regarding|concerning)\s+\S.*)", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|&|\b(?:and|or|with|to|vs\.?|versus|against)\b)\s*", re.IGNORECASE)
_OF_NAME = re.compile(r"^both\s+|(?:'s|(?<=s)')$", re.IGNORECASE)
_MARKS = " \"'“”‘„«»"


def recognise(text: str, is_name: Callable[[str], bool] = no_name, *, is_first: bool = True) -> Request | None:
    """Return the request that `text` is, or None for a question.

    `is_name` tells whether the index knows an outlet or an author of that name; it is asked only where that decides.
    After other turns (`is_first` is False) `How does this work?` and `What's new?` ask about what they were about.
    """
    text = evened(text)
    if len(text) > LONGEST:
        return None
    said = text.strip(" ?.!…,¡¿")
    if talk := _talk(said, is_first=is_first):
        return Request("reply", talk=talk)
    if not is_first and (aside := aside_in(said)):
        return _ASIDES[aside]
    words = without_manners(text)
    if is_first and _NEWS.fullmatch(words):
        return Request("list")
    for kind, pattern in _REQUESTS:
        if (match := pattern.fullmatch(words)) and (request := _read(kind, match.groupdict(), is_name)):
            is_summary = kind == "summary"
            return replace(request, length=length_asked(_without(request.topic, text))) if is_summary else request
    return Request("reply", talk="unable") if any(pattern.fullmatch(words) for pattern in _UNABLE) else None


def names_in(words: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the outlets or authors that words name, one or several joined by `and`; none if they name others too."""
    if is_name(words):
        return [words]
    names = parts_of(words)
    return names if len(names) > 1 and all(map(is_name, names)) else []


def parts_of(words: str) -> list[str]:
    """Return what is joined by `and`: `both Gemline and the Post's`."""
    return [name for part in _JOINED.split(words) if (name := _OF_NAME.sub("", part.strip()).strip())]


def _talk(said: str, *, is_first: bool) -> Talk | None:
    """Return what is talked of, in one sentence or in several (`Thanks, that's all`); None for anything else."""
    parts = [_one_talk(part, is_first=is_first) for part in _PARTS.split(said) if part]
    known = [talk for talk in parts if talk]
    whole = _one_talk(said, is_first=is_first)
    return whole or (max(known, key=_RANKS.index) if known and len(known) == len(parts) else None)


def _one_talk(said: str, *, is_first: bool) -> Talk | None:
    for talk, pattern in (*_TALKS, *_GREETED_TALKS):
        if pattern.fullmatch(said) and (is_first or talk in _ANY_TIME or not _FOLLOWS_UP.search(said)):
            return talk
    return None


def _without(topic: str, text: str) -> str:
    return text.replace(topic, " ") if topic else text


def picked(text: str) -> int | None:
    """Return which article of a list a few words pick, as `Request.place`: `And the second one?`; None for others."""
    words = without_manners(evened(text))
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
    gaps = {name: words for name, words in found.items() if words}
    if kind == "summary":
        return _summary_of(gaps, is_name)
    request = Request(
        kind,
        is_newest="latest" in gaps,
        is_oldest="oldest" in gaps,
        is_one=kind == "list" and "latest" in gaps,
        is_asked="subject" in gaps,
    )
    if time := gaps.get("time") or gaps.get("event"):
        # "reported last week", and nothing else: with a subject it is a question
        rest, when = without_time(time)
        return None if rest or not when else replace(request, when=when, is_event="event" in gaps)
    if said := gaps.get("pair") or gaps.get("author"):
        names = _pair(said, is_name) if "pair" in gaps else _authors(said, is_name)
        if not names:
            return None
        request = replace(request, by=" and ".join(names))
    if kind == "list":
        return _list(request, gaps, is_name)
    subject = gaps.get("subject", "")
    if _PROPERTY.fullmatch(subject):
        return None
    topic = subject or gaps.get("topic")
    return _restricted(request, f"about {topic}", is_name) if topic else request


def _list(request: Request, gaps: Mapping[str, str], is_name: Callable[[str], bool]) -> Request | None:
    topic = gaps.get("topic") or gaps.get("subject")
    tail = f"about {topic}" if topic else _BY_DAY.sub("", gaps.get("tail", ""))
    listed = _restricted(request, tail, is_name)
    if listed and (whose := gaps.get("whose")):
        return _owned(listed, whose, is_name)
    if listed and (dated := gaps.get("dated")):
        return _owned(listed, dated, lambda _: False)
    if listed and (by := gaps.get("by")):
        names = names_in(by, is_name)
        return replace(listed, by=" and ".join(names)) if names else None
    rest, when = without_time(gaps.get("when", ""))
    return None if rest or listed is None else replace(listed, when=when or listed.when)


def _pair(said: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the names of two or more; none of what is one, or of others."""
    names = [] if len(parts_of(said)) == 1 else names_in(said, is_name)
    return names if len(names) > 1 else []


def _authors(by: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the names, if none is one word: `What did Helen write?` may well ask about somebody in the articles."""
    names = names_in(by, is_name)
    return names if all(" " in name for name in names) else []


def _owned(request: Request, whose: str, is_name: Callable[[str], bool]) -> Request | None:
    """Return the request with the source or the time in `Gemline's articles`, `today's news`; None for other owners."""
    if names := names_in(whose, is_name):
        return replace(request, by=" and ".join(names))
    rest, when = without_time(whose)
    return replace(request, when=f"from {when.replace('Today', 'today')}") if when and not rest else None


def _summary_of(gaps: Mapping[str, str], is_name: Callable[[str], bool]) -> Request | None:
    if points := gaps.get("points"):
        # the main points of a deal are asked for, those of an article or of a coverage are a summary
        return _summary(points, is_name, is_of_articles=True)
    article = gaps.get("article")
    if article is None:
        return _summary(gaps.get("target") or gaps.get("whole") or "", is_name)
    if (
        (_THIS.fullmatch(article) and len(article.split()) > 1)
        or _FILE.fullmatch(article)
        or _picked(article) is not None
    ):
        return _summary(article, is_name)
    for pattern in (_NEWEST, *_WHOSE):
        match = pattern.fullmatch(article)
        if match and match["one"] and match["latest"]:
            return _targeted(match.groupdict(), is_name, is_of_articles=True)
    named = _NAMED.fullmatch(article)
    if named and not _owned(Request("summary"), named["topic"], is_name):
        request = _targeted(named.groupdict(), is_name, is_of_articles=True)
        return request and replace(request, is_asked=True)
    return None


def _summary(target: str, is_name: Callable[[str], bool], *, is_of_articles: bool = False) -> Request | None:
    """Return the request to summarise `target`: an article, or all about a subject unless it `is_of_articles` alone."""
    summary = Request("summary")
    if (place := _picked(target)) is not None:
        return replace(summary, is_this=True, place=place)
    if not target or _THIS.fullmatch(target):
        return replace(summary, is_this=True)
    if _FILE.fullmatch(target) or (is_of_articles and _QUOTED.fullmatch(target)):
        return replace(summary, topic=target.strip(_MARKS))
    matches = (match for pattern in _TARGETS if (match := pattern.fullmatch(target)))
    found = (_targeted(match.groupdict(), is_name, is_of_articles=is_of_articles) for match in matches)
    if request := next((one for one in found if one), None):
        return request
    return None if is_of_articles else _restricted(summary, f"about {target}", is_name)


def _targeted(
    found: Mapping[str, str | None], is_name: Callable[[str], bool], *, is_of_articles: bool
) -> Request | None:
    """Return the summary of what words for articles restrict: `the latest article`, `the coverage of the flood`."""
    gaps = {name: words for name, words in found.items() if words}
    summary = Request("summary", is_one="one" in gaps, is_newest="latest" in gaps)
    tail = f"about {gaps['topic']}" if "topic" in gaps else gaps.get("tail", "")
    request = _restricted(summary, tail, is_name)
    if "whose" in gaps:
        return request and _owned(request, gaps["whose"], is_name)
    is_title = not is_of_articles or _QUOTED.fullmatch(tail)
    return request or (_restricted(summary, f"about {tail}", is_name) if is_title else None)


def _restricted(request: Request, tail: str, is_name: Callable[[str], bool]) -> Request | None:
    """Return the request with the subject, the source and the time that its end names; None if it names others."""
    if turned := _ABOUT_LAST.fullmatch(tail):
        # "from July about the flood"
        before = _restricted(request, turned["before"], is_name)
        if before and not before.topic and (before.when or before.by):
            return _restricted(before, turned["about"], is_name)
    rest, when = without_time(tail)
    source = _SOURCE_ENDS.search(rest)
    while source:
        if _GROUPS.fullmatch(source["by"]) and not is_name(source["by"]):
            return None
        if names_in(source["by"], is_name) or (source.start() == 0 and source["how"].lower() == "by"):
            request, rest = replace(request, by=source["by"]), rest[: source.start()].strip()
            if not when:
                rest, when = without_time(rest)
            break
        source = _SOURCE_ENDS.search(rest, source.start() + 1)
    request = replace(request, when=when or request.when)
    if not rest:
        return request
    about = _ON.fullmatch(rest)
    topic = about["topic"].strip(_MARKS) if about else ""
    if not topic or len(topic.split()) > TOPIC_WORDS or _CLAUSE.search(topic):
        return None
    return replace(request, topic=topic)
