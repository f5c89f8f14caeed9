"""What a value of a sentence amounts to, so that two of them can be compared however they are written."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.days import dates, minutes, season_in, with_part
from qa_assistant.answering.numerals import Interval, celsius, interval, unit_of
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import TENS, UNITS, values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qa_assistant.answering.values import Value
    from qa_assistant.schema import Span

Measure = Literal["date", "clock", "age", "money", "percent", "duration", "length", "quantity", "count", "name"]

_VAGUE = re.compile(r"\b(?:several|both|a few|hundreds|thousands|millions|billions|dozens)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:number|no\.|route|highway|room|gates?|seat|section|article|page|chapter|flight|line|unit|draft|quay|platform)\s*$",
    re.IGNORECASE,
)
"""Before a number that counts nothing: `route 9`."""
_PEOPLE = content_words(
    "people person persons men man women woman residents inhabitants citizens workers employees staff jobs "
    "posts dockers strikers members victims passengers patients students pupils children protesters demonstrators "
    "spectators soldiers troops refugees migrants families dead deaths killed injured casualties lives fatalities "
    "survivors workforce colleagues customers donors visitors guests fans evacuees tenants farmers nurses teachers "
    "drivers miners players delegates voters neighbours neighbors crew hikers climbers prisoners detainees arrests"
)
"""Words for people. What people are called differs from report to report."""
_ENDS_THING = frozenset(
    "of in on at to for from by with and or but is are was were be been being has have had do does did will would can "
    "could should may might must that which who whom whose where when while as than then the a an this these those it "
    "he she they his her its their not no there before after since until during because if so said says".split()
)
_ABOUT = re.compile(
    r"\b(?:about|some|around|roughly|nearly|almost|approximately|an estimated|estimated|close to|or so|more than"
    r"|over|at least|"
    r"up to|fewer than|less than|under|just over|just under|perhaps|well over)\s+(?:a\s+)?$",
    re.IGNORECASE,
)
_WAS_BEFORE = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\b(?:up|down|raised|cut|lowered|reduced|risen|rose|fallen|fell|changed"
    r"|moved) from|"
    r"\bto \S+(?: \w+){0,2} from|\bcompared with|\bfrom (?:a peak of|an? (?:earlier|initial|first"
    r"|previous) \w+ of)|\b(?:earlier|first|initially|originally|previously) "
    r"(?:said|put|reported|given|announced|planned|counted|estimated|set)(?: (?:at|as|for|to be|on))?|"
    r"\b(?:earlier|previous|original|preliminary) (?:\w+ ){0,2}(?:of|was|had been|as)"
    r"|\b(?:initial|first) (?:\w+ )?"
    r"(?:bid|budget|claim|cost|count|date|deadline|estimate|figure|forecast|number"
    r"|offer|plan|price|report|sum|tally|target|toll|total|version) (?:of|was|had been|as)"
    r"|\boriginal(?:ly)?|\bno longer)"
    r"\s+(?:the\s+|in\s+|on\s+)?(?:about\s+|some\s+)?$",
    re.IGNORECASE,
)
_WAS_AFTER = re.compile(
    r"^[^,;.]{0,25}\b(?:first|originally|previously|earlier|initially) (?:\w+ )?"
    r"(?:reported|announced|thought|planned|said|given|estimated|put|feared|stated|counted|forecast|promised"
    r"|scheduled)",
    re.IGNORECASE,
)
_ABOUT_AN_EARLIER = re.compile(
    r"\b(?:an?|the|our|its) (?:earlier|previous|first|initial) (?:report|version|article|story|count|tally)\b"
    r"|\b(?:misstated|incorrectly|wrongly|mistakenly)\b|\bhad (?:earlier|previously"
    r"|first) (?:said|reported|put)\b",
    re.IGNORECASE,
)
_SIDES = frozenset("north south east west northern southern eastern western upper lower old new".split())
_IN_A_YEAR = re.compile(r"\b(?:in|since|until|during)\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:about\s+|some\s+|roughly\s+)?$", re.IGNORECASE)
_BETWEEN_WITHIN = re.compile(r"\bbetween\b", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:about\s+|some\s+|roughly\s+)?")
_TO = re.compile(r"\s+to\s+|[-–]")
_MOVES = re.compile(
    r"\b(?:from|r[io]se|risen|up|down|f[ae]ll|fallen|grew|grown|climbed|jumped|gained|lost|dropped|cut|raised|lowered"
    r"|increased|reduced|added|by)\b[^,;.]*$",
    re.IGNORECASE,
)
"""Before "£2m to £8m" that tells how far something went, and where to."""
_FIGURE = re.compile(rf"\d[\d,]*(?:\.\d+)?|[a-z]+(?:-(?:{'|'.join(UNITS[1:10])}))?(?=[\s-]|$)", re.IGNORECASE)
_TIMES = frozenset({"day", "month", "weekday", "year", "clock"})
_SCALED = re.compile(r"\s?(?:million|billion|trillion|m|bn)\b", re.IGNORECASE)
_SEVERAL_THINGS = re.compile(r"\s+(?:[a-z-]+\s+)?[a-z]{2,}[a-rt-z]s\b")
LONGEST = 2000
"""Characters of a sentence that are looked at; what is longer is a table, or none."""
MODERN = 1800
"""From here on "in 2019 people left" tells a year; "in 1200 homes" a count."""
WEEKS = 30
"""Days around its article that a weekday may be of."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in comparable form.

    `options` are what it may stand for, as intervals: numbers; euros, dollars…; percent; days for durations; metres;
    minutes of the day; ordinal days for dates, where a "Tuesday" may be the last one or the next.
    """

    measure: Measure
    options: tuple[Interval, ...]
    unit: str
    things: frozenset[str]
    """What is counted: the content words right after a number."""
    text: str
    """As written, with what belongs to it: `first quarter of 2027`, and of either end `between £6m and £8m`."""
    span: Span
    """Its place in the sentence; of an end of a range, the place of that end."""
    is_former: bool = False
    """Whether the sentence gives it as what was said or held before: `two, not three`."""


@lru_cache(maxsize=4096)
def amounts(sentence: str, published: date | None) -> tuple[Amount, ...]:
    """Return what the values of a sentence amount to; weekdays and days without a year are near `published`.

    Values that say too little to be compared, such as "several", are left out, and so is what stands far behind.
    """
    sentence = sentence[:LONGEST]
    told = [value for value in values(sentence) if _is_comparable(value, sentence, published)]
    given = [value if _is_count(value, sentence) else with_part(value, sentence) for value in told]
    former = {value for value in given if _is_former(value, sentence)}
    if not former and _ABOUT_AN_EARLIER.search(sentence):
        former = set(given)
    found = [amount_of(value, sentence, published, is_former=value in former) for value in given]
    for place, (one, other) in enumerate(pairwise(given)):
        if ends := _range_of(one, other, sentence, published):
            found[place : place + 2] = [
                replace(end, span=given[at].span, is_former=found[at].is_former) for at, end in enumerate(ends, place)
            ]
    # "31 June" is no day
    return tuple(amount for amount in found if amount.options or amount.measure == "name")


def differ(one: Amount, other: Amount) -> bool:
    """Return whether two comparable amounts cannot be the same, written or rounded in another way."""
    if one.measure == "name":
        return not _same_name(one.text, other.text)
    if one.measure == "date" and (season := season_in(one.text)) and season_in(other.text) not in {None, season}:
        return True  # by the calendar spring ends in June, but nobody who says spring means summer
    return not any(a[0] <= b[1] and b[0] <= a[1] for a in one.options for b in other.options)


def are_comparable(one: Amount, other: Amount) -> bool:
    """Return whether two amounts measure alike; a bare number may be an age: `47, not 52`."""
    if {one.measure, other.measure} == {"age", "count"}:
        return not one.things and not other.things
    return one.measure == other.measure and one.unit == other.unit


def distance(one: Amount, other: Amount) -> float:
    """Return how far apart two amounts are: the ratio's natural logarithm, or that of the days or degrees between."""
    if one.measure == "name":
        return 0.0
    gap, low = min((max(a[0], b[0]) - min(a[1], b[1]), min(a[0], b[0])) for a in one.options for b in other.options)
    if one.measure in {"date", "clock"}:
        # a "Tuesday" is compared with days of its own weeks only
        is_weekday = one.measure == "date" and max(len(one.options), len(other.options)) > 1
        return math.log1p(max(0.0, gap)) / 2 if gap < WEEKS or not is_weekday else 9.0
    if one.unit == "degree":
        # -4 and -9, or 2 and 10, are a few degrees apart and not several times as much
        return math.log1p(max(0.0, gap)) / 3
    return math.log((max(0.0, low) + max(0.0, gap) + 0.5) / (max(0.0, low) + 0.5))


def amount_of(value: Value, sentence: str, published: date | None, *, is_former: bool) -> Amount:
    """Return the comparable form of one value."""
    measure: Measure
    unit, things = "", frozenset[str]()
    about = _ABOUT.search(sentence[: value.span[0]]) is not None
    if value.kind in {"day", "month", "weekday", "year"} and not _is_count(value, sentence):
        measure, options = "date", dates(value, published)
    elif value.kind == "clock":
        measure, options = "clock", minutes(value.text, about=about)
    elif value.kind == "name":
        measure, options = "name", ()
    else:
        measure = "count" if value.kind in {"number", "year"} else value.kind  # type: ignore[assignment]
        unit, factor = unit_of(measure, value.text)
        options = (interval(measure, value.text, factor, about=about),)
        if unit == "degree":
            options = celsius(options[0], value.text, sentence[value.span[1] :])
        things = things_counted(value, sentence) if measure == "count" else things
    return Amount(measure, options, unit, things, value.text, value.span, is_former)


def _is_comparable(value: Value, sentence: str, published: date | None) -> bool:
    if value.kind in {"number", "quantity"} and _LABEL.search(sentence[: value.span[0]]):
        return False
    if _VAGUE.search(value.text) or value.text.lower() == "twice":
        return False
    if value.kind == "weekday":
        return published is not None
    if value.kind == "clock":
        # "in the evening" alone says too little
        return re.match(r"(?:morning|afternoon|evening)s?$", value.text, re.IGNORECASE) is None
    return value.kind != "age" or re.search(r"\d|" + "|".join(TENS), value.text) is not None


def _is_count(value: Value, sentence: str) -> bool:
    """Return whether what looks like a year counts people or things: `1420 dockers walked out`, `some 1500 homes`."""
    before, after = sentence[: value.span[0]], sentence[value.span[1] :]
    if value.kind != "year" or not value.text.isdigit() or (int(value.text) >= MODERN and _IN_A_YEAR.search(before)):
        return False
    return bool(_things(after) & _PEOPLE) or bool(_ABOUT.search(before) and _SEVERAL_THINGS.match(after))


def _is_former(value: Value, sentence: str) -> bool:
    start, end = value.span
    before, after = sentence[:start], sentence[end:]
    if re.search(r"\bfrom\s+(?:\w+\s+)?$", before) and re.match(
        r"[\w\s£$€%-]{0,25}?\bto\s+(?:\w+\s+)?[£$€]?[\d]", after
    ):
        return value.kind not in {"day", "weekday", "clock", "year", "month"}
    return _WAS_BEFORE.search(before) is not None or _WAS_AFTER.search(after) is not None


def _range_of(one: Value, other: Value, sentence: str, published: date | None) -> tuple[Amount, Amount] | None:
    """Return both ends of a range, each as all that lies in it: `between 12 and 17`, `£6m to £8m`, `six to 8 million`.

    None for what only looks like one: "rose £2m to £8m", "three to one", "from 4 to 6 per cent".
    """
    joint = sentence[one.span[1] : other.span[0]]
    led = _BETWEEN.search(sentence[: one.span[0]])
    is_between = _AND.fullmatch(joint) is not None and (led or _BETWEEN_WITHIN.search(one.text))
    if not is_between and not (_TO.fullmatch(joint) and _is_run(one, other, sentence)):
        return None
    start = led.start() if led and is_between else one.span[0]
    text = sentence[start : other.span[1]]
    text = text[0].lower() + text[1:] if led else text
    for mine, theirs in _alike(one, other):
        low, high = (amount_of(each, sentence, published, is_former=False) for each in (mine, theirs))
        pairs = list(zip(low.options, high.options, strict=False))
        if are_comparable(low, high) and pairs and all(a[0] <= b[0] for a, b in pairs):
            hull = tuple((a[0], b[1]) for a, b in pairs)
            things = low.things or high.things
            return replace(low, options=hull, things=things, text=text), replace(high, options=hull, text=text)
    return None


def _is_run(one: Value, other: Value, sentence: str) -> bool:
    """Return whether "to" or a dash between two values makes a range of them."""
    before, has_dash = sentence[: one.span[0]], other.span[0] - one.span[1] == 1
    if one.kind == "number" and other.kind != "number":
        return re.search(r"\bfrom\s+(?:\w+\s+)?$", before, re.IGNORECASE) is None
    if one.kind == other.kind == "number":
        is_scaled = _SCALED.search(other.text) is not None and _SCALED.search(one.text) is None
        is_alike = is_scaled or people(_things(sentence[other.span[1] :]))
    elif one.kind in _TIMES:
        return False  # "1868–1949" says when each end was
    else:
        # "paid £6 to 8 people"
        is_alike = one.kind in {other.kind, "age"} or (one.kind == "money" and has_dash)
    return is_alike and _MOVES.search(before) is None


def _alike(one: Value, other: Value) -> Iterator[tuple[Value, Value]]:
    """Yield two values of a range with what is said only once of both: `5 and 10 percent`, `£6-8m`, `aged 12 to 17`."""
    if one.kind == "money" and other.kind == "number":
        sign = re.match(r"\D*", one.text)
        other = replace(other, kind="money", text=f"{sign[0] if sign else ''}{other.text}")
    elif one.kind == "age" and other.kind == "number":
        other = replace(other, kind="age")
    figure = _FIGURE.match(re.sub(r"^\D*(?=\d)", "", other.text))
    said = other.text[other.text.find(figure[0]) + len(figure[0]) :] if figure else ""
    if one.kind in {"number", "money"} and said and (one.text[-1].isdigit() or _FIGURE.fullmatch(one.text)):
        yield replace(one, kind=other.kind, text=one.text + said), other
    if one.kind == other.kind:
        yield one, other


def things_counted(value: Value, sentence: str) -> frozenset[str]:
    """Return the content words right after a number that may tell what it counts."""
    after = sentence[value.span[1] :]
    # "no one" counts people, whatever they are called
    return _things(re.sub(r"^[\s-]one\b", "", after) if value.text.lower() == "no" else after)


def _things(after: str) -> frozenset[str]:
    """Return the content words of the three words after a number, as far as they can be a noun and its adjectives."""
    words: list[str] = []
    for word in re.findall(r"[\w'’-]+|[^\w\s]", after)[:4]:
        if not word[0].isalpha() or word.lower() in _ENDS_THING:
            break
        words.append(word)
    return content_words(" ".join(words[:3]))


def people(things: frozenset[str]) -> bool:
    """Return whether words right after a number tell that people are counted."""
    return bool(things & _PEOPLE)


def _same_name(one: str, other: str) -> bool:
    """Return whether two names can be of one: a part of it, its initials, or another spelling."""
    mine, theirs = ([word.strip("'’s").lower() for word in name.split()] for name in (one, other))
    sides = [_SIDES & set(name) for name in (mine, theirs)]
    if all(sides) and sides[0] != sides[1]:
        return False  # North Korea and South Korea; New York and New Delhi share no more than that either
    if (set(mine) & set(theirs)) - _SIDES:
        return True
    if one.isupper() or other.isupper():
        initials = {"".join(word[0] for word in words) for words in (mine, theirs)}
        if one.lower() in initials or other.lower() in initials:
            return True
    return SequenceMatcher(None, mine[-1], theirs[-1]).ratio() >= 0.8
