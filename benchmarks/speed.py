"""Measure speed and memory against the bare models.

    python -m benchmarks.speed [--part index|ask|serve …] [--articles N] [--questions N] [--rounds N] [--json OUT]

index: passages a second of a whole `Assistant.sync` of squad2_500, and of the bare onnxruntime session with its
tokenizer on the same passages, one at a time with all threads, and side by side with one thread each. ask: seconds of
a warm `Assistant.ask` on questions of the samples, and of the bare cross-encoder for exactly the pairs it scored, both
ways. serve: seconds from starting `python app.py`, its index up to date, until the page is reachable and until the
first question, asked at once, is answered; and the most memory it had after a few questions.

The sides of a comparison take turns, in changing order, and the median of their ratios is given.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bare import BareModel
from benchmarks.bench import STORE, Bench, open_bench, sync
from benchmarks.remembering import the_reader
from benchmarks.serving import serving
from qa_assistant.assistant import Assistant
from qa_assistant.config import Config
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation import write_articles
from qa_assistant.models import load_embedder
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import Parts, open_index
from qa_assistant.retrieval.hybrid import PassageReranker
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.evaluation import EvalCase
    from qa_assistant.models import Embedder, Judgement, Pointing, PointingReranker

PARTS = ("index", "ask", "serve")
STARTS = 3
MORE_QUESTIONS = 5


class NotingEmbedder:
    """An embedder that notes which passages it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.texts: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the embeddings."""
        self.texts += texts
        return self._embedder.embed_passages(texts, progress=progress)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the embedding."""
        return self._embedder.embed_question(text)


class NotingReranker:
    """The default cross-encoder; notes which pairs it was given, and for how many the reader pointed at an answer."""

    def __init__(self, reranker: PointingReranker) -> None:
        self._reranker = reranker
        self.name = reranker.name
        self.pairs: list[tuple[str, ...]] = []
        self.pointed = 0

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the scores."""
        self.pairs += [(question, text) for text in texts]
        return self._reranker.scores(question, texts)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        """Return where in each text an answer may stand."""
        self.pointed += len(texts)
        return self._reranker.point(question, texts)

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return what the judge says of words, each given with the text they stand in."""
        return self._reranker.verdicts(question, said)


def seconds_of(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def in_turns(actions: Sequence[Callable[[], object]], turn: int) -> list[float]:
    """Return the seconds of each, another one being the first in every turn."""
    first = turn % len(actions)
    seconds = {n: seconds_of(actions[n]) for n in [*range(first, len(actions)), *range(first)]}
    return [seconds[n] for n in range(len(actions))]


def measure_index(store: Path, articles: int, rounds: int) -> dict[str, float]:
    """Compare a whole sync with the bare embedder."""
    bench = open_bench("squad2_500", store / "squad2_500")
    folder = store / "speed"
    shutil.rmtree(folder, ignore_errors=True)
    write_articles(bench.set.documents[:articles], folder / "articles")
    embedder = load_embedder(bench.config.embedder)

    def sync_anew(noting: NotingEmbedder) -> None:
        shutil.rmtree(folder / "index", ignore_errors=True)
        config = Config(articles_dir=folder / "articles", vectorstore_dir=folder / "index", llm="")
        index = open_index(config)
        assistant = Assistant(config, index, Lazily(lambda: noting), Lazily(_no_parts))
        assistant.sync()
        index.close()

    first = NotingEmbedder(embedder)
    sync_anew(first)  # not timed: it imports and warms up
    passages: list[tuple[str, ...]] = [(text,) for text in first.texts]
    bare = [BareModel(bench.config.embedder, side_by_side=way) for way in (False, True)]
    for model in bare:
        model.run(passages[:10])
    theirs = [partial(model.run, passages) for model in bare]
    times = [in_turns([lambda: sync_anew(NotingEmbedder(embedder)), *theirs], turn) for turn in range(rounds)]
    shutil.rmtree(folder)
    return {
        "passages": len(passages),
        "sync, passages a second": len(passages) / median(ours for ours, _, _ in times),
        "bare, passages a second": len(passages) / median(bare for _, bare, _ in times),
        "bare side by side, passages a second": len(passages) / median(bare for _, _, bare in times),
        "rate of sync to bare": median(bare / ours for ours, bare, _ in times),
        "rate of sync to bare side by side": median(bare / ours for ours, _, bare in times),
    }


def _no_parts() -> Parts:
    raise AssertionError("a sync answers no questions")


def measure_ask(store: Path, questions: int, rounds: int, terminal: Terminal) -> dict[str, float]:
    """Compare a warm ask with the bare cross-encoder on the same pairs."""
    noted: list[NotingReranker] = []

    def noting(parts: Parts, config: Config) -> Parts:
        noted.append(NotingReranker(the_reader(parts.reranker.reranker)))
        quoting = type(parts.quoting)(noted[0], max_sentences=config.max_sentences)
        return replace(parts, reranker=PassageReranker(noted[0]), quoting=quoting)

    bench = open_bench("samples", store / "samples", change=noting)
    sync(bench, terminal)
    bare = [BareModel(bench.config.reranker, side_by_side=way) for way in (False, True)]
    pairs: dict[str, list[tuple[str, ...]]] = {}
    pointed: list[int] = []
    cases = _spread(bench.set.cases, questions)
    for case in cases:  # not timed: it warms up, and tells which pairs are scored
        _ask(bench, case)
        pairs[case.id] = list(noted[0].pairs)
        pointed.append(noted[0].pointed)
        noted[0].pairs.clear()
        noted[0].pointed = 0
        for model in bare:
            model.run(pairs[case.id][:2])
    cases = [case for case in cases if pairs[case.id]]
    times: list[list[float]] = []
    with terminal.progress() as progress:
        for turn in range(rounds):
            for place, case in enumerate(cases):
                theirs = [partial(model.run, pairs[case.id]) for model in bare]
                times.append(in_turns([partial(_ask, bench, case), *theirs], turn + place))
                progress("ask", len(times), rounds * len(cases))
    return {
        "questions": len(cases),
        "pairs a question": sum(len(pairs[case.id]) for case in cases) / len(cases),
        "of these pointed at": sum(pointed) / len(cases),
        "ask, seconds": median(ours for ours, _, _ in times),
        "bare, seconds": median(bare for _, bare, _ in times),
        "bare side by side, seconds": median(bare for _, _, bare in times),
        "time of ask to bare": median(ours / bare for ours, bare, _ in times),
        "time of ask to bare side by side": median(ours / bare for ours, _, bare in times),
    }


def _ask(bench: Bench, case: EvalCase) -> None:
    bench.assistant.ask(case.question, case.history, filters=case.filters, asked_on=case.asked_on)


def _spread(cases: Sequence[EvalCase], wanted: int) -> list[EvalCase]:
    """Return `wanted` cases from all over the set."""
    step = max(1, len(cases) // wanted)
    return list(cases[::step])[:wanted]


def measure_serve(store: Path, starts: int, terminal: Terminal) -> dict[str, float]:
    """Start the web chat several times; return medians, and the most memory of all starts."""
    bench = open_bench("samples", store / "samples")
    sync(bench, terminal)
    bench.index.close()
    questions = [case.question for case in _spread([c for c in bench.set.cases if not c.history], MORE_QUESTIONS + 1)]
    reachable, answered, memory = [], [], []
    for _ in range(starts):
        with serving(bench.config) as page:
            reachable.append(page.until_reachable())
            page.ask(questions[0])
            answered.append(perf_counter() - page.started)
            for question in questions[1:]:
                page.ask(question)
            memory.append(page.peak_megabytes())
    return {
        "starts": starts,
        "page reachable, seconds": median(reachable),
        "first answer, seconds": median(answered),
        "most memory, MB": max(memory),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    measures: dict[str, Callable[[], dict[str, float]]] = {
        "index": lambda: measure_index(options.store, options.articles, options.rounds),
        "ask": lambda: measure_ask(options.store, options.questions, options.rounds, terminal),
        "serve": lambda: measure_serve(options.store, options.starts, terminal),
    }
    found: dict[str, dict[str, float]] = {}
    for part in options.part or PARTS:
        try:
            found[part] = measures[part]()
        except QAAssistantError as error:
            terminal.complain(str(error))
            return 2
        table = Table(title=part, title_justify="left", show_header=False)
        for name, value in found[part].items():
            table.add_row(name, f"{value:.3g}" if value < 100 else f"{value:.0f}")
        terminal.out.print(table)
    out: Path = options.json or options.store / "speed.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure speed and memory.")
    parser.add_argument("--part", action="append", choices=PARTS, help="may be repeated; default: all")
    parser.add_argument("--articles", type=int, default=411, metavar="N", help="articles to index; default: all 411")
    parser.add_argument("--questions", type=int, default=30, metavar="N", help="questions to ask; default: 30")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="turns of each side; default: 3")
    parser.add_argument("--starts", type=int, default=STARTS, metavar="N", help=f"of the web chat; default: {STARTS}")
    parser.add_argument("--json", type=Path, metavar="OUT", help="default: build/benchmarks/speed.json")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
