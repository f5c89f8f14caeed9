"""Compare retrieval settings on the dev half of a set.

    python -m benchmarks.tune SET [SET …] [--limit N] [--words 120 180 250] [--json OUT]

For each passage size: keyword search alone, vector search alone, both fused, and the cross-encoder over the fused
passages at several depths and with several numbers of leaders (`LEADERS` in qa_assistant/retrieval/hybrid.py). Each
pair of question and passage is scored once and used for every variant.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bench import STORE, Bench, open_bench, sync
from benchmarks.remembering import Remembering
from benchmarks.sets import SETS
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation import scores
from qa_assistant.retrieval import hybrid
from qa_assistant.retrieval.hybrid import HybridRetriever, PassageReranker
from qa_assistant.retrieval.timing import timing_of
from qa_assistant.schema import Answer
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.evaluation import EvalCase
    from qa_assistant.retrieval.hybrid import PassageSearch
    from qa_assistant.schema import Filters, Passage

WORDS = (120, 180, 250)
DEPTHS = (10, 15, 20, 30)
LEADERS = (0, 2, 4, 10)
"""Passages put in front by the cross-encoder; with ten, the first ten are its alone."""
METRICS = ("hit_rate@1", "hit_rate@10", "evidence_recall@10")


@dataclass(frozen=True, slots=True)
class Only:
    """One of the two searches of an index; the other finds nothing."""

    search: PassageSearch
    kind: str

    def dense(self, embedding: NDArray[np.float32], k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the nearest passages, or nothing."""
        return self.search.dense(embedding, k, filters) if self.kind == "dense" else []

    def keyword(self, query: str, k: int, filters: Filters | None) -> list[tuple[str, float]]:
        """Return the passages that match best, or nothing."""
        return self.search.keyword(query, k, filters) if self.kind == "keyword" else []

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages."""
        return self.search.passages(ids)


@contextmanager
def leaders(count: int) -> Iterator[None]:
    """Let the cross-encoder put `count` passages in front while the block runs."""
    usual = hybrid.LEADERS
    hybrid.LEADERS = count
    try:
        yield
    finally:
        hybrid.LEADERS = usual


def variants(case: EvalCase, bench: Bench, reranker: PassageReranker) -> dict[str, list[Passage]]:
    """Return the passages that each variant finds, best first."""
    config, parts = bench.config, bench.parts.get()
    words = parts.condenser.standalone(case.question, case.history)
    timing = timing_of(words, case.asked_on or date.today(), case.filters)

    def found(search: PassageSearch) -> list[Passage]:
        retriever = HybridRetriever(
            search,
            bench.embedder.get(),
            dense_depth=config.dense_depth,
            keyword_depth=config.keyword_depth,
            depth=max(DEPTHS),
        )
        return list(retriever.retrieve(words, filters=case.filters, timing=timing).passages)

    fused = found(bench.index)
    ranked = {
        "keyword": found(Only(bench.index, "keyword")),
        "dense": found(Only(bench.index, "dense")),
        "fused": fused,
    }
    for depth in DEPTHS:
        ranked[f"cross-encoder, depth {depth}"] = reranker.rerank(words, fused[:depth], timing=timing)
    for count in LEADERS:
        with leaders(count):
            best = reranker.rerank(words, fused[: config.rerank_depth], timing=timing)
        ranked[f"cross-encoder, {count} leaders"] = best
    return ranked


def measure(bench: Bench, cases: Sequence[EvalCase], terminal: Terminal) -> dict[str, dict[str, float]]:
    """Return for each variant the mean of each metric."""
    reranker = PassageReranker(Remembering(bench.parts.get().reranker.reranker))
    values: dict[str, dict[str, list[float]]] = {}
    with terminal.progress() as progress:
        for done, case in enumerate(cases, start=1):
            for variant, passages in variants(case, bench, reranker).items():
                kept = tuple(passages[: bench.config.passages_kept])
                one = scores(case, Answer(case.question, case.question, passages=kept), depths=(1, 10))
                for metric in METRICS:
                    if metric in one:
                        values.setdefault(variant, {}).setdefault(metric, []).append(one[metric])
            progress("ask", done, len(cases))
    return {
        variant: {metric: fmean(numbers) for metric, numbers in metrics.items()} for variant, metrics in values.items()
    }


def table_of(found: Mapping[tuple[str, int], Mapping[str, Mapping[str, float]]]) -> Table:
    """Return all variants of all sets and passage sizes as one table."""
    table = Table(title="Retrieval on dev halves", title_justify="left")
    for name in ("set", "words", "variant", *METRICS):
        table.add_column(name, justify="left" if name in ("set", "variant") else "right")
    for (name, words), variants_of in found.items():
        for variant, metrics in variants_of.items():
            table.add_row(name, str(words), variant, *(f"{metrics[metric]:.3f}" for metric in METRICS))
        table.add_section()
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    found: dict[tuple[str, int], dict[str, dict[str, float]]] = {}
    try:
        for name in options.sets:
            for words in options.words:
                bench = open_bench(name, options.store / name, {"passage_words": words})
                sync(bench, terminal)
                cases = [case for case in bench.set.of_half("dev") if case.evidence][: options.limit]
                found[name, words] = measure(bench, bench.located(cases), terminal)
                bench.index.close()
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    terminal.out.print(table_of(found))
    out: Path = options.json or options.store / "tune.json"
    rows = [{"set": name, "words": words, "variants": one} for (name, words), one in found.items()]
    out.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tune", description="Compare retrieval settings.")
    parser.add_argument("sets", nargs="+", metavar="SET", choices=SETS, help=", ".join(SETS))
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions with evidence only")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS, metavar="N", help="default: 120 180 250")
    parser.add_argument("--json", type=Path, metavar="OUT", help="default: build/benchmarks/tune.json")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
