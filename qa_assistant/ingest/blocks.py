"""The lines and paragraphs of a text, as offsets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_STRUCTURE = re.compile(r"(?:[-*+•◦‣·–]\s|\d{1,3}[.)]\s|#{1,6}\s|>|\||\[|```|~~~|[=_*-]{3,}$)")
"""What begins a line that cannot be the rest of the line before: a list item, a heading, a quotation, a table row."""

_REST = re.compile(r"[a-z,;)\]]|\d{1,2}(?:[A-Z,;)]|$)")
"""What begins a line that was broken within its sentence, or within a formula."""

_SENTENCE_WORDS = 8
_STOPPED = re.compile(r"[.!?…:;](?:\s?[\"'”’»)\]*_])*$")
"""The end of a sentence, with what closes it: quotation marks, in French behind a space."""
_DATE_LINE = re.compile(
    r"(?:[^\W\d_]{2,12}[.,]{0,2}\s+)?(?:\d{1,2}(?:st|nd|rd|th|[.º°])?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d\d-\d\d|\d{1,2}([./])\s?\d{1,2}\1\s?\d{4})"
    r"(?:,?\s+\d{1,2}[:.h]\d\d\b.{0,6})?"
)
"""What looks like a date that has its line to itself, with or without the weekday and the time."""
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’&.-]*)(?:\s(?:[A-ZÀ-Þ][\w'’&.-]*|[a-z]{1,3})){0,4}")
"""A line of a few words in capitals, such as the name of an outlet."""
_OPEN = re.compile(
    r"(?:^|[\s-])(?:an?|the|of|in|on|at|to|by|for|as|and|or|from|with|over|into|after|before|than|under|against"
    r"|de|del|la|el|los|las|en|y|por|para|con|di|da|il|do|dos|um|der|die|das|den|dem|und|im|am|zu|von|le|les|du|des|et"
    r"|au|aux)$|[-,&–—]$",
    re.IGNORECASE,
)
"""What a line ends in that goes on."""
_NARROWEST_WRAP, _WIDEST_WRAP = 30, 140
"""Characters in the widest line of wrapped text; wider lines are whole paragraphs, narrower ones lists."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or any other line: `text` is the source's from `start` to `end`, trimmed."""

    start: int
    end: int
    text: str
    after_gap: bool
    """Whether an empty line, or the start of the text, comes before."""

    @property
    def is_stopped(self) -> bool:
        """Whether the block ends like a sentence."""
        return bool(_STOPPED.search(self.text[-12:]))

    @property
    def words(self) -> int:
        """Return the number of words."""
        return len(self.text.split())


def blocks(text: str, start: int = 0) -> list[Block]:
    """Return the blocks of `text` from offset `start` on, in order.

    Every line is a block of its own, as in most saved articles, unless it goes on with the line before in the middle of
    a sentence, or the text is wrapped at a fixed width and the line before was full.
    """
    lines = _lines(text, start)
    width = _wrap_width(lines)
    groups: list[list[Block]] = []
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        before = groups[-1][-1] if groups and not line.after_gap else None
        of_head = _is_of_head(before, line, after) if before else None
        if before and (
            of_head is False
            or (of_head is None and (_is_rest(groups[-1], line.text) or _was_full(before.text, line.text, width)))
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_together(text, group) for group in groups]


def _together(text: str, lines: Sequence[Block]) -> Block:
    start, end = lines[0].start, lines[-1].end
    return replace(lines[0], end=end, text=text[start:end]) if len(lines) > 1 else lines[0]


def _lines(text: str, start: int) -> list[Block]:
    found: list[Block] = []
    end_before = start
    for match in _LINE.finditer(text, start):
        stripped = match.group().strip()
        if not stripped:
            continue
        begin = match.start() + match.group().index(stripped[0])
        between = text[end_before:begin]
        gap = not found or between.count("\n") > 1 or between.count("\r") > 1
        found.append(Block(begin, begin + len(stripped), stripped, gap))
        end_before = begin + len(stripped)
    return found


def _wrap_width(lines: Sequence[Block]) -> int | None:
    """Return the width at which a text is wrapped, or None: unfinished lines then go on in lower case."""
    pairs = [
        (line, after) for line, after in pairwise(lines) if not after.after_gap and not _STRUCTURE.match(after.text)
    ]
    unfinished = [after.text for line, after in pairs if not line.is_stopped and not _DATE_LINE.fullmatch(after.text)]
    if not unfinished or sum(1 for text in unfinished if not text[0].isupper()) * 2 < len(unfinished):
        return None
    width = max(len(line.text) for line, _ in pairs)
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP else None


def _is_of_head(before: Block, line: Block, after: Block | None) -> bool | None:
    """Return whether a line is a date, or a name between a headline and a date; False for the rest of that headline.

    None where it is neither.
    """
    if _DATE_LINE.fullmatch(line.text):
        return None if _OPEN.search(before.text) else True
    if after is None or after.after_gap or not _DATE_LINE.fullmatch(after.text) or line.is_stopped:
        return None
    if _OPEN.search(before.text):
        return False
    # beside a headline all in capitals a name cannot be told from its rest
    is_apart = any(word[0].islower() and len(word) > 3 for word in before.text.split())
    return True if is_apart and _NAME.fullmatch(line.text) else None


def _is_rest(lines: Sequence[Block], line: str) -> bool:
    if not _REST.match(line) or lines[-1].is_stopped:
        return False
    return len(lines) > 1 or lines[0].words >= _SENTENCE_WORDS


def _was_full(line: str, after: str, width: int | None) -> bool:
    if width is None or _STRUCTURE.match(after):
        return False
    first_word = after.split(maxsplit=1)[0]
    # a little slack: editors differ in where they break
    return len(line) + 1 + len(first_word) >= 0.9 * width
