"""Whether a sentence of one article says what one of another says, so that it can be cited beside it.

Words alone do not tell: "received a warning" and "received no warning" share almost all of theirs. So what states the
same by its words must also agree in its values and names, deny nothing that the other affirms, and say of nobody what
the other says of somebody else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.agreement import Agreement
from qa_assistant.answering.amounts import amounts, are_comparable, differ, people
from qa_assistant.answering.claims import claim, denials, same
from qa_assistant.answering.statements import content_words, same_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import Quote

_SPOKE = (
    "said|told|added|announced|reported|wrote|declared|warned|insisted|claimed|explained|argued|confirmed|acknowledged"
)
_SAID = re.compile(
    rf"(?:,? according to\b[^,]*|,[”\"’']? [^,]*(?:, [^,]{{1,60}},)? (?:{_SPOKE})\b[^,]*(?:, where\b.*)?)\W*$"
)
"""Who said it, at the end of a sentence."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|t)\b.*\bby\b", re.IGNORECASE)
_ASIDE_FIRST = re.compile(r"\W*\w+,")
"""`Meanwhile,`"""
_TWO_WORDS = 2
"""One of each sentence."""
_STRAY = 10
"""Words of a sentence of which one may be put in another way, and one in any case, where the rest is the same."""


def restates(one: Quote, other: Quote) -> bool:
    """Return whether the shorter of two sentences says nothing that the other does not, and nothing against it."""
    if one.text == other.text:
        return True
    if not same_statement(one.text, other.text):
        return False
    if (
        _has_another_value(one, other)
        or _is_said_by_another(one.words, other.words)
        or (_names_apart(one, other) and _names_apart(other, one))
    ):
        return False
    shorter, longer = sorted((_SAID.sub("", one.words), _SAID.sub("", other.words)), key=_length)
    strayed = content_words(shorter) - content_words(longer)
    if len(strayed) > 1 + _length(shorter) // _STRAY:
        # put in other words altogether: what is denied in one is denied in some other way in the other
        return True
    found = Agreement(shorter, [longer]).features()
    is_denied = bool(denials(shorter)) != bool(denials(longer)) and found["denials"]
    differing = len(content_words(shorter) ^ content_words(longer))
    is_turned = found["swapped"] and differing <= 1 and not _is_passive(shorter, longer)
    is_of_another = differing <= _TWO_WORDS and _begin_apart(shorter, longer)
    return not (is_denied or found["opposed"] or is_turned or is_of_another)


def _names(text: str) -> frozenset[str]:
    return frozenset(token.text for token in claim(text) if token.sort == "name")


def _begin_apart(one: str, other: str) -> bool:
    """Return whether each sentence begins with a word that the other has not: "Poland sent", "Germany sent"."""
    mine, theirs = claim(one), claim(other)
    if _ASIDE_FIRST.match(one) or _ASIDE_FIRST.match(other):
        return False
    return all(
        bool(tokens) and tokens[0].opens and not any(same(tokens[0], other_token) for other_token in others)
        for tokens, others in ((mine, theirs), (theirs, mine))
    )


def _is_passive(one: str, other: str) -> bool:
    """Return whether one of two sentences tells what was done by somebody, so that who did it comes last."""
    return bool(_PASSIVE.search(one)) != bool(_PASSIVE.search(other))


def _is_said_by_another(one: str, other: str) -> bool:
    """Return whether both sentences end with who said it, and name nobody in common."""
    mine, theirs = (_SAID.search(text) for text in (one, other))
    if not mine or not theirs:
        return False
    mine_named, theirs_named = (content_words(" ".join(sorted(_names(found[0])))) for found in (mine, theirs))
    return bool(mine_named and theirs_named) and not mine_named & theirs_named


def _length(text: str) -> int:
    return len(content_words(text))


def _has_another_value(one: Quote, other: Quote) -> bool:
    """Return whether each of two sentences gives a value that the other does not, of one kind and for one thing."""
    # what an undated article calls "June" may be the June of the other
    days = one.passage.published, other.passage.published
    mine, theirs = amounts(one.words, days[0] or days[1]), amounts(other.words, days[1] or days[0])
    return any(
        _are_alike(amount, rival) and _is_alone(amount, theirs) and _is_alone(rival, mine)
        for amount in mine
        for rival in theirs
    )


def _is_alone(amount: Amount, others: Sequence[Amount]) -> bool:
    return all(differ(amount, other) for other in others if are_comparable(amount, other))


def _are_alike(one: Amount, other: Amount) -> bool:
    """Return whether two values measure alike, and count the same things as far as the sentences say what."""
    if one.measure == "name" or not are_comparable(one, other):
        return False
    if one.measure != "count" or not (one.things or other.things):
        return True
    return bool(one.things & other.things) or (people(one.things) and people(other.things))


def _names_apart(one: Quote, other: Quote) -> bool:
    """Return whether a sentence begins with somebody whom the other does not name, or most of its names are unknown to
    the other's passage."""
    around, theirs = content_words(other.passage.clean_text), claim(other.words)
    names = [token for token in claim(one.words) if token.sort == "name" or (token.opens and _is_name(token.text, one))]
    apart = [token for token in names if not any(same(token, known) for known in theirs)]
    unknown = [token for token in apart if not content_words(token.text) <= around]
    return any(token.opens for token in apart) or 2 * len(unknown) > len(names)


def _is_name(word: str, quote: Quote) -> bool:
    """Return whether a word that a sentence begins with is a name, as it is where it has a capital elsewhere too."""
    return re.search(rf"[a-z,] {re.escape(word)}\b", quote.passage.clean_text) is not None
