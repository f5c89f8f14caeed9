"""Fit the verifier on the dev half of labelled sentences, and show what it catches and what it loses on the test half.

    python -m benchmarks.verification [--most N] [--check] [--out FILE]

The sentences are those of the public sets, changed by rules (see `claims_set.py`), and the rewordings that were not
used for training the support model (`rewordings.py`). With `--check` nothing is fitted: the verifier as it stands is
measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from benchmarks.claims_set import SETS, LabelledClaim, labelled_claims, sample
from benchmarks.rewordings import Rewording, read_rewordings
from benchmarks.sets import ROOT
from qa_assistant.answering.agreement import Agreement, Background
from qa_assistant.answering.verify import PROOF, SUPPORTED, BuiltInVerifier, FittedVerifiers
from qa_assistant.config import Config
from qa_assistant.errors import ModelError
from qa_assistant.models import as_proving, load_reranker
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.models import ProvingReranker

FITTED = ROOT / "qa_assistant" / "answering" / "verifier.json"
REPHRASED = "question answered"
"""The kinds that people worded (questions with their answers put in): reported apart, fitted on all the same."""
LOST = 0.08
"""Share of the dev half's true sentences that may be lost; the promise is .1 on the test half."""
FOLDS = 5
REWORDINGS = "rewordings"
"""The set of those that were written beside a quote."""
TREES: dict[str, Any] = {
    "n_estimators": 120, "max_depth": 4, "learning_rate": 0.08, "subsample": 0.7, "min_samples_leaf": 15,
    "random_state": 0,
}  # fmt: skip

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    claims = [*sample(labelled_claims(), options.most), *written_claims()]
    reranker = load_reranker(Config().reranker)
    fitted = None
    if not options.check:
        proving = as_proving(reranker)
        if proving is None:
            raise ModelError(f"{reranker.name}: the support model was not trained on it")
        models = fit([one for one in claims if one.half == "dev"], proving)
        stored = {"provenance": provenance(claims, options.most), "models": models}
        options.out.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")
        terminal.out.print(f"wrote {options.out}")
        fitted = FittedVerifiers.of(models)
    verifier = BuiltInVerifier(reranker, fitted)
    test = [one for one in claims if one.half == "test"]
    supports = [verifier.support(one.sentence, [one.quote], [background(one)]) for one in test]
    terminal.out.print(outcome_table(test, supports))
    return 0


def written_claims() -> list[LabelledClaim]:
    """Return the rewordings that the support model was not trained on."""
    return [
        LabelledClaim(REWORDINGS, one.part, _kind(one), one.is_proved, one.sentence, one.quote, around="")
        for one in read_rewordings()
        if one.part != "train"
    ]


def _kind(one: Rewording) -> str:
    return "reworded" if one.is_proved else "near miss"


def background(claim: LabelledClaim) -> Background:
    """Return what stands around the quote of a claim."""
    return Background(claim.around, claim.published)


def fit(dev: Sequence[LabelledClaim], proving: ProvingReranker) -> dict[str, dict[str, Any]]:
    """Return the models fitted on these claims, in the form of `verifier.json`."""
    agreements = [Agreement(one.sentence, [one.quote], [background(one)]) for one in dev]
    rows = [
        {**agreement.features(), PROOF: proving.proof(one.sentence, one.quote)}
        for one, agreement in zip(dev, agreements, strict=True)
    ]
    is_founded = np.array([not agreement.invented for agreement in agreements])
    names = tuple(rows[0])
    by_rules = [place for place, one in enumerate(dev) if one.set != REWORDINGS]
    return {
        "proving": _fitted(dev, rows, names, is_founded),
        # wording cannot tell what was written to mislead it
        "plain": _fitted(
            [dev[place] for place in by_rules],
            [rows[place] for place in by_rules],
            [name for name in names if name != PROOF],
            is_founded[by_rules],
        ),
    }


def _fitted(
    dev: Sequence[LabelledClaim],
    rows: Sequence[dict[str, float]],
    names: Sequence[str],
    is_founded: Flags,
) -> dict[str, Any]:
    from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-untyped]

    values = np.array([[row[name] for name in names] for row in rows])
    labels = np.array([one.is_true for one in dev])
    counts = _balanced(dev)
    unseen = np.where(is_founded, _out_of_fold(dev, values, labels, counts), -np.inf)
    point = _point(dev, unseen)
    model = GradientBoostingClassifier(**TREES).fit(values, labels, sample_weight=counts)
    first = float(model.init_.class_prior_[1])
    return {
        "names": list(names),
        "bias": round(float(np.log(first / (1 - first))) - point, 6),
        "trees": [_stored(estimator.tree_) for (estimator,) in model.estimators_],
    }


def _point(dev: Sequence[LabelledClaim], unseen: Values) -> float:
    """Return the log-odds from which a claim is shown: the mean of those at which `LOST` of the true ones fall below,
    among sentences changed by rules and among those written beside a quote, if there are any."""
    is_written = np.array([one.set == REWORDINGS for one in dev])
    is_true = np.array([one.is_true and not one.kind.startswith(REPHRASED) for one in dev])
    groups = [unseen[is_true & group] for group in (is_written, ~is_written)]
    return float(np.mean([np.quantile(group, LOST) for group in groups if len(group)]))


def _out_of_fold(dev: Sequence[LabelledClaim], values: Values, labels: Flags, counts: Values) -> Values:
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


def _balanced(dev: Sequence[LabelledClaim]) -> Values:
    """Return what each claim counts: true and false ones the same in all, changed by rules and written ones too."""
    groups = [(one.set == REWORDINGS, one.is_true) for one in dev]
    sizes = Counter(groups)
    return np.array([len(dev) / (len(sizes) * sizes[group]) for group in groups])


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
    written = [pair for pair in both if pair[0].set == REWORDINGS]
    changed = [pair for pair in both if pair[0].set != REWORDINGS]
    plain = [pair for pair in changed if not pair[0].kind.startswith(REPHRASED)]
    groups = (("changed by rules", plain), ("and questions answered", changed), ("written beside a quote", written))
    for title, group in groups:
        area = roc_auc_score([one.is_true for one, _ in group], [support for _, support in group])
        table.add_row(title, f"{area:.3f}", *_rates(group), end_section=group is written)
    for is_true, kind in sorted({(one.is_true, one.kind) for one in claims}, reverse=True):
        table.add_row(kind, "", *_rates([pair for pair in both if (pair[0].is_true, pair[0].kind) == (is_true, kind)]))
    return table


def _rates(group: Sequence[tuple[LabelledClaim, float]]) -> list[str]:
    true, false = ([support for one, support in group if one.is_true is wanted] for wanted in (True, False))
    return [cell for supports in (true, false) for cell in (str(len(supports) or "–"), _below(supports))]


def _below(supports: Sequence[float]) -> str:
    return f"{sum(support < SUPPORTED for support in supports) / len(supports):.3f}" if supports else "–"


def provenance(claims: Sequence[LabelledClaim], most: int) -> dict[str, Any]:
    """Return on what the model was fitted."""
    dev = [one for one in claims if one.half == "dev"]
    return {
        "command": f"python -m benchmarks.verification --most {most}",
        "date": date.today().isoformat(),
        "scikit-learn": version("scikit-learn"),
        "half": "dev: documents whose file name's MD5 is even; rewordings of part dev",
        "sets": [*SETS, REWORDINGS],
        "claims": {"true": sum(one.is_true for one in dev), "corrupted": sum(not one.is_true for one in dev)},
        "trees": TREES,
        "true sentences lost on dev, out of fold": LOST,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.verification", description="Fit and check the verifier."
    )
    parser.add_argument("--most", type=int, default=60, metavar="N", help="claims of each kind, set and half")
    parser.add_argument("--check", action="store_true", help="fit nothing; measure the verifier as it is")
    parser.add_argument("--out", type=Path, default=FITTED, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
