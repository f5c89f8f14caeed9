"""Ask a question set and report every metric.

    python -m benchmarks.run SET [--half dev|test|all] [--limit N] [--set rerank_depth=20 …]
                             [--json OUT] [--html OUT] [--plot OUT.svg] [--store DIR]

SET is samples, xquad, squad2_500, multihop_rag_500, twowiki_101, xquad_es (the questions and articles of xquad in
Spanish) or conversations. Articles, index and results are kept in DIR, `build/benchmarks/SET` by default. Where some
questions cannot be answered, it also shows what every threshold of refusing would do, and draws the risk-coverage
curve.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench import open_bench, read_settings, sync
from benchmarks.refusals import Judged, JudgingAsker, Watched, auc, curves, draw, refusal_rates, threshold_table
from benchmarks.sets import SETS
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation import Report, evaluate, render_html, render_table
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.bench import Bench


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    try:
        bench = open_bench(options.set_name, options.store, read_settings(options.set), Watched.into)
        sync(bench, terminal)
        report, judged = measure(bench, options.half, options.limit, terminal)
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    title = f"{options.set_name}, {options.half} half" if options.half != "all" else options.set_name
    terminal.out.print(render_table(report))
    _write(options.json or bench.store / f"{options.half}.json", json.dumps(report.to_dict(), indent=2) + "\n")
    if options.html:
        _write(options.html, render_html(report, title=title))
    errors = [row.error for row in report.rows if row.error]
    if errors:
        terminal.complain(f"{len(errors)} questions failed, so the figures say nothing; the first: {errors[0]}")
        return 1
    if len({one.is_answerable for one in judged}) > 1:
        threshold = bench.config.refuse_below
        terminal.out.print(threshold_table(judged, threshold))
        picture = draw(curves(judged), f"Risk and coverage: {title}", threshold)
        _write(options.plot or bench.store / f"{options.half}-risk-coverage.svg", picture)
        _write(bench.store / f"{options.half}-refusals.json", json.dumps(_refusals(judged, threshold), indent=2) + "\n")
    return 0


def measure(bench: Bench, half: Any, limit: int | None, terminal: Terminal) -> tuple[Report, list[Judged]]:
    """Ask the cases of a half; return the report, and how sure the assistant was of each."""
    watched = bench.parts.get().quoting
    assert isinstance(watched, Watched)
    cases = bench.located(bench.set.of_half(half, limit))
    asker = JudgingAsker(bench.assistant, watched, bench.index)
    with terminal.progress() as progress:
        report = evaluate(
            asker,
            cases,
            read=bench.read,
            progress=lambda done, total: progress("ask", done, total),
            about={
                "questions": f"{bench.set.name}, {half}",
                "embedder": bench.config.embedder,
                "reranker": bench.config.reranker,
                "passages": f"{bench.config.passage_words} words, {bench.config.passage_overlap} shared",
                "rerank depth": str(bench.config.rerank_depth),
                "refused below": str(bench.config.refuse_below),
                "date": date.today().isoformat(),
            },
        )
    return report, asker.judged(cases)


def _refusals(judged: Sequence[Judged], threshold: float) -> dict[str, Any]:
    wrong, impossible, right = refusal_rates(judged, threshold)
    return {
        "auc": auc(judged),
        "threshold": threshold,
        "wrong_refusals": wrong,
        "refused_impossible": impossible,
        "refusals_right": right,
        "curves": {name: asdict(curve) for name, curve in curves(judged).items()},
        "questions": [asdict(one) for one in judged],
    }


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Ask a question set.")
    parser.add_argument("set_name", metavar="SET", choices=SETS, help=", ".join(SETS))
    parser.add_argument("--half", choices=("dev", "test", "all"), default="test", help="default: test")
    parser.add_argument("--limit", type=int, metavar="N", help="ask the first N questions only")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; may be repeated")
    parser.add_argument("--json", type=Path, metavar="OUT", help="default: DIR/HALF.json")
    parser.add_argument("--html", type=Path, metavar="OUT", help="also write a page")
    parser.add_argument("--plot", type=Path, metavar="OUT", help="default: DIR/HALF-risk-coverage.svg")
    parser.add_argument("--store", type=Path, metavar="DIR", help="default: build/benchmarks/SET")
    return parser


if __name__ == "__main__":
    sys.exit(main())
