"""What was said before a follow-up: past turns as they were understood, and what they leave in the air."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import GENERAL, Kind, Mention, clause_of, known_names, read_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Span, Token

_HE = frozenset({"he", "him", "his", "mr", "sir", "lord", "king", "prince"})
_SHE = frozenset({"she", "her", "hers", "ms", "mrs", "miss", "dame", "lady", "queen", "princess"})
_HIS_NOUNS = frozenset(
    "man boy father husband son brother uncle nephew grandfather widower groom actor spokesman chairman".split()
)
_HER_NOUNS = frozenset(
    "woman girl mother wife daughter sister aunt niece grandmother widow bride actress spokeswoman chairwoman".split()
)
EVENTS = frozenset(
    """earthquake quake tremor flood fire blaze wildfire explosion blast bombing attack cyberattack shooting stabbing
    robbery theft heist raid strike accident crash collision derailment storm hurricane cyclone tornado landslide
    avalanche eruption outbreak epidemic war invasion battle protest riot march election vote referendum murder
    killing disaster tragedy incident massacre ambush airstrike coup arson burglary assault kidnapping hack breach
    leak collapse sinking spill blackout ceremony wedding funeral summit""".split()
)
"""Nouns for what happens at a time and a place."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A past question that can be understood alone, and its answer, as parsed."""

    question: Doc
    answer: Doc | None
    asked: str = ""
    """The question as it was asked, if it took the turns before it to understand it; else empty."""
    context: Doc | None = None
    """What the question is about, where it does not say so itself."""
    is_request: bool = False
    """Not a question: `question` is the subject of what was asked for, such as a summary."""
    items: tuple[str, ...] = ()
    """Of a list in the answer, one a line."""

    @property
    def whole(self) -> str:
        """The question with what it is about, as one that can stand in brackets."""
        about, text = self.context.text if self.context is not None else "", str(self.question.text)
        return about if about.endswith("?") else f"{text.rstrip('?. ')}, {about}?" if about else text

    @property
    def docs(self) -> list[Doc]:
        """All of it that there is."""
        return [doc for doc in (self.question, self.context, self.answer) if doc is not None]


class Past:
    """The turns before a follow-up, newest first."""

    def __init__(self, question: Doc, turns: Sequence[Spoken]) -> None:
        self.turns = turns
        self.names = known_names([question, *(doc for turn in turns for doc in turn.docs)])
        self.questions = [self._mentions(turn.question) for turn in turns]
        self.asked = [
            [*mentions, *self._mentions(turn.context)] for mentions, turn in zip(self.questions, turns, strict=True)
        ]
        self.told = [self._mentions(turn.answer) for turn in turns]
        self._genders = _genders(turns, self.names)

    @property
    def thread(self) -> int:
        """How many turns hang together with the newest: back to the one that needed none before it."""
        return min(len(self.turns), len(list(takewhile(lambda turn: turn.asked, self.turns))) + 1)

    @property
    def asked_last(self) -> str:
        """The question before."""
        return self.turns[0].whole

    def topic(self, turn: int = 0) -> str:
        """Return what a turn's question is about, in a few words."""
        own = _undated(self.questions[turn])
        about = [mention for mention in _undated(self.asked[turn]) if mention.named or not own]
        if not any(mention.named for mention in (*own, *about)):
            # what only stood in brackets is left out, or they would grow from turn to turn
            about = [*about, *self._beginning(turn)]
        return _listed([*own, *about])

    def setting(self, turn: int) -> str:
        """Return what a noun that is spoken of as known belongs to: names, of an older turn where this one has none."""
        return self.topic(turn) if any(m.named for m in _undated(self.questions[turn])) else self._names(turn)

    def names_in_topic(self) -> str | None:
        """Return the names in the newest question of the thread that has any."""
        return _listed(m for m in self._beginning(0) if m.named) or None

    def _names(self, turn: int) -> str:
        return _listed(m for m in self._beginning(turn) if m.named) or self.topic(turn)

    def _beginning(self, turn: int) -> list[Mention]:
        """Return the names in the newest question that has any, from this turn back to where its thread begins.

        Where none has, return what the question is about with which it begins.
        """
        first = None
        for at in range(turn, len(self.turns)):
            if named := [mention for mention in _undated(self.asked[at]) if mention.named]:
                return named
            if not self.turns[at].asked:
                first = at if first is None else first
                if not self._goes_on(at):
                    break
        return _undated(self.questions[turn if first is None else first])

    def _goes_on(self, turn: int) -> bool:
        """Whether a turn speaks of something that the one before it did, though its question can stand alone."""
        if turn + 1 == len(self.turns):
            return False
        said, before = (
            {mention.head for part in (self.asked, self.told) for mention in part[at]} for at in (turn, turn + 1)
        )
        return bool((said & before) - GENERAL)

    def gender(self, mention: Mention) -> str | None:
        """Return `he` or `she`, if the turns or its noun tell which the mention is."""
        told = self._genders.get(mention.text.split()[-1].lower())
        return told or (_gender_of_noun(mention.head) if mention.head in mention.text else None)

    def is_place(self, mention: Mention) -> bool:
        """Whether something is or happens there and it does nothing itself, whatever the parser takes it for."""
        found = [m for part in (self.asked, self.told) for turn in part for m in turn if m.head == mention.head]
        return any(m.where for m in found) and all(m.role not in (0, 1) for m in found)

    def _mentions(self, doc: Doc | None) -> list[Mention]:
        return mentions_of(doc, self.names) if doc is not None else []

    def turn_that_says(self, lemma: str) -> int | None:
        """Return the newest turn in which a noun stands."""
        return next(
            (
                number
                for number, turn in enumerate(self.turns)
                if any(token.lemma_.lower() == lemma and token.pos_ != "VERB" for doc in turn.docs for token in doc)
            ),
            None,
        )


def _undated(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.kind != "date"]


def mentions_of(doc: Doc, names: dict[str, Kind]) -> list[Mention]:
    """Return what `doc` mentions, with its place behind what happened there: `the earthquake in Greece`.

    In `How many died in the earthquake in Greece?` the parser says that they died in both.
    """
    mentions = read_mentions(doc, names)
    places = {mention.start: mention.text for mention in mentions if mention.named and mention.where}
    found = []
    for mention in mentions:
        place = places.get(mention.end + 1)
        is_event = mention.head in EVENTS and mention.text.lower().endswith(doc[mention.end - 1].lower_)
        if place and is_event:
            mention = replace(mention, text=f"{mention.text} {doc[mention.end].text} {place}", named=True)  # noqa: PLW2901
        found.append(mention)
    return found


def is_person(mention: Mention) -> bool:
    """Whether the mention is a person, or a name that looks like one's and may have been taken for something else's."""
    words = mention.text.split()
    looks = len(words) in (2, 3) and all(word[:1].isupper() for word in words) and mention.named
    return mention.kind == "person" or (mention.kind in ("group", "thing") and looks and not mention.plural)


def gender_of(pronoun: str) -> str | None:
    """Return `he` or `she` for the words that tell it, titles included."""
    word = pronoun.lower().rstrip(".")
    return "he" if word in _HE else "she" if word in _SHE else None


def _gender_of_noun(noun: str) -> str | None:
    return "he" if noun in _HIS_NOUNS else "she" if noun in _HER_NOUNS else None


def _listed(mentions: Iterable[Mention]) -> str:
    """Return what is mentioned, each thing once, without what another one names too."""
    found = list(dict.fromkeys(mention.text for mention in mentions))
    return ", ".join(text for text in found if not any(text != other and text in other for other in found))


def _genders(turns: Iterable[Spoken], names: dict[str, Kind]) -> dict[str, str]:
    """Return who is a `he` and who a `she`, by last name in lower case, as far as the turns tell."""
    votes: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        for doc in turn.docs:
            votes.update(_votes(doc, names))
        asked = {gender for word in turn.asked.split() if (gender := gender_of(word.strip("?,.")))}
        people = {name for name in _people(turn.question, names) if name not in turn.asked.lower()}
        votes.update((name, gender) for name in people for gender in asked if len(people) == len(asked) == 1)
    names_seen = {name for name, _ in votes}
    return {
        name: max(("he", "she"), key=lambda gender: votes[name, gender])
        for name in sorted(names_seen)
        if votes[name, "he"] != votes[name, "she"]
    }


def _people(doc: Doc, names: dict[str, Kind]) -> set[str]:
    return {mention.text.split()[-1].lower() for mention in read_mentions(doc, names) if is_person(mention)}


def _votes(doc: Doc, names: dict[str, Kind]) -> list[tuple[str, str]]:
    """Return what each pronoun says of the only person named in its sentence so far, or in the one before it."""
    found = []
    people = {m.end - 1: m.text.split()[-1].lower() for m in read_mentions(doc, names) if is_person(m) and m.named}
    before: set[str] = set()
    for sentence in doc.sents:
        here: set[str] = set()
        for token in sentence:
            gender = gender_of(token.text)
            if gender and token.pos_ == "PROPN":
                found += [(name, gender) for place, name in people.items() if token.i < place <= token.i + 3]
            elif gender and len(able := _able(token, sentence, people, here) or before) == 1:
                found.append((next(iter(able)), gender))
                here |= able
            if token.i in people:
                here.add(people[token.i])
        before = here or before
    return found


def _able(pronoun: Token, sentence: Span, people: dict[int, str], named: set[str]) -> set[str]:
    """Return who of the named a pronoun can be: nobody of its own clause, as in `Ferreira will replace her`."""
    if pronoun.tag_ == "PRP$":
        return named
    clause = clause_of(pronoun)
    return named - {people[token.i] for token in sentence if token.i in people and clause_of(token) == clause}
