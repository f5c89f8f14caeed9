"""Even out how requests are typed: what is said before and after them, and what is written in haste."""

from __future__ import annotations

import re

from qa_assistant.answering.requests.phrasings import AFTER, BEFORE, pattern_of

_BEFORE, _AFTER = pattern_of(BEFORE), pattern_of(AFTER)
_HASTE = (
    (re.compile(r"\b(what|who|how)s(?= (?!and\b))", re.IGNORECASE), r"\1's"),
    (re.compile(r"\b(?:pls|plz|plse)\b", re.IGNORECASE), "please"),
    (re.compile(r"\b(can|could|would|will|do|are|have) u\b", re.IGNORECASE), r"\1 you"),
)
"""What is typed in haste, and what it stands for."""


def evened(text: str) -> str:
    """Return a sentence on one line with straight apostrophes, and what is typed in haste written out."""
    text = " ".join(text.split()).replace("’", "'")
    for pattern, meant in _HASTE:
        text = pattern.sub(meant, text)
    return text


def without_manners(text: str) -> str:
    """Return what is wanted, without greetings, `please` and the like before and after it."""
    return _AFTER.sub("", _BEFORE.sub("", text, count=1), count=1)
