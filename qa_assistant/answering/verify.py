"""How well the cited words support a sentence; what stands between a written sentence and the reader."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from qa_assistant.answering.agreement import Agreement, Background
from qa_assistant.models import as_proving

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.models import Reranker

__all__ = ["PROOF", "SUPPORTED", "Background", "BuiltInVerifier", "EntailmentVerifier", "FittedVerifiers", "Verifier"]

SUPPORTED = 0.5
"""Support from which a sentence is shown. The fitted model is shifted so that its operating point lies here."""
INVENTED = 0.05
"""Support at most of a sentence with a number, date or name that its sources do not have."""
PROOF = "proof"
"""Name of the feature that is the support model's verdict: its log-odds that the quotes prove the sentence."""


class Verifier(Protocol):
    """Judges whether quotes prove a sentence."""

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return how well the quotes together support the sentence, from 0 (not at all) to 1 (fully).

        `backgrounds` says of each quote when it was published and what stands around it; it may be left out.
        """
        ...


class BuiltInVerifier:
    """Compares words, names, amounts, denial, order and speakers, and asks the support model what the quotes prove.

    Args:
        reranker: the cross-encoder that passages are reranked with; the support model was trained on the default one
            and has no say with others.
        fitted: the models to use; default: those of `verifier.json`.
    """

    def __init__(self, reranker: Reranker, fitted: FittedVerifiers | None = None) -> None:
        self._proving = as_proving(reranker)
        self._fitted = fitted

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return the support: 1 for a quote word for word, at most `INVENTED` for values and names of no quote."""
        plain = _plain(sentence)
        if not plain or not quotes:
            return 0.0
        if any(plain == _plain(quote) for quote in quotes):
            return 1.0
        fitted = self._fitted or fitted_verifiers()
        agreement = Agreement(sentence, quotes, backgrounds)
        features = agreement.features()
        if agreement.invented or self._proving is None:
            found = _probability(fitted.plain.log_odds(features))
            return min(INVENTED, found) if agreement.invented else found
        features[PROOF] = self._proving.proof(sentence, " ".join(quotes))
        return _probability(fitted.proving.log_odds(features))


class EntailmentModel(Protocol):
    """Says of a text how likely another follows from it."""

    def entailments(self, premises: Sequence[str], claim: str) -> Sequence[float]:
        """Return for each premise the probability that the claim follows from it."""
        ...


class EntailmentVerifier:
    """Asks an entailment model; what the built-in verifier calls invented stays so."""

    def __init__(self, model: EntailmentModel) -> None:
        self._model = model

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        """Return the probability that the sentence follows from one of the quotes or from all of them together."""
        if not _plain(sentence) or not quotes:
            return 0.0
        premises = list(dict.fromkeys([*quotes, " ".join(quotes)]))
        follows = max(map(float, self._model.entailments(premises, sentence)))
        return min(INVENTED, follows) if Agreement(sentence, quotes, backgrounds).invented else follows


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
    """Boosted trees."""

    names: tuple[str, ...]
    """Of the features: those of `Agreement`, and `PROOF`."""
    trees: tuple[Tree, ...]
    bias: float
    """Added to the sum of the trees; puts the operating point at 0."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> FittedVerifier:
        """Return a model from the form in which it is stored."""
        columns = ("features", "bounds", "left", "right")
        trees = tuple(Tree(*(tuple(tree[column]) for column in columns)) for tree in stored["trees"])
        return cls(tuple(stored["names"]), trees, stored["bias"])

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the log-odds that a sentence is supported, 0 at the operating point."""
        given = [features[name] for name in self.names]
        return self.bias + sum(tree.value(given) for tree in self.trees)


@dataclass(frozen=True, slots=True)
class FittedVerifiers:
    """The models of `verifier.json`; the file says on what they were fitted."""

    proving: FittedVerifier
    """With the support model's verdict."""
    plain: FittedVerifier
    """From the wording alone."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> FittedVerifiers:
        """Return the models from the form in which they are stored."""
        return cls(FittedVerifier.of(stored["proving"]), FittedVerifier.of(stored["plain"]))


@lru_cache(maxsize=1)
def fitted_verifiers() -> FittedVerifiers:
    """Return the models that come with the project."""
    stored = json.loads(files("qa_assistant.answering").joinpath("verifier.json").read_text("utf-8"))
    return FittedVerifiers.of(stored["models"])


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _plain(text: str) -> str:
    """Return a sentence in the form in which it is the same for a reader."""
    return " ".join(text.translate(_SAME_MARKS).split()).strip(" .").casefold()


_SAME_MARKS = str.maketrans("“”‘’–—\u00a0", "\"\"''-- ")
