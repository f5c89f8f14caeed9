"""How well the probability that the articles answer a question fits what is so, on halves that nothing was fitted on.

    python -m benchmarks.calibration [--limit N] [--store DIR] [--plot OUT.svg] [--json OUT]

Sets: the test halves of squad2_500, multihop_rag_500 and the sample questions, and questions of other sets put to the
sample articles (`foreign`). What retrieval and cross-encoder saw is that of `benchmarks.fit`, kept on disk: after
another fit of the same signals this takes seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.bench import STORE
from benchmarks.fit import FOREIGN, Example, examples_of, foreign_examples
from benchmarks.refusals import Judged, auc, brier, calibration_error, draw, reliability
from benchmarks.sets import SAMPLES
from qa_assistant.answering.scoring import answer_probability
from qa_assistant.config import Config
from qa_assistant.evaluation import risk_coverage
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SETS = ("squad2_500", "multihop_rag_500", SAMPLES)


def judged(examples: Sequence[Example]) -> list[Judged]:
    """Return how sure the assistant is of each question; what it would say is not looked at here."""
    return [
        Judged(answer_probability(one.signals), bool(one.case.answers), would_match=bool(one.case.answers))
        for one in examples
    ]


def figures(found: Sequence[Judged]) -> dict[str, Any]:
    """Return the figures of one set; no area where all its questions are of one kind."""
    answerable = sum(one.is_answerable for one in found)
    share = answerable / len(found)
    return {
        "questions": len(found),
        "answerable": answerable,
        "auc": auc(found) if 0 < answerable < len(found) else None,
        "calibration_error": calibration_error(found),
        "brier": brier(found),
        "brier_of_the_share": share * (1 - share),
        "reliability": reliability(found),
    }


def outcome(sets: Mapping[str, Sequence[Judged]]) -> Table:
    """Return the figures of each set and of all together."""
    table = Table("set", "questions", "answerable", "ROC AUC", "calibration error", "Brier", "Brier of the share alone")
    for name, found in sets.items():
        row = figures(found)
        area = "–" if row["auc"] is None else f"{row['auc']:.3f}"
        rest = (f"{row[key]:.3f}" for key in ("calibration_error", "brier", "brier_of_the_share"))
        table.add_row(name, str(row["questions"]), str(row["answerable"]), area, *rest)
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    seen = {name: examples_of(name, ("test",), options, terminal) for name in SETS}
    seen[FOREIGN] = foreign_examples(("test",), options, terminal)
    sets = {name: judged(found) for name, found in seen.items()}
    sets["all"] = [one for found in list(sets.values()) for one in found]
    terminal.out.print(outcome(sets))
    bins = Table("support", "share answerable", "questions", title="all sets", title_justify="left")
    for said, so, count in reliability(sets["all"]):
        bins.add_row(f"{said:.2f}", f"{so:.2f}", str(count))
    terminal.out.print(bins)
    mixed = {name: found for name, found in sets.items() if name != FOREIGN}
    lines = {
        name: risk_coverage([one.support for one in found], [one.is_answerable for one in found])
        for name, found in mixed.items()
    }
    if options.plot:
        title = "Answered although the articles do not say, by share of questions answered"
        options.plot.write_text(draw(lines, title, Config().refuse_below), "utf-8")
    if options.json:
        options.json.write_text(json.dumps({name: figures(found) for name, found in sets.items()}, indent=2), "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description="How sure, and how right.")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions of each set only")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; may be repeated")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR")
    parser.add_argument("--plain", action="store_true", help="as with a cross-encoder that no reader was trained on")
    parser.add_argument("--plot", type=Path, metavar="OUT", help="risk-coverage curves as a picture")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
