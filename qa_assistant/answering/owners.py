"""Tell a sentence about "Velkar's chief executive" from one that says who is the chief executive of Tessaro."""

from __future__ import annotations

import re
from functools import lru_cache

from qa_assistant.answering.claims import claim, same
from qa_assistant.answering.others import (
    counts_people,
    dimension_asked,
    follows_another_of_a_sort,
    is_another_of_a_sort,
    is_of_kin,
    measures_otherwise,
    named_of_sorts,
    person_asked_of,
    thing_counted_in,
)
from qa_assistant.answering.peoples import people_of
from qa_assistant.answering.statements import content_words

LONGEST = 800
"""Characters of a question or a sentence; longer ones are no prose."""
_NAME = r"(?<!\w)[A-Z][\w’'&.-]{0,40}\w(?:\s+(?:(?:of|de|and|the)\s+)?[A-Z][\w&.-]{0,40}\w){0,6}"
_NOUN = r"[a-z][a-z-]{2,30}"
_THINGS = rf"(?P<thing>(?:{_NOUN}\s+){{0,2}}{_NOUN})"
_OF = r"(?:of|at|for)\s+(?:the\s+)?"
_ASKED = (
    re.compile(rf"\b{_THINGS}\s+{_OF}(?P<owner>{_NAME})"),
    re.compile(rf"(?P<owner>{_NAME})['’]s?\s+{_THINGS}"),
)
"""What of whom a question asks for: `the chief executive of Tessaro`, `Tessaro's chief executive`."""


def is_of_another(question: str, sentence: str, before: str = "") -> bool:
    """Return whether a sentence tells of somebody else's what the question asks for of one that it does not name.

    So it does too where it tells of another of the sort that the question names, or only of a relative, or counts
    people, or measures something else, instead of what is asked for.

    `before` is what is read before the sentence: its title and the sentences before it in its passage.
    """
    if max(len(question), len(sentence)) > LONGEST:
        return False
    return (
        any(
            not _are_one(owner, sentence) and any(not _are_one(owner, other) for other in _owners(thing, sentence))
            for thing, owner in _owned(question)
        )
        or is_another_of_a_sort(question, sentence)
        or is_of_kin(question, sentence)
        or counts_people(question, sentence)
        or measures_otherwise(question, sentence)
        or follows_another_of_a_sort(question, sentence, before)
    )


def asked_of(question: str) -> tuple[str, ...]:
    """Return those of whom, or of what, a question asks, where a sentence may tell of another."""
    if len(question) > LONGEST:
        return ()
    owners = [owner for _, owner in _owned(question)]
    named = [name for names in named_of_sorts(question) for name in names]
    others = [person_asked_of(question), thing_counted_in(question), dimension_asked(question)]
    return (*owners, *named, *filter(None, others))


@lru_cache(maxsize=512)
def _owned(question: str) -> tuple[tuple[str, str], ...]:
    """Return what a question asks for, with whose it is to be; a name at its beginning may be any word."""
    found = [(match["thing"], match["owner"]) for pattern in _ASKED for match in pattern.finditer(question)]
    return tuple((thing, owner) for thing, owner in found if content_words(owner))


def _owners(thing: str, sentence: str) -> list[str]:
    """Return whose the thing, or one of its name without the words before it, is in the sentence."""
    words = thing.split()
    found: list[str] = []
    for first in range(len(words)):
        last = re.escape(" ".join(words[first:]))
        found += re.findall(rf"({_NAME})['’]s?\s+(?:[\w-]+\s+(?:and\s+)?){{0,2}}{last}\b", sentence)
        found += re.findall(rf"\b{last}\s+{_OF}({_NAME})", sentence)
    return [owner for owner in found if content_words(owner)]


def _are_one(name: str, text: str) -> bool:
    """Return whether a text names what `name` does, by a part of it, by initials or as its people."""
    if content_words(name) & content_words(text):
        return True
    capitals = re.findall(r"\b[A-Z][\w-]*", text)
    initials = {"".join(word[0] for word in re.findall(r"\b[A-Z]\w*", part)) for part in (name, " ".join(capitals))}
    if name in initials or initials & set(capitals):
        return True
    if _peoples(name) & _peoples(text):
        return True
    return any(same(one, other) for one in claim(name) for other in claim(text))


def _peoples(text: str) -> set[str]:
    return {key for word in re.findall(r"\w+", text.lower()) if (key := people_of(word))}
