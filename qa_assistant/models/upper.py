"""The upper half of the default cross-encoder, trained further for something else.

The lower half stays the cross-encoder's own, so that a text which was reranked is read again at half the cost.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from qa_assistant.models.loading import Lazily
from qa_assistant.models.side_by_side import session_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARED_LAYERS = 6
"""Layers of the cross-encoder that an upper half builds on."""
SHARED_STATES = f"/bert/encoder/layer.{SHARED_LAYERS - 1}/output/LayerNorm/Add_1_output_0"
"""Name of the states that the last of them puts out."""


class UpperHalf:
    """An ONNX file that goes on from the states of the lower half; it is opened once, when it is first run."""

    def __init__(self, model: bytes) -> None:
        self._session = Lazily(lambda: session_of(model))

    def run(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the file puts out for each token of one input: its `states`, of shape (tokens, width), in."""
        found: NDArray[np.float32] = self._session.get().run(None, {"states": states[None]})[0][0]
        return found


def weights_of(name: str) -> bytes:
    """Return the ONNX file of an upper half that comes with the project: `reader` or `support`."""
    return files(__package__).joinpath(f"{name}.onnx").read_bytes()


def is_trained_on(name: str, weights: str) -> bool:
    """Say whether an upper half was trained on the cross-encoder with these weights."""
    trained = json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))
    return bool(trained["cross_encoder"] == weights)
