"""Passages to vectors and keyword entries: named by what they hold, embedded once, in line with the catalogue."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from qa_assistant.index import records
from qa_assistant.index.collection import VectorRow
from qa_assistant.index.embeddings import content_key, key_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from qa_assistant.index.collection import VectorCollection
    from qa_assistant.index.embeddings import Embeddings
    from qa_assistant.index.keyword_writer import KeywordWriter
    from qa_assistant.schema import Passage

BATCH = 512
"""Passages embedded and stored at a time: it bounds memory, and what a stopped run must do again."""


def embedded_text(passage: Passage) -> str:
    """Return what is embedded of a passage: its title, and its text without page junk."""
    return f"{passage.title}\n{passage.clean_text}"


def name_of(fingerprint: str, passage: Passage) -> str:
    """Return the id of a passage's vector: another one as soon as anything stored with the vector differs."""
    # the id begins with the key of the embedding, so that one column of the catalogue serves both
    place = "\0".join(map(str, (passage.id, passage.file, passage.outlet, passage.published)))
    return content_key(fingerprint, embedded_text(passage)) + sha256(place.encode()).hexdigest()[:16]


class PassageVectors:
    """What one sync stores of passages: added before the catalogue names it, deleted when it no longer does.

    That is the vectors and the entries of the keyword index.

    `unfinished` is a file that stands while the two may differ from the catalogue. `is_suspect` says that it stood
    already, so that they must be compared passage by passage.
    """

    def __init__(
        self,
        vectors: VectorCollection,
        keywords: KeywordWriter,
        embeddings: Embeddings,
        fingerprint: str,
        *,
        unfinished: Path,
        is_suspect: bool,
    ) -> None:
        self.vectors = vectors
        self.keywords = keywords
        self.embeddings = embeddings
        self.fingerprint = fingerprint
        self.unfinished = unfinished
        self.is_suspect = is_suspect
        self._stale: set[str] = set()
        self._stale_entries: set[str] = set()
        self._stale_keys: set[str] = set()

    def name(self, passage: Passage) -> str:
        """Return the id of a passage's vector."""
        return name_of(self.fingerprint, passage)

    def add(self, passages: Mapping[str, Passage], progress: Callable[[int], None] = lambda _: None) -> None:
        """Put vectors into the store by their names; `progress` hears how many passages are embedded."""
        names = list(passages)
        for start in range(0, len(names), BATCH):
            self.unfinished.touch()
            part = {name: passages[name] for name in names[start : start + BATCH]}
            if self.vectors.is_followed:
                self.keywords.add(part)
                continue
            texts = {key_of(name): embedded_text(passage) for name, passage in part.items()}
            found = self.embeddings.of(texts, lambda done, start=start: progress(start + done))  # type: ignore[misc]
            # a sync that was stopped may have stored some already
            there = self.vectors.present(list(part)) if self.is_suspect else set()
            new = {name: passage for name, passage in part.items() if name not in there}
            if new:
                rows = [VectorRow(name, p.file, p.outlet, p.published) for name, p in new.items()]
                self.vectors.add(rows, np.stack([found[key_of(name)] for name in new]))
            self.keywords.add(part)
            progress(start + len(part))

    def keep_all(self, connection: sqlite3.Connection) -> None:
        """Make sure that the embedding of every passage is kept, also where its vector is stored."""
        if self.vectors.is_followed:
            return
        names = sorted(records.all_vectors(connection))
        for start in range(0, len(names), BATCH):
            passages = records.read_passages(connection, "vector", names[start : start + BATCH])
            self.embeddings.of({key_of(name): embedded_text(p) for name, p in passages.items()}, lambda _: None)

    def complete(self, connection: sqlite3.Connection, dropped: Iterable[str]) -> None:
        """Make sure that what the catalogue is about to name is there; `dropped` are names that it lost."""
        self._stale = set(dropped) - records.named_vectors(connection, dropped)
        keys = {key_of(name) for name in self._stale}
        self._stale_keys = keys - _used_keys(connection, keys)
        if self._stale:
            self.unfinished.touch()
        self._stale_entries = self._stale
        expected = records.count_passages(connection) + len(self._stale)
        if not self.vectors.is_followed and (self.is_suspect or self.vectors.count() != expected):
            self._compare(connection)
        self.keywords.commit()
        if self.is_suspect or self.keywords.count() != expected:
            self._compare_entries(connection)

    def clean(self, connection: sqlite3.Connection) -> None:
        """Delete what the catalogue, now committed, does not name."""
        if not self.vectors.is_followed:
            self.vectors.delete(sorted(self._stale))
        self.keywords.delete(self._stale_entries)
        self.keywords.commit()
        if self.keywords.is_worn:
            self.keywords.clear()
            self._add_entries(connection, records.all_vectors(connection))
        self.embeddings.forget(self._stale_keys)
        self.vectors.seal()
        self.unfinished.unlink(missing_ok=True)

    def _compare(self, connection: sqlite3.Connection) -> None:
        named = records.all_vectors(connection)
        there = self.vectors.ids()
        missing = sorted(named - there)
        for start in range(0, len(missing), BATCH):
            self.add(records.read_passages(connection, "vector", missing[start : start + BATCH]))
        self._stale = there - named
        self._stale_keys = self.embeddings.keys() - {key_of(name) for name in named}

    def _compare_entries(self, connection: sqlite3.Connection) -> None:
        named = records.all_vectors(connection)
        there = self.keywords.ids()
        self._add_entries(connection, named - there)
        self._stale_entries = there - named

    def _add_entries(self, connection: sqlite3.Connection, names: Iterable[str]) -> None:
        ordered = sorted(names)
        for start in range(0, len(ordered), BATCH):
            self.unfinished.touch()
            self.keywords.add(records.read_passages(connection, "vector", ordered[start : start + BATCH]))
        self.keywords.commit()


def _used_keys(connection: sqlite3.Connection, keys: Iterable[str]) -> set[str]:
    rows = connection.execute(
        "SELECT wanted.value FROM json_each(?) AS wanted WHERE EXISTS"
        # "g" follows the last hexadecimal digit
        " (SELECT 1 FROM passages WHERE vector >= wanted.value AND vector < wanted.value || 'g')",
        (json.dumps(sorted(keys)),),
    )
    return {key for (key,) in rows}
