"""The support model: says how far a text proves a sentence.

It is a model of the default cross-encoder's form, trained for this on quotes with sentences that they prove and
sentences that they do not, written for this project (`benchmarks/train_support.py`, `support.json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.models.trained import TrainedModel, is_trained_on, weights_of

if TYPE_CHECKING:
    from tokenizers import Encoding


class SupportModel(TrainedModel):
    """The trained model."""

    def logit(self, texts: Encoding) -> float:
        """Return the log-odds that the second text proves the first.

        What comes out for the first token stands for both.
        """
        return float(self.run(texts)[0, 0])


def support_for(weights: str) -> SupportModel | None:
    """Return the support model that comes with the project, if it goes with the cross-encoder with these weights."""
    return SupportModel(weights_of("support")) if is_trained_on("support", weights) else None
