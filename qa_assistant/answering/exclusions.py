"""Signs that two values of one kind are given for different things: another year, another place, a part, an offer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amounts, differ, distance
from qa_assistant.answering.likeness import are_opposed, words_of
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
        r"offer(?:ed|s)?|demand(?:s|ed)?|ask(?:s|ed|ing)?(?: \w+)? for|wants?(?! to)|wanted(?! to)|sought"
        r"|propos(?:es?|ed|al)|request(?:s|ed)?|bid",
        r"room for|capacity|at most|maximum|needs?|takes|licen[sc]ed|allowed|designed",
        r"each|per(?!\s?cent)|apiece|(?<!in )an? (?:day|week|month|hour|head)",
    )
)
"""What sets a value apart when only one of two sentences has it near the value."""
_IN_ONE = re.compile(
    r"\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)\b|\blast (?:month|week|season)\b"
    r"|\bprevious (?:year|month|week|season)\b|\bquarter\b|\b(?:first|second) (?:round|half)\b",
    re.IGNORECASE,
)
"""The same, anywhere in the clause: another time."""
_PART = re.compile(
    r"\b(?:first|second|third|fourth|final|last)[ -](?:quarter|half|round|period)\b|\b[QH][1-4]\b", re.IGNORECASE
)
EDITIONS = 300
"""Days between two reports that may well tell of two editions of what comes once a year."""
_LASTS = re.compile(r"\b(?:is|are|has|have|will|would|to)\b", re.IGNORECASE)
"""In clauses that tell how things are or will be, which hold longer than what happened once."""
MONTH = 27
"""Days between the first and the last of the shortest month."""
_OF_THEM = re.compile(
    r"\s*(?:\w+ )?of (?:them|whom|which|these|those"
    r"|the (?:dead|killed|injured|wounded|deaths|victims|casualties|fatalities|survivors)\b"
    r"(?!\s+(?!was|is|has)\w+s\b))\b"
)
_ABOARD = re.compile(r"\b(?:on ?board|aboard)\b", re.IGNORECASE)
_LOST = re.compile(
    r"\b(?:dead|die[ds]?|dying|deaths?|kill(?:s|ed|ing)?|lives|bodies|toll|drown(?:s|ed)?|perish(?:ed)?|casualties"
    r"|fatalities|victims|injur(?:ed|ing|ies)|hurt|wounded|surviv(?:e|ed|ors)|missing)\b",
    re.IGNORECASE,
)
"""Of some of those who were there."""
_OF_THE = re.compile(r"Of (?:the|these|those|them)\b")
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
    if one.amount.measure != "date" and _is_set_apart(question, one, other):
        return True
    if not has_changed and _is_in_one(_IN_ONE, one.clause, other.clause, question):
        return True
    return (
        are_opposed(question, one.clause, other.clause)
        or _is_of_another(question, one, other)
        or _is_of_another(question, other, one)
        or _is_elsewhere(question, one, other)
        or _is_elsewhere(question, other, one)
        or (one.amount.measure != "date" and not has_changed and _are_of_other_times(one, other))
        or (one.amount.measure != "date" and _are_of_other_periods(one, other))
        or (not has_changed and _are_editions_apart(one, other))
    )


def _is_set_apart(question: str, one: Mention, other: Mention) -> bool:
    if any(_is_in_one(pattern, one.near, other.near, question) for pattern in _NEAR_ONE):
        return True
    return _is_part(one) != _is_part(other) or _are_aboard(one, other) or _are_aboard(other, one)


def _are_aboard(one: Mention, other: Mention) -> bool:
    """Return whether one value is of all on board and the other of the dead, say, wherever they were."""
    return bool(
        _ABOARD.search(one.near)
        and not _LOST.search(one.clause)
        and _LOST.search(other.near)
        and not _ABOARD.search(other.clause)
    )


def _is_part(mention: Mention) -> bool:
    """Return whether the value is a number of those spoken of: `12 of them`, `12 of the dead`."""
    return bool(_OF_THEM.match(mention.sentence, mention.amount.span[1]) or _OF_THE.match(mention.sentence))


def _is_in_one(pattern: re.Pattern[str], one: str, other: str, question: str) -> bool:
    return bool(pattern.search(one)) != bool(pattern.search(other)) and not pattern.search(question)


def _is_of_another(question: str, one: Mention, other: Mention) -> bool:
    """Return whether the question names whom one sentence speaks of, and the other speaks of somebody else."""
    asked, mine, theirs = words_of(question), words_of(one.sentence), words_of(other.sentence)
    if other.amount.measure == "name" or not asked.names & mine.all or asked.names & theirs.all:
        return False
    return bool(words_of(other.clause).names - mine.all)


def _is_elsewhere(question: str, one: Mention, other: Mention) -> bool:
    """Return whether one value is of a place that neither the other sentence nor the question names."""
    if one.amount.measure == "name":
        return False
    known = content_words(f"{question} {other.sentence}")
    return any(
        not content_words(place) & known and (_PLACE.search(question) or _PLACE.search(other.clause))
        for place in _PLACE.findall(one.clause)
        if place not in _TIMES
    )


def _are_of_other_times(one: Mention, other: Mention) -> bool:
    """Return whether two values are of different days or years, or of prices that change from day to day."""
    if _TRADED.search(one.clause) and _TRADED.search(other.clause) and one.published != other.published:
        return True
    mine, theirs = _times(one), _times(other)
    if mine and theirs and all(differ(a, b) for a in mine for b in theirs):
        return True
    return _is_of_another_year(one, other) or _is_of_another_year(other, one)


def _are_of_other_periods(one: Mention, other: Mention) -> bool:
    """Return whether two values are each of a month, a quarter or a year, and not of the same one."""
    mine, theirs = ([time for time in _times(mention) if _is_long(time)] for mention in (one, other))
    if mine and theirs and all(differ(a, b) for a in mine for b in theirs):
        return True
    parts = [{part.lower() for part in _PART.findall(mention.near)} for mention in (one, other)]
    return all(parts) and not parts[0] & parts[1]


def _are_editions_apart(one: Mention, other: Mention) -> bool:
    """Return whether two reports of what was are so far apart that they may tell of two years' festivals."""
    if one.published is None or other.published is None or abs((one.published - other.published).days) < EDITIONS:
        return False
    return not any(_LASTS.search(mention.clause) for mention in (one, other))


def _is_long(time: Amount) -> bool:
    return any(last - first >= MONTH for first, last in time.options)


def _times(mention: Mention) -> list[Amount]:
    text = mention.near
    return [
        amount
        for amount in amounts(text, mention.published)
        if amount.measure == "date" and not _SAID_ON.search(text[: amount.span[0]])
    ]


def _is_of_another_year(one: Mention, other: Mention) -> bool:
    years = set(re.findall(r"\b[Ii]n (?:\w+ )?((?:1[5-9]|20)\d\d)\b(?![,.]\d)", one.clause))
    known = set(re.findall(r"\d{4}", other.sentence)) | ({str(other.published.year)} if other.published else set())
    return bool(years) and other.published is not None and not years & known
