"""Written numbers, shares and units as numbers that can be compared."""

from __future__ import annotations

import re

from qa_assistant.answering.values import TENS, UNITS

Interval = tuple[float, float]

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12,
    "dozen": 12.0, "k": 1e3, "mn": 1e6, "mln": 1e6, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "lakh": 1e5,
    "crore": 1e7,
}  # fmt: skip
_SMALL = {word: number for number, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
_NUMBER_WORD = re.compile(
    rf"\d[\d,]*(?:\.\d+)?|(?<![a-z])(?:{'|'.join((*_SMALL, *_SCALES, 'half', 'quarter', 'an', 'a'))})s?\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\sto\s")
_NONE = frozenset({"no", "none", "nobody"})
_DAYS = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0,
    "month": 30.4, "year": 365.0, "decade": 3650.0, "century": 36500.0, "centurie": 36500.0,
}  # fmt: skip
_METRES = {
    "met": 1.0, "kilomet": 1e3, "km": 1e3, "centimet": 0.01, "cm": 0.01, "millimet": 1e-3, "mm": 1e-3, "mile": 1609.0,
    "m": 1.0, "feet": 0.3048, "foot": 0.3048, "ft": 0.3048, "inch": 0.0254, "yard": 0.9144,
}  # fmt: skip
_QUANTITIES = tuple(
    (re.compile(rf"(?:{pattern})$"), unit, factor)
    for pattern, unit, factor in (
        (r"kg|kilos?|kilograms?", "kilogram", 1.0),
        (r"\bgrams?", "kilogram", 1e-3),
        (r"\bton(?:ne)?s?", "kilogram", 1e3),
        (r"km/h|kph|kilomet(?:re|er)s?\s\w+\shour", "kilometre an hour", 1.0),
        (r"mph|miles?\s\w+\shour", "kilometre an hour", 1.609),
        (r"hectares?", "hectare", 1.0),
        (r"acres?", "hectare", 0.4047),
        (r"mw|megawatts?", "megawatt", 1.0),
        (r"degrees?|\d\s?°?\s?[cf]", "degree", 1.0),
        (r"gw|gigawatts?", "megawatt", 1e3),
        (r"\bkw|kilowatts?", "megawatt", 1e-3),
    )
)
"""What a quantity ends with, the unit it is compared in, and what one of it is worth in that."""
CURRENCIES = {
    "€": "euro", "£": "pound", "$": "dollar", "¥": "yen", "₹": "rupee", "usd": "dollar", "eur": "euro", "gbp": "pound",
    "chf": "franc", "nok": "krone", "dkk": "krone", "sek": "krona", "isk": "krona", "pln": "zloty", "czk": "koruna",
    "huf": "forint", "ron": "leu", "try": "lira", "rub": "rouble", "uah": "hryvnia", "jpy": "yen", "cny": "yuan",
    "krw": "won", "inr": "rupee", "pkr": "rupee", "bdt": "taka", "thb": "baht", "idr": "rupiah", "php": "peso",
    "vnd": "dong", "myr": "ringgit", "sgd": "dollar", "hkd": "dollar", "aud": "dollar", "nzd": "dollar",
    "cad": "dollar", "mxn": "peso", "brl": "real", "ars": "peso", "clp": "peso",
    "zar": "rand", "kes": "shilling", "ngn": "naira", "egp": "pound", "ghs": "cedi", "etb": "birr", "aed": "dirham",
    "sar": "riyal", "ils": "shekel", "kroner": "krone", "kronor": "krona", "pence": "penny", "reais": "real",
    "ruble": "rouble", "rubles": "rouble",
}  # fmt: skip
"""What a sign, a code or a plural stands for."""
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_HALF_AND_PARTS = {"half": 2, **_PARTS}
_PART_OF = re.compile(
    rf"(?P<count>an?|one|two|three|four)[\s-](?P<part>{'|'.join(_HALF_AND_PARTS)})s?\s+of\s+an?\s+(?![mb]illion)",
    re.IGNORECASE,
)
"""Three quarters of an hour, a tenth of a point: not 75 or 10 per cent."""
_AND_A_PART = re.compile(r"(?P<whole>.*\w)\s+and\s+(?P<count>a|three)[\s-](?P<part>half|quarter)s?$", re.IGNORECASE)
"""An hour and a half, two weeks and a half."""
_BELOW_ZERO = re.compile(r"(?:minus\s|[-−–](?=\w))", re.IGNORECASE)
_PERCENT_ENDS = frozenset({"point", "points", "percent", "cent"})
ROUNDED = 0.1
"""Share by which an "about 2,000" may be off."""
ROUNDED_AT_LEAST = 0.02


def number_of(text: str) -> tuple[float, float] | None:
    """Return the number that `text` gives in digits or words, and the worth of its last place; None without one.

    The worth is 0 for whole numbers written out: nobody rounds "three". A range gives its first: "five to ten".
    """
    if text.lower() in _NONE:
        return 0.0, 0.0
    if part := _PART_OF.match(text):
        return _part(part)
    if mixed := _AND_A_PART.fullmatch(text):
        whole, (part_of_it, place) = number_of(mixed["whole"]) or (1.0, 0.0), _part(mixed)
        return whole[0] + part_of_it, place
    if below := _BELOW_ZERO.match(text):
        number, place = number_of(text[below.end() :]) or (0.0, 0.0)
        return -number, place
    total, current, place, found = 0.0, 0.0, 0.0, False
    for match in _NUMBER_WORD.finditer(_RANGE.split(text, maxsplit=1)[0]):
        word = match[0].lower()
        singular = word[:-1] if word.endswith("s") and word[:-1] in {*_SCALES, "quarter"} else word
        if word[0].isdigit():
            digits = word.replace(",", "").rstrip(".")
            decimals = len(digits.partition(".")[2])
            current, place, found = float(digits), 10.0**-decimals if decimals else 0.0, True
        elif word in _SMALL:
            current, found = current + _SMALL[word], True
        elif word == "half":
            # "nine and a half thousand", "half a million"
            current, place, found = current + 0.5, 0.1, True
        elif singular == "quarter":
            current, place, found = (current or 1.0) / 4, 0.01, True
        elif singular in _SCALES:
            scale = _SCALES[singular]
            current, place = (current or 1.0) * scale, (place or (1.0 if scale >= 1e6 else 0.0)) * scale
            found = True
            if scale >= 1e3:
                total, current = total + current, 0.0
    return (total + current, place) if found else None


def _part(match: re.Match[str]) -> tuple[float, float]:
    """Return the number that a fraction in words gives, and the worth of its last place."""
    part = match["part"].lower()
    return _SMALL.get(match["count"].lower(), 1) / _HALF_AND_PARTS[part], 0.1 if part == "half" else 0.01


def interval(measure: str, text: str, factor: float, *, about: bool) -> Interval:
    """Return what a written number may stand for: itself and what is rounded to it, times `factor`.

    A range ("two to three hours") stands for all that lies in it.
    """
    first, *rest = _RANGE.split(text, maxsplit=1)
    if rest:
        low, high = (interval(measure, end, factor, about=about) for end in (first, rest[0]))
        return (low[0], high[1]) if low[0] <= high[1] else low
    if measure == "length":
        text = re.sub(r"(?<=\d)m$", "", text)  # metres, not millions
    share = share_of(text) if measure == "percent" else None
    number, place = share or number_of(text) or (1.0, 0.0)
    if not place and measure in {"percent", "length", "quantity", "duration"}:
        place = 1.0
    off = min(0.49 * place, 0.49 if place <= 1 or share else ROUNDED / 2 * number)
    if share:
        off = place / 2
    if about and number >= 1:
        digits = str(int(number))
        step = 10 ** (len(digits) - len(digits.rstrip("0")))
        off = max(off, min(max(step / 2, ROUNDED_AT_LEAST * number), ROUNDED * number))
    return ((number - off) * factor, (number + off) * factor)


def share_of(text: str) -> tuple[float, float] | None:
    """Return the percentage that a fraction in words gives: `two thirds`, `one in seven`, `half`."""
    words = text.lower().replace("-", " ").split()
    if words == ["half"]:
        return 50.0, 2.0
    if words and words[-1] in _PERCENT_ENDS:
        return None  # a quarter of a percentage point
    parts = [_PARTS[word.rstrip("s")] for word in words if word.rstrip("s") in _PARTS]
    if parts:
        return 100 * float(_SMALL.get(words[0], 1)) / parts[0], 2.0
    if "in" in words or "of" in words:
        ends = [_SMALL[word] for word in words if word in _SMALL]
        if len(ends) == 2 and ends[1]:
            return 100 * ends[0] / ends[1], 2.0
    return None


def unit_of(measure: str, text: str) -> tuple[str, float]:
    """Return the unit to compare in, and what one of the written unit is worth in it."""
    lower = text.lower()
    if measure == "money":
        named = re.search(r"[a-z]+$", lower)
        return currency_of(lower) or (named[0].rstrip("s") if named else ""), 1.0
    last = re.sub(r"^[\d.,]+", "", re.split(r"[\s-]+", lower)[-1])
    if measure == "duration":
        mixed = _AND_A_PART.fullmatch(lower)
        last = re.split(r"[\s-]+", mixed["whole"])[-1] if mixed else last
        return "day", _DAYS.get(last.rstrip("s"), 1.0)
    if measure == "length":
        stem = re.sub(r"(?:re|er)?s?$|es$", "", last) if "met" in last else re.sub(r"(?<=inch)es$|s$", "", last)
        return "metre", _METRES.get(stem, 1.0)
    if measure == "quantity":
        known = ((unit, factor) for pattern, unit, factor in _QUANTITIES if pattern.search(lower))
        return next(known, (last.rstrip("s"), 1.0))
    return "", 1.0


def celsius(degrees: Interval, text: str, after: str) -> tuple[Interval, ...]:
    """Return degrees in Celsius; twice where neither the words nor what follows them tells which degrees are meant."""
    scale = re.search(r"[\d°]\s?([CF])$", text) or re.match(r"\s?[°º]?(C|F)(?:\b|elsius|ahrenheit)", after)
    in_celsius = ((degrees[0] - 32) / 1.8, (degrees[1] - 32) / 1.8)
    if scale is None:
        return degrees, in_celsius
    return (in_celsius,) if scale[1] == "F" else (degrees,)


def currency_of(text: str) -> str | None:
    """Return the currency that a sign, a code or an unusual plural in a sum in small letters stands for."""
    return next((name for sign, name in CURRENCIES.items() if re.search(_sign(sign), text)), None)


def _sign(sign: str) -> str:
    return re.escape(sign) if len(sign) == 1 else rf"\b{sign}(?![a-z])"
