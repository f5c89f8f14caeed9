"""What retrieval and cross-encoder make of each question of a set, kept on disk."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench, open_bench, sync
from qa_assistant.answering.citing import quotable
from qa_assistant.answering.quoting import PASSAGES_READ, QuoteAnswerer
from qa_assistant.answering.scoring import Signals
from qa_assistant.retrieval import hybrid
from qa_assistant.retrieval.recency import recency_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qa_assistant.assistant import Parts
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.schema import Passage
    from qa_assistant.terminal import Terminal

SAVED_EVERY = 25
"""Questions between two writes; a run that was stopped goes on from the last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a question's features are computed from; the features themselves may then still change."""

    question: str
    """Standalone."""
    passages: tuple[Passage, ...]
    owners: tuple[int, ...]
    """For each candidate sentence the place of its passage."""
    texts: tuple[str, ...]
    logits: tuple[float, ...]
    nearest: float

    def signals(self) -> Signals:
        """Compute the features."""
        owners = [self.passages[place] for place in self.owners]
        return Signals.of(self.question, self.passages, owners, self.texts, self.logits, self.nearest)


class Looking(QuoteAnswerer):
    """Quote mode up to the features: scores sentences as `weigh` does, and applies no fitted model."""

    @classmethod
    def at(cls, parts: Parts, bench: Bench) -> Looking:
        """Return what looks with the parts of an assistant."""
        return cls(parts.reranker.reranker, bench.index, max_sentences=bench.config.max_sentences)

    def look(self, question: str, passages: Sequence[Passage], nearest: float) -> Seen:
        """Return what `weigh` would weigh."""
        quotes = quotable(passages[:PASSAGES_READ])
        texts = [" ".join(quote.text.split()) for quote in quotes]
        logits = self._logits(question, quotes, texts)
        places = {passage.id: place for place, passage in enumerate(passages)}
        owners = tuple(places[quote.passage.id] for quote in quotes)
        return Seen(question, tuple(passages), owners, tuple(texts), tuple(logits), nearest)


def collect(
    name: str, cases: Sequence[EvalCase], settings: Mapping[str, Any], store: Path, terminal: Terminal
) -> dict[str, Seen]:
    """Return what was seen for each case by its id, from disk if it is there; absent if nothing was found."""
    bench = open_bench(name, store / name, settings)
    file = store / f"{name}-signals.pkl"
    sync(bench, terminal)
    stamp = _stamp(bench)
    seen: dict[str, Seen | None] = _load(file, stamp)
    missing = [case for case in cases if _key(case) not in seen]
    if missing:
        looking = Looking.at(bench.parts.get(), bench)
        with terminal.progress() as progress:
            for done, case in enumerate(missing, start=1):
                seen[_key(case)] = look(case, bench, looking)
                progress("ask", done, len(missing))
                if done % SAVED_EVERY == 0 or done == len(missing):
                    file.write_bytes(pickle.dumps((stamp, seen)))
    bench.index.close()
    return {case.id: found for case in cases if (found := seen[_key(case)]) is not None}


def look(case: EvalCase, bench: Bench, looking: Looking) -> Seen | None:
    """Take a question as far as `Assistant.ask` takes it before its sentences are weighed."""
    parts = bench.parts.get()
    words = parts.condenser.standalone(case.question, case.history)
    recency = recency_of(words, case.asked_on or date.today())
    found = parts.retriever.retrieve(words, filters=case.filters, recency=recency)
    if not found.passages:
        return None
    return looking.look(words, parts.reranker.rerank(words, found.passages, recency=recency), found.nearest)


def _key(case: EvalCase) -> str:
    return repr((case.id, case.question, case.history, case.filters, case.asked_on))


def _stamp(bench: Bench) -> str:
    """Return what the scores depend on besides the question: index, articles and settings."""
    config = bench.config
    articles = sha256()
    for info in bench.index.articles():
        articles.update(f"{info.file}\0{bench.read(info.file)}\0".encode())
    depths = (config.reranker, config.dense_depth, config.keyword_depth, config.rerank_depth)
    return repr((bench.index.fingerprint, *depths, PASSAGES_READ, hybrid.LEADERS, articles.hexdigest()))


def _load(file: Path, stamp: str) -> dict[str, Seen | None]:
    if not file.is_file():
        return {}
    stored, seen = pickle.loads(file.read_bytes())
    return seen if stored == stamp else {}
