"""The head of an article: what stands above its text and at the start of it, and what that says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.ingest.bylines import AGENCIES, SEPARATOR, is_masthead, is_outlet, is_outlet_above_date, read_byline
from qa_assistant.ingest.dates import MONTH, date_in_name, date_of_day, first_date, whole_date, year_in_name
from qa_assistant.ingest.furniture import is_furniture
from qa_assistant.ingest.metadata import Metadata, metadata_of
from qa_assistant.ingest.moments import moment_of, moment_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.ingest.blocks import Block
    from qa_assistant.schema import Span

HEAD_BLOCKS = 12
"""How far down the head is looked for; what is said below is the article's matter."""

_LONGEST_TITLE = 150
_LONGEST_NOTE = 120
_PROSE_WORDS = 12
_LONGEST_BYLINE = 200
_LONGEST_LINE = 1000
_MOST_ABOVE_DATELINE = 5
_MOST_WORDS_ABOVE_DATELINE = 150
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+")
_SECTION_NAMES = frozenset(
    {
        "africa",
        "americas",
        "analysis",
        "asia",
        "business",
        "climate",
        "comment",
        "culture",
        "economy",
        "europe",
        "health",
    }
    | {"latin america", "markets", "middle east", "news", "opinion", "politics", "science", "sport", "sports", "tech"}
    | {"technology", "travel", "uk", "uk news", "us", "us news", "us politics", "world", "world news"}
)

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
_PUBLISHED_ABROAD = re.compile(
    r"(?:publicado|publicada|veröffentlicht|erschienen|publié|publiée|pubblicato|pubblicata|paru|fecha|datum|data)\b"
    r"(?:\s+(?:el|em|am|le|il|a|en|in))?\s*:?\s*(?P<rest>.*\d.*)",
    re.IGNORECASE,
)
_UPDATED_ABROAD = re.compile(
    r"[\s|–—(,-]*(?:(?:última )?actualizad[oa]|(?:última )?actualización|aktualisiert|zuletzt (?:aktualisiert|geändert)"
    r"|stand|mis à jour|mise à jour|modifié|aggiornat[oa]|ultimo aggiornamento|atualizad[oa]|(?:última )?atualização)\b"
    r"(?:\s+(?:el|em|am|le|il|vom|a))?\s*:?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated?|modified)\b.*", re.IGNORECASE)

_OF_YEAR = re.compile(
    r"(?:(?:last\s+)?updated|modified|©|copyright)[^\w].*?\b(?P<year>(?:19|20)\d\d)\b.*", re.IGNORECASE
)

_DAY = rf"(?i:{MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}\s+{MONTH})"
_CAPITALISED = r"[^\W\da-z_][\w.'’/-]*"
_PLACE = rf"{_CAPITALISED}(?:,?\s+(?:{_CAPITALISED}|\d{{1,4}})){{0,6}}"
_PLACE_IN_CAPITALS = rf"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]{{3,30}}(?:,\s+(?!(?i:{MONTH})\s)[A-Z][\w.'’ ]{{1,20}})?"
_EMPHASIS = r"[*_]{0,3}"
_DASH = rf"{_EMPHASIS}\s*(?:--+|[-–—]){_EMPHASIS}"
_NEW_SENTENCE = r"(?=[^\Wa-z_]|[\"“‘$€£])"
_DATELINES = (
    # LONDON, July 4 (Reuters) - Ministers …   Kyiv, Ukraine (CNN) — Ministers …   (CNN) -- Ministers …
    rf"(?P<lead>(?!The\b)(?:{_PLACE},?\s+)?)\((?P<outlet>[A-Z][\w.&'’ -]{{1,30}})\)"
    rf"(?:{_DASH}\s+{_NEW_SENTENCE}|(?:{_DASH})?$)",
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
    year: int | None
    """A year that another line of the head gives, such as `Updated: 5 July 2025`."""
    notes: tuple[Span, ...]
    """Bylines, dates, labels and datelines: not sentences of the article."""

    def dated(self, file: str) -> Metadata:
        """Return the metadata, with the file name's date, or its year for the dateline's day, where none is given."""
        said = self.metadata.or_else(Metadata(published=date_in_name(file)))
        year = self.year or year_in_name(file)
        if said.published is None and self.day and year:
            day = date_of_day(self.day, year)
            # the year in a name may be that of the matter: "budget 2031.txt"
            said = said.or_else(Metadata(published=day if day and day <= date.today() else None))
        return said


def read_head(blocks: Sequence[Block]) -> Head:
    """Return what the first blocks of an article say about it."""
    labels, dates, plain = _sorted_out(blocks[:HEAD_BLOCKS])
    said = Metadata()
    for _, note in labels:
        said = said.or_else(note)
    # several dates standing alone are those of a chronicle, not one of them that of its publication
    if len({note.published for _, note in dates}) == 1:
        for _, note in dates:
            said = said.or_else(note)
    notes = [(block.start, block.end) for block, _ in labels + dates]
    at, dateline = next(((at, found) for at, block in enumerate(plain) if (found := _dateline(block.text))), (0, None))
    day = re.search(_DAY, dateline["lead"]) if dateline else None
    if dateline:
        said = said.or_else(Metadata(outlet=dateline["outlet"] or None, published=first_date(dateline["lead"])))
        notes += [*_above_dateline(plain[:at]), (plain[at].start, plain[at].start + dateline.end())]
    if dateline and dateline["outlet"]:
        # its name above is no headline
        plain = [block for block in plain if plain_line(block.text).casefold() != dateline["outlet"].casefold()]
    title, outlet, label = _headline(plain, len(blocks))
    return Head(
        metadata=said.or_else(Metadata(title=title, outlet=outlet)),
        day=day.group() if day else None,
        year=next(filter(None, (_year_note(block.text) for block in blocks[:HEAD_BLOCKS])), None),
        notes=tuple(sorted([*notes, *label])),
    )


_Note = tuple["Block", Metadata]


def _sorted_out(blocks: Sequence[Block]) -> tuple[list[_Note], list[_Note], list[Block]]:
    """Return the labels and bylines, the dates above the text, and all other blocks of a head."""
    labels: list[_Note] = []
    dates: list[_Note] = []
    plain: list[Block] = []
    is_in_text = is_below_byline = False
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        line = plain_line(block.text)
        said = _label_note(line)
        if said is None and is_below_byline and is_outlet(line):
            said = Metadata(outlet=line)
        if said is None and after and not is_in_text and plain:
            said = _outlet_note(line, plain_line(plain[0].text), after, is_below_byline=is_below_byline)
        is_below_byline = said is not None and said.author is not None
        if said is not None:
            labels.append((block, said))
        elif not is_in_text and (said := _date_note(line)):
            dates.append((block, said))
        else:
            plain.append(block)
            is_in_text = is_in_text or (block.is_stopped and block.words >= _PROSE_WORDS)
    return labels, dates, plain


def _outlet_note(line: str, headline: str, after: Block, *, is_below_byline: bool) -> Metadata | None:
    """Read the name of an outlet between the headline, or the byline, and the date."""
    is_apart = is_below_byline or any(word[0].islower() and len(word) > 3 for word in headline.split())
    if is_outlet(headline) or not is_outlet_above_date(line, is_apart=is_apart):
        return None
    return Metadata(outlet=line) if whole_date(plain_line(after.text)) else None


def _dateline(line: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.match(line) for pattern in _DATELINE)), None)


def _above_dateline(blocks: Sequence[Block]) -> list[Span]:
    """Return the headline and the captions above the first sentence of a report."""
    is_head = len(blocks) <= _MOST_ABOVE_DATELINE and sum(block.words for block in blocks) <= _MOST_WORDS_ABOVE_DATELINE
    return [(block.start, block.end) for block in blocks] if is_head else []


def read_note(line: str) -> Metadata | None:
    """Return what a line says that is nothing but a label, a byline or a date; None for any other line."""
    line = plain_line(line)
    return _label_note(line) or _date_note(line)


def _label_note(line: str) -> Metadata | None:
    if len(line) > (_LONGEST_BYLINE if line[:2].lower() == "by" else _LONGEST_NOTE):
        return None
    if match := _LABELLED.fullmatch(line):
        return metadata_of({match["key"]: match["value"]})
    return _publication_note(line) or _note_from_abroad(line) or read_byline(line)


def _year_note(line: str) -> int | None:
    match = _OF_YEAR.fullmatch(plain_line(line)[:_LONGEST_NOTE])
    return int(match["year"]) if match else None


def plain_line(line: str) -> str:
    """Return a line without its Markdown; a line longer than any headline is returned as it is."""
    if len(line) > _LONGEST_LINE:
        return line
    line = _LINK.sub(r"\1", line)
    if heading := _HEADING.fullmatch(line):
        line = heading["title"]
    return _MARKS.sub("", line).strip()


def _publication_note(line: str) -> Metadata | None:
    match = _PUBLISHED.fullmatch(line)
    if match is None and _UPDATED.fullmatch(line) and (updated := first_date(line)):
        return Metadata(updated=updated)
    if match is None or re.search(r"[^.][a-z]{3,}\.$", line):
        return None
    said = _UPDATED.sub("", match["rest"])
    published = first_date(said)
    later = _UPDATED.search(match["rest"])
    updated = first_date(later.group()) if later else None
    if published is None:
        return None
    return Metadata(outlet=match["outlet"], published=published, updated=updated, moment=moment_of(said))


def _note_from_abroad(line: str) -> Metadata | None:
    """Read `Publié le 4 juillet 2025 à 10h30 | Mis à jour le …` and the like in the languages whose dates are read."""
    published = _PUBLISHED_ABROAD.fullmatch(line)
    updated = _UPDATED_ABROAD.search(published["rest"]) if published else _UPDATED_ABROAD.fullmatch(line)
    until = updated.start() if published and updated else None
    days = (
        first_date(published["rest"][:until], day_first=True) if published else None,
        first_date(updated["rest"], day_first=True) if updated else None,
    )
    moment = moment_on(days[0], published["rest"][:until]) if published and days[0] else None
    return Metadata(published=days[0], updated=days[1], moment=moment) if any(days) else None


def _date_note(line: str) -> Metadata | None:
    """Read `4 July 2025`, `Reuters, 4 July 2025` and `A B | The Paper | 4 July 2025`."""
    if len(line) > _LONGEST_NOTE:
        return None
    if published := whole_date(line):
        return Metadata(published=published, moment=moment_of(line))
    parts = SEPARATOR.split(_UPDATED.sub("", line))
    if len(parts) == 1:
        parts = line.split(", ", maxsplit=1)
    dates = [part for part in parts if whole_date(part)]
    others = [part for part in parts if part and not whole_date(part)]
    if not dates or any(len(other.split()) > 6 for other in others):
        return None
    said = Metadata(
        published=whole_date(dates[0]), outlet=next(filter(is_outlet, others), None), moment=moment_of(dates[0])
    )
    for other in others:
        said = said.or_else(read_byline(other) or Metadata())
    return said


def _headline(blocks: Sequence[Block], total: int) -> tuple[str | None, str | None, list[Span]]:
    """Return the headline, the outlet if its name stands above it, and the lines above it that are no text."""
    if heading := next((block for block in blocks if block.text.startswith("# ")), None):
        return plain_line(heading.text), None, []
    lines = [block for block in blocks if not is_furniture(block.text) and not block.text.startswith(("![", "<"))]
    addresses = [block for block in lines if _ADDRESS.fullmatch(block.text)]
    lines = [block for block in lines if block not in addresses]
    labels = [(block.start, block.end) for block in addresses]
    if not lines or total < 2:
        return None, None, labels
    first, *others = lines
    line, has_headline = plain_line(first.text), bool(others) and _is_headline(others[0]) and others[0].words > 2
    is_outlets = has_headline and is_masthead(line)
    if is_outlets or line.casefold() in _SECTION_NAMES or (has_headline and _is_short_label(first.text)):
        title = plain_line(others[0].text) if has_headline else None
        return title, line if is_outlets else None, [*labels, (first.start, first.end)]
    return (line if _is_headline(first) else None), None, labels


def _is_headline(block: Block) -> bool:
    line = plain_line(block.text)
    return (
        0 < len(line) <= _LONGEST_TITLE
        and not re.search(r"[.!:;,…][\"'”’)]*$", line.removesuffix("U.S.").removesuffix("U.K."))
        and not re.match(r"[-*+•>|]|\d+[.)]\s", block.text)
        and not line[0].islower()
        and any(map(str.isalpha, line))
    )


def _is_short_label(line: str) -> bool:
    return len(line) <= 20 and plain_line(line).isalpha()
