"""Complete a shortened question from the one before: `And Turkey?`, `When?`, `No, in 2021`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import QUESTION_WORDS, Kind, Mention, bare, known_names, read_mentions
from qa_assistant.answering.referents import in_one, with_context
from qa_assistant.answering.sorts import fits, noun_of
from qa_assistant.answering.values import MONTHS
from qa_assistant.answering.wh_fragments import (
    SUBJECTS,
    ask_of_event,
    ask_otherwise,
    asked_part,
    topic_of,
    with_object,
    with_subject,
)
from qa_assistant.answering.whose import ask_of_owner, ask_of_relation, ask_of_the_same, is_owner, owned

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
_ADDED = re.compile(
    r", and (?:(?:since|until|from|with|to|for|by) )?(?:when|where|why|how|who|whom|what)"
    r"(?: (?:many|much|long|often|far|else|exactly|precisely))*\?$"
)
"""What a fragment added to the question before it."""
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
_ARTICLE = re.compile(r"^(?:the|any|some) ", re.IGNORECASE)
_LONGEST = 6
"""Words of a fragment that begins with `and` or the like."""
_LONGEST_ALONE = 3
"""Words of a fragment that begins with nothing of the kind: `Turkey?`"""


def complete(fragment: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the question that a shortened one means after `last`, or None if it is not a shortened one."""
    words = OPENING.sub("", fragment).strip()
    if _ADDED.search(last.question.text):
        last = replace(last, question=parse(f"{_ADDED.sub('', last.question.text)}?"))
    completed: str | None
    if happened := ask_of_event(words, last):
        completed = happened
    elif last.is_request and (_BARE_WH.match(words) or _wh_piece(words, parse)):
        completed = with_context(words[:1].upper() + words[1:], last.question.text)
    elif found := _BARE_WH.match(words):
        completed = ask_otherwise(found["wh"].lower(), last)
    elif _MORE.match(words):
        completed = _ask_more(last)
    elif pair := _swapped(CORRECTING.sub("", words).strip(" ?!."), last):
        completed = pair
    elif gapped := _gapped(words, last, parse):
        completed = gapped
    elif piece := _wh_piece(words, parse):
        completed = ask_otherwise(piece, last)
    else:
        completed = _ask_about_piece(words, fragment.strip(), last, parse)
    return re.sub(r" +(?=[?.,])", "", " ".join(completed.split())) if completed else None


def _swapped(words: str, last: Spoken) -> str | None:
    """Return the last question with one thing for another: `Flooded, not destroyed`, `Not Iran but Iraq`."""
    if not (found := _NOT_FIRST.match(words) or _NOT_LAST.match(words)):
        return None
    question: str = last.question.text
    right = found["right"].strip()
    place = re.search(rf"\b{re.escape(found['wrong'].strip())}\b", question, re.IGNORECASE)
    if place is None:
        return None
    before, after = question[: place.start()].split(), question[place.end() :].split()
    for count in range(len(right.split()) - 1, 0, -1):  # "Not Averne, Port Lisle" after "Port Averne"
        first, last_words = right.split()[:count], right.split()[-count:]
        if before[-count:] == first:
            return " ".join([*before[:-count], right, *after])
        if [word.strip("?.,") for word in after[:count]] == last_words:
            return f"{question[: place.start()]}{' '.join(right.split()[:-count])}{question[place.end() :]}"
    return f"{question[: place.start()]}{right}{question[place.end() :]}"


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
    is_noun = len(piece) == 2 and piece[0].lower_ == "which"  # whatever the parser takes the second word for
    is_clause = not is_noun and any(token.pos_ in ("VERB", "AUX") or token.tag_ in ("PRP", "PRP$") for token in piece)
    return rest[0].lower() + rest[1:] if asks and not is_clause and not _ABOUT.match(words) else None


def _ask_about_piece(words: str, fragment: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the last question about `And Turkey?`; None where the words are more than a noun or a preposition's."""
    rest = _ABOUT.sub("", CORRECTING.sub("", words))
    opened = rest != fragment
    rest = rest.strip(" ?!.,")
    if found := _NOT_FIRST.match(rest) or _NOT_LAST.match(rest):
        rest = found["right"].strip()
    of_that = _OF_THAT.match(rest)
    whose = is_owner(rest)
    rest = bare(rest) if whose and not of_that else rest
    rest = _OF_THAT.sub("the ", rest)
    short = len(rest.split()) <= (_LONGEST if opened else _LONGEST_ALONE) and "¿" not in rest
    is_asked = opened or fragment.endswith("?")
    if not rest or not short or not (is_asked or _ARTICLE.match(rest)):
        return None
    if _ANY.match(rest):
        return with_context(f"Were there {rest[0].lower()}{rest[1:]}?", topic_of(last))
    piece = parse(rest)
    if piece[0].tag_ in ("VBG", "VBN") and len(piece) > 2 and piece[1].pos_ == "ADP":
        return _appended(piece.text, last)
    # names that the parser does not know are anything to it
    is_name = opened and all(token.is_title for token in piece)
    is_clause = any(token.pos_ in ("VERB", "AUX") or token.tag_ in {"PRP", *QUESTION_WORDS} for token in piece)
    is_vague = not is_asked and piece[-1].pos_ != "NOUN"  # "the best"
    if not is_name and (
        is_clause or is_vague or not any(token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") for token in piece)
    ):
        return None
    of_it = _ask_of_that(piece, last, of_that[0].strip()) if of_that else None
    if of_it or last.is_request:
        return of_it or with_context(f"What do the articles say about {piece.text}?", last.question.text)
    named = any(token.pos_ == "PROPN" or (opened and token.is_title) for token in piece)
    return _ask_of_another(piece, last, named=named, whose=whose) or _ask_about(piece, last, named=named)


def _ask_of_another(piece: Doc, last: Spoken, *, named: bool, whose: bool) -> str | None:
    """Return the last question about another owner, or about something else of the same one; None where none is."""
    names = known_names([*last.docs, piece])
    mentions = read_mentions(last.question, names)
    kind = _kind_of(piece, names)
    if kind == "thing" and piece.text.isupper():
        kind = "group"  # "BP" is no name to the parser
    is_name = named and piece[0].pos_ not in ("ADP", "SCONJ") and all(token.pos_ != "NOUN" for token in piece)
    if whose or is_name:
        return ask_of_owner(last.question, mentions, piece.text, kind, names, is_sure=whose)
    return None if named else ask_of_the_same(piece, mentions, last.question, is_person=kind == "person")


def _ask_of_that(piece: Doc, last: Spoken, pronoun: str) -> str | None:
    """Return `What is the price of the plant?` for `And its price?` after `When does the plant open?`

    None for `And its prime minister?` after `When did the president of France resign?`, where one takes the place of
    the other.
    """
    question = last.question
    owners = (
        token for token in question if token.dep_ == "poss" or (token.dep_ == "pobj" and token.head.lower_ == "of")
    )
    owner = next((question[token.left_edge.i : token.i + 1].text for token in owners if token.pos_ != "PRON"), None)
    topic = owner or _topic(last)
    if not topic:
        return None
    names = known_names(last.docs)
    if _kind_of(piece, names) == "person":
        if owner:
            return ask_of_relation(piece, read_mentions(question, names), last, pronoun)
        return str(question.text).replace(topic, f"{owned(topic)} {piece[1:].text}", 1)
    return f"What {'are' if piece[-1].tag_ == 'NNS' else 'is'} {piece.text} of {topic}?"


def _appended(participle: str, last: Spoken) -> str:
    """Return the last question with `according to Iverson` or `compared with Germany`, for what it had of the kind."""
    first_two = re.escape(" ".join(participle.split()[:2]))
    question = re.sub(rf",? {first_two} .*$", "", last.question.text.rstrip("?. "), flags=re.IGNORECASE)
    return f"{question}, {participle[0].lower()}{participle[1:]}?"


def _asked_of_one(piece: Doc, last: Spoken) -> str | None:
    """Return `Did the mayor die in the flood?` for `And the mayor?` after `How many people died in the flood?`

    None where the piece is something that can be counted.
    """
    question, asked = last.question, asked_part(last.question)
    nouns = [chunk.root for chunk in piece.noun_chunks]
    is_one = len(nouns) == 1 and nouns[0].tag_ in ("NN", "NNP") and piece[0].pos_ in ("DET", "PROPN")
    if not is_one or question[0].lower_ != "how" or asked < 3:
        return None
    is_object = any(token.dep_ in SUBJECTS and token.i > asked for token in question)
    one = with_object(last, asked, piece.text) if is_object else None
    found = one or with_subject(question, asked, piece.text, is_one=True)
    return f"{found[0].upper()}{found[1:]}" if found else None


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
    mentions = read_mentions(question, names)
    noun = noun_of(piece) if preposition is None and kind != "date" and not (named and text != text.lower()) else None
    if noun is not None:
        named = False
        mentions = [replace(m, named=m.named and not m.text.islower()) for m in mentions if fits(noun, m, question)]
    if target := _counterpart(question, mentions, kind, piece, preposition, named=named):
        start, end = target.start, target.end
        # one preposition is enough
        is_placed = preposition is not None or is_adverb or text.startswith("in ")
        if start and question[start - 1].pos_ == "ADP" and is_placed:
            start -= 1
        if kind == "date":
            end = max(token.i for token in question[end - 1].subtree) + 1  # "the day of the signing"
        elif of := next((token for token in piece if token.dep_ == "prep" and token.lower_ == "of"), None):
            end = _behind_the_same(question, end, of)
        if not target.asked or question[0].lower_ != "how":
            return f"{question[:start].text} {text} {question[end:].text}"
        is_noun = any(token.pos_ in ("NOUN", "PROPN") for token in piece)  # else "of the homeless"
        of_many = f"How many {_ARTICLE.sub('', text) if is_noun else f'of {text}'} {question[end:].text}"
        return _asked_of_one(piece, last) or of_many
    if noun is not None:
        return with_context(f"What about {text}?", topic_of(last))
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
