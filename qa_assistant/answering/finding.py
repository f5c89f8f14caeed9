"""Find where in a passage an answer stands, from what the cross-encoder made of each word while it read it.

The cross-encoder was trained to say whether a passage answers, not where. But the inner states of the words that do
differ from those of the others, enough for a linear layer to tell them apart; and since the whole passage was read,
"it" and "the company" are no obstacle, as they are for a sentence that is read alone. The layer is the part of
BERT's reader for SQuAD 2.0 that points at an answer or at none (Devlin et al., 2019, section 4.3), on states that are
not trained with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qa_assistant.models import TokenReader
    from qa_assistant.schema import Passage, Span

    Place = tuple[str, int, int]
    """File and offsets of a sentence."""

ABSENT = -15.0
"""The value of a sentence none of whose words were read, because the passage is too long."""


@dataclass(frozen=True, slots=True)
class TokenModel:
    """A linear layer on the states of a token; `fitted.json` says on what it was fitted, and for which weights."""

    weights: NDArray[np.float32]
    """Shape (width,)."""
    bias: float
    nothing: float
    """The value of there being no answer, against which those of the tokens are weighed."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> TokenModel:
        """Return a model from the form in which it is stored."""
        return cls(np.array(stored["weights"], dtype=np.float32), stored["bias"], stored["nothing"])

    def values(self, states: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return a value a token, shape (tokens,): the higher, the likelier it belongs to the answer."""
        return (states @ self.weights).astype(np.float64) + self.bias


@dataclass(frozen=True)
class Found:
    """Where the answer may stand among the sentences that were read."""

    peak: Mapping[Place, float]
    """The value of the best token of each sentence."""
    mass: Mapping[Place, float]
    """The logarithm of the sum of the exponentials of the values of its tokens."""
    nothing: float

    @cached_property
    def best(self) -> float:
        """The highest peak of all sentences."""
        return max(self.peak.values(), default=ABSENT)

    @cached_property
    def total(self) -> float:
        """The mass of all sentences and of there being no answer."""
        return float(np.logaddexp.reduce([self.nothing, *self.mass.values()]))

    @property
    def surplus(self) -> float:
        """By how much the mass of all sentences is greater than that of there being no answer."""
        return float(np.logaddexp.reduce(list(self.mass.values()))) - self.nothing if self.mass else ABSENT


@dataclass(frozen=True, slots=True)
class TokenStates:
    """The tokens of the sentences of some passages: which sentence each belongs to, and its states."""

    places: tuple[Place, ...]
    owners: NDArray[np.int64]
    """Of each token the number of its sentence in `places`, shape (tokens,)."""
    spans: NDArray[np.int64]
    """Of each token its offsets into the words of its sentence on one line, shape (tokens, 2)."""
    states: NDArray[np.float32]
    """Shape (tokens, width)."""

    def found(self, model: TokenModel) -> Found:
        """Return where a model points."""
        peak = np.full(len(self.places), ABSENT)
        mass = np.full(len(self.places), ABSENT)
        values = model.values(self.states) if len(self.owners) else np.zeros(0)
        np.maximum.at(peak, self.owners, values)
        np.logaddexp.at(mass, self.owners, values)
        peaks, masses = (dict(zip(self.places, each.tolist(), strict=True)) for each in (peak, mass))
        return Found(peaks, masses, model.nothing)


def token_states(reader: TokenReader, question: str, passages: Sequence[Passage]) -> TokenStates:
    """Read the passages with the question; a sentence that stands in two of them counts in the first."""
    places: dict[Place, int] = {}
    owners, spans, states = [], [], []
    for passage in passages:
        own = [(place, span) for place, span in _sentences(passage) if place not in places]
        places.update({place: len(places) + n for n, (place, _) in enumerate(own)})
        reading = reader.read(question, reading_text(passage))
        for place, (start, end) in own:
            inside = (reading.spans[:, 0] >= start) & (reading.spans[:, 1] <= end)
            owners.append(np.full(int(inside.sum()), places[place]))
            spans.append(reading.spans[inside] - start)
            states.append(reading.states[inside])
    if not states:
        empty = np.zeros(0, dtype=np.int64)
        return TokenStates((), empty, empty.reshape(0, 2), np.zeros((0, 0), dtype=np.float32))
    return TokenStates(tuple(places), np.concatenate(owners), np.concatenate(spans), np.concatenate(states))


def _sentences(passage: Passage) -> Iterator[tuple[Place, Span]]:
    """Yield the place of each sentence, and where it stands in what the models read of the passage."""
    at = len(reading_text(passage)) - len(passage.clean_text)
    for start, end in passage.sentences:
        length = len(" ".join(passage.text[start - passage.start : end - passage.start].split()))
        yield (passage.file, start, end), (at, at + length)
        at += length + 1
