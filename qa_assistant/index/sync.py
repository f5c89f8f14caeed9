"""Bring an index in line with a folder of articles.

New vectors go to Chroma first, then one transaction of the catalogue makes them and everything else visible, then
vectors that nothing names any more are deleted. Stopped at any moment the index answers as before, and the next sync
goes on where this one stopped: embeddings are kept as they are made, and a vector's id says all about it.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import uuid4

from qa_assistant.index import manifest, origins, records
from qa_assistant.index.boilerplate import Boilerplate
from qa_assistant.index.embeddings import EMBEDDINGS, Embeddings
from qa_assistant.index.keyword_writer import KeywordWriter
from qa_assistant.index.keywords import KEYWORDS
from qa_assistant.index.passage_vectors import BATCH, PassageVectors
from qa_assistant.index.reading import SourceFile
from qa_assistant.index.scan import UNREAD, scan
from qa_assistant.schema import SyncReport

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_assistant.index.catalogue import Catalogue
    from qa_assistant.index.embeddings import PassageEmbedder
    from qa_assistant.index.origins import Copy
    from qa_assistant.index.places import VectorPlace
    from qa_assistant.index.reading import NewArticle, Reading
    from qa_assistant.index.scan import FileState, Scan

    Progress = Callable[[str, int, int], None]
    """Hears of a stage, how much of it is done, and the total: "scan" counts files, "embed" passages,
    "copies" articles compared with others, "save" steps."""


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
    place: VectorPlace
    rebuild: bool = False
    renew: bool = False
    """Whether the vector store is to be built anew, from kept embeddings; so it is where it is seen to be damaged."""

    distrusted: frozenset[str] | None = None
    """Source files to read again whatever is known of them. Where this is not None, everything is compared with
    everything, and no time of a file is trusted."""

    def __post_init__(self) -> None:
        self.folder = self.catalogue.path.parent
        self.unfinished = self.folder / "unfinished"
        meta = self.catalogue.meta()
        self.is_first = self.rebuild or "version" not in meta
        self.version = meta.get("version", "")
        self.noted = meta.get("vectors", "")
        self.replaced = self.place.current(self.noted)
        self.vectors = self.place.open(self.replaced)
        is_lost = meta.get("passages", "0") != "0" and (self.noted != self.replaced or not self.vectors.exists)
        if self.rebuild or self.renew or not self.vectors.is_whole():
            self.vectors = self.place.open(self.place.fresh())
            is_lost = True
        self.keywords = KeywordWriter(self.folder / KEYWORDS)
        entries = self.keywords.count()
        if entries is None:
            self.keywords.remove()
        is_lost |= meta.get("passages", "0") not in ("0", str(entries))
        self.is_suspect = is_lost or self.unfinished.exists() or self.distrusted is not None
        """Whether store and kept embeddings may differ from the catalogue: a sync was stopped, or the store is gone."""
        self.embedded = 0
        """Passages this run embedded."""
        self.done = 0
        """Passages whose vectors are stored."""
        self.failed: list[tuple[str, str]] = []
        """What this run could not read, with the reasons."""
        self.failures: dict[str, list[tuple[str, str]]] = {}
        """What earlier runs could not read, by source file."""
        self.dropped: list[str] = []
        """Vectors of passages that are gone."""
        self.relink: set[int] = set()
        """Articles whose copies are to be found anew."""

    def run(self) -> SyncReport:
        """Do it; return what was done."""
        started = time.perf_counter()
        self.place.begin(rebuild=self.rebuild)
        if self.renew and not self.vectors.is_followed:
            self.vectors.reset()
        # what a rebuild replaces goes with the run after it: somebody may be searching it now
        self.place.remove_leftovers({self.vectors.name, self.replaced, self.noted})
        before, known = self._known()
        files = self.reading.list_articles(self.root, self.folder)
        found = scan(self.root, files, known, self.progress, by_content=self.distrusted is not None)
        # what could not be read is tried again when somebody touched it
        found.retry({file for file in self.failures if file not in before})
        if found.touched:
            with self.catalogue.write() as connection:
                manifest.touch(connection, found.touched)
        has_work = self.is_first or self.is_suspect or found.new or found.removed
        if has_work:
            self._apply(found)
        after = self._indexed() if has_work else before
        moved = [(old, new) for old, new in found.moved(known) if old in before and new in after]
        failed = [failure for file in found.unchanged for failure in self.failures.get(file, ())]
        return SyncReport(
            added=tuple(file for file in found.new if file in after - before - {new for _, new in moved}),
            changed=tuple(file for file in found.new if file in after & before),
            # the earlier version of a file that can no longer be read is gone too
            removed=tuple(sorted(before - after - {old for old, _ in moved})),
            unchanged=tuple(file for file in found.unchanged if file in after),
            failed=tuple(sorted([*failed, *self.failed])),
            passages=int(self.catalogue.meta()["passages"]),
            embedded=self.embedded,
            seconds=time.perf_counter() - started,
            moved=tuple(moved),
        )

    def _known(self) -> tuple[set[str], dict[str, FileState]]:
        """Return the source files that gave articles, and the states of all; note what failed of them."""
        if self.is_first:
            return set(), {}
        with self.catalogue.read() as connection:
            self.failures = manifest.known_failures(connection)
            known = manifest.known_files(connection)
            if self.distrusted is not None:
                known |= dict.fromkeys(self.distrusted & known.keys(), UNREAD)
                known |= manifest.orphans(connection)
            return manifest.sources_with_articles(connection), known

    def _indexed(self) -> set[str]:
        with self.catalogue.read() as connection:
            return manifest.sources_with_articles(connection)

    def _apply(self, found: Scan) -> None:
        """Make the index what was found."""
        # what another process wrote must be known before anything is written here
        self.vectors.open_for(self.version, anew=self.is_first or self.is_suspect)
        embeddings = Embeddings(self.folder / EMBEDDINGS, self.embedder)
        with closing(embeddings), closing(self.keywords):
            store = PassageVectors(
                self.vectors,
                self.keywords,
                embeddings,
                self.fingerprint,
                unfinished=self.unfinished,
                is_suspect=self.is_suspect,
            )
            try:
                self._apply_with(found, store)
            finally:
                self.embedded = embeddings.computed

    def _apply_with(self, found: Scan, store: PassageVectors) -> None:
        with self.catalogue.write() as connection:
            if self.is_first:
                self.catalogue.create_tables(connection)
            self.boilerplate = Boilerplate(connection)
            self._drop(connection, manifest.files_of(connection, found.removed))
            manifest.forget_sources(connection, found.removed)
            for articles, share in self._batches(connection, found.new):
                self._take_in(connection, store, articles, share)
            self.progress("save", 0, 2)
            if self.distrusted is not None:
                store.keep_all(connection)
            did_change = self._settle(connection, store)
        self.progress("save", 1, 2)
        if did_change:
            with self.catalogue.read() as connection:
                store.clean(connection)
        self.progress("save", 2, 2)

    def _batches(
        self, connection: sqlite3.Connection, new: Mapping[str, FileState]
    ) -> Iterator[tuple[list[NewArticle], float]]:
        """Yield articles of about `BATCH` passages, and the share of all bytes that is read by then."""
        size = max(sum(state.size for state in new.values()), 1)
        batch: list[NewArticle] = []
        waiting = bytes_read = 0
        for file, state in new.items():
            known = records.digests(connection, file)
            if self.distrusted and file in self.distrusted:
                known = dict.fromkeys(known, "")
            source = SourceFile(file, state, known)
            for article in source.read(self.root, self.reading, self.boilerplate.among):
                batch.append(article)
                waiting += len(article.passages)
                if waiting >= BATCH:
                    yield batch, min((bytes_read + state.size * article.share) / size, 1.0)
                    batch, waiting = [], 0
            bytes_read += state.size
            self._note(connection, source)
        if batch:
            yield batch, 1.0

    def _note(self, connection: sqlite3.Connection, source: SourceFile) -> None:
        """Note a source file that was read to its end; its new articles may still wait for their vectors."""
        self._drop(connection, source.gone)
        self.failed += source.failed
        if source.state.sha256:
            manifest.note_source(connection, source.file, source.state, source.failed)
        else:
            manifest.forget_sources(connection, [source.file])

    def _take_in(
        self, connection: sqlite3.Connection, store: PassageVectors, batch: Sequence[NewArticle], share: float
    ) -> None:
        """Store the vectors of a batch of articles, then name the articles in the transaction."""
        vectors = [{store.name(passage): passage for passage in new.passages} for new in batch]
        passages = {name: passage for own in vectors for name, passage in own.items()}
        there = records.named_vectors(connection, passages)
        done = self.done + len(there)
        # the files still to be read hold about as much a byte as those before
        total = round((self.done + len(passages)) / max(share, 1e-9))
        self.progress("embed", done, total)
        missing = {name: passage for name, passage in passages.items() if name not in there}
        store.add(missing, lambda embedded: self.progress("embed", done + embedded, total))
        self.done += len(passages)
        self._drop(connection, [new.article.file for new in batch])
        for new, own in zip(batch, vectors, strict=True):
            number = records.insert_article(connection, new.article, new.source, new.digest, own)
            self.boilerplate.note(number, new.lines, new.left_out)
            self.relink.add(number)

    def _drop(self, connection: sqlite3.Connection, files: Iterable[str]) -> None:
        numbers = records.article_numbers(connection, files)
        self.relink |= origins.copies_of(connection, numbers.values())
        for number in numbers.values():
            self.boilerplate.touch(number)
            self.dropped += records.delete_article(connection, number)

    def _settle(self, connection: sqlite3.Connection, store: PassageVectors) -> bool:
        """Bring up to date what depends on all articles; return whether anything changed."""
        if not (self.is_first or self.relink or self.dropped or self.is_suspect):
            return False
        self._split_anew(connection, store)
        if self.vectors.exists or records.count_passages(connection):
            store.complete(connection, self.dropped)
        self._find_copies(connection)
        version = uuid4().hex
        self.vectors.mark(version)
        records.write_meta(
            connection,
            fingerprint=self.fingerprint,
            version=version,
            vectors=self.vectors.name,
            passages=str(records.count_passages(connection)),
        )
        return True

    def _split_anew(self, connection: sqlite3.Connection, store: PassageVectors) -> None:
        """Split the articles again whose lines turned out to be boilerplate, or no longer are."""
        for number, left_out in self.boilerplate.decide().items():
            article = records.read_numbered(connection, number)
            own = {store.name(passage): passage for passage in self.reading.split(article, left_out)}
            there = records.named_vectors(connection, own)
            store.add({name: passage for name, passage in own.items() if name not in there})
            self.dropped += records.replace_passages(connection, number, own)
            self.relink.add(number)

    def _find_copies(self, connection: sqlite3.Connection) -> None:
        @lru_cache(maxsize=256)
        def copy(number: int) -> Copy:
            return origins.copy_of(*records.read_sentences(connection, number))

        origins.link_copies(connection, self._counted(self.relink & records.all_numbers(connection)), copy)
        origins.name_origins(connection)

    def _counted(self, articles: set[int]) -> Iterator[int]:
        for done, number in enumerate(sorted(articles)):
            self.progress("copies", done, len(articles))
            yield number
        if articles:
            self.progress("copies", len(articles), len(articles))
