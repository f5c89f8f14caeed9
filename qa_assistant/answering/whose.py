"""Ask the question before about another owner, or for something else of the same: `And Sweden's?`, `And his wife?`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import bare
from qa_assistant.answering.referents import with_context
from qa_assistant.answering.spoken import gender_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Kind, Mention
    from qa_assistant.answering.spoken import Spoken

_ENDS_OWNING = re.compile(r"\w(?:['’]s|s['’])$")
_OTHER_NUMBER = {"are": "is", "were": "was", "is": "are", "was": "were"}
_OWNERS: frozenset[Kind] = frozenset({"place", "group"})


def is_owner(fragment: str) -> bool:
    """Whether a fragment says whose: `Sweden's`."""
    return _ENDS_OWNING.search(fragment) is not None


def owned(text: str) -> str:
    """Return the possessive form of a name."""
    return f"{text}'" if text.endswith("s") else f"{text}'s"


def ask_of_owner(
    question: Doc, mentions: Sequence[Mention], owner: str, kind: Kind, names: dict[str, Kind], *, is_sure: bool
) -> str | None:
    """Return `What is Turkey's interest rate?` for `And Turkey?` after `What is Norway's interest rate?`

    `is_sure` means that the fragment said `Turkey's`; else the kinds must agree, and no other name be of that kind.
    """
    owners = [token for token in question if _marks(token) and token.pos_ != "PRON"]
    if not is_sure:
        rivals = any(m.named and m.kind == kind and _owner_of(m, question) is None for m in mentions)
        alike = _OWNERS if kind in _OWNERS and not rivals else frozenset()
        owners = [token for token in owners if token.pos_ == "PROPN" and names.get(token.lower_) in alike]
    owners.sort(key=lambda token: names.get(token.lower_) != kind)
    if not owners:
        return None
    return f"{question[: _start(owners[0])].text} {owned(bare(owner))} {question[_marks(owners[0]) :].text}"


def ask_of_relation(piece: Doc, mentions: Sequence[Mention], last: Spoken, pronoun: str) -> str | None:
    """Return `What happened to Kolettis' father?` for `And his father?` after `What happened to Kolettis' mother?`

    `pronoun` is what the fragment began with: after `What did her husband say?`, `And his lawyer?` asks for the lawyer
    of the husband.
    """
    question = last.question
    related = next((m for m in mentions if m.kind == "person" and not m.asked and _owner_of(m, question)), None)
    owner = _owner_of(related, question) if related else None
    if related is None or owner is None:
        return None
    asked = {gender for word in last.asked.split() if (gender := gender_of(word.strip("?,.")))}
    is_of_owner = len(asked) != 1 or gender_of(pronoun) is None or gender_of(pronoun) in asked
    whose = question[_start(owner) : owner.i + 1 if is_of_owner else related.end]
    noun = piece[1:].text if piece[0].pos_ == "DET" else piece.text
    is_several = piece[-1].tag_ == "NNS"
    before = _before(question, _start(owner), is_changed=is_several != related.plural)
    return f"{before} {owned(whose.text)} {noun} {question[related.end :].text}"


def ask_of_the_same(piece: Doc, mentions: Sequence[Mention], question: Doc, *, is_person: bool) -> str | None:
    """Return `Who is the judge? (Victor Lindqvist)` for `And the judge?` after `Who is Victor Lindqvist's lawyer?`

    The owner stays where the noun does: `And the interior minister?` after `Who is Germany's finance minister?`
    """
    head = next((token for token in reversed(piece) if token.pos_ == "NOUN"), None)
    if head is None or piece[0].lower_ != "the":
        return None
    for mention in mentions:
        owner = _owner_of(mention, question)
        if owner is None or mention.asked:
            continue
        before, after = question[: _start(owner)].text, question[mention.end :].text
        if head.lemma_.lower() == mention.head and head.i == len(piece) - 1:
            return f"{before} {question[_start(owner) : _marks(owner)].text} {piece[1:].text} {after}"
        if is_person and mention.kind == "person" and (head.tag_ == "NNS") == mention.plural:
            return with_context(f"{before} {piece.text} {after}", question[_start(owner) : owner.i + 1].text)
    return None


def _before(question: Doc, end: int, *, is_changed: bool) -> str:
    """Return the beginning of a question, with `is` for `are` where what follows is one and was several."""
    verb = _OTHER_NUMBER.get(question[end - 1].lower_) if end and is_changed else None
    return f"{question[: end - 1].text} {verb}" if verb else str(question[:end].text)


def _marks(token: Token) -> int:
    """Return where the possessive ending of an owner ends; 0 for what owns nothing."""
    if token.dep_ != "poss":
        return 0
    return next((child.i + 1 for child in token.children if child.dep_ == "case"), 0)


def _start(owner: Token) -> int:
    return int(owner.left_edge.i)


def _owner_of(mention: Mention, question: Doc) -> Token | None:
    """Return the name of the owner in a mention that begins with one: `Norway` in `Norway's interest rate`."""
    words = question[mention.start : mention.end]
    return next((token for token in words if _marks(token) and token.pos_ == "PROPN"), None)
