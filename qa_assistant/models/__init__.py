"""Models, from a name in `Config` to an object."""

from qa_assistant.models.embedder import Embedder, load_embedder
from qa_assistant.models.reranker import Reading, Reranker, TokenReader, as_token_reader, load_reranker

__all__ = ["Embedder", "Reading", "Reranker", "TokenReader", "as_token_reader", "load_embedder", "load_reranker"]
