"""Rows of the catalogue to and from the values of `schema`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

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
    connection: sqlite3.Connection, article: Article, source: str, digest: str, passages: Mapping[str, Passage]
) -> int:
    """Add an article of the file `source` with its passages by the ids of their vectors; return its number."""
    key = None if article.outlet is None else article.outlet.casefold()
    columns = {
        **{"file": article.file, "source": source, "digest": digest, "origin": article.file, "title": article.title},
        **{"outlet": article.outlet, "outlet_key": key, "author": article.author, "language": article.language},
        **{"published": _text(article.published), "updated": _text(article.updated), "section": article.section},
        **{
            "published_iso": article.published_iso,
            "url": article.url,
            "pages": json.dumps(article.pages),
            "passages": len(passages),
        },
    }
    number: int = connection.execute(
        f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) RETURNING number",
        tuple(columns.values()),
    ).fetchone()[0]
    connection.execute("INSERT INTO texts VALUES (?, ?)", (number, article.text))
    _insert_passages(connection, number, passages)
    return number


def replace_passages(connection: sqlite3.Connection, number: int, passages: Mapping[str, Passage]) -> list[str]:
    """Give an article other passages, by the ids of their vectors; return the ids of those it had."""
    vectors = [row[0] for row in connection.execute("SELECT vector FROM passages WHERE article = ?", (number,))]
    connection.execute("DELETE FROM passages WHERE article = ?", (number,))
    _insert_passages(connection, number, passages)
    connection.execute("UPDATE articles SET passages = ? WHERE number = ?", (len(passages), number))
    return vectors


def _insert_passages(connection: sqlite3.Connection, number: int, passages: Mapping[str, Passage]) -> None:
    connection.executemany(
        "INSERT INTO passages (id, article, start, stop, sentences, vector) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (passage.id, number, passage.start, passage.end, json.dumps(passage.sentences), vector)
            for vector, passage in passages.items()
        ],
    )


def delete_article(connection: sqlite3.Connection, number: int) -> list[str]:
    """Remove an article with all that belongs to it; return the ids of its vectors."""
    vectors = [row[0] for row in connection.execute("SELECT vector FROM passages WHERE article = ?", (number,))]
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))
    return vectors


def write_meta(connection: sqlite3.Connection, **values: str) -> None:
    """Set what the index says about itself."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def digests(connection: sqlite3.Connection, source: str) -> dict[str, str]:
    """Return the digests of a source file's articles."""
    return dict(connection.execute("SELECT file, digest FROM articles WHERE source = ?", (source,)))


def all_digests(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return source file, file and digest of every article."""
    return connection.execute("SELECT source, file, digest FROM articles ORDER BY file").fetchall()


def files_below(connection: sqlite3.Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Return the articles that bear one of these names, or lie in a container or folder of that name."""
    rows = connection.execute(
        "SELECT DISTINCT file FROM json_each(?) AS named CROSS JOIN articles"
        # "0" follows the slash
        " ON file = named.value OR (file > named.value || '/' AND file < named.value || '0') ORDER BY file",
        (_array(names),),
    )
    return tuple(file for (file,) in rows)


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


def all_vectors(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of the vectors of all passages."""
    return {vector for (vector,) in connection.execute("SELECT vector FROM passages")}


def named_vectors(connection: sqlite3.Connection, vectors: Iterable[str]) -> set[str]:
    """Return those ids of vectors that a passage has."""
    rows = connection.execute(
        "SELECT vector FROM passages WHERE vector IN (SELECT value FROM json_each(?))", (_array(vectors),)
    )
    return {vector for (vector,) in rows}


def read_article(connection: sqlite3.Connection, file: str) -> Article | None:
    """Return an indexed article as it was when it was indexed."""
    row = connection.execute(
        "SELECT text, title, outlet, author, published, language, updated, section, url, pages, published_iso"
        " FROM articles JOIN texts ON article = number WHERE file = ?",
        (file,),
    ).fetchone()
    if row is None:
        return None
    text, title, outlet, author, published, language, updated, section, url, pages, published_iso = row
    return Article(
        *(file, text, title, outlet, author, _day(published), language, _day(updated), section, url),
        pages=tuple(json.loads(pages)),
        published_iso=published_iso,
    )


def read_numbered(connection: sqlite3.Connection, number: int) -> Article:
    """Return an indexed article by its number, which must be one."""
    (file,) = connection.execute("SELECT file FROM articles WHERE number = ?", (number,)).fetchone()
    article = read_article(connection, file)
    assert article is not None
    return article


def read_whole(connection: sqlite3.Connection, file: str) -> Passage | None:
    """Return an article as one passage, its id empty, with all its quotable sentences in reading order."""
    article = read_article(connection, file)
    number = article_numbers(connection, [file]).get(file)
    if article is None or number is None:
        return None
    _, spans = read_sentences(connection, number)
    whole = Passage("", file, article.title, 0, len(article.text), article.text, article.outlet, article.published)
    return replace(whole, sentences=tuple(sorted(set(spans))), published_iso=article.published_iso)


def read_pages(connection: sqlite3.Connection, file: str) -> tuple[int, ...]:
    """Return the offsets at which the pages of an article begin; none where it has no pages or is not indexed."""
    row = connection.execute("SELECT pages FROM articles WHERE file = ?", (file,)).fetchone()
    return tuple(json.loads(row[0])) if row else ()


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
        f"SELECT passages.{column}, passages.id, file, title, start, stop, outlet, published, sentences, article,"
        " published_iso"
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
            published_iso=published_iso,
        )
        for key, name, file, title, start, stop, outlet, published, sentences, article, published_iso in rows
        if article in texts
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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _array(values: Iterable[str] | Iterable[int]) -> str:
    # one JSON array for json_each: SQLite limits the number of parameters
    return json.dumps(list(values))
