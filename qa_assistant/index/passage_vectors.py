"""Passages to vectors in the store: named by what they hold, embedded once, and in line with the catalogue."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from qa_assistant.index import records
from qa_assistant.index.embeddings import content_key
from qa_assistant.index.vectors import VectorRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from qa_assistant.index.embeddings import Embeddings
    from qa_assistant.index.vectors import Vectors
    from qa_assistant.schema import Passage

BATCH = 512
"""Passages embedded and stored at a time: it bounds memory, and what a stopped run must do again."""

_CONTENT = 32
"""Digits of a vector's id that are the key of its embedding, so that one column of the catalogue serves both."""


def embedded_text(passage: Passage) -> str:
    """Return what is embedded of a passage: its title, and its text without page junk."""
    return f"{passage.title}\n{passage.clean_text}"


class PassageVectors:
    """The vectors of one sync: added before the catalogue names them, deleted when it no longer does.

    `unfinished` is a file that stands while the store may differ from the catalogue. `is_suspect` says that it stood
    already, so that the two must be compared vector by vector.
    """

    def __init__(
        self, vectors: Vectors, embeddings: Embeddings, fingerprint: str, *, unfinished: Path, is_suspect: bool
    ) -> None:
        self.vectors = vectors
        self.embeddings = embeddings
        self.fingerprint = fingerprint
        self.unfinished = unfinished
        self.is_suspect = is_suspect
        self._stale: set[str] = set()
        self._stale_keys: set[str] = set()

    def name(self, passage: Passage) -> str:
        """Return the id of a passage's vector: another one as soon as anything stored with the vector differs."""
        place = "\0".join(map(str, (passage.id, passage.file, passage.outlet, passage.published)))
        return content_key(self.fingerprint, embedded_text(passage)) + sha256(place.encode()).hexdigest()[:16]

    def add(self, passages: Mapping[str, Passage], progress: Callable[[int], None] = lambda _: None) -> None:
        """Put vectors into the store by their names; `progress` hears how many passages are embedded."""
        names = list(passages)
        for start in range(0, len(names), BATCH):
            self.unfinished.touch()
            part = {name: passages[name] for name in names[start : start + BATCH]}
            texts = {_key(name): embedded_text(passage) for name, passage in part.items()}
            found = self.embeddings.of(texts, lambda done, start=start: progress(start + done))  # type: ignore[misc]
            rows = [VectorRow(name, p.file, p.outlet, p.published) for name, p in part.items()]
            self.vectors.add(rows, np.stack([found[_key(name)] for name in part]))
            progress(start + len(part))

    def complete(self, connection: sqlite3.Connection, dropped: Iterable[str]) -> None:
        """Make sure that what the catalogue is about to name is there; `dropped` are names that it lost."""
        self._stale = set(dropped) - records.named_vectors(connection, dropped)
        keys = {_key(name) for name in self._stale}
        self._stale_keys = keys - _used_keys(connection, keys)
        if self._stale:
            self.unfinished.touch()
        expected = records.count_passages(connection) + len(self._stale)
        if self.is_suspect or self.vectors.count() != expected:
            self._compare(connection)

    def clean(self) -> None:
        """Delete what the catalogue, now committed, does not name."""
        self.vectors.delete(sorted(self._stale))
        self.embeddings.forget(self._stale_keys)
        self.unfinished.unlink(missing_ok=True)

    def _compare(self, connection: sqlite3.Connection) -> None:
        named = {name for (name,) in connection.execute("SELECT vector FROM passages")}
        there = self.vectors.ids()
        missing = sorted(named - there)
        for start in range(0, len(missing), BATCH):
            self.add(records.read_passages(connection, "vector", missing[start : start + BATCH]))
        self._stale = there - named
        self._stale_keys = self.embeddings.keys() - {_key(name) for name in named}


def _key(name: str) -> str:
    return name[:_CONTENT]


def _used_keys(connection: sqlite3.Connection, keys: Iterable[str]) -> set[str]:
    rows = connection.execute(
        "SELECT wanted.value FROM json_each(?) AS wanted WHERE EXISTS"
        # "g" follows the last hexadecimal digit
        " (SELECT 1 FROM passages WHERE vector >= wanted.value AND vector < wanted.value || 'g')",
        (json.dumps(sorted(keys)),),
    )
    return {key for (key,) in rows}
