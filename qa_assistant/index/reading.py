"""Source files read in a sync: their new articles one by one, and note of what stayed the same or could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.index.scan import UNREAD, is_still, state_of
from qa_assistant.ingest.boilerplate import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set
    from pathlib import Path

    from qa_assistant.index.scan import FileState
    from qa_assistant.ingest import ReadFile
    from qa_assistant.schema import Article, Passage

_ATTEMPTS = 3
"""Times a file is read that changes meanwhile."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become articles and passages."""

    list_articles: Callable[[Path, Path], list[str]]
    """Given the folder of articles and that of the index, which may lie in it."""
    read_articles: Callable[[Path, str], ReadFile]
    split_article: Callable[..., list[Passage]]
    """Splits an article, given alone or with the keys of lines to leave out."""
    lines_of: Callable[[Article], Lines] = lambda _: Lines()
    """Gives the lines by which boilerplate is recognised; none unless told otherwise."""

    @classmethod
    def of(cls, *, passage_words: int, passage_overlap: int) -> Reading:
        """Return the reading of `qa_assistant.ingest` with these passage settings, bounded in time and memory."""
        from qa_assistant import ingest
        from qa_assistant.ingest.bounded import BoundedReader

        split = partial(ingest.split_article, passage_words=passage_words, passage_overlap=passage_overlap)
        return cls(ingest.list_articles, BoundedReader().read_articles, split, ingest.lines_of)

    def split(self, article: Article, left_out: Set[int]) -> list[Passage]:
        """Return the passages of an article without the lines of these keys."""
        return self.split_article(article, left_out) if left_out else self.split_article(article)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that is not in the index as it was read now, and its passages."""

    article: Article
    source: str
    digest: str
    passages: tuple[Passage, ...]
    lines: Lines
    left_out: frozenset[int]
    """Keys of the lines that are boilerplate by what is known now."""
    share: float
    """How much of its source file is read with it (0…1)."""


@dataclass(slots=True)
class SourceFile:
    """One file as it is read; `known` are the digests of its articles in the index."""

    file: str
    state: FileState
    known: Mapping[str, str]
    kept: set[str] = field(default_factory=set)
    """Articles that are what they were."""
    added: set[str] = field(default_factory=set)
    """Articles that are new, or other than they were."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Names of what could not be read, and why; the file's own name where nothing could."""

    @property
    def gone(self) -> list[str]:
        """Articles that the file no longer gives."""
        return sorted(self.known.keys() - self.kept - self.added)

    def read(
        self, root: Path, reading: Reading, boilerplate: Callable[[Lines], frozenset[int]]
    ) -> Iterator[NewArticle]:
        """Yield the articles that are not in the index as they are now, without the lines that are `boilerplate`."""
        try:
            read = self._read(root, reading)
            if not (read.articles or read.failed):
                raise ArticleError(self.file, "holds no article")
        except ArticleError as error:
            self.failed.append((self.file, error.reason))
            return
        self.failed += [(f"{self.file}/{member}", reason) for member, reason in read.failed]
        for done, article in enumerate(read.articles, start=1):
            new = self._compare(article, reading, boilerplate, done / len(read.articles))
            if new:
                self.added.add(article.file)
                yield new

    def _read(self, root: Path, reading: Reading) -> ReadFile:
        for _ in range(_ATTEMPTS):
            read = reading.read_articles(root, self.file)
            if is_still(root, self.file, self.state):
                return read
            self.state = state_of(root, self.file)
        # of no state that could be remembered
        self.state = UNREAD
        raise ArticleError(self.file, "changes while it is read; it is read again by the next sync")

    def _compare(
        self, article: Article, reading: Reading, boilerplate: Callable[[Lines], frozenset[int]], share: float
    ) -> NewArticle | None:
        if article.file in self.kept or article.file in self.added:
            self.failed.append((article.file, "bears the name of another article of this file"))
            return None
        digest = digest_of(article)
        if self.known.get(article.file) == digest:
            self.kept.add(article.file)
            return None
        try:
            lines = reading.lines_of(article)
            left_out = boilerplate(lines)
            passages = reading.split(article, left_out)
            if not passages:
                raise ArticleError(article.file, "holds no sentence that could be quoted")
            # half a character, as broken files have them, can be neither stored nor shown
            article.text.encode()
        except ArticleError as error:
            self.failed.append((article.file, error.reason))
        except UnicodeEncodeError:
            self.failed.append((article.file, "holds characters that are not valid Unicode"))
        else:
            return NewArticle(article, self.file, digest, tuple(passages), lines, left_out, share)
        return None


def digest_of(article: Article) -> str:
    """Return what tells an article from what it was: another one as soon as anything of it differs."""
    return sha256(repr(article).encode()).hexdigest()[:32]
