"""Measure what proving written answers costs, beside whole quote answers to the same questions.

    python -m benchmarks.proof_cost --llm http://127.0.0.1:8123/v1 [--questions N] [--store DIR]

Questions of the samples are asked twice, in quote mode and of the language model, in changing order. Of the written
answers the seconds of the stage `verify` count: proving every sentence that the model wrote, and looking for what other
articles say otherwise, which quote answers do too. A small model is served by `python tests/llm/llama_server.py 8123`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bench import STORE, open_bench, sync
from benchmarks.sets import SAMPLES
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.bench import Bench
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.schema import Answer

CONTEXT = 2048
TIMEOUT = 300.0


def measure(quoting: Bench, writing: Bench, cases: Sequence[EvalCase], terminal: Terminal) -> dict[str, float]:
    """Return seconds a question, over those that were answered both ways."""
    pairs: list[tuple[Answer, Answer]] = []
    with terminal.progress() as progress:
        for number, case in enumerate(cases):
            both = (quoting, writing) if number % 2 else (writing, quoting)
            found = {bench is writing: _ask(bench, case) for bench in both}
            if not (found[False].refused or found[True].refused):
                pairs.append((found[False], found[True]))
            progress("ask", number + 1, len(cases))
    quoted = [quote.seconds["total"] for quote, _ in pairs]
    proved = [written.seconds["verify"] for _, written in pairs]
    compared = [quote.seconds["verify"] for quote, _ in pairs]
    return {
        "questions": len(pairs),
        "written answers shown": sum(written.mode == "llm" for _, written in pairs),
        "quote answer, seconds": fmean(quoted),
        "of these looking for other sides": fmean(compared),
        "written answer, proof and other sides, seconds": fmean(proved),
        "proof and other sides to quote answer, of sums": fmean(proved) / fmean(quoted),
        "what proof adds, of sums": (fmean(proved) - fmean(compared)) / fmean(quoted),
        "what proof adds, median of ratios": median(
            (p - c) / q for p, c, q in zip(proved, compared, quoted, strict=True)
        ),
    }


def _ask(bench: Bench, case: EvalCase) -> Answer:
    return bench.assistant.ask(case.question, case.history, filters=case.filters, asked_on=case.asked_on)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    settings = {"llm": options.llm, "llm_context": CONTEXT, "llm_timeout": TIMEOUT}
    quoting = open_bench(SAMPLES, options.store / SAMPLES)
    writing = open_bench(SAMPLES, options.store / SAMPLES, settings)
    sync(quoting, terminal)
    answerable = [case for case in quoting.set.cases if case.answers]
    cases = answerable[:: max(1, len(answerable) // options.questions)][: options.questions]
    for bench in (quoting, writing):  # the first question loads the models
        _ask(bench, cases[0])
    table = Table(show_header=False)
    for name, value in measure(quoting, writing, cases[1:], terminal).items():
        table.add_row(name, f"{value:.3g}")
    terminal.out.print(table)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof_cost", description="Measure what proof costs.")
    parser.add_argument("--llm", required=True, metavar="URL", help="an OpenAI-compatible server")
    parser.add_argument("--questions", type=int, default=40, metavar="N")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
