"""What a file says about its article: title, outlet, author, dates, section, address, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.moments import moment_of
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# as `plain_key` writes them: `Publication date`, `publication_date` and `publicationDate` are one
_TITLE_KEYS = ("title", "headline", "headlines", "webtitle", "name")
_OUTLET_KEYS = (
    *("outlet", "source", "publication", "publisher", "newspaper", "site", "sitename", "sourcename", "outletname"),
    *("publishername", "medium", "feed", "agency", "sourcedomain", "domain"),
)
_AUTHOR_KEYS = ("author", "authors", "byline", "by", "creator", "dccreator", "writer", "authorname")
_DATE_KEYS = (
    *("published", "datepublished", "publicationdate", "publishedat", "publisheddate", "pubdate", "datepublish"),
    *("publishdate", "webpublicationdate", "publishedon", "date", "firstpublished", "publishtime", "publishedtime"),
    *("created", "createdat", "datecreated", "timestamp", "datetime", "time"),
)
_UPDATED_KEYS = (
    *("updated", "lastupdated", "modified", "lastmodified", "datemodified", "updatedat", "modifiedat", "dateupdated"),
    *("modifieddate", "updateddate", "datemodify"),
)
_SECTION_KEYS = ("section", "sectionname", "articlesection", "category", "rubric", "desk", "newsdesk")
_URL_KEYS = ("url", "canonical", "canonicalurl", "link", "permalink", "weburl", "mainentityofpage", "uri", "sourceurl")
_LANGUAGE_KEYS = ("lang", "language", "inlanguage")

_LONGEST_FRONT_MATTER = 50_000
_PROSE_WORDS = 4
_MOST_NAMES, _DEEPEST = 50, 3
_LONGEST_VALUE = 400
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{3,2000}")
_DATE_PREFIX = re.compile(r"^(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d[-_. ]*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article; None where nothing says so."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    updated: date | None = None
    section: str | None = None
    url: str | None = None
    moment: str | None = None
    """When it was published, as precisely as that is said; see `moments`."""

    def or_else(self, other: Metadata) -> Metadata:
        """Return this with its gaps filled from `other`; another day than the moment or month known here is none."""
        if self.moment and not (self.published or str(other.published or self.moment).startswith(self.moment)):
            other = replace(other, published=None)
        mine, theirs = (partial(getattr, source) for source in (self, other))
        return Metadata(
            **{
                field.name: theirs(field.name) if mine(field.name) is None else mine(field.name)
                for field in fields(self)
            }
        )

    def or_made(self, day: date | None) -> Metadata:
        """Return this with the day that a document was made, where nothing says when it was published."""
        return self if self.published or self.moment else replace(self, published=day)


def front_matter(text: str) -> tuple[Metadata, int]:
    """Return what the YAML block at the top of `text` says, and the offset where the text proper begins.

    YAML is strict where people are not (`title: Talks: day two`); a block it refuses is read as plain `key: value`
    lines.
    """
    if not text.startswith("---"):
        return Metadata(), 0
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        block, body = handler.split(text)
    except ValueError:
        # a rule at the top, and no second one
        return Metadata(), 0
    if len(block) > _LONGEST_FRONT_MATTER:
        return Metadata(), 0
    try:
        values = handler.load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        # ValueError: a date that is none, such as 2025-02-31
        values = dict(_plain_lines(block))
    if not isinstance(values, Mapping):
        return Metadata(), 0
    said = metadata_of(values)
    if said == Metadata() and any(len(str(value).split()) >= _PROSE_WORDS for value in values.values()):
        # "Monday: the river rose again" between two rules
        return Metadata(), 0
    return said, len(text) - len(body)


def metadata_of(values: Mapping[object, object]) -> Metadata:
    """Return the metadata in a mapping whose keys may be written in any of the usual ways."""
    given = {plain_key(key): value for key, value in values.items()}

    def first(keys: Iterable[str]) -> object:
        return next((given[key] for key in keys if given.get(key)), None)

    return Metadata(
        title=_text(first(_TITLE_KEYS)),
        outlet=_name(first(_OUTLET_KEYS)),
        author=_text(first(_AUTHOR_KEYS)),
        published=date_of_value(first(_DATE_KEYS)),
        moment=moment_of(first(_DATE_KEYS)),
        language=language_code(_text(first(_LANGUAGE_KEYS))),
        updated=date_of_value(first(_UPDATED_KEYS)),
        section=_first_of(first(_SECTION_KEYS)),
        url=web_address(first(_URL_KEYS)),
    )


def plain_key(key: object) -> str:
    """Return the name of a field as it is compared: `Publication date` and `publication_date` are the same."""
    return re.sub(r"[\W_]+", "", str(key)).lower()


def web_address(value: object) -> str | None:
    """Return a value that is an address on the web; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    text = str(value or "").strip()
    return text if _ADDRESS.fullmatch(text) else None


def language_code(tag: str | None) -> str | None:
    """Return the two-letter code of a language tag such as `en-GB`; None for anything else."""
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", tag or "")
    return match[1].lower() if match else None


def as_article(file: str, text: str, said: Metadata, pages: tuple[int, ...] = ()) -> Article:
    """Return the article; one without a title is called by its file name."""
    return Article(
        file=file,
        text=text,
        title=_line(said.title) or title_of_file(file),
        outlet=_line(said.outlet),
        author=_line(said.author),
        published=said.published,
        language=said.language,
        updated=said.updated if said.updated != said.published else None,
        section=_line(said.section),
        url=said.url,
        pages=pages,
        published_iso=_moment(said),
    )


def _moment(said: Metadata) -> str | None:
    """Return the moment of publication; where sources name different days, the day that counts."""
    day = said.published.isoformat() if said.published else ""
    return said.moment if said.moment and said.moment.startswith(day) else day or None


def _line(value: str | None) -> str | None:
    """Return a value as one line that can be stored and shown, whatever a file says."""
    if not value:
        return None
    readable = "".join(character if character.isprintable() else " " for character in value[: 2 * _LONGEST_VALUE])
    return " ".join(readable.split())[:_LONGEST_VALUE] or None


def title_of_file(file: str) -> str:
    """Return the name of a file made readable, for an article that has no title."""
    stem = PurePosixPath(file.removesuffix(".gz")).stem
    words = re.sub(r"[-_\s]+", " ", _DATE_PREFIX.sub("", stem)).strip()
    return words[:1].upper() + words[1:] if words else stem


def join_names(names: Iterable[str]) -> str | None:
    """Return names as a byline has them: `A, B and C`."""
    *first, last = [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name] or [""]
    return (f"{', '.join(first)} and {last}" if first else last) or None


def _plain_lines(block: str) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in block.splitlines() if ":" in line)
    return [(key, value.strip().strip("\"'[]")) for key, _, value in pairs]


def _name(value: object) -> str | None:
    """Return a value as text unless it is an address, which is no name."""
    text = _text(value)
    return None if web_address(text) else text


def _first_of(value: object) -> str | None:
    return _text(value[0] if isinstance(value, list | tuple) and value else value)


def _text(value: object, depth: int = 0) -> str | None:
    """Return a value as one line of text; a list of names, or of mappings with a name, becomes one byline."""
    if depth > _DEEPEST:
        # YAML can nest a list in itself
        return None
    if isinstance(value, Mapping):
        return _text(value.get("name"), depth + 1)
    if isinstance(value, list | tuple):
        return join_names(_text(item, depth + 1) or "" for item in value[:_MOST_NAMES])
    return " ".join(str(value).split()) or None if value is not None else None
