"""The judge: says whether some words of a text answer a question, and whether they replace what was said before.

It is a model of the default cross-encoder's form, trained for this on the articles and questions that the reader was
trained on, with the words that the reader points at (`benchmarks/train_judge.py`, `judge.json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa_assistant.models.trained import TrainedModel, is_trained_on, weights_of

if TYPE_CHECKING:
    from tokenizers import Encoding


class Judgement(NamedTuple):
    """What the judge says of words."""

    answers: float
    """Log-odds that they answer."""
    replaces: float
    """Log-odds that, if they do, the text tells them to hold instead of what was said before."""


class Judge(TrainedModel):
    """The trained model."""

    def judged(self, texts: Encoding) -> Judgement:
        """Return what is to be said of the words of a `judged_pair`, given it with the text they stand in.

        What comes out for the first token stands for all.
        """
        return Judgement(*(float(value) for value in self.run(texts)[0]))


def judged_pair(question: str, answer: str) -> str:
    """Return what is read before the text: the question with the words."""
    return f"{question} {answer}"


def judge_for(weights: str) -> Judge | None:
    """Return the judge that comes with the project, if it goes with the cross-encoder with these weights."""
    return Judge(weights_of("judge")) if is_trained_on("judge", weights) else None
