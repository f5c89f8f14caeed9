"""Train the judge, which says whether words answer and replace (`qa_assistant/models/judge.py`), and write its files.

    python -m benchmarks.train_judge [--lessons LETTERS] [--others N] [--values N] [--twins] [--epochs N]
                                     [--start WEIGHTS | --weights FILE] [--out FOLDER]

It is the default cross-encoder with a linear layer on its first token instead of its score. It goes on from the support
model, since both are asked whether a text says something, and learns from the lessons below `benchmarks/lessons/`: a
question with the words that answer it, with others that the reader in use points at, or where nothing answers, with
those it points at all the same; a question for yes or no with a sentence that settles it, and with others that do not;
a question with values that answer it and others of the same story (`--values`), of which is also told whether they
replace what was said before; and twins (`--twins`), of which the same words answer one and not the other. About half an
hour for 30,000 examples on two free cores that multiply numbers of 16 bits, for 15,000 on others.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from benchmarks.judging_examples import JudgingExample, JudgingExampleMaker
from benchmarks.lessons import read_lessons, twins_of
from benchmarks.reading_examples import is_held
from benchmarks.train_reader import add_lesson_options, drawn_lessons, lesson_files, twin_files, whether_files
from benchmarks.training import (
    OUT,
    Model,
    Plan,
    learn,
    outputs_of,
    provenance,
    training_parser,
    write_model,
    write_provenance,
)
from benchmarks.value_lessons import read_value_lessons
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from benchmarks.judging_examples import Kind
    from benchmarks.lessons import Lesson

    Values = NDArray[np.float64]

PLAN = Plan(epochs=1, rate=5e-5, batch=32, spread=20)
ONWARD = 0.75
"""Share of the rate for training that goes on."""
ANSWERS_AND_REPLACES = 2
"""Values of the first token."""
READERS, SLICE = 2, 64
"""Threads that make examples, and lessons that they are given at a time."""
SHOWN: dict[Kind, tuple[str, str | None]] = {
    "words": ("", "reader"),
    "whether": ("yes or no, ", "cross-encoder"),
    "values": ("values, ", "reader"),
    "twins": ("twins, ", None),
}
"""What is said before the figures of examples of each kind, and the model, if any, that the judge is compared with
there."""


def loss_of(values: torch.Tensor, batch: Sequence[JudgingExample]) -> torch.Tensor:
    """Return the mean cross-entropy; the values of the first token are log-odds: that words answer, and replace."""
    answers = torch.tensor([float(one.is_answer) for one in batch])
    loss = nn.functional.binary_cross_entropy_with_logits(values[:, 0, 0], answers)
    known = [place for place, one in enumerate(batch) if one.replaces is not None]
    if known:
        replaces = torch.tensor([float(bool(batch[place].replaces)) for place in known])
        # the mean over the whole batch, so that each example weighs the same
        loss = loss + len(known) / len(batch) * nn.functional.binary_cross_entropy_with_logits(
            values[known, 0, 1], replaces
        )
    return loss


def check(model: Model, held: Sequence[JudgingExample]) -> dict[str, float]:
    """Return how well words that answer are told from others, on examples that were not trained on: by the judge, by
    the reader that pointed at them, and by the sum of both; of questions for yes or no how well sentences that settle
    them are told, by the judge and by the cross-encoder; of values the same as of words; of twins by the judge."""
    figures: dict[str, float] = {}
    for kind, (start, other) in SHOWN.items():
        examples = [one for one in held if one.kind == kind]
        if not examples:
            continue
        judged, replacing, peaks, labels = _judged(model, examples)
        found = {"judge": judged} | ({other: peaks} if other else {})
        found |= {"sum of both": judged + peaks} if other == "reader" else {}
        figures[f"{start}examples"] = len(examples)
        figures |= {f"{start}area under ROC, {name}": _area(labels, scores) for name, scores in found.items()}
        if kind == "values":
            replaces = [bool(one.replaces) for one in examples]
            figures["values that replace, area under ROC, judge"] = _area(replaces, replacing)
    return figures


def _judged(model: Model, held: Sequence[JudgingExample]) -> tuple[Values, Values, Values, list[bool]]:
    answers, replaces = np.array([values[0] for values in outputs_of(model, held)]).T
    return answers, replaces, np.array([one.peak for one in held]), [one.is_answer for one in held]


def _area(labels: Sequence[bool], scores: Values) -> float:
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    return round(float(roc_auc_score(labels, scores)), 3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    with terminal.progress() as progress:
        made = _examples(options, progress)
        model = Model(ANSWERS_AND_REPLACES)
        model.take(options.weights or options.start or OUT / "support.onnx")
        before = check(model, made[True]) if options.start else {}
        if not options.weights:
            learn("judge", model, made[False], PLAN, options, loss_of, progress, onward=ONWARD)
    figures = check(model, made[True])
    terminal.out.print({"before": before, "after": figures} if before else figures)
    write_model("judge", model, options.out)
    learned = {
        "words that answer": sum(one.is_answer for one in made[False]),
        "words that do not": sum(not one.is_answer for one in made[False]),
    }
    stored = provenance("train_judge", arguments, learned, figures)
    if before:
        stored["held_out_before"] = before
    write_provenance(options.out / "judge.json", stored, goes_on=bool(options.start))
    return 0


def _examples(
    options: argparse.Namespace, progress: Callable[[str, int, int], None]
) -> dict[bool, list[JudgingExample]]:
    """Return the examples that a command's options name: those for checking, and those to learn from."""
    lessons = drawn_lessons(lesson_files(), options) + drawn_lessons(whether_files(), options)
    Random(6).shuffle(lessons)
    maker = JudgingExampleMaker()
    made: dict[bool, list[JudgingExample]] = {True: [], False: []}

    def read(number: int, lesson: Lesson) -> tuple[bool, list[JudgingExample]]:
        return is_held(lesson), list(maker.examples(lesson, Random(number)))

    with ThreadPoolExecutor(READERS) as threads:
        for first in range(0, len(lessons), SLICE):
            part = lessons[first : first + SLICE]
            for is_for_checking, examples in threads.map(read, range(first, first + len(part)), part):
                made[is_for_checking] += examples
            progress("read", first + len(part), len(lessons))
    value_lessons = read_value_lessons() if options.values else []
    Random(8).shuffle(value_lessons)
    for value_lesson in value_lessons[: options.values]:
        made[value_lesson.is_held] += maker.of_values(value_lesson, Random(value_lesson.question))
    for file in twin_files() if options.twins else []:
        for is_for_checking, twins in groupby(twins_of(read_lessons(file)), key=lambda pair: is_held(pair[0])):
            made[is_for_checking] += maker.of_twins(twins, Random(file.stem))
    Random(7).shuffle(made[False])
    return made


def _parser() -> argparse.ArgumentParser:
    parser = training_parser("python -m benchmarks.train_judge", "Train the judge.", PLAN)
    add_lesson_options(parser)
    parser.add_argument("--values", type=int, default=0, metavar="N", help="and so many lessons on values")
    parser.add_argument("--twins", action="store_true", help="and the lessons on twins")
    return parser


if __name__ == "__main__":
    sys.exit(main())
