"""How often the words marked as the direct answer are right, in all sentences that are quoted.

    python -m benchmarks.marking [--half dev|test] [--limit N] [--store DIR]

Counted are the sentences quoted for the answerable questions of a set that are not refused. What is marked is right
where it holds an accepted answer or is part of one; whether a sentence holds one at all is shown beside it. What
retrieval and the models saw is that of `benchmarks.fit`, kept on disk. A disagreement is not looked for, so the values
marked in its sides are not counted.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bench import STORE
from benchmarks.fit import Example, examples_of
from benchmarks.sets import PRACTICE, SAMPLES
from qa_assistant.answering.marking import marked
from qa_assistant.answering.quoting import QuoteAnswerer, weighed
from qa_assistant.config import Config
from qa_assistant.evaluation.normalise import contains
from qa_assistant.models import load_reranker
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETS = ("xquad", "squad2_500", PRACTICE, SAMPLES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A quoted sentence: whether it holds an accepted answer, and whether what is marked in it is right."""

    holds: bool
    is_right: bool | None
    """None where nothing is marked."""


class OneFileOneOrigin:
    """Takes no two files for the same copy."""

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the file's own name."""
        return file, ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal, config = Terminal(), Config()
    quoting = QuoteAnswerer(load_reranker(config.reranker), max_sentences=config.max_sentences)
    table = Table(title=f"words marked as the answer, {options.half} halves", title_justify="left")
    for name in ("set", "sentences", "with an answer", "marked", "right", "wrong"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name in SETS:
        examples = examples_of(name, (options.half,), options, terminal)
        found = [one for example in examples for one in verdicts(example, quoting, config.refuse_below)]
        shown = [one.is_right for one in found if one.is_right is not None]
        counts = (len(found), sum(one.holds for one in found), len(shown), sum(shown), len(shown) - sum(shown))
        table.add_row(name, *map(str, counts))
    terminal.out.print(table)
    return 0


def verdicts(example: Example, quoting: QuoteAnswerer, refuse_below: float) -> Iterator[Verdict]:
    """Yield what is to be said of each sentence quoted for a question; nothing where it is refused."""
    accepted, seen = example.case.answers or (), example.seen
    if seen is None or not accepted:
        return
    evidence = weighed(seen.question, seen.passages, seen.scored, seen.nearest)
    if evidence.support < refuse_below:
        return
    of_place = {one.quote.place: one for one in evidence.candidates}
    for statement in quoting.answer(evidence, OneFileOneOrigin()):
        one = of_place[statement.quotes[0].place]
        span = marked(seen.question, statement.text, one.answer, one.probability)
        words = statement.text[slice(*span)] if span else ""
        is_right = any(contains(words, answer) or contains(answer, words) for answer in accepted)
        yield Verdict(any(contains(statement.text, answer) for answer in accepted), is_right if span else None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marking", description="Check the marked words.")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions of the half")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    parser.set_defaults(set=[], plain=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
