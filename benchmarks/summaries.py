"""Measure which sentences of articles a summary takes.

    python -m benchmarks.summaries

The articles are those of `articles/` and, where it is there, `shared/articles` beside the project, that have eight
sentences or more. `title` is the share of the title's content words that stand in the summary; the title is never used
to choose. `covered` is how similar (cosine) a sentence of the article is to the nearest one of the summary, on average.
Compared are the first sentences, LexRank without regard to places, and what the assistant takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.sets import ROOT
from qa_assistant.answering.citing import Quote
from qa_assistant.answering.requests.central import central_quotes
from qa_assistant.answering.requests.length import AS_USUAL
from qa_assistant.answering.statements import content_words
from qa_assistant.config import Config
from qa_assistant.ingest import list_articles, read_articles, split_article
from qa_assistant.models import load_embedder
from qa_assistant.schema import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FOLDERS = (ROOT / "articles", ROOT.parent / "shared" / "articles")
FEWEST = 8
"""Sentences of an article below which there is nothing to choose."""
MOST = 120


@dataclass(frozen=True, slots=True)
class Text:
    """An article's sentences."""

    title: str
    quotes: tuple[Quote, ...]

    @property
    def wanted(self) -> int:
        """How many sentences its summary has."""
        return AS_USUAL.of(len(self.quotes))


class Remembering:
    """An embedder that embeds each text once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = load_embedder(name)
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed_passages(
        self,
        texts: Sequence[str],
        *,
        progress: object = None,  # noqa: ARG002 - part of the protocol
    ) -> NDArray[np.float32]:
        """Return one row a text."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._model.embed_passages([text])[0]
        return np.stack([self._known[text] for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return one vector."""
        return self._model.embed_question(text)


def texts_in(folder: Path) -> Iterator[Text]:
    """Yield the articles of a folder that have something to choose from."""
    settings = Config()
    for file in list_articles(folder) if folder.is_dir() else ():
        for article in read_articles(folder, file).articles:
            passages = split_article(
                article, passage_words=settings.passage_words, passage_overlap=settings.passage_overlap
            )
            spans = tuple(sorted({span for passage in passages for span in passage.sentences}))[:MOST]
            whole = Passage("", file, article.title, 0, len(article.text), article.text, sentences=spans)
            if len(spans) >= FEWEST:
                yield Text(article.title, tuple(Quote(whole, span) for span in spans))


def main() -> None:
    """Print a line for each way of choosing."""
    embedder = Remembering(Config().embedder)
    texts = [text for folder in FOLDERS for text in texts_in(folder)]
    ways: dict[str, Callable[[Text], Sequence[Quote]]] = {
        "first sentences": lambda text: text.quotes[: text.wanted],
        "LexRank": lambda text: central_quotes(text.quotes, embedder, [0] * len(text.quotes), text.wanted),
        "the assistant": lambda text: central_quotes(text.quotes, embedder, range(len(text.quotes)), text.wanted),
    }
    table = Table("way", "title", "covered", "words a sentence", title=f"{len(texts)} articles")
    for name, choose in ways.items():
        rows = [_measured(text, choose(text), embedder) for text in texts]
        title, covered, length = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        table.add_row(name, f"{title:.3f}", f"{covered:.3f}", f"{length:.1f}")
    Console().print(table)


def _measured(text: Text, chosen: Sequence[Quote], embedder: Remembering) -> tuple[float, float, float]:
    wanted = content_words(text.title)
    told = frozenset[str]().union(*(content_words(quote.words) for quote in chosen))
    similar = (
        embedder.embed_passages([quote.words for quote in text.quotes])
        @ embedder.embed_passages([quote.words for quote in chosen]).T
    )
    length = sum(len(quote.words.split()) for quote in chosen) / len(chosen)
    return len(wanted & told) / len(wanted), float(similar.max(axis=1).mean()), length


if __name__ == "__main__":
    main()
