"""Complete a shortened question from the one before: `And Turkey?`, `When?`, `No, in 2021`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import QUESTION_WORDS, Kind, Mention, bare, known_names, read_mentions
from qa_assistant.answering.referents import in_one, with_context
from qa_assistant.answering.values import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.spoken import Spoken

OPENING = re.compile(r"^\s*(?:(?:and|but|or|so|ok|okay|well|then|also)\b,?\s*)+", re.IGNORECASE)
"""What a follow-up often begins with and can do without."""
_I_MEANT = r"i (?:mean|meant)(?: to ask about)?"
CORRECTING = re.compile(
    rf"^(?:(?:no|nope|sorry|actually|rather|wait)\b[,. ]*)+(?:{_I_MEANT}\b[, ]*)?|^{_I_MEANT}\b[, ]*", re.IGNORECASE
)
"""What a correction begins with."""
_ABOUT = re.compile(r"^(?:(?:what|how) about|same (?:question )?for)\b[, ]*", re.IGNORECASE)
_NOT_FIRST = re.compile(r"^not (?P<wrong>[^,]+?)(?:, (?:but )?| but )(?P<right>.+)$", re.IGNORECASE)
_NOT_LAST = re.compile(r"^(?P<right>[^,]+),? (?:and |,)?not (?P<wrong>.+)$", re.IGNORECASE)
_BARE_WH = re.compile(
    r"^(?P<wh>(?:(?:since|until|from|with|to|for|by) )?(?:when|where|why|how|who|whom|what)"
    r"(?: (?:many|much|long|often|far|else))?)"
    r"(?: (?:exactly|precisely|though|then|so|come|not|(?:is|was) (?:that|this|it)"
    r"|did (?:that|this|it) (?:happen|occur|take place)"
    r"|(?:do|does|did|will|would) (?:he|she|it|they) do (?:that|this|it|so)))*\W*$",
    re.IGNORECASE,
)
_GAPPED = re.compile(
    r"^(?P<wh>how (?:many|much|long|often|far|high|old|big|large)|who|whom|what|which|where|how) "
    r"(?P<rest>(?:(?:in|on|at|by|for|during|before|after|since|until|under|from|between)\b.+"
    r"|(?:early|late|mid|last|next|this) .+|now|today|then|before|afterwards?|later))$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|him|her|them|that|this|those|these)\b", re.IGNORECASE)
_ADVERB = re.compile(r"now|today|tonight|tomorrow|yesterday|afterwards?|later", re.IGNORECASE)
_MONTH_OR_YEAR = re.compile(
    rf"(?:(?:early|late|mid)[ -])?(?:(?:{'|'.join(MONTHS)})(?: \d{{4}})?|\d{{4}}s?)", re.IGNORECASE
)
_TIMES = frozenset({"before", "after", "during", "since", "until"})
_MORE = re.compile(
    r"^(?:tell me|say|give me|show me)? ?(?:any )?(?:more|more details|details|go on|continue"
    r"|anything (?:else|more)|(?:more |other )?(?:news|updates?|information))(?: please)?\W*$",
    re.IGNORECASE,
)
_ANY = re.compile(r"any \S", re.IGNORECASE)
"""`Any injuries?` asks whether there were some."""
_OF_THAT = re.compile(r"^(?:its|his|her|their) ", re.IGNORECASE)
"""`And its capital?` asks for the capital of what the question before is about."""
_SUBJECTS = ("nsubj", "nsubjpass")
_VERBS = ("ROOT", "xcomp", "ccomp")
_LONGEST = 6
"""Words of a fragment that begins with `and` or the like."""
_LONGEST_ALONE = 3
"""Words of a fragment that begins with nothing of the kind: `Turkey?`"""


def complete(fragment: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the question that a shortened one means after `last`, or None if it is not a shortened one."""
    words = OPENING.sub("", fragment).strip()
    if found := _BARE_WH.match(words):
        completed: str | None = _ask_otherwise(found["wh"].lower(), last)
    elif _MORE.match(words):
        completed = _ask_more(last)
    elif pair := _swapped(CORRECTING.sub("", words).strip(" ?!."), last):
        completed = pair
    elif gapped := _gapped(words, last, parse):
        completed = gapped
    elif piece := _wh_piece(words, parse):
        completed = _ask_otherwise(piece, last)
    else:
        completed = _ask_about_piece(words, fragment.strip(), last, parse)
    return re.sub(r" +(?=[?.,])", "", " ".join(completed.split())) if completed else None


def _swapped(words: str, last: Spoken) -> str | None:
    """Return the last question with one thing for another: `Flooded, not destroyed`, `Not Iran but Iraq`."""
    if not (found := _NOT_FIRST.match(words) or _NOT_LAST.match(words)):
        return None
    wrong = re.compile(rf"\b{re.escape(found['wrong'].strip())}\b", re.IGNORECASE)
    question: str = last.question.text
    return wrong.sub(lambda _: found["right"].strip(), question, count=1) if wrong.search(question) else None


def _gapped(words: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the last question about another time or place: `How many in 2020`, `Who after that`, `What now`."""
    found = _GAPPED.match(words.strip(" ?!.,"))
    if not found or len(found["rest"].split()) > _LONGEST or _POINTS.search(found["rest"]):
        return None
    asked = last.question[0].lower_
    wh = found["wh"].split()[0].lower()
    if wh != asked and not (wh in ("what", "which", "how") and asked in ("what", "which", "how")):
        return None
    piece = parse(found["rest"])
    if any(token.pos_ in ("VERB", "AUX") for token in piece):
        return None
    return _ask_about(piece, last, named=any(token.pos_ == "PROPN" for token in piece))


def _wh_piece(words: str, parse: Callable[[str], Doc]) -> str | None:
    """Return a fragment that asks without a verb: `At what price`, `How much room`, `Where to`; None if it is none."""
    rest = words.strip(" ?!.,")
    if not rest or len(rest.split()) > _LONGEST_ALONE + 1:
        return None
    piece = parse(rest)
    asks = any(token.tag_ in QUESTION_WORDS for token in piece[:2])
    is_clause = any(token.pos_ in ("VERB", "AUX") or token.tag_ in ("PRP", "PRP$") for token in piece)
    return rest[0].lower() + rest[1:] if asks and not is_clause and not _ABOUT.match(words) else None


def _ask_about_piece(words: str, fragment: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the last question about `And Turkey?`; None where the words are more than a noun or a preposition's."""
    rest = _ABOUT.sub("", CORRECTING.sub("", words))
    opened = rest != fragment
    rest = rest.strip(" ?!.,")
    if found := _NOT_FIRST.match(rest) or _NOT_LAST.match(rest):
        rest = found["right"].strip()
    rest = _OF_THAT.sub("the ", rest)
    short = len(rest.split()) <= (_LONGEST if opened else _LONGEST_ALONE) and "¿" not in rest
    if not rest or not short or not (opened or fragment.endswith("?")):
        return None
    if _ANY.match(rest):
        return with_context(f"Were there {rest[0].lower()}{rest[1:]}?", _topic(last) or last.question.text)
    piece = parse(rest)
    if piece[0].tag_ in ("VBG", "VBN") and len(piece) > 2 and piece[1].pos_ == "ADP":
        return _appended(piece.text, last)
    # names that the parser does not know are anything to it
    is_name = opened and all(token.is_title for token in piece)
    is_clause = any(token.pos_ in ("VERB", "AUX") or token.tag_ in {"PRP", *QUESTION_WORDS} for token in piece)
    if not is_name and (is_clause or not any(token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") for token in piece)):
        return None
    return _ask_about(piece, last, named=any(token.pos_ == "PROPN" or (opened and token.is_title) for token in piece))


def _appended(participle: str, last: Spoken) -> str:
    """Return the last question with `according to Iverson` or `compared with Germany`, for what it had of the kind."""
    first_two = re.escape(" ".join(participle.split()[:2]))
    question = re.sub(rf",? {first_two} .*$", "", last.question.text.rstrip("?. "), flags=re.IGNORECASE)
    return f"{question}, {participle[0].lower()}{participle[1:]}?"


def _ask_otherwise(wh: str, last: Spoken) -> str:
    """Return the last question asking `wh` instead of what it asked."""
    question = last.question
    asked = _asked_part(question)
    if wh.endswith(" else"):
        return _with_else(question, wh)
    if wh in ("how many", "how much"):
        return _with_amount(wh, last)
    swapped = None
    if asked == 0 and question[0].pos_ in ("AUX", "VERB"):
        swapped = _lower_first(question)
    elif asked == 1 and question[0].lower_ in ("when", "where", "why"):
        swapped = question[1:].text
    elif asked and (question[0].lower_ != "how" or any(token.pos_ == "NOUN" for token in question[:asked])):
        is_object = any(token.dep_ in _SUBJECTS and token.i > asked for token in question)
        swapped = _with_object(last, asked) if is_object else _with_subject(last, asked)
    return f"{wh.capitalize()} {swapped}" if swapped else in_one(question.text, wh)


def _asked_part(question: Doc) -> int:
    """Return how many tokens at the start say what is asked for: 3 in `How many tons remain …`, 0 in `Did he …`."""
    if question[0].tag_ not in QUESTION_WORDS | {"IN"}:
        return 0
    return next((token.i for token in question if token.pos_ in ("AUX", "VERB") or token.tag_ == "MD"), 0)


def _with_object(last: Spoken, asked: int) -> str | None:
    """Return `did Germany send tanks to Ukraine?` for `How many tanks did Germany send to Ukraine?`

    None where it stays unknown what the object is, as in `What did he say about it?`.
    """
    question = last.question
    main = next((token for token in question[asked + 1 :] if token.pos_ == "VERB" and token.dep_ in _VERBS), None)
    if main is None or question[asked].pos_ != "AUX":
        return None
    noun = _noun_of(question, asked) or _answered(last, main, ("dobj",))
    if noun is None or noun in question[asked:].text:
        return None
    return f"{question[asked : main.i + 1].text} {noun} {question[main.i + 1 :].text}"


def _with_subject(last: Spoken, asked: int) -> str | None:
    """Return `did nurses go on strike?` for `How many nurses went on strike?`, with the answer's subject for `Who`."""
    question = last.question
    verb = question[asked]
    subject = _noun_of(question, asked) or _answered(last, verb, _SUBJECTS) or "they"
    rest = question[asked + 1 :].text
    if verb.pos_ == "AUX" and verb.dep_ != "ROOT":
        return f"{verb.text} {subject} {rest}"
    if verb.lemma_ == "be":
        return None
    do = {"VBD": "did", "VBZ": "do" if subject == "they" else "does"}.get(verb.tag_, "do")
    return f"{do} {subject} {verb.lemma_} {rest}"


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
    asked = _asked_part(question)
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
    asked = _asked_part(question)
    if question[0].lower_ == "what" and asked == 1:
        return f"{wh.capitalize()} {noun} {question[1:].text}"
    if asked == 0 and question[0].pos_ == "AUX" and things[0].role == 1:
        rest = re.sub(rf"\s*\b(?:(?:the|a|an|any) )?{re.escape(noun)}", "", _lower_first(question))
        return f"{wh.capitalize()} {noun} {rest}"
    return in_one(question.text, f"{wh} {noun}")


def _ask_about(piece: Doc, last: Spoken, *, named: bool) -> str:
    """Return the last question about something else: the mention of the same kind is replaced by `piece`."""
    question = last.question
    names = known_names([*last.docs, piece])
    preposition = piece[0] if piece[0].pos_ in ("ADP", "SCONJ") or piece[0].lower_ == "to" else None
    text = bare(piece.text) if preposition is None else f"{piece[0].lower_} {bare(piece[1:].text)}"
    is_adverb = bool(_ADVERB.fullmatch(text))
    kind: Kind = "date" if is_adverb else _kind_of(piece, names)
    if kind == "date" and _MONTH_OR_YEAR.fullmatch(text):
        text = f"in {text}"
    if (place := _other_time(question, preposition)) is not None:
        return f"{question[:place].text} {text}?"
    if target := _counterpart(question, read_mentions(question, names), kind, piece, preposition, named=named):
        start, end = target.start, target.end
        # one preposition is enough
        is_placed = preposition is not None or is_adverb or text.startswith("in ")
        if start and question[start - 1].pos_ == "ADP" and is_placed:
            start -= 1
        if kind == "date":
            end = max(token.i for token in question[end - 1].subtree) + 1  # "the day of the signing"
        elif of := next((token for token in piece if token.dep_ == "prep" and token.lower_ == "of"), None):
            end = _behind_the_same(question, end, of)
        amount = "How many " if target.asked and question[0].lower_ == "how" else question[:start].text
        return f"{amount} {text} {question[end:].text}"
    if preposition is None and kind == "place":
        text = f"in {text}"
    if preposition is not None or kind in ("date", "place"):
        return f"{question.text.rstrip('?. ')} {text}?"
    return in_one(question.text, f"what about {text}")


def _behind_the_same(question: Doc, end: int, preposition: Token) -> int:
    """Return where `the mayor of Oslo` ends, of which `the mayor` ends at `end`, if this preposition follows."""
    if end == len(question) or question[end].lower_ != preposition.lower_:
        return end
    nouns = [child for child in question[end].children if child.dep_ == "pobj"]
    return nouns[0].i + 1 if nouns else end


def _other_time(question: Doc, preposition: Token | None) -> int | None:
    """Return where `before the strike` begins, at the end of a question, that `after it` takes the place of."""
    if preposition is None or preposition.lower_ not in _TIMES:
        return None
    found = [token for token in question if token.lower_ in _TIMES and token.pos_ in ("ADP", "SCONJ")]
    is_last = found and max(token.i for token in found[-1].subtree) >= len(question) - 2
    return found[-1].i if is_last else None


def _kind_of(piece: Doc, names: dict[str, Kind]) -> Kind:
    last = piece[-1]
    if known := names.get(last.lower_):
        return known
    if last.pos_ == "NUM" and re.fullmatch(r"(?:19|20)\d\d", last.text):
        return "date"
    mentions = read_mentions(piece, names)
    if mentions:
        return mentions[-1].kind
    return "place" if last.pos_ == "PROPN" else "thing"


def _counterpart(
    question: Doc, mentions: Sequence[Mention], kind: Kind, piece: Doc, preposition: Token | None, *, named: bool
) -> Mention | None:
    """Return the mention that a fragment of this kind takes the place of."""
    heads = {token.lemma_.lower() for token in piece if token.pos_ == "NOUN" and token.dep_ != "compound"}
    if same := [mention for mention in mentions if mention.head in heads and not mention.asked]:
        return same[0]  # "the second time" for "the first time"
    alike: tuple[Kind, ...] = ("place", "group") if kind in ("place", "group") else (kind,)
    if kind in ("person", "thing") and not named:
        alike = ("thing", "person")
    fitting = [mention for mention in mentions if mention.kind in alike and mention.named == named]
    if kind == "date":
        fitting = [mention for mention in mentions if mention.kind == kind]
    elif preposition is not None:
        behind = [m for m in mentions if m.start and question[m.start - 1].lower_ == preposition.lower_]
        vague = all(token.pos_ != "NOUN" or token.ent_type_ == "ORDINAL" for token in piece)  # "in the third"
        fitting = [m for m in behind if m in fitting] or [m for m in behind if vague or m.kind != "date"]
    elif not named:
        objects = [m for m in fitting if m.asked or m.role in (1, 2) or question[m.start - 1].lower_ in ("about", "of")]
        fitting = objects or [m for m in mentions if m.role == 0 and m.kind in ("person", "group")] or fitting
    elif not fitting and kind != "place":  # names are often taken for something else than they are
        fitting = [mention for mention in mentions if mention.named]
    return min(fitting, key=lambda mention: (mention.kind != kind, mention.role, mention.start), default=None)


def _ask_more(last: Spoken) -> str | None:
    topic = _topic(last)
    return f"What else do the articles say about {topic}?" if topic else None


def _topic(last: Spoken) -> str | None:
    """Return the words for what the last question is about most."""
    mentions = [mention for mention in read_mentions(last.question, known_names(last.docs)) if mention.kind != "date"]
    topic = min(mentions, key=lambda mention: (mention.role, mention.start), default=None)
    return topic.text if topic else None


def _lower_first(question: Doc) -> str:
    text: str = question.text
    return text if question[0].pos_ == "PROPN" else text[0].lower() + text[1:]
