"""What was looked up for a question, or for each part of one that asks several things, put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from itertools import chain, zip_longest
from operator import or_
from typing import TYPE_CHECKING

from qa_assistant.answering.quoting import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.sources import Sources
    from qa_assistant.schema import Passage, Window

_CONTEXT = re.compile(r"(?<=\?)\s+\([^?]*\??\)$")
"""What a part is about, from the parts before it: "Who was killed? (the storm)"."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for a question that asks one thing."""

    question: str
    """Standalone."""
    windows: tuple[Window, ...]
    passages: tuple[Passage, ...]
    """Reranked, best first; none where nothing was found."""
    evidence: Evidence
    sources: Sources

    @property
    def said(self) -> str:
        """The words that answer it best, or the sentence where it is not known which words do; empty without any."""
        if not self.evidence.candidates:
            return ""
        best = self.evidence.candidates[0]
        return best.quote.words[slice(*best.answer)] if best.answer else best.quote.words


@dataclass(frozen=True, slots=True)
class Together:
    """The same for all parts of a question; `refuse_below` is the support below which one is not answered."""

    parts: Sequence[Looked]
    refuse_below: float

    @property
    def question(self) -> str:
        """The whole question, each part standalone; without what was added to look one part up after the others."""
        if len(self.parts) == 1:
            return self.parts[0].question
        first, *more = (_shown(part).rstrip("?") for part in self.parts)
        about = {part.question.removeprefix(_shown(part)) for part in self.parts}
        # what the turns before were about belongs to all parts
        return ", and ".join([first, *(f"{one[:1].lower()}{one[1:]}" for one in more)]) + "?" + _only(about)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of time of all parts."""
        return tuple(dict.fromkeys(chain.from_iterable(part.windows for part in self.parts)))

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all parts: the best of each, then the second best, and so on."""
        found: dict[str, Passage] = {}
        for passage in chain.from_iterable(zip_longest(*(part.passages for part in self.parts))):
            if passage:
                found.setdefault(passage.id, passage)
        return tuple(found.values())

    @property
    def sources(self) -> Sources:
        """What the index says of the files of all parts."""
        return reduce(or_, (part.sources for part in self.parts))

    @property
    def evidence(self) -> Evidence:
        """What the articles say about the parts that they answer; about all where they answer none."""
        found = [part.evidence for part in self._answered or self.parts]
        return found[0] if len(found) == 1 else Evidence.of_parts(self.question, found)

    @property
    def note(self) -> str | None:
        """Which parts are not answered, where another one is."""
        missing = [_shown(part) for part in self.parts if part not in self._answered]
        return f"The articles do not say: {' '.join(missing)}" if missing and self._answered else None

    @property
    def _answered(self) -> list[Looked]:
        return [part for part in self.parts if part.evidence.support >= self.refuse_below]


def _shown(part: Looked) -> str:
    return _CONTEXT.sub("", part.question)


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
