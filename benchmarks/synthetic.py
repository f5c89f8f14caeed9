"""Articles, embeddings and questions made up for measuring size: as many as wanted, the same every time.

Words are drawn from those of the public sets with the frequencies they have there, so that rare and common words are as
far apart as in real text; names that nobody has heard of are mixed in, the more the larger the folder. Embeddings are
random around a centre of their article and one of their subject, with about the spread and the effective dimensions of
real ones (two passages: .47 ± .07; nearest passage: .74).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.sets import PUBLIC, PUBLIC_SETS, load_set
from qa_assistant.ingest import ReadFile
from qa_assistant.schema import Article, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

PASSAGES = 8
"""Passages of an article."""
WORDS = 150
"""Words of a passage."""
OUTLETS = 20
FIRST_DAY = date(2020, 1, 1)
DAYS = 5 * 365
DIMENSIONS = 384

_SYLLABLES = "ba be bi ka ke ki lo lu ma mi mo na ne ni ra re ri ro sa se so ta te ti to va ve vi za zo".split()
_FOLDER = 1000
"""Articles in one folder."""
_FRAMES = (
    "What did the {} say about {} {} and the {}?",
    "How many people were {} in {} when the {} {}?",
    "Who is the {} of {} that {} the {}?",
    "When will {} and {} {} their {} this year?",
    "Why has {} {} the new {}?",
    "Which {} was named in the report on {} {} after {}?",
)


@dataclass(frozen=True)
class World:
    """A made-up folder of `passages` passages."""

    passages: int
    public: Path = PUBLIC

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return -(-self.passages // PASSAGES)

    def file(self, number: int) -> str:
        """Return the path of an article."""
        return f"{number // _FOLDER:03}/{number:06}.txt"

    def write(self, folder: Path) -> None:
        """Write all articles below `folder`."""
        for number in range(self.articles):
            path = folder / self.file(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text(number), encoding="utf-8")

    def text(self, number: int, version: int = 0) -> str:
        """Return an article: a line with title, outlet and date, then a paragraph a passage."""
        rng = np.random.default_rng([number, version])
        day = FIRST_DAY + timedelta(days=int(rng.integers(DAYS)))
        # a few outlets write most of the articles
        outlet = int(OUTLETS * rng.random() ** 2)
        subject = self._subject(number)
        title = " ".join(self._words(rng, subject, 7)).capitalize()
        paragraphs = [self._paragraph(rng, subject) for _ in range(PASSAGES)]
        return "\n".join([f"{title} {number} | Outlet {outlet} | {day}", *paragraphs])

    def questions(self, count: int, seed: int = 1) -> list[tuple[str, NDArray[np.float32]]]:
        """Return questions of 6 to 12 words, common and rare, each with its embedding, near that of some passage."""
        rng = np.random.default_rng(seed)
        found = []
        for number in rng.integers(self.articles, size=count):
            head, *paragraphs = self.text(int(number)).split("\n")
            paragraph = paragraphs[int(rng.integers(len(paragraphs)))]
            frame = _FRAMES[int(rng.integers(len(_FRAMES)))]
            content = [word for word in re.findall(r"\w+", paragraph) if len(word) > 3]
            words = rng.choice(content, frame.count("{}"), replace=False)
            vector = embedding(f"{head.split(' | ')[0]}\n{paragraph}", self._subjects)
            noise = rng.standard_normal(DIMENSIONS) * _SPECTRUM
            found.append((frame.format(*words), _unit(vector + 0.7 * noise)))
        return found

    def _paragraph(self, rng: np.random.Generator, subject: NDArray[np.int64]) -> str:
        words = self._words(rng, subject, int(rng.integers(WORDS - 40, WORDS + 40)))
        starts = [0, *sorted(set(range(17, len(words) - 5, 17)))]
        ends = [*starts[1:], len(words)]
        return " ".join(" ".join(words[a:b]).capitalize() + "." for a, b in zip(starts, ends, strict=True))

    def _words(self, rng: np.random.Generator, subject: NDArray[np.int64], count: int) -> list[str]:
        vocabulary, ends = self._vocabulary
        common = np.searchsorted(ends, rng.random(count))
        # a fifth of what an article says is about its subject, and every 30th word is a name
        own = subject[rng.integers(len(subject), size=count)]
        kind = rng.random(count)
        drawn = np.where(kind < 0.2, own, common)
        names = (len(subject) + self.passages * rng.random(count) ** 3).astype(int)
        return [
            _name(int(name)) if k > 0.967 else vocabulary[word]
            for word, name, k in zip(drawn.tolist(), names, kind, strict=True)
        ]

    @property
    def _subjects(self) -> int:
        return max(20, self.passages // 400)

    def _subject(self, number: int) -> NDArray[np.int64]:
        rng = np.random.default_rng([number % self._subjects, 7])
        return rng.integers(300, len(self._vocabulary[0]), size=40)

    @cached_property
    def _vocabulary(self) -> tuple[list[str], NDArray[np.float64]]:
        counts: Counter[str] = Counter()
        for name in PUBLIC_SETS:
            for document in load_set(name, self.public).documents:
                counts.update(word.lower() for word in re.findall(r"[^\W_]+", document.text))
        ranked = counts.most_common()
        ends = np.cumsum([count for _, count in ranked], dtype=np.float64)
        return [word for word, _ in ranked], ends / ends[-1]


@dataclass
class SyntheticEmbedder:
    """Gives passages of a `World` their made-up embeddings; `seconds` of it are no part of what is measured."""

    subjects: int
    seconds: float = 0.0

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one row of unit length a text."""
        from time import perf_counter

        start = perf_counter()
        rows = np.stack([embedding(text, self.subjects) for text in texts])
        self.seconds += perf_counter() - start
        if progress:
            progress(len(texts))
        return rows


_SPECTRUM = np.arange(1, DIMENSIONS + 1, dtype=np.float64) ** -0.32
_SPECTRUM /= np.linalg.norm(_SPECTRUM)


def embedding(text: str, subjects: int) -> NDArray[np.float32]:
    """Return the embedding of a passage; the first line of `text` is the title, and ends with its number."""
    number = int(text.partition("\n")[0].rpartition(" ")[2])
    own = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
    parts = zip((1.1, 0.5, 0.5, 0.8), ([0], [1, number % subjects], [2, number], [3, own]), strict=True)
    mixed = np.zeros(DIMENSIONS)
    for weight, seed in parts:
        mixed += weight * np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return _unit(mixed * _SPECTRUM)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float32]:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _name(number: int) -> str:
    parts = []
    for _ in range(4):
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts).capitalize()


def read_articles(root: Path, file: str) -> ReadFile:
    """Read an article that a `World` wrote."""
    text = Path(root, file).read_text("utf-8")
    title, outlet, day = text.partition("\n")[0].split(" | ")
    return ReadFile((Article(file, text, title, outlet, None, date.fromisoformat(day)),), ())


def split_article(article: Article) -> list[Passage]:
    """Make every paragraph after the first line a passage."""
    found = []
    start = article.text.index("\n") + 1
    for paragraph in article.text[start:].split("\n"):
        end = start + len(paragraph)
        sentences = tuple((start + m.start(), start + m.end()) for m in re.finditer(r"[^. ][^.]*\.", paragraph))
        name = hashlib.sha256(f"{article.file}\0{start}\0{paragraph}".encode()).hexdigest()[:32]
        found.append(
            Passage(
                name,
                article.file,
                article.title,
                start,
                end,
                paragraph,
                article.outlet,
                article.published,
                sentences,
            )
        )
        start = end + 1
    return found
