"""Vector search: one Chroma collection in the index folder, reached through LlamaIndex's vector store.

Chroma keeps a collection's graph in the memory of each process and does not notice what another process writes. With
an old graph, filtered searches fail, and what the other process wrote is lost for good when this one writes. So a
process loads the store anew before it writes and whenever the catalogue changed under it, and a file lock keeps it from
loading while another one writes.
"""

from __future__ import annotations

import math
import threading
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from qa_assistant.errors import ConfigError, IndexMismatchError
from qa_assistant.index.catalogue import BUILD, REBUILD

if TYPE_CHECKING:
    from collections.abc import Collection as Group
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from llama_index.core.schema import BaseNode
    from llama_index.core.vector_stores.types import MetadataFilters
    from llama_index.vector_stores.chroma import ChromaVectorStore
    from numpy.typing import NDArray

    from qa_assistant.schema import Filters

# ef_search: with 200, a passage unlike hundreds of others that are alike was missed in 8 of 12 builds, with 500 in none
_HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 500, "max_neighbors": 32}

_COLLECTION = "passages"

_BATCH = 256
"""Vectors written at a time; searches wait for one batch at most."""

_LIST = 10_000
"""Files named in one search; SQLite takes no more than 32,766 variables in a query."""

_open_stores: weakref.WeakValueDictionary[Path, Vectors] = weakref.WeakValueDictionary()
_open_stores_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class VectorRow:
    """What is stored beside a vector; all of it is part of `id`, so a row never changes."""

    id: str
    file: str
    outlet: str | None
    published: date | None


def open_vectors(folder: Path) -> Vectors:
    """Return the store in `folder`, the same object for everybody in this process: Chroma shares its graph too."""
    path = folder.resolve()
    with _open_stores_lock:
        store = _open_stores.get(path)
        if store is None:
            store = _open_stores[path] = Vectors(path)
        return store


class Vectors:
    """The Chroma store of an index folder; opened by the first search or write.

    Searches and writes exclude each other within the process.

    Raises (from every method):
        IndexMismatchError: the store is missing or damaged.
        ConfigError: the store cannot be written, mostly because the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._other_processes = FileLock(folder.with_name(folder.name + ".lock"))
        self._store: ChromaVectorStore | None = None
        self._release: weakref.finalize[..., Vectors] | None = None
        self._versions: set[str] = set()
        """Versions of the catalogue that the store, as this process has it, is complete for."""

    @property
    def exists(self) -> bool:
        """Whether there is a store on disk; tells without opening it."""
        return (self.folder / "chroma.sqlite3").is_file()

    def close(self) -> None:
        """Let go of the store; the next use opens it again."""
        with self._lock:
            self._store = None
            if self._release is not None:
                self._release()

    def open_for(self, version: str, *, anew: bool = False) -> None:
        """Make sure that what is used next is no older than `version` of the catalogue; `anew`: whatever was known."""
        with self._lock:
            if anew or version not in self._versions:
                self.close()
                self._versions = {version}

    def mark(self, version: str) -> None:
        """Remember that this process itself brings the store to `version`."""
        with self._lock:
            self._versions.add(version)

    def search(self, embedding: NDArray[np.float32], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return at most `k` vector ids with their cosine similarity, best first; equal ones in the order of ids."""
        found: dict[str, float] = {}
        for where in _where(filters):
            found.update(self._search(embedding, k, where))
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:k]

    def add(self, rows: Sequence[VectorRow], embeddings: NDArray[np.float32]) -> None:
        """Add vectors; those that are there already stay as they are."""
        from llama_index.core.schema import TextNode

        nodes: list[BaseNode] = [
            # the catalogue keeps the texts
            TextNode(id_=row.id, text="", embedding=embedding.tolist(), metadata=_metadata(row))
            for row, embedding in zip(rows, embeddings, strict=True)
        ]
        for start in range(0, len(nodes), _BATCH):
            with self._lock, self._exclusively(), self._explained(writing=True):
                self._opened().add(nodes[start : start + _BATCH])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are ignored."""
        for start in range(0, len(ids), _BATCH):
            with self._lock, self._exclusively(), self._explained(writing=True):
                self._opened().client.delete(ids=list(ids[start : start + _BATCH]))

    def ids(self) -> set[str]:
        """Return the ids of all vectors."""
        with self._lock, self._explained():
            return set(self._opened().client.get(include=[])["ids"])

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._lock, self._explained():
            return int(self._opened().client.count())

    def warm_up(self) -> None:
        """Open the store now, so that the first search need not."""
        with self._lock:
            self._opened()

    def _search(self, embedding: NDArray[np.float32], k: int, where: MetadataFilters | None) -> list[tuple[str, float]]:
        from chromadb.errors import ChromaError
        from llama_index.core.vector_stores.types import VectorStoreQuery

        query = VectorStoreQuery(query_embedding=embedding.tolist(), similarity_top_k=k, filters=where)
        with self._lock, self._explained():
            try:
                result = self._opened().query(query)
            except ChromaError:
                # another process is writing: load what it has written so far, and hold it up meanwhile
                self.close()
                with self._exclusively():
                    result = self._opened().query(query)
        # LlamaIndex gives exp(-distance), and the distance is 1 - cosine
        return [
            (name, 1 + math.log(similarity))
            for name, similarity in zip(result.ids or [], result.similarities or [], strict=True)
        ]

    def _opened(self) -> ChromaVectorStore:
        if self._store is not None:
            return self._store
        from llama_index.vector_stores.chroma import ChromaVectorStore

        with self._exclusively(), self._explained():
            client = self._client()
            self._release = weakref.finalize(self, client.close)
            # embedding_function: never one built from what the collection says about itself
            collection = client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
            # the first use loads the graph and what was written since it was last saved
            collection.count()
        self._store = ChromaVectorStore(chroma_collection=collection)
        return self._store

    def _client(self) -> ClientAPI:
        import chromadb
        from chromadb.config import Settings

        # _env_file: a .env in the working folder is not about this store
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        try:
            return chromadb.PersistentClient(str(self.folder), settings=settings)
        except AttributeError as error:
            # what Chroma says the second time it is asked to open a damaged store
            raise IndexMismatchError(f"{self.folder} is damaged; {REBUILD}") from error

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._other_processes:
            yield

    @contextmanager
    def _explained(self, *, writing: bool = False) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        except ChromaError as error:
            self.close()
            if writing:
                raise ConfigError(
                    f"{self.folder}: vectors cannot be written ({error}); make room on the disk and {BUILD}, "
                    f"or if that is not it, {REBUILD}"
                ) from error
            raise IndexMismatchError(f"{self.folder} is missing or damaged ({error}); {REBUILD}") from error


def _metadata(row: VectorRow) -> dict[str, Any]:
    # what is unknown is left out: a missing key lies outside every filter, and Chroma takes no None
    known: dict[str, Any] = {"file": row.file}
    if row.outlet is not None:
        known["outlet"] = row.outlet.casefold()
    if row.published is not None:
        known["published"] = _number(row.published)
    return known


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _where(filters: Filters | None) -> Iterator[MetadataFilters | None]:
    """Yield the filters in Chroma's terms; several only where one query could not take all files."""
    if not filters:
        yield None
        return
    if filters.files is None:
        yield _conditions(filters, None)
        return
    for start in range(0, len(filters.files), _LIST):
        yield _conditions(filters, filters.files[start : start + _LIST])


def _conditions(filters: Filters, files: Group[str] | None) -> MetadataFilters:
    from llama_index.core.vector_stores.types import FilterOperator, MetadataFilter, MetadataFilters

    found: list[MetadataFilter | MetadataFilters] = []
    if filters.after:
        found.append(MetadataFilter(key="published", operator=FilterOperator.GTE, value=_number(filters.after)))
    if filters.before:
        found.append(MetadataFilter(key="published", operator=FilterOperator.LTE, value=_number(filters.before)))
    if filters.outlets is not None:
        outlets = [outlet.casefold() for outlet in filters.outlets]
        found.append(MetadataFilter(key="outlet", operator=FilterOperator.IN, value=outlets))
    if files is not None:
        found.append(MetadataFilter(key="file", operator=FilterOperator.IN, value=list(files)))
    return MetadataFilters(filters=found)
