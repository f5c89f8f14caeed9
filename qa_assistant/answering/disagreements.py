"""How likely a disagreement between two articles is one about what was asked.

That two values may be given for the same thing is not enough beside an answer: articles about one event are full of
numbers, dates and names of the same kind. A small logistic model weighs how alike what they are given for is with how
well both answer, fitted on disagreements as they come up between whole articles (`benchmarks/fit_disagreements.py`).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amounts, are_comparable, differ
from qa_assistant.answering.finding import ABSENT
from qa_assistant.answering.scoring import LogisticModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import Quote, Statement
    from qa_assistant.answering.finding import Answering, Place
    from qa_assistant.answering.quoting import Evidence
    from qa_assistant.schema import Span

LEAST_VALUE = -12.0
"""The reader's value, beside its best, below which it makes no difference how small it is."""
UNKNOWN_VALUE = -5.0
"""The reader's value where nothing was read, because there is no reader: about that of sides which answer."""
LEAST_SCORE = -10.0
"""The same for the cross-encoder's score of a passage."""


@dataclass(frozen=True, slots=True)
class Side:
    """A quote and the value it gives; none where it affirms or denies."""

    quote: Quote
    amount: Amount | None

    def is_same(self, other: Side) -> bool:
        """Return whether two sides give the same value, or none."""
        if self.amount is None or other.amount is None:
            return self.amount is other.amount
        return self.amount.measure == other.amount.measure and not differ(self.amount, other.amount)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sides that give different values for one thing; where one supersedes the other, it comes first."""

    first: Side
    second: Side
    is_superseded: bool
    likeness: float = 1.0
    """Probability that the two values are given for the same thing, by the words around them."""

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.first, self.second

    @property
    def is_of_names(self) -> bool:
        """Whether the values are names."""
        return any(side.amount is not None and side.amount.measure == "name" for side in self.sides)

    def is_same(self, other: Disagreement) -> bool:
        """Return whether two disagreements are about the same two values."""
        return (self.first.is_same(other.first) and self.second.is_same(other.second)) or (
            self.first.is_same(other.second) and self.second.is_same(other.first)
        )

    def shares_a_value(self, other: Disagreement) -> bool:
        """Return whether two disagreements have a value in common."""
        return any(mine.is_same(theirs) for mine in self.sides for theirs in other.sides)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known of an answer beside which disagreements are shown."""

    statements: Sequence[Statement]
    """Of the answer, the likeliest first."""
    probabilities: Mapping[Place, float]
    """How likely each sentence answers."""
    readings: Mapping[Place, Answering]
    """What the reader makes of each sentence that it read; may grow."""

    @classmethod
    def of(cls, statements: Sequence[Statement], evidence: Evidence, readings: Mapping[Place, Answering]) -> Answered:
        """Return what is known of an answer of one statement at least."""
        probabilities = {one.quote.place: one.probability for one in evidence.candidates}
        probabilities |= {quote.place: one.support for one in statements for quote in one.quotes}
        return cls(sorted(statements, key=lambda one: -one.support), probabilities, readings)

    def features(self, disagreement: Disagreement) -> dict[str, float]:
        """Return what speaks for a disagreement being about what was asked."""
        sides = disagreement.sides
        best = max((one.peak for one in self.readings.values()), default=0.0)
        measure = next((side.amount.measure for side in sides if side.amount), "")
        return {
            "alike": _log_odds(disagreement.likeness),
            "likely": max(self._share(side) for side in sides),
            "answer": float(any(self._is_given(side) for side in sides)),
            "value": min(max(LEAST_VALUE, self._value(side, best)) for side in sides),
            "pointed": min(self._is_pointed_at(side) for side in sides),
            "score": max(LEAST_SCORE, min(side.quote.passage.score or 0.0 for side in sides)),
            "told": float(disagreement.is_superseded),
            # sentences are full of names, and few of two that differ are given for one thing
            "no name": float(measure != "name"),
        }

    def least_alike(self, disagreement: Disagreement, relevant: float) -> float:
        """Return the likeness from which a disagreement has this relevance; above 1 where none would give it."""
        model = _fitted()
        features = self.features(disagreement) | {"alike": 0.0}
        place = model.names.index("alike")
        missing = math.log(relevant / (1 - relevant)) - _log_odds(model.probability(features), least=1e-9)
        needed = missing * model.scales[place] / model.weights[place]
        return 2.0 if needed > _log_odds(1.0) else 1 / (1 + math.exp(-needed))

    def _share(self, side: Side) -> float:
        """Return how likely a side answers beside the likeliest statement, up to 1."""
        likely = self.probabilities.get(side.quote.place, 0.0)
        return min(1.0, likely / max(self.statements[0].support, 1e-6))

    def _is_given(self, side: Side) -> bool:
        """Return whether a side is the statement that answers, or gives a value that it gives.

        That is the likeliest statement; where it gives no such value, the likeliest one that does.
        """
        value = side.amount
        if value is None:
            return any(side.quote.place == own.place for own in self.statements[0].quotes)
        for statement in self.statements:
            given = amounts(statement.text, statement.quotes[0].passage.published)
            alike = [one for one in given if are_comparable(value, one)]
            if alike:
                return any(side.quote.place == own.place for own in statement.quotes) or any(
                    not differ(value, one) for one in alike
                )
        return False

    def _value(self, side: Side, best: float) -> float:
        """Return how much the reader points at a side's value, beside what it points at most."""
        if not self.readings:
            return UNKNOWN_VALUE
        reading = self.readings.get(side.quote.place)
        if reading is None:
            return ABSENT
        return (reading.value_of(side.amount.span) if side.amount else reading.peak) - best

    def _is_pointed_at(self, side: Side) -> float:
        """Return 1 where a side's value is what the reader points at in its sentence, 0.5 where that is not known."""
        reading = self.readings.get(side.quote.place)
        if reading is None or side.amount is None:
            return 0.5
        return float(_overlap(side.amount.span, reading.words))


def relevance(features: Mapping[str, float]) -> float:
    """Return the probability that a disagreement of these features is one about what was asked."""
    return _fitted().probability(features)


@lru_cache(maxsize=1)
def _fitted() -> LogisticModel:
    stored = json.loads(files("qa_assistant.answering").joinpath("disagreements.json").read_text("utf-8"))
    return LogisticModel.of(stored["model"])


def _log_odds(probability: float, least: float = 0.01) -> float:
    kept = min(1 - least, max(least, probability))
    return math.log(kept / (1 - kept))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
