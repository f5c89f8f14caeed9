"""Fit the model that tells which disagreements are about what was asked: python -m benchmarks.fit_disagreements

Asks the dev halves of sets of whole articles and looks at all that the comparison of sentences takes for a
disagreement. Of `newsroom` and `unseen` it is one where the question is labelled so and both labelled values are its
sides; the articles of `practice` are nearly all about different events, so nothing there is taken for one. With
`--check` nothing is fitted: the model in use is shown on the test half of `newsroom`, in sums only.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import yaml
from rich.table import Table

from benchmarks.disagreements import SIDES, are_both
from benchmarks.fit import fit_logistic
from benchmarks.sets import NEWSROOM, OWN_SETS, PRACTICE, ROOT, UNSEEN, Half, load_set, number_of
from qa_assistant import Assistant, Config
from qa_assistant.answering import conflicts
from qa_assistant.answering.disagreements import Answered, Disagreement, relevance
from qa_assistant.answering.scoring import LogisticModel
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.evaluation import EvalCase

FITTED = ROOT / "qa_assistant" / "answering" / "disagreements.json"
STORE = ROOT / "build" / "benchmarks"
LIMITS = {NEWSROOM: None, UNSEEN: None, PRACTICE: 150}
"""Sets that are asked, and how many questions of them."""
STRENGTH = 0.3
"""Inverse strength of regularisation."""
FOLDS = 5
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Found:
    """Something taken for a disagreement, and whether it is one about what was asked."""

    set: str
    case: str
    features: dict[str, float]
    is_right: bool


def collect(name: str, half: Half, limit: int | None, terminal: Terminal) -> list[Found]:
    """Return all that is taken for a disagreement when a half of a set is asked."""
    sides: dict[str, list[str]] = yaml.safe_load(SIDES.read_text("utf-8")) if name == NEWSROOM else {}
    asked: list[EvalCase] = []
    found: list[Found] = []

    class Recording(Answered):
        def least_alike(self, disagreement: Disagreement, relevant: float) -> float:  # noqa: ARG002
            # nothing is left out for what the model in use makes of it
            return 0.0

        def features(self, disagreement: Disagreement) -> dict[str, float]:
            features = super().features(disagreement)
            case = asked[-1]
            values = (_value(disagreement, 0), _value(disagreement, 1))
            wanted = sides.get(case.id) or (case.answers or () if case.kind == "conflict" else ())
            right = are_both(values, wanted, _overlap)
            found.append(Found(name, case.id, features, right))
            return features

    store = STORE / name / "disagreements"
    assistant = Assistant.open(Config(articles_dir=ROOT / OWN_SETS[name][1], vectorstore_dir=store))
    assistant.sync()
    cases = load_set(name).of_half(half, limit)
    with patch.object(conflicts, "Answered", Recording), terminal.progress() as progress:
        for done, case in enumerate(cases, start=1):
            asked.append(case)
            assistant.ask(case.question, case.history, asked_on=case.asked_on)
            progress(name, done, len(cases))
    return found


def _value(disagreement: Disagreement, place: int) -> str:
    side = disagreement.sides[place]
    return side.amount.text if side.amount else side.quote.words


def _overlap(value: str, wanted: str) -> bool:
    value, wanted = value.casefold().strip(" ,."), wanted.casefold()
    return value in wanted or wanted in value


def fit(found: Sequence[Found]) -> dict[str, Any]:
    """Return a model of what was found, in the form in which it is stored."""
    rows, labels = [one.features for one in found], [one.is_right for one in found]
    return fit_logistic(rows, labels, strength=STRENGTH, only_rising=True)


def in_folds(found: Sequence[Found]) -> list[float]:
    """Return the probability of each by a model that was not fitted on its event."""
    folds = [number_of(one.case.partition("/")[0]) % FOLDS for one in found]
    models = [
        LogisticModel.of(fit([one for one, of in zip(found, folds, strict=True) if of != k])) for k in range(FOLDS)
    ]
    return [models[fold].probability(one.features) for one, fold in zip(found, folds, strict=True)]


def table_of(found: Sequence[Found], probabilities: Sequence[float]) -> Table:
    """Return by threshold how many questions show something, and with how many the likeliest of it is right."""
    by_case: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for one, probability in zip(found, probabilities, strict=True):
        by_case.setdefault((one.set, one.case), []).append((probability, one.is_right))
    possible = sum(any(is_right for _, is_right in each) for each in by_case.values())
    table = Table("threshold", "shown", "right", f"of {possible} that could be")
    for threshold in THRESHOLDS:
        shown = [best for each in by_case.values() if (best := max(each))[0] >= threshold]
        right = sum(is_right for _, is_right in shown)
        table.add_row(str(threshold), str(len(shown)), f"{right / max(1, len(shown)):.2f}", f"{right / possible:.2f}")
    return table


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fit nothing, show the model in use on the test half")
    asked = parser.parse_args()
    quiet_libraries()
    terminal = Terminal()
    if asked.check:
        held = collect(NEWSROOM, "test", None, terminal)
        terminal.out.print(table_of(held, [relevance(one.features) for one in held]))
        return
    found = [one for name, limit in LIMITS.items() for one in collect(name, "dev", limit, terminal)]
    terminal.out.print(table_of(found, in_folds(found)))
    counts = {name: sum(one.set == name for one in found) for name in LIMITS}
    right = sum(one.is_right for one in found)
    provenance = {"how": "python -m benchmarks.fit_disagreements", "found": counts, "right": right, "C": STRENGTH}
    FITTED.write_text(json.dumps({"provenance": provenance, "model": fit(found)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
