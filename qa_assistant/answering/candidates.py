"""Offer what a pronoun can stand for after the turns before it, the most likely first."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.answering.spoken import EVENTS, is_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Kind, Mention
    from qa_assistant.answering.spoken import Past

CLASSES: dict[str, Kind] = {
    **dict.fromkeys(("company", "firm", "group", "organisation", "organization", "party", "team", "bank"), "group"),
    **dict.fromkeys(("country", "nation", "state", "city", "town", "place", "region"), "place"),
    **dict.fromkeys(("man", "woman", "person", "minister", "president", "politician"), "person"),
}
"""What `that company` can be."""
_SAME = tuple(
    frozenset(words.split())
    for words in (
        "deal agreement contract accord pact treaty",
        "meeting summit talk",
        "trip visit tour",
        "earthquake quake tremor",
        "war invasion conflict",
        "merger takeover acquisition",
        "election vote ballot",
        "fire blaze wildfire",
        "verdict ruling judgment judgement",
        "film movie",
    )
)

_DEALS = frozenset("deal agreement contract accord pact treaty merger takeover acquisition sale purchase bid".split())
_WHOSE_DEAL = re.compile(r"(?:the )?([A-Z][^ ]*)(?:['’]s?)? [a-z]+")
"""`the Gazprom agreement`, named by one party to it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pronoun is looking for."""

    kinds: frozenset[Kind]
    several: bool = False
    acts: bool = False
    """It does something, as companies and countries do and things do not."""
    trades: bool = False
    """It sells, owns or hires, as no deal does."""
    gender: str | None = None


def candidates(past: Past, wanted: Wanted) -> list[Mention]:
    """Return what a pronoun can stand for, the most likely first.

    Along the thread of the conversation, what was asked about comes before what was only told; then come older turns.
    """
    turns = range(len(past.turns))
    parts = ((turns[: past.thread], True), (turns[past.thread :], False))
    found = [
        (mention, in_thread and offered is _asked)
        for part, in_thread in parts
        for offered in (_asked, _told)
        for turn in part
        for mention in sorted(offered(past, turn, wanted), key=lambda mention: past.gender(mention) != wanted.gender)
    ]
    if wanted.gender:
        found = [one for one in found if past.gender(one[0]) in (None, wanted.gender) and not past.is_place(one[0])]
        found.sort(key=lambda one: _is_doubtful(one[0], past, at_hand=one[1]))
    return [mention for mention, _ in found]


def _is_doubtful(mention: Mention, past: Past, *, at_hand: bool) -> tuple[bool, bool]:
    """Sort who is a person for sure first, and who was only told of and may be a he or a she last."""
    return mention.kind != "person", not at_hand and past.gender(mention) is None


def _asked(past: Past, turn: int, wanted: Wanted) -> Iterator[Mention]:
    """Yield what answers a turn's question if the pronoun looks for such, and what the question is about."""
    asked, told = past.asked[turn], past.told[turn]
    answer = past.turns[turn].answer
    if answer is not None and _asks_for(past.turns[turn].question, wanted):
        sentences = [sentence.end for sentence in answer.sents]
        sign = -1 if wanted.kinds == frozenset({"place"}) else 1  # "in Iran" answers "where", "Iran said" does not
        new = _new(told, asked, wanted)
        people = {mention.text for mention in new if is_person(mention)}
        if wanted.gender and (len(people) > 1 or any(m.together != m.text for m in new if m.text in people)):
            # whom did Erdogan meet? Raisi and Putin: "he" is Erdogan
            acting = [mention for mention in told if mention.role == 0]
            known = (mention for mention in _fitting(asked, wanted) if mention.named and is_person(mention))
            yield from (mention for mention in known if any(same(mention, other) for other in acting))
        of_class = _class_asked_for(past.turns[turn].question)
        yield from sorted(
            new,
            key=lambda mention: (
                of_class == "group" and not _is_group(mention),
                bisect(sentences, mention.start),
                sign * mention.role,
            ),
        )
    is_several = wanted.several
    yield from (_fuller(m, told) for m in _fitting(asked, wanted) if not m.asked or is_several or not m.counted)


def _told(past: Past, turn: int, wanted: Wanted) -> Iterator[Mention]:
    """Yield what a turn's answer says, what is new in it first."""
    yield from _new(past.told[turn], past.asked[turn], wanted)
    yield from _fitting(past.told[turn], wanted)


def _new(told: Sequence[Mention], asked: Sequence[Mention], wanted: Wanted) -> list[Mention]:
    return [mention for mention in _fitting(told, wanted) if not any(same(mention, other) for other in asked)]


def _fitting(mentions: Sequence[Mention], wanted: Wanted) -> list[Mention]:
    is_one, is_place = (wanted.kinds == frozenset({kind}) for kind in ("person", "place"))
    if "date" in wanted.kinds:
        mentions = [mention for mention in mentions if re.search(r"\d{4}|[A-Z]", mention.text)]  # no "five years"
    right = [
        mention
        for mention in mentions
        if (mention.kind in wanted.kinds or (is_one and is_person(mention)) or (is_place and mention.where))
        and agrees(mention, wanted)
    ]
    if wanted.trades:
        right = [party for mention in right if (party := _trading(mention))]
    return sorted(right, key=lambda mention: (_is_unlikely(mention, wanted), *mention.weight))


def _trading(mention: Mention) -> Mention | None:
    """Return who sells or owns something: a deal does not, but whose deal it is does; None if the words do not tell."""
    if mention.head not in _DEALS:
        return None if mention.head in EVENTS else mention
    name = _WHOSE_DEAL.fullmatch(mention.text)
    return replace(mention, text=name[1], together=name[1], head=name[1].lower(), kind="group") if name else None


def _is_unlikely(mention: Mention, wanted: Wanted) -> bool:
    if wanted.several:
        return not mention.plural and mention.together == mention.text
    if wanted.kinds == frozenset({"person"}):
        return not mention.named
    return mention.kind == "group" and not wanted.acts


def _asks_for(question: Doc, wanted: Wanted) -> bool:
    """Whether the answer to a question is itself what is wanted: `Who met …?`, `Which company …?`, not `Who is X?`."""
    first = question[0]
    if first.lower_ in ("who", "whom"):
        return "person" in wanted.kinds and not any(token.dep_ == "ROOT" and _names_one(token) for token in question)
    if first.lower_ in ("which", "what") and first.dep_ == "det" and len(wanted.kinds) > 1:
        return wanted.several == bool(first.head.tag_ == "NNS")
    return bool(first.lower_ == "where") and wanted.kinds == frozenset({"place"})


def _class_asked_for(question: Doc) -> Kind | None:
    """Return what `Which company …?` asks for."""
    return CLASSES.get(question[0].head.lemma_.lower()) if question[0].dep_ == "det" else None


def _is_group(mention: Mention) -> bool:
    """Whether this is the name of a company or the like; the parser takes some for the name of a person."""
    return mention.named and mention.kind in ("group", "thing")


def _names_one(verb: Token) -> bool:
    return bool(verb.lemma_ == "be") and any(
        child.dep_ in ("nsubj", "attr") and child.pos_ == "PROPN" for child in verb.children
    )


def agrees(mention: Mention, wanted: Wanted) -> bool:
    """Whether the number fits; `they` can mean several things or a group of people."""
    if wanted.several:
        return mention.plural or mention.kind == "group" or mention.together != mention.text
    return not mention.plural


def same(one: Mention, other: Mention) -> bool:
    """Whether two mentions are of the same thing, by their nouns."""
    return one.head == other.head or one.text.lower() == other.text.lower()


def _fuller(mention: Mention, told: Sequence[Mention]) -> Mention:
    """Return the same thing as the answer names it, if the question named it by a bare noun: `the deal`."""
    if mention.named or mention.plural or mention.kind != "thing" or len(mention.text.split()) > 2:
        return mention
    return next(
        (other for other in told if alike(mention.head, other.head) and len(other.text) > len(mention.text)), mention
    )


def alike(one: str, other: str) -> bool:
    """Whether two nouns may mean the same: `deal` and `agreement`."""
    return one == other or any(one in words and other in words for words in _SAME)
