"""Lessons on values: a question with sentences of several outlets, each with words that answer it or that do not.

Written for this project; `benchmarks/lessons/values` holds files of blocks with an empty line between them. Square
brackets are around the words that are asked about:

    Q the question
    Y a sentence that answers it; another one gives the same value in other words
    D one that answers it with another value
    L a later one that replaces the first value; curly brackets are around the old one, if it is named
    N one of the same story, with a value of the same kind that does not answer
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.sets import ROOT, number_of
from qa_assistant.errors import EvalCaseError

if TYPE_CHECKING:
    from qa_assistant.schema import Span

FOLDER = ROOT / "benchmarks" / "lessons" / "values"
HELD = 8
"""One of so many questions is held out for checking."""
_LINES = "YDLN"
_BRACKETED = re.compile(r"[\[{]([^\[\]{}]+)[\]}]")


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence and the words in it that are asked about."""

    kind: str
    """The letter of its line."""
    text: str
    words: Span
    former: Span | None
    """The value that the sentence says no longer holds."""

    @property
    def is_answer(self) -> bool:
        """Tell whether the words answer."""
        return self.kind != "N"


@dataclass(frozen=True, slots=True)
class ValueLesson:
    """A question with sentences of one story."""

    question: str
    tellings: tuple[Telling, ...]

    @property
    def is_held(self) -> bool:
        """Tell whether it is for checking."""
        return number_of(self.question) % HELD == 0


def read_value_lessons() -> list[ValueLesson]:
    """Return all lessons on values, in the order of the files.

    Raises:
        EvalCaseError: a block does not begin with a question, or a line does not hold the brackets it should.
    """
    found = []
    for file in sorted(FOLDER.glob("*.txt")):
        for block in re.split(r"\n\s*\n", file.read_text("utf-8").strip()):
            first, *rest = (line.strip() for line in block.splitlines())
            if not first.startswith("Q "):
                raise EvalCaseError(f"{file.name}: {first!r}: a block begins with a line Q")
            found.append(ValueLesson(first[2:], tuple(_telling(file.name, line) for line in rest)))
    return found


def _telling(file: str, line: str) -> Telling:
    text, spans = "", dict[str, tuple[int, int]]()
    at = 2
    for match in _BRACKETED.finditer(line):
        text += line[at : match.start()]
        spans[match[0][0]] = len(text), len(text) + len(match[1])
        text += match[1]
        at = match.end()
    text += line[at:]
    if line[:1] not in _LINES or line[1:2] != " " or "[" not in spans or re.search(r"[\[\]{}]", text):
        raise EvalCaseError(f"{file}: {line!r}: a line is one of {', '.join(_LINES)} with words in square brackets")
    return Telling(line[0], text, spans["["], spans.get("{"))
