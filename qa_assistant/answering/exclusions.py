"""Signs that two values of one kind are given for different things: another year, another place, a part, an offer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amounts, differ, distance
from qa_assistant.answering.likeness import acts
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.likeness import Mention

FAR = 1.4
"""How far apart, as `distance` measures, two values of one thing may be: about four times."""
FAR_IN_TIME = 3.3
"""The same for dates: about two years."""
_NEAR_ONE = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        r"another|additional(?:ly)?|further|other|extra",
        r"offer(?:ed|s)?|demand(?:s|ed)?|ask(?:s|ed|ing)?(?: \w+)? for|wants?|wanted|sought|propos(?:es?|ed|al)"
        r"|request(?:s|ed)?|bid",
        r"room for|capacity|at most|maximum|needs?|takes",
        r"each|per|apiece|an? (?:day|week|month|hour|head)",
    )
)
"""What sets a value apart when only one of two sentences has it near the value."""
_IN_ONE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)\b|\blast (?:month|week)\b"
        r"|\bprevious (?:year|month|week)\b|\breplaces\b|\bquarter\b",
        r"\byouth\b|\bapprentices\b|^of the\b|^in the (?:capital|north|south|east|west)\b",
    )
)
"""The same, anywhere in the clause."""
_FATES = frozenset("die hurt missing arrest leave".split())
"""What happens to people: a question about one is not answered by numbers of others."""
_APART = frozenset("repair arrest hurt die missing damage save favour against".split())
"""What is said to happen near one value only, and is not asked for, makes it another thing."""
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in (
        "begin/end win/lose favour/against damage/destroy rise/fall save/die die/hurt die/missing hurt/missing "
        "die/arrest hurt/arrest leave/die leave/hurt cut/employ turnout/favour"
    ).split()
)
_OF_THEM = re.compile(r"\s*(?:\w+ )?of (?:them|whom|which|these|those)\b")
_TRADED = re.compile(r"\b(?:shares|stock|index|barrel|degrees|temperatures?)\b", re.IGNORECASE)
_SAID_ON = re.compile(r"\b(?:said|told \w+|announced|reported|added)(?: \w+)? on $", re.IGNORECASE)
_TIMES = frozenset({*MONTHS, *WEEKDAYS})
_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]utside)\s+([A-Z][\w’'-]+)")


def is_excluded(question: str, one: Mention, other: Mention, *, has_changed: bool = False) -> bool:
    """Return whether the words around two values tell that they are not given for the same thing.

    With `has_changed`, one of the sentences says that things are not as they were: then other days do not count.
    """
    if distance(one.amount, other.amount) > (FAR_IN_TIME if one.amount.measure in {"date", "clock"} else FAR):
        return True
    if is_of_another_fate(question, one, other):
        return True
    if one.amount.measure != "date" and _is_set_apart(question, one, other):
        return True
    if any(_is_in_one(pattern, one.clause.text, other.clause.text, question) for pattern in _IN_ONE):
        return True
    return (
        _are_opposed(one, other)
        or _is_elsewhere(question, one, other)
        or _is_elsewhere(question, other, one)
        or (one.amount.measure != "date" and not has_changed and _are_of_other_times(one, other))
    )


def is_of_another_fate(question: str, one: Mention, other: Mention) -> bool:
    """Return whether the question is about what happened to people, and neither value is about that."""
    asked = acts(question) & _FATES
    return bool(asked) and not asked & (acts(one.clause.text) | acts(other.clause.text))


def _is_set_apart(question: str, one: Mention, other: Mention) -> bool:
    if any(_is_in_one(pattern, one.near, other.near, question) for pattern in _NEAR_ONE):
        return True
    if _is_part(one) != _is_part(other):
        return True
    in_both_or_asked = acts(question) | (acts(one.sentence) & acts(other.sentence))
    return bool((acts(one.near) ^ acts(other.near)) & _APART - in_both_or_asked)


def _is_part(mention: Mention) -> bool:
    """Return whether the value is a number of those just spoken of: `12 of them`."""
    return _OF_THEM.match(mention.sentence, mention.amount.span[1]) is not None


def _is_in_one(pattern: re.Pattern[str], one: str, other: str, question: str) -> bool:
    return bool(pattern.search(one)) != bool(pattern.search(other)) and not pattern.search(question)


def _are_opposed(one: Mention, other: Mention) -> bool:
    mine, theirs = acts(one.clause.text), acts(other.clause.text)
    return any(
        (a in mine and b in theirs and a not in theirs and b not in mine)
        or (b in mine and a in theirs and b not in theirs and a not in mine)
        for a, b in _OPPOSITES
    )


def _is_elsewhere(question: str, one: Mention, other: Mention) -> bool:
    """Return whether one value is of a place that neither the other sentence nor the question names."""
    if one.amount.measure == "name":
        return False
    known = content_words(f"{question} {other.sentence}")
    return any(
        not content_words(place) & known and (_PLACE.search(question) or _PLACE.search(other.clause.text))
        for place in _PLACE.findall(one.clause.text)
        if place not in _TIMES
    )


def _are_of_other_times(one: Mention, other: Mention) -> bool:
    """Return whether two values are of different days or years, or of prices that change from day to day."""
    if _TRADED.search(one.clause.text) and _TRADED.search(other.clause.text):
        return one.published != other.published
    mine, theirs = _times(one), _times(other)
    if mine and theirs and all(differ(a, b) for a in mine for b in theirs):
        return True
    return _is_of_another_year(one, other) or _is_of_another_year(other, one)


def _times(mention: Mention) -> list[Amount]:
    text = mention.near
    return [
        amount
        for amount in amounts(text, mention.published)
        if amount.measure == "date" and not _SAID_ON.search(text[: amount.span[0]])
    ]


def _is_of_another_year(one: Mention, other: Mention) -> bool:
    years = set(re.findall(r"\b[Ii]n (?:\w+ )?((?:1[5-9]|20)\d\d)\b(?![,.]\d)", one.clause.text))
    known = set(re.findall(r"\d{4}", other.sentence)) | ({str(other.published.year)} if other.published else set())
    return bool(years) and other.published is not None and not years & known
