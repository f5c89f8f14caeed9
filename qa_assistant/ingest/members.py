"""What the articles of a container are called, and how its failures are kept in bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.reading import ReadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa_assistant.ingest.reading import Failure
    from qa_assistant.schema import Article

_LONGEST_PART = 100
_LONGEST_REASON = 300
_MOST_PARTS = 12
_MOST_FAILURES = 100
"""Failures of one container that are named one by one."""


def member_path(name: str) -> str:
    """Return a member's name as a path that leads nowhere else: printable, relative, without `..`, never empty."""
    parts = [member_part(part) for part in re.split(r"[\\/]+", name)]
    kept = [part for part in parts if part and part.strip(".")]
    return "/".join(kept[-_MOST_PARTS:]) or "unnamed"


def member_part(name: str) -> str:
    """Return a name without slashes and control characters, shortened where it is long."""
    readable = "".join(character if character.isprintable() else " " for character in name[: 10 * _LONGEST_PART])
    words = " ".join(readable.replace("/", "-").replace("\\", "-").split())
    if len(words) <= _LONGEST_PART:
        return words
    stem, dot, suffix = words.rpartition(".")
    ending = dot + suffix if stem and len(suffix) <= 8 else ""
    return words[: _LONGEST_PART - len(ending) - 1].rstrip() + "…" + ending


def one_line(reason: str) -> str:
    """Return a reason, which may hold what a library said of a damaged file, as one line that can be shown."""
    readable = "".join(character if character.isprintable() else " " for character in reason[: 2 * _LONGEST_REASON])
    words = " ".join(readable.split())
    return words if len(words) <= _LONGEST_REASON else words[: _LONGEST_REASON - 1] + "…"


class Collection:
    """Collects what a container holds, member by member, each under a name of its own."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._names: set[str] = set()
        self._articles: list[Article] = []
        self._failed: list[Failure] = []
        self._unnamed_failures = 0

    def name(self, member: str) -> str:
        """Return the file name of a member; one that was given before gets a number."""
        at, unique = 1, member
        while unique.casefold() in self._names:
            at += 1
            stem, _, suffix = member.rpartition(".")
            is_suffix = stem and "/" not in suffix and " " not in suffix
            unique = f"{stem} ({at}).{suffix}" if is_suffix else f"{member} ({at})"
        self._names.add(unique.casefold())
        return f"{self.file}/{unique}"

    def add(self, member: str, read: Callable[[str], Article | ReadFile]) -> None:
        """Add what `read` makes of the member of this name, or why it could not."""
        name = self.name(member)
        try:
            found = read(name)
        except ArticleError as error:
            self.fail(name, error.reason)
            return
        if isinstance(found, ReadFile):
            self._articles += found.articles
            for file, reason in found.failed:
                self.fail(file, reason)
        else:
            self._articles.append(found)

    def put(self, article: Article) -> None:
        """Add an article that has its name already."""
        self._articles.append(article)

    def fail(self, name: str, reason: str) -> None:
        """Note why a member, named in full, could not be read."""
        if len(self._failed) < _MOST_FAILURES:
            self._failed.append((name, one_line(reason)))
        else:
            self._unnamed_failures += 1

    def result(self, empty: str) -> ReadFile:
        """Return everything; `empty` is the reason given where there was nothing to read.

        Raises:
            ArticleError: there is no article.
        """
        failed = self._failed
        if self._unnamed_failures:
            failed = [*failed, (self.file, f"{self._unnamed_failures} more of its members could not be read")]
        if not self._articles:
            raise ArticleError(self.file, _summary(failed) if failed else empty)
        return ReadFile(tuple(self._articles), tuple(failed))


def _summary(failed: Iterable[Failure]) -> str:
    failures = list(failed)
    _, reason = failures[0]
    if len(failures) == 1:
        return reason
    return f"none of its {len(failures)} members could be read; the first: {reason}"
