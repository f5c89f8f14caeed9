"""Bylines and the names of outlets in them."""

from __future__ import annotations

import re

from qa_assistant.ingest.dates import whole_date
from qa_assistant.ingest.metadata import Metadata, join_names
from qa_assistant.ingest.moments import moment_of

AGENCIES = (
    *("AFP", "AP News", "AP", "ANSA", "Al Jazeera", "Anadolu", "Associated Press", "BBC News", "BBC", "Bloomberg"),
    *("CBS News", "CBS", "CNBC", "CNN", "DPA", "DW", "EFE", "Interfax", "Kyodo", "NBC News", "NBC", "NPR"),
    *("PA Media", "PA", "PTI", "RIA Novosti", "Reuters", "TASS", "UPI", "Xinhua", "Yonhap", "dpa"),
)
"""Agencies and broadcasters whose bare name at the start of a report is its dateline."""

SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[–—-]+\s+")

_OUTLET_WORD = re.compile(
    r"\b(?:agency|broadcasting|bulletin|chronicle|courier|daily|dispatch|examiner|express|gazette|globe|guardian|herald|"
    r"independent|journal|mail|magazine|media|mirror|monitor|news|newspaper|observer|post|press|radio|record|register|"
    r"review|sentinel|standard|star|sun|telegraph|times|tribune|tv|weekly|wire|diario|periódico|gaceta|noticias|zeitung|"
    r"tageblatt|tagblatt|anzeiger|nachrichten|rundschau|courrier|corriere|giornale|gazzetta|jornal|correio|folha)\b|"
    r"\w(?:zeitung|tageblatt|tagblatt|anzeiger|nachrichten|rundschau|kurier|tagespost)\b",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"^(?:The\s)?(?:[A-Z][\w'’.-]*\s){1,3}(?:Chronicle|Courier|Dispatch|Examiner|Gazette|Globe|Guardian|Herald|Journal|"
    r"News|Observer|Post|Sentinel|Telegraph|Times|Tribune)$|^The\s(?:Economist|Guardian|Independent|Observer|Times)$"
)
_THE_PAPER = re.compile(r"The(?:\s[A-ZÀ-Þ][\w'’-]*){1,2}")
_PLACES = frozenset(
    f"The {place}"
    for place in (
        *("Bahamas", "Balkans", "Bronx", "Capitol", "Congo", "Gambia", "Hague", "Kremlin", "Maldives", "Midlands"),
        *("Netherlands", "Philippines", "Seychelles", "Sudan", "Vatican", "White House"),
    )
)
_NO_OUTLET = re.compile(
    r"(?:(?:all|breaking|business|city|domestic|foreign|general|home|international|latest|local|national|other|politics"
    r"|regional|sports?|today['’]s|top|us|uk|world)\s)+news|(?:press|media|news)\s(?:\w+\s)?(?:release|statement|briefing"
    r"|conference|room|desk|office)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:analyst|bureau chief|columnist|contributor|correspondent|desk|editor|reporters?|staff|writers?)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:analysis|comment|opinion|report|reported|story|text|words|written)\s+)?by:?\s+(?P<names>\S.*)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+in\s+[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*)*")
_EMPLOYER = re.compile(r"\s+(?:for|of)\s+(?P<outlet>(?:the\s+)?[A-Z].*)$", re.IGNORECASE)
_PARTICLES = (
    {
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "van",
        "von",
        "y",
    }
    | {"and", "with", "&"}
    | {"of", "the"}
)
_AND = re.compile(r"\s(?:and|&)\s")
_DEGREE = re.compile(r",\s*(?:Jr|Sr|MD|PhD|Ph\.D|Esq|MBE|OBE|CBE|QC|KC)\b\.?")


def read_byline(line: str) -> Metadata | None:
    """Return author, outlet and date of a line such as `By A, B and C, CNN`; None if the line is no byline."""
    match = _BYLINE.fullmatch(line)
    if match is None:
        return None
    names, *others = SEPARATOR.split(match["names"])
    names, outlet = _cut_employer(_PLACE.sub("", _DEGREE.sub("", names)))
    if not _are_names(names):
        return None
    people, last = _cut_outlet(names)
    dates = [other for other in others if whole_date(other)]
    outlets = [outlet, last, *(other for other in others if is_outlet(other))]
    return Metadata(
        author=people,
        outlet=next(filter(None, outlets), None),
        published=whole_date(dates[0]) if dates else None,
        moment=moment_of(dates[0]) if dates else None,
    )


def is_outlet(name: str) -> bool:
    """Say whether a name standing apart from a person's is that of a newspaper, broadcaster or agency."""
    name = name.removeprefix("The ").strip()
    words = name.split()
    if not words or len(words) > 5 or name[-1] in ".!?:;," or not _are_names(name):
        return False
    is_acronym = len(words) == 1 and name.isupper() and name.isalpha()
    return is_acronym or name in AGENCIES or bool(_OUTLET_WORD.search(name))


def is_masthead(line: str) -> bool:
    """Say whether a line by itself is surely the name of an outlet: "Royal Mail" and "Record Heat" may be headlines."""
    return line in AGENCIES or (is_outlet(line) and _MASTHEAD.search(line) is not None)


def is_outlet_above_date(line: str, *, is_apart: bool) -> bool:
    """Say whether a line between a headline or a byline and a date is surely the name of an outlet.

    `is_apart`: the headline is not written like a name, so "The Islander" is no part of it.
    """
    if line.isupper() and line not in AGENCIES:
        # LONDON
        return False
    if is_outlet(line):
        return _NO_OUTLET.fullmatch(line) is None
    return is_apart and _THE_PAPER.fullmatch(line) is not None and line not in _PLACES


def _cut_employer(names: str) -> tuple[str, str | None]:
    match = _EMPLOYER.search(names)
    return (names[: match.start()], match["outlet"].strip()) if match else (names, None)


def _cut_outlet(names: str) -> tuple[str | None, str | None]:
    """Return people and outlet of `A, B and C, CNN`: the outlet stands last and after a comma, or alone."""
    parts = [part for part in re.split(r",\s*", names) if part and not _is_role(part)]
    if not parts:
        staff = _ROLE.sub("", names).strip(" ,")
        return None, staff if is_outlet(staff) else None
    *before, last = parts
    # people are listed as `A, B and C`: what follows a comma without a later "and" is where they work
    if is_outlet(last) or (before and (len(before) == 1 or _AND.search(before[-1])) and not _AND.search(last)):
        return _join(before), last
    return _join(parts), None


def _join(parts: list[str]) -> str | None:
    if any(_AND.search(part) for part in parts):
        return ", ".join(parts)
    return join_names(parts)


def _is_role(part: str) -> bool:
    return bool(_ROLE.search(part)) and " and " not in part


def _are_names(text: str) -> bool:
    """Say whether every word is written like a name; a sentence that begins with "By" has other words too."""
    words = re.findall(r"[^\s,]+", text)
    stopped = text.rstrip().endswith((".", ":", "!", "?")) and not re.search(r"\b(?:[A-Z]|Jr|Sr)\.$", text.rstrip())
    named = (word.casefold() in _PARTICLES or (word[0].isupper() and not word[-1].isdigit()) for word in words)
    return bool(words) and not stopped and all(named)
