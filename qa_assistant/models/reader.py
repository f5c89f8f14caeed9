"""The reader: points at the words of a passage that answer a question, or at none.

It is a model of the default cross-encoder's form, trained for this on articles and questions written for this project
(`benchmarks/train_reader.py`, `reader.json`). Its values are those of BERT's reader for SQuAD 2.0 (Devlin et al., 2019,
section 4.3): of each token how likely an answer starts and ends there, against there being no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.models.trained import TrainedModel, is_trained_on, weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding


@dataclass(frozen=True, slots=True, eq=False)
class Pointing:
    """Where in a text the reader points."""

    spans: NDArray[np.int64]
    """Where the tokens of the text stand in it: offsets of shape (tokens, 2), end exclusive."""
    starts: NDArray[np.float32]
    """The value of an answer starting at each token, less that of none: a logit of shape (tokens,)."""
    ends: NDArray[np.float32]
    """The same for ending."""


class AnswerReader(TrainedModel):
    """The trained model."""

    def point(self, texts: Encoding) -> Pointing:
        """Return where in the second text it points, given it with a question."""
        import numpy as np

        found = self.run(texts)
        # the first token stands for no answer; what is not of a text, such as a separator, spans no characters
        places = [n for n, (a, b) in enumerate(texts.offsets) if texts.type_ids[n] == 1 and b > a]
        spans = np.array(texts.offsets, dtype=np.int64).reshape(-1, 2)[places]
        starts, ends = (found[places] - found[0]).T
        return Pointing(spans, starts, ends)


def reader_for(weights: str) -> AnswerReader | None:
    """Return the reader that comes with the project, if it goes with the cross-encoder with these weights."""
    return AnswerReader(weights_of("reader")) if is_trained_on("reader", weights) else None
