"""The judge: says whether some words of a text answer a question.

It is a model of the default cross-encoder's form, trained for this on the articles and questions that the reader was
trained on, with the words that the reader points at (`benchmarks/train_judge.py`, `judge.json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.models.trained import TrainedModel, is_trained_on, weights_of

if TYPE_CHECKING:
    from tokenizers import Encoding


class Judge(TrainedModel):
    """The trained model."""

    def logit(self, texts: Encoding) -> float:
        """Return the log-odds that the words answer, given a `judged_pair` with the text they stand in.

        What comes out for the first token stands for all.
        """
        return float(self.run(texts)[0, 0])


def judged_pair(question: str, answer: str) -> str:
    """Return what is read before the text: the question with the words."""
    return f"{question} {answer}"


def judge_for(weights: str) -> Judge | None:
    """Return the judge that comes with the project, if it goes with the cross-encoder with these weights."""
    return Judge(weights_of("judge")) if is_trained_on("judge", weights) else None
