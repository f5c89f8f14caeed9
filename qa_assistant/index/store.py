"""The index as the rest of the program sees it: read as `IndexReader` does, brought in line, verified and repaired."""

from __future__ import annotations

import logging
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from qa_assistant.errors import ConfigError, IndexMismatchError
from qa_assistant.index.catalogue import not_built
from qa_assistant.index.keyword_writer import KeywordWriter
from qa_assistant.index.keywords import KEYWORDS, DamagedKeywordsError, Keywords
from qa_assistant.index.reader import IndexReader
from qa_assistant.index.sync import Sync
from qa_assistant.index.vectors import DamagedVectorsError
from qa_assistant.index.verify import Verification, Verifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa_assistant.index.chroma_server import ChromaServer
    from qa_assistant.index.embeddings import PassageEmbedder
    from qa_assistant.index.reading import Reading
    from qa_assistant.index.sync import Progress
    from qa_assistant.schema import SyncReport

log = logging.getLogger(__name__)


class Index(IndexReader):
    """The index of one folder: read by any number of threads and processes, changed by one at a time."""

    @classmethod
    def open(cls, folder: Path, fingerprint: str, *, create: bool = False, server: ChromaServer | None = None) -> Index:
        """Open the index in `folder`, which must have been built with `fingerprint`; loads nothing.

        With `create`, nothing is checked yet: the caller means to sync, which may build or rebuild it. With `server`,
        the vectors lie there and not in the folder.
        """
        index = cls(folder, fingerprint, server)
        if not create:
            with index._reading():
                pass
        return index

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
            if articles_dir.exists():
                raise ConfigError(f"{articles_dir}: is a file, and no folder of articles; give the folder it is in")
            raise ConfigError(f"no such folder: {articles_dir}; give --articles DIR")
        with self._alone():
            if rebuild:
                self._forget_damaged()
            else:
                self._check(self._catalogue.meta())
            begin = partial(Sync, self._catalogue, self.fingerprint, articles_dir, reading, embedder)
            return self._run(partial(begin, progress or _silent, self._place, rebuild=rebuild))

    def verify(self, articles_dir: Path, reading: Reading, *, progress: Progress | None = None) -> Verification:
        """Compare folder, manifest, vectors and keyword index with one another, by content; change nothing.

        Raises:
            ConfigError: there is no such folder, or a sync is running.
            IndexNotBuiltError: no sync was ever completed.
            IndexMismatchError: the index was built with another fingerprint.
        """
        with self._alone():
            try:
                meta = self._catalogue.meta()
            except IndexMismatchError:
                meta = {"version": "", "vectors": "chroma"}
            if "version" not in meta:
                raise not_built(self.folder)
            self._check(meta)
            vectors = self._place.open(self._place.current(meta["vectors"]))
            vectors.open_for(meta["version"], anew=True)
            with closing(Keywords(self.folder / KEYWORDS)) as keywords:
                verifier = Verifier(
                    self._catalogue, vectors, keywords, fingerprint=self.fingerprint, progress=progress or _silent
                )
                return verifier.run(articles_dir, reading)

    def repair(
        self,
        found: Verification,
        articles_dir: Path,
        embedder: Callable[[], PassageEmbedder],
        reading: Reading,
        *,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Mend what `verify` found, and bring the index in line with the folder. Errors are those of `sync`."""
        with self._alone():
            if found.rebuild:
                self._catalogue.remove()
            if found.drop_keywords:
                KeywordWriter(self.folder / KEYWORDS).remove()
            begin = partial(Sync, self._catalogue, self.fingerprint, articles_dir, reading, embedder)
            distrusted = frozenset(found.distrusted)
            return self._run(partial(begin, progress or _silent, self._place, renew=found.renew, distrusted=distrusted))

    def _run(self, begin: Callable[..., Sync]) -> SyncReport:
        """Run a sync, and once more where it meets a damaged store, which is built anew then."""
        sync = begin()
        try:
            report = sync.run()
        except (DamagedVectorsError, DamagedKeywordsError) as error:
            log.warning("%s: built anew", error)
            if isinstance(error, DamagedKeywordsError):
                sync.keywords.remove()
                again = begin()
            else:
                again = begin(renew=True)
            report = again.run()
            report = replace(report, embedded=sync.embedded + report.embedded)
            sync = again
        self._vectors = sync.vectors
        return report

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


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""
