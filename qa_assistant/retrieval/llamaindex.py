"""This project's retrieval behind LlamaIndex's interface, for query engines and agents that are built with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, TextNode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from llama_index.core.schema import QueryBundle

    from qa_assistant.schema import Passage


class PassageRetriever(BaseRetriever):  # type: ignore[misc]  # LlamaIndex is taken as untyped
    """Gives the passages of a question as LlamaIndex nodes.

    A node's text is the passage's, character for character; `start_char_idx` and `end_char_idx` are its offsets in the
    article, and its metadata name file, title, outlet and day of publication.
    """

    def __init__(self, retrieve: Callable[[str], Sequence[Passage]]) -> None:
        """Take what returns passages for a question, best first."""
        super().__init__()
        self._find = retrieve

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(node=_node(passage), score=passage.score) for passage in self._find(query_bundle.query_str)
        ]


def _node(passage: Passage) -> TextNode:
    known = {
        "file": passage.file,
        "title": passage.title,
        "outlet": passage.outlet,
        "published": passage.published.isoformat() if passage.published else None,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={name: value for name, value in known.items() if value is not None},
    )
