"""Bring an index in line with a folder of articles.

New vectors go to Chroma first, then one transaction of the catalogue makes them and everything else visible, then
vectors that nothing names any more are deleted. Stopped at any moment the index answers as before, and the next sync
goes on where this one stopped: embeddings are kept as they are made, and a vector's id says all about it.
"""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from uuid import uuid4

from qa_assistant.errors import ArticleError
from qa_assistant.index import origins, records
from qa_assistant.index.embeddings import Embeddings
from qa_assistant.index.passage_vectors import BATCH, PassageVectors
from qa_assistant.index.scan import scan
from qa_assistant.index.vectors import open_vectors
from qa_assistant.schema import SyncReport

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_assistant.index.catalogue import Catalogue
    from qa_assistant.index.embeddings import PassageEmbedder
    from qa_assistant.index.origins import Copy
    from qa_assistant.index.scan import FileState, Scan
    from qa_assistant.schema import Article, Passage

    Progress = Callable[[str, int, int], None]
    """Hears of a stage, how much of it is done, and the total: "scan" counts files, "embed" passages, "save" steps."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become articles and passages."""

    list_articles: Callable[[Path], list[str]]
    read_article: Callable[[Path, str], Article]
    split_article: Callable[[Article], list[Passage]]

    @classmethod
    def of(cls, *, passage_words: int, passage_overlap: int) -> Reading:
        """Return the reading of `qa_assistant.ingest` with these passage settings."""
        from qa_assistant import ingest

        split = partial(ingest.split_article, passage_words=passage_words, passage_overlap=passage_overlap)
        return cls(ingest.list_articles, ingest.read_article, split)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article read in this run, and its passages by the ids of their vectors."""

    article: Article
    state: FileState
    passages: dict[str, Passage]


@dataclass
class Sync:
    """One run over a folder. The caller holds the lock that keeps others from running.

    With `rebuild`, everything is built anew beside the index there is, which answers until the new one is complete.
    """

    catalogue: Catalogue
    fingerprint: str
    root: Path
    reading: Reading
    embedder: Callable[[], PassageEmbedder]
    progress: Progress
    rebuild: bool = False

    def __post_init__(self) -> None:
        self.folder = self.catalogue.path.parent
        self.unfinished = self.folder / "unfinished"
        meta = self.catalogue.meta()
        self.is_first = self.rebuild or "version" not in meta
        self.version = meta.get("version", "")
        self.replaced = meta.get("vectors", "chroma")
        self.vectors = open_vectors(self.folder / (f"chroma-{uuid4().hex[:8]}" if self.rebuild else self.replaced))
        is_lost = meta.get("passages", "0") != "0" and not self.vectors.exists
        self.is_suspect = self.rebuild or is_lost or self.unfinished.exists()
        """Whether store and kept embeddings may differ from the catalogue: a sync was stopped, or the store is gone."""
        self.done = 0
        """Passages whose vectors are stored."""
        self.failed: list[tuple[str, str]] = []
        self.dropped: list[str] = []
        """Vectors of passages that are gone."""
        self.relink: set[int] = set()
        """Articles whose copies are to be found anew."""

    def run(self) -> SyncReport:
        """Do it; return what was done."""
        started = time.perf_counter()
        self._remove_leftovers()
        known: dict[str, FileState] = {}
        if not self.is_first:
            with self.catalogue.read() as connection:
                known = records.known_files(connection)
        found = scan(self.root, self.reading.list_articles(self.root), known, self.progress)
        if found.touched:
            with self.catalogue.write() as connection:
                records.touch(connection, found.touched)
        has_work = self.is_first or self.is_suspect or found.new or found.removed
        embedded = self._apply(found) if has_work else 0
        failed = {file for file, _ in self.failed}
        return SyncReport(
            added=tuple(file for file in found.new if file not in known and file not in failed),
            changed=tuple(file for file in found.new if file in known and file not in failed),
            # the earlier version of a file that can no longer be read is gone too
            removed=tuple(sorted([*found.removed, *(failed & known.keys())])),
            unchanged=tuple(found.unchanged),
            failed=tuple(self.failed),
            passages=int(self.catalogue.meta()["passages"]),
            embedded=embedded,
            seconds=time.perf_counter() - started,
        )

    def _apply(self, found: Scan) -> int:
        """Make the index what was found; return how many passages were embedded."""
        # what another process wrote must be known before anything is written here
        self.vectors.open_for(self.version, anew=self.is_first or self.is_suspect)
        with closing(Embeddings(self.folder / "embeddings.sqlite", self.embedder)) as embeddings:
            store = PassageVectors(
                self.vectors, embeddings, self.fingerprint, unfinished=self.unfinished, is_suspect=self.is_suspect
            )
            with self.catalogue.write() as connection:
                if self.is_first:
                    self.catalogue.create_tables(connection)
                self._drop(connection, found.removed)
                for articles, share in self._batches(found.new, store):
                    self._take_in(connection, store, articles, share)
                self._drop(connection, [file for file, _ in self.failed])
                self.progress("save", 0, 2)
                did_change = self._settle(connection, store)
            self.progress("save", 1, 2)
            if did_change:
                store.clean()
            self.progress("save", 2, 2)
            return embeddings.computed

    def _batches(self, new: Mapping[str, FileState], store: PassageVectors) -> Iterator[tuple[list[_Read], float]]:
        """Yield articles of about `BATCH` passages, and the share of all bytes that is read by then."""
        size = sum(state.size for state in new.values())
        batch: list[_Read] = []
        bytes_read = 0
        for file, state in new.items():
            read = self._read(file, state, store)
            bytes_read += state.size
            batch += [read] if read else []
            if sum(len(read.passages) for read in batch) >= BATCH:
                yield batch, bytes_read / size if size else 1.0
                batch = []
        if batch:
            yield batch, 1.0

    def _read(self, file: str, state: FileState, store: PassageVectors) -> _Read | None:
        try:
            article = self.reading.read_article(self.root, file)
            passages = self.reading.split_article(article)
            if not passages:
                raise ArticleError(file, "holds no sentence that could be quoted")
            # half a character, as broken files have them, can be neither stored nor shown
            article.text.encode()
            return _Read(article, state, {store.name(passage): passage for passage in passages})
        except ArticleError as error:
            self.failed.append((file, error.reason))
        except UnicodeEncodeError:
            self.failed.append((file, "holds characters that are not valid Unicode"))
        return None

    def _take_in(
        self, connection: sqlite3.Connection, store: PassageVectors, batch: Sequence[_Read], share: float
    ) -> None:
        """Store the vectors of a batch of articles, then name the articles in the transaction."""
        passages = {name: passage for read in batch for name, passage in read.passages.items()}
        there = records.named_vectors(connection, passages)
        done = self.done + len(there)
        # the files still to be read hold about as much a byte as those before
        total = round((self.done + len(passages)) / max(share, 1e-9))
        self.progress("embed", done, total)
        new = {name: passage for name, passage in passages.items() if name not in there}
        store.add(new, lambda embedded: self.progress("embed", done + embedded, total))
        self.done += len(passages)
        self._drop(connection, [read.article.file for read in batch])
        for read in batch:
            self.relink.add(records.insert_article(connection, read.article, read.state, read.passages))

    def _drop(self, connection: sqlite3.Connection, files: Iterable[str]) -> None:
        numbers = records.article_numbers(connection, files)
        self.relink |= origins.copies_of(connection, numbers.values())
        for number in numbers.values():
            self.dropped += records.delete_article(connection, number)

    def _settle(self, connection: sqlite3.Connection, store: PassageVectors) -> bool:
        """Bring up to date what depends on all articles; return whether anything changed."""
        if not (self.is_first or self.relink or self.dropped or self.is_suspect):
            return False
        if self.vectors.exists or records.count_passages(connection):
            store.complete(connection, self.dropped)
        self._find_copies(connection)
        version = uuid4().hex
        self.vectors.mark(version)
        records.write_meta(
            connection,
            fingerprint=self.fingerprint,
            version=version,
            vectors=self.vectors.folder.name,
            passages=str(records.count_passages(connection)),
        )
        return True

    def _find_copies(self, connection: sqlite3.Connection) -> None:
        @lru_cache(maxsize=256)
        def copy(number: int) -> Copy:
            return origins.copy_of(*records.read_sentences(connection, number))

        origins.link_copies(connection, sorted(self.relink & records.all_numbers(connection)), copy)
        origins.name_origins(connection)

    def _remove_leftovers(self) -> None:
        """Delete stores that were replaced, and those of rebuilds that were never finished."""
        # what a rebuild replaces goes with the run after it: somebody may be searching it now
        used = {self.vectors.folder.name, self.replaced}
        for path in self.folder.glob("chroma*"):
            if path.is_dir() and path.name not in used:
                open_vectors(path).close()
                shutil.rmtree(path)
                path.with_name(path.name + ".lock").unlink(missing_ok=True)
