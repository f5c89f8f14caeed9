"""The parts that answer a question, put together as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.answering.comparing import Comparer
from qa_assistant.answering.followups import Condenser
from qa_assistant.answering.quoting import QuoteAnswerer
from qa_assistant.answering.verify import BuiltInVerifier, EntailmentVerifier, Verifier
from qa_assistant.answering.written import WrittenAnswerer
from qa_assistant.index import ChromaServer, Index
from qa_assistant.index import fingerprint as index_fingerprint
from qa_assistant.models import load_reranker
from qa_assistant.models.entailment import load_entailment
from qa_assistant.models.language import load_language_model
from qa_assistant.models.weights import fingerprint as model_fingerprint
from qa_assistant.retrieval.hybrid import HybridRetriever, PassageReranker, Retriever

if TYPE_CHECKING:
    from qa_assistant.config import Config
    from qa_assistant.models import Embedder


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers a question; replaceable one by one."""

    condenser: Condenser
    retriever: Retriever
    reranker: PassageReranker
    quoting: QuoteAnswerer
    comparer: Comparer
    verifier: Verifier
    writing: WrittenAnswerer | None = None


def open_index(config: Config) -> Index:
    """Return the index that `config` names, bound to the settings it must have been built with; reads nothing yet."""
    built_with = index_fingerprint(
        embedder=model_fingerprint(config.embedder),
        passage_words=config.passage_words,
        passage_overlap=config.passage_overlap,
    )
    return Index(config.vectorstore_dir, built_with, _server(config))


def _server(config: Config) -> ChromaServer | None:
    """Return the server that keeps the vectors, if there is one."""
    if not config.chroma_url:
        return None
    return ChromaServer(
        config.chroma_url,
        token=config.chroma_token.get_secret_value() if config.chroma_token else "",
        tenant=config.chroma_tenant,
        database=config.chroma_database,
        collection=config.chroma_collection,
        follow=config.chroma_follow,
        insecure=config.chroma_insecure,
    )


def load_parts(config: Config, index: Index, embedder: Embedder) -> Parts:
    """Load what answers a question, as `config` says."""
    reranker = load_reranker(config.reranker)
    llm = load_language_model(config)
    writing = None
    if llm is not None:
        writing = WrittenAnswerer(
            llm,
            prompts_dir=config.prompts_dir,
            max_sentences=config.max_sentences,
            timeout=config.llm_timeout,
            context=config.llm_context,
        )
    index.warm_up()
    return Parts(
        condenser=Condenser(llm, prompts_dir=config.prompts_dir, timeout=config.llm_timeout),
        retriever=HybridRetriever(
            index,
            embedder,
            dense_depth=config.dense_depth,
            keyword_depth=config.keyword_depth,
            depth=config.rerank_depth,
        ),
        reranker=PassageReranker(reranker),
        quoting=QuoteAnswerer(reranker, max_sentences=config.max_sentences),
        comparer=Comparer(embedder, reranker),
        verifier=EntailmentVerifier(load_entailment(config.verifier)) if config.verifier else BuiltInVerifier(reranker),
        writing=writing,
    )
