"""What kind of thing a question asks for, and whether a sentence offers one."""

from __future__ import annotations

import re
from typing import Literal

from qa_assistant.answering.statements import content_words

Asked = Literal["count", "amount", "time", "person", "place", "other"]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|half|none|no|"
    "several|twice|once|both"
)
_KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "time",
        re.compile(
            r"\bwhen\b|\b(?:what|which|whose) (?:year|date|day|month|century|decade|time|season|era)\b"
            r"|\bhow (?:long ago|soon)\b|\bsince when\b|\buntil when\b",
            re.IGNORECASE,
        ),
    ),
    ("count", re.compile(r"\bhow (?:many|few)\b|\b(?:what|which) (?:was|is|were)? ?(?:the )?number\b", re.IGNORECASE)),
    (
        "amount",
        re.compile(
            r"\bhow (?:much|long|old|large|big|far|high|tall|often|fast|deep|wide|heavy|strong|hot|cold)\b"
            r"|\bwhat (?:is |was |are |were )?(?:the )?(?:price|cost|sum|amount|percentage|per ?cent|share|rate|size|"
            r"age|score|population|toll|value|length|height|depth|speed)\b",
            re.IGNORECASE,
        ),
    ),
    ("person", re.compile(r"\bwho(?:m|se)?\b|\bwhich (?:man|woman|person|minister|player|leader)\b", re.IGNORECASE)),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:city|country|state|town|county|region|place|port|location|street|island)\b",
            re.IGNORECASE,
        ),
    ),
)
_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d)s?\b|\b(?:{_MONTH}|{_DAY})\b|\d{{1,2}}:\d\d|\b\d(?:st|nd|rd|th) century\b"
    r"|\b(?:yesterday|today|tomorrow|tonight|morning|evening|night|week|month|year|decade|century|spring|summer|autumn|"
    r"winter)s?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?“\"‘] )(?<!^)\b[A-Z][\w’'-]+")
_COUNTED = re.compile(r"\bhow (?:many|few) (?:(?:other|more|of the|different|people'?s?) )?([\w-]+)", re.IGNORECASE)


def kind_asked(question: str) -> Asked:
    """Return the kind of thing a question asks for."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), "other")


def offers(kind: Asked, question: str, sentence: str) -> float:
    """Return 1 when the sentence has something of the kind that is not in the question already, -1 when not.

    0 where the kind says nothing about the form of the answer.
    """
    if kind == "other":
        return 0.0
    if kind in {"count", "amount"}:
        found = bool(_NUMBER.search(sentence))
    elif kind == "time":
        found = bool(_TIME.search(sentence))
    else:
        known = question.lower()
        found = any(name.lower() not in known for name in _NAME.findall(sentence))
    return 1.0 if found else -1.0


def counts_asked(question: str, sentence: str) -> float:
    """Return 1 when the sentence puts a number right before the thing whose number is asked, else 0."""
    match = _COUNTED.search(question)
    thing = content_words(match[1]) if match else frozenset()
    if not thing:
        return 0.0
    words = re.findall(r"[\w,.’'-]*\w", sentence)
    return float(
        any(
            _NUMBER.match(word) and thing & content_words(" ".join(words[place + 1 : place + 4]))
            for place, word in enumerate(words)
        )
    )
