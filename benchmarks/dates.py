"""What the time that questions name does for finding passages, and whether it is recognised.

    python -m benchmarks.dates [SET …] [--half dev|test|all] [--store DIR]

Asks the questions of SET that name a time (default: multihop_rag_500) once as they are and once for any date, up to the
reranked passages. `tests/retrieval/date_questions.yaml` says which windows questions name.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import yaml
from rich.table import Table

from benchmarks.bench import STORE, open_bench, sync
from benchmarks.remembering import Remembering
from benchmarks.sets import ROOT, SETS
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation.metrics import scores
from qa_assistant.retrieval.hybrid import PassageReranker
from qa_assistant.retrieval.timing import NO_TIMING, timing_of
from qa_assistant.retrieval.windows import windows_of
from qa_assistant.schema import Answer
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.bench import Bench
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.retrieval.timing import Timing

WRITTEN = ROOT / "tests" / "retrieval" / "date_questions.yaml"
ASKED_ON = date(2025, 7, 16)
"""The day on which the questions of that file are asked."""
METRICS = ("hit_rate@1", "evidence_recall@4", "evidence_recall@10")


def recognised() -> list[tuple[str, int, int]]:
    """Return for each list of written questions how many have the windows they should, and how many there are."""
    found = []
    for name, questions in yaml.safe_load(WRITTEN.read_text("utf-8")).items():
        right = [
            [[window.first, window.last] for window in windows] == one["windows"]
            and any(window.use == "only" for window in windows) == one.get("only", False)
            for one in questions
            for windows in [windows_of(one["question"], ASKED_ON)]
        ]
        found.append((name, sum(right), len(right)))
    return found


def measure(bench: Bench, cases: Sequence[EvalCase], terminal: Terminal) -> tuple[int, dict[str, dict[str, float]]]:
    """Return how many questions name a time, and the metrics of these without and with it."""
    reranker = PassageReranker(Remembering(bench.parts.get().reranker.reranker))
    timed = [(case, timing_of(case.question, case.asked_on or date.today())) for case in cases]
    timed = [(case, timing) for case, timing in timed if timing.windows and case.evidence]
    rows: dict[str, list[dict[str, float]]] = {"any date": [], "the time it names": []}
    with terminal.progress() as progress:
        for done, (case, timing) in enumerate(timed, start=1):
            rows["any date"].append(_scores(bench, reranker, case, NO_TIMING))
            rows["the time it names"].append(_scores(bench, reranker, case, timing))
            progress("ask", done, len(timed))
    means = {name: {metric: fmean(one[metric] for one in each) for metric in METRICS} for name, each in rows.items()}
    return len(timed), means


def _scores(bench: Bench, reranker: PassageReranker, case: EvalCase, timing: Timing) -> dict[str, float]:
    found = bench.parts.get().retriever.retrieve(case.question, filters=case.filters, timing=timing)
    passages = reranker.rerank(case.question, found.passages, timing=timing)[: bench.config.passages_kept]
    return scores(case, Answer(case.question, case.question, passages=tuple(passages)), depths=(1, 4, 10))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    for name, right, count in recognised():
        terminal.out.print(f"windows recognised, {name}: {right} of {count}")
    table = Table(title=f"questions that name a time, {options.half} half", title_justify="left")
    for name in ("set", "questions", "asked for", *METRICS):
        table.add_column(name)
    try:
        for name in options.sets:
            bench = open_bench(name, options.store / name)
            sync(bench, terminal)
            count, means = measure(bench, bench.located(bench.set.of_half(options.half)), terminal)
            bench.index.close()
            for asked_for, found in means.items():
                table.add_row(name, str(count), asked_for, *(f"{found[metric]:.3f}" for metric in METRICS))
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    terminal.out.print(table)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dates", description="Measure times in questions.")
    parser.add_argument("sets", nargs="*", metavar="SET", default=["multihop_rag_500"], help=", ".join(SETS))
    parser.add_argument("--half", choices=("dev", "test", "all"), default="test", help="default: test")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
