"""The reader: points at the words of a passage that answer a question, or at none.

It is the upper half of the default cross-encoder, trained for this on articles and questions written for this project
(`benchmarks/train_reader.py`, `reader.json`); the lower half is the cross-encoder's own, so that a passage which was
reranked is read at half the cost. Its values are those of BERT's reader for SQuAD 2.0 (Devlin et al., 2019, section
4.3): of each token how likely an answer starts and ends there, against there being no answer.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARED_LAYERS = 6
"""Layers of the cross-encoder that the reader builds on."""
SHARED_STATES = f"/bert/encoder/layer.{SHARED_LAYERS - 1}/output/LayerNorm/Add_1_output_0"
"""Name of the states that the last of them puts out."""


@dataclass(frozen=True, slots=True, eq=False)
class Pointing:
    """Where in a text the reader points."""

    spans: NDArray[np.int64]
    """Where the tokens of the text stand in it: offsets of shape (tokens, 2), end exclusive."""
    starts: NDArray[np.float32]
    """The value of an answer starting at each token, less that of none: a logit of shape (tokens,)."""
    ends: NDArray[np.float32]
    """The same for ending."""


class AnswerReader:
    """The trained upper half."""

    def __init__(self, model: bytes) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def values(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the values of start and end of each token, of shape (tokens, 2), less those of no answer.

        `states`, of shape (tokens, width), are those of the whole input; its first token stands for no answer.
        """
        (found,) = self._session.run(None, {"states": states[None]})
        values: NDArray[np.float32] = found[0] - found[0][0]
        return values


def reader_for(weights: str) -> AnswerReader | None:
    """Return the reader that comes with the project, if it was trained on the cross-encoder with these weights."""
    trained = json.loads(files(__package__).joinpath("reader.json").read_text("utf-8"))
    return AnswerReader(reader_weights()) if trained["cross_encoder"] == weights else None


def reader_weights() -> bytes:
    """Return the ONNX file of the reader."""
    return files(__package__).joinpath("reader.onnx").read_bytes()
