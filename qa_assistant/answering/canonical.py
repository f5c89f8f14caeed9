"""Values in one form however they are written: `three hundred` is `300`, `July 19, 2022` is `19 July 2022`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.values import MONTHS, TENS, UNITS, WEEKDAYS

if TYPE_CHECKING:
    from qa_assistant.answering.values import Value

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_SCALES |= {"dozen": 12.0, "k": 1e3}
_WORDS = {word: float(number) for number, word in enumerate(UNITS)}
_WORDS |= {word: 10.0 * number for number, word in enumerate(TENS, 2)}
_FRACTIONS = {
    "half": 50.0,
    "quarter": 25.0,
    "third": 33.3,
    "thirds": 66.7,
    "quarters": 75.0,
    "fifth": 20.0,
    "tenth": 10.0,
}
_CURRENCY = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "usd": "dollar", "eur": "euro"}
_CURRENCY |= {"gbp": "pound", "kroner": "krone", "kronor": "krona", "pence": "penny"}
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_UNIT_NAMES = {"metre": "meter", "kilometre": "kilometer", "km": "kilometer", "ft": "foot", "feet": "foot"}
_UNIT_NAMES |= {"tonne": "ton", "kg": "kilogram", "kilo": "kilogram", "centuries": "century", "inches": "inch"}
_UNITLESS = frozenset({"number", "percent", "year", "day", "month", "weekday", "clock", "name"})
_WRITTEN_OUT = frozenset({"no", "none", "nobody", "twice", "several", "both", "one"})
"""Words that count something or merely stand for it; they are compared as words."""


@lru_cache(maxsize=4096)
def parts(value: Value) -> frozenset[str]:
    """Return what a value says, in parts that can be compared: `n:40000000000` and `u:dollar`, `d:7-19` and `y:2022`.

    Empty for a value whose words are better compared as words.
    """
    if value.kind in ("day", "month", "weekday", "year"):
        return _moment(value.text)
    if value.kind == "clock":
        return _clock(value.text)
    if value.text.lower() in _WRITTEN_OUT or value.kind == "name":
        return frozenset()
    number = _number(value.text)
    if number is None:
        return frozenset()
    unit = _unit(value)
    return frozenset({f"n:{number:.12g}"} | ({f"u:{unit}"} if unit else set()))


def _number(written: str) -> float | None:
    """Return the number that `$40 billion`, `two hundred people` or `half a million` gives, or None."""
    words = [word for word in re.split(r"[\s-]+", written.lower()) if word]
    if (share := _share(words)) is not None:
        return share
    total, current, found = 0.0, 0.0, False
    for word in words:
        digits = _DIGITS.search(word)
        tail = word[digits.end() :] if digits else word
        scale = _SCALES.get(tail.rstrip("s.,") if len(tail) > 2 else tail)
        if digits:
            current, found = current + float(digits[0].replace(",", "")), True
        elif word in _WORDS:
            current, found = current + _WORDS[word], True
        elif word == "half":
            current, found = 0.5, True
        elif found and scale is None and word not in ("and", "a", "an"):
            break
        if scale:
            current, found = (current or 1.0) * scale, True
            if scale >= 1000:
                total, current = total + current, 0.0
    return total + current if found else None


def _share(words: list[str]) -> float | None:
    """Return the percentage of `two-thirds` or `half`; None for anything else, and for `half a million`."""
    if words in (["half"], ["a", "half"], ["one", "half"]):
        return 50.0
    if len(words) == 2 and words[1] in _FRACTIONS and words[0] in ("a", "one", "two", "three", "four"):
        return _FRACTIONS[words[1]]
    return None


def _unit(value: Value) -> str | None:
    if value.kind == "percent":
        return "%"
    if value.kind == "age":
        return "year"
    if value.kind in _UNITLESS:
        return None
    text = value.text.lower()
    for sign, name in _CURRENCY.items():
        if (sign in text) if len(sign) == 1 else re.search(rf"\b{sign}\b", text):
            return name
    last = re.split(r"[\s-]+", text.rstrip("."))[-1]
    return _UNIT_NAMES.get(last) or _UNIT_NAMES.get(last.rstrip("s")) or last.rstrip("s")


def _moment(written: str) -> frozenset[str]:
    found = set()
    lower = written.lower()
    month = next((number for number, name in enumerate(MONTHS, 1) if name.lower() in lower), None)
    if year := re.search(r"\b(1\d{3}|20\d\d)(s?)\b", lower):
        found.add(f"y:{year[1]}{year[2]}")
    if month:
        day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", lower)
        found.add(f"d:{month}-{int(day[1])}" if day else f"m:{month}")
    found |= {f"w:{name[:3].lower()}" for name in WEEKDAYS if name.lower() in lower}
    if lower in _RELATIVE:
        found.add(f"r:{lower}")
    return frozenset(found)


def _clock(written: str) -> frozenset[str]:
    lower = re.sub(r"[\s.]", "", written.lower())
    if match := re.fullmatch(r"(\d{1,2})(?::?(\d\d))?([ap])m", lower):
        hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
        return frozenset({f"c:{hour}:{match[2] or '00'}"})
    match = re.fullmatch(r"(\d{1,2}):(\d\d)", lower)
    return frozenset({f"c:{int(match[1])}:{match[2]}"}) if match else frozenset()


def read_as(given: frozenset[str], published: date | None) -> frozenset[str]:
    """Return the parts of a quoted value with all that they also say, in an article published on a known day.

    `July 19` is also `July`, and a Tuesday in a known year; `on Tuesday` is the Tuesday before or after that day.
    """
    found = set(given)
    for part in given:
        kind, _, rest = part.partition(":")
        if kind == "d":
            month, day = (int(number) for number in rest.split("-"))
            found.add(f"m:{month}")
            year = next((int(other[2:6]) for other in given if other.startswith("y:")), published and published.year)
            if year and (known := _day(year, month, day)):
                found |= _names_of(known)
        elif kind == "y" and len(rest) == 4:
            found.add(f"y:{rest[:3]}0s")
        elif kind == "w" and published:
            wanted = [name[:3].lower() for name in WEEKDAYS].index(rest)
            back = (published.weekday() - wanted) % 7
            found |= _names_of(published - timedelta(back)) | _names_of(published + timedelta((7 - back) % 7))
        elif kind == "r" and published:
            found |= _names_of(published + timedelta(_RELATIVE[rest]))
    return frozenset(found)


def _names_of(day: date) -> set[str]:
    return {f"d:{day.month}-{day.day}", f"m:{day.month}", f"y:{day.year}", f"w:{WEEKDAYS[day.weekday()][:3].lower()}"}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 April: written so, and no day
        return None
