"""What the index says of the files behind one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.schema import page_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_assistant.index import Index


class Sources:
    """What the index says of the files of one answer's passages, in the state of the index they were found in."""

    def __init__(self, origins: Mapping[str, tuple[str, tuple[str, ...]]], pages: Mapping[str, Sequence[int]]) -> None:
        self._origins = origins
        self._pages = pages

    @classmethod
    def of(cls, index: Index, files: Iterable[str]) -> Sources:
        """Return what `index` says of these files now."""
        names = sorted(set(files))
        return cls({file: index.origin_of(file) for file in names}, {file: index.pages_of(file) for file in names})

    def __or__(self, other: Sources) -> Sources:
        """Return what both say."""
        return Sources({**self._origins, **other._origins}, {**self._pages, **other._pages})

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the origin's name and the other files of it; any other file stands for itself."""
        return self._origins.get(file, (file, ()))

    def page_of(self, file: str, offset: int) -> int | None:
        """Return the page that a character of a file stands on, from 1; None where it has no pages."""
        return page_at(self._pages.get(file, ()), offset)
