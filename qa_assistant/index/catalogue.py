"""The catalogue: one SQLite file that names all articles and passages of the index; the rest is not there."""

from __future__ import annotations

import shlex
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_assistant.errors import ConfigError, IndexMismatchError, IndexNotBuiltError

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 5
"""Raise it when tables, embedded texts, ids of passages or what is stored in Chroma change: indexes built before must
be rebuilt."""

REBUILD = "run: qa-assistant index --rebuild"
BUILD = "run: qa-assistant index"
STORE = Path("vectorstore")
"""Where an index lies unless its folder is named."""

TABLES = (
    "lines",
    "copies",
    "shingles",
    "keyword_terms",
    "keywords",
    "passages",
    "texts",
    "articles",
    "sources",
    "meta",
)
"""In an order in which they can be dropped; those that indexes of earlier versions had are among them."""

_CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    file TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, failed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, source TEXT NOT NULL, digest TEXT NOT NULL,
    title TEXT NOT NULL, outlet TEXT, outlet_key TEXT, author TEXT, published TEXT, language TEXT,
    published_iso TEXT, updated TEXT, section TEXT, url TEXT, pages TEXT NOT NULL, passages INTEGER NOT NULL,
    origin TEXT NOT NULL
);
CREATE INDEX articles_of_source ON articles (source);
CREATE INDEX articles_of_origin ON articles (origin);
CREATE INDEX articles_by_day ON articles (published);
CREATE INDEX articles_of_outlet ON articles (outlet_key, published);
CREATE TABLE texts (article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE, text TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, sentences TEXT NOT NULL, vector TEXT NOT NULL UNIQUE
);
CREATE INDEX passages_of_article ON passages (article);
CREATE TABLE shingles (
    hash INTEGER, article INTEGER REFERENCES articles ON DELETE CASCADE, sampled INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;
CREATE INDEX shingles_of_article ON shingles (article);
CREATE TABLE copies (
    one INTEGER REFERENCES articles ON DELETE CASCADE, other INTEGER REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX copies_of_other ON copies (other);
CREATE TABLE lines (
    line INTEGER, subject TEXT, article INTEGER REFERENCES articles ON DELETE CASCADE, left_out INTEGER NOT NULL,
    PRIMARY KEY (line, subject, article)
) WITHOUT ROWID;
CREATE INDEX lines_of_article ON lines (article);
"""

_ENVIRONMENT = {"SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_PERM"}
_DAMAGE = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


def for_folder(command: str, folder: Path) -> str:
    """Return `REBUILD` or `BUILD` with the options that the index in `folder` needs, where it is not the default."""
    if folder == STORE:
        return f"{command} (with the same --articles, if you gave one)"
    return f"{command} --articles DIR --store {shlex.quote(str(folder))}"


def not_built(folder: Path) -> IndexNotBuiltError:
    """Return the error for an index that was never built."""
    return IndexNotBuiltError(f"{folder}: the articles are not indexed; {for_folder(BUILD, folder)}")


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether an error says that the file is damaged, and not that it cannot be used now."""
    return _kind(error) in _DAMAGE


def _kind(error: sqlite3.DatabaseError) -> str:
    # SQLITE_CORRUPT_INDEX is a SQLITE_CORRUPT
    return "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])


class Catalogue:
    """The SQLite file of one index folder: consistent reads from any thread, one writer at a time.

    Readers see the last committed sync, never one under way.

    Raises (from every method):
        IndexNotBuiltError: there is no catalogue.
        IndexMismatchError: the file is damaged.
        ConfigError: the disk is full, or the file may not be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._inode: int | None = None
        self._held = threading.local()

    def close(self) -> None:
        """Close the connections that nobody is reading with."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Hold one state of the catalogue for the whole block; blocks inside it, in the same thread, share it."""
        held: sqlite3.Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with self._explained():
            connection = self._take()
            self._held.connection = connection
            try:
                connection.execute("BEGIN")
                # the state is fixed by the first read, not by BEGIN
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield connection
                connection.rollback()
            except BaseException:
                connection.close()
                raise
            finally:
                self._held.connection = None
            with self._lock:
                self._idle.append(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Open one transaction: all of it is committed at the end of the block, or none."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._explained():
            connection = _connect(self.path, "rwc")
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.commit()
            finally:
                # closing undoes what is not committed, whatever stopped the block
                connection.close()

    def create_tables(self, connection: sqlite3.Connection) -> None:
        """Replace whatever tables there are by empty ones, within the transaction of `connection`."""
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _CREATE.split(";\n"):
            connection.execute(statement)

    def meta(self) -> dict[str, str]:
        """Return what the index says about itself; empty when it was never built."""
        if not self.path.is_file():
            return {}
        with self.read() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                return {}
            return dict(connection.execute("SELECT key, value FROM meta"))

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the file, looking at all of it; nothing for a sound one."""
        with self.read() as connection:
            found = [text for (text,) in connection.execute("PRAGMA integrity_check(10)") if text != "ok"]
            found += [
                f"a row of {table} belongs to nothing" for table, *_ in connection.execute("PRAGMA foreign_key_check")
            ]
            return found

    def remove(self) -> None:
        """Delete the file, for one that is no database any more."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _take(self) -> sqlite3.Connection:
        try:
            inode = self.path.stat().st_ino
        except FileNotFoundError as error:
            raise not_built(self.path.parent) from error
        with self._lock:
            if inode != self._inode:
                # somebody deleted the folder and built it anew
                for stale in self._idle:
                    stale.close()
                self._idle.clear()
                self._inode = inode
            if self._idle:
                return self._idle.pop()
        return _connect(self.path, "rw")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if _kind(error) in _ENVIRONMENT:
                raise ConfigError(f"{self.path}: {error}; make room, or give permission to write there") from error
            if is_damage(error):
                raise IndexMismatchError(f"{self.path} is damaged ({error}); {REBUILD}") from error
            raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=30, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    # vectors are deleted once the catalogue no longer names them: that must survive a power cut
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16000")
    return connection
