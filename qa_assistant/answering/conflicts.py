"""Notice when the cited articles give different values for the same thing: a first version, for numbers and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from qa_assistant.answering.statements import content_words
from qa_assistant.schema import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_assistant.answering.citing import Cited
    from qa_assistant.schema import Citation

_MONTHS = "january february march april may june july august september october november december".split()
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)"
_DAY = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}})\b|\b(?P<day2>\d{{1,2}})\s+(?P<month2>{'|'.join(_MONTHS)})\b",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"[$€£]\s*(?P<number>{_NUMBER})(?:\s*(?P<scale>million|billion|trillion|m|bn)\b)?", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<scale>million|billion|trillion)?\s*(?P<unit>%|[a-z][\w-]+)", re.IGNORECASE
)
_SCALES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
ALIKE = 0.5
"""Share of the shorter sentence's words, values aside, that two sentences about one thing have in common."""


@dataclass(frozen=True, slots=True)
class Value:
    """An amount and what it counts: `people`, `money`, `%`, or `day` for a day of the year."""

    amount: float
    unit: str


def find_conflicts(question: str, cited: Cited) -> tuple[Conflict, ...]:
    """Return the conflicts among citations of different origins."""
    found = []
    for one, other in combinations(cited.citations, 2):
        if one.origin != other.origin and (unit := disagree(question, one.quote, other.quote)):
            found.append(_conflict(unit, (one, other)))
    return tuple(found)


def disagree(question: str, one: str, other: str) -> str | None:
    """Return the unit in which two sentences about the same thing give different values, or None.

    They are about the same thing when they share words besides the values, and the unit is one the question asks for:
    named in it, or a day where it asks when, or money where it asks how much.
    """
    mine, theirs = values(one), values(other)
    shared = sorted(
        {value.unit for value in mine} & {value.unit for value in theirs} & _asked(question, (*mine, *theirs))
    )
    for unit in shared:
        left = {value.amount for value in mine if value.unit == unit}
        right = {value.amount for value in theirs if value.unit == unit}
        if left.isdisjoint(right) and _alike(one, other):
            return unit
    return None


def values(sentence: str) -> tuple[Value, ...]:
    """Return the days, sums of money and counts a sentence gives."""
    found = []
    for match in _DAY.finditer(sentence):
        month = _MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        found.append(Value(100 * month + int(match["day"] or match["day2"]), "day"))
    rest = _DAY.sub(" ", sentence)
    found += [Value(_amount(match["number"], match["scale"]), "money") for match in _MONEY.finditer(rest)]
    rest = _MONEY.sub(" ", rest)
    for match in _COUNT.finditer(rest):
        unit = match["unit"].lower()
        unit = "%" if unit in {"%", "percent", "per"} else _singular(unit)
        found.append(Value(_amount(match["number"], match["scale"]), unit))
    return tuple(found)


def _amount(number: str, scale: str | None) -> float:
    digits = number.lower().replace(",", "")
    amount = float(_WORDS.index(digits)) if digits in _WORDS else float(digits)
    return amount * _SCALES.get((scale or "").lower(), 1)


def _asked(question: str, given: Iterable[Value]) -> set[str]:
    """Return the units among `given` that the question asks for."""
    words = question.lower()
    asked = set()
    if re.search(r"\b(?:when|date|day)\b", words):
        asked.add("day")
    if re.search(r"\bhow much|worth|cost|price|sum|\bpay\b|money", words):
        asked.add("money")
    if re.search(r"\bhow (?:many|large|big)|number|size|toll|per ?cent|rate|share", words):
        asked |= {value.unit for value in given if value.unit not in {"day", "money"}}
    return asked


def _alike(one: str, other: str) -> bool:
    mine, theirs = (
        {word for word in content_words(text) if not word[0].isdigit() and word not in _WORDS} for text in (one, other)
    )
    return len(mine & theirs) >= 2 and len(mine & theirs) / max(1, min(len(mine), len(theirs))) >= ALIKE


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _conflict(unit: str, citations: Sequence[Citation]) -> Conflict:
    what = {"day": "the date", "money": "the sum", "%": "the percentage"}.get(
        unit, "the number of people" if unit == "people" else f"the number of {unit}s"
    )
    sides = " and ".join(f"{citation.outlet or citation.file} [{citation.number}]" for citation in citations)
    return Conflict(f"{sides} differ on {what}.", tuple(citation.number for citation in citations))
