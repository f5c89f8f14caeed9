"""Say who or what the pronoun at the beginning of a sentence stands for, where the sentences before leave no doubt.

Wrong is worse than nothing here: whatever could be somebody else makes it nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.mentions import known_names, read_mentions
from qa_assistant.answering.people import People, has_who, is_somebody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Mention

Number = Literal["he", "she", "it", "they"]
_MEANS: dict[str, Number] = {
    "he": "he", "his": "he", "she": "she", "her": "she", "it": "it", "its": "it", "they": "they", "their": "they",
}  # fmt: skip
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_EMPTY = frozenset({"take", "seem", "appear", "turn", "happen", "rain", "snow", "begin", "start", "matter"})
"""Verbs whose `it` mostly means nothing, or all that was said."""
_LONGEST = 6
"""Words of a noun phrase that still reads well in brackets."""
_NO_ONE = frozenset("each every another no any either neither".split())
"""Before a noun that an `it` may go on about, though it is none in particular that could be named."""
_TIMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_VAGUE = frozenset(
    """one some other others rest most many few all half part number result reason way thing that this there
    what who which figure answer time day week month year second first third it work staff police people""".split()
)
"""Subjects that say too little in brackets, or that an `it` seldom goes on about."""

_HAVE_PEOPLE = frozenset(
    """company firm group union bank choir club council agency federation party society school college university
    team charity hospital museum airline committee association authority board court ministry department government
    army navy studio publisher retailer supplier builder maker operator developer producer network railway institute
    foundation trust cooperative co-operative league orchestra theatre newspaper church diocese village town city bureau
    regulator industry port state country bank insurer airline police government chain brand firm business organisation
    organization group movement campaign""".split()
)
"""What has a chairman, a founder, a spokesman."""


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun that a sentence begins with, and what it looks for."""

    token: Token
    means: Number

    @property
    def owns(self) -> bool:
        """Whether it is a possessive: `her deputy`."""
        return bool(self.token.dep_ == "poss")


def leaning(sentence: Doc) -> Pronoun | None:
    """Return the pronoun that is, or owns, what a sentence first says something of; None if it names that itself."""
    if sentence.text.rstrip().endswith("?"):
        return None
    for token in sentence:
        means = _MEANS.get(token.lower_) if token.tag_ in ("PRP", "PRP$") else None
        if means is not None:
            pronoun = Pronoun(token, means)
            is_clear = _is_first(pronoun) and not _is_empty(pronoun) and not _comes_later(pronoun)
            return pronoun if is_clear else None
        if token.tag_ in ("PRP", "PRP$", "WP", "WP$", "EX") or (
            token.pos_ == "PROPN" and token.ent_type_ not in _TIMES
        ):
            return None
    return None


def antecedent(pronoun: Pronoun, before: Iterable[Doc]) -> str | None:
    """Return what `pronoun` stands for, or None if that is in doubt; `before` comes nearest first."""
    found = _person(pronoun.means, before) if pronoun.means in ("he", "she") else _subject(pronoun, before)
    return None if found is None or _names(pronoun.token.doc, found) else found


def _is_first(pronoun: Pronoun) -> bool:
    token = pronoun.token
    head = token.head if not pronoun.owns else _top(token)
    if head.dep_ not in _SUBJECTS and (pronoun.owns or token.dep_ not in _SUBJECTS):
        return False
    for word in token.doc[: token.i]:
        if word.pos_ != "NOUN" or word.ent_type_ in _TIMES:
            continue
        if pronoun.means in ("it", "they") or pronoun.owns or is_somebody(word) or word.dep_ in _SUBJECTS:
            return False
    return True


def _comes_later(pronoun: Pronoun) -> bool:
    """Whether who is meant may be named behind it: `Asked whether she will take over, the child laughs`."""
    subject = _main_subject(pronoun.token.doc)
    if subject is None or subject.i <= pronoun.token.i or pronoun.token in subject.subtree:
        return False
    return (
        subject.pos_ == "PROPN" or is_somebody(subject) or (pronoun.means in ("it", "they") and subject.pos_ == "NOUN")
    )


def _top(token: Token) -> Token:
    """Return the noun of the whole phrase that a possessive belongs to: `members` in `one of its members`."""
    noun = token.head
    while noun.dep_ in ("pobj", "prep", "poss", "compound", "nmod"):
        noun = noun.head
    return noun


def _is_empty(pronoun: Pronoun) -> bool:
    """Whether `it` means nothing that has a name: `it took four years`, `it is a matter of`, `it was she who`."""
    if pronoun.token.lower_ != "it":
        return False
    verb = pronoun.token.head
    if verb.lemma_ in _EMPTY:
        return True
    clauses = ("ccomp", "xcomp", "csubj", "advcl", "acl", "relcl")
    if verb.lemma_ == "be":
        rest = [child for child in verb.children if child.i > verb.i]
        if any(child.dep_ in ("attr", *clauses) or child.pos_ in ("NOUN", "PROPN", "PRON", "NUM") for child in rest):
            return True
        return any(part.dep_ in clauses for child in rest for part in child.children)
    return False


def _names(sentence: Doc, found: str) -> bool:
    """Whether the sentence itself names what was found."""
    last = re.sub(r"['’]s?$", "", found.rsplit(maxsplit=1)[-1].lower())
    return any(token.lower_ == last or token.lemma_.lower() == last for token in sentence)


def _person(gender: str, before: Iterable[Doc]) -> str | None:
    """Return the only person that `he` or `she` can be: named in the sentence before, or in the one that it goes on."""
    for doc in before:
        people = People(doc, known_names([doc]), gender)
        if not people.is_empty:
            return None if people.goes_on else people.only()
        subject = _main_subject(doc)
        is_about_another = subject is None or subject.pos_ in ("PROPN", "PRON") or people.has_names
        if is_about_another and not people.goes_on:
            return None
    return None


def _subject(pronoun: Pronoun, before: Iterable[Doc]) -> str | None:
    """Return what the sentence before says something of, if it is the only thing the pronoun can mean there."""
    for doc in before:
        subject = _main_subject(doc)
        if subject is None:
            return None
        if _MEANS.get(subject.lower_) == pronoun.means:
            if pronoun.token.lower_ == "its":
                return None  # "On the box it says 58. Its producer …"
            continue
        if any(_MEANS.get(token.lower_) == pronoun.means for token in doc[: subject.i]):
            return None
        mention = next((m for m in read_mentions(doc, known_names([doc])) if m.end - 1 == subject.i), None)
        if mention is None or _is_cut(mention, doc) or not _can_be(mention, subject, pronoun):
            return None
        return mention.together if pronoun.means == "they" else mention.text
    return None


def _is_cut(mention: Mention, doc: Doc) -> bool:
    """Whether only a part of a name was taken for one: `Okoro` of `Precious Okoro`."""
    names = [token for token in doc[mention.start : mention.end] if token.pos_ == "PROPN"]
    return bool(names) and mention.kind != "thing" and len(names) > len(re.findall(r"\w[\w’'-]*", mention.text))


def _can_be(mention: Mention, subject: Token, pronoun: Pronoun) -> bool:
    """Whether what a sentence says something of is what a pronoun after it means: by number, and by what they do."""
    verb, goes_on = subject.head, pronoun.token.head
    is_vague = mention.head in _VAGUE or mention.kind == "date" or len(mention.text.split()) > _LONGEST
    is_vague = is_vague or any(child.lower_ in _NO_ONE for child in subject.children)
    # "The union said the offer was fair. It would raise pay": it goes on about what was said
    is_told = not pronoun.owns and _tells(verb) and not _tells(goes_on)
    # "The failure was caused by a certificate. It had been issued …"
    if is_vague or is_told or _has(verb, "agent"):
        return False
    several = mention.plural or any(word.dep_ == "conj" for word in subject.children)
    has_rival = any(_is_rival(token, subject, several=several) for token in subject.doc)
    if pronoun.means == "they":
        return several and not has_rival
    is_person = mention.kind == "person" or is_somebody(subject) or has_who(subject)
    acts = mention.kind in ("group", "place") or mention.head in _HAVE_PEOPLE
    return not several and not is_person and _does(pronoun, subject, acts=acts, named=mention.named, rival=has_rival)


def _does(pronoun: Pronoun, subject: Token, *, acts: bool, named: bool, rival: bool) -> bool:
    """Whether what is said of `it` fits: a tribunal has no organiser, a profit wins no customers."""
    verb, goes_on = subject.head, pronoun.token.head
    if pronoun.owns:
        has_people = _is_of_somebody(goes_on)
        return (has_people or not rival) if acts else not (has_people or named or rival)
    if pronoun.token.dep_ == "nsubjpass":
        # "The council had wanted a toll. It was dropped": not the council
        return not rival and (not acts or subject.dep_ == "nsubjpass" or not _has(verb, "dobj", "xcomp"))
    if acts:
        return not rival or _has(goes_on, "dobj", "ccomp", "xcomp")
    return not (rival or named or _has(goes_on, "dobj"))


def _is_rival(token: Token, subject: Token, *, several: bool) -> bool:
    """Whether something else stands in a sentence that `it` or `they` may mean as well as its subject."""
    if token.i == subject.i or token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in _TIMES or is_somebody(token):
        return False
    is_in_part = token.dep_ in ("dobj", "nsubj", "nsubjpass")
    return is_in_part and (token.tag_ in ("NNS", "NNPS")) == several


def _has(verb: Token, *parts: str) -> bool:
    return any(child.dep_ in parts for child in verb.children)


def _is_of_somebody(noun: Token) -> bool:
    return is_somebody(noun) or any(child.dep_ == "appos" and child.ent_type_ == "PERSON" for child in noun.children)


def _tells(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in verb.children)


def _main_subject(doc: Doc) -> Token | None:
    roots = [token for token in doc if token.dep_ == "ROOT"]
    subjects = [child for root in roots for child in root.children if child.dep_ in _SUBJECTS]
    return subjects[0] if len(roots) == 1 and len(subjects) == 1 else None
