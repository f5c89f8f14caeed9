"""Marks of emphasis in sentences of Markdown files: part of the quote, but nothing to show to a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_assistant.schema import Span

_PAIRED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\\*])(?P<mark>\*\*|\*)(?![\s*])(?P<inside>[^*]*[^\s*])(?P=mark)(?!\*)",
        r"(?<![\\\w])(?P<mark>__|_)(?![\s_])(?P<inside>[^_]*[^\s_])(?P=mark)(?!\w)",
    )
)
_MARKDOWN = (".md", ".markdown")


def is_markdown(file: str) -> bool:
    """Say whether asterisks and underscores of a file are marks of emphasis."""
    return file.lower().endswith(_MARKDOWN)


def emphasis(text: str) -> list[Span]:
    """Return where marks of emphasis stand in a line of Markdown, in order; unpaired ones are none."""
    marks: list[Span] = []
    for pattern in _PAIRED:
        for match in pattern.finditer(text):
            length = len(match["mark"])
            marks += [(match.start(), match.start() + length), (match.end() - length, match.end())]
    return sorted(marks)


def without(text: str, hidden: Iterable[Span], start: int = 0, end: int | None = None) -> str:
    """Return `text[start:end]` without the `hidden` places."""
    end = len(text) if end is None else end
    shown, place = [], start
    for first, last in hidden:
        if place < last and first < end:
            shown.append(text[place : max(place, first)])
            place = max(place, last)
    return "".join([*shown, text[place:end]]) if place < end else "".join(shown)
