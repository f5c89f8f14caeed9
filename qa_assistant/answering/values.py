"""The values a sentence gives: sums, shares, counts, lengths, times, ages, dates and names, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qa_assistant.schema import Span

Kind = Literal[
    "day", "month", "weekday", "clock", "age", "money", "percent", "duration", "length", "quantity", "year", "number",
    "name",
]  # fmt: skip
"""What a value measures; `quantity` has a unit other than those that have a kind of their own."""

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(UNITS[1:10])}))?|{'|'.join(UNITS)})"
_HIGH = r"[\s-](?:high|wide|long|deep|tall)\b"
_SCALE = rf"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|bn|m(?!{_HIGH}))"
_HUNDREDS = rf"(?:{_SMALL}[\s-]hundred(?:\s+(?:and\s+)?{_SMALL})?|(?:and\s+)?{_SMALL})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMBER = (
    rf"(?:(?:(?<![\w.,]){_DIGITS}|\b{_SMALL})"
    rf"(?:(?:[\s-]?|\s+and\s+a\s+half\s+){_SCALE}\b(?:(?:(?<=hundred)\s+(?:and\s+)?{_SMALL}(?:\s+(?:thousand|million))?|(?<=hundred)\s+(?:thousand|million|billion)|(?<=thousand)\s+{_HUNDREDS})\b)?|(?!\w|[.,]\d))"
    rf"|\b(?:a|one|three)[\s-]quarters?\s+of\s+an?\s+[mb]illion\b"
    rf"|\ba\s+hundred\s+(?:(?:and\s+)?{_SMALL}(?:\s+(?:thousand|million))?|thousand|million|billion)\b"
    rf"|\b(?:an?\s+|half\s+an?\s+)?{_SCALE}\b(?<!\bm))"
)
"""Pattern of a number in digits or words: `1,850`, `2.4 billion`, `twenty-five`, `two hundred`,
`nine and a half thousand`, `a quarter of a million`."""
_LENGTHS = r"(?:met(?:re|er)s?|(?:kilo|centi|milli)met(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|km|cm|mm)"
_SPEEDS = r"(?:km/h|kph|mph|kilomet(?:re|er)s?\s(?:an|per)\shour|miles?\s(?:an|per)\shour)"
_SIZES = (
    rf"(?:(?:cubic|square)\s{_LENGTHS}|acre-feet|acres?|hectares?|ton(?:ne)?s?|kilos?|kilograms?|kg|grams?|"
    r"lit(?:re|er)s?|gallons?|barrels?|(?:mega|giga|kilo)watt(?:[\s-]hours?|s)?|[MGk]Wh?|degrees?|ounces?|bushels?|"
    r"knots)"
)
_AND_A_PART = r"(?:\s+and\s+(?:a\s+half|(?:a|three)[\s-]quarters?)(?![\w-]|\s+of\b))"
"""What follows a whole: an hour and a half."""
_PART_OF = r"(?:\b(?:an?|one|two|three|four)[\s-](?:half|third|quarter|fifth|tenth)s?\s+of\s+an?)"
_POINT = r"(?:(?:percentage|per\s?cent(?:age)?)[\s-])?point"
_TIMES = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies))"
_MONTH_IN_SHORT = r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WHOLE_MONTH = rf"(?:{'|'.join(MONTHS)})"
_MONTH = rf"(?:{_WHOLE_MONTH}|{_MONTH_IN_SHORT})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d{3}|20\d\d)"
_CURRENCIES = (
    r"(?:dollars?|euros?|pounds?(?!\s+of)|cents?|pence|kron(?:e|er|or|a)|yen|yuan|rou?bles?|rupees?|francs?|pesos?|liras?|"
    r"rands?|reais|taka|naira|shillings?|zlotys?|forints?|korunas?|dirhams?|dinars?|riyals?|baht|ringgit|rupiah|"
    r"hryvnias?|birr|cedis?|USD|EUR|GBP)"
)
_CURRENCY_CODES = (
    r"(?:USD|EUR|GBP|CHF|NOK|SEK|DKK|ISK|PLN|CZK|HUF|RON|TRY|RUB|UAH|JPY|CNY|KRW|INR|PKR|BDT|THB|IDR|PHP|VND|MYR|SGD|HKD|"
    r"AUD|NZD|CAD|MXN|BRL|ARS|CLP|ZAR|KES|NGN|EGP|GHS|ETB|AED|SAR|ILS)"
)
_SUMS = r"(?:million|billion|trillion|mn|mln|m|bn|bln|b|tn|trn|k|lakh|crore)"
"""What follows a sum in digits; "tn" and "mn" by themselves are states of America."""
_DOLLARS = r"(?:US|A|C|NZ|HK|S)"
"""Whose dollars: `US$`."""
_ATTACHED = rf"(?<![\w.,]){_DIGITS}"
"""A number that its unit follows at once."""
_HOUR_NAMES = rf"(?:{'|'.join(UNITS[1:13])}|noon|midnight)"
_PAST = (
    rf"(?:(?:a\s+)?quarter|half|(?:{'|'.join(TENS[:1])})(?:[\s-](?:{'|'.join(UNITS[1:10])}))?|{'|'.join(UNITS[1:])})"
)
_NO_NAME = (
    "In On At The A An By For From But And Or It He She They We I You That This These Those There To With As Of If "
    "When While After Before Its His Her Their Our My Not No Some Many Most Such MW MWh GW GWh Q1 Q2 Q3 Q4 H1 H2"
).replace(" ", "|")
_SEASON = r"(?:spring|summer|autumn|winter)"
_LEADS_NO_MORE = r"(?!\s+(?:of\b|water\b|onions?\b|\d)|,?\s+\d{4}|['’-])"
"""After a season: not `the summer of 2019`, whose year says when, nor `next week's vote`."""
_COMPARED = r"(?<!\bthe\s)(?<!\bthan\s)(?<!\bwith\s)(?<!\bof\s)(?<!\bfrom\s)(?<!\bon\s)(?<!\bunlike\s)"
_COMPARED += r"(?<!\bher\s)(?<!\bhis\s)(?<!\bits\s)(?<!\btheir\s)"
"""Before a time that others are compared with, or that is another: `more than last year`, `the next year`."""
_FEASTS = (
    r"(?:Christmas(?:\s(?:Eve|Day))?|New\sYear(?:['’]s\s(?:Eve|Day))?|Boxing\sDay|Easter|Thanksgiving|Ramadan|"
    r"Halloween|Diwali|Hanukkah|Passover|Midsummer)"
)
_PARTICLES = r"(?:(?:of|de|da|do|das|dos|du|di|del|della|von|van|der|den|ter|la|le|el|al|bin|ibn|e|y)\s+){0,2}"
"""Within names: `Tiago Brito e Cunha`, `Ursula von der Leyen`."""
_CAPITAL = r"[A-Z][\w’'-]*"
_IGNORING_CASE: tuple[tuple[Kind, str], ...] = (
    ("day", rf"\b{_MONTH}\s+{_DAY}\b(?:,?\s+{_YEAR}\b)?|\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)(?:,?\s+{_YEAR}\b)?"),
    (
        "clock",
        rf"\b\d{{1,2}}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\b\d{{1,2}}:\d\d\b|\b(?:midnight|noon|dawn|dusk|sunrise|sunset)\b"
        rf"|\b{_SMALL}(?:\s+and\s+{_SMALL})?\s+(?:o['’]clock|in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b"
        rf"|\b{_PAST}(?:\s+minutes?)?\s+past\s+{_HOUR_NAMES}\b"
        rf"|\b(?:a\s+)?quarter\s+(?:to|after)\s+{_HOUR_NAMES}\b|(?<=\bat\s)(?:just\s+|about\s+)?{_PAST}\s+to\s+{_HOUR_NAMES}\b"
        r"|(?<=\bat\s)[0-2]?\d\.[0-5]\d(?=\s+(?:on|in\s+the|this|that|yesterday|local|when|as)\b|[,;]|\.(?!\d)|$)"
        r"|\b(?:morning|afternoon|evening)s?\b",
    ),
    (
        "age",
        rf"{NUMBER}[\s-]years?[\s-]olds?\b|\baged?\s+(?:of\s+|between\s+)?\d{{1,3}}\b|\bages\s+of\s+\d{{1,3}}\b|(?<=[a-z],\s)\d{{1,3}}(?=[,;.](?!\d))"
        r"|\b(?:turned|turns|turning)\s+\d{1,3}\b|\bwho\s+(?:is|was)\s+\d{1,3}\b(?=[,.;]|$)"
        rf"|\bin\s+(?:his|her|their)\s+(?:early\s|late\s|mid-?)?(?:{'|'.join(ten[:-1] + 'ies' for ten in TENS)})",
    ),
    (
        "money",
        rf"(?:(?:\b{_DOLLARS})?[$€£¥₹]|\b(?-i:{_CURRENCY_CODES}))\s?{_DIGITS}(?:[\s-]?{_SUMS}\b)?"
        rf"|{NUMBER}\s+(?:(?:US|U\.S\.|(?-i:[A-Z])[a-z]+)\s+)?{_CURRENCIES}\b",
    ),
    (
        "percent",
        rf"(?:{_PART_OF}|\bhalf\s+an?)\s+(?:{_POINT}s?|per\s?cent)\b|\b(?:(?:an?|three)[\s-])?(?:half|quarters?)[\s-]{_POINT}\b"
        rf"|{NUMBER}(?:\s+and\s+a\s+half)?\s?(?:%|per\s?cent(?:age\s+points?)?\b|percentage\s+points?\b)"
        rf"|\b{_SMALL}\s+(?:\w+\s+)?(?:in|out\s+of)\s+(?:every\s+)?{_SMALL}\b(?![\s-]{_TIMES})"
        rf"|{_ATTACHED}pc\b"
        rf"|\b(?:two|three|four)[\s-](?:thirds|quarters|fifths|tenths)\b(?!\s+of\s+an?\s+(?:[mb]illion|{_TIMES}))|\b(?:a(?<!hour\sand\sa)(?<!hours\sand\sa)(?<!year\sand\sa)(?<!years\sand\sa)|one)[\s-](?:third|quarter|fifth|tenth)\b(?!\s+of\s+an?\s+(?:[mb]illion|{_TIMES}))"
        r"|(?<!\band\sa\s)(?<!first\s)(?<!second\s)(?<!other\s)\bhalf\b(?!\s+an?\b|[\s-](?:mast|time|year|century)\b)",
    ),
    ("quantity", rf"{NUMBER}[\s-]{_SPEEDS}(?!\w)"),
    (
        "duration",
        rf"{_PART_OF}\s+{_TIMES}\b"
        rf"|(?:{NUMBER}|\b(?:an?|half\s+an?|several|a\s+few))(?:\s+and\s+a\s+half)?(?:\s+to\s+{NUMBER})?"
        rf"[\s-](?:full\s|more\s|consecutive\s|straight\s)?{_TIMES}\b{_AND_A_PART}?",
    ),
    ("length", rf"(?:{NUMBER}|\bhalf\s+a)[\s-]{_LENGTHS}\b|{_ATTACHED}(?:(?:km|cm|mm|ft)\b(?!/)|m(?={_HIGH}))"),
    (
        "quantity",
        rf"(?:\bminus\s|(?<!\S)[-−–]){NUMBER}[\s-]{{1,2}}degrees?(?!\w)"
        r"|(?:\bminus\s|(?<!\S)[-−–]|(?<![\w.,]))\d{1,3}(?:\.\d)?(?:\s?°\s?(?-i:C)|(?-i:[CF]))(?!\w)",
    ),
    ("quantity", rf"{NUMBER}[\s-]{_SIZES}(?!\w)|{_ATTACHED}(?:kg|mph|kph|km/h|[MGk]Wh?)\b"),
    ("year", rf"\b{_YEAR}s?\b"),
    ("number", rf"(?!(?<=\bno[\s-])one\b){NUMBER}|\b(?:no|none|nobody|twice|several|both)\b"),
)
_KEEPING_CASE: tuple[tuple[Kind, str], ...] = (
    ("month", rf"\b{_WHOLE_MONTH}\b(?:,?\s+{_YEAR}\b)?|\b{_MONTH_IN_SHORT},?\s+{_YEAR}\b"),
    ("weekday", rf"\b(?:{'|'.join(WEEKDAYS)})s?\b|\b(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)\b"),
    (
        "weekday",
        # what may begin one is looked for before what must stand before it: that is much faster
        rf"\b(?i:(?=(?:the|early|late|{_SEASON})\b)(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bover\s)|(?<=\bduring\s)|(?<=\bsince\s)"
        rf"|(?<=\buntil\s))(?:the\s+)?(?:(?:early|late)\s+)?{_SEASON}\b{_LEADS_NO_MORE}"
        rf"|(?:last|next|this)\s+(?:{_SEASON}\b|fall\b(?!\s+in\b)){_LEADS_NO_MORE}"
        rf"|(?=(?:last|next|this)\s){_COMPARED}\w+\s+(?:week(?:end)?|month)\b{_LEADS_NO_MORE}"
        r"|(?=the\s+week)(?:(?<=\bat\s)|(?<=\bover\s)|(?<=\bon\s))the\s+weekend\b(?!\s+of\b))"
        rf"|\b(?={_FEASTS})(?:(?<=\bat\s)|(?<=\bon\s)|(?<=\bby\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\bover\s)"
        rf"|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bduring\s)|(?<=\b(?:last|next|this)\s))"
        rf"{_FEASTS}\b(?!\s+(?:[A-Z]|\d)|['’-])",
    ),
    ("year", rf"\b(?i:(?=(?:last|next|this)\s+year){_COMPARED}\w+\s+year\b(?!['’-]))"),
    (
        "name",
        rf"(?!(?:{_NO_NAME})\b|[A-Z][a-z]+\s+{_CURRENCIES}\b|{_CURRENCY_CODES}\s?\d|{_DOLLARS}\$|(?:US|U\.S\.|S\.)\s+dollars?\b)(?:(?<!^)(?<![.!?“\"‘]\s)(?<!\s[-–—]\s)(?<![“\"‘°])|(?={_CAPITAL}\s+{_PARTICLES}[A-Z]))"
        rf"\b{_CAPITAL}(?:\s+{_PARTICLES}{_CAPITAL})*",
    ),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written, and its place in the sentence."""

    kind: Kind
    span: Span
    text: str


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return a pattern for each kind, in the order in which they are looked for.

    Characters taken by one kind hold no value of a later one; the 4 of `July 4` counts nothing. They are compiled when
    first used: that takes a while, and much that starts needs no values.
    """
    return tuple(
        [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _IGNORING_CASE[:1]]
        + [(kind, re.compile(pattern)) for kind, pattern in _KEEPING_CASE]
        + [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _IGNORING_CASE[1:]]
    )


def first_word(sentence: str) -> Value | None:
    """Return the word that a sentence begins with where it may be a name; `values` takes none for one by itself, since
    all sentences begin with a capital."""
    found = re.match(rf"(?!(?:{_NO_NAME})\b){_CAPITAL}", sentence)
    return Value("name", found.span(), found[0]) if found else None


@lru_cache(maxsize=4096)
def values(sentence: str) -> tuple[Value, ...]:
    """Return the values of a sentence in their order."""
    found: list[Value] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if not any(start < value.span[1] and value.span[0] < end for value in found):
                found.append(Value(kind, (start, end), match[0]))
    return tuple(sorted(found, key=lambda value: value.span))
