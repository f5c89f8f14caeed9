"""The index for reading: searched by meaning and by words, always in one committed state."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from qa_assistant.errors import ArticleError, IndexMismatchError
from qa_assistant.index import exact, keywords, records
from qa_assistant.index.built_with import changes_of
from qa_assistant.index.catalogue import BUILD, REBUILD, SCHEMA, Catalogue, for_folder, not_built
from qa_assistant.index.embeddings import EMBEDDINGS
from qa_assistant.index.keywords import KEYWORDS, Keywords
from qa_assistant.index.narrow import nearest_within
from qa_assistant.index.places import FolderPlace
from qa_assistant.index.server_vectors import ServerPlace
from qa_assistant.index.vectors import DamagedVectorsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.index.chroma_server import ChromaServer
    from qa_assistant.index.collection import VectorCollection
    from qa_assistant.index.places import VectorPlace
    from qa_assistant.index.records import ArticleInfo
    from qa_assistant.schema import Article, Filters, Passage

log = logging.getLogger(__name__)

_SPARE = 16
"""Vectors fetched beyond those asked for: equal scores at the edge, and vectors the catalogue does not name (yet)."""

_ATTEMPTS = 10
"""Times a read is tried when syncs are completed during it; after that its result is whole but for a few vectors."""

T = TypeVar("T")


class IndexReader:
    """The index of one folder, for reading. May be shared between threads; every read is of the last committed sync.

    Raises (from every method that reads):
        IndexNotBuiltError: no sync was ever completed.
        IndexMismatchError: the index was built with another fingerprint, or is damaged.
    """

    def __init__(self, folder: Path, fingerprint: str, server: ChromaServer | None = None) -> None:
        self.folder = folder
        self.fingerprint = f"{fingerprint}; schema={SCHEMA}"
        self._catalogue = Catalogue(folder / "catalogue.sqlite")
        self._keywords = Keywords(folder / KEYWORDS)
        self.server = server
        self._place: VectorPlace = ServerPlace(server, folder, self.fingerprint) if server else FolderPlace(folder)
        self._vectors: VectorCollection | None = None
        self._below: tuple[tuple[str, Sequence[str]] | None, tuple[str, ...]] = None, ()
        """Version and names that filters named last, and the articles these are."""

    def close(self) -> None:
        """Let go of the files; a later call opens them again."""
        self._catalogue.close()
        self._keywords.close()
        self._vectors = None

    @contextmanager
    def snapshot(self) -> Iterator[str]:
        """Make all reads of this thread within the block see one state of the index; yield its version.

        Only the searches may find less than that state held, when a sync is completed meanwhile; see `consistently`.
        """
        with self._reading() as meta:
            yield meta["version"]

    def consistently(self, read: Callable[[], T]) -> T:
        """Call `read` in a snapshot and return what it returns; again, if a sync was completed meanwhile.

        A sync deletes vectors that its new state does not name, so a search of the state before may miss some.
        """
        for _ in range(_ATTEMPTS):
            with self.snapshot() as version:
                result = read()
            if self.version == version:
                break
        return result

    @property
    def version(self) -> str:
        """Name of the state of the index: another one after every sync that changed it."""
        with self._reading() as meta:
            return meta["version"]

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        with self._reading() as meta:
            return int(meta["passages"])

    @property
    def vector_count(self) -> int:
        """How many vectors the store holds: one a passage, unless a sync was stopped or the store is damaged."""
        with self._reading() as meta:
            return self._store(meta).count() if meta["passages"] != "0" else 0

    def warm_up(self) -> None:
        """Open the vector store and the keyword index now, so that the first search need not.

        A damaged store is left to the searches, which can do without.
        """
        with self._reading() as meta:
            if meta["passages"] == "0":
                return
            self._keywords.warm_up(meta["version"])
            try:
                self._store(meta).warm_up()
            except DamagedVectorsError as error:
                log.warning("%s", error)

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        """Return ids of the `k` passages nearest to an embedding, with cosine similarity, best first.

        While the vector store is damaged, kept embeddings are searched one by one: as good, but slower.
        """
        with self._reading() as meta, self._catalogue.read() as connection:
            filters = self._by_article(meta, connection, filters)
            if meta["passages"] == "0" or k < 1 or _excludes_all(filters):
                return []
            try:
                return self._nearest(meta, connection, embedding, k, filters)
            except DamagedVectorsError as error:
                if self.server and self.server.follow:
                    # whoever follows keeps no embeddings
                    raise
                log.warning("%s; until then searches are slower", error)
                return self._nearest_exactly(connection, embedding, k, filters)

    def _nearest(
        self,
        meta: dict[str, str],
        connection: sqlite3.Connection,
        embedding: NDArray[np.float32],
        k: int,
        filters: Filters | None,
    ) -> list[tuple[str, float]]:
        store = self._store(meta)
        if filters:
            kept = self.folder / EMBEDDINGS
            return nearest_within(connection, store, kept, embedding, k, filters, int(meta["passages"]))
        wanted = k + _SPARE
        while True:
            near = store.search(embedding, wanted)
            named = records.passage_ids(connection, [vector for vector, _ in near])
            # vectors of a sync under way may stand before those of the state that is read
            if len(named) >= k or len(near) < wanted:
                break
            wanted *= 4
        found = [(named[vector], similarity) for vector, similarity in near if vector in named]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:k]

    def _nearest_exactly(
        self, connection: sqlite3.Connection, embedding: NDArray[np.float32], k: int, filters: Filters | None
    ) -> list[tuple[str, float]]:
        kept = self.folder / EMBEDDINGS
        try:
            return exact.nearest(connection, kept, embedding, k, filters).found
        except sqlite3.Error as error:
            raise IndexMismatchError(f"{kept} is damaged too ({error}); {BUILD}") from error

    def keyword(
        self,
        query: str,
        k: int,
        filters: Filters | None = None,
        *,
        drop_stop_words: bool = True,
    ) -> list[tuple[str, float]]:
        """Return ids of the `k` passages that match the words of `query` best, any of them, with BM25 scores.

        `query` may be any text. Higher scores are better; they compare within one query only. Words of titles and
        outlets count like those of texts.
        """
        stems = list(dict.fromkeys(self.stems(" ".join(keywords.words(query, drop_stop_words=drop_stop_words)))))
        with self._reading() as meta, self._catalogue.read() as connection:
            filters = self._by_article(meta, connection, filters)
            if meta["passages"] == "0" or not stems or k < 1 or _excludes_all(filters):
                return []
            wanted = k
            while True:
                hits = self._keywords.search(meta["version"], stems, wanted, filters)
                named = records.passage_ids(connection, [entry for entry, _ in hits])
                # as with vectors: a sync that is under way, or was just completed, leaves entries that nothing names
                if len(named) >= k or len(hits) < wanted:
                    break
                wanted *= 4
        found = [(named[entry], score) for entry, score in hits if entry in named]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:k]

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages in the order of their ids; ids that are not in the index are left out."""
        with self._reading(), self._catalogue.read() as connection:
            found = records.read_passages(connection, "id", ids)
        return [found[key] for key in ids if key in found]

    def article(self, file: str) -> Article:
        """Return an article as it was when it was indexed.

        Raises:
            ArticleError: `file` is not in the index.
        """
        with self._reading(), self._catalogue.read() as connection:
            article = records.read_article(connection, file)
        return _there(file, article)

    def whole(self, file: str) -> Passage:
        """Return an article as one passage with all its sentences that may be quoted, in reading order.

        Raises:
            ArticleError: `file` is not in the index.
        """
        with self._reading(), self._catalogue.read() as connection:
            passage = records.read_whole(connection, file)
        return _there(file, passage)

    def articles(self) -> list[ArticleInfo]:
        """Return what is known of every article, sorted by file."""
        with self._reading(), self._catalogue.read() as connection:
            return records.read_articles(connection)

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the origin of an article and the other files of that origin, sorted.

        Raises:
            ArticleError: `file` is not in the index.
        """
        with self._reading(), self._catalogue.read() as connection:
            members = records.read_origin(connection, file)
        _there(file, members or None)
        return members[0][1], tuple(member for member, _ in members if member != file)

    def pages_of(self, file: str) -> tuple[int, ...]:
        """Return the offsets at which the pages of an article begin; none where it has no pages or is not indexed."""
        with self._reading(), self._catalogue.read() as connection:
            return records.read_pages(connection, file)

    def stems(self, text: str) -> list[str]:
        """Return the words of a text as the keyword search compares them, in order: lower case, no accents, stemmed."""
        return keywords.stemmer().stems([text])[0]

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a word in any of its forms; of several words, the rarest counts."""
        with self._reading() as meta:
            return min(self._frequencies(meta, self.stems(term)).values(), default=0)

    def term_weights(self, text: str) -> dict[str, float]:
        """Return the stems of a text's content words, each with its BM25 weight: the rarer, the higher.

        A word that no passage holds has the highest weight of all.
        """
        stems = self.stems(" ".join(keywords.words(text)))
        with self._reading() as meta:
            count = int(meta["passages"])
            found = self._frequencies(meta, stems)
        return {stem: keywords.inverse_frequency(count, frequency) for stem, frequency in found.items()}

    def _frequencies(self, meta: dict[str, str], stems: Sequence[str]) -> dict[str, int]:
        if meta["passages"] == "0":
            return dict.fromkeys(stems, 0)
        return self._keywords.frequencies(meta["version"], stems)

    def _by_article(
        self, meta: dict[str, str], connection: sqlite3.Connection, filters: Filters | None
    ) -> Filters | None:
        """Return the filters with the articles in place of the containers and folders that are named."""
        if filters is None or not filters.files:
            return filters
        # both searches of a question name the same, and mostly the next question too
        key = (meta["version"], filters.files)
        known, below = self._below
        if known != key:
            below = records.files_below(connection, filters.files)
            self._below = key, below
        return replace(filters, files=below)

    @contextmanager
    def _reading(self) -> Iterator[dict[str, str]]:
        """Hold one state of the catalogue, checked; yield what it says about itself."""
        with self._catalogue.read():
            meta = self._catalogue.meta()
            if "version" not in meta:
                raise not_built(self.folder)
            self._check(meta)
            self._keywords.hold(meta["version"])
            yield meta

    def _check(self, meta: dict[str, str]) -> None:
        built = meta.get("fingerprint", self.fingerprint)
        if built != self.fingerprint:
            changes = changes_of(built, self.fingerprint)
            raise IndexMismatchError(
                f"{self.folder} was built with other settings: {changes}; {for_folder(REBUILD, self.folder)}"
            )

    def _store(self, meta: dict[str, str]) -> VectorCollection:
        name = self._place.current(meta["vectors"])
        if name != meta["vectors"]:
            raise DamagedVectorsError(f"{name}: the vectors are not there yet but in {meta['vectors']}; {BUILD}")
        if self._vectors is None or self._vectors.name != name:
            self._vectors = self._place.open(name)
        self._vectors.must_exist()
        self._vectors.open_for(meta["version"])
        return self._vectors


def _there(file: str, found: T | None) -> T:
    if found is None:
        raise ArticleError(file, f"is not in the index; {BUILD}")
    return found


def _excludes_all(filters: Filters | None) -> bool:
    return filters is not None and (filters.outlets == () or filters.files == ())
