"""Measure what the assistant makes of pairs of sentences: conflict, superseded, the same, unrelated.

    python -m benchmarks.conflicts [--misses] [--fit] [--folds]

The pairs are those of tests/conflict_pairs.yaml, with the project's embedder and its reader, which reads each sentence
by itself, and pairs out of the lessons on values that the judge did not learn from. Four parts are there to be
measured on only: `fresh`, `news`, `reports` and `lessons`; everything else is the dev part. `--fit` fits the model of
likeness on the dev part first, of the lessons on one in seven, and writes likeness.json. With `--folds` each fifth of
the dev part, by question, is compared with a model fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.remembering import the_reader
from benchmarks.sets import ROOT, number_of
from benchmarks.value_lessons import read_value_lessons
from qa_assistant.answering import comparing
from qa_assistant.answering.amounts import differ
from qa_assistant.answering.comparing import Comparer
from qa_assistant.answering.finding import answering_in
from qa_assistant.answering.likeness import fitted_likeness
from qa_assistant.answering.sayings import Saying, are_in_same_words, are_set_apart, pairs_of
from qa_assistant.answering.scoring import LogisticModel
from qa_assistant.answering.verdicts import is_closed
from qa_assistant.config import Config
from qa_assistant.models import load_embedder, load_reranker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.comparing import Relation
    from qa_assistant.answering.finding import Answering
    from qa_assistant.models import PointingReranker

PAIRS = ROOT / "tests" / "conflict_pairs.yaml"
FITTED = ROOT / "qa_assistant" / "answering" / "likeness.json"
STRENGTH = 30.0
"""Weight of the squared weights in the fit."""
ROUNDS = 5
"""Fits, each of which chooses anew which values of a conflicting pair are the ones that conflict."""
FOLDS = 5
LESSONS = 15
"""Of a hundred questions of lessons so many are fitted on: all would outweigh the other pairs, and are worded alike."""
NEGATIVES = 3
"""Pairs of values taken from sentences that are unrelated, likeliest first."""

RELATIONS: dict[str, Relation] = {"D": "conflict", "L": "supersedes", "N": "unrelated"}
"""What a sentence of a lesson on values is to those that give the first value."""
FIRST_DAY = date(2025, 1, 6)

PARTS = {"fresh": "fresh", "news-test": "news", "reports-test": "reports", "lessons-test": "lessons"}
"""Sources of pairs to be measured on only; all others are the dev part."""
DEV = {"reports-dev": "dev, as reporters write", "lessons-dev": "dev, lessons"}
"""How parts of the dev part are called where they are shown by themselves."""
_BOUNDS: dict[int, tuple[float | None, float | None]] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
SIGNS = (
    dict.fromkeys("similarity,whole,near,overlap,asked,asked anywhere,thing,thing asked,read,judged".split(","), 1)
    | dict.fromkeys("far,new names,denied,other day,asks,part,rate,place".split(","), -1)
    | dict.fromkeys("nothing counted,date,count,name".split(","), 0)
)
"""Whether a feature may only speak for one thing, only against it, or for either: few pairs can be fitted on."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences about one question, and what they are to each other."""

    label: Relation
    question: str
    one: Saying
    other: Saying
    source: str

    @property
    def part(self) -> str:
        """The part this pair is in: `dev`, `fresh` or `news`."""
        return PARTS.get(self.source, "dev")


def read_pairs(reader: PointingReranker) -> list[Pair]:
    """Return the labelled pairs, read by a reader."""
    rows = yaml.safe_load(PAIRS.read_text("utf-8"))

    def saying(question: str, side: dict[str, Any]) -> Saying:
        text = side["text"]
        return Saying(text, side["outlet"], side["published"], read_alone(reader, question, text))

    return [
        Pair(
            row["label"],
            row["question"],
            saying(row["question"], row["one"]),
            saying(row["question"], row["other"]),
            row["source"],
        )
        for row in rows
    ]


def lesson_pairs(reader: PointingReranker) -> list[Pair]:
    """Return pairs out of the lessons on values that the judge did not learn from: the two sentences that give the same
    value, each of them against the one that contradicts, the one that replaces and those that do not answer.

    All are reported on one day but what replaces, two days later.
    """
    found = []
    for number, lesson in enumerate(one for one in read_value_lessons() if one.is_held):
        part = "lessons-test" if number % 2 else "lessons-dev"
        day = FIRST_DAY + timedelta(days=number)
        sayings = [
            Saying(
                telling.text,
                f"Outlet {place}",
                day + timedelta(days=2) if telling.kind == "L" else day,
                read_alone(reader, lesson.question, telling.text),
            )
            for place, telling in enumerate(lesson.tellings)
        ]
        (first, again, *_), kinds = sayings, [telling.kind for telling in lesson.tellings]
        found.append(Pair("same", lesson.question, first, again, part))
        for saying, kind in zip(sayings[2:], kinds[2:], strict=True):
            found += [Pair(RELATIONS[kind], lesson.question, one, saying, part) for one in (first, again)]
    return found


def read_alone(reader: PointingReranker, question: str, text: str) -> Answering:
    """Return what a reader makes of a sentence by itself."""
    (pointing,) = reader.point(question, [text])
    return answering_in(pointing, (0, len(text)))


def found(comparer: Comparer, pair: Pair) -> str:
    """Return what the comparer makes of a pair; `wrong way` where it takes the older for the newer."""
    comparison = comparer.compare(pair.question, pair.one, pair.other)
    if comparison.relation == "supersedes" and comparison.newer != "other":
        return "wrong way"
    return comparison.relation


def scores(results: Sequence[tuple[str, str]], label: str) -> tuple[float, float, int]:
    """Return precision, recall and number of cases of one label among `(label, found)` results."""
    right = sum(one == other == label for one, other in results)
    given = sum(other == label for _, other in results)
    wanted = sum(one == label for one, _ in results)
    return right / max(1, given), right / max(1, wanted), wanted


def show(pairs: Sequence[Pair], takings: Sequence[str], *, misses: bool) -> None:
    """Print precision and recall on each part, by what each pair was taken for."""
    console = Console()
    table = Table("part", "label", "precision", "recall", "cases", "taken for")
    each = list(zip(pairs, takings, strict=True))
    parts: dict[str, list[tuple[str, str]]] = {}
    for pair, got in each:
        if pair.source != "lessons-dev":
            parts.setdefault(pair.part, []).append((pair.label, got))
        if pair.source in DEV:
            parts.setdefault(DEV[pair.source], []).append((pair.label, got))
    for part, results in parts.items():
        for label in ("conflict", "supersedes", "same"):
            precision, recall, cases = scores(results, label)
            other = Counter(got for wanted, got in results if wanted == label and got != label)
            taken = ", ".join(f"{name} {count}" for name, count in sorted(other.items()))
            table.add_row(part, label, f"{precision:.2f}", f"{recall:.2f}", str(cases), taken)
    console.print(table)
    for pair, got in each if misses else ():
        if got != pair.label:
            print(f"{pair.part}: {pair.label}, taken for {got}: {pair.question}")
            print(f"    {pair.one.text}\n    {pair.other.text}")


def fit(comparer: Comparer, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the model fitted on the values that differ in `pairs`.

    Which values of a conflicting pair conflict is not labelled: those are taken that the last fit holds likeliest.
    """
    groups: list[tuple[bool, list[dict[str, float]]]] = []
    for pair in pairs:
        if pair.label == "same" or is_closed(pair.question):
            continue
        rows = [
            comparer.features(pair.question, mine, theirs)
            for mine, theirs in pairs_of(pair.question, pair.one, pair.other)
            if differ(mine.amount, theirs.amount)
            and not are_in_same_words(mine, theirs)
            and not are_set_apart(pair.question, mine, theirs)
        ]
        if rows:
            groups.append((pair.label != "unrelated", rows))
    names = list(groups[0][1][0])
    table = np.array([[row[name] for name in names] for _, rows in groups for row in rows])
    means, scales = table.mean(axis=0), table.std(axis=0)
    scales[scales < 1e-6] = 1.0
    weights = np.array([float(name in {"similarity", "overlap", "thing", "asked"}) for name in names] + [0.0])
    for _ in range(ROUNDS):
        weights = _fit_once(groups, names, means, scales, weights)
    return {
        "names": names,
        "means": [round(float(value), 4) for value in means],
        "scales": [round(float(value), 4) for value in scales],
        "weights": [round(float(value), 4) for value in weights[:-1]],
        "bias": round(float(weights[-1]), 4),
    }


def _fit_once(
    groups: Sequence[tuple[bool, list[dict[str, float]]]],
    names: Sequence[str],
    means: Values,
    scales: Values,
    weights: Values,
) -> Values:
    chosen, labels = [], []
    for is_same_thing, rows in groups:
        standard = (np.array([[row[name] for name in names] for row in rows]) - means) / scales
        order = np.argsort(-(standard @ weights[:-1]), kind="stable")
        for place in order[: 1 if is_same_thing else NEGATIVES]:
            chosen.append(standard[place])
            labels.append(is_same_thing)
    return _logistic(np.array(chosen), np.where(labels, 1.0, -1.0), [_BOUNDS[SIGNS[name]] for name in names])


def _logistic(rows: Values, signs: Values, bounds: Sequence[tuple[float | None, float | None]]) -> Values:
    """Return the weights of a logistic model within bounds, and its bias, which is free."""

    def loss(weights: Values) -> tuple[float, Values]:
        margins = signs * (rows @ weights[:-1] + weights[-1])
        slopes = -signs / (1 + np.exp(margins))
        cost = np.logaddexp(0, -margins).sum() + STRENGTH / 2 * float(weights[:-1] @ weights[:-1])
        return cost, np.append(rows.T @ slopes + STRENGTH * weights[:-1], slopes.sum())

    start = np.zeros(rows.shape[1] + 1)
    return np.asarray(
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x, dtype=np.float64
    )


def in_folds(comparer: Comparer, pairs: Sequence[Pair]) -> list[str]:
    """Return what each pair is taken for by a model that was not fitted on its question."""
    taken: dict[int, str] = {}
    dev = to_fit(pairs)
    for fold in range(FOLDS + 1):
        # the last one is all of the dev part, for the others
        model = LogisticModel.of(fit(comparer, [pair for pair in dev if fold_of(pair) != fold]))
        with patch.object(comparing, "fitted_likeness", return_value=model):
            taken |= {place: found(comparer, pair) for place, pair in enumerate(pairs) if fold_of(pair) == fold}
    return [taken[place] for place in range(len(pairs))]


def to_fit(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that are fitted on."""
    return [
        pair
        for pair in pairs
        if pair.part == "dev" and (pair.source != "lessons-dev" or number_of(f"{pair.question}x") % 100 < LESSONS)
    ]


def fold_of(pair: Pair) -> int:
    """Return the number of the fold that a pair is in; pairs on one question are in the same."""
    if pair.part != "dev":
        return FOLDS
    return number_of(pair.question) % FOLDS


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the model of likeness on the dev part and store it")
    parser.add_argument("--misses", action="store_true", help="print the pairs that were taken for something else")
    parser.add_argument("--folds", action="store_true", help="fit on four fifths of the dev part, compare the fifth")
    asked = parser.parse_args()
    reader = the_reader(load_reranker(Config().reranker))
    pairs, comparer = [*read_pairs(reader), *lesson_pairs(reader)], Comparer(load_embedder(Config().embedder), reader)
    if asked.fit:
        dev = to_fit(pairs)
        stored = {
            "provenance": {"how": "python -m benchmarks.conflicts --fit", "pairs": len(dev), "strength": STRENGTH},
            "model": fit(comparer, dev),
        }
        FITTED.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
        fitted_likeness.cache_clear()
    takings = in_folds(comparer, pairs) if asked.folds else [found(comparer, pair) for pair in pairs]
    show(pairs, takings, misses=asked.misses)


if __name__ == "__main__":
    main()
