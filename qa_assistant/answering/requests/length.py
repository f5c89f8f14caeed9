"""How long a summary is asked to be: `in three sentences`, `in 100 words`, `briefly`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_assistant.answering.numerals import number_of
from qa_assistant.answering.requests.phrasings import pattern_of

FEWEST, MOST = 3, 6
"""Sentences of a summary, unless asked otherwise."""
SENTENCES_EACH = 8
"""Sentences of a text for which a summary gets one."""
LONG = 12
"""Sentences of one that is to be long, and half as many for which it gets one."""
LONGEST = 25
"""Sentences of the longest."""
_FEW = {"a couple of": 2, "a few": 3, "few": 3}
_COUNTED = pattern_of(
    r"\b(?P<count>COUNT)[- ](short |bullet |key |main |most important |central )?"
    r"(?P<of>sentence|line|point|bullet|takeaway|highlight|word)s?\b"
)
_SHORT = re.compile(r"\b(?:short|brief|briefly|quick|nutshell|tl;?dr)\b", re.IGNORECASE)
_DETAILED = re.compile(r"\b(?:detailed|in detail|full|complete)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """A number of sentences or of words; 0 where none is asked for."""

    sentences: int = 0
    words: int = 0
    """At most so many, but always one sentence."""
    is_long: bool = False

    def of(self, sentences: int) -> int:
        """Return how many of so many sentences a summary is to have."""
        if self.words:
            return LONGEST
        if self.sentences:
            return min(self.sentences, LONGEST)
        each, most = (SENTENCES_EACH // 2, LONG) if self.is_long else (SENTENCES_EACH, MOST)
        return min(max(sentences // each, FEWEST), most)


AS_USUAL = Length()


def length_asked(words: str) -> Length:
    """Return the length that a request for a summary names, its subject left out."""
    if match := _COUNTED.search(words):
        named = match["count"].lower()
        count = _FEW.get(named) or int((number_of(named) or (0.0, 0.0))[0])
        return Length(words=count) if match["of"].lower() == "word" else Length(sentences=count)
    return Length(sentences=FEWEST) if _SHORT.search(words) else Length(is_long=bool(_DETAILED.search(words)))
