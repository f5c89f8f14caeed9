"""The reader: points at the words of a passage that answer a question, or at none.

It is the upper half of the default cross-encoder, trained for this on articles and questions written for this project
(`benchmarks/train_reader.py`, `reader.json`). Its values are those of BERT's reader for SQuAD 2.0 (Devlin et al., 2019,
section 4.3): of each token how likely an answer starts and ends there, against there being no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.models.upper import UpperHalf, is_trained_on, weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pointing:
    """Where in a text the reader points."""

    spans: NDArray[np.int64]
    """Where the tokens of the text stand in it: offsets of shape (tokens, 2), end exclusive."""
    starts: NDArray[np.float32]
    """The value of an answer starting at each token, less that of none: a logit of shape (tokens,)."""
    ends: NDArray[np.float32]
    """The same for ending."""


class AnswerReader(UpperHalf):
    """The trained upper half."""

    def values(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the values of start and end of each token, of shape (tokens, 2), less those of no answer.

        `states`, of shape (tokens, width), are those of the whole input; its first token stands for no answer.
        """
        found = self.run(states)
        values: NDArray[np.float32] = found - found[0]
        return values


def reader_for(weights: str) -> AnswerReader | None:
    """Return the reader that comes with the project, if it was trained on the cross-encoder with these weights."""
    return AnswerReader(weights_of("reader")) if is_trained_on("reader", weights) else None
