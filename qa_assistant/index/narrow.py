"""Vector search within filters: whichever of two ways is quicker for as many passages as lie within.

Few passages are compared one by one. For many, the nearest of all passages are fetched, more than are wanted, until
enough of them lie within. Both give the nearest within the filters, and both take about as long at most as the square
root of the number of all passages grows.
"""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING

from qa_assistant.index.exact import nearest, where

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.index.collection import VectorCollection
    from qa_assistant.schema import Filters

_FETCHED = 2.0
"""What fetching one more of the nearest passages takes, against comparing one passage."""

_MARGIN = 1.3
"""How many more are fetched than lie within the filters if these have nothing to do with the question."""

_SPARE = 16
_WIDEST = 20_000
"""Passages fetched at most."""


def nearest_within(
    connection: sqlite3.Connection,
    store: VectorCollection,
    embeddings: Path,
    question: NDArray[np.float32],
    k: int,
    filters: Filters,
    passages: int,
) -> list[tuple[str, float]]:
    """Return ids of the `k` of all `passages` nearest to a question within the filters, with cosine similarity.

    Raises:
        sqlite3.Error: the kept embeddings cannot be read.
    """
    within = _within(connection, filters, passages)
    wanted = ceil(_MARGIN * k * passages / max(within, 1)) + _SPARE
    while within > _FETCHED * wanted and wanted <= _WIDEST:
        near = store.search(question, wanted)
        named = _named(connection, [vector for vector, _ in near], filters)
        if len(named) >= k:
            found = [(named[vector], similarity) for vector, similarity in near if vector in named]
            return sorted(found, key=lambda item: (-item[1], item[0]))[:k]
        wanted = ceil(wanted * _MARGIN * k / max(len(named), 1))
    exact = nearest(connection, embeddings, question, k, filters)
    if not exact.lost:
        return exact.found
    # kept embeddings were lost: the store has them all
    near = store.search(question, k + _SPARE, filters)
    named = _named(connection, [vector for vector, _ in near], filters)
    found = [(named[vector], similarity) for vector, similarity in near if vector in named]
    return sorted(found, key=lambda item: (-item[1], item[0]))[:k]


def _within(connection: sqlite3.Connection, filters: Filters, passages: int) -> float:
    """Return about how many passages lie within the filters."""
    condition, values = where(filters)
    (within,) = connection.execute(f"SELECT count(*) FROM articles {condition}", values).fetchone()
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    return float(within / max(articles, 1) * passages)


def _named(connection: sqlite3.Connection, vectors: list[str], filters: Filters) -> dict[str, str]:
    """Return the ids of those passages that lie within the filters, by the ids of their vectors."""
    condition, values = where(filters)
    rows = connection.execute(
        "SELECT vector, passages.id FROM json_each(?) AS wanted CROSS JOIN passages ON vector = wanted.value"
        f" CROSS JOIN articles ON articles.number = article {condition}",
        (json.dumps(vectors), *values),
    )
    return dict(rows)
