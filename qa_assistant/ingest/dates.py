"""Dates as they are written in heads of articles and in file names; nothing is guessed.

English dates are read by dateparser. Those of other languages are told by their months, which are listed here, so that
a line without one is not tried in every language.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"""\b(?:
        \d{{4}}-\d{{2}}-\d{{2}}
      | {_DAY}(?:\s+of)?[\s-]+{MONTH},?[\s-]+(?:\d{{4}}|\d{{2}})
      | {MONTH}\s+{_DAY},?\s+\d{{4}}
      | \d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_NAME = re.compile(
    r"(?<![0-9a-z])((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![0-9a-z])", re.IGNORECASE
)
_YEAR_IN_NAME = re.compile(r"(?<![0-9a-z])((?:19|20)\d\d)(?![0-9a-z])", re.IGNORECASE)
_MONTHS = {
    1: "enero|ene|januar|jänner|janvier|janv|gennaio|gen|janeiro",
    2: "febrero|februar|feber|février|fevrier|févr|fév|febbraio|febbr|febb|fevereiro|fev",
    3: "marzo|märz|maerz|mär|mars|março",
    4: "abril|abr|avril|avr|aprile",
    5: "mayo|mai|maggio|mag|magg|maio",
    6: "junio|juni|juin|giugno|giu|junho",
    7: "julio|juli|juillet|juil|luglio|lug|julho",
    8: "agosto|ago|août|aout",
    9: "septiembre|setiembre|septembre|settembre|sett|setembro|set",
    10: "octubre|oktober|okt|octobre|ottobre|ott|outubro|out",
    11: "noviembre|novembre|novembro",
    12: "diciembre|dic|dezember|dez|décembre|decembre|déc|dicembre|dezembro",
}
"""Spanish, German, French, Italian and Portuguese months; those that are English words too are read with the others."""

_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
_ENGLISH_TOO = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "april apr",
            "may",
            "jun",
            "jul",
            "august aug",
            "september sept sep",
            "oct",
            "november nov",
            "dec",
        ),
        1,
    )
    for name in names.split()
}
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    "december",
)
_ANY_MONTH = "|".join(sorted({*_MONTH_OF, *_ENGLISH_TOO}, key=len, reverse=True))
_ABROAD = re.compile(
    rf"""(?<![\w.])(?P<day>\d{{1,2}})(?:\.|º|°|er)?(?P<of>\s+(?:de\s+|di\s+)|\s+|-|\.|)(?P<month>{_ANY_MONTH})\.?
        (?P<of_year>,?\s+(?:de\s+|del\s+|di\s+)?|-|\.)(?P<year>\d{{4}})(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
"""`4 de julio de 2025`, `4. Juli 2025`, `1er juillet 2025`, `4 luglio 2025`."""

_WEEKDAY = re.compile(
    r"^(?:(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    r"|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunedì|martedì|mercoledì|giovedì|venerdì"
    r"|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|mo|di|mi|do|fr|sa|so|lun|mar|mié|jue|vie|sáb|dom"
    r"|mer|jeu|ven|sam|dim|gio|sab|seg|ter|qua|qui|sex)\b[.,]*\s+)?(?:(?:den|dem|le|el|il|em|am|del|du)\s+)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[\s,|–—-]*(?:um|à|às|as|alle|alle ore|ore|a las|at)?\s*\d{1,2}\s?(?:[:.h]\s?\d{2}|h|uhr)(?::\d{2})?"
    r"\s*(?:uhr|h|hrs?|hs|horas?)?\s*(?:\(?(?:gmt|utc|cet|cest|mez|mesz|brt|wet|west)\)?(?:[+-]\d{1,2}(?::\d{2})?)?)?\s*$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\d/-])")
_ISO = re.compile(r"\d{4}-\d\d-\d\d|(?:19|20)\d{6}(?!\d)")
_EPOCHS = re.compile(r"1?\d{9}(?:\.\d+|\d{3})?")
_DATES = (_WRITTEN, _ABROAD, re.compile(r"(?<!\d)\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}"), _SLASHED)
_LONGEST_LINE = 60
"""A line that is nothing but a date and a time is shorter."""

_LONGEST_VALUE = 200
_FIRST_EPOCH, _LAST_EPOCH = 1990, 2100


def first_date(text: str, *, day_first: bool = False) -> date | None:
    """Return the first full date written in `text`: day, month and year.

    With `day_first`, `4/7/2025` is a day in July; else it is one only if the day could be no month.
    """
    matches = [*_WRITTEN.finditer(text), *_ABROAD.finditer(text), *(_SLASHED.finditer(text) if day_first else ())]
    for match in sorted(matches, key=re.Match.start):
        found = _abroad(match.group(), day_first=day_first) or _parse(match.group())
        if found is not None:
            return found
    return None


def whole_date(line: str) -> date | None:
    """Return the date that a line consists of, with or without weekday and time; None if it says anything else."""
    line = line.strip(" .,|")
    if len(line) > _LONGEST_LINE or not any(map(str.isdigit, line)):
        return None
    return _abroad(_WEEKDAY.sub("", _CLOCK.sub("", line), count=1)) or _parse(line)


def date_of_day(day: str, year: int) -> date | None:
    """Return the date of a day written without its year, such as `July 4`, in a year known from elsewhere."""
    return _parse(f"{day} {year}")


def date_in_name(file: str) -> date | None:
    """Return the date in a path such as `2025-07-04-talks.txt`, `20250704.txt` or `2025/07/04/talks.txt`."""
    for year, _, month, day in _IN_NAME.findall(file):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            # 30 February: no date after all
            continue
    return None


def year_in_name(file: str) -> int | None:
    """Return the one year a path names; None if it names none or several."""
    years = {int(year) for year in _YEAR_IN_NAME.findall(file)}
    return years.pop() if len(years) == 1 else None


def date_of_value(value: object) -> date | None:
    """Return the date of a metadata value: a date, a datetime, or either as text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()[:_LONGEST_VALUE]
    if _EPOCHS.fullmatch(text):
        made = time_of_epoch(text)
        return made.date() if made else None
    return whole_date(text) or first_date(text)


def time_of_epoch(text: str) -> datetime | None:
    """Return the time that a text gives in seconds or milliseconds since 1970; None for one that no article has."""
    if not _EPOCHS.fullmatch(text):
        return None
    seconds = float(text)
    found = datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC)
    return found if _FIRST_EPOCH <= found.year <= _LAST_EPOCH else None


def month_number(name: str) -> int | None:
    """Return the number of a month by its name, or a usual abbreviation, in one of the languages that are read."""
    name = name.lower().rstrip(".")
    english = next((n for n, full in enumerate(_ENGLISH, 1) if full == name), None)
    return english or _ENGLISH_TOO.get(name) or _MONTH_OF.get(name)


def without_date(text: str) -> str:
    """Return a text without the first date in it, so that what else it says can be read."""
    found = [match for pattern in _DATES if (match := pattern.search(text))]
    first = min(found, key=re.Match.start, default=None)
    return text if first is None else f"{text[: first.start()]} {text[first.end() :]}"


def _abroad(text: str, *, day_first: bool = False) -> date | None:
    """Return the date that `text` is in one of the other languages, or in figures with dots: day, month, year."""
    text = text.strip(" .,|")
    if named := _ABROAD.fullmatch(text):
        month = named["month"].lower()
        return _day_of(int(named["year"]), _MONTH_OF.get(month) or _ENGLISH_TOO[month], int(named["day"]))
    figures = _DOTTED.fullmatch(text) or (_SLASHED.fullmatch(text) if day_first else None)
    return _day_of(int(figures[3]), int(figures[2]), int(figures[1])) if figures else None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        # 31 February
        return None


@lru_cache(maxsize=4096)
def _parse(text: str) -> date | None:
    if _ISO.match(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text).date()
    import dateparser

    # 4/7/2025 is a day in April or in July: with both orders tried, only an unambiguous date comes out the same
    days = {
        parsed.date() if parsed else None
        for order in ("DMY", "MDY")
        if (parsed := dateparser.parse(text, languages=["en"], settings={**_STRICT, "DATE_ORDER": order})) or True
    }
    return days.pop() if len(days) == 1 else None


_STRICT = {
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}
