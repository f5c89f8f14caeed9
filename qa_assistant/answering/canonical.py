"""Values in one form however they are written: `three hundred` is `300`, `July 19, 2022` is `19 July 2022`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.days import month_in
from qa_assistant.answering.numerals import currency_of, number_of, share_of
from qa_assistant.answering.values import WEEKDAYS

if TYPE_CHECKING:
    from qa_assistant.answering.values import Value

_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_UNIT_NAMES = {"metre": "meter", "kilometre": "kilometer", "km": "kilometer", "ft": "foot", "feet": "foot"}
_UNIT_NAMES |= {"centimetre": "centimeter", "cm": "centimeter", "millimetre": "millimeter", "mm": "millimeter"}
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
    share = share_of(value.text) if value.kind == "percent" else None
    found = share or number_of(value.text)
    if found is None:
        return frozenset()
    # a share in words has no more places than people write: two thirds are 66.7 percent
    number, unit = f"{found[0]:.3g}" if share else f"{found[0]:.12g}", _unit(value)
    return frozenset({f"n:{number}"} | ({f"u:{unit}"} if unit else set()))


def _unit(value: Value) -> str | None:
    if value.kind == "percent":
        return "%"
    if value.kind == "age":
        return "year"
    if value.kind in _UNITLESS:
        return None
    text = value.text.lower()
    if name := currency_of(text):
        return name
    last = re.split(r"[\s-]+", text.rstrip("."))[-1]
    return _UNIT_NAMES.get(last) or _UNIT_NAMES.get(last.rstrip("s")) or last.rstrip("s")


def _moment(written: str) -> frozenset[str]:
    found = set()
    lower = written.lower()
    month = month_in(written)
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
    if match := re.fullmatch(r"(\d{1,2}):(\d\d)", lower):
        return frozenset({f"c:{int(match[1])}:{match[2]}"})
    # a time or a number, as "3.15" is elsewhere
    return frozenset({f"n:{float(written):.12g}"}) if re.fullmatch(r"\d{1,2}\.\d\d", written) else frozenset()


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
