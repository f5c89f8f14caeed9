"""Put what pronouns stand for in their place: `What does it include?` → `What does the Gazprom agreement include?`"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_assistant.answering.candidates import Wanted, agrees, candidates, same
from qa_assistant.answering.definites import context_of, context_of_noun, is_described, named_before, names_something
from qa_assistant.answering.mentions import QUESTION_WORDS, clause_of, read_mentions
from qa_assistant.answering.spoken import EVENTS, gender_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Mention
    from qa_assistant.answering.spoken import Past

_PLURAL = frozenset({"they", "them", "their", "theirs", "these", "those"})
_MONTH_OF_A_YEAR = re.compile(r"[A-Z][a-z]+ \d{4}")
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_PERSONS = {
    **dict.fromkeys(("he", "him"), "he"),
    **dict.fromkeys(("she", "her"), "she"),
    "it": "it",
    **dict.fromkeys(("they", "them"), "they"),
}
_STATES = frozenset(
    {"cost", "include", "contain", "mean", "cover", "involve", "affect", "cause", "need", "take", "weigh", "last"}
    | {"work", "look", "happen", "begin", "start", "end", "reopen", "open", "close", "rise", "fall", "change"}
)
"""What things do too."""
_TRADES = frozenset({"sell", "buy", "own", "employ", "hire", "fire", "acquire", "owe"})
"""What only companies, countries and people do."""
_ANSWERS_FOR = frozenset({"responsible", "blame", "guilty", "accountable"})
_WHERE = frozenset({"in", "at", "on", "near", "from", "to"})
_ANNOUNCING = ("", "what about", "how about", "as for", "regarding")
_THEN = frozenset({"before", "after", "then", "now", "previously", "until", "since", "in"})
_THING = Wanted(frozenset({"thing", "group", "place"}))
_WEATHER = frozenset({"rain", "snow"})
_SITES = frozenset(
    "factory plant mill mine quarry hospital clinic school college university academy museum gallery "
    "library archive theatre theater cinema café cafe restaurant pub bar hotel hostel shop store market "
    "bakery brewery farm dairy port harbour harbor airport station terminal depot warehouse prison court "
    "church abbey monastery mosque temple stadium arena park zoo lab laboratory office headquarters camp "
    "base house building castle".split()
)
"""Nouns for what people are at: `there` means the museum in Lyon and not Lyon."""


def resolve(question: Doc, past: Past, *, opened: bool = False) -> str | None:
    """Return `question` with its pronouns and its bare `the deal` replaced, or None if it needs nothing of `past`.

    Where nothing fits, or nothing is said of what the question is about, the topic of the turn before is added in
    brackets. `opened` means that it began with `and` or the like.
    """
    own = read_mentions(question, past.names)
    replaced: dict[tuple[int, int], str] = {}
    used: list[Mention] = []
    context = None
    clauses: dict[str, int] = {}
    for token in question:
        if _means_all(token, own):
            context = past.asked_last
        elif _is_said_again(token, clauses):
            continue
        elif wanted := _wanted(token, own):
            mention = next((m for m in _able(token, wanted, past) if not _is_used(m, token, used)), None)
            if mention is not None:
                replaced[token.i, token.i + 1] = _as(mention, token, several=wanted.several)
                used.append(mention)
                clauses.setdefault(_PERSONS.get(token.lower_, ""), clause_of(token))
            elif token.lower_ not in ("there", "then"):
                context = past.asked_last if _asks_its_name(token) or _is_done(token) else past.topic()
        elif bare_noun := named_before(token, own, past):
            replaced[token.i, token.i + 2] = bare_noun.text
        else:
            context = context or context_of_noun(token, past)
    if question.text.endswith(f"({past.asked_last})"):
        context = None  # it is there already
    elif not replaced and context is None:
        context = context_of(question, own, past, opened=opened)
    elif used and context is None and not names_something(question, own) and not any(map(_is_clear, used)):
        context = past.names_in_topic()
    if not replaced and not context:
        return None
    text = _with_words(question, replaced)
    return with_context(text, context) if context else text


def _able(token: Token, wanted: Wanted, past: Past) -> list[Mention]:
    """Return what a pronoun can stand for, the most likely first."""
    if _is_done(token):
        return [] if token.dep_ == "dobj" else _deeds(past)
    found = candidates(past, wanted)
    if token.lower_ == "there":
        return [*_sites(past), *found]
    return [mention for mention in found if _is_unnamed(mention)] if _asks_its_name(token) else found


def name_that_person(question: str, past: Past) -> str:
    """Return `Who is Daniel Ferreira?` for `Who is that?`, by who is new in the answer before it."""
    wanted = Wanted(frozenset({"person"}))
    asked, told = ([m for m in mentions[0] if m.kind == "person" and m.named] for mentions in (past.asked, past.told))
    new = [mention for mention in told if not any(same(mention, other) for other in asked)]
    found = {mention.text: mention for mention in new or asked}
    asks_who = past.turns[0].question[0].lower_ in ("who", "whom")
    answering = [m.text for m in candidates(past, wanted) if asks_who and new and m.text in found]
    if not answering and len(found) != 1:
        return with_context(f"{question[:1].upper()}{question[1:]}", past.asked_last)
    verb = "was" if " was " in question else "is"
    return f"Who {verb} {next(iter(answering or found))}?"


def in_one(first: str, second: str) -> str:
    """Return two questions as one sentence."""
    return f"{first.rstrip('?. ')}, and {second[:1].lower()}{second[1:].rstrip('?. ')}?"


def with_context(question: str, before: str) -> str:
    """Return a question with what it is about in brackets; retrieves better than two questions as one sentence."""
    return f"{question} ({before})"


def _is_clear(mention: Mention) -> bool:
    """Whether it is clear from the words alone what is meant: not from `the people`."""
    return mention.named or len(mention.text.split()) > 2 or mention.text[:1].isupper()


def _with_words(question: Doc, replaced: dict[tuple[int, int], str]) -> str:
    text, place = "", 0
    for (start, end), words in sorted(replaced.items()):
        text += f"{question[place:start].text_with_ws}{words}{question[end - 1].whitespace_}"
        place = end
    return text + str(question[place:].text)


def _means_all(token: Token, own: Sequence[Mention]) -> bool:
    """Whether a word means all that was said: `Is that a record?`, `before that`, `What did he say about it?`"""
    if token.lower_ in ("this", "that"):
        return _is_pronoun(token) and not is_described(token)
    if token.lower_ != "it" or any(mention.end < token.i and _is_announced(mention, token.doc) for mention in own):
        return False
    return _asks_which(token, own) or (token.dep_ == "pobj" and token.head.lower_ == "about")


def _asks_which(token: Token, own: Sequence[Mention]) -> bool:
    """Whether `it` is what a question asks for: `What is it?`, `Who was it before him?`, not `how old is it?`"""
    asking = next((word for word in reversed(token.doc[: token.i]) if word.tag_ in QUESTION_WORDS), None)
    if token.head.lemma_ != "be" or asking is None or asking.lower_ not in ("who", "whose", "what", "which"):
        return False
    following = [word for word in token.doc[token.i + 1 :][:2] if not word.is_punct]
    if not following or token.nbor().is_punct:
        return asking.lower_ == "who" or not _meant_here(token, _THING, own)
    is_when = following[0].lower_ in _THEN and (len(following) > 1 or following[0].lower_ != "in")
    return asking.lower_ == "who" and is_when


def _is_announced(mention: Mention, doc: Doc) -> bool:
    """Whether a mention stands before the question that is about it: `What about the option, when does it end?`"""
    opening = doc[: mention.start].text.lower()
    return opening in _ANNOUNCING and doc[mention.end : mention.end + 1].text == ","


def _is_done(token: Token) -> bool:
    """Whether somebody did it, so that it is no place and no thing: `Who did it?`, `Who was behind it?`"""
    if token.lower_ != "it" or token.doc[0].lower_ not in ("who", "whose"):
        return False
    if token.dep_ == "dobj":
        return bool(token.head.lemma_ == "do")
    before = token.head
    is_behind = before.lower_ == "behind" and before.head.lemma_ in ("be", "lie", "stand")
    return token.dep_ == "pobj" and (is_behind or (before.lower_ == "for" and before.head.lemma_ in _ANSWERS_FOR))


def _deeds(past: Past) -> list[Mention]:
    """Return what somebody can be behind: what happened, in the turn before, or the thing that was asked about."""
    events = [m for m in (*past.asked[0], *past.told[0]) if m.head in EVENTS and not m.plural]
    things = [m for m in past.questions[0] if m.kind == "thing" and not (m.plural or m.asked or m.head in _SITES)]
    asked = past.turns[0].question
    return [*events, *(m for m in things if not m.start or asked[m.start - 1].lower_ not in _WHERE)]


def _is_said_again(token: Token, clauses: dict[str, int]) -> bool:
    """Whether a pronoun of another clause stood for the same: `When did she say she was leaving?`"""
    clause = clauses.get(_PERSONS.get(token.lower_, ""))
    return token.pos_ == "PRON" and token.dep_ in ("nsubj", "nsubjpass") and clause not in (None, clause_of(token))


def _asks_its_name(token: Token) -> bool:
    """Whether a question asks for the name itself: `What was his name?`, `What is it called?`"""
    doc, head = token.doc, token.head
    if not any(word.lower_ in ("what", "which") for word in doc[:2]):
        return False
    owned = token.dep_ == "poss" and head.lemma_ == "name" and head.head.lemma_ == "be" and not is_described(head)
    more = any(child.dep_ in ("agent", "prep", "advmod", "npadvmod") for child in head.children)
    return owned or (token.dep_ == "nsubjpass" and head.lemma_ in ("call", "name") and not more)


def _is_unnamed(mention: Mention) -> bool:
    """Whether the words that name it are no name: `the boy`, `Yannis Kolettis' mother`."""
    return any(word.islower() and word == mention.head for word in mention.text.split())


def _is_used(mention: Mention, token: Token, used: Sequence[Mention]) -> bool:
    """Whether another pronoun of the question stands for it already: `When did it decide that?`"""
    is_possessive = token.lower_ in _POSSESSIVE and token.dep_ == "poss"
    return not is_possessive and any(same(mention, other) for other in used)


def _wanted(token: Token, own: Sequence[Mention]) -> Wanted | None:
    """Return what a pronoun is looking for, or None if the word is none or the question itself says what it means."""
    word = token.lower_
    if word == "there" and _is_place(token):
        here = _meant_here(token, Wanted(frozenset({"place", "thing"})), own)
        return None if here else Wanted(frozenset({"place"}))
    if word == "then" and token.i > 1 and token.dep_ == "advmod":
        return Wanted(frozenset({"date"}))
    if token.pos_ == "PRON" and (gender := gender_of(word)):
        wanted = Wanted(frozenset({"person"}), gender=gender)
    elif word in _PLURAL and (token.pos_ == "PRON" or token.dep_ == "poss") and not is_described(token):
        wanted = Wanted(frozenset({"thing", "group", "person", "place"}), several=True)
    elif word in ("it", "its") and _is_pronoun(token) and not _is_empty_it(token):
        wanted = replace(_THING, acts=_acts(token), trades=_trades(token))
    else:
        return None
    return None if _meant_here(token, wanted, own) else wanted


def _sites(past: Past) -> list[Mention]:
    """Return the one thing in the question before that somebody can be at, if there is one."""
    asked = past.turns[0].question
    sites = [mention for mention in past.questions[0] if mention.head.lower() in _SITES and not mention.plural]
    is_meant = len(sites) == 1 and not sites[0].asked and asked[sites[0].start].lower_ not in ("a", "an")
    return sites if is_meant else []


def _acts(token: Token) -> bool:
    verb = token.head
    return token.dep_ == "poss" or (token.dep_ == "nsubj" and verb.pos_ == "VERB" and verb.lemma_ not in _STATES)


def _trades(token: Token) -> bool:
    return bool(token.dep_ == "nsubj" and token.head.lemma_ in _TRADES)


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


def _meant_here(token: Token, wanted: Wanted, own: Sequence[Mention]) -> bool:
    """Whether the question itself, before the pronoun, names what it can stand for."""
    is_owner = token.lower_ in _POSSESSIVE
    for mention in own:
        # "What did Iran say about it?": within one clause it would have to be "itself".
        ahead = _is_announced(mention, token.doc)
        elsewhere = is_owner or ahead or clause_of(token) != clause_of(token.doc[mention.end - 1])
        fits = mention.kind in wanted.kinds or mention.asked or (is_owner and mention.named)
        if mention.end <= token.i and elsewhere and fits and agrees(mention, wanted):
            return True
    asks_who = "person" in wanted.kinds and not wanted.several
    return asks_who and any(
        word.lower_ == "who" and clause_of(word) != clause_of(token) for word in token.doc[: token.i]
    )


def _as(mention: Mention, token: Token, *, several: bool) -> str:
    """Return the mention in the form the pronoun had: `his` becomes `Putin's`, `there` becomes `in Iran`."""
    word = token.lower_
    text = mention.together if several else mention.text
    if word in _POSSESSIVE and token.dep_ == "poss":
        return f"{text}'" if text.endswith("s") else f"{text}'s"
    if word == "there" and token.dep_ != "pcomp":
        moves = token.head.lemma_ in ("go", "travel", "fly", "come", "return", "move", "drive", "sail")
        follows = token.i and token.nbor(-1).pos_ == "ADP"
        is_at = mention.head.lower() in _SITES
        return mention.text if follows else f"{'to' if moves else 'at' if is_at else 'in'} {mention.text}"
    if word == "then":
        starts_with_year = mention.text[:4].isdigit() and len(mention.text) == 4
        is_in = starts_with_year or _MONTH_OF_A_YEAR.fullmatch(mention.text) is not None
        on = any(character.isdigit() for character in mention.text) and not is_in
        return f"{'in ' if is_in else 'on ' if on else ''}{mention.text}"
    return text
