"""Whether two articles tell of one thing, by the names that both hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import quotable
from qa_assistant.answering.statements import content_words, names_and_numbers
from qa_assistant.answering.values import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.schema import Passage

SHARED = 2
"""Words of names that two articles share from which they count as telling of one thing."""


class Stories:
    """What the articles of these passages tell of; the names in them are read once they are asked for."""

    def __init__(self, question: str, passages: Sequence[Passage]) -> None:
        self._asked = names_and_numbers(question)
        self._passages = passages

    def are_apart(self, one: str, other: str) -> bool:
        """Return whether these files name people and places, but hardly one that both name.

        They are not where the other names what the question names and the one does not: "What did A say, as B reports
        it?" is answered by two articles which need not know of one another.
        """
        mine, theirs = self._names.get(one, frozenset()), self._names.get(other, frozenset())
        if one == other or min(len(mine), len(theirs)) < SHARED:
            return False
        return len(mine & theirs) < SHARED and not self._asked & theirs - mine

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return names_in(list({passage.id: passage for passage in self._passages}.values()))


def names_in(passages: Sequence[Passage]) -> dict[str, frozenset[str]]:
    """Return the words of names in the passages of each file, what the passages' sentences begin with left out."""
    names: dict[str, set[str]] = {}
    for quote in quotable(passages):
        found = names.setdefault(quote.passage.file, set())
        for value in values(quote.words):
            if value.kind == "name":
                found |= content_words(value.text)
    return {file: frozenset(found) for file, found in names.items()}
