"""What is done with a Chroma collection of vectors, wherever it lies.

Chroma is called directly: LlamaIndex's vector store takes two seconds to import, stores every passage's particulars a
second time, and fetches them with each result, which takes longer than the search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    import numpy as np
    from chromadb import Collection
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from numpy.typing import NDArray

    from qa_assistant.schema import Filters

    Where = dict[str, Any]

UNSAVED = 100
"""Vectors written before the graph is saved. Those since then are put into it by every process that opens it, and 1000
take seconds."""

EF_SEARCH = 500
"""Vectors that a search of the graph keeps in view: with 200, a passage unlike hundreds of others that are alike was
missed in 8 of 12 builds, with 500 in none."""

HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": EF_SEARCH,
    "max_neighbors": 32,
    "sync_threshold": UNSAVED,
}

_BATCH = 256
"""Vectors written at a time; searches wait for one batch at most, and Chroma Cloud takes 300 at most."""

_ALIKE = 1e-5
"""By how much a number of a stored vector may differ from what was stored."""

_LIST = 10_000
"""Files named in one search; SQLite takes no more than 32,766 variables in a query."""


@dataclass(frozen=True, slots=True)
class VectorRow:
    """What is stored beside a vector; all of it is part of `id`, so a row never changes."""

    id: str
    file: str
    outlet: str | None
    published: date | None


class VectorCollection(ABC):
    """The vectors of an index in a Chroma collection."""

    name: str
    """What the catalogue notes."""
    is_followed = False
    """Whether another assistant brings the vectors in line, so that nothing is written here."""
    most_read: int | None = None
    """Vectors that may be read at a time; None where that is not limited."""

    @property
    @abstractmethod
    def exists(self) -> bool:
        """Whether the collection is there."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the collection; the next use opens it again."""

    @abstractmethod
    def must_exist(self) -> None:
        """Raise an error where it is quickly told that the collection is not there."""

    @abstractmethod
    def reset(self) -> None:
        """Delete everything in a collection that is to be built anew."""

    @abstractmethod
    def is_whole(self, *, thorough: bool = False) -> bool:
        """Return whether what is stored is what was written; tells without opening it."""

    @abstractmethod
    def seal(self) -> None:
        """Note at the end of a sync what must be stored."""

    @abstractmethod
    def open_for(self, version: str, *, anew: bool = False) -> None:
        """Make sure that what is used next is no older than `version` of the catalogue; `anew`: whatever was known."""

    @abstractmethod
    def mark(self, version: str) -> None:
        """Remember that this process itself brings the collection to `version`."""

    def search(self, embedding: NDArray[np.float32], k: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        """Return at most `k` vector ids with their cosine similarity, best first; equal ones in the order of ids.

        Chroma lists all ids that lie within `filters` before it searches: with many passages that takes long.
        """
        found: dict[str, float] = {}
        for where in _where(filters):
            found.update(self._search(embedding, k, where))
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:k]

    def add(self, rows: Sequence[VectorRow], embeddings: NDArray[np.float32]) -> None:
        """Add vectors; those that are there already stay as they are."""
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            with self._using(writing=True) as collection:
                # the catalogue keeps the texts
                collection.add(
                    ids=[row.id for row in part],
                    embeddings=embeddings[start : start + _BATCH],
                    metadatas=[_metadata(row) for row in part],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are ignored."""
        for start in range(0, len(ids), _BATCH):
            with self._using(writing=True) as collection:
                collection.delete(ids=list(ids[start : start + _BATCH]))

    def ids(self) -> set[str]:
        """Return the ids of all vectors."""
        found: set[str] = set()
        while True:
            with self._using() as collection:
                page = collection.get(limit=self.most_read, offset=len(found), include=[])["ids"]
            found.update(page)
            if self.most_read is None or len(page) < self.most_read:
                return found

    def present(self, ids: Sequence[str]) -> set[str]:
        """Return those of `ids` that are there."""
        found: set[str] = set()
        for part in self._readable(ids):
            with self._using() as collection:
                found.update(collection.get(ids=list(part), include=[])["ids"])
        return found

    def differing(self, rows: Sequence[VectorRow], embeddings: NDArray[np.float32]) -> list[str]:
        """Return the ids of vectors that are not what they should be, or not there."""
        import numpy as np

        there: dict[str, tuple[Any, Mapping[str, Any]]] = {}
        for part in self._readable([row.id for row in rows]):
            with self._using() as collection:
                found = collection.get(ids=list(part), include=["embeddings", "metadatas"])
            stored = found["embeddings"] if found["embeddings"] is not None else ()
            for name, vector, known in zip(found["ids"], stored, found["metadatas"] or (), strict=True):
                there[name] = (vector, known)
        return [
            row.id
            for row, embedding in zip(rows, embeddings, strict=True)
            if row.id not in there
            or not np.allclose(there[row.id][0], embedding, atol=_ALIKE)
            or any(there[row.id][1].get(key) != value for key, value in _metadata(row).items())
        ]

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._using() as collection:
            return int(collection.count())

    def warm_up(self) -> None:
        """Open the collection now, so that the first search need not."""
        with self._using():
            pass

    def _readable(self, ids: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield ids in parts of as many as may be read at a time."""
        step = self.most_read or max(1, len(ids))
        return (ids[start : start + step] for start in range(0, len(ids), step))

    @abstractmethod
    def _using(self, *, writing: bool = False) -> AbstractContextManager[Collection]:
        """Hold the collection, opened, for one call to Chroma, and explain what Chroma raises."""

    def _search(self, embedding: NDArray[np.float32], k: int, where: Where | None) -> list[tuple[str, float]]:
        with self._using() as collection:
            return nearest(collection, embedding, k, where)


def nearest(
    collection: Collection, embedding: NDArray[np.float32], k: int, where: Where | None
) -> list[tuple[str, float]]:
    """Return at most `k` vector ids with their cosine similarity."""
    result = collection.query(query_embeddings=[embedding], n_results=k, where=where, include=["distances"])
    (names,), (distances,) = result["ids"], result["distances"] or [[]]
    return [(name, 1 - distance) for name, distance in zip(names, distances, strict=True)]


def _metadata(row: VectorRow) -> dict[str, Any]:
    # what is unknown is left out: a missing key lies outside every filter, and Chroma takes no None
    known: dict[str, Any] = {"file": row.file}
    if row.outlet is not None:
        known["outlet"] = row.outlet.casefold()
    if row.published is not None:
        known["published"] = day_number(row.published)
    return known


def day_number(day: date) -> int:
    """Return a day as a number that grows with it, such as 20220719."""
    return day.year * 10_000 + day.month * 100 + day.day


def _where(filters: Filters | None) -> Iterator[Where | None]:
    """Yield the filters in Chroma's terms; several only where one query could not take all files."""
    if not filters:
        yield None
    elif filters.files is None:
        yield _all(_limits(filters))
    else:
        for start in range(0, len(filters.files), _LIST):
            files = list(filters.files[start : start + _LIST])
            yield _all([*_limits(filters), {"file": {"$in": files}}])


def _limits(filters: Filters) -> list[Where]:
    found: list[Where] = []
    if filters.after:
        found.append({"published": {"$gte": day_number(filters.after)}})
    if filters.before:
        found.append({"published": {"$lte": day_number(filters.before)}})
    if filters.outlets is not None:
        found.append({"outlet": {"$in": [outlet.casefold() for outlet in filters.outlets]}})
    return found


def _all(limits: list[Where]) -> Where:
    return limits[0] if len(limits) == 1 else {"$and": limits}
