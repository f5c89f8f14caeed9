"""What retrieval and cross-encoder make of each question of a set, kept on disk."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench, open_bench, sync
from benchmarks.remembering import Remembering, RememberingReader, write_pickle
from benchmarks.sets import ROOT
from qa_assistant.answering.quoting import QuoteAnswerer
from qa_assistant.answering.scoring import Scored, Signals
from qa_assistant.config import Config
from qa_assistant.ingest import split_article
from qa_assistant.models import load_embedder, load_reranker
from qa_assistant.models.trained import weights_of
from qa_assistant.models.weights import fingerprint
from qa_assistant.retrieval.hybrid import PassageReranker, reading_text
from qa_assistant.retrieval.timing import timing_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.evaluation import EvalCase
    from qa_assistant.parts import Parts
    from qa_assistant.schema import Article, Passage
    from qa_assistant.terminal import Terminal

CODE = (
    "quoting.py",
    "finding.py",
    "judging.py",
    "asked.py",
    "citing.py",
    "followups.py",
    "referents.py",
    "mentions.py",
)
"""Modules of `answering` that decide what is scored; after a change it is looked again, with the scores there are."""
SAVED_EVERY = 25
"""Questions between two writes; a run that was stopped goes on from the last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a question's features are computed from; the features themselves may then still change."""

    question: str
    """Standalone."""
    passages: tuple[Passage, ...]
    scored: Scored
    nearest: float

    def signals(self) -> Signals:
        """Compute the features."""
        return Signals.of(self.question, self.passages, self.scored, nearest=self.nearest)


def collect(
    name: str,
    cases: Sequence[EvalCase],
    settings: Mapping[str, Any],
    store: Path,
    terminal: Terminal,
    *,
    pointing: bool = True,
) -> dict[str, Seen]:
    """Return what was seen for each case by its id, from disk if it is there; absent if nothing was found.

    `pointing` is whether the reader has a part in it, as it has not for other cross-encoders.
    """
    remembering: list[Remembering] = []

    def remember(parts: Parts, config: Config) -> Parts:
        kind = RememberingReader if pointing else Remembering
        remembering.append(kind(parts.reranker.reranker, store / f"{name}-{_named(config.reranker)}.pkl"))
        quoting = QuoteAnswerer(remembering[0], max_sentences=config.max_sentences)
        return replace(parts, reranker=PassageReranker(remembering[0]), quoting=quoting)

    bench = open_bench(name, store / name, settings, remember)
    file = store / f"{name}-{'signals' if pointing else 'plain-signals'}.pkl"
    sync(bench, terminal)
    stamp = _stamp(bench, pointing=pointing)
    seen: dict[str, Seen | None] = _load(file, stamp)
    missing = [case for case in cases if _key(case) not in seen]
    if missing:
        parts = bench.parts.get()
        with terminal.progress() as progress:
            for done, case in enumerate(missing, start=1):
                seen[_key(case)] = look(case, parts)
                progress("ask", done, len(missing))
                if done % SAVED_EVERY == 0 or done == len(missing):
                    write_pickle(file, (stamp, seen))
                    remembering[0].save()
    bench.index.close()
    return {case.id: found for case in cases if (found := seen[_key(case)]) is not None}


def look(case: EvalCase, parts: Parts) -> Seen | None:
    """Take a question as far as `Assistant.ask` takes it before its sentences are weighed."""
    words = parts.condenser.standalone(case.question, case.history)
    timing = timing_of(words, case.asked_on or date.today(), case.filters)
    found = parts.retriever.retrieve(words, filters=case.filters, timing=timing)
    if not found.passages:
        return None
    passages = timing.telling(parts.reranker.rerank(words, found.passages, timing=timing))
    return Seen(words, tuple(passages), parts.quoting.score(words, passages), found.nearest)


class InOneArticle:
    """Looks at questions about one article as if it were the whole collection."""

    def __init__(self, file: Path) -> None:
        config = Config()
        self._config = config
        self._remembering = RememberingReader(load_reranker(config.reranker), file)
        self._reranker = PassageReranker(self._remembering)
        self._quoting = QuoteAnswerer(self._remembering, max_sentences=config.max_sentences)
        self._embedder = load_embedder(config.embedder)
        self._split = lru_cache(maxsize=1)(self._passages_of)

    def look(self, question: str, article: Article) -> Seen:
        """Return what is seen for a question."""
        passages, embeddings = self._split(article)
        nearest = float((embeddings @ self._embedder.embed_question(question)).max())
        reranked = tuple(self._reranker.rerank(question, passages))
        return Seen(question, reranked, self._quoting.score(question, reranked), nearest)

    def save(self) -> None:
        """Keep what the models said."""
        self._remembering.save()

    def _passages_of(self, article: Article) -> tuple[list[Passage], NDArray[np.float32]]:
        words, overlap = self._config.passage_words, self._config.passage_overlap
        passages = split_article(article, passage_words=words, passage_overlap=overlap)
        return passages, self._embedder.embed_passages([reading_text(passage) for passage in passages])


def _key(case: EvalCase) -> str:
    return repr((case.id, case.question, case.history, case.filters, case.asked_on))


def _named(model: str) -> str:
    return re.sub(r"[^\w.-]+", "_", fingerprint(model))


def _stamp(bench: Bench, *, pointing: bool) -> str:
    """Return what is seen depends on besides the question: index, articles, settings, and the code that looks."""
    config = bench.config
    rest = sha256()
    for info in bench.index.articles():
        rest.update(f"{info.file}\0{bench.read(info.file)}\0".encode())
    package = ROOT / "qa_assistant"
    for file in (*sorted((package / "retrieval").glob("*.py")), *(package / "answering" / name for name in CODE)):
        rest.update(file.read_bytes())
    if pointing:
        rest.update(weights_of("reader"))
        rest.update(weights_of("judge"))
    depths = (config.reranker, config.dense_depth, config.keyword_depth, config.rerank_depth)
    return repr((bench.index.fingerprint, *depths, rest.hexdigest()))


def _load(file: Path, stamp: str) -> dict[str, Seen | None]:
    if not file.is_file():
        return {}
    stored, seen = pickle.loads(file.read_bytes())
    return seen if stored == stamp else {}
