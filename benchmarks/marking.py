"""How often the words marked as the direct answer are right, on quoted sentences that hold an accepted answer.

    python -m benchmarks.marking [--half dev|test] [--limit N] [--store DIR]

Of each question the best sentence is taken that holds one, if it is among the first three. Nothing was fitted for
marking. What retrieval and the models saw is that of `benchmarks.fit`, kept on disk.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bench import STORE
from benchmarks.fit import Example, examples_of
from benchmarks.sets import PRACTICE, SAMPLES
from qa_assistant.answering.marking import marked
from qa_assistant.answering.scoring import sentence_probabilities
from qa_assistant.evaluation.normalise import contains
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETS = ("xquad", "squad2_500", PRACTICE, SAMPLES)
FIRST = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    table = Table(title=f"words marked as the answer, {options.half} halves", title_justify="left")
    for name in ("set", "questions", "marked", "of these right"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name in SETS:
        examples = examples_of(name, (options.half,), options, terminal)
        verdicts = [verdict for example in examples for verdict in _verdict(example)]
        shown = [verdict for verdict in verdicts if verdict is not None]
        right = f"{sum(shown) / len(shown):.3f}" if shown else "–"
        table.add_row(name, str(len(verdicts)), f"{len(shown) / max(len(verdicts), 1):.3f}", right)
    terminal.out.print(table)
    return 0


def _verdict(example: Example) -> Iterator[bool | None]:
    """Yield whether what is marked in the sentence of a question is right; None where nothing is marked."""
    accepted = example.case.answers or ()
    if example.seen is None:
        return
    probabilities = sentence_probabilities(example.signals)
    first = sorted(range(len(probabilities)), key=lambda place: -probabilities[place])[:FIRST]
    for place in first:
        text = example.texts[place]
        if any(contains(text, answer) for answer in accepted):
            scored = example.seen.scored
            pointed_at = scored.found.of(scored.quotes[place].place).answer if scored.found else None
            span = marked(example.seen.question, text, pointed_at)
            words = text[slice(*span)] if span else ""
            yield any(contains(words, one) or contains(one, words) for one in accepted) if span else None
            return


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marking", description="Check the marked words.")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions of the half")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    parser.set_defaults(set=[], plain=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
