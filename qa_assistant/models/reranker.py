"""The reranker: a cross-encoder that reads question and text together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qa_assistant.errors import ModelError
from qa_assistant.models.weights import local_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Scores how well texts answer a question."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one raw score (logit) a text; higher answers better."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers.

    Pairs are scored one at a time, so a score depends on its pair alone (see the embedder).

    Raises:
        ModelError: the model gives several scores a pair, as one that classifies does.
    """

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self.name = name
        self.model = model
        labels = getattr(model.config, "num_labels", 1)  # the local files come without a config
        if labels != 1:
            raise ModelError(
                f"{name}: gives {labels} scores a pair, a reranker gives one; name one such as "
                "cross-encoder/ms-marco-MiniLM-L12-v2"
            )

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (texts,)."""
        import numpy as np
        from torch.nn import Identity

        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        found: NDArray[np.float32] = self.model.predict(
            pairs, batch_size=1, activation_fn=Identity(), show_progress_bar=False
        )
        return found.reshape(-1)


def load_reranker(name: str) -> CrossEncoderReranker:
    """Load the cross-encoder `name`: from an installed package if one carries it, else as sentence-transformers does.

    Raises:
        ModelError: it cannot be loaded, or is no reranker.
    """
    folder = local_folder(name)
    from sentence_transformers import CrossEncoder

    if folder is None:
        try:
            return CrossEncoderReranker(name, CrossEncoder(name, device="cpu"))
        except (OSError, ValueError) as error:
            reason = str(error).strip().split("\n")[0][:200]
            raise ModelError(
                f"{name}: cannot load this reranker ({reason}); check the name and the network, or install the "
                "default models with: pip install 'qa-assistant[offline]'"
            ) from error
    from qa_assistant.models.onnx import OnnxEncoder

    return CrossEncoderReranker(name, CrossEncoder(modules=[OnnxEncoder(folder, out="scores")], device="cpu"))
