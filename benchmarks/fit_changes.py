"""Fit the model that tells whether a sentence says that something no longer holds, and write its file.

    python -m benchmarks.fit_changes [--check]

It learns from the lessons on values: the sentence of a story that replaces a value against the others that give one.
With `--check` nothing is fitted; what the file does is shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import yaml

from benchmarks.conflicts import PAIRS, PARTS
from benchmarks.sets import ROOT
from benchmarks.value_lessons import read_value_lessons
from qa_assistant.answering.changes import CHANGES, log_odds, terms
from qa_assistant.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = ROOT / "qa_assistant" / "answering" / "changes.json"
LEAST = 4
"""Sentences that a word, or a pair of words, must stand in to count."""
STRENGTH = 0.3
"""Inverse strength of the regularisation, which makes most weights nothing."""

Labelled = tuple[str, bool]


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fit nothing")
    asked, terminal = parser.parse_args(), Terminal()
    lessons = read_value_lessons()
    learned, held = (
        [
            (one.text, one.kind == "L")
            for lesson in lessons
            for one in lesson.tellings
            if lesson.is_held is is_held and one.is_answer
        ]
        for is_held in (False, True)
    )
    if not asked.check:
        FILE.write_text(json.dumps(fitted(learned), indent=1, ensure_ascii=False) + "\n", "utf-8")
    for name, sentences in {"lessons left out": held, **_later_reports()}.items():
        terminal.out.print({name: figures(sentences)})
    return 0


def fitted(sentences: Sequence[Labelled]) -> dict[str, object]:
    """Return the model fitted on sentences, of which some tell of a change."""
    from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    counter = CountVectorizer(analyzer=lambda sentence: sorted(terms(sentence)), min_df=LEAST, binary=True)
    model = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", random_state=0, max_iter=2000)
    model.fit(counter.fit_transform([text for text, _ in sentences]), [label for _, label in sentences])
    weights = zip(counter.get_feature_names_out(), model.coef_[0], strict=True)
    return {
        "provenance": {"how": "python -m benchmarks.fit_changes", "sentences": len(sentences), "strength": STRENGTH},
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {str(term): round(float(weight), 4) for term, weight in weights if abs(weight) > 1e-4},
    }


def figures(sentences: Sequence[Labelled]) -> dict[str, float]:
    """Return how well sentences that tell of a change are told from the others."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    scores, labels = np.array([log_odds(text) for text, _ in sentences]), np.array([label for _, label in sentences])
    return {
        "sentences": len(sentences),
        "area under ROC": round(float(roc_auc_score(labels, scores)), 3),
        "found": round(float(np.mean(scores[labels] > CHANGES)), 3),
        "taken for one": round(float(np.mean(scores[~labels] > CHANGES)), 3),
    }


def _later_reports() -> dict[str, list[Labelled]]:
    """Return, of the labelled pairs of the dev part, the later sentence of those that supersede and that conflict."""
    rows = [row for row in yaml.safe_load(PAIRS.read_text("utf-8")) if row["source"] not in PARTS]
    labels = {"supersedes": True, "conflict": False}
    found = [(row["other"]["text"], labels[row["label"]]) for row in rows if row["label"] in labels]
    return {"pairs, dev part": found}


if __name__ == "__main__":
    sys.exit(main())
