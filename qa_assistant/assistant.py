"""The assistant: the one place where the parts are wired together."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Cited, Statement, cite
from qa_assistant.answering.clock import Clock
from qa_assistant.answering.conflicts import find_conflicts
from qa_assistant.answering.followups import Condenser
from qa_assistant.answering.question import read_question
from qa_assistant.answering.quoting import Evidence, QuoteAnswerer
from qa_assistant.answering.written import WrittenAnswerer
from qa_assistant.config import Config
from qa_assistant.errors import ArticleError, ModelError
from qa_assistant.index import ArticleInfo, Index, Reading
from qa_assistant.index import fingerprint as index_fingerprint
from qa_assistant.models import load_embedder, load_reranker
from qa_assistant.models.language import load_language_model
from qa_assistant.models.loading import Lazily
from qa_assistant.models.weights import fingerprint as model_fingerprint
from qa_assistant.retrieval.hybrid import HybridRetriever, PassageReranker, Retriever
from qa_assistant.retrieval.recency import recency_of
from qa_assistant.schema import REFUSAL, Answer, Article, Filters, RefusalReason, SyncReport, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from qa_assistant.index.sync import Progress
    from qa_assistant.models import Embedder


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers a question; replaceable one by one."""

    condenser: Condenser
    retriever: Retriever
    reranker: PassageReranker
    quoting: QuoteAnswerer
    writing: WrittenAnswerer | None = None


class Assistant:
    """Answers questions about a folder of articles.

    Safe to share between threads. It holds no conversation: history comes with each call.
    """

    def __init__(self, config: Config, index: Index, embedder: Lazily[Embedder], parts: Lazily[Parts]) -> None:
        self.config = config
        self._index = index
        self._embedder = embedder
        self._parts = parts
        self._origins = _Origins(index)

    @classmethod
    def open(cls, config: Config | None = None) -> Assistant:
        """Return an assistant for the folders `config` names; reads and loads nothing yet."""
        config = config or Config()
        index = open_index(config)
        embedder: Lazily[Embedder] = Lazily(lambda: load_embedder(config.embedder))
        return cls(config, index, embedder, Lazily(lambda: load_parts(config, index, embedder.get())))

    @property
    def is_ready(self) -> bool:
        """Whether the models are loaded, so that a question is answered without waiting for them."""
        return self._parts.is_ready

    def warm_up(self) -> None:
        """Start loading the models in the background; return at once."""
        self._parts.start()

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Return whether the models are loaded after `timeout` seconds at most."""
        return self._parts.wait(timeout)

    def sync(self, *, progress: Progress | None = None, rebuild: bool = False) -> SyncReport:
        """Bring the index in line with the articles folder; embed only what changed.

        Raises:
            ConfigError: there is no such folder, or another sync is running.
            IndexMismatchError: the index was built with other settings and `rebuild` was not asked for.
        """
        return self._index.sync(
            self.config.articles_dir,
            self._embedder.get,
            Reading.of(passage_words=self.config.passage_words, passage_overlap=self.config.passage_overlap),
            progress=progress,
            rebuild=rebuild,
        )

    def articles(self) -> list[ArticleInfo]:
        """Return the indexed articles without their texts, by file.

        Raises:
            IndexNotBuiltError: nothing was indexed yet.
        """
        return self._index.articles()

    def article(self, file: str) -> Article:
        """Return an indexed article with its text.

        Raises:
            ArticleError: `file` is not in the index.
        """
        return self._index.article(file)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            question: what to ask, in plain language.
            history: earlier turns of the conversation, oldest first.
            filters: restrict the question to some articles.
            asked_on: the day the question is asked, for "this week" and "latest"; default: today.

        Raises:
            IndexNotBuiltError: nothing was indexed yet.
            IndexMismatchError: the index was built with other settings.
            ModelError: embedder or reranker cannot be loaded.
        """
        (answer,) = deque(self.stream(question, history, filters=filters, asked_on=asked_on), maxlen=1)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is what `ask` returns. Arguments and errors are those of `ask`."""
        clock = Clock()
        count = self._index.passage_count
        words, note = read_question(question)
        start = Answer(question, words, note=note)
        if not words:
            yield _refused(start, "not-in-articles", clock)
            return
        if not count:
            yield _refused(replace(start, note="No article is indexed yet."), "empty-index", clock)
            return
        parts = self._parts.get()
        clock = Clock()
        with clock.stage("condense"):
            words = parts.condenser.standalone(words, history)
        start = replace(start, standalone_question=words)
        yield start
        recency = recency_of(words, asked_on or date.today())
        with clock.stage("retrieve"):
            found = parts.retriever.retrieve(words, filters=filters, recency=recency)
        if not found.passages:
            yield _refused(start, "out-of-range" if filters else "not-in-articles", clock)
            return
        with clock.stage("rerank"):
            passages = parts.reranker.rerank(words, found.passages, recency=recency)
        start = replace(start, passages=tuple(passages[: self.config.passages_kept]))
        yield start
        with clock.stage("answer"):
            evidence = parts.quoting.weigh(words, passages, found.nearest)
        yield from self._answers(start, evidence, parts, clock)

    def _answers(self, start: Answer, evidence: Evidence, parts: Parts, clock: Clock) -> Iterator[Answer]:
        """Yield answers from weighed evidence: refused, written by the language model, or quoted."""
        if evidence.support < self.config.refuse_below:
            yield _refused(start, "not-in-articles", clock)
            return
        if parts.writing is not None:
            last = start
            try:
                for last in self._written(start, parts.writing, clock):
                    yield last
            except ModelError as error:
                start = replace(start, note=f"Quoted from the articles: {error}")
            if last.refused or (last.sentences and "total" in last.seconds):
                return
            start = replace(start, note=start.note or "Quoted from the articles: the model's answer named no source.")
        with clock.stage("answer"):
            statements = parts.quoting.answer(evidence)
        yield from self._growing(start, statements, clock)

    def _written(self, start: Answer, writing: WrittenAnswerer, clock: Clock) -> Iterator[Answer]:
        """Yield the language model's answer as it grows; one without sentences when it named no source."""
        start = replace(start, mode="llm", model=writing.model)
        drafts = writing.drafts(start.standalone_question, start.passages)
        draft = None
        while True:
            with clock.stage("answer"):
                draft = next(drafts, None)
            if draft is None:
                return
            # The proof of each written sentence against its quotes goes here (answering/verify.py).
            statements = [Statement(sentence.text, sentence.quotes, 1.0) for sentence in draft.sentences]
            if draft.complete and draft.refused:
                yield _refused(start, "not-in-articles", clock)
            elif draft.complete and statements:
                yield self._finished(start, statements, clock)
            else:
                yield _with(start, cite(statements, self._origins))

    def _growing(self, start: Answer, statements: Sequence[Statement], clock: Clock) -> Iterator[Answer]:
        for shown in range(1, len(statements)):
            yield _with(start, cite(statements[:shown], self._origins))
        yield self._finished(start, statements, clock)

    def _finished(self, start: Answer, statements: Sequence[Statement], clock: Clock) -> Answer:
        with clock.stage("verify"):
            cited = cite(statements, self._origins)
            conflicts = find_conflicts(start.standalone_question, cited)
        return replace(_with(start, cited), conflicts=conflicts, seconds=clock.seconds())

    async def aask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Answer:
        """Return the answer to a question without blocking the event loop. Arguments and errors are those of `ask`."""
        return await asyncio.to_thread(self.ask, question, history, filters=filters, asked_on=asked_on)

    async def astream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> AsyncIterator[Answer]:
        """Yield the growing answer without blocking the event loop. Arguments and errors are those of `ask`."""
        answers = self.stream(question, history, filters=filters, asked_on=asked_on)
        while (answer := await asyncio.to_thread(next, answers, None)) is not None:
            yield answer


class _Origins:
    """Origins of the index; an article that a sync removes while an answer quotes it stands for itself."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the origin's name and the other files of it."""
        try:
            return self._index.origin_of(file)
        except ArticleError:
            return file, ()


def _refused(start: Answer, reason: RefusalReason, clock: Clock) -> Answer:
    return replace(start, text=REFUSAL, refused=True, reason=reason, seconds=clock.seconds())


def _with(start: Answer, cited: Cited) -> Answer:
    return replace(start, text=cited.text, sentences=cited.sentences, citations=cited.citations, as_of=cited.as_of)


def open_index(config: Config) -> Index:
    """Return the index that `config` names, bound to the settings it must have been built with; reads nothing yet."""
    built_with = index_fingerprint(
        embedder=model_fingerprint(config.embedder),
        passage_words=config.passage_words,
        passage_overlap=config.passage_overlap,
    )
    return Index(config.vectorstore_dir, built_with)


def load_parts(config: Config, index: Index, embedder: Embedder) -> Parts:
    """Load what answers a question, as `config` says."""
    reranker = load_reranker(config.reranker)
    llm = load_language_model(config)
    writing = None
    if llm is not None:
        writing = WrittenAnswerer(
            llm, prompts_dir=config.prompts_dir, max_sentences=config.max_sentences, timeout=config.llm_timeout
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
        quoting=QuoteAnswerer(reranker, _Origins(index), max_sentences=config.max_sentences),
        writing=writing,
    )


@lru_cache(maxsize=1)
def default_assistant() -> Assistant:
    """Return the assistant of the default settings, opened once a process."""
    return Assistant.open()


def ask(question: str, history: Sequence[Turn] = (), *, filters: Filters | None = None) -> Answer:
    """Return the answer of the default assistant: `articles/` and `vectorstore/` below the current folder.

    Raises:
        QAAssistantError: as `Assistant.ask`.
    """
    return default_assistant().ask(question, history, filters=filters)
