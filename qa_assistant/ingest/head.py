"""The head of an article: what stands above its text and at the start of it, and what that says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.ingest.bylines import AGENCIES, SEPARATOR, is_outlet, read_byline
from qa_assistant.ingest.dates import MONTH, date_in_name, date_of_day, first_date, whole_date, year_in_name
from qa_assistant.ingest.furniture import is_furniture
from qa_assistant.ingest.metadata import Metadata, metadata_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.ingest.blocks import Block
    from qa_assistant.schema import Span

HEAD_BLOCKS = 12
"""How far down the head is looked for; what is said below is the article's matter."""

_LONGEST_TITLE = 150
_LONGEST_NOTE = 120
_MOST_ABOVE_DATELINE = 5
_MOST_WORDS_ABOVE_DATELINE = 150
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SECTION_NAMES = frozenset({"middle east", "world news", "uk news", "us news", "us politics", "latin america"})

_LABELLED = re.compile(
    r"(?P<key>title|headline|authors?|byline|outlet|source|publication|publisher|newspaper|published|date|pubdate|"
    r"publication date|url|link|section|category|updated|last updated|word count)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:(?:originally|first)\s+)?(?:published|posted|issued)\b"
    r"(?:\s+(?:in|by)\s+(?P<outlet>[A-Z][\w'’& ]+?)(?:,|\s+on\b))?(?P<rest>.*\d.*)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated?|modified)\b.*", re.IGNORECASE)

_DAY = rf"(?i:{MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}\s+{MONTH})"
_CAPITALISED = r"[^\W\da-z_][\w.'’/-]*"
_PLACE = rf"{_CAPITALISED}(?:,?\s+(?:{_CAPITALISED}|\d{{1,4}})){{0,6}}"
_PLACE_IN_CAPITALS = rf"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]{{3,30}}(?:,\s+(?!(?i:{MONTH})\s)[A-Z][\w.'’ ]{{1,20}})?"
_EMPHASIS = r"[*_]{0,3}"
_DASH = rf"{_EMPHASIS}\s*(?:--+|[-–—]){_EMPHASIS}"
_NEW_SENTENCE = r"(?=[^\Wa-z_]|[\"“‘])"
_DATELINES = (
    # LONDON, July 4 (Reuters) - Ministers …   Kyiv, Ukraine (CNN) — Ministers …   (CNN) -- Ministers …
    rf"(?P<lead>(?!The\b)(?:{_PLACE},?\s+)?)\((?P<outlet>[A-Z][\w.&'’ -]{{1,30}})\)(?:{_DASH}\s+|(?:{_DASH})?$)",
    # CNN — Ministers …   Washington CNN — Ministers …
    rf"(?P<lead>(?:{_CAPITALISED},?\s+){{0,3}})(?P<outlet>{'|'.join(AGENCIES)}){_DASH}(?:\s+{_NEW_SENTENCE}|$)",
    # LONDON, July 4 - Ministers …
    rf"(?P<lead>{_PLACE_IN_CAPITALS},\s+{_DAY}(?:,\s+\d{{4}})?)(?P<outlet>){_DASH}\s+",
    # LONDON — Ministers …, but not NATO — the alliance — …
    rf"(?P<lead>{_PLACE_IN_CAPITALS})(?P<outlet>)(?!\s*-\s){_DASH}\s+{_NEW_SENTENCE}(?!.{{0,200}}\s(?:--|[–—])\s)",
)
_DATELINE = tuple(re.compile(_EMPHASIS + pattern) for pattern in _DATELINES)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of an article says, and which spans of the text say only that."""

    metadata: Metadata
    day: str | None
    """A day without its year, from a dateline such as `LONDON, July 4 (Reuters) -`."""
    notes: tuple[Span, ...]
    """Bylines, dates, labels and datelines: not sentences of the article."""

    def dated(self, file: str) -> Metadata:
        """Return the metadata, with the file name's date, or its year for the dateline's day, where none is given."""
        published = self.metadata.published or date_in_name(file)
        year = year_in_name(file)
        if published is None and self.day and year:
            published = date_of_day(self.day, year)
        return replace(self.metadata, published=published)


def read_head(blocks: Sequence[Block]) -> Head:
    """Return what the first blocks of an article say about it."""
    found = Metadata()
    day: str | None = None
    notes: list[Span] = []
    plain: list[Block] = []
    for block in blocks[:HEAD_BLOCKS]:
        note = read_note(block.text)
        if note is not None:
            found = found.or_else(note)
            notes.append((block.start, block.end))
            continue
        plain.append(block)
        if dateline := next(filter(None, (pattern.match(block.text) for pattern in _DATELINE)), None):
            found = found.or_else(Metadata(outlet=dateline["outlet"] or None, published=first_date(dateline["lead"])))
            written_day = re.search(_DAY, dateline["lead"])
            day = day or (written_day.group() if written_day else None)
            notes.append((block.start, block.start + dateline.end()))
            notes += _above_dateline(plain[:-1])
    title, label = _headline(plain, len(blocks))
    return Head(found.or_else(Metadata(title=title)), day, tuple(sorted([*notes, *label])))


def _above_dateline(blocks: Sequence[Block]) -> list[Span]:
    """Return the headline and the captions above the first sentence of a report."""
    is_head = len(blocks) <= _MOST_ABOVE_DATELINE and sum(block.words for block in blocks) <= _MOST_WORDS_ABOVE_DATELINE
    return [(block.start, block.end) for block in blocks] if is_head else []


def read_note(line: str) -> Metadata | None:
    """Return what a line says that is nothing but a label, a byline or a date; None for any other line."""
    line = plain_line(line)
    if not line or (len(line) > _LONGEST_NOTE and not line.lower().startswith("by")):
        return None
    if match := _LABELLED.fullmatch(line):
        return metadata_of({match["key"]: match["value"]})
    return _publication_note(line) or read_byline(line) or _date_note(line)


def plain_line(line: str) -> str:
    """Return a line without its Markdown."""
    line = _LINK.sub(r"\1", line)
    if heading := _HEADING.fullmatch(line):
        line = heading["title"]
    return _MARKS.sub("", line).strip()


def _publication_note(line: str) -> Metadata | None:
    match = _PUBLISHED.fullmatch(line)
    if match is None or re.search(r"[^.][a-z]{3,}\.$", line):
        return None
    published = first_date(_UPDATED.sub("", match["rest"]))
    return Metadata(outlet=match["outlet"], published=published) if published else None


def _date_note(line: str) -> Metadata | None:
    """Read `4 July 2025`, `Reuters, 4 July 2025` and `A B | The Paper | 4 July 2025`."""
    if published := whole_date(line):
        return Metadata(published=published)
    parts = SEPARATOR.split(_UPDATED.sub("", line))
    if len(parts) == 1:
        parts = line.split(", ", maxsplit=1)
    dates = [found for part in parts if (found := whole_date(part))]
    others = [part for part in parts if part and not whole_date(part)]
    if not dates or any(len(other.split()) > 6 for other in others):
        return None
    said = Metadata(published=dates[0], outlet=next(filter(is_outlet, others), None))
    for other in others:
        said = said.or_else(read_byline(other) or Metadata())
    return said


def _headline(blocks: Sequence[Block], total: int) -> tuple[str | None, list[Span]]:
    """Return the headline, and the section label above it if there is one."""
    if heading := next((block for block in blocks if block.text.startswith("# ")), None):
        return plain_line(heading.text), []
    lines = [block for block in blocks if not is_furniture(block.text) and not block.text.startswith(("![", "<"))]
    if not lines or total < 2:
        return None, []
    if len(lines) > 1 and _is_section_label(lines[0].text) and _is_headline(lines[1]) and lines[1].words > 2:
        return plain_line(lines[1].text), [(lines[0].start, lines[0].end)]
    return (plain_line(lines[0].text), []) if _is_headline(lines[0]) else (None, [])


def _is_headline(block: Block) -> bool:
    line = plain_line(block.text)
    return (
        0 < len(line) <= _LONGEST_TITLE
        and not re.search(r"[.!:;,…][\"'”’)]*$", line.removesuffix("U.S.").removesuffix("U.K."))
        and not re.match(r"[-*+•>|]|\d+[.)]\s", block.text)
        and not line[0].islower()
        and any(map(str.isalpha, line))
    )


def _is_section_label(line: str) -> bool:
    line = plain_line(line)
    return line.casefold() in _SECTION_NAMES or (len(line) <= 20 and line.isalpha())
