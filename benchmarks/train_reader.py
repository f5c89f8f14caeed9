"""Train the reader that points at the words which answer (`qa_assistant/models/reader.py`), and write its files.

    python -m benchmarks.train_reader [--lessons LETTERS] [--others N] [--epochs N] [--start WEIGHTS | --weights FILE]
                                      [--out FOLDER]

The reader is the default cross-encoder with a linear layer instead of its score, trained on the lessons below
`benchmarks/lessons/` to give each token the chance that an answer starts or ends there, and the first token that of
there being none: the reader for SQuAD 2.0 in BERT (Devlin et al., 2019, section 4.3). Ten minutes for ten thousand
examples on two free cores that multiply numbers of 16 bits. With `--start` training goes on from weights that were
trained before, on other lessons, at a lower rate.
"""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import torch

from benchmarks.lessons import PLAIN, TWINS, WHETHER, read_lessons
from benchmarks.reading_examples import ExampleMaker, ReadingExample, is_held
from benchmarks.sets import ROOT
from benchmarks.training import (
    Model,
    Plan,
    learn,
    outputs_of,
    provenance,
    training_parser,
    write_model,
    write_provenance,
)
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.lessons import Lesson

LESSONS = ROOT / "benchmarks" / "lessons"
PLAN = Plan(epochs=2, rate=5e-5, batch=16, spread=40)
ONWARD = 0.8
"""Share of the rate for training that goes on."""
STARTS_AND_ENDS = 2
"""Values of a token."""


def loss_of(values: torch.Tensor, batch: Sequence[ReadingExample]) -> torch.Tensor:
    """Return the mean over starts and ends of -log of the share of the right ones."""
    total = values.new_zeros(())
    for row, one in zip(values, batch, strict=True):
        is_open = torch.from_numpy(one.is_open)
        for side in (0, 1):
            logits = row[: len(is_open), side].masked_fill(~is_open, -1e4)
            gold = sorted({pair[side] for pair in one.gold}) or [0]
            total = total + logits.logsumexp(0) - logits[gold].logsumexp(0)
    return total / (2 * len(batch))


def check(reader: Model, held: Sequence[ReadingExample]) -> dict[str, float]:
    """Return, on examples that were not trained on, how often the sentence that answers is first and among three, and
    how well a passage that answers is told from one that does not."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    ranks, tops, labels = [], [], []
    for one, values in zip(held, outputs_of(reader, held), strict=True):
        peaks = sentence_peaks(values, one)
        tops.append(max(peaks.values()))
        labels.append(bool(one.gold))
        if one.gold:
            order = sorted(peaks, key=lambda number: -peaks[number])
            ranks.append(min(order.index(one.sentence[first]) for first, _ in one.gold))
    answered = np.array(labels)
    return {
        "examples": len(held),
        "sentence first": round(float(np.mean(np.array(ranks) < 1)), 3),
        "sentence in three": round(float(np.mean(np.array(ranks) < 3)), 3),
        "area under ROC": round(float(roc_auc_score(labels, tops)), 3),
        "taken for unanswered": round(float(np.mean(np.array(tops)[answered] < 0)), 3),
        "unanswered told": round(float(np.mean(np.array(tops)[~answered] < 0)), 3),
    }


def sentence_peaks(values: NDArray[np.float32], one: ReadingExample) -> dict[int, float]:
    """Return for each sentence the value of its best words, less that of there being no answer."""
    peaks = {}
    for number in range(one.sentence.max() + 1):
        (inside,) = np.nonzero(one.sentence == number)
        if len(inside):
            sums = values[inside, None, 0] + values[None, inside, 1]
            peaks[number] = float(np.where(np.triu(np.ones_like(sums)) > 0, sums, -np.inf).max() - values[0].sum())
    return peaks


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    lessons = drawn_lessons(lesson_files(), options)
    maker = ExampleMaker()
    with terminal.progress() as progress:
        made = {True: list[ReadingExample](), False: list[ReadingExample]()}
        chances = {True: Random(0), False: Random(0)}
        for done, lesson in enumerate(lessons, start=1):
            is_for_check = is_held(lesson)
            made[is_for_check] += maker.examples(lesson, chances[is_for_check])
            progress("read", done, len(lessons))
        reader = Model(STARTS_AND_ENDS)
        if options.weights or options.start:
            reader.take(options.weights or options.start)
        before = check(reader, made[True]) if options.start else {}
        if not options.weights:
            learn("reader", reader, made[False], PLAN, options, loss_of, progress, onward=ONWARD)
    figures = check(reader, made[True])
    terminal.out.print({"before": before, "after": figures} if before else figures)
    out: Path = options.out
    write_model("reader", reader, out)
    stored = provenance("train_reader", arguments, counts_of(lessons, len(made[False])), figures)
    if before:
        stored["held_out_before"] = before
    write_provenance(out / "reader.json", stored, goes_on=bool(before))
    return 0


def lesson_files() -> list[Path]:
    """Return the files of lessons but those for yes or no, in order."""
    return [*sorted(LESSONS.glob("*.txt")), *sorted((LESSONS / PLAIN).glob("*.txt"))]


def whether_files() -> list[Path]:
    """Return the files of lessons that are questions for yes or no, in order."""
    return sorted((LESSONS / WHETHER).glob("*.txt"))


def twin_files() -> list[Path]:
    """Return the files of twins, in order."""
    return sorted((LESSONS / TWINS).glob("*.txt"))


def drawn_lessons(files: Sequence[Path], options: argparse.Namespace) -> list[Lesson]:
    """Return the lessons that a command's options name, in an order drawn by lot.

    They are all of the files with these letters, of every file for none, and so many of the others.
    """
    named: list[Lesson] = []
    others: list[Lesson] = []
    for file in files:
        (named if not options.lessons or file.stem in options.lessons else others).extend(read_lessons(file))
    Random(0).shuffle(others)
    lessons = others[: options.others] + named
    Random(1).shuffle(lessons)
    return lessons


def add_lesson_options(parser: argparse.ArgumentParser) -> None:
    """Add what `drawn_lessons` is told by."""
    parser.add_argument("--lessons", default="", metavar="LETTERS", help="files of these names only, such as 'abc'")
    parser.add_argument("--others", type=int, default=0, metavar="N", help="and so many lessons of the other files")


def counts_of(lessons: Sequence[Lesson], examples: int) -> dict[str, int]:
    """Return what is said of the lessons that were trained on."""
    trained = [lesson for lesson in lessons if not is_held(lesson)]
    return {
        "articles": len({lesson.article.file for lesson in trained}),
        "questions answered": sum(bool(lesson.answers) for lesson in trained),
        "questions not answered": sum(not lesson.answers for lesson in trained),
        "examples": examples,
    }


def _parser() -> argparse.ArgumentParser:
    parser = training_parser("python -m benchmarks.train_reader", "Train the reader.", PLAN)
    add_lesson_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
