"""What the page needs from an assistant."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from qa_assistant.schema import Answer, Article, Filters, Turn


class IndexedArticle(Protocol):
    """One article of the index, without its text."""

    @property
    def file(self) -> str:
        """Return its path below the articles folder."""

    @property
    def outlet(self) -> str | None:
        """Return who published it, if known."""


class ChatBackend(Protocol):
    """The part of `Assistant` that the page uses; a test passes its own."""

    @property
    def is_ready(self) -> bool:
        """Return whether the models are loaded."""

    def warm_up(self) -> None:
        """Start loading the models in the background and return at once."""

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait for the models, at most `timeout` seconds; return whether they are loaded.

        False before that time means that they cannot be loaded; asking then raises the reason.
        """

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Yield growing answers; the last one is final."""

    def article(self, file: str) -> Article:
        """Return an indexed article with its text.

        Raises:
            ArticleError: `file` is not in the index.
        """

    def articles(self) -> Sequence[IndexedArticle]:
        """Return every article of the index."""
