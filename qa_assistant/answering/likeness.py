"""How likely two values in two sentences are given for the same thing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amounts, differ, distance, people
from qa_assistant.answering.claims import claim
from qa_assistant.answering.lexicon import are_alternatives, are_opposite
from qa_assistant.answering.scoring import LogisticModel
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.stems import stem

if TYPE_CHECKING:
    from datetime import date

    from qa_assistant.answering.amounts import Amount

_BORDER = re.compile(r"[;:—–,]\s|\s[-—–]\s|\s(?:while|when|after|although|but|and|which|who|where|before|because)\s")
_ASKS = (
    r"offer(?:s|ed)?|demand(?:s|ed)?|ask(?:s|ed)?|want(?:s|ed)?|sought|propos(?:es?|ed|al)|request(?:s|ed)?"
    r"|claim(?:s|ed)?|bid"
)
_PART = (
    r"of (?:them|whom|which|these|those)|among (?:them|whom)|includ(?:es?|ing)|alone|another|additional"
    r"|further|other|part of|extra|own"
)
_RATE = r"each|every|per(?! ?cent)|(?<!in )an? (?:day|week|month|year|hour|head|person|household)"
_PLACE = r"first|second|third|last|next|only"
_QUALIFIERS = {"asks": _ASKS, "part": _PART, "rate": _RATE, "place": _PLACE}
NEAR = 6
"""Words on either side of a value that are near it."""
LEAST_READ, MOST_READ = -8.0, 4.0
"""Bounds of the reader's value: beyond them it makes no difference how sure it is."""
LEAST_JUDGED, MOST_JUDGED = -6.0, 6.0
"""The same for the judge's log-odds."""
REACH = 5
"""Content words that a clause must hold to say what its value is given for; shorter ones are read with the next."""


@dataclass(frozen=True, slots=True)
class Words:
    """The content words of a text, each as all that it may stand for: its stem, and the words that say the same."""

    each: tuple[frozenset[str], ...]
    all: frozenset[str]
    names: frozenset[str]
    denied: bool

    def share_in(self, other: Words) -> float:
        """Return the share of these words that another text says too."""
        return sum(bool(keys & other.all) for keys in self.each) / max(1, len(self.each))


@lru_cache(maxsize=8192)
def words_of(text: str) -> Words:
    """Return the content words of a text, amounts aside."""
    tokens = [token for token in claim(text) if token.sort != "amount"]
    each = tuple(token.keys for token in tokens)
    names = frozenset[str]().union(*(token.keys for token in tokens if token.sort == "name"))
    return Words(
        each,
        frozenset[str]().union(*each),
        names,
        any(token.denied for token in tokens),
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount where a sentence gives it."""

    amount: Amount
    sentence: str
    published: date | None
    value: float | None = None
    """How likely the reader holds it to answer the question, as the logarithm of how many times likelier than that
    nothing does; None where no reader read the sentence."""
    around: str = ""
    """The sentence with those around it; empty where it stands alone."""

    @property
    def clause(self) -> str:
        """The words around the amount that tell what it is given for."""
        return _clause(self.sentence, self.amount.span)

    @property
    def near(self) -> str:
        """The few words on either side of the amount."""
        start, end = self.amount.span
        return " ".join((*self.sentence[:start].split()[-NEAR:], *self.sentence[end:].split()[:NEAR]))

    @property
    def rest(self) -> str:
        """The whole sentence without the amount."""
        start, end = self.amount.span
        return " ".join(f"{self.sentence[:start]} {self.sentence[end:]}".split())


@lru_cache(maxsize=4096)
def _clause(sentence: str, span: tuple[int, int]) -> str:
    start, end = span
    marks = {place for match in _BORDER.finditer(sentence) for place in match.span()}
    borders = [0, *sorted(marks), len(sentence)]
    before = [b for b in borders if b <= start]
    after = [b for b in borders if b >= end]
    left, right = len(before) - 1, 0
    while True:
        text = f"{sentence[before[left] : start]} {sentence[end : after[right]]}"
        if len(words_of(text).each) >= REACH or (left == 0 and right == len(after) - 1):
            return " ".join(text.split())
        # what a value is given for stands before it more often than after
        if left > 0:
            left -= 1
        elif right < len(after) - 1:
            right += 1


@dataclass(frozen=True, slots=True)
class Compared:
    """What the models make of two mentions: cosine similarities of their parts, and what the judge says."""

    clause: float
    sentence: float
    near: float
    thing: float
    judged: float | None
    """Log-odds that both values answer the question; None where there is no judge."""


def features(question: str, one: Mention, other: Mention, compared: Compared) -> dict[str, float]:
    """Return what tells whether two amounts of one measure are given for the same thing."""
    asked = words_of(question)
    mine, theirs = words_of(one.clause), words_of(other.clause)
    whole, others_whole = words_of(one.rest), words_of(other.rest)
    return {
        "similarity": compared.clause,
        "whole": compared.sentence,
        "near": compared.near,
        "overlap": _overlap(mine, theirs),
        "asked": min(asked.share_in(mine), asked.share_in(theirs)),
        "asked anywhere": min(asked.share_in(whole), asked.share_in(others_whole)),
        "thing": compared.thing,
        "thing asked": float(_is_asked(one.amount.things, question) and _is_asked(other.amount.things, question)),
        "nothing counted": float(not one.amount.things or not other.amount.things),
        "far": min(3.0, distance(one.amount, other.amount)),
        "new names": float(
            bool(mine.names - others_whole.all - asked.all) or bool(theirs.names - whole.all - asked.all)
        ),
        "denied": float(mine.denied != theirs.denied),
        "other day": _are_of_other_days(one, other),
        "date": float(one.amount.measure in {"date", "clock"}),
        "count": float(one.amount.measure == "count"),
        "name": float(one.amount.measure == "name"),
        "read": _read(one, other),
        "judged": min(MOST_JUDGED, max(LEAST_JUDGED, compared.judged or 0.0)),
        **{
            name: float(_has(pattern, one.clause) != _has(pattern, other.clause))
            for name, pattern in _QUALIFIERS.items()
        },
    }


def _read(one: Mention, other: Mention) -> float:
    """Return how likely both amounts answer the question: the value of the one that does less."""
    known = [mention.value for mention in (one, other) if mention.value is not None]
    return min(MOST_READ, max(LEAST_READ, min(known, default=0.0)))


def are_opposed(question: str, one: str, other: str) -> bool:
    """Return whether one text has the opposite, or another thing of a kind, in place of what the other has."""
    asked, mine, theirs = stems_of(question), stems_of(one), stems_of(other)
    return any(are_opposite(word, set(theirs - mine)) for word in mine - theirs) or are_alternatives(
        mine, theirs, asked
    )


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(stem(token.text.lower()) for token in claim(text) if token.sort == "word")


def _overlap(one: Words, other: Words) -> float:
    """Return the share of the shorter one's words that the other says too."""
    shorter, longer = sorted((one, other), key=lambda words: len(words.each))
    return shorter.share_in(longer)


def _are_of_other_days(one: Mention, other: Mention) -> float:
    """Return 1 when both sentences name days or years, and none in common."""
    if one.amount.measure == "date":
        return 0.0
    mine, theirs = (
        [amount for amount in amounts(mention.sentence, mention.published) if amount.measure == "date"]
        for mention in (one, other)
    )
    return float(bool(mine and theirs) and all(differ(a, b) for a in mine for b in theirs))


def _is_asked(things: frozenset[str], question: str) -> bool:
    asked = content_words(question)
    return bool(things & asked) or (people(things) and people(asked))


def _has(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE) is not None


@lru_cache(maxsize=1)
def fitted_likeness() -> LogisticModel:
    """Return the model of `likeness.json`; the file says on what it was fitted."""
    stored = json.loads(files("qa_assistant.answering").joinpath("likeness.json").read_text("utf-8"))
    return LogisticModel.of(stored["model"])
