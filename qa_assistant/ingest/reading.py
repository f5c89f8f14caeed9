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


class Reader(Protocol):
    """Turns the bytes of one file into what it holds: one article, or for formats of many articles a `ReadFile`."""

    def read(self, file: str, data: bytes) -> Article | ReadFile:
        """Return what `data`, the content of `file`, holds.

        Raises:
            ArticleError: the bytes hold no text of this format.
        """
        ...
