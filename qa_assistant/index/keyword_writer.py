"""Writing the keyword index: entries added, deleted, and committed all at once."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa_assistant.errors import ConfigError
from qa_assistant.index.catalogue import BUILD
from qa_assistant.index.collection import day_number
from qa_assistant.index.keywords import DamagedKeywordsError, Keywords, Stemmer, ids_of, open_index, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tantivy import Document, Index, IndexWriter

    from qa_assistant.schema import Passage

_HEAP = 64 * 1024 * 1024
"""Bytes of new entries held in memory before they go to disk."""

_SMALL = 1000
"""Entries that are quickly written again."""

_EVERY = "1"
"""A word that every entry has in `every`, by which deleted entries that still take room are counted."""


class KeywordWriter:
    """The keyword index in a folder, for writing by one process at a time. Nothing is seen before `commit`.

    Raises (from every method):
        DamagedKeywordsError: the index is damaged.
        ConfigError: it cannot be written, mostly because the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index: Index | None = None
        self._writer: IndexWriter | None = None
        self._stemmer: Stemmer | None = None

    def count(self) -> int | None:
        """Return how many entries there are; None where there is no sound index."""
        try:
            index = self._index or open_index(self.folder)
            index.reload()
            return int(index.searcher().num_docs)
        except (ValueError, OSError):
            return None

    def ids(self) -> set[str]:
        """Return the ids of all entries that are committed."""
        with self._explained():
            index = self._opened()
            index.reload()
            return ids_of(index.searcher())

    def add(self, passages: Mapping[str, Passage]) -> None:
        """Add passages by the ids of their vectors; entries with these ids are replaced."""
        self._stemmer = self._stemmer or Stemmer()
        # questions name outlets: "does the report in the Courier say …"
        texts = [" ".join(filter(None, (p.title, p.outlet, p.clean_text))) for p in passages.values()]
        with self._explained():
            writer = self._writing()
            for (name, passage), stems in zip(passages.items(), self._stemmer.stems(texts), strict=True):
                writer.delete_documents_by_term("id", name)
                writer.add_document(self._entry(name, passage, stems))

    def delete(self, ids: Iterable[str]) -> None:
        """Delete entries; ids that are not there are ignored."""
        with self._explained():
            for name in ids:
                self._writing().delete_documents_by_term("id", name)

    def commit(self) -> None:
        """Put what was added and deleted on disk, all of it or nothing."""
        with self._explained():
            if self._writer is not None:
                self._writer.commit()
                self._opened().reload()

    @property
    def is_worn(self) -> bool:
        """Whether to write all entries again: deleted ones count in the scores until Tantivy clears them away.

        In a small index they count much and writing is quick; a large one is left alone until half of it is deleted.
        """
        with self._explained():
            searcher = self._opened().searcher()
            deleted = searcher.doc_freq("every", _EVERY) - searcher.num_docs
            return deleted > (0 if searcher.num_docs <= _SMALL else searcher.num_docs)

    def clear(self) -> None:
        """Delete all entries, so that they can be written again before the next `commit`."""
        from tantivy import Query

        with self._explained():
            # not delete_all_documents: it turns the clock back, so that earlier deletions hit later entries
            self._writing().delete_documents_by_query(Query.all_query())

    def close(self) -> None:
        """Forget what was not committed, and let others write."""
        writer, self._writer, self._index = self._writer, None, None
        if writer is not None:
            with self._explained():
                writer.rollback()
                writer.wait_merging_threads()

    def remove(self) -> None:
        """Delete the index, for one that is damaged."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _entry(self, name: str, passage: Passage, stems: list[str]) -> Document:
        from tantivy import Document

        entry = {"id": name, "words": " ".join(stems), "file": passage.file, "every": _EVERY}
        # what is unknown is left out: it lies outside every filter
        if passage.outlet is not None:
            entry["outlet"] = passage.outlet.casefold()
        document = Document.from_dict(entry, self._opened().schema)
        if passage.published is not None:
            document.add_unsigned("published", day_number(passage.published))
        return document

    def _opened(self) -> Index:
        if self._index is None:
            from tantivy import Index

            self.folder.mkdir(parents=True, exist_ok=True)
            # opens what is there
            self._index = Index(schema(), str(self.folder))
            self._index.config_reader("manual")
        return self._index

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            # one thread: entries stand on disk in the order in which they came
            self._writer = self._opened().writer(_HEAP, num_threads=1)
        return self._writer

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            self._writer = self._index = None
            # what another writer is in the middle of is not damaged
            if "LockBusy" not in str(error) and self._is_damaged():
                raise DamagedKeywordsError(f"{self.folder} is damaged ({error}); {BUILD}") from error
            raise ConfigError(
                f"{self.folder}: words cannot be written ({error}); make room on the disk and {BUILD}"
            ) from error

    def _is_damaged(self) -> bool:
        return not Keywords(self.folder).is_whole()
