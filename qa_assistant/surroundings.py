"""What the commands reach out to; a test passes its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qa_assistant.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from qa_assistant.config import Config
    from qa_assistant.schema import Answer, Article, Filters, SyncReport, Turn


class TerminalAssistant(Protocol):
    """The part of `Assistant` that the commands use; a test passes its own."""

    @property
    def is_ready(self) -> bool:
        """Whether the models are loaded."""

    def warm_up(self) -> None:
        """Start loading the models in the background."""

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait for the models; return whether they are loaded."""

    def sync(self, *, progress: Callable[[str, int, int], None] | None = None, rebuild: bool = False) -> SyncReport:
        """Bring the index in line with the articles folder."""

    def articles(self) -> Sequence[object]:
        """Return the indexed articles."""

    def article(self, file: str) -> Article:
        """Return an indexed article with its text."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Answer:
        """Return the answer to a question."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Yield the answer as it grows."""


def open_assistant(config: Config) -> TerminalAssistant:
    """Return the real assistant; it is imported only by the commands that need one."""
    from qa_assistant.assistant import Assistant

    return Assistant.open(config)


def serve_web(assistant: TerminalAssistant, config: Config, *, open_browser: bool, tell: Callable[[str], None]) -> None:
    """Serve the web chat until Ctrl-C; `tell` hears its address."""
    from qa_assistant.web import serve

    serve(assistant, config.host, config.port, open_browser=open_browser, on_listening=tell)


@dataclass(frozen=True)
class Surroundings:
    """What the commands reach out to; a test passes its own."""

    open_assistant: Callable[[Config], TerminalAssistant] = open_assistant
    serve_web: Callable[..., None] = serve_web
    terminal: Terminal = field(default_factory=Terminal)
