"""Compare folder, manifest, vectors and keyword index with one another, trusting none of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa_assistant.errors import IndexMismatchError
from qa_assistant.index import manifest, records
from qa_assistant.index.collection import VectorRow
from qa_assistant.index.embeddings import key_of, read_kept
from qa_assistant.index.keywords import DamagedKeywordsError, Keywords
from qa_assistant.index.passage_vectors import BATCH, name_of
from qa_assistant.index.reading import digest_of
from qa_assistant.index.scan import scan
from qa_assistant.index.vectors import DamagedVectorsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from qa_assistant.index.catalogue import Catalogue
    from qa_assistant.index.collection import VectorCollection
    from qa_assistant.index.reading import Reading
    from qa_assistant.schema import Passage

AREAS = ("catalogue", "folder", "articles", "embeddings", "vectors", "keywords")

_NAMED = 5
"""Files named in one line."""


@dataclass(slots=True)
class Verification:
    """What was found to differ, in words by area, and what mending it takes."""

    problems: dict[str, list[str]] = field(default_factory=lambda: {area: [] for area in AREAS})
    rebuild: bool = False
    """Whether the catalogue must be built anew."""
    renew: bool = False
    """Whether the vector store must be."""
    drop_keywords: bool = False
    """Whether the keyword index must be."""
    distrusted: set[str] = field(default_factory=set)
    """Source files to read again."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing differs."""
        return not any(self.problems.values())


class Verifier:
    """One look at all of an index. The caller holds the lock that keeps syncs from running."""

    def __init__(
        self,
        catalogue: Catalogue,
        vectors: VectorCollection,
        keywords: Keywords,
        *,
        fingerprint: str,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._keywords = keywords
        self._fingerprint = fingerprint
        self._progress = progress
        self._found = Verification()

    def run(self, root: Path, reading: Reading) -> Verification:
        """Compare everything with everything."""
        try:
            self._note("catalogue", self._catalogue.problems())
            self._found.rebuild = not self._found.is_sound
            if not self._found.rebuild:
                self._look_at_folder(root, reading)
                self._look_at_articles()
                self._look_at_stores()
        except (IndexMismatchError, sqlite3.DatabaseError) as error:
            # what reads strangely was written by no sync
            self._note("catalogue", [str(error)])
            self._found.rebuild = True
        return self._found

    def _look_at_folder(self, root: Path, reading: Reading) -> None:
        with self._catalogue.read() as connection:
            known = manifest.known_files(connection)
            failures = manifest.known_failures(connection)
            orphans = manifest.orphans(connection)
        files = reading.list_articles(root, self._catalogue.path.parent)
        found = scan(root, files, known, self._progress, by_content=True)
        changed = [file for file in found.new if file in known]
        same = {file for file in changed if found.new[file].looks_like(known[file])}
        readable = [file for file in found.new if file not in known and file not in failures]
        self._note("folder", _files("not indexed", readable))
        self._note("folder", _files("changed since they were indexed", [file for file in changed if file not in same]))
        self._note("folder", _files("changed though size and time are what they were", same))
        self._note("folder", _files("indexed and no longer there", found.removed))
        self._note("folder", _files("indexed and not in the manifest", orphans))

    def _look_at_articles(self) -> None:
        with self._catalogue.read() as connection:
            lacking = manifest.miscounted(connection)
            altered = {
                source
                for source, file, digest in records.all_digests(connection)
                if not self._is_as_read(connection, file, digest)
            }
            misnamed = set(self._misnamed(connection))
            counted, noted = records.count_passages(connection), int(self._catalogue.meta()["passages"])
        self._note("articles", _files("lack articles or passages", lacking))
        self._note("articles", _files("other than they were read", altered))
        self._note("articles", _files("have passages under a wrong name", misnamed))
        if counted != noted:
            self._note("articles", [f"{counted} passages, but {noted} are noted"])
        self._found.distrusted |= lacking | altered | misnamed

    def _is_as_read(self, connection: sqlite3.Connection, file: str, digest: str) -> bool:
        article = records.read_article(connection, file)
        return article is not None and digest_of(article) == digest

    def _misnamed(self, connection: sqlite3.Connection) -> Iterator[str]:
        for passages in _batches(connection):
            wrong = [p.file for name, p in passages.items() if name_of(self._fingerprint, p) != name]
            yield from manifest.sources_of(connection, wrong)

    def _look_at_stores(self) -> None:
        with self._catalogue.read() as connection:
            named = records.all_vectors(connection)
            if self._vectors.is_followed:
                # what another assistant keeps in line may be ahead or behind
                self._look_at_keywords(named)
                return
            if not self._vectors.is_whole(thorough=True) or (named and not self._vectors.exists):
                self._found.renew = True
                self._note("vectors", [f"{self._vectors} is damaged or gone"])
            elif named:
                self._look_at_vectors(connection, named)
            self._look_at_embeddings(connection)
            self._look_at_keywords(named)

    def _look_at_vectors(self, connection: sqlite3.Connection, named: set[str]) -> None:
        try:
            there = self._vectors.ids()
            self._note("vectors", _difference(named, there))
            differing = self._differing(connection, there)
        except DamagedVectorsError as error:
            self._note("vectors", [str(error)])
            self._found.renew = True
            return
        if differing:
            self._found.renew = True
            self._note(
                "vectors", [f"{differing} differ from their kept embeddings or from their articles' particulars"]
            )

    def _differing(self, connection: sqlite3.Connection, there: set[str]) -> int:
        count = 0
        with closing(self._kept()) as kept:
            for passages in _batches(connection):
                embeddings = read_kept(kept, {key_of(name) for name in passages})
                rows = [
                    VectorRow(name, p.file, p.outlet, p.published)
                    for name, p in passages.items()
                    if name in there and key_of(name) in embeddings
                ]
                if rows:
                    count += len(self._vectors.differing(rows, np.stack([embeddings[key_of(r.id)] for r in rows])))
        return count

    def _look_at_embeddings(self, connection: sqlite3.Connection) -> None:
        try:
            with closing(self._kept()) as kept:
                lost = sum(
                    len(keys - read_kept(kept, keys).keys())
                    for keys in ({key_of(name) for name in passages} for passages in _batches(connection))
                )
        except sqlite3.Error as error:
            self._note("embeddings", [f"{self._path} cannot be read: {error}"])
            return
        if lost:
            self._note("embeddings", [f"{lost} are not kept"])

    def _look_at_keywords(self, named: set[str]) -> None:
        try:
            if not self._keywords.is_whole():
                raise DamagedKeywordsError(f"{self._keywords.folder} is damaged or gone")
            self._note("keywords", _difference(named, self._keywords.ids(self._catalogue.meta()["version"])))
        except DamagedKeywordsError as error:
            self._note("keywords", [str(error)])
            self._found.drop_keywords = True

    @property
    def _path(self) -> Path:
        return self._catalogue.path.with_name("embeddings.sqlite")

    def _kept(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)

    def _note(self, area: str, problems: Iterable[str]) -> None:
        self._found.problems[area] += problems


def _batches(connection: sqlite3.Connection) -> Iterator[dict[str, Passage]]:
    names = sorted(records.all_vectors(connection))
    for start in range(0, len(names), BATCH):
        yield records.read_passages(connection, "vector", names[start : start + BATCH])


def _difference(named: set[str], there: set[str]) -> list[str]:
    missing, extra = len(named - there), len(there - named)
    found = [f"{missing} of {len(named)} are missing"] if missing else []
    return found + ([f"{extra} belong to no passage"] if extra else [])


def _files(what: str, files: Iterable[str]) -> list[str]:
    names = sorted(files)
    if not names:
        return []
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return [f"{what}: {', '.join(names[:_NAMED])}{more}"]
