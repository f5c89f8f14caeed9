"""Models, from a name in `Config` to an object."""

from qa_assistant.models.embedder import Embedder, load_embedder
from qa_assistant.models.reranker import Reranker, load_reranker

__all__ = ["Embedder", "Reranker", "load_embedder", "load_reranker"]
