"""What a file says about its article: title, outlet, author, publication date, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_assistant.ingest.dates import date_of_value
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_TITLE_KEYS = ("title", "headline")
_OUTLET_KEYS = ("outlet", "source", "publication", "publisher", "newspaper", "site", "site_name", "sitename")
_AUTHOR_KEYS = ("author", "authors", "byline", "by")
_DATE_KEYS = ("published", "date", "publication_date", "published_at", "pubdate", "datepublished")
_LANGUAGE_KEYS = ("lang", "language")

_DATE_PREFIX = re.compile(r"^(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d[-_. ]*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article; None where nothing says so."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return this with its gaps filled from `other`."""
        mine, theirs = (partial(getattr, source) for source in (self, other))
        return Metadata(
            **{
                field.name: theirs(field.name) if mine(field.name) is None else mine(field.name)
                for field in fields(self)
            }
        )


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
    try:
        values = handler.load(block)
    except yaml.YAMLError:
        values = dict(_plain_lines(block))
    if not isinstance(values, Mapping):
        return Metadata(), 0
    return metadata_of(values), len(text) - len(body)


def metadata_of(values: Mapping[object, object]) -> Metadata:
    """Return the metadata in a mapping whose keys may be written in any of the usual ways."""
    given = {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value for key, value in values.items()}

    def first(keys: Iterable[str]) -> object:
        return next((given[key] for key in keys if given.get(key)), None)

    return Metadata(
        title=_text(first(_TITLE_KEYS)),
        outlet=_text(first(_OUTLET_KEYS)),
        author=_text(first(_AUTHOR_KEYS)),
        published=date_of_value(first(_DATE_KEYS)),
        language=language_code(_text(first(_LANGUAGE_KEYS))),
    )


def language_code(tag: str | None) -> str | None:
    """Return the two-letter code of a language tag such as `en-GB`; None for anything else."""
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", tag or "")
    return match[1].lower() if match else None


def as_article(file: str, text: str, said: Metadata) -> Article:
    """Return the article; one without a title is called by its file name."""
    return Article(
        file=file,
        text=text,
        title=said.title or title_of_file(file),
        outlet=said.outlet,
        author=said.author,
        published=said.published,
        language=said.language,
    )


def title_of_file(file: str) -> str:
    """Return the name of a file made readable, for an article that has no title."""
    stem = PurePosixPath(file).stem
    words = re.sub(r"[-_\s]+", " ", _DATE_PREFIX.sub("", stem)).strip()
    return words[:1].upper() + words[1:] if words else stem


def join_names(names: Iterable[str]) -> str | None:
    """Return names as a byline has them: `A, B and C`."""
    *first, last = [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name] or [""]
    return (f"{', '.join(first)} and {last}" if first else last) or None


def _plain_lines(block: str) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in block.splitlines() if ":" in line)
    return [(key, value.strip().strip("\"'[]")) for key, _, value in pairs]


def _text(value: object) -> str | None:
    """Return a value as one line of text; a list of names, or of mappings with a name, becomes one byline."""
    if isinstance(value, Mapping):
        return _text(value.get("name"))
    if isinstance(value, list | tuple):
        return join_names(_text(item) or "" for item in value)
    return " ".join(str(value).split()) or None if value is not None else None
