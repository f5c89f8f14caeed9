"""What was said before a follow-up: past turns as they were understood, and what they leave in the air."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import Kind, Mention, known_names, read_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

_HE = frozenset({"he", "him", "his", "mr", "sir", "lord", "king", "prince"})
_SHE = frozenset({"she", "her", "hers", "ms", "mrs", "miss", "dame", "lady", "queen", "princess"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A past question that can be understood alone, and its answer, as parsed."""

    question: Doc
    answer: Doc | None
    asked: str = ""
    """The question as it was asked, if it took the turns before it to understand it; else empty."""
    context: Doc | None = None
    """What the question is about, where it does not say so itself."""
    items: tuple[str, ...] = ()
    """Of a list in the answer, one a line."""

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
        return str(self.turns[0].question.text)

    def topic(self, turn: int = 0) -> str:
        """Return what a turn's question is about, in a few words."""
        mentions = [mention for mention in self.asked[turn] if mention.kind != "date"]
        found = list(dict.fromkeys(mention.text for mention in mentions))
        return ", ".join(text for text in found if not any(text != other and text in other for other in found))

    def names_in_topic(self) -> str | None:
        """Return the names in the newest question of the thread that has any."""
        named = ([m.text for m in asked if m.named and m.kind != "date"] for asked in self.asked[: self.thread])
        return next((", ".join(dict.fromkeys(texts)) for texts in named if texts), None)

    def gender(self, mention: Mention) -> str | None:
        """Return `he` or `she`, if the turns tell which the mention is."""
        return self._genders.get(mention.text.split()[-1].lower())

    def _mentions(self, doc: Doc | None) -> list[Mention]:
        return read_mentions(doc, self.names) if doc is not None else []

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


def is_person(mention: Mention) -> bool:
    """Whether the mention is a person, or a name that looks like one's and may have been taken for something else's."""
    words = mention.text.split()
    looks = len(words) in (2, 3) and all(word[:1].isupper() for word in words) and mention.named
    return mention.kind == "person" or (mention.kind in ("group", "thing") and looks and not mention.plural)


def gender_of(pronoun: str) -> str | None:
    """Return `he` or `she` for the words that tell it, titles included."""
    word = pronoun.lower().rstrip(".")
    return "he" if word in _HE else "she" if word in _SHE else None


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
            elif gender and len(here or before) == 1:
                found.append((next(iter(here or before)), gender))
            if token.i in people:
                here.add(people[token.i])
        before = here or before
    return found
