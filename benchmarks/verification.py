"""Fit the verifier on the dev half of a labelled set, and show what it catches and what it loses on the test half.

    python -m benchmarks.verification [--most N] [--pairs N] [--check] [--out FILE]

The set is made of sentences of the public sets (see `claims_set.py`). Trees are fitted on agreement of wording; the
cross-encoder is asked about at most `--pairs` sentences of which the trees are in doubt, and has a say there only.
With `--check` nothing is fitted: the verifier as it stands is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from benchmarks.claims_set import SETS, LabelledClaim, labelled_claims, sample
from benchmarks.remembering import Remembering
from benchmarks.sets import ROOT
from qa_assistant.answering.agreement import Agreement, Background
from qa_assistant.answering.verify import SUPPORTED, BuiltInVerifier, read_verifier
from qa_assistant.config import Config
from qa_assistant.models import load_reranker
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

FITTED = ROOT / "qa_assistant" / "answering" / "verifier.json"
REPHRASED = "question answered"
"""The kinds that people worded (questions with their answers put in): reported apart, fitted on all the same."""
LOST = 0.09
"""Share of the dev half's true sentences that may be lost; the promise is .1 on the test half."""
FOLDS = 5
DOUBT = 1.5
"""Log-odds around the operating point within which the cross-encoder is asked."""
TREES: dict[str, Any] = {
    "n_estimators": 120, "max_depth": 4, "learning_rate": 0.08, "subsample": 0.7, "min_samples_leaf": 15,
    "random_state": 0,
}  # fmt: skip

Values = NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    claims = sample(labelled_claims(), options.most)
    reranker = Remembering(load_reranker(Config().reranker), options.scores)
    fitted = None
    if not options.check:
        model = fit(claims, reranker, options.pairs)
        stored = {"provenance": provenance(claims, options.most, options.pairs), "model": model}
        options.out.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")
        terminal.out.print(f"wrote {options.out}")
        fitted = read_verifier(model)
    verifier = BuiltInVerifier(reranker, fitted)
    test = [one for one in claims if one.half == "test"]
    supports = [verifier.support(one.sentence, [one.quote], [background(one)]) for one in test]
    terminal.out.print(outcome_table(test, supports))
    reranker.save()
    return 0


def background(claim: LabelledClaim) -> Background:
    """Return what stands around the quote of a claim."""
    return Background(claim.around, claim.published)


def features_of(claims: Sequence[LabelledClaim]) -> tuple[tuple[str, ...], Values]:
    """Return the names of the features, and one row of them a claim."""
    rows = [Agreement(one.sentence, [one.quote], [background(one)]).features() for one in claims]
    names = tuple(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows])


def fit(claims: Sequence[LabelledClaim], reranker: Remembering, pairs: int) -> dict[str, Any]:
    """Return the model fitted on the dev half, in the form of `verifier.json`."""
    from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-untyped]

    dev = [one for one in claims if one.half == "dev"]
    names, values = features_of(dev)
    labels = np.array([one.is_true for one in dev])
    counts = _balanced(labels)
    unseen = _out_of_fold(dev, values, labels, counts)
    is_plain = np.array([not one.kind.startswith(REPHRASED) for one in dev])
    point = float(np.quantile(unseen[labels & is_plain], LOST))
    model = GradientBoostingClassifier(**TREES).fit(values, labels, sample_weight=counts)
    first = float(model.init_.class_prior_[1])
    weights = _joined(dev, unseen - point, labels, reranker, pairs)
    return {
        "names": names,
        "bias": round(float(np.log(first / (1 - first))) - point, 6),
        "doubt": DOUBT,
        "weights": weights,
        "trees": [_stored(estimator.tree_) for (estimator,) in model.estimators_],
    }


def _out_of_fold(dev: Sequence[LabelledClaim], values: Values, labels: Values, counts: Values) -> Values:
    """Return the log-odds of each claim by a model that saw no claim with the same quote."""
    from sklearn.ensemble import GradientBoostingClassifier

    quotes = sorted({one.quote for one in dev})
    fold_of = {quote: number % FOLDS for number, quote in enumerate(Random(1).sample(quotes, len(quotes)))}
    folds = np.array([fold_of[one.quote] for one in dev])
    found = np.zeros(len(dev))
    for fold in range(FOLDS):
        inside = folds != fold
        model = GradientBoostingClassifier(**TREES).fit(values[inside], labels[inside], sample_weight=counts[inside])
        found[~inside] = model.decision_function(values[~inside])
    return found


def _joined(
    dev: Sequence[LabelledClaim], wording: Values, labels: Values, reranker: Remembering, pairs: int
) -> list[float]:
    """Return the weights of the wording's log-odds and of the cross-encoder's score, and a bias; 0 stays the point."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    doubtful = [place for place in range(len(dev)) if abs(wording[place]) <= DOUBT]
    chosen = Random(1).sample(doubtful, min(pairs, len(doubtful)))
    if not chosen:
        return [1.0, 0.0, 0.0]
    scores = [float(reranker.scores(dev[place].sentence, [dev[place].quote])[0]) for place in chosen]
    rows = np.column_stack([wording[chosen], scores])
    model = LogisticRegression(C=1.0).fit(rows, labels[chosen])
    joined = model.decision_function(rows)
    # as many true ones fall below 0 as before
    before = float(np.mean(wording[chosen][labels[chosen]] < 0))
    shift = float(np.quantile(joined[labels[chosen]], before))
    return [round(float(number), 6) for number in (*model.coef_[0], model.intercept_[0] - shift)]


def _balanced(labels: Values) -> Values:
    """Return what each claim counts so that true and false ones weigh the same."""
    counts = np.ones(len(labels))
    counts[labels] = (len(labels) - labels.sum()) / labels.sum()
    return counts


def _stored(tree: Any) -> dict[str, list[Any]]:
    leaves = tree.children_left < 0
    scaled = tree.value[:, 0, 0] * TREES["learning_rate"]
    return {
        "features": [int(f) for f in np.where(leaves, -1, tree.feature)],
        "bounds": [round(float(bound), 6) for bound in np.where(leaves, scaled, tree.threshold)],
        "left": [int(place) for place in tree.children_left],
        "right": [int(place) for place in tree.children_right],
    }


def outcome_table(claims: Sequence[LabelledClaim], supports: Sequence[float]) -> Table:
    """Return, over all and by kind, how many true sentences are lost and how many corrupted ones caught."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    table = Table(title=f"test half, shown from {SUPPORTED}", title_justify="left")
    for name in ("sentences", "ROC AUC", "true", "lost", "corrupted", "caught"):
        table.add_column(name, justify="left" if name == "sentences" else "right")
    both = list(zip(claims, supports, strict=True))
    plain = [(one, support) for one, support in both if not one.kind.startswith(REPHRASED)]
    for title, group in (("all but questions answered", plain), ("all", both)):
        area = roc_auc_score([one.is_true for one, _ in group], [support for _, support in group])
        table.add_row(title, f"{area:.3f}", *_rates(group), end_section=title == "all")
    for is_true, kind in sorted({(one.is_true, one.kind) for one in claims}, reverse=True):
        table.add_row(kind, "", *_rates([pair for pair in both if (pair[0].is_true, pair[0].kind) == (is_true, kind)]))
    return table


def _rates(group: Sequence[tuple[LabelledClaim, float]]) -> list[str]:
    true, false = ([support for one, support in group if one.is_true is wanted] for wanted in (True, False))
    return [cell for supports in (true, false) for cell in (str(len(supports) or "–"), _below(supports))]


def _below(supports: Sequence[float]) -> str:
    return f"{sum(support < SUPPORTED for support in supports) / len(supports):.3f}" if supports else "–"


def provenance(claims: Sequence[LabelledClaim], most: int, pairs: int) -> dict[str, Any]:
    """Return on what the model was fitted."""
    dev = [one for one in claims if one.half == "dev"]
    return {
        "command": f"python -m benchmarks.verification --most {most} --pairs {pairs}",
        "date": date.today().isoformat(),
        "scikit-learn": version("scikit-learn"),
        "half": "dev: documents whose file name's MD5 is even",
        "sets": list(SETS),
        "claims": {"true": sum(one.is_true for one in dev), "corrupted": sum(not one.is_true for one in dev)},
        "trees": TREES,
        "true sentences lost on dev, out of fold": LOST,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.verification", description="Fit and check the verifier."
    )
    parser.add_argument("--most", type=int, default=60, metavar="N", help="claims of each kind, set and half")
    parser.add_argument("--pairs", type=int, default=300, metavar="N", help="doubtful claims the cross-encoder scores")
    parser.add_argument("--check", action="store_true", help="fit nothing; measure the verifier as it is")
    parser.add_argument("--out", type=Path, default=FITTED, metavar="FILE")
    parser.add_argument("--scores", type=Path, metavar="FILE", help="keeps the cross-encoder's scores")
    return parser


if __name__ == "__main__":
    sys.exit(main())
