"""Fit the two logistic models of quote mode on dev halves, and show what they do on both halves.

    python -m benchmarks.fit [--limit N] [--dev-only] [--without FEATURE …] [--set rerank_depth=20 …] [--out FILE]

Every question goes through the real retrieval and the real cross-encoder once; what they saw is kept in
`build/benchmarks/SET-signals.pkl`, so that a second fit takes seconds. A change of settings, models or articles makes
it be read anew; after a change of the retrieval code delete the file. With `--limit`, `fitted.json` is left alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.bench import STORE, read_settings
from benchmarks.refusals import THRESHOLDS
from benchmarks.sets import ROOT, Half, load_set
from benchmarks.signals import collect
from qa_assistant.answering.scoring import LogisticModel, Signals, best_odds
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation.normalise import contains
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.evaluation import EvalCase

FITTED = ROOT / "qa_assistant" / "answering" / "fitted.json"
QUESTION_WEIGHTS = {"squad2_500": 0.5, "multihop_rag_500": 2.0, "xquad": 0.3, "samples": 3.0}
"""What a question of each set counts: otherwise the largest set, all of it answerable, would decide alone."""
SENTENCE_SETS = ("squad2_500", "xquad", "samples")
"""Sets whose accepted answers stand in a sentence; those of multihop_rag_500 are mostly yes and no."""
SENTENCE_C, QUESTION_C = 1.0, 0.5
"""Inverse strength of regularisation; the question model sees fewer examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question and what was seen of it."""

    set: str
    half: Half
    case: EvalCase
    texts: tuple[str, ...]
    signals: Signals

    @property
    def holds_answer(self) -> list[bool]:
        """Tell for each candidate sentence whether it holds an accepted answer."""
        return [any(contains(text, accepted) for accepted in self.case.answers or ()) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Both models, as they are stored."""

    sentence: dict[str, Any]
    question: dict[str, Any]

    def support(self, signals: Signals) -> float:
        """Return the probability that the articles answer the question, as the product computes it."""
        if not signals.sentences:
            return 0.0
        return model_of(self.question).probability(question_features(signals, self.sentence))


def fit(examples: Sequence[Example], without: Sequence[str] = ()) -> Fitted:
    """Return both models fitted on the examples of the dev half; `without` leaves features of the question out."""
    dev = [example for example in examples if example.half == "dev" and example.signals.sentences]
    answered = [example for example in dev if example.set in SENTENCE_SETS and example.case.answers]
    sentence = fit_logistic(
        [features for example in answered for features in example.signals.sentences],
        [holds for example in answered for holds in example.holds_answer],
        strength=SENTENCE_C,
    )
    rows = [question_features(example.signals, sentence) for example in dev]
    question = fit_logistic(
        [{name: value for name, value in row.items() if name not in without} for row in rows],
        [bool(example.case.answers) for example in dev],
        weights=[QUESTION_WEIGHTS[example.set] for example in dev],
        strength=QUESTION_C,
    )
    return Fitted(sentence, question)


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    *,
    weights: Sequence[float] | None = None,
    strength: float,
) -> dict[str, Any]:
    """Return a logistic model of standardised features in the form of `fitted.json`.

    `rows` hold the same features each, `labels` and `weights` one entry a row; `strength` is scikit-learn's C.

    Raises:
        ValueError: all labels are the same.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

    names = list(rows[0])
    values = [[float(row[name]) for name in names] for row in rows]
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=strength, max_iter=3000).fit(scaler.transform(values), labels, sample_weight=weights)
    return {
        "names": names,
        "means": _rounded(scaler.mean_),
        "scales": _rounded(scaler.scale_),
        "weights": _rounded(model.coef_[0]),
        "bias": _rounded(model.intercept_)[0],
    }


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(float(value), 6) for value in values]


def model_of(stored: Mapping[str, Any]) -> LogisticModel:
    """Return a stored model ready to use."""
    names, means, scales, weights = (tuple(stored[key]) for key in ("names", "means", "scales", "weights"))
    return LogisticModel(names, means, scales, weights, stored["bias"])


def question_features(signals: Signals, sentence: Mapping[str, Any]) -> dict[str, float]:
    """Return the features of a question, with how sure the sentence model is of its best sentence."""
    model = model_of(sentence)
    return signals.question | {"best": best_odds([model.probability(features) for features in signals.sentences])}


def examples_of(name: str, halves: Sequence[Half], options: argparse.Namespace, terminal: Terminal) -> list[Example]:
    """Return the labelled questions of a set; those whose answer is unknown are left out."""
    chosen = load_set(name)
    cases = [case for half in halves for case in chosen.of_half(half, options.limit) if case.is_answerable is not None]
    seen = collect(name, cases, read_settings(options.set), options.store, terminal)
    return [
        Example(name, chosen.halves[case.id], case, seen[case.id].texts, seen[case.id].signals())
        for case in cases
        if case.id in seen
    ]


def rates_table(examples: Sequence[Example], fitted: Fitted) -> Table:
    """Return, for each set and half, wrong refusals and refused impossible questions at each threshold."""
    table = Table(title="wrong refusals / refused impossible, below each threshold", title_justify="left")
    for name in ("set", "half", "answerable", "impossible", *(f"{threshold:.2f}" for threshold in THRESHOLDS)):
        table.add_column(name, justify="left" if name in ("set", "half") else "right")
    for place in dict.fromkeys((example.set, example.half) for example in examples):
        here = [example for example in examples if (example.set, example.half) == place]
        supports = [(fitted.support(example.signals), bool(example.case.answers)) for example in here]
        yes, no = ([support for support, can in supports if can is wanted] for wanted in (True, False))
        rates = (f"{_below(yes, threshold)} / {_below(no, threshold)}" for threshold in THRESHOLDS)
        table.add_row(*place, str(len(yes)), str(len(no)), *rates)
    return table


def _below(supports: Sequence[float], threshold: float) -> str:
    return f"{sum(support < threshold for support in supports) / len(supports):.3f}" if supports else "–"


def provenance(examples: Sequence[Example], arguments: Sequence[str]) -> dict[str, Any]:
    """Return on what the models were fitted."""
    dev = [example for example in examples if example.half == "dev"]
    return {
        "command": " ".join(["python -m benchmarks.fit", *arguments]),
        "date": date.today().isoformat(),
        "scikit-learn": version("scikit-learn"),
        "half": "dev, as benchmarks/sets.py divides",
        "sentence_sets": list(SENTENCE_SETS),
        "sentence_C": SENTENCE_C,
        "question_C": QUESTION_C,
        "question_weights": QUESTION_WEIGHTS,
        "questions": {
            name: {
                "answerable": sum(bool(example.case.answers) for example in dev if example.set == name),
                "unanswerable": sum(not example.case.answers for example in dev if example.set == name),
            }
            for name in QUESTION_WEIGHTS
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    halves: tuple[Half, ...] = ("dev",) if options.dev_only else ("dev", "test")
    try:
        examples = [one for name in QUESTION_WEIGHTS for one in examples_of(name, halves, options, terminal)]
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    fitted = fit(examples, options.without)
    for name, model in (("sentence", fitted.sentence), ("question", fitted.question)):
        weights = ", ".join(
            f"{one} {weight:+.2f}" for one, weight in zip(model["names"], model["weights"], strict=True)
        )
        terminal.out.print(f"{name}: {weights}, bias {model['bias']:+.2f}")
    terminal.out.print(rates_table(examples, fitted))
    out = options.out or (None if options.limit else FITTED)
    if out:
        models = {"sentence": fitted.sentence, "question": fitted.question}
        stored = {"provenance": provenance(examples, arguments), "models": models}
        out.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
        terminal.out.print(f"written to {out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description="Fit the models of quote mode.")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions of each half; writes nothing")
    parser.add_argument("--dev-only", action="store_true", help="leave the test halves alone")
    parser.add_argument("--without", action="append", default=[], metavar="FEATURE", help="leave out of the questions'")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; may be repeated")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: qa_assistant/answering/fitted.json")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
