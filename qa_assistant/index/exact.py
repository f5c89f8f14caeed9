"""Search without a graph: a question against the kept embeddings of some passages, one by one.

For narrow filters, where a graph would have to be walked nearly to its end; and for as long as the vector store is
damaged.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa_assistant.index.embeddings import ROUNDING, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_assistant.schema import Filters

_BATCH = 4096
"""Embeddings held at a time."""

_DIGITS = 6
"""Digits of a similarity that count: the last bits of equal ones depend on where they stand in a batch."""


class Nearest(NamedTuple):
    """Ids of passages with their cosine similarity, best first, and how many passages' embeddings were lost."""

    found: list[tuple[str, float]]
    lost: int


def nearest(
    catalogue: sqlite3.Connection,
    embeddings: Path,
    question: NDArray[np.float32],
    k: int,
    filters: Filters | None,
) -> Nearest:
    """Return the `k` passages nearest to a question. `filters` name articles, not containers.

    Raises:
        sqlite3.Error: the kept embeddings cannot be read.
    """
    best: list[tuple[float, str]] = []
    lost = 0
    condition, values = where(filters)
    # CROSS JOIN: the articles within the filters first, then the passages of each
    rows = catalogue.execute(
        f"SELECT id, vector FROM articles CROSS JOIN passages ON article = articles.number {condition}", values
    )
    kept = sqlite3.connect(f"{embeddings.resolve().as_uri()}?mode=ro", uri=True)
    try:
        while batch := rows.fetchmany(_BATCH):
            scored = list(_scored(kept, batch, question))
            lost += len(batch) - len(scored)
            best = heapq.nsmallest(k, [*best, *scored])
    finally:
        kept.close()
    return Nearest([(name, -distance) for distance, name in best], lost)


def where(filters: Filters | None) -> tuple[str, list[str]]:
    """Return the filters as a condition on `articles`, and its values."""
    if not filters:
        return "", []
    listed = "IN (SELECT value FROM json_each(?))"
    outlets = None if filters.outlets is None else json.dumps([outlet.casefold() for outlet in filters.outlets])
    parts = [
        ("published >= ?", filters.after.isoformat() if filters.after else None),
        ("published <= ?", filters.before.isoformat() if filters.before else None),
        (f"outlet_key {listed}", outlets),
        (f"file {listed}", None if filters.files is None else json.dumps(filters.files)),
    ]
    used = [(sql, value) for sql, value in parts if value is not None]
    return "WHERE " + " AND ".join(sql for sql, _ in used), [value for _, value in used]


def _scored(
    kept: sqlite3.Connection, batch: Sequence[tuple[str, str]], question: NDArray[np.float32]
) -> Iterator[tuple[float, str]]:
    """Yield the distance of each passage whose embedding is there; one that is no embedding any more counts as lost."""
    rows = dict(
        kept.execute(
            "SELECT embeddings.key, embedding FROM json_each(?) AS wanted"
            " CROSS JOIN embeddings ON embeddings.key = wanted.value",
            (json.dumps([key_of(vector) for _, vector in batch]),),
        )
    )
    there = [
        (name, rows[key_of(vector)]) for name, vector in batch if len(rows.get(key_of(vector), "")) == question.nbytes
    ]
    matrix = np.frombuffer(b"".join(embedding for _, embedding in there), dtype=np.float32).reshape(
        len(there), question.size
    )
    is_unit = np.abs(np.einsum("ij,ij->i", matrix, matrix) - 1) < ROUNDING
    # not `@`: its threads cost more than they gain here when other processes keep the cores busy
    similarities = np.round(np.einsum("ij,j->i", matrix, question).astype(np.float64), _DIGITS)
    for (name, _), similarity, is_sound in zip(there, similarities.tolist(), is_unit.tolist(), strict=True):
        if is_sound:
            yield -similarity, name
