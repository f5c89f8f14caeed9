"""Embeddings of passages, kept by what was embedded, so that no text is embedded twice.

Not after a crash, not when its file moved, not when the vector store is lost, and not when two articles share it.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa_assistant.errors import ConfigError
from qa_assistant.index.catalogue import is_damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

log = logging.getLogger(__name__)

EMBEDDINGS = "embeddings.sqlite"
"""Name of the file below the folder of the index."""
KEY_DIGITS = 32
"""Hexadecimal digits of a content key."""
ROUNDING = 1e-2
"""By how much the squared length of an embedding may differ from 1."""


class PassageEmbedder(Protocol):
    """The part of an embedder that an index needs."""

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return embeddings of unit length, of shape (texts, dimensions)."""
        ...


def content_key(fingerprint: str, text: str) -> str:
    """Return what names the embedding of `text` in an index with this fingerprint: 32 hexadecimal digits."""
    return sha256(f"{fingerprint}\0{text}".encode()).hexdigest()[:KEY_DIGITS]


def key_of(vector: str) -> str:
    """Return the content key that the id of a vector begins with."""
    return vector[:KEY_DIGITS]


def read_kept(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Return the kept embeddings of these keys; one that is no embedding any more counts as lost."""
    rows = connection.execute(
        "SELECT key, embedding FROM embeddings WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    found = {key: np.frombuffer(embedding, dtype=np.float32) for key, embedding in rows if len(embedding) % 4 == 0}
    return {key: embedding for key, embedding in found.items() if abs(float(embedding @ embedding) - 1) < ROUNDING}


class Embeddings:
    """Embeddings by content: kept ones from a file, others from the model, which is loaded for the first of them.

    What the model returns is on disk at once, ahead of the catalogue: a sync that is stopped goes on from there.
    For one thread.

    Raises:
        ConfigError: the file cannot be written, mostly because the disk is full.
    """

    def __init__(self, path: Path, embedder: Callable[[], PassageEmbedder]) -> None:
        self.computed = 0
        """Texts the model has embedded."""
        self._load = embedder
        self._embedder: PassageEmbedder | None = None
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            self._connection = self._begin_anew(error)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def of(self, texts: Mapping[str, str], progress: Callable[[int], None]) -> dict[str, NDArray[np.float32]]:
        """Return the embedding of every text, by its content key; `progress` hears how many are done."""
        found = self._kept(texts)
        missing = [key for key in texts if key not in found]
        progress(len(found))
        if missing:
            if self._embedder is None:
                self._embedder = self._load()
            known = len(found)
            computed = self._embedder.embed_passages(
                [texts[key] for key in missing], progress=lambda done: progress(known + done)
            )
            self._keep(missing, computed)
            found.update(zip(missing, computed, strict=True))
            self.computed += len(missing)
        return found

    def keys(self) -> set[str]:
        """Return the content keys of all kept embeddings."""
        return {key for (key,) in self._connection.execute("SELECT key FROM embeddings")}

    def forget(self, keys: Iterable[str]) -> None:
        """Keep these no longer."""
        self._connection.execute(
            "DELETE FROM embeddings WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
        )

    def _kept(self, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        try:
            return read_kept(self._connection, keys)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._connection = self._begin_anew(error)
            return {}

    def _begin_anew(self, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        if not is_damage(error):
            raise self._unusable(error) from error
        log.warning("%s is damaged (%s): begun anew, so texts are embedded again", self._path, error)
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        return _connect(self._path)

    def _unusable(self, error: sqlite3.DatabaseError) -> ConfigError:
        return ConfigError(f"{self._path}: {error}; make room on the disk, or give permission to write there")

    def _keep(self, keys: Sequence[str], embeddings: NDArray[np.float32]) -> None:
        rows = [
            (key, np.asarray(embedding, dtype=np.float32).tobytes())
            for key, embedding in zip(keys, embeddings, strict=True)
        ]
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS embeddings (key TEXT PRIMARY KEY, embedding BLOB NOT NULL)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
