"""The assistant: what its parts do with a question, in their order."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.arguments import asked_of, settings_of
from qa_assistant.answering.clock import Clock
from qa_assistant.answering.composing import Composer, refused
from qa_assistant.answering.followups import warm_up as warm_up_followups
from qa_assistant.answering.given import Asked, GivenAnswers
from qa_assistant.answering.looking import Looked, Together
from qa_assistant.answering.question import read_question
from qa_assistant.answering.quoting import Evidence
from qa_assistant.answering.requests import Models, Requests, without_talk
from qa_assistant.answering.sources import Sources
from qa_assistant.answering.subquestions import subquestions
from qa_assistant.answering.wrapped import unwrapped
from qa_assistant.index import ArticleInfo, Index, Reading, Verification
from qa_assistant.models import load_embedder
from qa_assistant.models.languages import languages_read
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import load_parts, open_index
from qa_assistant.retrieval.timing import timing_of
from qa_assistant.schema import Answer, Article, Filters, SyncReport, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator, Sequence
    from datetime import date

    from qa_assistant.config import Config
    from qa_assistant.index.sync import Progress
    from qa_assistant.models import Embedder
    from qa_assistant.parts import Parts
    from qa_assistant.retrieval.hybrid import Retrieved, Retriever
    from qa_assistant.retrieval.llamaindex import PassageRetriever
    from qa_assistant.retrieval.timing import Timing
    from qa_assistant.schema import Passage


class Assistant:
    """Answers questions about a folder of articles.

    Safe to share between threads. It holds no conversation: history comes with each call.
    """

    def __init__(self, config: Config, index: Index, embedder: Lazily[Embedder], parts: Lazily[Parts]) -> None:
        self.config = config
        self._index = index
        self._embedder = embedder
        self._parts = parts
        self._followups = Lazily(warm_up_followups)
        self._given = GivenAnswers(config.answers_kept)
        self._requests = Requests(index, self._models_for_requests)

    @classmethod
    def open(cls, config: Config | None = None) -> Assistant:
        """Return an assistant for the folders `config` names; reads and loads nothing yet."""
        config = settings_of(config)
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
        self._followups.start()

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
            self.config.articles_dir, self._embedder.get, self._reading, progress=progress, rebuild=rebuild
        )

    def verify(self, *, progress: Progress | None = None) -> Verification:
        """Compare the articles folder and all parts of the index with one another, by content; change nothing.

        Raises:
            ConfigError: there is no such folder, or a sync is running.
            IndexNotBuiltError: nothing was indexed yet.
            IndexMismatchError: the index was built with other settings.
        """
        return self._index.verify(self.config.articles_dir, self._reading, progress=progress)

    def repair(self, found: Verification, *, progress: Progress | None = None) -> SyncReport:
        """Mend what `verify` found, and bring the index in line with the articles folder. Errors as of `sync`."""
        return self._index.repair(found, self.config.articles_dir, self._embedder.get, self._reading, progress=progress)

    @property
    def _reading(self) -> Reading:
        return Reading.of(passage_words=self.config.passage_words, passage_overlap=self.config.passage_overlap)

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
        asked_on: date | str | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            question: what to ask, in plain language.
            history: earlier turns of the conversation, oldest first.
            filters: restrict the question to some articles.
            asked_on: the day the question is asked (a date, or ISO), for "this week" and "latest"; default: today.

        Raises:
            ConfigError: an argument is none of its kind.
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
        asked_on: date | str | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is what `ask` returns. Arguments and errors are those of `ask`."""
        asked = asked_of(self.config.articles_dir, question, history, filters, asked_on)
        return self._given.answers(
            asked, lambda: self._index.version, lambda: self._answers(asked), is_lasting=self._is_lasting
        )

    def _is_lasting(self, answer: Answer) -> bool:
        # a language model that failed may answer the next time
        return not self.config.llm or answer.mode == "llm" or (answer.refused and not answer.note)

    def _answers(self, asked: Asked) -> Generator[Answer]:
        question, filters = asked.question, asked.filters
        clock = Clock()
        count = self._index.passage_count
        words, note = read_question(question, languages_read(self.config))
        start = Answer(question, words, note=note)
        if not words:
            yield refused(start, "not-in-articles", clock)
            return
        if not count:
            yield refused(replace(start, note="No article is indexed yet."), "empty-index", clock)
            return
        requested = self._requests.answers(replace(start, standalone_question=words), asked, clock)
        if requested is not None:
            yield from requested
            return
        parts = self._parts.get()
        clock = Clock()
        with clock.stage("condense"):
            history = without_talk(asked.history)
            # before, so that "Do you know why?" is completed; after, since "they" may be somebody of an earlier turn
            words = unwrapped(parts.condenser.standalone(unwrapped(words, is_first=not history), history))
        start = replace(start, standalone_question=words)
        yield start
        looked: list[Looked] = []
        questions = subquestions(words)
        for place, question in enumerate(questions, start=1):
            for one in self._look(parts, question, looked, asked, clock):
                whole = Together([*looked, one], self.config.refuse_below)
                kept = whole.passages[: self.config.passages_kept]
                understood = whole.question if place == len(questions) else words
                grown = replace(start, standalone_question=understood, windows=whole.windows, passages=kept)
                if grown != start:
                    start = grown
                    yield start
            looked.append(one)
        if not start.passages:
            yield refused(start, "out-of-range" if filters or start.windows else "not-in-articles", clock)
            return
        composer = Composer(
            parts.quoting,
            parts.comparer,
            parts.verifier,
            parts.writing,
            whole.evidence,
            whole.passages,
            whole.sources,
            clock,
            refuse_below=self.config.refuse_below,
            max_sentences=self.config.max_sentences,
        )
        # what a language model makes of the passages may answer more
        note = start.note or (None if parts.writing else whole.note)
        yield from composer.answers(replace(start, note=note))

    def _look(
        self, parts: Parts, question: str, before: Sequence[Looked], asked: Asked, clock: Clock
    ) -> Iterator[Looked]:
        """Yield what is found for a question, or for one part after those before, then that with what it is worth."""
        with clock.stage("condense"):
            least = self.config.refuse_below
            turns = [Turn(one.question, one.said if one.evidence.support >= least else "") for one in before]
            words = parts.condenser.later_part(question, turns) if turns else question
        timing = timing_of(words, asked.asked_on, asked.filters)
        with clock.stage("retrieve"):
            # all that a question asks of the index, so that a sync meanwhile cannot mix two states in one answer
            found, sources = self._index.consistently(
                lambda: self._retrieve(parts.retriever, words, asked.filters, timing)
            )
        with clock.stage("rerank"):
            passages = tuple(parts.reranker.rerank(words, found.passages, timing=timing)) if found.passages else ()
        windows = timing.used(passages[: self.config.passages_kept])
        passages = tuple(timing.telling(passages))
        one = Looked(words, windows, passages, Evidence(words, (), 0.0), sources)
        yield one
        if passages:
            with clock.stage("answer"):
                evidence = parts.quoting.weigh(words, passages, found.nearest)
            yield replace(one, evidence=evidence)

    def retrieve(
        self, question: str, *, filters: Filters | None = None, asked_on: date | str | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages that an answer to the question would be made from, best first.

        Arguments and errors are those of `ask`; earlier turns have no part in it.
        """
        asked = asked_of(self.config.articles_dir, question, (), filters, asked_on)
        filters = asked.filters
        if not (words := unwrapped(read_question(question)[0])):
            return ()
        parts = self._parts.get()
        timing = timing_of(words, asked.asked_on, filters)
        found, _ = self._index.consistently(lambda: self._retrieve(parts.retriever, words, filters, timing))
        if not found.passages:
            return ()
        ranked = parts.reranker.rerank(words, found.passages, timing=timing)
        return tuple(timing.telling(ranked)[: self.config.passages_kept])

    def as_retriever(self, *, filters: Filters | None = None, asked_on: date | str | None = None) -> PassageRetriever:
        """Return the retrieval behind LlamaIndex's interface, for a query engine or an agent of one's own."""
        # LlamaIndex takes seconds to import
        from qa_assistant.retrieval.llamaindex import PassageRetriever

        return PassageRetriever(lambda question: self.retrieve(question, filters=filters, asked_on=asked_on))

    def _models_for_requests(self) -> Models:
        parts = self._parts.get()
        return Models(self._embedder.get(), parts.reranker.reranker, parts.comparer, parts.condenser.standalone)

    def _retrieve(
        self, retriever: Retriever, words: str, filters: Filters | None, timing: Timing
    ) -> tuple[Retrieved, Sources]:
        found = retriever.retrieve(words, filters=filters, timing=timing)
        sources = Sources.of(self._index, {passage.file for passage in found.passages})
        passages = tuple(replace(one, also_in=sources.origin_of(one.file)[1]) for one in found.passages)
        return replace(found, passages=passages), sources

    async def aask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | str | None = None,
    ) -> Answer:
        """Return the answer to a question without blocking the event loop. Arguments and errors are those of `ask`."""
        return await asyncio.to_thread(self.ask, question, history, filters=filters, asked_on=asked_on)

    async def astream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | str | None = None,
    ) -> AsyncIterator[Answer]:
        """Yield the growing answer without blocking the event loop. Arguments and errors are those of `ask`."""
        answers = self.stream(question, history, filters=filters, asked_on=asked_on)
        while (answer := await asyncio.to_thread(next, answers, None)) is not None:
            yield answer


@lru_cache(maxsize=1)
def default_assistant() -> Assistant:
    """Return the assistant of the default settings, opened once a process."""
    return Assistant.open()


def ask(
    question: str,
    history: Sequence[Turn] = (),
    *,
    filters: Filters | None = None,
    asked_on: date | str | None = None,
) -> Answer:
    """Return the answer of the default assistant: `articles/` and `vectorstore/` below the current folder.

    Raises:
        QAAssistantError: as `Assistant.ask`.
    """
    return default_assistant().ask(question, history, filters=filters, asked_on=asked_on)
