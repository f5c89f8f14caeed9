"""The index as the rest of the program sees it: brought in line by `sync`, searched by meaning and by words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from qa_assistant.errors import ArticleError, ConfigError, IndexMismatchError, IndexNotBuiltError
from qa_assistant.index import keywords, records
from qa_assistant.index.catalogue import BUILD, REBUILD, SCHEMA, Catalogue
from qa_assistant.index.sync import Reading, Sync
from qa_assistant.index.vectors import open_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.index.embeddings import PassageEmbedder
    from qa_assistant.index.records import ArticleInfo
    from qa_assistant.index.sync import Progress
    from qa_assistant.index.vectors import Vectors
    from qa_assistant.schema import Article, Filters, Passage, SyncReport

_SPARE = 16
"""Vectors fetched beyond those asked for: equal scores at the edge, and vectors the catalogue does not name (yet)."""

_ATTEMPTS = 10
"""Times a read is tried when syncs are completed during it; after that its result is whole but for a few vectors."""

T = TypeVar("T")


def fingerprint(**parts: object) -> str:
    """Return the text that says what an index was built with, such as `embedder=…; passage_words=180`."""
    return "; ".join(f"{name}={value}" for name, value in parts.items())


class Index:
    """The index of one folder. May be shared between threads; every read is of the last committed sync.

    Raises (from every method that reads):
        IndexNotBuiltError: no sync was ever completed.
        IndexMismatchError: the index was built with another fingerprint, or is damaged.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.fingerprint = f"{fingerprint}; schema={SCHEMA}"
        self._catalogue = Catalogue(folder / "catalogue.sqlite")
        self._vectors: Vectors | None = None

    @classmethod
    def open(cls, folder: Path, fingerprint: str, *, create: bool = False) -> Index:
        """Open the index in `folder`, which must have been built with `fingerprint`; loads nothing.

        With `create`, nothing is checked yet: the caller means to sync, which may build or rebuild it.
        """
        index = cls(folder, fingerprint)
        if not create:
            with index._reading():
                pass
        return index

    def close(self) -> None:
        """Let go of the files; a later call opens them again."""
        self._catalogue.close()
        self._vectors = None

    def sync(
        self,
        articles_dir: Path,
        embedder: Callable[[], PassageEmbedder],
        reading: Reading,
        *,
        progress: Progress | None = None,
        rebuild: bool = False,
    ) -> SyncReport:
        """Bring the index in line with the articles below `articles_dir`; embed only what changed.

        `embedder` is called when the first text must be embedded. A file that cannot be read is reported, and its
        earlier version is removed. Stopped at any moment, the index stays as it was, and the next sync goes on.
        `rebuild` builds everything anew; the old index answers until that is complete.

        Raises:
            ConfigError: there is no such folder, another sync is running, or the disk is full.
            IndexMismatchError: the index was built with another fingerprint, or is damaged, and this is no `rebuild`.
        """
        if not articles_dir.is_dir():
            raise ConfigError(f"no such folder: {articles_dir}; give --articles DIR")
        with self._alone():
            if rebuild:
                self._forget_damaged()
            else:
                self._check(self._catalogue.meta())
            run = Sync(self._catalogue, self.fingerprint, articles_dir, reading, embedder, progress or _silent, rebuild)
            report = run.run()
            self._vectors = run.vectors
            return report

    @contextmanager
    def snapshot(self) -> Iterator[str]:
        """Make all reads of this thread within the block see one state of the index; yield its version.

        Only `dense` may find less than that state held, when a sync is completed meanwhile; see `consistently`.
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
        """Open the vector store now, so that the first search need not."""
        with self._reading() as meta:
            if meta["passages"] != "0":
                self._store(meta).warm_up()

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        """Return ids of the `k` passages nearest to an embedding, with cosine similarity, best first."""
        with self._reading() as meta, self._catalogue.read() as connection:
            if meta["passages"] == "0" or k < 1 or _excludes_all(filters):
                return []
            store = self._store(meta)
            wanted = k + _SPARE
            while True:
                near = store.search(embedding, wanted, filters)
                named = records.passage_ids(connection, [vector for vector, _ in near])
                # vectors of a sync under way may stand before those of the state that is read
                if len(named) >= k or len(near) < wanted:
                    break
                wanted *= 4
        found = [(named[vector], similarity) for vector, similarity in near if vector in named]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:k]

    def keyword(
        self,
        query: str,
        k: int,
        filters: Filters | None = None,
        *,
        title_weight: float = 1.0,
        drop_stop_words: bool = True,
    ) -> list[tuple[str, float]]:
        """Return ids of the `k` passages that match the words of `query` best, any of them, with BM25 scores.

        `query` may be any text. Higher scores are better; they compare within one query only. `title_weight` is what a
        word in the title counts against one in the text.
        """
        terms = keywords.words(query, drop_stop_words=drop_stop_words)
        with self._reading(), self._catalogue.read() as connection:
            if _excludes_all(filters):
                return []
            return keywords.search(connection, terms, k, filters, title_weight=title_weight)

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
        if article is None:
            raise ArticleError(file, f"is not in the index; {BUILD}")
        return article

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
        if not members:
            raise ArticleError(file, f"is not in the index; {BUILD}")
        return members[0][1], tuple(member for member, _ in members if member != file)

    def stems(self, text: str) -> list[str]:
        """Return the words of a text as the keyword search compares them, in order: lower case, no accents, stemmed."""
        return keywords.stemmer().stems([text])[0]

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a word in any of its forms; of several words, the rarest counts."""
        with self._reading(), self._catalogue.read() as connection:
            return min((keywords.document_frequency(connection, stem) for stem in self.stems(term)), default=0)

    def term_weights(self, text: str) -> dict[str, float]:
        """Return the stems of a text's content words, each with its BM25 weight: the rarer, the higher.

        A word that no passage holds has the highest weight of all.
        """
        stems = dict.fromkeys(self.stems(" ".join(keywords.words(text))))
        with self._reading() as meta, self._catalogue.read() as connection:
            count = int(meta["passages"])
            return {
                stem: keywords.inverse_frequency(count, keywords.document_frequency(connection, stem)) for stem in stems
            }

    @contextmanager
    def _reading(self) -> Iterator[dict[str, str]]:
        """Hold one state of the catalogue, checked; yield what it says about itself."""
        with self._catalogue.read():
            meta = self._catalogue.meta()
            if "version" not in meta:
                raise IndexNotBuiltError(f"{self.folder}: the articles are not indexed; {BUILD}")
            self._check(meta)
            yield meta

    def _check(self, meta: dict[str, str]) -> None:
        built = meta.get("fingerprint", self.fingerprint)
        if built != self.fingerprint:
            was, now = _parts(built), _parts(self.fingerprint)
            differing = [name for name in {**was, **now} if was.get(name) != now.get(name)]
            changes = ", ".join(f"{name} was {was.get(name)} and is {now.get(name)}" for name in differing)
            raise IndexMismatchError(f"{self.folder} was built with other settings: {changes}; {REBUILD}")

    def _store(self, meta: dict[str, str]) -> Vectors:
        folder = self.folder / meta["vectors"]
        if self._vectors is None or self._vectors.folder != folder.resolve():
            self._vectors = open_vectors(folder)
        if not self._vectors.exists:
            raise IndexMismatchError(f"{folder}: the vectors are gone; {BUILD}")
        self._vectors.open_for(meta["version"])
        return self._vectors

    def _forget_damaged(self) -> None:
        try:
            self._catalogue.meta()
        except IndexMismatchError:
            self._catalogue.remove()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self.folder / "sync.lock", timeout=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise ConfigError(f"another sync is running on {self.folder}; wait for it") from error
        except OSError as error:
            raise ConfigError(f"{self.folder}: cannot write there ({error.strerror}); give --store DIR") from error
        try:
            yield
        finally:
            lock.release()


def _parts(fingerprint: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in fingerprint.split("; "))}


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def _excludes_all(filters: Filters | None) -> bool:
    return filters is not None and (filters.outlets == () or filters.files == ())
