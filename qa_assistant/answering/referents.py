"""Put what pronouns stand for in their place: `What does it include?` → `What does the Gazprom agreement include?`"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import Kind, Mention, known_names, read_mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

_PERSON = frozenset({"he", "him", "his", "she", "her", "hers"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "these", "those"})
_THING = frozenset({"it", "its", "this", "that"})
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_STATES = frozenset(
    {"cost", "include", "contain", "mean", "cover", "involve", "affect", "cause", "need", "take", "weigh", "last"}
    | {"work", "look", "happen", "begin", "start", "end", "reopen", "open", "close", "rise", "fall", "change"}
)
"""What things do too."""
_WEATHER = frozenset({"rain", "snow"})
_CLASSES: dict[str, Kind] = {
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


@dataclass(frozen=True, slots=True)
class Spoken:
    """A past question that can be understood alone, and its answer, as parsed."""

    question: Doc
    answer: Doc | None

    @property
    def docs(self) -> list[Doc]:
        """Both, without a missing answer."""
        return [self.question, self.answer] if self.answer is not None else [self.question]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a pronoun is looking for."""

    kinds: frozenset[Kind]
    several: bool = False
    acts: bool = False
    """It does something, as companies and countries do and things do not."""


def resolve(question: Doc, past: Sequence[Spoken]) -> str | None:
    """Return `question` with its pronouns and its bare `the deal` replaced, or None if it needs none of `past`.

    `past` comes newest first; the newest turn that offers a fitting referent decides. Where none does, the question
    before is added.
    """
    names = known_names([question, *(doc for spoken in past for doc in spoken.docs)])
    own = read_mentions(question, names)
    replaced: dict[int, str] = {}
    skipped: set[int] = set()
    used: list[Mention] = []
    is_open = False
    for token in question:
        if wanted := _wanted(token, own):
            candidates = (found for spoken in past for found in _candidates(spoken, names, wanted))
            if mention := next((found for found in candidates if not _is_used(found, token, used)), None):
                replaced[token.i] = _as(mention, token, several=wanted.several)
                used.append(mention)
            is_open = is_open or (mention is None and token.lower_ not in ("there", "then"))
        elif bare_noun := _bare_noun(token, own, past, names):
            replaced[token.i] = bare_noun.text
            skipped.add(token.i + 1)
    if not replaced:
        return with_context(question.text, past[0].question.text) if is_open else None
    words = (
        replaced[token.i] + _space(token, skipped) if token.i in replaced else token.text_with_ws
        for token in question
        if token.i not in skipped
    )
    return "".join(words)


def in_one(first: str, second: str) -> str:
    """Return two questions as one sentence."""
    return f"{first.rstrip('?. ')}, and {second[:1].lower()}{second[1:].rstrip('?. ')}?"


def with_context(question: str, before: str) -> str:
    """Return a question with the one before it in brackets; retrieves better than the two as one sentence."""
    return f"{question} ({before})"


def _space(token: Token, skipped: set[int]) -> str:
    space: str = (token.nbor() if token.i + 1 in skipped else token).whitespace_
    return space


def _is_used(mention: Mention, token: Token, used: Sequence[Mention]) -> bool:
    """Whether another pronoun of the question stands for it already: `When did it decide that?`"""
    return token.lower_ not in _POSSESSIVE and any(_same(mention, other) for other in used)


def _wanted(token: Token, own: Sequence[Mention]) -> _Wanted | None:
    """Return what a pronoun is looking for, or None if the word is none or the question itself says what it means."""
    word = token.lower_
    if word == "there" and _is_place(token):
        here = _meant_here(token, _Wanted(frozenset({"place", "thing"})), own)
        return None if here else _Wanted(frozenset({"place"}))
    if word == "then" and token.i > 1 and token.dep_ == "advmod":
        return _Wanted(frozenset({"date"}))
    if word in _PERSON:
        wanted = _Wanted(frozenset({"person"}))
    elif word in _PLURAL and (token.pos_ == "PRON" or token.dep_ == "poss") and not _is_described(token):
        wanted = _Wanted(frozenset({"thing", "group", "person", "place"}), several=True)
    elif word in _THING and _is_pronoun(token) and not _is_empty_it(token):
        wanted = _Wanted(frozenset({"thing", "group", "place"}), acts=_acts(token))
    else:
        return None
    return None if _meant_here(token, wanted, own) else wanted


def _is_described(token: Token) -> bool:
    """Whether the question goes on to say which: `those who fled`, `the deal with Iran`."""
    return any(child.dep_ in ("prep", "relcl", "acl") for child in token.children)


def _acts(token: Token) -> bool:
    verb = token.head
    return token.dep_ == "poss" or (token.dep_ == "nsubj" and verb.pos_ == "VERB" and verb.lemma_ not in _STATES)


def _is_place(token: Token) -> bool:
    """Whether `there` means a place: not in `Are there …?` and `How many are there?`."""
    ends = token.i + 1 == len(token.doc) or token.nbor().is_punct
    counts = token.doc[0].lower_ == "how" and token.head.lemma_ == "be"
    return not counts and (ends or (token.tag_ != "EX" and token.dep_ != "expl"))


def _is_pronoun(token: Token) -> bool:
    return token.tag_ in ("PRP", "PRP$") or (
        token.tag_ == "DT" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr")
    )


def _is_empty_it(token: Token) -> bool:
    """Whether `it` announces a clause: `Is it true that …`, `How long does it take to …`."""
    clauses = ("ccomp", "xcomp", "csubj", "advcl", "acl")
    near = [token.head, *token.head.children]
    if token.head.lemma_ in _WEATHER:
        return True
    return token.lower_ == "it" and any(
        child.dep_ in clauses and child.i > token.i for word in near for child in word.children if word.pos_ != "PRON"
    )


def _meant_here(token: Token, wanted: _Wanted, own: Sequence[Mention]) -> bool:
    """Whether the question itself, before the pronoun, names what it can stand for."""
    is_owner = token.lower_ in _POSSESSIVE
    for mention in own:
        # "What did Iran say about it?": within one clause it would have to be "itself".
        elsewhere = is_owner or _clause(token) != _clause(token.doc[mention.end - 1])
        fits = mention.kind in wanted.kinds or mention.asked or (is_owner and mention.named)
        if mention.end <= token.i and elsewhere and fits and _agrees(mention, wanted):
            return True
    asks_who = "person" in wanted.kinds and not wanted.several
    return asks_who and any(word.lower_ == "who" and _clause(word) != _clause(token) for word in token.doc[: token.i])


def _clause(token: Token) -> int:
    """Return the place of the verb that a word belongs to."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _candidates(spoken: Spoken, names: dict[str, Kind], wanted: _Wanted) -> Iterator[Mention]:
    """Yield what a pronoun can stand for after this turn, the most likely first."""
    asked = read_mentions(spoken.question, names)
    told = read_mentions(spoken.answer, names) if spoken.answer is not None else []
    new = [mention for mention in _fitting(told, wanted) if not any(_same(mention, other) for other in asked)]
    if _asks_for(spoken.question, wanted):
        is_place = wanted.kinds == frozenset({"place"})  # "in Iran" answers "where", "Iran said" does not
        yield from sorted(new, key=lambda mention: -mention.role if is_place else mention.role)
    yield from (_fuller(mention, told) for mention in _fitting(asked, wanted) if not mention.asked or wanted.several)
    yield from new
    yield from _fitting(told, wanted)
    if wanted.kinds == frozenset({"person"}) and spoken.question[0].lower_ == "who":
        # The name that answers it, taken for something else than a person.
        yield from (mention for mention in told if mention.named and mention.text.istitle() and " " in mention.text)


def _fitting(mentions: Sequence[Mention], wanted: _Wanted) -> list[Mention]:
    right = [mention for mention in mentions if mention.kind in wanted.kinds and _agrees(mention, wanted)]
    return sorted(right, key=lambda mention: (_is_unlikely(mention, wanted), *mention.weight))


def _is_unlikely(mention: Mention, wanted: _Wanted) -> bool:
    if wanted.several:
        return not mention.plural and mention.together == mention.text
    if wanted.kinds == frozenset({"person"}):
        return not mention.named
    return mention.kind == "group" and not wanted.acts


def _asks_for(question: Doc, wanted: _Wanted) -> bool:
    """Whether the answer to a question is itself what is wanted: `Who met …?`, `Which company …?`, not `Who is X?`."""
    first = question[0]
    if first.lower_ in ("who", "whom"):
        return "person" in wanted.kinds and not any(token.dep_ == "ROOT" and _names_one(token) for token in question)
    if first.lower_ in ("which", "what") and first.dep_ == "det" and len(wanted.kinds) > 1:
        return wanted.several == bool(first.head.tag_ == "NNS")
    return bool(first.lower_ == "where") and wanted.kinds == frozenset({"place"})


def _names_one(verb: Token) -> bool:
    return bool(verb.lemma_ == "be") and any(
        child.dep_ in ("nsubj", "attr") and child.pos_ == "PROPN" for child in verb.children
    )


def _agrees(mention: Mention, wanted: _Wanted) -> bool:
    """Whether the number fits; `they` can mean several things or a group of people."""
    if wanted.several:
        return mention.plural or mention.kind == "group" or mention.together != mention.text
    return not mention.plural


def _same(one: Mention, other: Mention) -> bool:
    return one.head == other.head or one.text.lower() == other.text.lower()


def _fuller(mention: Mention, told: Sequence[Mention]) -> Mention:
    """Return the same thing as the answer names it, if the question named it by a bare noun: `the deal`."""
    if mention.named or mention.plural or mention.kind != "thing" or len(mention.text.split()) > 2:
        return mention
    return next(
        (other for other in told if _alike(mention.head, other.head) and len(other.text) > len(mention.text)), mention
    )


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in words and other in words for words in _SAME)


def _bare_noun(token: Token, own: Sequence[Mention], past: Sequence[Spoken], names: dict[str, Kind]) -> Mention | None:
    """Return what a bare `the deal` or `that company` stands for; `token` is its article."""
    noun = token.nbor() if token.i + 1 < len(token.doc) else token
    if (
        token.lower_ not in ("the", "this", "that")
        or token.head.i != noun.i
        or noun.pos_ != "NOUN"
        or _is_described(noun)
    ):
        return None
    lemma = noun.lemma_.lower()
    if token.lower_ != "the" and (kind := _CLASSES.get(lemma)):
        return next(
            (m for spoken in past for m in _candidates(spoken, names, _Wanted(frozenset({kind}), acts=True))), None
        )
    before = [mention for spoken in past for doc in spoken.docs for mention in read_mentions(doc, names)]
    if any(mention.named and all(mention.head != other.head for other in before) for mention in own):
        return None  # a new name: another deal
    return next((m for m in before if _alike(lemma, m.head) and len(m.text.split()) > 2), None)


def _as(mention: Mention, token: Token, *, several: bool) -> str:
    """Return the mention in the form the pronoun had: `his` becomes `Putin's`, `there` becomes `in Iran`."""
    word = token.lower_
    text = mention.together if several else mention.text
    if word in _POSSESSIVE and token.dep_ == "poss":
        return f"{text}'" if text.endswith("s") else f"{text}'s"
    if word == "there" and token.dep_ != "pcomp":
        moves = token.head.lemma_ in ("go", "travel", "fly", "come", "return", "move", "drive", "sail")
        follows = token.i and token.nbor(-1).pos_ == "ADP"
        return mention.text if follows else f"{'to' if moves else 'in'} {mention.text}"
    if word == "then":
        starts_with_year = mention.text[:4].isdigit() and len(mention.text) == 4
        on = any(character.isdigit() for character in mention.text) and not starts_with_year
        return f"{'in ' if starts_with_year else 'on ' if on else ''}{mention.text}"
    return text
