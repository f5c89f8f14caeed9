"""Fit the models of quote mode on dev halves, and show what they do on both halves.

    python -m benchmarks.fit [--plain] [--limit N] [--dev-only] [--without FEATURE …] [--set NAME=VALUE …]
                             [--check | --out FILE]

Every question goes through the real retrieval and the real cross-encoder once. What they saw is kept in
`build/benchmarks/SET-signals.pkl`, and every score beside it, so that a second fit takes seconds, and one after a
change of settings, articles or code scores only pairs that are new. With `--limit`, `fitted.json` is left alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, fields, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench import STORE, read_settings
from benchmarks.fit_tables import hits_table, rates_table
from benchmarks.lessons import Lesson, read_lessons
from benchmarks.reading_examples import is_held
from benchmarks.sets import PRACTICE, ROOT, SAMPLES, UNSEEN, WHETHER, Half, load_set
from benchmarks.signals import InOneArticle, Seen, collect
from benchmarks.train_reader import lesson_files, whether_files
from qa_assistant.answering.scoring import LogisticModel, Scored, Signals
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation import EvalCase
from qa_assistant.evaluation.normalise import contains
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Values = NDArray[np.float64]

FITTED = ROOT / "qa_assistant" / "answering" / "fitted.json"
FOREIGN = "foreign"
FOREIGN_QUESTIONS = {"xquad": 70, "multihop_rag_500": 30}
FOREIGN_LESSONS = 60
"""Questions of these sets and lessons, put to the sample articles, which do not answer them: most of what a reader may
ask about other things is further from the articles than the unanswerable questions of any set."""
LESSONS = "lessons"
"""Questions for yes or no about single articles that reader and judge were not trained on (`lessons/whether/`)."""
NEAR = "near misses"
"""Other questions about such articles, of the files named below: what nothing answers asks for a value of which the
article gives another one of the same kind."""
NEAR_FILES = "03456789"
QUESTION_WEIGHTS = {
    "squad2_500": 0.25,
    "multihop_rag_500": 1.0,
    "xquad": 1.0,
    PRACTICE: 0.5,
    SAMPLES: 5.0,
    UNSEEN: 2.0,
    WHETHER: 2.0,
    LESSONS: 1.0,
    NEAR: 1.0,
    FOREIGN: 2.0,
}
"""What a question of each set counts: otherwise the largest sets would decide alone, and squad2_500, whose impossible
questions were made to look answered. The samples and `unseen` are what readers ask about: full-length news."""
SENTENCE_WEIGHTS = {"squad2_500": 1.0, "xquad": 1.0, PRACTICE: 1.0, SAMPLES: 3.0}
"""What a question of each set counts for the choice of sentences, however many it has to choose from. Accepted answers
of multihop_rag_500 are mostly yes and no, which stand in no sentence. The samples are
full-length news, which readers ask about; paragraphs of an encyclopaedia are easier and many more."""
SETTLING_SETS = (SAMPLES, PRACTICE, UNSEEN, WHETHER, LESSONS)
"""Where accepted answers to questions for yes or no are words of a sentence, not yes and no."""
SENTENCE_C, QUESTION_C = 0.1, 0.5
"""Inverse strength of regularisation; the question model sees fewer examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question and what was seen of it."""

    set: str
    half: Half
    case: EvalCase
    texts: tuple[str, ...]
    signals: Signals
    seen: Seen | None = None

    @property
    def holds_answer(self) -> list[bool]:
        """Tell for each candidate sentence whether it holds an accepted answer."""
        return [any(contains(text, accepted) for accepted in self.case.answers or ()) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The models of sentences and of questions, as they are stored.

    The last two are those for questions for yes or no that a sentence may settle; without a reader there are none.
    """

    sentence: dict[str, Any]
    question: dict[str, Any]
    settling: dict[str, Any] | None = None
    whether: dict[str, Any] | None = None

    def probabilities(self, signals: Signals) -> list[float]:
        """Return the probability of each sentence to answer, as `sentence_probabilities` computes it."""
        if signals.settling and self.settling:
            return [LogisticModel.of(self.settling).probability(features) for features in signals.settling]
        return [LogisticModel.of(self.sentence).probability(features) for features in signals.sentences]

    def support(self, signals: Signals) -> float:
        """Return the probability that the articles answer the question, as `answer_probability` computes it."""
        model = self.whether if signals.is_settled_at_once else self.question
        return LogisticModel.of(model or self.question).probability(signals.question) if is_weighed(signals) else 0.0


def is_weighed(signals: Signals) -> bool:
    """Tell whether the question model has a say; otherwise there is nothing to answer from."""
    return bool(signals.sentences) and signals.has_common_word


def fit(examples: Sequence[Example], without: Sequence[str] = ()) -> Fitted:
    """Return both models fitted on the examples of the dev half; `without` leaves features of the question out."""
    dev = [example for example in examples if example.half == "dev" and is_weighed(example.signals)]
    answered = [example for example in dev if example.set in SENTENCE_WEIGHTS and example.case.answers]
    sentence = fit_logistic(
        [features for example in answered for features in example.signals.sentences],
        [holds for example in answered for holds in example.holds_answer],
        weights=[weight for example in answered for weight in _sentence_weights(example)],
        strength=SENTENCE_C,
    )
    at_once = [one for one in dev if one.signals.is_settled_at_once]
    question = _fit_question([one for one in dev if not one.signals.is_settled_at_once], without)
    if not at_once:
        return Fitted(sentence, question)
    settled = [(one, place) for one in at_once if one.set in SETTLING_SETS for place in _judged(one)]
    settling = fit_logistic(
        [one.signals.settling[place] for one, place in settled],
        [one.holds_answer[place] for one, place in settled],
        strength=SENTENCE_C,
        only_rising=True,
    )
    return Fitted(sentence, question, settling, _fit_question(at_once, without))


def _fit_question(examples: Sequence[Example], without: Sequence[str]) -> dict[str, Any]:
    return fit_logistic(
        [{k: value for k, value in one.signals.question.items() if k not in without} for one in examples],
        [bool(one.case.answers) for one in examples],
        weights=[QUESTION_WEIGHTS[one.set] for one in examples],
        strength=QUESTION_C,
        only_rising=True,
    )


def _judged(example: Example) -> list[int]:
    """Return the places of the sentences that were judged; the others are taken not to settle the question."""
    scored = example.seen.scored if example.seen else Scored(())
    return [n for n, quote in enumerate(scored.quotes) if quote.place in scored.settling]


def _sentence_weights(example: Example) -> list[float]:
    count = len(example.texts)
    return [10 * SENTENCE_WEIGHTS[example.set] / count] * count


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    *,
    weights: Sequence[float] | None = None,
    strength: float,
    only_rising: bool = False,
) -> dict[str, Any]:
    """Return a logistic model of standardised features in the form of `fitted.json`.

    Args:
        rows: the same features each.
        labels: one a row.
        weights: what each row counts; default: all the same.
        strength: inverse strength of regularisation, scikit-learn's C.
        only_rising: allow no weight below 0, for features of which more can only be better; a few hundred questions
            would otherwise teach the opposite of one feature to balance another.

    Raises:
        ValueError: all labels are the same.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

    names = list(rows[0])
    scaler = StandardScaler().fit([[float(row[name]) for name in names] for row in rows])
    values = scaler.transform([[float(row[name]) for name in names] for row in rows])
    model = LogisticRegression(C=strength, max_iter=3000).fit(values, labels, sample_weight=weights)
    found = [*model.coef_[0], *model.intercept_]
    if only_rising:
        found = _rising(values, np.asarray(labels, float), np.asarray(weights or [1.0] * len(rows)), strength)
    return {
        "names": names,
        "means": _rounded(scaler.mean_),
        "scales": _rounded(scaler.scale_),
        "weights": _rounded(found[:-1]),
        "bias": _rounded(found)[-1],
    }


def _rising(values: Values, labels: Values, counts: Values, strength: float) -> list[float]:
    """Return the weights, none below 0, and the bias that minimise what scikit-learn minimises without bounds."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    def loss(found: Values) -> tuple[float, Values]:
        weights, total = found[:-1], values @ found[:-1] + found[-1]
        errors = (1 / (1 + np.exp(-total)) - labels) * counts
        size = (counts * (np.logaddexp(0, total) - labels * total)).sum() + weights @ weights / (2 * strength)
        return float(size), np.append(values.T @ errors + weights / strength, errors.sum())

    width = values.shape[1]
    bounds = [(0, None)] * width + [(None, None)]
    result = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return [float(value) for value in result.x]


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(float(value), 6) for value in values]


def examples_of(name: str, halves: Sequence[Half], options: argparse.Namespace, terminal: Terminal) -> list[Example]:
    """Return the labelled questions of a set; those whose answer is unknown are left out."""
    chosen = load_set(name)
    cases = [case for half in halves for case in chosen.of_half(half, options.limit) if case.is_answerable is not None]
    return _seen(name, [(case, name, chosen.halves[case.id]) for case in cases], options, terminal)


def foreign_examples(halves: Sequence[Half], options: argparse.Namespace, terminal: Terminal) -> list[Example]:
    """Return questions of other sets and lessons, put to the sample articles; always the same ones."""
    labelled: list[tuple[EvalCase, str, Half]] = []
    for half in halves:
        chance = Random(1)
        for name, count in FOREIGN_QUESTIONS.items():
            drawn = chance.sample(load_set(name).of_half(half), count)[: options.limit]
            labelled += [(replace(case, answers=(), evidence=()), FOREIGN, half) for case in drawn]
    if "dev" in halves and not options.plain:
        drawn_lessons = Random(1).sample(held_lessons(whether_files()), FOREIGN_LESSONS)
        labelled += [(EvalCase(one.question, one.question, answers=()), FOREIGN, "dev") for one in drawn_lessons]
    return _seen(SAMPLES, labelled, options, terminal)


def held_lessons(files: Sequence[Path]) -> list[Lesson]:
    """Return the lessons of these files that reader and judge were not trained on."""
    return [lesson for file in files for lesson in read_lessons(file) if is_held(lesson)]


def lesson_examples(options: argparse.Namespace, terminal: Terminal) -> list[Example]:
    """Return lessons that were held out, each put to its own article: for yes or no, and near misses with others."""
    near = [file for file in lesson_files() if file.stem in NEAR_FILES]
    held = [(LESSONS, one) for one in held_lessons(whether_files())] + [(NEAR, one) for one in held_lessons(near)]
    looking = InOneArticle(options.store / "lessons.pkl")
    examples = []
    with terminal.progress() as progress:
        for done, (name, lesson) in enumerate(held, start=1):
            answers = tuple(lesson.article.text[start:end] for start, end in lesson.answers)
            case = EvalCase(f"{lesson.article.file}: {lesson.question}", lesson.question, answers=answers)
            seen = looking.look(lesson.question, lesson.article)
            signals = seen.signals()
            # one that shares no word with its article is refused for that, whatever the models say
            if signals.has_common_word or name == LESSONS:
                texts = tuple(quote.words for quote in seen.scored.quotes)
                examples.append(Example(name, "dev", case, texts, signals, seen))
            progress("ask", done, len(held))
    looking.save()
    return examples


def _seen(
    articles_of: str, labelled: Sequence[tuple[EvalCase, str, Half]], options: argparse.Namespace, terminal: Terminal
) -> list[Example]:
    cases = [case for case, _, _ in labelled]
    seen = collect(articles_of, cases, read_settings(options.set), options.store, terminal, pointing=not options.plain)
    return [
        Example(name, half, case, tuple(quote.words for quote in found.scored.quotes), found.signals(), found)
        for case, name, half in labelled
        if (found := seen.get(case.id))
    ]


def provenance(examples: Sequence[Example], arguments: Sequence[str]) -> dict[str, Any]:
    """Return on what the models were fitted."""
    dev = [example for example in examples if example.half == "dev"]
    return {
        "command": " ".join(["python -m benchmarks.fit", *arguments]),
        "date": date.today().isoformat(),
        "scikit-learn": version("scikit-learn"),
        "half": "dev, as benchmarks/sets.py divides",
        "sentence_weights": SENTENCE_WEIGHTS,
        "sentence_C": SENTENCE_C,
        "question_C": QUESTION_C,
        "question_weights": QUESTION_WEIGHTS,
        "foreign": f"questions of {FOREIGN_QUESTIONS} and {FOREIGN_LESSONS} lessons, put to the sample articles",
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
        examples = [
            one
            for name in QUESTION_WEIGHTS
            if name not in (FOREIGN, LESSONS, NEAR)
            for one in examples_of(name, halves, options, terminal)
        ]
        examples += foreign_examples(halves, options, terminal)
        if not options.plain:
            examples += lesson_examples(options, terminal)
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    fitted = in_use(plain=options.plain) if options.check else fit(examples, options.without)
    models = {field.name: model for field in fields(fitted) if (model := getattr(fitted, field.name))}
    for name, model in models.items():
        weights = ", ".join(
            f"{one} {weight:+.2f}" for one, weight in zip(model["names"], model["weights"], strict=True)
        )
        terminal.out.print(f"{name}: {weights}, bias {model['bias']:+.2f}")
    terminal.out.print(hits_table(examples, fitted))
    terminal.out.print(
        rates_table([(one.set, one.half, bool(one.case.answers), fitted.support(one.signals)) for one in examples])
    )
    out = options.out or (None if options.limit else FITTED)
    if out and not options.check:
        write(out, models, provenance(examples, arguments), plain=options.plain)
        terminal.out.print(f"written to {out}")
    return 0


def in_use(*, plain: bool) -> Fitted:
    """Return the models of `fitted.json`."""
    stored = json.loads(FITTED.read_text("utf-8"))["models"]
    prefix = "plain_" if plain else ""
    return Fitted(**{field.name: stored.get(f"{prefix}{field.name}") for field in fields(Fitted)})


def write(out: Path, models: Mapping[str, Any], fitted_on: Mapping[str, Any], *, plain: bool) -> None:
    """Write one pair of models to a file like `fitted.json`, and keep what it or that one says of the other pair."""
    stored = json.loads((out if out.is_file() else FITTED).read_text("utf-8"))
    prefix = "plain_" if plain else ""
    stored["models"] |= {f"{prefix}{name}": model for name, model in models.items()}
    stored["provenance"][f"{prefix}models"] = fitted_on
    out.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description="Fit the models of quote mode.")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions of each half; writes nothing")
    parser.add_argument("--dev-only", action="store_true", help="leave the test halves alone")
    parser.add_argument("--check", action="store_true", help="fit and write nothing, show what the models in use do")
    parser.add_argument("--plain", action="store_true", help="the models for cross-encoders without a reader")
    parser.add_argument("--without", action="append", default=[], metavar="FEATURE", help="leave out of the questions'")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; may be repeated")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: qa_assistant/answering/fitted.json")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="default: build/benchmarks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
