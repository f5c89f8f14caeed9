"""Marks of emphasis in sentences of Markdown files: part of the quote, but nothing to show to a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_assistant.schema import Answer, Sentence, Span

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


def hidden(answer: Answer, sentence: Sentence) -> list[Span]:
    """Return what is not to be shown of a sentence of an answer."""
    return emphasis(sentence.text) if any(is_markdown(one.file) for one in answer.citations_of(sentence)) else []


def emphasis(text: str) -> list[Span]:
    """Return where marks of emphasis stand in a line of Markdown, in order; unpaired ones are none."""
    marks: list[Span] = []
    for pattern in _PAIRED:
        for match in pattern.finditer(text):
            length = len(match["mark"])
            marks += [(match.start(), match.start() + length), (match.end() - length, match.end())]
    return sorted(marks)


def without(text: str, left_out: Iterable[Span], start: int = 0, end: int | None = None) -> str:
    """Return `text[start:end]` without the places `left_out`."""
    end = len(text) if end is None else end
    shown, place = [], start
    for first, last in left_out:
        if place < last and first < end:
            shown.append(text[place : max(place, first)])
            place = max(place, last)
    return "".join([*shown, text[place:end]]) if place < end else "".join(shown)
