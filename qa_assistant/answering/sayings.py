"""What a sentence of an article says in answer to a question: the values of it that are compared with another's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amount_of, amounts, are_comparable
from qa_assistant.answering.asked import kinds_compared, values_asked
from qa_assistant.answering.exclusions import is_excluded
from qa_assistant.answering.likeness import Mention, words_of
from qa_assistant.answering.owners import is_of_another
from qa_assistant.answering.replacing import is_replaced, newer_of
from qa_assistant.answering.values import first_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.finding import Answering

_EXACT = re.compile(r"\band (?:a|three)\b|\bof an?\b")
"""`an hour and a half`, `a quarter of an hour`."""
LEAST_SAID = 2
"""Content words besides its value that a sentence must have to say what it is given for: not `The number is two`."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of an article."""

    text: str
    outlet: str | None
    published: date | None
    reading: Answering | None = None
    """What the reader makes of it; None where no reader read it."""
    around: str = ""
    """The sentence with those around it, for the judge; empty where it stands alone."""


def pairs_of(question: str, one: Saying, other: Saying) -> Iterator[tuple[Mention, Mention]]:
    """Yield the values of two sayings that the question asks for and that can be compared."""
    # what an undated article calls "June" may be the June of the other
    one = replace(one, published=one.published or other.published)
    other = replace(other, published=other.published or one.published)
    my_mentions, their_mentions = _mentions(question, one), _mentions(question, other)
    for mine in _held(my_mentions, their_mentions):
        for theirs in _held(their_mentions, my_mentions):
            if are_comparable(mine.amount, theirs.amount):
                yield mine, theirs


def _held(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without those that their sentence names only as what it replaces."""
    return [
        mention
        for mention in mentions
        if not any(is_replaced(mention.sentence, mention.published, mention.amount, other) for other in others)
    ]


def _mentions(question: str, saying: Saying) -> list[Mention]:
    reading = saying.reading
    if len(words_of(saying.text).each) < LEAST_SAID:
        return []
    return [
        Mention(
            amount,
            saying.text,
            saying.published,
            reading.value_of(amount.span) if reading else None,
            saying.around,
        )
        for amount in _asked(question, saying)
    ]


def are_in_same_words(mine: Mention, theirs: Mention) -> bool:
    """Return whether two differing values could not be told apart by who reads them: "Thursday" of two weeks."""
    return mine.amount.text.lower() == theirs.amount.text.lower()


def are_set_apart(question: str, mine: Mention, theirs: Mention) -> bool:
    """Return whether the words around two differing values tell that they are given for different things."""
    newer, is_told = newer_of(mine, theirs)
    return not is_told and is_excluded(question, mine, theirs, has_changed=newer is not None)


def _asked(question: str, saying: Saying) -> list[Amount]:
    """Return the amounts a saying gives as true that the question may ask for; names only where it asks for a name."""
    if is_of_another(question, saying.text):
        return []
    given = [amount for amount in amounts(saying.text, saying.published) if _is_given(amount)]
    kinds = kinds_compared(question)
    if not kinds:
        return [amount for amount in given if amount.measure not in {"name", "date", "clock"}]
    spans = {value.span for value in values_asked(question, saying.text) if value.kind in kinds}
    asked = [amount for amount in given if any(start < amount.span[1] and amount.span[0] < end for start, end in spans)]
    found = [amount for amount in asked if kinds[0] != "clock" or amount.measure == "clock"]
    if kinds != ("name",):
        return found
    first = _first_name(saying)
    if first and not any(amount.span[0] < first.span[1] for amount in found):
        found.insert(0, first)
    return _pointed_at(found, saying) or found


def _pointed_at(names: Sequence[Amount], saying: Saying) -> list[Amount]:
    """Return the names among the words that answer, if it is clear which do: not the place where somebody works."""
    if saying.reading is None or saying.reading.answer is None:
        return []
    start, end = saying.reading.answer
    return [name for name in names if name.span[0] < end and start < name.span[1]]


def _first_name(saying: Saying) -> Amount | None:
    """Return the first word of a saying as a name, where the reader points at it: "Tessaro, the main customer"."""
    first = first_word(saying.text)
    if first is None or saying.reading is None or saying.reading.words != first.span:
        return None
    return amount_of(first, saying.text, saying.published, is_former=False)


def _is_given(amount: Amount) -> bool:
    """Return whether an amount is one the sentence gives: not what was before, nor "a week" and "one" in passing."""
    text = amount.text.lower()
    return not (
        amount.is_former
        or (amount.measure == "duration" and text.startswith(("a ", "an ")) and not _EXACT.search(text))
        or (text == "one" and not amount.things)
    )
