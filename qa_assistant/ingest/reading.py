"""What reading a file means: the protocol of readers, and what a file gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qa_assistant.schema import Article

Failure = tuple[str, str]
"""`(file or member, reason)`, the reason in one line."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a source file gave: its articles, and what of it could not be read.

    The one article of a plain file is called by the file's path; those of a container by `<path>/<member>`.
    """

    articles: tuple[Article, ...]
    failed: tuple[Failure, ...] = ()
    """`(member, reason)` of every member that could not be read."""


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What the process that reads files (see `bounded`) says of one; one of these, or nothing when it starts."""

    found: ReadFile | None = None
    failure: Failure | None = None
    mistake: str = ""
    """What is set up wrongly, such as a reader that cannot be loaded."""
    needs_memory: bool = False


class Reader(Protocol):
    """Turns the bytes of one file into what it holds: one article, or for formats of many articles a `ReadFile`."""

    def read(self, file: str, data: bytes) -> Article | ReadFile:
        """Return what `data`, the content of `file`, holds.

        Raises:
            ArticleError: the bytes hold no text of this format.
        """
        ...
