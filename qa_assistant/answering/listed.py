"""Find which of several things named before is meant: `the second one`, `the latter`, `the first of these`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.definites import names_something
from qa_assistant.answering.mentions import named_beside
from qa_assistant.answering.referents import with_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Kind, Mention
    from qa_assistant.answering.spoken import Past

_PLACES = {"first": 0, "former": 0, "second": 1, "latter": -1, "third": 2, "fourth": 3, "fifth": 4, "last": -1} | {
    word: place for place, word in enumerate("sixth seventh eighth ninth tenth".split(), start=5)
}
_NUMBERED = re.compile(r"([1-9]\d?)(?:st|nd|rd|th)")
_OF_TWO = ("former", "latter")
_OTHER = "other"


def name_choices(question: Doc, past: Past) -> str:
    """Return the question with what it picks out of a list in place of the words that pick it.

    Where it asks about `the other one` and no two were named, the question before it is added in brackets.
    """
    text, place = "", 0
    for token in question:
        end = _end(token, past)
        if not end:
            continue
        if item := _chosen(token.lower_, past):
            text += f"{question[place : token.i - 1].text_with_ws}{item}{question[end - 1].whitespace_}"
            place = end
        elif token.lower_ == _OTHER and not (names_something(question, ()) or past.turns[0].is_request):
            return with_context(str(question.text), past.asked_last)
    return text + str(question[place:].text)


def place_of(word: str) -> int | None:
    """Return the place that a word stands for, from 0, with -1 for the last: `second`, `2nd`."""
    numbered = _NUMBERED.fullmatch(word.lower())
    return int(numbered[1]) - 1 if numbered else _PLACES.get(word.lower())


def _end(token: Token, past: Past) -> int | None:
    """Return where the words that pick one end, if `token` is the word in them that says which."""
    doc, after = token.doc, int(token.i) + 1
    word = token.lower_
    if (place_of(word) is None and word != _OTHER) or not token.i or doc[token.i - 1].lower_ != "the":
        return None
    following, next_but_one = (doc[place] if place < len(doc) else None for place in (after, after + 1))
    if following is None or following.is_punct:
        return after
    if following.lower_ in ("one", "two") and (next_but_one is None or next_but_one.pos_ not in ("NOUN", "ADJ")):
        return after + 1
    if following.lower_ == "of" and next_but_one is not None and next_but_one.lower_ in ("these", "those", "them"):
        return after + 2
    if word == _OTHER or word in _OF_TWO:
        is_known = following.pos_ == "NOUN" and past.turn_that_says(following.lemma_.lower()) is not None
        return after + 1 if is_known else after if word in _OF_TWO else None
    return None


def _chosen(word: str, past: Past) -> str | None:
    """Return the item that the word picks from the newest list that has one for it."""
    place = place_of(word) or 0
    listing = _alternatives if word == _OTHER else _lists
    lists = (items for turn in range(len(past.turns)) for items in listing(turn, past) if place < len(items))
    items = next(lists, None)
    if items is None:
        return None
    return _unnamed(items, past) if word == _OTHER else items[place]


def _unnamed(items: list[str], past: Past) -> str | None:
    """Return the one of the items that the newest question did not name."""
    newest = past.turns[0].question.text.lower()
    named = [item.split()[-1].lower() in newest for item in items]
    return items[named.index(False)] if any(named) and not all(named) else items[1]


def _lists(turn: int, past: Past) -> Iterator[list[str]]:
    """Yield what a turn lists: lines of its answer, things joined by `and`, the subjects of its sentences."""
    yield from _listed(turn, past)
    if subjects := _subjects(turn, past):
        yield _texts(subjects)
    for kind in ("person", "group", "place"):
        if named := _two_of(kind, turn, past):
            yield named


def _alternatives(turn: int, past: Past) -> Iterator[list[str]]:
    """Yield the lists of a turn in which one thing is the other one to another.

    The place where something happened and the town it lies in are not, nor is whatever two sentences speak of.
    """
    yield from _listed(turn, past)
    subjects = _subjects(turn, past)
    if all(m.named for m in subjects) and len({m.kind for m in subjects}) == 1:
        yield _texts(subjects)
    for kind in ("person", "group"):
        if named := _two_of(kind, turn, past):
            yield named


def _listed(turn: int, past: Past) -> Iterator[list[str]]:
    """Yield the lines of a turn's answer, and things joined by `and`."""
    spoken = past.turns[turn]
    if len(spoken.items) > 1:
        yield list(spoken.items)
    for mentions, doc in ((past.told[turn], spoken.answer), (past.questions[turn], spoken.question)):
        yield from sorted((_texts(group) for group in _joined(mentions, doc)), key=len, reverse=True)


def _subjects(turn: int, past: Past) -> list[Mention]:
    """Return the subjects of an answer's sentences if there are several and each has one."""
    answer, told = past.turns[turn].answer, past.told[turn]
    sentences = list(answer.sents) if answer is not None else []
    found = [next((m for m in told if s.start <= m.start < s.end and m.role == 0), None) for s in sentences]
    subjects = [mention for mention in found if mention is not None]
    return subjects if len(subjects) == len(sentences) > 1 else []


def _two_of(kind: Kind, turn: int, past: Past) -> list[str]:
    """Return the names of this kind in an answer if it names two."""
    named = list(dict.fromkeys(m.text for m in past.told[turn] if m.named and m.kind == kind))
    return named if len(named) == len(_OF_TWO) else []


def _texts(mentions: list[Mention]) -> list[str]:
    return [mention.text for mention in mentions]


def _joined(mentions: list[Mention], doc: Doc | None) -> Iterator[list[Mention]]:
    """Yield the mentions that stand beside one another: `Rotterdam and Felixstowe`."""
    seen: set[int] = set()
    for mention in mentions:
        head = doc[mention.end - 1] if doc is not None else None
        if head is None or mention.start in seen:
            continue
        places = {head.i, *(other.i for other in named_beside(head))}
        group = [other for other in mentions if places.intersection(range(other.start, other.end))]
        seen.update(other.start for other in group)
        if len(group) > 1:
            yield group
