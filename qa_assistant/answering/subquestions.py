"""Take a question that asks several things apart, so that each is looked up and answered by itself.

"Who was counted among the dead, and what did he tell the commissioners?" needs two articles, and for the second the
answer to the first.
"""

from __future__ import annotations

import re

from qa_assistant.answering.turning import AUXILIARY, PREPOSITION, WH, asks
from qa_assistant.answering.wrapped import sentences, unwrapped

_RELATIVE = re.compile(rf"^{PREPOSITION}(?:who|whom|whose|which)\b", re.IGNORECASE)
"""What may also go on about a noun: "the man who faced a judge, and who pleaded not guilty"."""
_GOES_ON = re.compile(
    r"\w,?\s+(?:(?:in|at|on|by|for|to|from|with|of)\s+)?(?:who|whom|whose|which|that)\b", re.IGNORECASE
)
_NO_QUESTION = re.compile(
    rf"^{PREPOSITION}(?:who|whom|whose|which)\s+(?:the|an?|he|she|it|they|we|his|her|its|their)\b"
    r"|^whom?\s+(?:in|at|on|by|for|to|from|with|of|after|before)\b",
    re.IGNORECASE,
)
"""Half a question, or a clause: "and who the mayor", "and who on the side of the police"."""
_VERB = rf"{AUXILIARY}\b"
_SUBJECT = (
    r"(?:the|an?|this|that|these|those|there|it|he|she|they|we|you|his|her|its|their|our|any\w*|some\w*|every\w*|no\w*|all|"
    r"both|each|other|another|most|many|more|[a-z]+(?=\s\w+(?:ed|en|un|ne|id|de|ld|ft|nt)\b)|(?-i:[A-Z])\w*)"
)
_JOINT = re.compile(
    rf"\s*,?\s+and\s+(?={PREPOSITION}{WH}|{_VERB}\s+{_SUBJECT}\b|if (?:so|not|yes),?\s+{PREPOSITION}{WH})",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf",\s+(?={PREPOSITION}(?:(?:when|where|why|how)\s+{_VERB}|how\s+\w+(?:\s+\w+){{0,2}}\s+{_VERB}|what\b"
    rf"|(?:which|whose)\s+\w+\s+{_VERB}|who\b))",
    re.IGNORECASE,
)
"""Between the first two of three: "When was it found, how much does it weigh and who is the captain?"."""
_OPENING = re.compile(rf"^(?:{PREPOSITION}{WH}|{_VERB})", re.IGNORECASE)
_ASKS_WHETHER = re.compile(rf"^{_VERB}", re.IGNORECASE)
_MODAL = re.compile(
    r"^(?:can|could|will|would|shall|should|may|might|must)\s+"
    r"(?:the|an?|it|he|she|they|we|you|there|his|her|its|their|any\w*)\b",
    re.IGNORECASE,
)
"""No verb after these: who will begin something else is not "and will the …"."""
_TOLD_OF = re.compile(
    rf"^(?:when|where|why|how)\s+(?!{_VERB}|(?:much|many|long|far|old|often|big|large|high|soon|fast|deep|tall|wide|late"
    r"|early|well|badly|serious|likely|come|about)\b"
    rf"|(?!(?:people|they|we|he|she|it|that|this|\w+s)\b)\w+\s+{_VERB})",
    re.IGNORECASE,
)
"""No question, but what one asks about: "what is known of when the gate failed and how the alarm was raised"."""
_NAMES_BOTH = re.compile(
    rf"\b(?:between|compare|known|know|clear|certain|said|say|decided|agreed)\s+(?:{WH}|(?:whether|if)\b)"
    r"|\b(?:explain|tell|told|reveal|disclose|announce|find out|ask|remember|describe|report|establish|learn|"
    r"understand|show|mention|specify|indicate|discuss)(?:e?d|s)?\s+(?:(?:me|us|them|him|her|reporters|parliament)\s+)?"
    r"(?:who|whom|whose|what|which|how|why|whether)\b",
    re.IGNORECASE,
)
"""What is asked about several clauses at once: "the difference between what he said and what she said"."""
_ANY_WH = re.compile(rf"\b{WH}", re.IGNORECASE)
_IF_SO = re.compile(r"^(?:and\s+)?(?:if (?:so|not|yes),?\s+)?", re.IGNORECASE)
_BEFORE_WHOM = r"(?:in|at|on|by|for|to|from|with|of|since|until|under|about|after|before)"
_TAIL = re.compile(
    rf"^(?:when|where|why|how(?: (?:long|often|far|soon))?"
    rf"|{_BEFORE_WHOM} (?:whom|what|when|where|how (?:much|many|long|often|far|soon)))(?: not| exactly)?$",
    re.IGNORECASE,
)
"""What asks for more about a question for yes or no: "Was he suspended, and why?"."""
_ADDING = re.compile(r"^(?:(?:and|also|but|so|then)\b,?\s+)+", re.IGNORECASE)
_POINTS_BACK = re.compile(r"^(?:is|was) (?:this|that|it) (?:true|right|correct|so|certain|confirmed)$", re.IGNORECASE)
_CONTEXT = re.compile(r"(?<=\?)\s+\([^?]*\)$")
"""What a question was about, from the turns before it."""
_LEAST = 3
"""Words of a part at least: "and when" asks for more about the same."""
_MOST = 3
"""Parts looked up at most."""


def subquestions(question: str) -> tuple[str, ...]:
    """Return the parts of a question that asks several things, each as a question; one that asks one thing as it is.

    Later parts may lean on earlier ones: "and what did he say?".
    """
    context = _CONTEXT.search(question)
    said = _questions(question[: context.start()] if context else question)
    parts = [part for sentence in said for part in _of_sentence(sentence)]
    if len(parts) > _MOST:
        parts = [sentence.strip(" ,?.!") for sentence in said]
    if not 1 < len(parts) <= _MOST:
        return (question,)
    behind = context[0] if context else ""
    return tuple(f"{part[0].upper()}{part[1:]}?{behind}" for part in parts)


def _questions(message: str) -> list[str]:
    """Return the questions that a message asks one after the other, each with what is said after it.

    The message alone where it begins with something else, so that what it says goes with what it asks.
    """
    said = sentences(message)
    found: list[str] = []
    for sentence in said:
        asked = unwrapped(_ADDING.sub("", sentence)) if len(said) > 1 else sentence
        words = asked.strip(" ,?.!")
        is_asked = (sentence.endswith("?") or asked != sentence) and _OPENING.search(words)
        if is_asked and (len(words.split()) > 1 or (found and _TAIL.match(words))) and not _POINTS_BACK.match(words):
            found.append(asked)
        elif found:
            found[-1] += f" {sentence}"
        else:
            return [message]
    return found


def _of_sentence(sentence: str) -> list[str]:
    """Return the parts of one sentence without question marks; the sentence alone where it asks one thing."""
    whole = sentence.strip(" ,?.!")
    parts = [part.strip(" ,?.!") for part in _JOINT.split(sentence)]
    listed = _LISTED.split(parts[0]) if len(parts) == 2 else []
    if len(listed) == 2 and _are_parts([*listed, parts[1]]) and not _may_be_enclosed(listed[1], parts[1], sentence):
        return [*listed, parts[1]]
    return [_IF_SO.sub("", part) for part in parts] if _are_parts(parts) else [whole]


def _are_parts(parts: list[str]) -> bool:
    first, *more = (_IF_SO.sub("", part) for part in parts)
    is_full = len(first.split()) >= _LEAST and _OPENING.search(first)
    if not more or not is_full:
        return False
    clauses = [part for part in more if not _ASKS_WHETHER.match(part)]
    goes_on = any(_GOES_ON.search(part) for part in (first, *more[:-1]))
    return (
        all(_is_part(part, first) for part in more)
        and not (clauses and _NAMES_BOTH.search(first))
        and not (_RELATIVE.search(first) and goes_on and any(_RELATIVE.search(part) for part in clauses))
        and not (goes_on and len(clauses) < len(more))
    )


def _is_part(part: str, first: str) -> bool:
    """Return whether what follows `and` is a question of its own after the first."""
    if _ASKS_WHETHER.match(part):
        return len(part.split()) >= _LEAST and (bool(_MODAL.match(part)) or asks(f"{part[0].upper()}{part[1:]}?"))
    if _TAIL.match(part) and _ASKS_WHETHER.match(first) and not _ANY_WH.search(first):
        return True
    is_full = len(part.split()) >= _LEAST and _OPENING.search(part)
    return bool(is_full) and not _TOLD_OF.search(part) and not _NO_QUESTION.search(part)


def _may_be_enclosed(middle: str, last: str, sentence: str) -> bool:
    """Return whether what stands between a comma and `and` may be about a noun before it: "Ann, who won, …"."""
    closes = re.search(r",\s+and\s", sentence[sentence.index(middle) :], re.IGNORECASE)
    return "," in middle or (_RELATIVE.search(middle) is not None and bool(closes or _RELATIVE.search(last)))
