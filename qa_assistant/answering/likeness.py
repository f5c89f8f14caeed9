"""How likely two values in two sentences are given for the same thing."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import amounts, differ, distance, people
from qa_assistant.answering.scoring import LogisticModel
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import values

if TYPE_CHECKING:
    from datetime import date

    from qa_assistant.answering.amounts import Amount

_BORDER = re.compile(r"[;:—–,]\s|\s[-—–]\s|\s(?:while|when|after|although|but|and|which|who|where|before|because)\s")
_PLANS = (
    r"will|would|to be|expected|expects?|due|plan(?:s|ned)?|could|should|may|might|target|hopes?|is to"
    r"|are to|scheduled"
)
_ASKS = (
    r"offer(?:s|ed)?|demand(?:s|ed)?|ask(?:s|ed)?|want(?:s|ed)?|sought|propos(?:es?|ed|al)|request(?:s|ed)?"
    r"|claim(?:s|ed)?|bid"
)
_PART = (
    r"of (?:them|whom|which|these|those)|among (?:them|whom)|includ(?:es?|ing)|alone|another|additional"
    r"|further|other|part of|extra|own"
)
_RATE = r"each|every|per|an? (?:day|week|month|year|hour|head|box|container|household|person)"
_PLACE = r"first|second|third|last|next|only"
_BEFORE = (
    r"ago|last (?:year|month|week|summer|winter|spring|autumn|quarter|time)|previous(?:ly)?|formerly"
    r"|earlier|used to|once|back in"
)
_QUALIFIERS = {"plans": _PLANS, "asks": _ASKS, "part": _PART, "rate": _RATE, "place": _PLACE, "before": _BEFORE}
_ACTS = {
    "die": r"kill|die[sd]?\b|dead|death|drown|toll\b|lives\b|fatal|perish",
    "hurt": r"hurt|injur|wound|treated",
    "missing": r"missing|unaccounted",
    "leave": r"evacuat|fle[ed]|displac|(?:order|told|had|forced)[a-z]* to leave|moved out|leave their"
    r"|left their homes",
    "save": r"rescu|saved|lifted|brought|winched|surviv",
    "arrest": r"arrest|detain|custody",
    "begin": r"beg[aiu]n|start|open|launch|resum|sail again|walk(?:ed|s)? out|laid down|learn|first heard"
    r"|go(?:es)? back|first rise",
    "end": r"end(?:s|ed|ing)?\b|finish|clos(?:e|ed|es|ing|ure)\b|conclu|complet|shut|collaps|br(?:oke|eak) (?:up"
    r"|down)|was out\b",
    "break": r"br(?:oke|eak)\b|fail|gave way|explo|blast|burst",
    "strike": r"strik|walk(?:ed|s)? (?:out|off)|walkout|stoppage|tools|picket|laid down",
    "pay": r"b(?:uy|ought)|purchas|paid|pay|cost|price|worth|spend|spent|charge|sold|order(?:ed)?\b",
    "repair": r"repair|mend|restor|replac|renovat",
    "aid": r"grant|aid\b|subsid|donat|contribut|gift",
    "rise": r"r[oi]se|rais|rising|gain|climb|jump|up\b|gr[eo]w|higher|increas",
    "fall": r"f[ae]ll|drop|slid|sank|down\b|shr[aiu]nk|lower|decreas|declin",
    "win": r"w[io]n\b|elected|victor",
    "lose": r"los[et]\b|defeat|conced",
    "work": r"employ|jobs?\b|work|hire|staff|taken on|take on",
    "cut": r"shed|laid off|lay off|cut\b|redundan|lose their jobs|loss of|layoff",
    "employ": r"employ",
    "turnout": r"turnout|t[ao]ken? part|tak(?:e|ing) part|took part",
    "vote": r"vot|ballot|turnout|poll|referend|election",
    "favour": r"in favou?r|for the|accept|approv|agre|adopt|granted|back(?:s|ed)\b",
    "against": r"against|reject|refus|turned down|block|denied|voted down",
    "sign": r"sign(?:ed|s|ing|atures?)\b|petition",
    "damage": r"damag",
    "destroy": r"destroy|burn|wip|gut|raze|consum",
    "inspect": r"inspect|examin",
    "march": r"march|demonstrat|protest|rall(?:y|ied)",
    "take": r"st[oe]le|stolen|robb|theft|got away|taken\b",
    "leak": r"leak|spill",
    "lead": r"lead|chair|run by|named|appoint",
    "need": r"need|takes? \d|room for|capacit|limit|allow",
    "wait": r"wait|unmoved|queu|stack",
    "learn": r"learn|heard|told|inform|aware|knew",
}
_ACT = {name: re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for name, pattern in _ACTS.items()}
"""What is said to happen, in the words that reports of news use for it."""
_NOT = r"not|no|never|nobody|none|without|\w+n['’]t"
NEAR = 6
"""Words on either side of a value that are near it."""
REACH = 5
"""Content words that a clause must hold to say what its value is given for; shorter ones are read with the next."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of a sentence around a value, without the value."""

    text: str
    words: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount where a sentence gives it."""

    amount: Amount
    sentence: str
    published: date | None

    @property
    def clause(self) -> Clause:
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
def _clause(sentence: str, span: tuple[int, int]) -> Clause:
    start, end = span
    borders = [
        0,
        *sorted({m.end() for m in _BORDER.finditer(sentence)} | {m.start() for m in _BORDER.finditer(sentence)}),
        len(sentence),
    ]
    before = [b for b in borders if b <= start]
    after = [b for b in borders if b >= end]
    left, right = len(before) - 1, 0
    while True:
        text = f"{sentence[before[left] : start]} {sentence[end : after[right]]}"
        words = content_words(text)
        if len(words) >= REACH or (left == 0 and right == len(after) - 1):
            break
        # what a value is given for stands before it more often than after
        if left > 0:
            left -= 1
        elif right < len(after) - 1:
            right += 1
    names = frozenset(word for value in values(text) if value.kind == "name" for word in content_words(value.text))
    return Clause(" ".join(text.split()), words, names)


@dataclass(frozen=True, slots=True)
class Similarities:
    """Cosine similarities of two mentions' parts."""

    clause: float
    sentence: float
    near: float
    thing: float


def features(question: str, one: Mention, other: Mention, similar: Similarities) -> dict[str, float]:
    """Return what tells whether two amounts of one measure are given for the same thing."""
    asked = content_words(question)
    mine, theirs = one.clause, other.clause
    shared = mine.words & theirs.words
    all_mine, all_theirs = content_words(one.rest), content_words(other.rest)
    counted, recounted = one.amount.things, other.amount.things
    did, others_did, asked_acts = acts(mine.text), acts(theirs.text), acts(question)
    near_mine, near_theirs = content_words(one.near), content_words(other.near)
    return {
        "similarity": similar.clause,
        "whole": similar.sentence,
        "near": similar.near,
        "near overlap": len(near_mine & near_theirs) / max(1, min(len(near_mine), len(near_theirs))),
        "overlap": len(shared) / max(1, min(len(mine.words), len(theirs.words))),
        "rest": len(all_mine & all_theirs) / max(1, min(len(all_mine), len(all_theirs))),
        "asked": min(_share(asked, mine.words | counted), _share(asked, theirs.words | recounted)),
        "asked both": _share(asked, shared | (counted & recounted)),
        "asked anywhere": min(_share(asked, all_mine), _share(asked, all_theirs)),
        "thing": similar.thing,
        "thing asked": float(_is_asked(counted, asked)) * float(_is_asked(recounted, asked)),
        "nothing counted": float(not counted or not recounted),
        "act": len(did & others_did) / max(1, len(did | others_did)),
        "other act": float(bool(did and others_did and not did & others_did)),
        "asked act": len(asked_acts & did & others_did) / max(1, len(asked_acts)),
        "missed act": float(bool(asked_acts - did) != bool(asked_acts - others_did)),
        "new acts": float(min(2, len(did - others_did - asked_acts), len(others_did - did - asked_acts))),
        "far": min(3.0, distance(one.amount, other.amount)),
        "names": float(bool(mine.names and theirs.names and not mine.names & theirs.names)),
        "new names": float(bool(mine.names - all_theirs - asked) or bool(theirs.names - all_mine - asked)),
        "negated": float(_has(_NOT, mine.text) != _has(_NOT, theirs.text)),
        "other day": _are_of_other_days(one, other),
        "other year": _are_of_other_years(one, other),
        "apart": _days_apart(one, other),
        "date": float(one.amount.measure in {"date", "clock"}),
        "count": float(one.amount.measure == "count"),
        "name": float(one.amount.measure == "name"),
        **{
            name: float(_has(pattern, mine.text) != _has(pattern, theirs.text)) for name, pattern in _QUALIFIERS.items()
        },
    }


@lru_cache(maxsize=4096)
def acts(text: str) -> frozenset[str]:
    """Return what a text says to happen, as names of the table above."""
    return frozenset(name for name, pattern in _ACT.items() if pattern.search(text))


def _are_of_other_years(one: Mention, other: Mention) -> float:
    """Return 1 when one sentence is about a year that the other neither names nor was published in."""
    if one.amount.measure == "date":
        return 0.0
    mine, theirs = _years(one), _years(other)
    return float(bool(mine - theirs - _published(other)) or bool(theirs - mine - _published(one)))


def _years(mention: Mention) -> frozenset[str]:
    return frozenset(re.findall(r"\b(?:1[5-9]|20)\d\d\b(?![,.]\d)", mention.rest))


def _published(mention: Mention) -> frozenset[str]:
    return frozenset({str(mention.published.year)} if mention.published else ())


def _are_of_other_days(one: Mention, other: Mention) -> float:
    """Return 1 when both sentences name days or years, and none in common."""
    if one.amount.measure == "date":
        return 0.0
    mine, theirs = (
        [amount for amount in amounts(mention.sentence, mention.published) if amount.measure == "date"]
        for mention in (one, other)
    )
    return float(bool(mine and theirs) and all(differ(a, b) for a in mine for b in theirs))


def _days_apart(one: Mention, other: Mention) -> float:
    """Return how long after one another the articles were published: 0 on one day, 1 about three weeks."""
    if one.published is None or other.published is None:
        return 0.0
    return math.log1p(abs((one.published - other.published).days)) / 3


def _share(wanted: frozenset[str], found: frozenset[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _is_asked(things: frozenset[str], asked: frozenset[str]) -> bool:
    return bool(things & asked) or (people(things) and people(asked))


def _has(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE) is not None


@lru_cache(maxsize=1)
def fitted_likeness() -> LogisticModel:
    """Return the model of `likeness.json`; the file says on what it was fitted."""
    stored = json.loads(files("qa_assistant.answering").joinpath("likeness.json").read_text("utf-8"))
    return LogisticModel.of(stored["model"])
