"""The support model: says how far a text proves a sentence.

It is the upper half of the default cross-encoder, trained for this on quotes with sentences that they prove and
sentences that they do not, written for this project (`benchmarks/train_support.py`, `support.json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.models.upper import UpperHalf, is_trained_on, weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SupportModel(UpperHalf):
    """The trained upper half."""

    def logit(self, states: NDArray[np.float32]) -> float:
        """Return the log-odds that the second text proves the first.

        `states`, of shape (tokens, width), are those of the whole input; its first token stands for both texts.
        """
        return float(self.run(states)[0, 0])


def support_for(weights: str) -> SupportModel | None:
    """Return the support model that comes with the project, if it was trained on this cross-encoder."""
    return SupportModel(weights_of("support")) if is_trained_on("support", weights) else None
