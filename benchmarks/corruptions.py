"""Change a sentence so that its source no longer says it: what a verifier has to catch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.answering.canonical import parts
from qa_assistant.answering.stems import IRREGULAR
from qa_assistant.answering.values import MONTHS, WEEKDAYS, values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from qa_assistant.answering.values import Value

_TIMES = frozenset({"day", "month", "weekday", "year", "clock"})
_OPPOSITES = {
    "dev": (
        "increased decreased; rose fell; won lost; before after; first last; largest smallest; more less; "
        "began ended; high low; accepted rejected; supported opposed; north south; early late; allowed banned; "
        "highest lowest; public private; old young; strong weak; major minor; success failure; bought sold; "
        "arrived left; above below; most fewest; large small"
    ),
    # words of which the verifier knows some and not others
    "test": (
        "increase decrease; grew shrank; gained lost; before after; earliest latest; biggest smallest; more fewer; "
        "started stopped; higher lower; approved vetoed; endorsed condemned; eastern western; longer shorter; "
        "encouraged deterred; best worst; rich poor; older younger; safe unsafe; majority minority; victory defeat; "
        "open closed; many few; increasing diminishing; popular obscure; modern outdated; ancient recent; "
        "long brief; new former; united divided; created abolished; included omitted; common rare; "
        "important irrelevant; permanent provisional; winning losing; good bad"
    ),
}
_AUX = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|did|does|do)\b(?! not|n['’]t)"
)
_NOT = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|did|does|do)(?: not\b|n['’]t\b)"
)
_PAST = re.compile(
    r"(?<=[a-z] )(?!(?:need|used|based|called|named|united|limited|related)\b)"
    r"([a-z]{3,}(?:[^aeiou]|[aeiou][^aeiou]))ed\b(?= (?:the|a|an|to|his|her|its|their|that|in)\b)"
)
_HEDGES = (
    (r"\bmay(?= [a-z])", "will"), (r"\bmight(?= [a-z])", "will"), (r"\bcould(?= [a-z])", "will"),
    (r"\bis expected to\b", "will"), (r"\bare expected to\b", "will"), (r"\bplans? to\b", "will"),
    (r"\b(?:reportedly|allegedly|probably|possibly|perhaps|likely) ", ""), (r"\balleged ", ""),
    (r"\b(?:claimed|believed|suggested|argued) that\b", "proved that"), (r"\bsome\b(?= [a-z]+s\b)", "all"),
    (r"\bmost\b(?= [a-z]+s\b)", "all"), (r"\bmany\b", "all"), (r"\bsometimes\b", "always"), (r"\boften\b", "always"),
    (r"\bif [^,.]+, ", ""), (r",? (?:provided that|on condition that|unless) [^,.]+", ""),
    (r"\busually\b", "always"), (r"\bnearly |\balmost ", "more than "),
)  # fmt: skip
_SPEECH = re.compile(
    r"((?:[A-Z][\w’'-]+ ?){1,3})"
    r"(?= (?:said|says|told|announced|argued|believed|claimed|warned|added|wrote|stated|reported)\b)"
    r"|(?<=ccording to )((?:[A-Z][\w’'-]+ ?){1,3})|(?<=said )((?:[A-Z][\w’'-]+ ?){2,3})(?=[,.])"
)
_CLAUSE = re.compile(
    r"\b((?:because|after|when|while|which|who|where|in order to|due to|despite|as part of) [^,.;]{12,70})(?=[,.;])"
)


_BODY = re.compile(
    r"\b[Tt]he (?:[a-z]+(?:'s)? ){0,2}([a-z]+)"
    r"(?= (?:also |has |have |had )?"
    r"(?:said|says|told|announced|argued|believed|claimed|warned|promised|denied|asked)\b)"
)
_COMING = re.compile(
    r"\b(?:will|would|plans? to|planned to|promised to|agreed to|expects? to|hopes? to|(?:is|are|was|were) to)"
    r" ([a-z]{3,})\b"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What a corruption may borrow: other sentences of the same article, and values and names of other articles."""

    others: Sequence[str]
    pool: dict[str, list[str]]
    """Texts of values by kind."""
    half: str


def corruptions(sentence: str, around: Around, chance: Random) -> list[tuple[str, str]]:
    """Return `(kind, text)` for each way in which the sentence can be made to say what is not so."""
    found = [
        ("number", _other_value(sentence, around, chance, dates=False)),
        ("number within", _swap(sentence, chance, names=False)),
        ("date", _other_value(sentence, around, chance, dates=True)),
        ("name", _other_name(sentence, around, chance)),
        ("role", _swap(sentence, chance, names=True)),
        ("negation", _negate(sentence, chance)),
        ("attribution", _other_speaker(sentence, around, chance)),
        ("addition", _add(sentence, around, chance)),
        ("opposite", _oppose(sentence, around, chance)),
        ("hedge", _harden(sentence, chance)),
        ("body", _other_body(sentence, around, chance)),
        ("come true", _come_true(sentence, chance)),
        ("other sentence", chance.choice(around.others) if around.others else None),
    ]
    return [(kind, text) for kind, text in found if text and text != sentence]


def _given(sentence: str, *, dates: bool) -> list[Value]:
    return [v for v in values(sentence) if v.kind != "name" and parts(v) and (v.kind in _TIMES) == dates]


def _other_value(sentence: str, around: Around, chance: Random, *, dates: bool) -> str | None:
    able = _given(sentence, dates=dates)
    if not able:
        return None
    chosen = chance.choice(able)
    near = [v.text for other in around.others for v in values(other) if v.kind == chosen.kind]
    candidates = [text for text in near if chance.random() < 0.7] + [_changed(chosen.text, chance)]
    candidates += chance.sample(around.pool.get(chosen.kind, []), min(3, len(around.pool.get(chosen.kind, []))))
    said = {part for value in values(sentence) for part in parts(value)}
    for text in candidates:
        new = {part for value in values(text) for part in parts(value)}
        if new and not new <= said:
            return sentence[: chosen.span[0]] + text + sentence[chosen.span[1] :]
    return None


def _changed(text: str, chance: Random) -> str:
    """Return a value with another number, month or weekday in it."""
    for names in (MONTHS, WEEKDAYS):
        for name in names:
            if name in text:
                return text.replace(name, chance.choice([other for other in names if other != name]))

    def other(match: re.Match[str]) -> str:
        digits = match[0]
        place = chance.randrange(len(digits))
        return digits[:place] + chance.choice([d for d in "123456789" if d != digits[place]]) + digits[place + 1 :]

    return re.sub(r"\d+", other, text, count=1)


def _names(sentence: str) -> list[Value]:
    return [v for v in values(sentence) if v.kind == "name" and len(v.text) > 2]


def _other_name(sentence: str, around: Around, chance: Random) -> str | None:
    own = _names(sentence)
    near = [v.text for other in around.others for v in _names(other)]
    candidates = [text for text in near if text not in sentence]
    if chance.random() < 0.4 or not candidates:
        candidates = [text for text in around.pool.get("name", []) if text not in sentence]
    if not own or not candidates:
        return None
    chosen, new = chance.choice(own), chance.choice(candidates)
    if set(new.split()) & set(sentence.split()) or chosen.text.split()[0] in WEEKDAYS:
        return None
    return sentence[: chosen.span[0]] + new + sentence[chosen.span[1] :]


def _swap(sentence: str, chance: Random, *, names: bool) -> str | None:
    able = _names(sentence) if names else _given(sentence, dates=False) + _given(sentence, dates=True)
    pairs = [
        (a, b)
        for a in able
        for b in able
        if a.span[1] < b.span[0]
        and (names or a.kind == b.kind)
        and a.text != b.text
        and (names or parts(a) != parts(b))
        # "A and B" is the same as "B and A"
        and not re.fullmatch(
            r"[\w’',\s]{0,3}(?:and|or|,|&|vs\.?|with|–|-| )[\w’',\s]{0,5}", sentence[a.span[1] : b.span[0]].strip()
        )
        and len(sentence[a.span[1] : b.span[0]].split()) >= 2
        and not (set(a.text.split()) & set(b.text.split()))
        and not re.search(r"\b(?:and|or)\b", sentence[a.span[1] : b.span[0]])
        and sentence[a.span[1] : b.span[0]].count(",") < 2  # in a list the order says nothing
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    middle = sentence[a.span[1] : b.span[0]]
    return sentence[: a.span[0]] + b.text + middle + a.text + sentence[b.span[1] :]


def _negate(sentence: str, chance: Random) -> str | None:
    if found := list(_NOT.finditer(sentence)):
        match = chance.choice(found)
        return sentence[: match.start()] + match[1] + sentence[match.end() :]
    found = list(_AUX.finditer(sentence)) + list(_PAST.finditer(sentence))
    if not found:
        return None
    match = chance.choice(found)
    new = f"{match[0]} not" if match.re is _AUX else f"did not {match[1]}{'e' if match[1][-1] in 'vucsgz' else ''}"
    return sentence[: match.start()] + new + sentence[match.end() :]


def _other_speaker(sentence: str, around: Around, chance: Random) -> str | None:
    candidates = [v.text for other in around.others for v in _names(other) if v.text not in sentence]
    candidates = candidates or [text for text in around.pool.get("name", []) if text not in sentence]
    if not candidates:
        return None
    new = chance.choice(candidates)
    if match := _SPEECH.search(sentence):
        return sentence[: match.start()] + new + (" " if match[0].endswith(" ") else "") + sentence[match.end() :]
    # somebody is made to say what the source says on its own
    first = sentence[0].lower() if sentence.startswith(("The ", "In ", "A ")) else sentence[0]
    return f"According to {new}, {first}{sentence[1:]}"


def _add(sentence: str, around: Around, chance: Random) -> str | None:
    clauses = [match[1] for other in around.others for match in [_CLAUSE.search(other)] if match]
    clauses = [clause for clause in clauses if clause not in sentence]
    body = sentence.rstrip(".")
    if clauses and sentence.endswith("."):
        clause = chance.choice(clauses)
        return f"{body}{',' if clause.startswith(('which', 'who', 'while')) else ''} {clause}."
    whole = [other for other in around.others if 5 <= len(other.split()) <= 16]
    return f"{body}, and {chance.choice(whole)}" if whole and sentence.endswith(".") else None


def _oppose(sentence: str, around: Around, chance: Random) -> str | None:
    pairs = [pair.split() for pair in _OPPOSITES[around.half].split(";")]
    pairs += [[b, a] for a, b in pairs]
    able = [(a, b) for a, b in pairs if re.search(rf"\b{a}\b", sentence)]
    if not able:
        return None
    old, new = chance.choice(able)
    return re.sub(rf"\b{old}\b", new, sentence, count=1)


def _bodies(half: str) -> list[str]:
    """Return who is made to say things that somebody else says; other ones in each half."""
    named = {
        "dev": "company; government; police; union; ministry; court; council; army; hospital; bank; director; minister",
        "test": "firm; governor; city; senate; agency; church; university; mayor; party; committee; doctors; witnesses",
    }
    return named[half].split("; ")


def _other_body(sentence: str, around: Around, chance: Random) -> str | None:
    """Return the sentence said by another body or office: `The company said` for `The union said`."""
    match = _BODY.search(sentence)
    if match is None:
        return None
    new = chance.choice([body for body in _bodies(around.half) if body not in sentence])
    return f"{sentence[: match.start(1)]}{new}{sentence[match.end(1) :]}"


def _come_true(sentence: str, chance: Random) -> str | None:
    """Return the sentence with what is to happen as happened: `will start` as `started`."""
    able = [match for match in _COMING.finditer(sentence) if match[1] not in {"be", "have"}]
    if not able:
        return None
    match = chance.choice(able)
    verb = match[1]
    past = next((form for form, base in IRREGULAR.items() if base == verb), None)
    past = past or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")
    return f"{sentence[: match.start()]}{past}{sentence[match.end() :]}"


def _harden(sentence: str, chance: Random) -> str | None:
    able = [(old, new) for old, new in _HEDGES if re.search(old, sentence)]
    if not able:
        return None
    old, new = chance.choice(able)
    return re.sub(old, new, sentence, count=1)
