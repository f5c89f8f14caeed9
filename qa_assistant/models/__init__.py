"""Models, from a name in `Config` to an object."""

from qa_assistant.models.embedder import Embedder, load_embedder
from qa_assistant.models.judge import Judgement
from qa_assistant.models.reader import Pointing
from qa_assistant.models.reranker import (
    PointingReranker,
    ProvingReranker,
    Reranker,
    as_pointing,
    as_proving,
    load_reranker,
)

__all__ = [
    "Embedder",
    "Judgement",
    "Pointing",
    "PointingReranker",
    "ProvingReranker",
    "Reranker",
    "as_pointing",
    "as_proving",
    "load_embedder",
    "load_reranker",
]
