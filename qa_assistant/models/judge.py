"""The judge: says whether some words of a text answer a question.

It is the upper half of the default cross-encoder, trained for this on the articles and questions that the reader was
trained on, with the words that the reader points at (`benchmarks/train_judge.py`, `judge.json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.models.upper import UpperHalf, is_trained_on, weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Judge(UpperHalf):
    """The trained upper half."""

    def logit(self, states: NDArray[np.float32]) -> float:
        """Return the log-odds that the words answer.

        `states`, of shape (tokens, width), are those of the whole input; its first token stands for all.
        """
        return float(self.run(states)[0, 0])


def judged_pair(question: str, answer: str) -> str:
    """Return what is read before the text: the question with the words."""
    return f"{question} {answer}"


def judge_for(weights: str) -> Judge | None:
    """Return the judge that comes with the project, if it was trained on the cross-encoder with these weights."""
    return Judge(weights_of("judge")) if is_trained_on("judge", weights) else None
