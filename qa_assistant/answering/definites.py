"""Find what a question without pronouns leaves unsaid: `Who signed the deal?`, `What was the turnout?`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.answering.candidates import CLASSES, Wanted, alike, candidates
from qa_assistant.answering.mentions import QUESTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Mention
    from qa_assistant.answering.spoken import Past

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_SHORT = 5
"""Words of a question that, naming nothing, is taken to go on with the one before."""


def context_of(question: Doc, own: Sequence[Mention], past: Past, *, opened: bool) -> str | None:
    """Return what a question without pronouns leaves unsaid; None if it names something or can stand alone."""
    if names_something(question, own):
        return None
    definite = [noun for token in question[:-1] if (noun := _known_noun(token))]
    for noun in definite:
        if not is_described(noun) and (turn := past.turn_that_says(noun.lemma_.lower())) is not None:
            return past.setting(turn)
    if not is_worded_as_question(question) or not any(token.pos_ in ("VERB", "AUX") for token in question):
        return None
    short = len([token for token in question if not token.is_punct]) <= _SHORT
    bare = any(token.pos_ == "NOUN" and token not in definite and token.dep_ != "compound" for token in question)
    if _leaves_noun_out(question):
        return past.topic()
    if not opened and (not short or bare):
        return None
    return past.setting(0) if definite else past.topic()


def is_worded_as_question(said: Doc) -> bool:
    """Whether words ask something, with a question mark or without: `who was driving`, `did it burn`."""
    if said.text.rstrip().endswith("?"):
        return True
    first = next((token for token in said if token.pos_ != "ADP"), said[0])
    # not "Have a nice day" and "How nice"
    is_verb = first.i == 0 and first.pos_ == "AUX" and first.tag_ != "VB"
    return is_verb or first.tag_ in QUESTION_WORDS


def names_something(question: Doc, own: Sequence[Mention]) -> bool:
    """Whether a name or a number in a question tells what it is about."""
    return any(token.pos_ == "PROPN" or token.is_digit for token in question) or any(m.named for m in own)


def context_of_noun(token: Token, past: Past) -> str | None:
    """Return the question in which a thing came up that is pointed at: `that price`; `token` is the word that points.

    `this price` may as well be one that the question says more of, so it must have been named before.
    """
    noun = _known_noun(token)
    if noun is None or token.lower_ == "the" or is_described(noun) or noun.ent_type_:
        return None
    turn = past.turn_that_says(noun.lemma_.lower())
    if turn is None:
        return past.asked_last if token.lower_ in ("that", "those") else None
    return str(past.turns[turn].question.text)


def _known_noun(article: Token) -> Token | None:
    """Return a noun that is spoken of as known: `the deal`, `that price`; not in `says that prices rise`."""
    if article.lower_ not in _DEFINITE or article.i + 1 == len(article.doc):
        return None
    noun = next((token for token in (article.nbor(), article.head) if token.pos_ == "NOUN"), None)
    if noun is None or article.lower_ != "that" or not article.i:
        return noun
    before = article.nbor(-1).pos_
    points = before == "AUX" or article.dep_ == "det"
    acts = noun.i + 1 < len(noun.doc) and noun.nbor().pos_ in ("VERB", "AUX")
    return noun if points and (not acts or before in ("AUX", "ADP")) else None


def _leaves_noun_out(question: Doc) -> bool:
    """Whether an amount stands without what it counts: `How many were rescued?`, `Who asked for more?`"""
    counts = ("many", "more", "any", "none", "others", "both")
    return any(
        token.lower_ in counts and token.dep_.startswith(("nsubj", "dobj", "pobj", "attr")) and not is_described(token)
        for token in question
    )


def named_before(token: Token, own: Sequence[Mention], past: Past) -> Mention | None:
    """Return what a bare `the deal` or `that company` stands for; `token` is its article."""
    noun = token.nbor() if token.i + 1 < len(token.doc) else token
    if (
        token.lower_ not in ("the", "this", "that")
        or token.head.i != noun.i
        or noun.pos_ != "NOUN"
        or is_described(noun)
    ):
        return None
    lemma = noun.lemma_.lower()
    if token.lower_ != "the" and (kind := CLASSES.get(lemma)):
        return next(iter(candidates(past, Wanted(frozenset({kind}), acts=True))), None)
    before = [mention for turn in zip(past.asked, past.told, strict=True) for part in turn for mention in part]
    if any(mention.named and all(mention.head != other.head for other in before) for mention in own):
        return None  # a new name: another deal
    return next((m for m in before if alike(lemma, m.head) and len(m.text.split()) > 2), None)


def is_described(token: Token) -> bool:
    """Whether the question goes on to say which: `those who fled`, `the deal with Iran`."""
    return any(child.dep_ in ("prep", "relcl", "acl") for child in token.children)
