"""The embedder: passages and questions to vectors of unit length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qa_assistant.errors import ModelError
from qa_assistant.models.prompts import prompts_of
from qa_assistant.models.weights import local_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

SLICE = 64
"""Passages between two reports of progress."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    name: str

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one row of unit length a text; `progress` hears how many are done."""
        ...

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return one vector of unit length."""
        ...


class SentenceTransformerEmbedder:
    """An embedder of sentence-transformers, told before a text what its settings or its family's model card want.

    Args:
        name: what it is called in settings.
        model: gives the vectors.
        batch: texts handed to the model at a time. More than one for a model that reads each by itself: padded batches
            are no faster on a CPU, and with int8 weights a vector depends on what else is in the batch.
    """

    def __init__(self, name: str, model: SentenceTransformer, *, batch: int = 1) -> None:
        from sentence_transformers.sentence_transformer.modules import Normalize

        self.name = name
        self.model = model
        if not any(model.prompts.values()):
            model.prompts.update(prompts_of(name))
        self._options = {
            "batch_size": batch,
            "show_progress_bar": False,
            "normalize_embeddings": not any(isinstance(module, Normalize) for module in model),
        }

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return an array of shape (texts, dimensions), rows of unit length."""
        import numpy as np

        rows = []
        for first in range(0, len(texts), SLICE):
            part = list(texts[first : first + SLICE])
            rows.append(self.model.encode_document(part, **self._options))
            if progress:
                progress(first + len(part))
        width = self.model.get_embedding_dimension() or 0
        return np.concatenate(rows) if rows else np.zeros((0, width), dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return an array of shape (dimensions,) and unit length."""
        vector: NDArray[np.float32] = self.model.encode_query(text, **self._options)
        return vector


def load_embedder(name: str) -> SentenceTransformerEmbedder:
    """Load the embedder `name`: from an installed package if one carries it, else as sentence-transformers does.

    Raises:
        ModelError: it cannot be loaded.
    """
    folder = local_folder(name)
    from sentence_transformers import SentenceTransformer

    if folder is None:
        try:
            return SentenceTransformerEmbedder(name, SentenceTransformer(name, device="cpu"))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{name}: cannot load this embedder ({_first_line(error)}); check the name and the network, or "
                "install the default models with: pip install 'qa-assistant[offline]'"
            ) from error
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    from qa_assistant.models.onnx import OnnxEncoder

    modules = [OnnxEncoder(folder), Pooling(384, pooling_mode="cls"), Normalize()]
    return SentenceTransformerEmbedder(name, SentenceTransformer(modules=modules, device="cpu"), batch=SLICE)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]
