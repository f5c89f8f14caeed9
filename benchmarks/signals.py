"""What retrieval and cross-encoder make of each question of a set, kept on disk."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench, open_bench, sync
from benchmarks.remembering import Remembering, write_pickle
from benchmarks.sets import ROOT
from qa_assistant.answering.citing import quotable
from qa_assistant.answering.quoting import PASSAGES_READ, QuoteAnswerer
from qa_assistant.answering.scoring import Signals
from qa_assistant.models.weights import fingerprint
from qa_assistant.retrieval.hybrid import PassageReranker
from qa_assistant.retrieval.recency import recency_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qa_assistant.assistant import Parts
    from qa_assistant.config import Config
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.index import Index
    from qa_assistant.schema import Passage
    from qa_assistant.terminal import Terminal

CODE = ("quoting.py", "citing.py", "followups.py", "referents.py", "mentions.py")
"""Modules of `answering` that decide what is scored; after a change it is looked again, with the scores there are."""
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
    alone: tuple[float, ...]
    joined: tuple[float, ...]
    nearest: float

    def signals(self) -> Signals:
        """Compute the features."""
        owners = [self.passages[place] for place in self.owners]
        return Signals.of(
            self.question,
            self.passages,
            owners,
            self.texts,
            alone=self.alone,
            joined=self.joined,
            nearest=self.nearest,
        )


class Looking(QuoteAnswerer):
    """Quote mode up to the features: scores sentences as `weigh` does, and applies no fitted model."""

    def look(self, question: str, passages: Sequence[Passage], nearest: float) -> Seen:
        """Return what `weigh` would weigh."""
        quotes = quotable(passages[:PASSAGES_READ])
        texts = [" ".join(quote.text.split()) for quote in quotes]
        alone, joined = self._logits(question, quotes, texts)
        places = {passage.id: place for place, passage in enumerate(passages)}
        owners = tuple(places[quote.passage.id] for quote in quotes)
        return Seen(question, tuple(passages), owners, tuple(texts), tuple(alone), tuple(joined), nearest)


def collect(
    name: str, cases: Sequence[EvalCase], settings: Mapping[str, Any], store: Path, terminal: Terminal
) -> dict[str, Seen]:
    """Return what was seen for each case by its id, from disk if it is there; absent if nothing was found."""
    remembering: list[Remembering] = []

    def remember(parts: Parts, index: Index, config: Config) -> Parts:
        remembering.append(Remembering(parts.reranker.reranker, store / f"{name}-{_named(config.reranker)}.pkl"))
        quoting = Looking(remembering[0], index, max_sentences=config.max_sentences)
        return replace(parts, reranker=PassageReranker(remembering[0]), quoting=quoting)

    bench = open_bench(name, store / name, settings, remember)
    file = store / f"{name}-signals.pkl"
    sync(bench, terminal)
    stamp = _stamp(bench)
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
    recency = recency_of(words, case.asked_on or date.today())
    found = parts.retriever.retrieve(words, filters=case.filters, recency=recency)
    if not found.passages:
        return None
    assert isinstance(parts.quoting, Looking)
    return parts.quoting.look(words, parts.reranker.rerank(words, found.passages, recency=recency), found.nearest)


def _key(case: EvalCase) -> str:
    return repr((case.id, case.question, case.history, case.filters, case.asked_on))


def _named(model: str) -> str:
    return re.sub(r"[^\w.-]+", "_", fingerprint(model))


def _stamp(bench: Bench) -> str:
    """Return what is seen depends on besides the question: index, articles, settings, and the code that looks."""
    config = bench.config
    rest = sha256()
    for info in bench.index.articles():
        rest.update(f"{info.file}\0{bench.read(info.file)}\0".encode())
    package = ROOT / "qa_assistant"
    for file in (*sorted((package / "retrieval").glob("*.py")), *(package / "answering" / name for name in CODE)):
        rest.update(file.read_bytes())
    depths = (config.reranker, config.dense_depth, config.keyword_depth, config.rerank_depth)
    return repr((bench.index.fingerprint, *depths, rest.hexdigest()))


def _load(file: Path, stamp: str) -> dict[str, Seen | None]:
    if not file.is_file():
        return {}
    stored, seen = pickle.loads(file.read_bytes())
    return seen if stored == stamp else {}
