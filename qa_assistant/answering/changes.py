"""Whether a sentence tells that something no longer holds: a toll that has risen, a date put back, a correction.

Told by rules, and by a linear model of words and pairs of words, fitted on sentences written for this project
(`benchmarks/fit_changes.py`).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from qa_assistant.answering.amounts import amounts

CHANGES = 0.7
"""Log-odds from which a sentence tells of a change: of sentences that do not, one in fifty is taken to."""
_CHANGED = re.compile(
    r"\b(?:now|no longer|still|revis(?:ed?|ion)|corrected|correction|updated?|(?:raised|lowered|cut|increased"
    r"|reduced) (?:its|the|their|his|her)|"
    r"(?:risen|rose|climbed|grown|grew|increased|raised|fell|fallen|dropped|cut|lowered|reduced|revised|moved"
    r"|changed)\b[^.;]{0,30}?\bto|"
    r"put back|pushed back|postponed|delayed|brought forward|(?:later|longer|sooner|earlier|more|less"
    r"|fewer) than (?:planned|thought|expected|announced|the)|"
    r"(?:true|real|actual|right|correct) (?:figure|number|sum|total|toll|count|cost|price|date|name|size|share)|"
    r"instead of|recount|final (?:count|tally|result)|has spread|finally|in the end|trimmed)\b",
    re.IGNORECASE,
)
"""Words of a later report that say that things changed."""
_PROVISIONAL = re.compile(
    r"\b(?:so far|now|at least|early (?:returns|results|counts?|reports)|first estimate|preliminary"
    r"|initial(?:ly)?|up to now|to date)\b",
    re.IGNORECASE,
)
"""Words of an earlier report that say that things will change."""
_WORD = re.compile(r"[a-z']+")
_VALUE = "value"


@lru_cache(maxsize=4096)
def tells_of_change(sentence: str) -> bool:
    """Return whether a later report tells, by its words, that things are not as they were said to be."""
    return _CHANGED.search(sentence) is not None or log_odds(sentence) > CHANGES


def is_provisional(sentence: str) -> bool:
    """Return whether an earlier report tells that what it says will change."""
    return _PROVISIONAL.search(sentence) is not None


def log_odds(sentence: str) -> float:
    """Return the log-odds that a sentence says that what it tells holds instead of what was said before."""
    weights, bias = _fitted()
    return bias + sum(weights.get(term, 0.0) for term in terms(sentence))


def terms(sentence: str) -> frozenset[str]:
    """Return the words of a sentence, and the pairs that stand beside one another; every number or date is one word."""
    text = sentence
    for amount in sorted(amounts(sentence, None), key=lambda amount: -amount.span[0]):
        if amount.measure != "name":
            start, end = amount.span
            text = f"{text[:start]} {_VALUE} {text[end:]}"
    words = _WORD.findall(text.lower())
    return frozenset([*words, *(f"{one} {other}" for one, other in pairwise(words))])


@lru_cache(maxsize=1)
def _fitted() -> tuple[dict[str, float], float]:
    stored = json.loads(files("qa_assistant.answering").joinpath("changes.json").read_text("utf-8"))
    return stored["weights"], stored["bias"]
