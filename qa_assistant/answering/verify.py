"""How well the cited words support a sentence; what stands between a written sentence and the reader."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from qa_assistant.answering.agreement import Agreement, Background

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.models import Reranker

__all__ = ["SUPPORTED", "Background", "BuiltInVerifier", "EntailmentVerifier", "FittedVerifier", "Tree", "Verifier"]

SUPPORTED = 0.5
"""Support from which a sentence is shown. The fitted model is shifted so that its operating point lies here."""
UNFOUNDED = 0.05
"""Support at most of a sentence with a number, date or name that its sources do not have."""


class Verifier(Protocol):
    """Judges whether quotes prove a sentence."""

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return how well the quotes together support the sentence, from 0 (not at all) to 1 (fully).

        `backgrounds` says of each quote when it was published and what stands around it; it may be left out.
        """
        ...


class BuiltInVerifier:
    """Compares words, names, amounts, denial, order and speakers; where that leaves a doubt, asks the cross-encoder.

    Args:
        reranker: the cross-encoder that passages are reranked with.
        fitted: the model to use; default: that of `verifier.json`.
    """

    def __init__(self, reranker: Reranker, fitted: FittedVerifier | None = None) -> None:
        self._reranker = reranker
        self._fitted = fitted

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return the support: 1 for a quote word for word, at most `UNFOUNDED` for values and names of no quote."""
        plain = _plain(sentence)
        if not plain or not quotes:
            return 0.0
        if any(plain == _plain(quote) for quote in quotes):
            return 1.0
        fitted = self._fitted or fitted_verifier()
        agreement = Agreement(sentence, quotes, backgrounds)
        wording = fitted.wording(agreement.features())
        if agreement.unfounded:
            return min(UNFOUNDED, _probability(wording))
        if abs(wording) > fitted.doubt:
            return _probability(wording)
        scores = self._reranker.scores(sentence, [" ".join(quotes)])
        return _probability(fitted.joined(wording, float(scores[0])))


class EntailmentModel(Protocol):
    """Says of a text how likely another follows from it."""

    def entailments(self, premises: Sequence[str], claim: str) -> Sequence[float]:
        """Return for each premise the probability that the claim follows from it."""
        ...


class EntailmentVerifier:
    """Asks an entailment model; what the built-in verifier calls unfounded stays so."""

    def __init__(self, model: EntailmentModel) -> None:
        self._model = model

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return the probability that the sentence follows from one of the quotes or from all of them together."""
        if not _plain(sentence) or not quotes:
            return 0.0
        premises = list(dict.fromkeys([*quotes, " ".join(quotes)]))
        follows = max(map(float, self._model.entailments(premises, sentence)))
        return min(UNFOUNDED, follows) if Agreement(sentence, quotes, backgrounds).unfounded else follows


@dataclass(frozen=True, slots=True)
class Tree:
    """A decision tree as columns: at place n, features up to `bounds[n]` lead to `left[n]`, others to `right[n]`."""

    features: tuple[int, ...]
    """-1 at a leaf."""
    bounds: tuple[float, ...]
    """At a leaf its value."""
    left: tuple[int, ...]
    right: tuple[int, ...]

    def value(self, given: Sequence[float]) -> float:
        """Return the value of the leaf that the features lead to."""
        place = 0
        while (feature := self.features[place]) >= 0:
            place = self.left[place] if given[feature] <= self.bounds[place] else self.right[place]
        return self.bounds[place]


@dataclass(frozen=True, slots=True)
class FittedVerifier:
    """Boosted trees over the features of `Agreement`, and two weights for the cross-encoder where they are in doubt."""

    names: tuple[str, ...]
    trees: tuple[Tree, ...]
    bias: float
    """Added to the sum of the trees; puts the operating point at 0."""
    doubt: float
    """How near to 0 the sum must be for the cross-encoder to have a say."""
    weights: tuple[float, float, float]
    """Of the sum, of the cross-encoder's score, and a bias."""

    def wording(self, features: Mapping[str, float]) -> float:
        """Return the log-odds, from the wording alone, that a sentence is supported, 0 at the operating point."""
        given = [features[name] for name in self.names]
        return self.bias + sum(tree.value(given) for tree in self.trees)

    def joined(self, wording: float, score: float) -> float:
        """Return the same with the cross-encoder's score of sentence and quotes."""
        return self.weights[0] * wording + self.weights[1] * score + self.weights[2]


def read_verifier(stored: Mapping[str, Any]) -> FittedVerifier:
    """Return a model that is stored as `verifier.json` stores it."""
    columns = ("features", "bounds", "left", "right")
    trees = tuple(Tree(*(tuple(tree[column]) for column in columns)) for tree in stored["trees"])
    return FittedVerifier(tuple(stored["names"]), trees, stored["bias"], stored["doubt"], tuple(stored["weights"]))


@lru_cache(maxsize=1)
def fitted_verifier() -> FittedVerifier:
    """Return the model of `verifier.json`; the file says on what it was fitted."""
    stored = json.loads(files("qa_assistant.answering").joinpath("verifier.json").read_text("utf-8"))
    return read_verifier(stored["model"])


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _plain(text: str) -> str:
    """Return a sentence in the form in which it is the same for a reader."""
    return " ".join(text.translate(_SAME_MARKS).split()).strip(" .").casefold()


_SAME_MARKS = str.maketrans("“”‘’–—\u00a0", "\"\"''-- ")
