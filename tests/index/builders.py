"""A folder of small articles with its index, and an embedder that needs no weights."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_assistant.errors import ArticleError
from qa_assistant.index import Index, Reading, fingerprint
from qa_assistant.ingest import ReadFile
from qa_assistant.schema import Article, Filters, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa_assistant.schema import SyncReport

DIMENSIONS = 64
FINGERPRINT = fingerprint(embedder="tiny", passage_words=180)


_TESTS = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_TESTS), str(_TESTS.parent)])}
"""What another Python process needs to import the project and these builders."""


class TinyEmbedder:
    """A hashed bag of words in 64 dimensions: texts that share words are near, equal texts are equal.

    Passages have a little of their own added, so that no two different ones are equal.
    """

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        rows = []
        for number, text in enumerate(texts, start=1):
            self.embedded.append(text)
            own = np.random.default_rng(list(hashlib.sha256(text.encode()).digest())).normal(size=DIMENSIONS)
            row = self.embed_question(text) + 0.3 * own / np.linalg.norm(own)
            rows.append(row / np.linalg.norm(row))
            if progress:
                progress(number)
        return np.stack(rows).astype(np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        vector = np.full(DIMENSIONS, 1e-3, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            vector[hashlib.sha256(word.encode()).digest()[0] % DIMENSIONS] += 1
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def list_articles(root: Path, store: Path) -> list[str]:
    """Return what ends as texts and boxes do, without what lies in the folder of the index."""
    files = (path for path in root.rglob("*.*") if path.suffix in (".txt", ".box") and store not in path.parents)
    return sorted(path.relative_to(root).as_posix() for path in files)


def read_articles(root: Path, file: str) -> ReadFile:
    """Read a file of one article, or a box of several, each after a line such as `=== name`."""
    try:
        text = Path(root, file).read_text(encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        raise ArticleError(file, f"cannot be read: {error.strerror}") from error
    if not file.endswith(".box"):
        return ReadFile((parse_article(file, text),))
    articles, failed = [], []
    for member in text.split("=== ")[1:]:
        name, _, content = member.partition("\n")
        try:
            articles.append(parse_article(f"{file}/{name}", content))
        except ArticleError as error:
            failed.append((name, error.reason))
    return ReadFile(tuple(articles), tuple(failed))


def parse_article(file: str, text: str) -> Article:
    """Make an article of a text whose first line is `title | outlet | date`; BROKEN cannot be read.

    Form feeds begin pages, as in a printed document.
    """
    if text.startswith("BROKEN"):
        raise ArticleError(file, "is broken")
    title, outlet, day = (part.strip() for part in text.split("\n", 1)[0].split("|"))
    breaks = [match.end() for match in re.finditer("\f", text)]
    pages = (0, *breaks) if breaks else ()
    published = date.fromisoformat(day) if day else None
    return Article(file, text, title, outlet or None, None, published, pages=pages)


def split_article(article: Article) -> list[Passage]:
    """Make every paragraph after the first line a passage."""
    first_line = len(article.text.split("\n", 1)[0])
    return [
        passage(article, match.start(), match.end())
        for match in re.finditer(r"[^\n]+", article.text)
        if match.start() > first_line
    ]


def passage(article: Article, start: int, end: int) -> Passage:
    text = article.text[start:end]
    sentences = tuple((start + m.start(), start + m.end()) for m in re.finditer(r"\S[^.!?]*[.!?]?[”\"]?", text))
    # as the product's ids are: moving a passage does not change it
    parts = (article.file, str(article.text.count(text, 0, start)), text)
    name = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
    return Passage(name, article.file, article.title, start, end, text, article.outlet, article.published, sentences)


def article_text(*paragraphs: str, title: str = "News", outlet: str = "", published: str = "") -> str:
    return "\n".join([f"{title} | {outlet} | {published}", *paragraphs])


READING = Reading(list_articles, read_articles, split_article)


@dataclass
class Newsroom:
    """A folder of articles, its index, and what is done with them."""

    folder: Path
    embedder: TinyEmbedder = field(default_factory=TinyEmbedder)
    index: Index = field(init=False)

    def __post_init__(self) -> None:
        self.articles = self.folder / "articles"
        self.articles.mkdir(parents=True, exist_ok=True)
        self.store = self.folder / "vectorstore"
        self.index = Index.open(self.store, FINGERPRINT, create=True)

    def write(self, file: str, *paragraphs: str, title: str = "News", outlet: str = "", published: str = "") -> None:
        path = self.articles / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = article_text(*paragraphs, title=title, outlet=outlet, published=published)
        path.write_text(text, encoding="utf-8", errors="surrogatepass")

    def write_box(self, file: str, **members: str) -> None:
        """Write a container; each member is given as the text of an article's only paragraph, or as BROKEN."""
        texts = [member if member == "BROKEN" else article_text(member) for member in members.values()]
        boxed = "".join(f"=== {name}\n{text}\n" for name, text in zip(members, texts, strict=True))
        (self.articles / file).write_text(boxed, encoding="utf-8")

    def age(self) -> None:
        """Give all files a time long past, as if nobody had written to them for a day."""
        for path in self.articles.rglob("*.txt"):
            os.utime(path, (1_700_000_000, 1_700_000_000))

    def sync(self, progress: Callable[[str, int, int], None] | None = None, *, rebuild: bool = False) -> SyncReport:
        return self.index.sync(self.articles, lambda: self.embedder, READING, progress=progress, rebuild=rebuild)

    def near(self, question: str, k: int = 10, filters: Filters | None = None) -> list[str]:
        """Return the texts of the passages nearest to a question."""
        found = self.index.dense(self.embedder.embed_question(question), k, filters)
        return [passage.text for passage in self.index.passages([key for key, _ in found])]

    def matching(self, words: str, k: int = 10, filters: Filters | None = None) -> list[str]:
        """Return the texts of the passages that match some words."""
        found = self.index.keyword(words, k, filters)
        return [passage.text for passage in self.index.passages([key for key, _ in found])]
