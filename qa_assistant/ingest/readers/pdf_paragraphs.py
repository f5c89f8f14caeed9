"""Lines of pages → paragraphs: what belongs together is judged by where the lines stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.ingest.readers.pdf_lines import Line

_STOPPED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[-*•◦‣▪·–]\s|\(?\d{1,3}[.)]\s|[a-z]\)\s)")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|página|pagina|p\.?)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|di|sur)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_EDGE_LINES = 2
_LEAST_REPEATS = 3
_REPEATED_SHARE = 0.4
_LONGEST_MARGIN = 12
"""Words in a running head; a longer line that is the same on many pages is text."""

_NEIGHBOURS = 8
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, the index of its page, and the right border of the column it stands in."""

    line: Line
    page: int
    column_right: float
    step: float
    """The usual distance of lines on this page."""


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[list[Placed]]:
    """Return the paragraphs of a document; one that goes on over a page border is one."""
    found: list[list[Placed]] = []
    for number, lines in enumerate(without_margins(pages)):
        step = _usual_step(lines)
        for at, line in enumerate(lines):
            placed = Placed(line, number, _column_right(lines, at), step)
            if found and _goes_on(found[-1][-1], placed):
                found[-1].append(placed)
            else:
                found.append([placed])
    return found


def headline(pages: Sequence[Sequence[Line]]) -> str | None:
    """Return what is printed largest on the first page, if that is larger than the text."""
    first = next(iter(without_margins(pages)), [])
    sizes: Counter[float] = Counter()
    for line in first:
        sizes[round(line.size, 1)] += len(line.text)
    if len(sizes) < 2:
        return None
    usual, largest = sizes.most_common(1)[0][0], max(sizes)
    words = " ".join(line.text for line in first if round(line.size, 1) == largest)
    is_title = largest >= 1.15 * usual and 8 <= len(words) <= _LONGEST_TITLE
    return words if is_title and any(map(str.isalpha, words)) else None


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return pages without page numbers and without the lines that stand above or below the text of many pages."""
    edges = [_edges(lines) for lines in pages]
    repeats = Counter(key for lines in edges for key in {_key(line) for line in lines})
    least = max(_LEAST_REPEATS, _REPEATED_SHARE * len(pages))
    return [
        [
            line
            for line in lines
            if line not in edge or not (_is_repeated(line, repeats, least) or _PAGE_NUMBER.fullmatch(line.text))
        ]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _is_repeated(line: Line, repeats: Counter[str], least: float) -> bool:
    return repeats[_key(line)] >= least and len(line.text.split()) <= _LONGEST_MARGIN


def _edges(lines: Sequence[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.bottom)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _usual_step(lines: Sequence[Line]) -> float:
    steps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if _are_same_size(above, below) and 0.5 * above.size < above.bottom - below.bottom < 3 * above.size
    ]
    return median(steps) if steps else 0.0


def _column_right(lines: Sequence[Line], at: int) -> float:
    line = lines[at]
    near = lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    return max(other.right for other in near if other is line or abs(other.left - line.left) < 3 * line.size)


def _are_same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= 0.15 * max(line.size, other.size)


def _goes_on(before: Placed, after: Placed) -> bool:
    """Say whether a line goes on with the paragraph of the line before."""
    above, below = before.line, after.line
    if above.is_broken:
        return True
    if not _are_same_size(above, below) or _ITEM.match(below.text):
        return False
    is_stopped = bool(_STOPPED.search(above.text))
    step = above.bottom - below.bottom
    if before.page != after.page or step < -0.5 * above.size:
        # the next column or page
        return not is_stopped or below.text[0].islower()
    if step > 1.35 * (after.step or 1.3 * below.size):
        return False
    is_short = above.right < before.column_right - 0.15 * (before.column_right - above.left)
    is_indented = 0.8 * below.size < below.left - above.left < 6 * below.size
    if is_stopped:
        return not (is_short or is_indented)
    return not is_short or not below.text[0].isupper()
