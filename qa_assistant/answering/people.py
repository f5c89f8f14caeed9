"""The people in a sentence that a `he` or a `she` after it can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import read_mentions
from qa_assistant.answering.spoken import gender_of, is_person

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Kind, Mention

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NO_PEOPLE = frozenset("GPE LOC FAC DATE TIME".split())
_TELL = frozenset("say tell add explain warn write argue claim insist note concede admit recall".split())
_PERSONS = frozenset(
    """president minister chancellor leader king queen pope general mayor governor senator judge author actor singer
    player coach man woman boy girl person child victim suspect doctor teacher officer director head chief founder
    winner candidate journalist scientist aide envoy ambassador lawyer solicitor barrister client owner driver nurse
    student pupil manager chair chairman chairwoman boss farmer skipper captain guard worker researcher professor expert
    colleague deputy rival opponent neighbour neighbor friend successor predecessor counterpart guest visitor reporter
    priest bishop curate pastor clerk treasurer secretary commissioner inspector sergeant soldier pilot patient engineer
    analyst economist historian resident tenant member customer attendant trainer keeper goalkeeper defender striker
    defendant prosecutor plaintiff witness detective spokesperson sexton apprentice assistant volunteer campaigner
    activist critic artist writer novelist poet painter musician composer conductor cook chef builder buyer seller
    collector dealer thief burglar killer robber hostage heir baby toddler teenager adult youth somebody someone anyone
    everyone nobody official executive lawmaker councillor councilor alderman mp organiser
    organizer principal headteacher postmaster justice magistrate pensioner passenger tenor dentist surgeon
    vet""".split()
)
_HE = frozenset(
    """man boy father son brother husband uncle nephew grandfather grandson widower spokesman chairman businessman
    councilman congressman policeman fireman salesman foreman king prince lord sir mr monk priest actor waiter
    stepfather gentleman schoolboy nobleman horseman fisherman craftsman sportsman clergyman""".split()
)
_SHE = frozenset(
    """woman girl mother daughter sister wife aunt niece grandmother granddaughter widow spokeswoman chairwoman
    businesswoman councilwoman congresswoman policewoman queen princess lady dame ms mrs miss nun actress waitress
    stepmother postmistress headmistress schoolgirl landlady heroine""".split()
)

_BODIES = frozenset(
    """court tribunal council hospital hospice university college academy ministry department agency authority committee
    commission association society museum institute foundation parliament assembly police airlines""".split()
)
"""What a name ends in that is nobody's, though it may look like somebody's: `Carlisle Crown Court`."""


def is_somebody(token: Token) -> bool:
    """Whether a noun is a word for a person."""
    return token.lemma_.lower() in _PERSONS or token.lemma_.lower() in _HE or token.lemma_.lower() in _SHE


def gender_by_words(token: Token) -> str | None:
    """Return `he` or `she` where the words that name a person tell it: titles, `spokeswoman`, `a widow`."""
    words = {token, *(child for child in token.children if child.dep_ in ("compound", "appos", "nmod"))}
    if token.dep_ in ("appos", "compound", "nmod"):
        words.add(token.head)
    found = {gender for word in words if (gender := _gender(word))}
    return found.pop() if len(found) == 1 else None


def _gender(word: Token) -> str | None:
    lemma = word.lemma_.lower().rstrip(".")
    return "he" if lemma in _HE else "she" if lemma in _SHE else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a sentence speaks of: the words that name them best, and what is known of them."""

    mention: Mention
    heads: frozenset[int]
    """Places of the nouns that are this person."""
    is_named: bool
    is_subject: bool
    is_sure: bool
    """A person by name or by word; otherwise only a name that looks like one's."""
    gender: str | None
    """`he` or `she`, where the words that name them tell it, or a pronoun that can only be theirs."""

    @property
    def name(self) -> str:
        """What is shown of them: the name without what they are."""
        words = self.mention.text.split()
        while len(words) > 1 and words[0].lower() in _PERSONS | _HE | _SHE:
            del words[0]
        return " ".join(words)


class People:
    """Who in one sentence can be meant by a `he` or a `she` in the sentence after it."""

    def __init__(self, doc: Doc, names: dict[str, Kind], gender: str) -> None:
        found = _persons(doc, names)
        first = min(
            (token.i for token in doc if token.pos_ == "PROPN" and token.ent_type_ not in _NO_PEOPLE), default=len(doc)
        )
        first = min([first, *(person.mention.start for person in found)])
        pronouns = [token.i for token in doc if gender_of(token.text) == gender and token.tag_ in ("PRP", "PRP$")]
        self._gender = gender
        self._fitting = [person for person in found if person.gender in (None, gender)]
        if not pronouns and any(gender_of(token.text) and token.tag_ in ("PRP", "PRP$") for token in doc):
            # "Rhys said his client was ill. She …": the one without a title is the one that "his" means
            self._fitting = [person for person in self._fitting if person.gender == gender]
        self._doc, self._pronouns = doc, pronouns
        self.goes_on = any(place < first for place in pronouns)
        """Whether the sentence speaks of a `he` or a `she` before it names anybody."""
        self.has_names = any(
            token.pos_ == "PROPN" and token.ent_type_ not in _NO_PEOPLE | {"ORG", "NORP", "EVENT", "MONEY"}
            for token in doc
        )
        """Whether it names something that may be a person, recognised or not."""
        self.is_empty = not self._fitting
        """Whether there is nobody in it who can be meant."""

    def only(self) -> str | None:
        """Return the name of the only one it can be; None if it can be another, or somebody without a name."""
        sure = [one for one in self._fitting if one.is_sure]
        subjects = [one for one in self._fitting if one.is_subject]
        person = next(iter(subjects or sure), None)
        if person is None or not person.is_named or len(subjects) > 1:
            return None
        is_known = person.gender == self._gender
        if any(one is not person and not (subjects and is_known and one.gender is None) for one in sure):
            return None
        if any(place < person.mention.start for place in self._pronouns):
            return None  # "the advice of his own officer, Hugh Tamm": the one he advised is at hand too
        # "Mabey called her prose a gale": the her is somebody else
        is_alone = all(self._is_theirs(self._doc[place], person) for place in self._pronouns)
        return person.name if is_known or (is_alone and (subjects or not self._pronouns)) else None

    def _is_theirs(self, pronoun: Token, person: Person) -> bool:
        """Whether a pronoun after somebody can be nobody else: `Brand, whose petition …, said she was relieved`."""
        if any(pronoun in self._doc[head].subtree for head in person.heads):
            return True
        clause = pronoun.head if pronoun.dep_ in _SUBJECTS else None
        return (
            clause is not None
            and clause.dep_ in ("ccomp", "conj")
            and any(child.i in person.heads for child in clause.head.children)
        )


def _persons(doc: Doc, names: dict[str, Kind]) -> list[Person]:
    """Return the people in a sentence, each once: `the governor, Delia Monfort` is one."""
    groups: list[list[Mention]] = []
    for mention in read_mentions(doc, names):
        if mention.plural or not _may_be_person(mention, doc):
            continue
        same = next((group for group in groups if any(_are_one(doc, one, mention) for one in group)), None)
        if same is None:
            groups.append([mention])
        else:
            same.append(mention)
    return [_person(doc, group) for group in groups]


def _may_be_person(mention: Mention, doc: Doc) -> bool:
    head = doc[mention.end - 1]
    is_body = head.pos_ == "PROPN" and head.lower_ in _BODIES
    return (
        mention.kind not in ("date", "place")
        and not mention.where
        and not is_body
        and (is_person(mention) or is_somebody(head) or has_who(head))
    )


def has_who(head: Token) -> bool:
    """Whether something is spoken of as a person: `Auster, who had left school`, `Draaijer himself`."""
    relative = any(
        word.lower_ in ("who", "whose", "whom")
        for child in head.children
        if child.dep_ == "relcl"
        for word in child.subtree
    )
    return relative or any(child.lower_ in ("himself", "herself") for child in head.children)


def _are_one(doc: Doc, first: Mention, second: Mention) -> bool:
    one, other = doc[first.end - 1], doc[second.end - 1]
    if first.named and second.named and first.text.split()[-1].lower() == second.text.split()[-1].lower():
        return True
    if (other.dep_ == "appos" and other.head == one) or (one.dep_ == "appos" and one.head == other):
        return True
    named = other.head
    if named.lemma_ in ("call", "name") and named.dep_ == "acl" and named.head == one:
        return True  # "a boy called Matej"
    is_said_to_be = one.head == other.head and one.head.lemma_ == "be"
    return is_said_to_be and {one.dep_, other.dep_} in ({"nsubj", "attr"}, {"nsubj"})


def _person(doc: Doc, group: list[Mention]) -> Person:
    best = next((mention for mention in group if doc[mention.end - 1].pos_ == "PROPN"), group[0])
    heads = [doc[mention.end - 1] for mention in group]
    told = {gender for head in heads if (gender := gender_by_words(head))} or _by_itself(heads)
    return Person(
        mention=best,
        heads=frozenset(head.i for head in heads),
        is_named=_is_name(best, doc),
        is_subject=any(_is_main(head) for head in heads),
        is_sure=any(m.kind == "person" for m in group) or any(is_somebody(head) or has_who(head) for head in heads),
        gender=told.pop() if len(told) == 1 else None,
    )


def _is_name(mention: Mention, doc: Doc) -> bool:
    names = [token.text for token in doc[mention.start : mention.end] if token.pos_ == "PROPN"]
    return doc[mention.end - 1].pos_ == "PROPN" and mention.text.split()[0] in " ".join(names)


def _is_main(head: Token) -> bool:
    """Whether a noun is what the sentence says something of, or its apposition."""
    while head.dep_ in ("appos", "attr"):
        if head.dep_ == "attr":
            return bool(head.head.dep_ == "ROOT")
        head = head.head
    verb = head.head
    tells = verb.lemma_ in _TELL and verb.dep_ not in ("relcl", "advcl", "acl")
    return bool(head.dep_ in _SUBJECTS and (tells or verb.dep_ == "ROOT"))


def _by_itself(heads: list[Token]) -> set[str]:
    """Return what `himself` and the like tell."""
    words = {child.lower_ for head in heads for child in head.children}
    return {gender for word, gender in (("himself", "he"), ("herself", "she")) if word in words}
