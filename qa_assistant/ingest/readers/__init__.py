"""One reader for each format, found by suffix.

A new format is one module with a class that has `read` (see `Reader`), and a line in `READERS`; or a package of its own
that names such a class in the entry points `qa_assistant.readers`, the suffix being the entry's name. Readers import
their libraries when they read, not before.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError, ConfigError
from qa_assistant.ingest.readers.epub import EpubReader
from qa_assistant.ingest.readers.html import HtmlReader
from qa_assistant.ingest.readers.mail import MailboxReader, MailReader
from qa_assistant.ingest.readers.opendocument import OpenDocumentReader
from qa_assistant.ingest.readers.pdf import PdfReader
from qa_assistant.ingest.readers.rows import JsonLinesReader, JsonReader, TableReader
from qa_assistant.ingest.readers.rtf import RtfReader
from qa_assistant.ingest.readers.saved import WarcReader
from qa_assistant.ingest.readers.text import TextReader
from qa_assistant.ingest.readers.word import WordReader
from qa_assistant.ingest.readers.xml import XmlReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.metadata import EntryPoint, EntryPoints

    from qa_assistant.ingest.reading import Reader

_TEXT = TextReader()
_HTML = HtmlReader()
_MAIL = MailReader()
_TABLE = TableReader()
_JSON_LINES = JsonLinesReader()
_XML = XmlReader()

READERS: Mapping[str, Reader] = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".markdown": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": PdfReader(),
    ".docx": WordReader(),
    ".odt": OpenDocumentReader(),
    ".rtf": RtfReader(),
    ".epub": EpubReader(),
    ".eml": _MAIL,
    ".mbox": MailboxReader(),
    ".mhtml": _MAIL,
    ".mht": _MAIL,
    ".warc": WarcReader(),
    ".json": JsonReader(),
    ".jsonl": _JSON_LINES,
    ".ndjson": _JSON_LINES,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".xml": _XML,
    ".rss": _XML,
    ".atom": _XML,
}
"""Readers by suffix, in lower case."""

PACKED = (".gz", ".zip")
"""Suffixes of files that hold other files."""

ENTRY_POINTS = "qa_assistant.readers"
"""The group of entry points in which installed packages name readers of their own."""


def is_readable(name: str) -> bool:
    """Say whether a file of this name is read, or its content once it is unpacked."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix == ".gz":
        inner = PurePosixPath(path.stem).suffix.lower()
        return inner == "" or (inner != ".gz" and is_readable(path.stem))
    return suffix in READERS or suffix in PACKED or added_readers().has(suffix)


class AddedReaders:
    """The readers that installed packages add, by suffix; each is loaded when a file first needs it."""

    def __init__(self, find: Callable[..., EntryPoints] = entry_points) -> None:
        self._entries = {"." + entry.name.lower().lstrip("."): entry for entry in find(group=ENTRY_POINTS)}
        self._loaded: dict[str, Reader] = {}

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of what they read."""
        return tuple(self._entries)

    def has(self, suffix: str) -> bool:
        """Say whether there is a reader for a suffix in lower case."""
        return suffix in self._entries

    def load(self, suffix: str) -> Reader:
        """Return the reader for a suffix that there is one for.

        Raises:
            ConfigError: the entry point cannot be loaded, or names nothing that reads.
        """
        if suffix not in self._loaded:
            self._loaded[suffix] = _loaded(self._entries[suffix])
        return self._loaded[suffix]


@cache
def added_readers() -> AddedReaders:
    """Return the readers of the packages that are installed; one is preferred to that of the project."""
    return AddedReaders()


def reader_for(file: str) -> Reader:
    """Return the reader for a file, by its suffix.

    Raises:
        ArticleError: no reader exists for its suffix.
        ConfigError: an installed package names a reader that cannot be loaded.
    """
    if file.endswith("/"):
        raise ArticleError(file, "is a folder that may not be listed: give yourself permission to read it")
    return reader_of(file, PurePosixPath(file).suffix.lower())


def reader_of(file: str, suffix: str) -> Reader:
    """Return the reader of the format that goes by `suffix`; `file` is what errors are about.

    Raises:
        ArticleError: no reader exists for this format.
        ConfigError: an installed package names a reader that cannot be loaded.
    """
    if added_readers().has(suffix):
        return added_readers().load(suffix)
    if suffix not in READERS:
        known = ", ".join(dict.fromkeys([*READERS, *added_readers().suffixes, *PACKED]))
        raise ArticleError(file, f"has a format that is not read; the ones that are: {known}")
    return READERS[suffix]


def _loaded(entry: EntryPoint) -> Reader:
    try:
        named = entry.load()
        reader: Reader = named() if isinstance(named, type) else named
    except (ImportError, AttributeError, TypeError) as error:
        raise ConfigError(f"the reader {entry.value!r} of an installed package cannot be loaded: {error}") from error
    if not callable(getattr(reader, "read", None)):
        raise ConfigError(f"the reader {entry.value!r} of an installed package has no method `read`")
    return reader
