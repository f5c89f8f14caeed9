"""The vector store of an index folder: one Chroma collection.

Chroma keeps a collection's graph in the memory of each process and does not notice what another process writes. With
an old graph, filtered searches fail, and what the other process wrote is lost for good when this one writes. So a
process loads the store anew before it writes and whenever the catalogue changed under it, and a file lock keeps it from
loading while another one writes.
"""

from __future__ import annotations

import threading
import weakref
from contextlib import contextmanager, nullcontext
from math import ceil
from typing import TYPE_CHECKING

from filelock import FileLock

from qa_assistant.errors import ConfigError, IndexMismatchError
from qa_assistant.index.catalogue import BUILD, REBUILD
from qa_assistant.index.collection import EF_SEARCH, HNSW, UNSAVED, VectorCollection, nearest
from qa_assistant.index.stamp import is_whole, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import UpdateHNSWConfiguration
    from numpy.typing import NDArray

    from qa_assistant.index.collection import VectorRow, Where

_COLLECTION = "passages"

_MANY = 1000
"""Vectors added in a sync from which on saving the graph each time takes long."""
_GROWTH = 50
"""A graph that grows fast is saved when it grew by one part in so many."""

_PER_BEAM = 250_000
"""Vectors for which the graph is searched as deeply as `HNSW` says; with twice as many, twice as deeply."""

_DAMAGE = ("malformed", "not a database")
"""What SQLite says of a file that is damaged, and not of one that cannot be written."""

_open_stores: weakref.WeakValueDictionary[Path, Vectors] = weakref.WeakValueDictionary()
_open_stores_lock = threading.Lock()


class DamagedVectorsError(IndexMismatchError):
    """The store cannot be opened, or would end the process; the next sync builds it anew."""


def open_vectors(folder: Path) -> Vectors:
    """Return the store in `folder`, the same object for everybody in this process: Chroma shares its graph too."""
    path = folder.resolve()
    with _open_stores_lock:
        store = _open_stores.get(path)
        if store is None:
            store = _open_stores[path] = Vectors(path)
        return store


class Vectors(VectorCollection):
    """The Chroma store of an index folder; opened by the first search or write.

    Searches and writes exclude each other within the process.

    Raises (from every method):
        DamagedVectorsError: the store is missing or damaged.
        ConfigError: the store cannot be written, mostly because the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name
        self._lock = threading.RLock()
        self._other_processes = FileLock(folder.with_name(folder.name + ".lock"))
        self._collection: Collection | None = None
        self._release: weakref.finalize[..., Vectors] | None = None
        self._unsaved = UNSAVED
        """Vectors written before the graph is saved."""
        self._beam = EF_SEARCH
        """How many vectors a search of the graph keeps in view."""
        self._added = 0
        """Vectors added in this sync."""
        self._size: int | None = None
        """Vectors there, once this sync has added many."""
        self._versions: set[str] = set()
        """Versions of the catalogue that the store, as this process has it, is complete for."""

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def exists(self) -> bool:
        """Whether there is a store on disk; tells without opening it."""
        return (self.folder / "chroma.sqlite3").is_file()

    def must_exist(self) -> None:
        """Do nothing if there is a store."""
        if not self.exists:
            raise DamagedVectorsError(f"{self.folder}: the vectors are gone; {BUILD}")

    def reset(self) -> None:
        """Do nothing: a store that is built anew lies in a folder of its own."""

    def is_whole(self, *, thorough: bool = False) -> bool:
        """Return whether the graph on disk is the one that was written; tells without opening it."""
        with self._lock, self._exclusively():
            return is_whole(self.folder, thorough=thorough)

    def add(self, rows: Sequence[VectorRow], embeddings: NDArray[np.float32]) -> None:
        """Add vectors; those that are there already stay as they are.

        The whole graph is saved each time. So when there is much to add, that is done the less often the larger it is.
        """
        self._added += len(rows)
        if self._added > _MANY:
            self._size = (self.count() if self._size is None else self._size) + len(rows)
            wanted = max(self._size // _GROWTH, _MANY)
            if wanted >= 2 * self._unsaved:
                self._save_every(wanted)
        super().add(rows, embeddings)

    def seal(self) -> None:
        """Save the graph at the end of a sync, have it searched deeply enough, and note what it must be."""
        if self._unsaved > UNSAVED:
            self._save_every(UNSAVED)
        if self._added and (beam := beam_for(self.count())) > self._beam:
            self._configure({"ef_search": beam})
        self._added, self._size = 0, None
        with self._lock, self._exclusively(), self._explained(writing=True):
            if self.exists:
                stamp(self.folder, seal=True)

    def close(self) -> None:
        """Let go of the store; the next use opens it again."""
        with self._lock:
            self._collection = None
            if self._release is not None:
                self._release()

    def open_for(self, version: str, *, anew: bool = False) -> None:
        """Make sure that what is used next is no older than `version` of the catalogue; `anew`: whatever was known."""
        with self._lock:
            if anew or version not in self._versions:
                self.close()
                self._versions = {version}

    def _save_every(self, vectors: int) -> None:
        # what waits and is more than that is saved when the store is opened
        self._configure({"sync_threshold": vectors})

    def _configure(self, settings: UpdateHNSWConfiguration) -> None:
        with self._using(writing=True) as collection:
            collection.modify(configuration={"hnsw": settings})
        # they hold from when the store is opened
        with self._lock:
            self.close()
            self._opened()

    def mark(self, version: str) -> None:
        """Remember that this process itself brings the store to `version`."""
        with self._lock:
            self._versions.add(version)

    def _search(self, embedding: NDArray[np.float32], k: int, where: Where | None) -> list[tuple[str, float]]:
        from chromadb.errors import ChromaError

        with self._lock, self._explained():
            try:
                return nearest(self._opened(), embedding, k, where)
            except ChromaError:
                # another process is writing: load what it has written so far, and hold it up meanwhile
                self.close()
                with self._exclusively():
                    return nearest(self._opened(), embedding, k, where)

    @contextmanager
    def _using(self, *, writing: bool = False) -> Iterator[Collection]:
        with self._lock, self._exclusively() if writing else nullcontext(), self._explained(writing=writing):
            yield self._opened()
            if writing:
                stamp(self.folder)

    def _opened(self) -> Collection:
        if self._collection is not None:
            return self._collection
        with self._exclusively(), self._explained():
            if not is_whole(self.folder):
                raise DamagedVectorsError(f"{self.folder} is damaged; {BUILD}")
            client = self._client()
            self._release = weakref.finalize(self, client.close)
            # embedding_function: never one built from what the collection says about itself
            collection = client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
            )
            # the first use loads the graph and what was written since it was last saved
            collection.count()
            stamp(self.folder, seal=True)
        settings = (collection.configuration or {}).get("hnsw") or {}
        self._unsaved = int(settings.get("sync_threshold") or UNSAVED)
        self._beam = int(settings.get("ef_search") or EF_SEARCH)
        self._collection = collection
        return collection

    def _client(self) -> ClientAPI:
        import chromadb
        from chromadb.config import Settings

        # _env_file: a .env in the working folder is not about this store
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        try:
            return chromadb.PersistentClient(str(self.folder), settings=settings)
        except AttributeError as error:
            # what Chroma says the second time it is asked to open a damaged store
            raise DamagedVectorsError(f"{self.folder} is damaged; {BUILD}") from error

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
        except OSError as error:
            raise ConfigError(
                f"{self.folder}: cannot write there ({error}); make room on the disk and {BUILD}"
            ) from error
        except ChromaError as error:
            self.close()
            if writing and not any(sign in str(error) for sign in _DAMAGE):
                raise ConfigError(
                    f"{self.folder}: vectors cannot be written ({error}); make room on the disk and {BUILD}, "
                    f"or if that is not it, {REBUILD}"
                ) from error
            raise DamagedVectorsError(f"{self.folder} is missing or damaged ({error}); {BUILD}") from error


def beam_for(vectors: int) -> int:
    """Return how many vectors a search of a graph of so many keeps in view (`ef_search`).

    Found by the exact search among 1,000,000: .954 of the ten nearest with 500, .978 with 1,000, .992 with 2,000.
    """
    return EF_SEARCH * max(1, ceil(vectors / _PER_BEAM))
