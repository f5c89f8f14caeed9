"""Take a sentence without what it quotes: the words of its writer, and where in the sentence each of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(r"[“«„]|(?<![\w.,;:!?…—–-])[\"‘](?=\w|\W\w)")
_CLOSES = re.compile(r"[”»]|(?<=[\w.,;:!?…—–-])\"|(?<=[.,;:!?…—–-])’")
_BREAK = re.compile(r"\n\s*\n")
_GAP = "“…”"
"""Stands for what is quoted, so that the sentence around it stays one."""


@dataclass(frozen=True, slots=True)
class Narrated:
    """A sentence on one line without what is quoted in it."""

    text: str
    places: tuple[int, ...]
    """For each character of `text`, where it stands in the whole sentence on one line."""

    @property
    def says_something(self) -> bool:
        """Whether more is left than the mark of a quotation."""
        return re.search(r"\w", self.text) is not None


def narrated(text: str, start: int, end: int) -> Narrated:
    """Return the sentence `text[start:end]` without its quotations; they may have begun before and go on after it."""
    marks = _marks(text, start, end)
    inside = _is_inside(marks, start)
    kept: list[tuple[str, int]] = [(char, 0) for char in _GAP] if inside else []
    place, is_space = 0, True
    for at in range(start, end):
        char = " " if text[at].isspace() else text[at]
        if char == " " and is_space:
            continue
        is_space = char == " "
        mark = marks.get(at)
        if mark == "opens" and not inside:
            kept += [(one, place) for one in _GAP]
            inside = True
        elif mark == "closes" and inside:
            inside = False
        elif not inside:
            kept.append((char, place))
        place += 1
    return Narrated("".join(char for char, _ in kept), tuple(at for _, at in kept))


def _marks(text: str, start: int, end: int) -> dict[int, str]:
    """Return the quotation marks of the paragraph that `text[start:end]` is in; quotations rarely go on after it."""
    first = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    following = _BREAK.search(text, end)
    last = following.start() if following else len(text)
    marks = {match.start(): "opens" for match in _OPENS.finditer(text, first, last)}
    return marks | {match.start(): "closes" for match in _CLOSES.finditer(text, first, last)}


def _is_inside(marks: dict[int, str], place: int) -> bool:
    """Whether a quotation is open at `place`: by the mark before it, or else by the one after it."""
    before = max((at for at in marks if at < place), default=None)
    if before is not None:
        return marks[before] == "opens"
    after = min((at for at in marks if at >= place), default=None)
    return after is not None and marks[after] == "closes"
