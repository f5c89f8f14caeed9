"""Publication dates as precisely as they are written: a year, a month, a day, or a time with its zone.

A moment is text in ISO 8601, which says its own precision: `2025`, `2025-07`, `2025-07-04`, `2025-07-04T10:30`,
`2025-07-04T10:30-04:00`. A zone is that of the writer; an abbreviation that means several zones means none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qa_assistant.ingest.dates import date_of_value, month_number, time_of_epoch, without_date

_LONGEST = 200
_COMPACT = re.compile(r"(?:19|20)\d{6}T(\d\d)(\d\d)(?:\d\d)?(Z|[+-]\d\d:?\d\d)?")
_CLOCK = re.compile(
    r"""(?<![\d:.+-])(?P<hour>\d{1,2})(?:
        \s?[:.h]\s?(?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?(?![\d])(?:\s*(?P<half>[ap])\.?m\b\.?)?
      | \s*(?P<only>[ap])\.?m\b\.? | \s?(?:h|Uhr)\b )
      (?:\s*(?:hrs?|horas?|h|uhr)\b)?\s*\(?(?P<zone>Z\b|(?:(?:GMT|UTC)\s?)?[+-]\d{1,2}(?::?\d\d)?|[A-Z]{2,5}\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_MONTH = re.compile(
    r"(?P<year>\d{4})[-/](?P<number>\d{1,2})|(?P<number_first>\d{1,2})[./](?P<year_last>\d{4})"
    r"|(?P<name>[^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+|di\s+)?(?P<year_named>\d{4})"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ZONES = {
    "Africa/Johannesburg": "SAST",
    "America/Chicago": "CT CDT",
    "America/Denver": "MT MDT",
    "America/Los_Angeles": "PT PDT PST",
    "America/New_York": "ET EDT EST",
    "America/Sao_Paulo": "BRT",
    "Asia/Hong_Kong": "HKT",
    "Asia/Seoul": "KST",
    "Asia/Tokyo": "JST",
    "Europe/Berlin": "CET CEST MEZ MESZ",
    "Europe/Helsinki": "EET EEST",
    "Europe/Lisbon": "WET WEST",
    "Europe/London": "BST",
    "Europe/Moscow": "MSK",
    "Pacific/Auckland": "NZST NZDT",
    "UTC": "Z UTC GMT",
}
"""Abbreviations of one meaning in news, by a place that has the zone. CST, IST, AST and MST have several."""

_PLACES = {name: place for place, names in _ZONES.items() for name in names.split()}


def moment_of(value: object) -> str | None:
    """Return a metadata value, or a line that is a date, as a moment; None where it is no date."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()[:_LONGEST]
    if seconds := time_of_epoch(text):
        return seconds.isoformat(timespec="minutes")
    day = date_of_value(text)
    return moment_on(day, text) if day else _month_or_year(text)


def moment_on(day: date, text: str) -> str:
    """Return the moment that a text gives whose first date is `day`."""
    compact = _COMPACT.match(text)
    hour, minute, zone = (int(compact[1]), int(compact[2]), compact[3]) if compact else _time(without_date(text))
    if hour is None or hour > 23 or minute > 59:
        return day.isoformat()
    at = datetime(day.year, day.month, day.day, hour, minute)
    return at.isoformat(timespec="minutes") + (_offset(zone, at) if zone else "")


def _time(text: str) -> tuple[int | None, int, str | None]:
    """Return hour, minute and zone of the first time of day in a text; no hour where there is none."""
    found = _CLOCK.search(text)
    if found is None:
        return None, 0, None
    hour, half = int(found["hour"]), (found["half"] or found["only"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None, 0, None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found["minute"] or 0), found["zone"]


def _offset(zone: str, at: datetime) -> str:
    """Return a zone at a time as `+02:00`; nothing for one that is not known."""
    if written := _OFFSET.fullmatch(zone):
        ahead = timedelta(hours=int(written[2]), minutes=int(written[3] or 0))
        if ahead > timedelta(hours=14):
            return ""
        return f"{written[1]}{int(written[2]):02}:{int(written[3] or 0):02}"
    place = _PLACES.get(zone.upper())
    if place is None:
        return ""
    try:
        known = UTC if place == "UTC" else ZoneInfo(place)
    except ZoneInfoNotFoundError:
        # a machine without the table of zones
        return ""
    return at.replace(tzinfo=known).isoformat()[-6:]


def _month_or_year(text: str) -> str | None:
    text = text.strip(" .,")
    if _YEAR.fullmatch(text):
        return text
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year = found["year"] or found["year_last"] or found["year_named"]
    month = month_number(found["name"]) if found["name"] else int(found["number"] or found["number_first"])
    return f"{year}-{month:02}" if _YEAR.fullmatch(year) and month and 1 <= month <= 12 else None
