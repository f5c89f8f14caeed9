"""Whether two sentences state the same thing."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\d[\d,.]*\d|\w+")
_SMALL = frozenset(
    "a an the of in on at to for from by with and or but is are was were be been being has have had do does did will "
    "would that this these those it its as than then there he she they his her their who which what also said says "
    "say about into over after before".split()
)
SAME = 0.7
"""Share of the shorter sentence's words that the longer one must hold; chosen on the sample articles, where copies and
light rewrites of one sentence lie above .75 and different sentences on one subject below .6."""


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Return the words that carry the meaning: lower case, common endings cut, numbers without separators."""
    words = (word.replace(",", "") for word in _WORD.findall(text.lower().replace("’", "'")))
    return frozenset(_stem(word) for word in words if word not in _SMALL and (len(word) > 1 or word.isdigit()))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers written in digits."""
    return frozenset(word for word in content_words(text) if word[0].isdigit())


def same_statement(one: str, other: str) -> bool:
    """Return whether the shorter sentence says nothing that the other does not.

    Sentences with different numbers never state the same.
    """
    mine, theirs = content_words(one), content_words(other)
    shorter, longer = sorted((mine, theirs), key=len)
    if len(shorter) < 3:
        return mine == theirs
    if numbers(one) ^ numbers(other) and not (numbers(one) <= numbers(other) or numbers(other) <= numbers(one)):
        return False
    return len(shorter & longer) / len(shorter) >= SAME and len(shorter) / len(longer) >= 0.5


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def names_and_numbers(question: str) -> frozenset[str]:
    """Return the words of a question that name something: capitalised ones but the first, and numbers."""
    words = re.findall(r"[\w’'-]+", question)
    named = [word for place, word in enumerate(words) if (place and word[0].isupper()) or word[0].isdigit()]
    return frozenset().union(*(content_words(word) for word in named))
