"""A conversation as the page sees it: immutable exchanges, and the steps from a question to its answer."""

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import Literal

from qa_assistant.errors import QAAssistantError
from qa_assistant.schema import Answer, Filters, Turn
from qa_assistant.web.backend import ChatBackend

SECONDS_BETWEEN_UPDATES = 0.05
"""A fast language model yields more often than a page can be redrawn."""
SECONDS_TO_STOP = 0.2
"""How often a question that is waited for comes up for air, so that it can be stopped."""
QUESTIONS_AT_ONCE = 4
"""Questions that are answered at a time; others wait, and their pages say so and can stop waiting."""
UNEXPECTED = "Something went wrong while answering. The terminal that runs the chat shows what; please try again."

_answering = threading.Semaphore(QUESTIONS_AT_ONCE)
log = logging.getLogger(__name__)

Status = Literal["loading", "searching", "answering", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what has become of it so far."""

    question: str
    status: Status = "searching"
    answer: Answer | None = None
    filters: Filters | None = None
    stands_alone: bool = False
    """Whether it was asked as it stands, not as a follow-up of the turns before it."""
    error: str | None = None
    """What to tell the reader when `status` is failed; text, not HTML."""
    asked_at: float = field(default_factory=time.monotonic, compare=False)
    """Seconds on a clock that only runs forward."""

    @property
    def is_running(self) -> bool:
        """Whether the answer may still change."""
        return self.status in ("loading", "searching", "answering")


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """What stands in the filter fields: raw, unchecked."""

    after: str | None = None
    before: str | None = None
    outlets: tuple[str, ...] = ()
    any_date: bool = False
    """Whether times that the question names are left out of account."""

    def filters(self) -> Filters | None:
        """Return the filters, or None when nothing is chosen.

        Raises:
            ConfigError: a date is not a date, or the two are the wrong way round.
        """
        after, before, outlets = self.after or None, self.before or None, self.outlets or None
        chosen = Filters(after, before, outlets, any_date=self.any_date)
        return chosen or None


def settle(conversation: Conversation) -> Conversation:
    """Mark an exchange that was left in the middle as stopped."""
    if not conversation or not conversation[-1].is_running:
        return conversation
    return (*conversation[:-1], replace(conversation[-1], status="stopped"))


def history(conversation: Conversation) -> list[Turn]:
    """Return the finished turns, questions as they were searched so that a chain of follow-ups keeps its subject."""
    return [
        Turn(exchange.answer.standalone_question, exchange.answer.text)
        for exchange in conversation
        if exchange.status == "done" and exchange.answer
    ]


def converse(
    backend: ChatBackend,
    question: str,
    conversation: Conversation,
    choice: FilterChoice,
    *,
    stands_alone: bool = False,
) -> Generator[Conversation]:
    """Yield the conversation as `question` is waited for and answered; every problem ends in a failed exchange.

    A question that `stands_alone` is asked as it is, whatever was said before.
    """
    before = settle(conversation)
    exchange = Exchange(question, stands_alone=stands_alone)
    try:
        exchange = replace(exchange, filters=choice.filters())
        for status in _until_ready(backend):
            exchange = replace(exchange, status=status)
            yield (*before, exchange)
        shown_at = 0.0
        turns = [] if stands_alone else history(before)
        stream = partial(backend.stream, question, history=turns, filters=exchange.filters)
        for answer in _responsive(stream):
            if answer:
                exchange = replace(exchange, status="answering", answer=answer)
            if time.monotonic() - shown_at >= SECONDS_BETWEEN_UPDATES:
                yield (*before, exchange)
                shown_at = time.monotonic()
        yield (*before, replace(exchange, status="done"))
    except QAAssistantError as error:
        yield (*before, replace(exchange, status="failed", answer=None, error=str(error)))
    except Exception:
        log.exception("no answer to a question of %d characters", len(question))
        yield (*before, replace(exchange, status="failed", answer=None, error=UNEXPECTED))


def _until_ready(backend: ChatBackend) -> Iterator[Status]:
    while not backend.is_ready:
        yield "loading"
        began = time.monotonic()
        if not backend.wait_until_ready(SECONDS_TO_STOP) and time.monotonic() - began < SECONDS_TO_STOP:
            break  # back early and not ready: the models cannot be loaded, and asking will say why
    yield "searching"


def _responsive(stream: Callable[[], Iterator[Answer]]) -> Generator[Answer | None]:
    """Yield what `stream` yields, and None whenever the next answer takes long.

    The work goes on in a thread of its own, so that whoever consumes this can stop in the middle of a slow step.
    """
    results: SimpleQueue[Answer | Exception] = SimpleQueue()
    stopped = threading.Event()

    def work() -> None:
        try:
            with _answering:
                for answer in () if stopped.is_set() else stream():
                    results.put(answer)
                    if stopped.is_set():
                        return
            results.put(StopIteration())
        except Exception as error:  # noqa: BLE001 (raised again below, where somebody waits for it)
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        while True:
            try:
                result = results.get(timeout=SECONDS_TO_STOP)
            except Empty:
                yield None
                continue
            if isinstance(result, StopIteration):
                return
            if isinstance(result, Exception):
                raise result
            yield result
    finally:
        stopped.set()
