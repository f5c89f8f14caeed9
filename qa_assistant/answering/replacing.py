"""Which of two values that differ is the later word: what a sentence says of a change, and when it was published."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.amounts import amounts, are_comparable, differ
from qa_assistant.answering.changes import is_provisional, tells_of_change

if TYPE_CHECKING:
    from datetime import date

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.likeness import Mention

Newer = Literal["one", "other"]


@lru_cache(maxsize=1024)
def newer_of(mine: Mention, theirs: Mention) -> tuple[Newer | None, bool]:
    """Return which of two differing values supersedes the other by its wording, and whether it names the other's."""
    if _tells_of(mine, theirs):
        return "one", True
    if _tells_of(theirs, mine):
        return "other", True
    later = later_of(mine.published, theirs.published)
    if later is None:
        return None, False
    last, first = (mine, theirs) if later == "one" else (theirs, mine)
    return (later if tells_of_change(last.sentence) or is_provisional(first.sentence) else None), False


def later_of(one: date | None, other: date | None) -> Newer | None:
    """Return which of two days is the later; None where they are the same or one is not known."""
    if one is None or other is None or one == other:
        return None
    return "one" if one > other else "other"


def _tells_of(mention: Mention, other: Mention) -> bool:
    """Return whether a sentence names what another gives as what was said or held before."""
    sentence, published = mention.sentence, mention.published
    return any(
        (one.is_former and _agree(one, other.amount))
        or (one.span != mention.amount.span and is_replaced(sentence, published, one, other))
        for one in amounts(sentence, published)
    )


def is_replaced(sentence: str, published: date | None, former: Amount, other: Mention) -> bool:
    """Return whether a sentence names as replaced what an earlier one gave: it tells of a change, and names another.

    "The first ship, which was to have come on 20 June, is now expected on 11 July": that it came on 20 June was said.
    """
    if published is None or other.published is None or published < other.published:
        return False
    if not _agree(former, other.amount) or not tells_of_change(sentence):
        return False
    return any(
        are_comparable(one, former) and differ(one, former) for one in amounts(sentence, published) if not one.is_former
    )


def _agree(one: Amount, other: Amount) -> bool:
    return are_comparable(one, other) and not differ(one, other)
