"""Say a sentence in other words that claim nothing new: what a verifier has to let pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.values import MONTHS, UNITS

if TYPE_CHECKING:
    from random import Random

_SYNONYMS = (
    ("began", "started"), ("large", "big"), ("usually", "generally"), ("often", "frequently"), ("many", "numerous"),
    ("because", "since"), ("although", "though"), ("also", "additionally"), ("near", "close to"),
    ("several", "a number of"),
    ("said", "stated"), ("showed", "demonstrated"), ("created", "established"), ("built", "constructed"),
    ("approximately", "about"), ("about", "roughly"), ("used", "employed"), ("however", "but"), ("located", "situated"),
    ("bought", "purchased"), ("important", "significant"), ("primarily", "mainly"), ("mostly", "mainly"),
    ("received", "got"), ("became", "turned into"), ("died", "passed away"), ("helped", "assisted"),
    ("led to", "caused"),
    ("wanted", "wished"), ("famous", "well-known"), ("additional", "further"), ("entire", "whole"),
    ("quickly", "rapidly"),
    ("children", "kids"), ("purchase", "buy"), ("named", "called"), ("known as", "called"), ("required", "needed"),
    ("obtain", "get"), ("attempted", "tried"), ("major", "main"), ("difficult", "hard"), ("annual", "yearly"),
    ("film", "movie"), ("game", "match"), ("error", "mistake"), ("funds", "money"), ("company", "firm"),
    ("announced", "said"), ("whole", "entire"), ("current", "present"), ("former", "ex-"), ("nearly", "almost"),
)  # fmt: skip
_SUBJECT = r"(?:he|she|it|they|we|there|this|these|the|an?|his|her|its|their|[A-Z][\w’'-]+)"
_NOT_NAMES = frozenset("the a an in on it he she they this these his her its their after we".split())
_LEADING = re.compile(
    r"^((?:In|On|At|During|After|Before|By|Since|Until|Following|When|While|As|Because|Although|If)\b[^,]{4,80}), "
    r"(?=\w)"
)
_TRAILING = re.compile(
    r"^([^,]{20,}?),? ((?:when|while|after|before|because|although|since|until|following|during) [^,]{6,})\.$"
)
_ASIDE = re.compile(r", (?:which|who|where|a|an|the|known)\b[^,]{4,90}(?=,|\.$)")
_BRACKETS = re.compile(r" \([^()]{2,60}\)")
_JOINED = re.compile(rf"^(.{{25,}}?), (?:and|but) ({_SUBJECT} [^,]{{15,}})\.$")
_PASSIVE = re.compile(
    r"^([A-Z][\w’' -]{3,45}?) (was|were) (\w+ed) by ((?:the |a |an )?[A-Z]?[\w’' -]{3,40}?)(?=\.$| in \d{4}\.$)(.*)$"
)
_SAID_AFTER = re.compile(
    r"^(.{20,}?),? ((?:[A-Z][\w’'-]+ ?){1,3}|the \w+) (?:said|says|told reporters|announced|reported)\.$"
)
_SAID_BEFORE = re.compile(
    r"^((?:[A-Z][\w’'-]+ ?){1,3}|The \w+) (?:said|says|announced|reported|argued|believed) that (.{20,})\.$"
)


def rewrites(sentence: str, chance: Random) -> list[tuple[str, str]]:
    """Return `(kind, text)` for each way in which the sentence can be said otherwise."""
    found = [
        ("clause dropped", _drop(sentence)),
        ("split", _split(sentence, chance)),
        ("reordered", _reorder(sentence)),
        ("synonyms", _replace_words(sentence, chance)),
        ("active", _active(sentence)),
        ("attribution moved", _move_speaker(sentence)),
        ("other spelling", _respell(sentence)),
    ]
    return [(kind, _tidy(text)) for kind, text in found if text and len(text.split()) >= 4 and text != sentence]


def _drop(sentence: str) -> str | None:
    for pattern in (_BRACKETS, _ASIDE):
        match = pattern.search(sentence)
        if match and not re.match(r",[^,]+,? and\b", sentence[match.end() :]):  # not one of a list
            rest = sentence[: match.start()] + sentence[match.end() :].removeprefix(",")
            return rest if len(rest.split()) >= 6 else None
    if (match := _LEADING.match(sentence)) and not match[1].startswith(("If", "Because", "Although")):
        return _capital(sentence[match.end() :])
    if (match := _TRAILING.match(sentence)) and match[2].split()[0] not in ("until", "since"):
        return match[1] + "."
    return None


def _split(sentence: str, chance: Random) -> str | None:
    match = _JOINED.match(sentence)
    return _capital(chance.choice([match[1], match[2]])) + "." if match else None


def _reorder(sentence: str) -> str | None:
    if match := _LEADING.match(sentence):
        first = match[1][0].lower() + match[1][1:]
        return f"{_capital(sentence[match.end() :]).rstrip('.')} {first}."
    if match := _TRAILING.match(sentence):
        return f"{_capital(match[2])}, {_small(match[1])}."
    return None


def _replace_words(sentence: str, chance: Random) -> str | None:
    able = [(a, b) for a, b in (*_SYNONYMS, *((b, a) for a, b in _SYNONYMS[:12])) if re.search(rf"\b{a}\b", sentence)]
    for old, new in chance.sample(able, min(2, len(able))):
        sentence = re.sub(rf"\b{old}\b ?" if new.endswith("-") else rf"\b{old}\b", new, sentence, count=1)
    return sentence if able else None


def _active(sentence: str) -> str | None:
    match = _PASSIVE.match(sentence)
    return f"{_capital(match[4])} {match[3]} {_small(match[1])}{match[5]}" if match else None


def _move_speaker(sentence: str) -> str | None:
    if match := _SAID_AFTER.match(sentence):
        said = match[1].strip('“”"')
        return f"According to {match[2].strip()}, {_small(said)}."
    if match := _SAID_BEFORE.match(sentence):
        return f"{_capital(match[2])}, according to {_small(match[1].strip())}."
    return None


def _respell(sentence: str) -> str | None:
    def digits(match: re.Match[str]) -> str:
        return str(UNITS.index(match[0].lower()))

    for pattern, new in (
        (rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?=[ ,.])(?!, \d)", r"\2 \1"),
        (rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3"),
        (r"(\d)%", r"\1 percent"),
        (r"(\d) percent\b", r"\1%"),
    ):
        if re.search(pattern, sentence):
            return re.sub(pattern, new, sentence, count=1)
    if re.search(r"(?<![\d,])\d{1,3},\d{3}(?![\d,])", sentence):
        return re.sub(r"(?<![\d,])(\d{1,3}),(\d{3})(?![\d,])", r"\1\2", sentence, count=1)
    if re.search(rf"\b(?:{'|'.join(UNITS[2:13])})\b(?!-)(?! (?:of|hundred|million|thousand|billion))", sentence):
        return re.sub(
            rf"\b(?:{'|'.join(UNITS[2:13])})\b(?!-)(?! (?:of|hundred|million|thousand|billion))",
            digits,
            sentence,
            count=1,
        )
    if match := re.search(
        r"(?<![\d.,$£€-])\b([2-9]|1[0-2])\b(?![\d.,%-]| (?:January|February|March|April|May|June))", sentence
    ):
        return sentence[: match.start()] + UNITS[int(match[1])] + sentence[match.end() :]
    return None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text.split(maxsplit=1)[0].lower() in _NOT_NAMES else text


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,.])", r"\1", " ".join(text.split())).replace(",.", ".").replace("..", ".")
