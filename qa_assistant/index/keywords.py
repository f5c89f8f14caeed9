"""Keyword search: BM25 over titles and clean passages, in an SQLite full-text table that changes row by row."""

from __future__ import annotations

import json
import math
import re
import sqlite3
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.schema import Filters

MAX_TERMS = 64
"""Distinct words of a question that are searched for; the rest of a very long one is ignored."""

_MAX_LETTERS = 60
"""Nothing longer is a word."""

_SPARE = 32
"""Results fetched beyond those asked for, so that equal scores at the edge are cut by id and not by chance."""

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


def words(text: str, *, drop_stop_words: bool = True) -> list[str]:
    """Return the distinct words of a text in lower case, in order, at most `MAX_TERMS`.

    Stop words are dropped unless there is nothing else.
    """
    found = list(dict.fromkeys(word for word in _WORD.findall(text.lower()) if len(word) <= _MAX_LETTERS))
    content = [word for word in found if word not in STOP_WORDS] if drop_stop_words else found
    return (content or found)[:MAX_TERMS]


def search(
    connection: sqlite3.Connection, terms: Sequence[str], k: int, filters: Filters | None, *, title_weight: float
) -> list[tuple[str, float]]:
    """Return ids and BM25 scores (higher is better) of the passages that hold any of the terms, best first."""
    if not terms or k < 1:
        return []
    # quoted, a term is text and never an operator
    match = " OR ".join(f'"{term}"' for term in terms)
    condition, values = _where(filters)
    # CROSS JOIN: the full-text search comes first, then the look at each hit's article
    narrow = "CROSS JOIN passages p ON p.number = keywords.rowid CROSS JOIN articles a ON a.number = p.article"
    rows = connection.execute(
        f"""SELECT passages.id, -found.score FROM (
                SELECT keywords.rowid AS number, bm25(keywords, ?, 1.0) AS score
                FROM keywords {narrow if condition else ""} WHERE keywords MATCH ? {condition}
                ORDER BY score, keywords.rowid LIMIT ?
            ) AS found JOIN passages ON passages.number = found.number""",
        (title_weight, match, *values, k + _SPARE),
    ).fetchall()
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:k]


def document_frequency(connection: sqlite3.Connection, stem: str) -> int:
    """Return how many passages hold a word with this stem, in title or text."""
    row = connection.execute("SELECT doc FROM keyword_terms WHERE term = ?", (stem,)).fetchone()
    return row[0] if row else 0


def inverse_frequency(passages: int, frequency: int) -> float:
    """Return BM25's weight of a word that `frequency` of `passages` hold: 0 for one in all, growing with rarity."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


class Stemmer:
    """Stems words exactly as the full-text table does, because the same tokenizer does it."""

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
    """Return the stemmer of this process."""
    return Stemmer()


def _where(filters: Filters | None) -> tuple[str, list[str]]:
    if not filters:
        return "", []
    listed = "IN (SELECT value FROM json_each(?))"
    parts: list[tuple[str, str | None]] = [
        ("a.published >= ?", filters.after.isoformat() if filters.after else None),
        ("a.published <= ?", filters.before.isoformat() if filters.before else None),
        (f"a.outlet_key {listed}", _json(None if filters.outlets is None else [o.casefold() for o in filters.outlets])),
        (f"a.file {listed}", _json(filters.files)),
    ]
    used = [(sql, value) for sql, value in parts if value is not None]
    return "".join(f" AND {sql}" for sql, _ in used), [value for _, value in used]


def _json(values: Sequence[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values))
