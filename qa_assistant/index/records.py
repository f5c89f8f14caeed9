"""Rows of the catalogue to and from the values of `schema`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.index.scan import FileState
from qa_assistant.schema import Article, Passage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from qa_assistant.schema import Span


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the index knows of an article, without its text."""

    file: str
    title: str
    outlet: str | None
    author: str | None
    published: date | None
    origin: str
    """The same for all articles that carry the same copy: the file of the earliest of them."""


def insert_article(
    connection: sqlite3.Connection, article: Article, state: FileState, passages: Mapping[str, Passage]
) -> int:
    """Add an article with its passages by the ids of their vectors; return the article's number."""
    day = article.published.isoformat() if article.published else None
    key = None if article.outlet is None else article.outlet.casefold()
    number: int = connection.execute(
        "INSERT INTO articles (file, sha256, size, mtime_ns, title, outlet, outlet_key, author, published, language,"
        " origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
        (
            *(article.file, state.sha256, state.size, state.mtime_ns),
            *(article.title, article.outlet, key, article.author, day, article.language, article.file),
        ),
    ).fetchone()[0]
    connection.execute("INSERT INTO texts VALUES (?, ?)", (number, article.text))
    for vector, passage in passages.items():
        (row,) = connection.execute(
            "INSERT INTO passages (id, article, start, stop, sentences, vector) VALUES (?, ?, ?, ?, ?, ?)"
            " RETURNING number",
            (passage.id, number, passage.start, passage.end, json.dumps(passage.sentences), vector),
        ).fetchone()
        connection.execute(
            "INSERT INTO keywords (rowid, title, body) VALUES (?, ?, ?)",
            # questions name outlets: "does the report in the Courier say …"
            (row, " ".join(filter(None, (passage.title, passage.outlet))), passage.clean_text),
        )
    return number


def delete_article(connection: sqlite3.Connection, number: int) -> list[str]:
    """Remove an article with all that belongs to it; return the ids of its vectors."""
    vectors = [row[0] for row in connection.execute("SELECT vector FROM passages WHERE article = ?", (number,))]
    connection.execute("DELETE FROM keywords WHERE rowid IN (SELECT number FROM passages WHERE article = ?)", (number,))
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))
    return vectors


def touch(connection: sqlite3.Connection, states: Mapping[str, FileState]) -> None:
    """Note new times of files whose content is the same."""
    connection.executemany(
        "UPDATE articles SET size = ?, mtime_ns = ? WHERE file = ?",
        [(state.size, state.mtime_ns, file) for file, state in states.items()],
    )


def write_meta(connection: sqlite3.Connection, **values: str) -> None:
    """Set what the index says about itself."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def known_files(connection: sqlite3.Connection) -> dict[str, FileState]:
    """Return the state of every indexed file."""
    rows = connection.execute("SELECT file, sha256, size, mtime_ns FROM articles ORDER BY file")
    return {file: FileState(sha256, size, mtime_ns) for file, sha256, size, mtime_ns in rows}


def article_numbers(connection: sqlite3.Connection, files: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those files that are indexed."""
    return dict(
        connection.execute(
            "SELECT file, number FROM articles WHERE file IN (SELECT value FROM json_each(?))",
            (_array(files),),
        )
    )


def all_numbers(connection: sqlite3.Connection) -> set[int]:
    """Return the numbers of all articles."""
    return {number for (number,) in connection.execute("SELECT number FROM articles")}


def count_passages(connection: sqlite3.Connection) -> int:
    """Return how many passages there are."""
    count: int = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    return count


def named_vectors(connection: sqlite3.Connection, vectors: Iterable[str]) -> set[str]:
    """Return those ids of vectors that a passage has."""
    rows = connection.execute(
        "SELECT vector FROM passages WHERE vector IN (SELECT value FROM json_each(?))", (_array(vectors),)
    )
    return {vector for (vector,) in rows}


def read_article(connection: sqlite3.Connection, file: str) -> Article | None:
    """Return an indexed article as it was when it was indexed."""
    row = connection.execute(
        "SELECT text, title, outlet, author, published, language FROM articles JOIN texts ON article = number"
        " WHERE file = ?",
        (file,),
    ).fetchone()
    if row is None:
        return None
    text, title, outlet, author, published, language = row
    return Article(file, text, title, outlet, author, _day(published), language)


def read_articles(connection: sqlite3.Connection) -> list[ArticleInfo]:
    """Return all articles, sorted by file."""
    rows = connection.execute("SELECT file, title, outlet, author, published, origin FROM articles ORDER BY file")
    return [
        ArticleInfo(file, title, outlet, author, _day(published), origin)
        for file, title, outlet, author, published, origin in rows
    ]


def read_origin(connection: sqlite3.Connection, file: str) -> list[tuple[str, str]]:
    """Return all files of the origin that `file` belongs to, itself included, each with the origin's name."""
    return connection.execute(
        "SELECT file, origin FROM articles WHERE origin = (SELECT origin FROM articles WHERE file = ?) ORDER BY file",
        (file,),
    ).fetchall()


def passage_ids(connection: sqlite3.Connection, vectors: Sequence[str]) -> dict[str, str]:
    """Return the ids of passages by those of their vectors; vectors that no passage has are left out."""
    rows = connection.execute(
        "SELECT vector, id FROM passages WHERE vector IN (SELECT value FROM json_each(?))", (_array(vectors),)
    )
    return dict(rows)


def read_passages(connection: sqlite3.Connection, column: str, keys: Sequence[str]) -> dict[str, Passage]:
    """Return passages by `column`, which is `id` or `vector`; keys that are not there are left out."""
    rows = connection.execute(
        f"SELECT passages.{column}, passages.id, file, title, start, stop, outlet, published, sentences, article"
        " FROM json_each(?) AS wanted"
        f" CROSS JOIN passages ON passages.{column} = wanted.value JOIN articles ON articles.number = article",
        (_array(keys),),
    ).fetchall()
    texts = _texts(connection, {row[9] for row in rows})
    return {
        key: Passage(
            *(name, file, title, start, stop, texts[article][start:stop]),
            outlet=outlet,
            published=_day(published),
            sentences=_spans(sentences),
        )
        for key, name, file, title, start, stop, outlet, published, sentences, article in rows
    }


def read_sentences(connection: sqlite3.Connection, article: int) -> tuple[str, list[Span]]:
    """Return an article's text and its quotable sentences."""
    rows = connection.execute("SELECT sentences FROM passages WHERE article = ? ORDER BY start", (article,))
    return _texts(connection, {article})[article], [span for (sentences,) in rows for span in _spans(sentences)]


def _texts(connection: sqlite3.Connection, articles: Iterable[int]) -> Mapping[int, str]:
    return dict(
        connection.execute(
            "SELECT article, text FROM texts WHERE article IN (SELECT value FROM json_each(?))",
            (_array(articles),),
        )
    )


def _spans(sentences: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in json.loads(sentences))


def _day(published: str | None) -> date | None:
    return date.fromisoformat(published) if published else None


def _array(values: Iterable[str] | Iterable[int]) -> str:
    # one JSON array for json_each: SQLite limits the number of parameters
    return json.dumps(list(values))
