"""Whether a sentence affirms or denies, for questions that yes or no answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa_assistant.answering.statements import content_words

_CLOSED = re.compile(
    r"^(?:and |but |so )?(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should"
    r"|may)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|nobody|no longer|denie[sd]|denying|refus(?:es?|ed|al)|reject(?:s|ed|ion)?|turned down"
    r"|vote[ds]? against|"
    r"voted down|block(?:s|ed)|oppos(?:es?|ed)|fail(?:s|ed) to|ruled out|\w+n['’]t|without|none of|neither|nothing"
    r"|cannot|(?:had|has|have) yet to)\b|\bno (?!(?:longer|later|doubt|fewer|less|more|sooner|matter|one else)\b|\d)",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(
    r"\b(?:approv(?:es?|ed|al)|accept(?:s|ed|ance)?|agree[sd]?|back(?:s|ed)|adopt(?:s|ed)|pass(?:es|ed)"
    r"|confirm(?:s|ed)|grant(?:s|ed)|"
    r"did|indeed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence is about, and whether it affirms it."""

    text: str
    """The sentence without the words that affirm or deny."""
    words: frozenset[str]
    """The content words of the whole sentence; words that affirm or deny count as all of each other."""
    is_positive: bool


def is_closed(question: str) -> bool:
    """Return whether a question is one that yes or no answers."""
    return _CLOSED.search(question.strip()) is not None and " or " not in question


@lru_cache(maxsize=1024)
def verdict(sentence: str) -> Verdict:
    """Return what a sentence is about, and whether it affirms it; two denials affirm."""
    denials = len(_DENIED.findall(sentence))
    text = " ".join(_AFFIRMED.sub(" ", _DENIED.sub(" ", sentence)).split())
    words = content_words(text)
    if denials or _AFFIRMED.search(sentence):
        words |= content_words("approve accept agree reject refuse back adopt pass")
    return Verdict(text, words, denials % 2 == 0)
