"""Complete a shortened question from the one before: `And Turkey?`, `When?`, `No, in 2021`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import Kind, Mention, bare, known_names, read_mentions
from qa_assistant.answering.referents import in_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc, Token

    from qa_assistant.answering.referents import Spoken

OPENING = re.compile(r"^\s*(?:(?:and|but|or|so|ok|okay|well|then|also)\b,?\s*)+", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:(?:what|how) about|(?:no|nope|sorry|actually|rather|wait)\b[, ]*(?:not \w+,? ?(?:but )?)?(?:i (?:mean|meant)(?: to ask about)?)?"
    r"|i (?:mean|meant)(?: to ask about)?|same (?:question )?for)\b[, ]*",
    re.IGNORECASE,
)
_BARE_WH = re.compile(
    r"^(?P<wh>(?:since |until |from |with |to |for |by )?(?:when|where|why|how|who|whom|what)(?: (?:many|much|long|often|far|else))?)"
    r"(?: exactly| precisely| though| then| so| come| not| was (?:that|this|it)| is (?:that|this|it)"
    r"| did (?:that|this|it) (?:happen|occur|take place))*\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^(?:tell me|say|give me|show me)? ?(?:any )?(?:more|more details|details|go on|continue)(?: please)?\W*$", re.IGNORECASE)
_VERBS = ("ROOT", "xcomp", "ccomp")
_LONGEST = 6
"""Words of a fragment that begins with `and` or the like."""
_LONGEST_ALONE = 3
"""Words of a fragment that begins with nothing of the kind: `Turkey?`"""


def complete(fragment: str, last: Spoken, parse: Callable[[str], Doc]) -> str | None:
    """Return the question that a shortened one means after `last`, or None if it is not a shortened one."""
    words = OPENING.sub("", fragment).strip()
    if found := _BARE_WH.match(words):
        return " ".join(_ask_otherwise(found["wh"].lower(), last).split()).replace(" ?", "?")
    if _MORE.match(words):
        return _ask_more(last)
    about = _ABOUT.match(words)
    opened = words != fragment.strip() or about is not None
    rest = (words[about.end() :] if about else words).strip(" ?!.,")
    if not rest or "¿" in rest or len(rest.split()) > (_LONGEST if opened else _LONGEST_ALONE):
        return None
    if not opened and not fragment.rstrip().endswith("?"):
        return None
    piece = parse(rest)
    if any(token.pos_ in ("VERB", "AUX", "PRON") or token.tag_ in ("WDT", "WP", "WRB") for token in piece):
        return None
    if not any(token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") for token in piece):
        return None
    named = any(token.pos_ == "PROPN" or (opened and token.is_title) for token in piece)
    return _ask_about(piece, last, named=named)


def _ask_otherwise(wh: str, last: Spoken) -> str:
    """Return the last question asking `wh` instead of what it asked."""
    question = last.question
    asked = _asked_part(question)
    if wh.endswith(" else"):
        return _with_else(question, wh)
    if wh in ("how many", "how much"):
        return _with_amount(wh, last)
    if asked == 0 and question[0].pos_ in ("AUX", "VERB"):
        return f"{wh.capitalize()} {_lower_first(question)}"
    if question[0].lower_ in ("when", "where", "why") and asked == 1:
        return f"{wh.capitalize()} {question[1:].text}"
    if asked and (swapped := _without_asked(wh, last, asked)):
        return swapped
    return in_one(question.text, wh)


def _asked_part(question: Doc) -> int:
    """Return how many tokens at the start say what is asked for: 3 in `How many tons remain …`, 0 in `Did he …`."""
    if question[0].tag_ not in ("WRB", "WP", "WDT", "WP$", "IN"):
        return 0
    return next((token.i for token in question if token.pos_ in ("AUX", "VERB") or token.tag_ == "MD"), 0)


def _without_asked(wh: str, last: Spoken, asked: int) -> str | None:
    """Return `When did Putin meet in Tehran?` for `Who did Putin meet in Tehran?`, `When did nurses strike?` and so on."""
    question = last.question
    verb = question[asked]
    first = question[0].lower_
    if first == "how" and not any(token.pos_ == "NOUN" for token in question[:asked]):
        return None  # "How strong was it, and when?"
    noun = _noun_of(question, asked)
    if any(token.dep_ in ("nsubj", "nsubjpass") and token.i > asked for token in question):
        main = next((token for token in question[asked + 1 :] if token.pos_ == "VERB" and token.dep_ in _VERBS), None)
        if main is None or verb.pos_ != "AUX":
            return None  # "Who is Yury Ushakov, and when?"
        noun = noun or _answered(last, main, ("dobj",))
        if noun is None or noun in question.text[question[asked].idx :]:
            return None  # "Who did Putin meet in Tehran, and when?"
        return f"{wh.capitalize()} {question[asked : main.i + 1].text} {noun} {question[main.i + 1 :].text}"
    subject = noun or _answered(last, verb, ("nsubj", "nsubjpass")) or "they"
    if verb.pos_ == "AUX" and verb.dep_ != "ROOT":
        return f"{wh.capitalize()} {verb.text} {subject} {question[asked + 1 :].text}"
    if verb.lemma_ == "be":
        return None
    do = "do" if subject == "they" else "does"
    do = {"VBD": "did", "VBZ": do}.get(verb.tag_, "do")
    return f"{wh.capitalize()} {do} {subject} {verb.lemma_} {question[asked + 1 :].text}".replace(" ?", "?")


def _noun_of(question: Doc, asked: int) -> str | None:
    """Return the noun phrase in what is asked for: `tons of grain` in `How many tons of grain`."""
    words = [token for token in question[:asked] if token.tag_ not in ("WRB", "WP", "WDT", "WP$", "IN") or token.lower_ == "of"]
    words = [token for token in words if token.lower_ not in ("many", "much")]
    if not any(token.pos_ in ("NOUN", "PROPN") for token in words):
        return None
    text = "".join(token.text_with_ws for token in words).strip()
    return f"the {text}" if question[0].lower_ == "which" else text


def _answered(last: Spoken, verb: Token, roles: tuple[str, ...]) -> str | None:
    """Return who did it, or what was done, if the answer says it with the same verb."""
    if last.answer is None:
        return None
    mentions = read_mentions(last.answer, known_names(last.docs))
    places = [child.i for token in last.answer if token.lemma_ == verb.lemma_ for child in token.children if child.dep_ in roles]
    return next((mention.text for mention in mentions for place in places if mention.start <= place < mention.end), None)


def _with_else(question: Doc, wh: str) -> str:
    """Return the question asking for more of the same, `Who else did Putin meet?`, or with `and who else` added."""
    first = question[0].lower_
    asked = _asked_part(question)
    same = wh.split()[0] in (first, "who" if first == "whom" else first)
    if asked and (same or (wh == "what else" and first in ("which", "what"))):
        return f"{wh.capitalize()} {question[asked:].text}"
    return in_one(question.text, wh)


def _with_amount(wh: str, last: Spoken) -> str:
    """Return `How many drones is Iran expected to supply?` after `What is Iran expected to supply?`"""
    question = last.question
    names = known_names(last.docs)
    things = [
        mention
        for doc in last.docs
        for mention in read_mentions(doc, names)
        if mention.kind == "thing" and mention.plural == (wh == "how many") and not mention.asked
    ]
    asked = _asked_part(question)
    if not things:
        return in_one(question.text, wh)
    thing = things[0]
    noun = re.sub(r"^the ", "", thing.text)
    if question[0].lower_ == "what" and asked == 1:
        return f"{wh.capitalize()} {noun} {question[1:].text}"
    if asked == 0 and question[0].pos_ == "AUX" and noun in question.text and thing.role == 1:
        rest = re.sub(rf"\s*(?:the |a |an |any )?{re.escape(noun)}", "", _lower_first(question))
        return f"{wh.capitalize()} {noun} {rest}"
    return in_one(question.text, f"{wh} {noun}")


def _ask_about(piece: Doc, last: Spoken, *, named: bool) -> str:
    """Return the last question about something else: the mention of the same kind is replaced by `piece`."""
    question = last.question
    names = known_names([*last.docs, piece])
    mentions = read_mentions(question, names)
    preposition = piece[0] if piece[0].pos_ in ("ADP", "SCONJ") or piece[0].lower_ == "to" else None
    text = bare(piece.text) if preposition is None else f"{piece[0].lower_} {bare(piece[1:].text)}"
    kind = _kind_of(piece, names)
    if preposition is None:
        text = _in_year(text, kind)
    if target := _counterpart(question, mentions, kind, preposition, named=named):
        start = target.start - (preposition is not None or text.startswith("in "))
        start = start if question[start].pos_ == "ADP" or start == target.start else target.start
        lead = "How many " if target.asked and question[0].lower_ == "how" else ""
        before = lead or question[:start].text_with_ws
        before = before if before.endswith(" ") or not before else f"{before} "
        after = question[target.end :].text
        return f"{before}{text}{'' if after[:1] in '?.,' else ' '}{after}"
    if kind == "place" and preposition is None:
        text = f"in {text}"
    if preposition is not None or kind in ("date", "place"):
        return f"{question.text.rstrip('?. ')} {text}?"
    return in_one(question.text, f"what about {text}")


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


def _in_year(text: str, kind: Kind) -> str:
    return f"in {text}" if kind == "date" and text.isdigit() else text


def _counterpart(
    question: Doc, mentions: Sequence[Mention], kind: Kind, preposition: Token | None, *, named: bool
) -> Mention | None:
    """Return the mention that a fragment of this kind takes the place of."""
    alike: tuple[Kind, ...] = ("place", "group") if kind in ("place", "group") else (kind,)
    if kind in ("person", "thing") and not named:
        alike = ("thing", "person")
    fitting = [mention for mention in mentions if mention.kind in alike and mention.named == named]
    if kind == "date":
        fitting = [mention for mention in mentions if mention.kind == kind]
    elif preposition is not None:
        behind = [m for m in mentions if m.start and question[m.start - 1].lower_ == preposition.lower_]
        fitting = [m for m in behind if m in fitting] or [m for m in behind if m.named == named]
    elif not named:
        fitting = [mention for mention in fitting if mention.role or mention.asked] or fitting
    elif not fitting and kind != "place":  # names are often taken for something else than they are
        fitting = [mention for mention in mentions if mention.named]
    return min(fitting, key=lambda mention: (mention.kind != kind, mention.role, mention.start), default=None)


def _ask_more(last: Spoken) -> str | None:
    mentions = [mention for mention in read_mentions(last.question, known_names(last.docs)) if mention.kind != "date"]
    topic = min(mentions, key=lambda mention: (mention.role, mention.start), default=None)
    return f"What else do the articles say about {topic.text}?" if topic else None


def _lower_first(question: Doc) -> str:
    first = question[0]
    text = question.text
    return text if first.pos_ == "PROPN" else text[0].lower() + text[1:]
