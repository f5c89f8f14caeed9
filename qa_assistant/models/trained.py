"""The models that were trained for this project, to read two texts together and say something about them.

They are of the default cross-encoder's form and began with its weights. Its table of embeddings stayed as it was, so
they share one file of it, and its tokenizer is theirs.
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
    from tokenizers import Encoding

EMBEDDINGS = "embeddings"
"""Name of the file of the table of embeddings."""


class TrainedModel:
    """An ONNX file of layers that go on from embeddings; it is opened once, when it is first run."""

    def __init__(self, model: bytes) -> None:
        self._session = Lazily(lambda: session_of(model))

    def run(self, texts: Encoding) -> NDArray[np.float32]:
        """Return what the file puts out for each token of two texts read together, of shape (tokens, outputs)."""
        found: NDArray[np.float32] = self._session.get().run(None, {"states": embedded(texts)[None]})[0][0]
        return found


def embedded(texts: Encoding) -> NDArray[np.float32]:
    """Return the embeddings of the tokens of two texts read together, of shape (tokens, width)."""
    import numpy as np

    tokens = {"input_ids": texts.ids, "token_type_ids": texts.type_ids}
    found: NDArray[np.float32] = _embeddings.get().run(None, {key: np.array([one]) for key, one in tokens.items()})[0][
        0
    ]
    return found


def weights_of(name: str) -> bytes:
    """Return the ONNX file of a model that comes with the project: `reader`, `judge`, `support`, or `embeddings`."""
    return files(__package__).joinpath(f"{name}.onnx").read_bytes()


def is_trained_on(name: str, weights: str) -> bool:
    """Say whether a model goes with the cross-encoder with these weights."""
    trained = json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))
    return bool(trained["cross_encoder"] == weights)


_embeddings = Lazily(lambda: session_of(weights_of(EMBEDDINGS)))
