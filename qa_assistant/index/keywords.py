"""Keyword search: BM25 over titles, outlets and clean passages, in a Tantivy index on disk.

An entry bears the id of its passage's vector, which says all about the passage. So the keyword index is kept in line as
the vector store is: entries are added before the catalogue names them, deleted when it no longer does, and what the
catalogue does not name is never a result. What is written at a time is there as a whole or not at all.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.errors import IndexMismatchError
from qa_assistant.index.catalogue import BUILD
from qa_assistant.index.collection import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tantivy import Index, Query, Schema, Searcher

    from qa_assistant.schema import Filters

KEYWORDS = "keywords"
"""Name of the folder below that of the index."""

MAX_TERMS = 64
"""Distinct words of a question that are searched for; the rest of a very long one is ignored."""

_MAX_LETTERS = 60
"""Nothing longer is a word."""

_SCORE_DIGITS = 3
"""Digits after the point that count: a score is summed in varying order, so its last bits vary."""

_SPARE = 32
"""Results fetched beyond those asked for, so that equal scores at the edge are cut by id and not by chance."""

_VERSIONS = 3
"""Versions of the catalogue whose state of the index is kept open."""

_FOOTER = 8
"""Bytes at the end of each of Tantivy's files: length of the note before them, which holds a checksum, and a number."""

_WORD = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(
    _WORD.findall(
        "a about after all also am an and any are as at be because been before being but by can could d did do does "
        "doing don for from had has have having he her here hers him his how i if in into is it its just ll m may me "
        "might more most must my no nor not of off on once only or other our out over own re s same shall she should "
        "so some such t than that the their them then there these they this those through to too under until up us ve "
        "very was we were what when where which while who whom whose why will with would you your "
    )
)
"""English function and question words; letters left of contractions among them."""


class DamagedKeywordsError(IndexMismatchError):
    """The keyword index is missing or damaged; the next sync builds it anew from the catalogue."""


def words(text: str, *, drop_stop_words: bool = True) -> list[str]:
    """Return the distinct words of a text in lower case, in order, at most `MAX_TERMS`.

    Stop words are dropped unless there is nothing else.
    """
    found = list(dict.fromkeys(word for word in _WORD.findall(text.lower()) if len(word) <= _MAX_LETTERS))
    content = [word for word in found if word not in STOP_WORDS] if drop_stop_words else found
    return (content or found)[:MAX_TERMS]


class Keywords:
    """The keyword index in a folder, for searching; opened by the first use. May be shared between threads.

    `version` is that of the catalogue: what is read is complete for it, and may hold more.

    Raises (from every method):
        DamagedKeywordsError: the index is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._searchers: dict[str, Searcher] = {}
        """By version, oldest first: a searcher keeps the state it was opened with, whatever is written meanwhile."""

    def search(self, version: str, stems: Sequence[str], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return ids and BM25 scores of at most `k` entries, and a few to spare, that hold any of the stems."""
        with self._opened(version) as (searcher, schema):
            found = searcher.search(query_of(schema, stems, filters), k + _SPARE, count=False)
            hits = [(str(searcher.doc(place).get_first("id")), float(score)) for score, place in found.hits]
        return sorted(((name, round(score, _SCORE_DIGITS)) for name, score in hits), key=lambda hit: (-hit[1], hit[0]))

    def frequencies(self, version: str, stems: Sequence[str]) -> dict[str, int]:
        """Return how many entries hold each stem; ones deleted lately may still be counted."""
        with self._opened(version) as (searcher, _):
            return {stem: searcher.doc_freq("words", stem) for stem in stems}

    def ids(self, version: str) -> set[str]:
        """Return the ids of all entries."""
        with self._opened(version) as (searcher, _):
            return ids_of(searcher)

    def warm_up(self, version: str) -> None:
        """Open the index now, so that the first search need not."""
        with self._opened(version):
            pass

    def hold(self, version: str) -> None:
        """If the index is open, keep its state for later reads of this version."""
        if self._index is not None and version not in self._searchers:
            self.warm_up(version)

    def is_whole(self) -> bool:
        """Return whether every file holds what was written, byte by byte."""
        try:
            with self._opened(""):
                return all(_is_whole(path) for path in self.folder.iterdir() if len(path.stem.split(".")[0]) == 32)
        except DamagedKeywordsError:
            return False

    def close(self) -> None:
        """Let go of the index; the next use opens it again."""
        with self._lock:
            self._index = None
            self._searchers = {}

    @contextmanager
    def _opened(self, version: str) -> Iterator[tuple[Searcher, Schema]]:
        try:
            with self._lock:
                searcher = self._searchers.get(version) or self._open(version)
                index = self._index
            assert index is not None
            yield searcher, index.schema
        except (ValueError, OSError) as error:
            self.close()
            raise DamagedKeywordsError(f"{self.folder} is missing or damaged ({error}); {BUILD}") from error

    def _open(self, version: str) -> Searcher:
        if self._index is None:
            self._index = open_index(self.folder)
        else:
            self._index.reload()
        searcher = self._index.searcher()
        latest = list(self._searchers.items())[1 - _VERSIONS :]
        self._searchers = {**dict(latest), version: searcher}
        return searcher


def open_index(folder: Path) -> Index:
    """Return the Tantivy index in a folder.

    Raises:
        ValueError: there is none, or it is damaged.
    """
    import tantivy

    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    return index


def schema() -> Schema:
    """Return the fields of an entry: its id, the stems of its words, and what filters look at, and a word all have."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("file", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", indexed=True, fast=True)
    builder.add_text_field("every", tokenizer_name="raw", index_option="basic")
    return builder.build()


def query_of(schema: Schema, stems: Sequence[str], filters: Filters | None) -> Query:
    """Return the search for entries that hold any of the stems and lie within the filters."""
    from tantivy import FieldType, Occur, Query

    wanted = Query.boolean_query([(Occur.Should, Query.term_query(schema, "words", stem, "freq")) for stem in stems])
    if not filters:
        return wanted
    limits = []
    if filters.after or filters.before:
        first = day_number(filters.after) if filters.after else 0
        last = day_number(filters.before) if filters.before else 99_999_999
        limits.append(Query.range_query(schema, "published", FieldType.Unsigned, first, last))
    if filters.outlets is not None:
        outlets = [outlet.casefold() for outlet in filters.outlets]
        limits.append(Query.term_set_query(schema, "outlet", outlets))
    if filters.files is not None:
        limits.append(Query.term_set_query(schema, "file", filters.files))
    # limits say yes or no and add nothing to a score
    unscored = [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in limits]
    return Query.boolean_query([(Occur.Must, wanted), *unscored])


def ids_of(searcher: Searcher) -> set[str]:
    """Return the ids of all entries."""
    from tantivy import Query

    if not searcher.num_docs:
        return set()
    hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
    return {str(searcher.doc(place).get_first("id")) for _, place in hits}


def inverse_frequency(passages: int, frequency: int) -> float:
    """Return BM25's weight of a word that `frequency` of `passages` hold: 0 for one in all, growing with rarity."""
    held = min(frequency, passages)
    return math.log(1 + (passages - held + 0.5) / (held + 0.5))


class Stemmer:
    """Stems words with SQLite's porter tokenizer: lower case, no accents, English endings cut off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab (t, instance)")

    def stems(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the stems of each text's words, in the order of the text, repetitions included."""
        found: list[list[str]] = [[] for _ in texts]
        with self._lock:
            self._connection.executemany(
                "INSERT INTO t (rowid, text) VALUES (?, ?)",
                ((number, " ".join(_WORD.findall(text))) for number, text in enumerate(texts, start=1)),
            )
            for number, stem in self._connection.execute("SELECT doc, term FROM stems ORDER BY doc, offset"):
                found[number - 1].append(stem)
            self._connection.execute("DELETE FROM t")
        return found


@lru_cache(maxsize=1)
def stemmer() -> Stemmer:
    """Return the stemmer of this process for questions."""
    return Stemmer()


def _is_whole(path: Path) -> bool:
    import json

    data = path.read_bytes()
    length = int.from_bytes(data[-_FOOTER : -_FOOTER + 4], "little")
    body, note = data[: -_FOOTER - length], data[-_FOOTER - length : -_FOOTER]
    try:
        return bool(json.loads(note)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
