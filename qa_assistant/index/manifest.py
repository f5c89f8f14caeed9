"""The manifest: rows of the catalogue on source files, by which a sync knows what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa_assistant.index.scan import UNREAD, FileState

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence


def touch(connection: sqlite3.Connection, states: Mapping[str, FileState]) -> None:
    """Note new times of files whose content is the same."""
    connection.executemany(
        "UPDATE sources SET size = ?, mtime_ns = ? WHERE file = ?",
        [(state.size, state.mtime_ns, file) for file, state in states.items()],
    )


def note_source(connection: sqlite3.Connection, file: str, state: FileState, failed: Sequence[tuple[str, str]]) -> None:
    """Note a source file as it was read; `failed` names what of it could not be, with the reasons."""
    connection.execute(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        (file, state.sha256, state.size, state.mtime_ns, json.dumps(failed)),
    )


def forget_sources(connection: sqlite3.Connection, files: Iterable[str]) -> None:
    """Forget source files; their articles are deleted one by one."""
    connection.execute("DELETE FROM sources WHERE file IN (SELECT value FROM json_each(?))", (_array(files),))


def known_files(connection: sqlite3.Connection) -> dict[str, FileState]:
    """Return the state of every source file, those that could not be read included."""
    rows = connection.execute("SELECT file, sha256, size, mtime_ns FROM sources ORDER BY file")
    return {file: FileState(sha256, size, mtime_ns) for file, sha256, size, mtime_ns in rows}


def known_failures(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Return what could not be read of source files, with the reasons."""
    rows = connection.execute("SELECT file, failed FROM sources WHERE failed <> '[]'")
    return {file: [(name, reason) for name, reason in json.loads(failed)] for file, failed in rows}


def sources_with_articles(connection: sqlite3.Connection) -> set[str]:
    """Return the source files that gave at least one article."""
    return {file for (file,) in connection.execute("SELECT DISTINCT source FROM articles")}


def sources_of(connection: sqlite3.Connection, files: Iterable[str]) -> set[str]:
    """Return the source files of some articles."""
    rows = connection.execute(
        "SELECT source FROM articles WHERE file IN (SELECT value FROM json_each(?))", (_array(files),)
    )
    return {source for (source,) in rows}


def orphans(connection: sqlite3.Connection) -> dict[str, FileState]:
    """Return the source files that only articles know of, in the state of a file that could not be read."""
    rows = connection.execute("SELECT DISTINCT source FROM articles WHERE source NOT IN (SELECT file FROM sources)")
    return {file: UNREAD for (file,) in rows}


def miscounted(connection: sqlite3.Connection) -> set[str]:
    """Return the source files that lack articles or passages they gave."""
    rows = connection.execute(
        "SELECT source FROM articles WHERE passages <> (SELECT count(*) FROM passages WHERE article = articles.number)"
        " UNION SELECT file FROM sources WHERE failed = '[]' AND file NOT IN (SELECT source FROM articles)"
    )
    return {file for (file,) in rows}


def files_of(connection: sqlite3.Connection, sources: Iterable[str]) -> list[str]:
    """Return the articles of some source files."""
    rows = connection.execute(
        "SELECT file FROM articles WHERE source IN (SELECT value FROM json_each(?)) ORDER BY file", (_array(sources),)
    )
    return [file for (file,) in rows]


def _array(values: Iterable[str]) -> str:
    # one JSON array for json_each: SQLite limits the number of parameters
    return json.dumps(list(values))
