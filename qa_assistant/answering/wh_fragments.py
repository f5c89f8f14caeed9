"""Ask the question before otherwise: `When?`, `How many missiles?`, `At what price?`, `Who else?`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import QUESTION_WORDS, known_names, read_mentions
from qa_assistant.answering.referents import in_one, with_context
from qa_assistant.answering.sorts import counts_alike
from qa_assistant.answering.spoken import EVENTS, mentions_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from qa_assistant.answering.spoken import Spoken

_OF_ONE = {"were": "was", "are": "is", "have": "has"}
SUBJECTS = ("nsubj", "nsubjpass")
_HAPPENED = re.compile(
    r"^(?P<wh>when|where|how|why)(?: exactly)? did (?:that|this|it) (?P<verb>happen|occur|take place)\W*$",
    re.IGNORECASE,
)
_NOT_ITSELF = frozenset({"after", "before", "since", "until", "over", "despite", "following", "amid", "without"})
"""What is asked about happened at another time than `the flood` behind one of these."""
_CHANGES = frozenset({"begin", "start", "end", "stop", "finish", "spread", "continue", "resume"})
"""`How did the strike end?` goes on with when it ended."""
_VERBS = ("ROOT", "xcomp", "ccomp")


def ask_otherwise(wh: str, last: Spoken) -> str:
    """Return the last question asking `wh` instead of what it asked."""
    question = last.question
    asked = asked_part(question)
    if wh.endswith(" else"):
        return _with_else(question, wh)
    if _asks_alike(wh, question, asked):
        is_other = wh.startswith("how ") and not counts_alike(wh.rsplit(maxsplit=1)[-1], question, asked)
        return (
            with_context(f"{wh.capitalize()}?", topic_of(last))
            if is_other
            else f"{wh.capitalize()} {question[asked:].text}"
        )
    if wh in ("how many", "how much"):
        return _with_amount(wh, last)
    swapped = None
    if asked and question[0].tag_ == "IN":  # "In what year did he resign?"
        return _after_adverbial(wh, question, asked)
    if asked == 0 and question[0].pos_ in ("AUX", "VERB"):
        swapped = _lower_first(question)
    elif asked == 1 and question[0].lower_ in ("when", "where", "why"):
        swapped = question[1:].text
    elif asked and (question[0].lower_ != "how" or any(token.pos_ == "NOUN" for token in question[:asked])):
        is_object = any(token.dep_ in SUBJECTS and token.i > asked for token in question)
        swapped = with_object(last, asked) if is_object else with_subject(question, asked, _subject_of(last, asked))
    if swapped and wh.startswith(("how many ", "how much ")):
        return _with_amount_of(wh, last, asked)
    return f"{wh.capitalize()} {swapped}" if swapped else in_one(question.text, wh)


def topic_of(last: Spoken) -> str:
    """Return what the last question is about, in a few words and without what it asks for; else the question."""
    names = known_names(last.docs)
    docs = (last.question, *([last.context] if last.context is not None else []))
    mentions = [mention for doc in docs for mention in mentions_of(doc, names)]
    about = dict.fromkeys(m.text for m in mentions if m.kind != "date" and not m.asked)
    found = [text for text in about if not any(text != other and text in other for other in about)]
    return ", ".join(found) or last.whole


def _after_adverbial(wh: str, question: Doc, asked: int) -> str:
    """Return the question with `where` for `in what year`; whose party it is is another question than where."""
    if wh.startswith("of "):
        return in_one(question.text, wh)
    return f"{wh.capitalize()} {question[asked:].text}"


def ask_of_event(words: str, last: Spoken) -> str | None:
    """Return `When did the flood happen?` for `When did it happen?` after `How many people died in the flood?`

    None where that asks for another moment: `How did the strike end?`, `Why was the vote delayed?`
    """
    question, found = last.question, _HAPPENED.match(words)
    verbs = {token.lemma_.lower() for token in question}
    if found is None or verbs & _CHANGES:
        return None
    for doc in (question, *([last.context] if last.context is not None else [])):
        for mention in mentions_of(doc, known_names(last.docs)):
            before = doc[mention.start - 1] if mention.start else None
            is_done_to = (
                before is not None
                and before.lemma_ == "be"
                and any(t.tag_ in ("VBN", "VBD") for t in doc[mention.end :])
            )
            is_other = mention.plural or is_done_to or (before is not None and before.lower_ in _NOT_ITSELF)
            if mention.head in EVENTS and not is_other:
                return f"{found['wh'].capitalize()} did {mention.text} {found['verb'].lower()}?"
    is_same = question[0].lower_ == "what" and verbs & {"happen", "occur"}
    return with_context(f"{words[:1].upper()}{words[1:]}", last.whole) if is_same else None


def asked_part(question: Doc) -> int:
    """Return how many tokens at the start say what is asked for: 3 in `How many tons remain …`, 0 in `Did he …`."""
    if question[0].tag_ not in QUESTION_WORDS | {"IN"}:
        return 0
    return next((token.i for token in question if token.pos_ in ("AUX", "VERB") or token.tag_ == "MD"), 0)


def with_object(last: Spoken, asked: int, noun: str | None = None) -> str | None:
    """Return `did Germany send tanks to Ukraine?` for `How many tanks did Germany send to Ukraine?`

    None where it stays unknown what the object is, as in `What did he say about it?`.
    """
    question = last.question
    main = next((token for token in question[asked + 1 :] if token.pos_ == "VERB" and token.dep_ in _VERBS), None)
    if main is None or question[asked].pos_ != "AUX":
        return None
    noun = noun or _noun_of(question, asked) or _answered(last, main, ("dobj",))
    if noun is None or noun in question[asked:].text:
        return None
    return f"{question[asked : main.i + 1].text} {noun} {question[main.i + 1 :].text}"


def with_subject(question: Doc, asked: int, subject: str, *, is_one: bool = False) -> str | None:
    """Return `did nurses go on strike?` for `How many nurses went on strike?`"""
    verb = question[asked]
    rest = question[asked + 1 :].text
    if verb.pos_ == "AUX" and verb.dep_ != "ROOT":
        return f"{_OF_ONE.get(verb.lower_, verb.text) if is_one else verb.text} {subject} {rest}"
    if verb.lemma_ == "be":
        return None
    does = "does" if is_one or (verb.tag_ == "VBZ" and subject != "they") else "do"
    do = "did" if verb.tag_ == "VBD" else does
    return f"{do} {subject} {verb.lemma_} {rest}"


def _asks_alike(wh: str, question: Doc, asked: int) -> bool:
    """Whether `how many missiles` can take the place of `how many tanks`, or `which union` that of `who`."""
    words, first = wh.split(), question[0].lower_
    if words[0] == "how":
        return len(words) > 2 and words[1] in ("many", "much") and asked > 2 and first == "how"
    is_amount = first == "how" and asked > 2
    return len(words) > 1 and words[0] == "which" and (first in ("who", "whom", "what", "which") or is_amount)


def _subject_of(last: Spoken, asked: int) -> str:
    """Return who the last question is about where it asks for the subject: by its own noun, else by the answer's."""
    return _noun_of(last.question, asked) or _answered(last, last.question[asked], SUBJECTS) or "they"


def _noun_of(question: Doc, asked: int) -> str | None:
    """Return the noun phrase in what is asked for: `tons of grain` in `How many tons of grain`."""
    left_out = QUESTION_WORDS | {"IN"}
    words = [token for token in question[:asked] if token.tag_ not in left_out or token.lower_ == "of"]
    words = [token for token in words if token.lower_ not in ("many", "much")]
    if not any(token.pos_ in ("NOUN", "PROPN") for token in words):
        return None
    text = "".join(token.text_with_ws for token in words).strip()
    return f"the {text}" if question[0].lower_ == "which" else text


def _answered(last: Spoken, verb: Token, roles: tuple[str, ...]) -> str | None:
    """Return who did it, or what was done, if the answer says it with the same verb."""
    if last.answer is None:
        return None
    verbs = [token for token in last.answer if token.lemma_ == verb.lemma_]
    places = {child.i for token in verbs for child in token.children if child.dep_ in roles}
    mentions = read_mentions(last.answer, known_names(last.docs))
    return next((m.text for m in mentions if places.intersection(range(m.start, m.end))), None)


def _with_else(question: Doc, wh: str) -> str:
    """Return the question asking for more of the same, `Who else did Putin meet?`, or with `and who else` added."""
    first = question[0].lower_
    asked = asked_part(question)
    same = wh.startswith("who" if first == "whom" else first)
    if asked and (same or (wh == "what else" and first in ("which", "what"))):
        return f"{wh.capitalize()} {question[asked:].text}"
    return in_one(question.text, wh)


def _with_amount(wh: str, last: Spoken) -> str:
    """Return `How many drones is Iran expected to supply?` after `What is Iran expected to supply?`"""
    question = last.question
    names = known_names(last.docs)
    mentions = [mention for doc in last.docs for mention in read_mentions(doc, names)]
    things = [m for m in mentions if m.kind == "thing" and m.plural == (wh == "how many") and not m.asked]
    if not things:
        return in_one(question.text, wh)
    noun = things[0].text.removeprefix("the ")
    asked = asked_part(question)
    if question[0].lower_ == "what" and asked == 1:
        return f"{wh.capitalize()} {noun} {question[1:].text}"
    if asked == 0 and question[0].pos_ == "AUX" and things[0].role == 1:
        rest = re.sub(rf"\s*\b(?:(?:the|a|an|any) )?{re.escape(noun)}", "", _lower_first(question))
        return f"{wh.capitalize()} {noun} {rest}"
    return in_one(question.text, f"{wh} {noun}")


def _with_amount_of(wh: str, last: Spoken, asked: int) -> str:
    """Return `How many drones is Iran expected to supply?` after `What is Iran expected to supply?`, if it says drones.

    Any other noun has no place in a question that asks for no amount: `How many houses? (the strike)`.
    """
    question, noun = last.question, wh.rsplit(maxsplit=1)[-1]
    is_told = last.answer is not None and re.search(rf"\b{re.escape(noun)}\b", last.answer.text, re.IGNORECASE)
    is_object = any(token.dep_ in SUBJECTS and token.i > asked for token in question)
    if is_told and is_object and asked == 1 and question[0].lower_ == "what":
        return f"{wh.capitalize()} {question[1:].text}"
    return with_context(f"{wh.capitalize()}?", topic_of(last))


def _lower_first(question: Doc) -> str:
    text: str = question.text
    return text if question[0].pos_ == "PROPN" else text[0].lower() + text[1:]
