"""Tell a sentence about Storm Lothar from one about Storm Klara, about her husband from one about her, and so on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import things_counted
from qa_assistant.answering.asked import asks_for_harm, tells_of_harm
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import MONTHS, WEEKDAYS, values

if TYPE_CHECKING:
    from qa_assistant.answering.values import Value

_WORDS = r"[A-Z][\w’'-]*\w"
_NAMED = ("storm|hurricane|typhoon|cyclone", "operation")
_NUMBERED = ("flight", "article", "section", "chapter", "phase", "stage", "round", "reactor", "terminal", "platform")
_SORTS = (*_NAMED, *_NUMBERED)
"""Words right before the name or the number of one of a sort; two names, or two numbers, are never of the same one."""
_NAME = rf"(?P<name>{_WORDS}(?:\s+{_WORDS})?)"
_NUMBER = r"(?:[A-Z]{1,3}\s?)?(?P<name>\d{1,5})(?![\d,]*\d)"
_ONE_OF = tuple(
    re.compile(rf"(?P<before>\b[\w-]+\s+)?(?<![\w-])(?i:{sort})\s+{_NAME if sort in _NAMED else _NUMBER}")
    for sort in _SORTS
)
_UNNAMED = tuple(re.compile(rf"\b(?i:{sort})(?i:s)?\b(?!\s+(?:[A-Z]|\d))") for sort in _SORTS)
"""The one spoken of, or others, told by no name."""
_NO_NAME = frozenset(
    {*MONTHS, *WEEKDAYS, "Center", "Centre", "Prediction", "Season", "Warning", "Watch", "Damage", "Surge", "Relief"}
    | {"Fund", "Response", "Force", "Theatre", "Room", "Water", "Category", "Shelter", "Hunters"}
)
_BEFORE_NO_NAME = frozenset({"the", "a", "an", "this", "that", "every", "each", "no"})
_BESIDES = re.compile(
    r"\b(?:since|than|like|unlike|with|before|after|as|until|following|and|or|but|not|(?:compared|similar|prior) to"
    r"|(?:wake|aftermath) of)(?:\s+[\w-]+){0,2}\s+$",
    re.IGNORECASE,
)
"""Before one that is named only beside what a sentence tells of: "the deadliest storm since Storm Lothar"."""
_ANOTHER = r"(?:another|other|next|previous|earlier|later|last|following|first|second|third|two|three|both)"
_IN_ORDER = re.compile(
    r"\b(?:after|before|since|follow\w*|next|previous|earlier|later|replace\w*|succe\w+|preced\w+|than|like|besides"
    r"|compare\w*|differ\w*|other)\b",
    re.IGNORECASE,
)
"""In questions that another of the sort may answer: "What came after Phase 1?"."""
_GOES_ON = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|There|Both)\b")
"""The beginning of a sentence that tells of what was spoken of before it."""

_FULL_NAME = rf"{_WORDS}(?:\s+{_WORDS}){{1,3}}"
_KIN = (
    r"(?:(?:ex-|former\s|late\s|younger\s|elder\s|older\s|twin\s|eldest\s|youngest\s|step-?|half-)?"
    r"(?:husband|wife|widow|widower|son|daughter|brother|sister|father|mother|uncle|aunt|cousin|nephew|niece"
    r"|grandson|granddaughter|grandfather|grandmother)(?:-in-law)?)"
)
_OF_ONE = re.compile(
    r"(?:(?i:what|which|when|where|how\s(?:much|many|long|often|old))\s(?:[^?,]{0,40}\s)?)?"
    r"(?i:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\s+"
    rf"(?P<name>{_FULL_NAME})\s+[a-z]"
)
"""A question for what one did, or what became of one."""
_OF_MORE = re.compile(
    rf"\b{_KIN}s?\b|\b(?:who|whom|whose|family|relatives?|related|relations?|parents?|child(?:ren)?|siblings?|kin"
    r"|marri(?:ed|age)|marry|wed(?:ding)?|divorced?|alone|together|help\w*|accomplices?|any\w+|some(?:one|body)|else"
    r"|others?)\b",
    re.IGNORECASE,
)
"""In questions that are about others too."""
_KIN_FIRST = re.compile(
    rf"(?:(?:Her|His)\s+{_KIN},?\s+(?P<name>{_FULL_NAME})|(?P<called>{_FULL_NAME}),\s+(?:her|his)\s+{_KIN})"
    r"(?:,[^,]{1,60},|,)?\s+(?P<rest>[a-z].*)"
)
"""A sentence that begins with a relative by name: "Her husband, Derek Whitmore, 57, was found not guilty"."""
_OF_BOTH = re.compile(
    r"\b(?:she|hers?|he|him|his|they|them|their|both|couple|said|says|told|tells|added|wrote|believe[sd]?|thinks?"
    r"|thought)\b|[“”\"]",
    re.IGNORECASE,
)
"""In sentences that may tell of the one they begin with and of the other too."""

_HOW_MANY = re.compile(
    r"\bhow (?:many|few) (?:(?:other|more|of the|different) )?(?P<thing>[a-z]+)(?=\s+(?:is|are|was|were|do|does|did|has"
    r"|have|had|will|would|can|could|still|in|on|at|to|from|lost)\b)",
    re.IGNORECASE,
)
_NO_PEOPLE = content_words(
    "households homes houses buildings properties apartments vehicles cars trucks lorries buses trains trams ships "
    "boats planes aircraft trees animals schools shops bridges roads villages towns cities countries companies firms"
)
"""What is counted by other numbers than people are."""
_CUSTOMERS = re.compile(r"\bcustomers\b", re.IGNORECASE)
"""Where power or water fails, they are homes."""
_TIMES = frozenset({"day", "month", "weekday", "year", "clock", "age"})
_PEOPLE = content_words(
    "people person persons men man women woman residents inhabitants citizens workers employees victims patients "
    "children protesters soldiers troops refugees survivors firefighters dead"
)
_TOLL = re.compile(
    r"\b(?:number of (?:people|persons|dead|deaths|victims|casualties|missing|injured)|death toll|toll)\b",
    re.IGNORECASE,
)
"""Before a number of people that stands without them: "the death toll has risen to 17"."""

_HOW_FAR = re.compile(r"\bhow (deep|high|tall|wide|broad|long|far|thick)\b", re.IGNORECASE)
_DIMENSIONS = {
    "deep": r"deep|depths?|below|beneath|under|down",
    "high": r"high|heights?|tall|above|up|over",
    "tall": r"high|heights?|tall|above|up",
    "wide": r"wide|widths?|broad|across",
    "broad": r"wide|widths?|broad|across",
    "long": r"long|lengths?|stretch\w*|along",
    "far": r"far|away|off|apart|from|distances?|north|south|east|west|up|down|along|long|inland|beyond|past",
    "thick": r"thick|thickness",
}
"""Words beside a length that say of what it is, by the word that asks for it."""
_OF_WHAT = re.compile(
    r"\s+(?P<word>deep|below|high|tall|above|wide|broad|across|long|away|apart|thick|north|south|east|west)\b"
)


@lru_cache(maxsize=512)
def dimension_asked(question: str) -> str | None:
    """Return what length a question asks for, as it asks: `deep`, `far`."""
    match = _HOW_FAR.search(question)
    return match[1].lower() if match else None


def measures_otherwise(question: str, sentence: str) -> bool:
    """Return whether the amounts in a sentence say that they are other lengths: "38 metres above" the quay is no depth.

    One that could be meant by the question is none of these: a price for "how high", hours for "how far".
    """
    asked = dimension_asked(question)
    no_amounts = {"name", *_TIMES, *([] if asked in ("long", "far") else ["duration"])}
    lengths = [value for value in values(sentence) if value.kind not in no_amounts] if asked else []
    if not asked or not lengths or re.search(rf"\b(?:{_DIMENSIONS[asked]})\b", sentence, re.IGNORECASE):
        return False
    return all(value.kind == "length" and _OF_WHAT.match(sentence, value.span[1]) for value in lengths)


@lru_cache(maxsize=512)
def thing_counted_in(question: str) -> str | None:
    """Return what a question asks the number or the amount of, if people cannot be counted in its place."""
    if asks_for_harm(question):
        return "damage"
    match = _HOW_MANY.search(question)
    return match["thing"] if match and content_words(match["thing"]) & _NO_PEOPLE else None


def counts_people(question: str, sentence: str) -> bool:
    """Return whether a sentence counts people, and nothing else, where a question asks how many homes or cars."""
    if thing_counted_in(question) is None or tells_of_harm(sentence) or _CUSTOMERS.search(sentence):
        return False
    if _NO_PEOPLE & content_words(sentence):
        return False
    numbers = [value for value in values(sentence) if value.kind not in {"name", *_TIMES}]
    return bool(numbers) and all(_counts_people(value, sentence) for value in numbers)


def _counts_people(value: Value, sentence: str) -> bool:
    if value.kind != "number":
        return False
    things = things_counted(value, sentence)
    return bool(things & _PEOPLE) or bool(not things and _TOLL.search(sentence[: value.span[0]]))


@lru_cache(maxsize=512)
def named_of_sorts(question: str) -> tuple[tuple[str, ...], ...]:
    """Return for each sort the names or numbers of those a question is about, none where it may ask for another."""
    if _IN_ORDER.search(question):
        return tuple(() for _ in _SORTS)
    return tuple(
        () if unnamed.search(question) else tuple(name for name, _ in _of_sort(pattern, question))
        for pattern, unnamed in zip(_ONE_OF, _UNNAMED, strict=True)
    )


def is_another_of_a_sort(question: str, sentence: str) -> bool:
    """Return whether a sentence tells of another storm, say, than the question names."""
    if _GOES_ON.match(sentence):
        return False
    words = content_words(sentence) | set(re.findall(r"\d+", sentence))
    return any(
        names
        and not any(content_words(name) & words for name in names)
        and not unnamed.search(sentence)
        and any(not _BESIDES.search(before) for _, before in _of_sort(pattern, sentence))
        for names, pattern, unnamed in zip(named_of_sorts(question), _ONE_OF, _UNNAMED, strict=True)
    )


def follows_another_of_a_sort(question: str, sentence: str, before: str) -> bool:
    """Return whether a sentence goes on about another storm, say, of which alone the text before it tells by name."""
    told = f"{before} {sentence}"
    words = content_words(told)
    return any(
        names
        and sort in _NAMED
        and not any(content_words(name) & words for name in names)
        and not re.search(rf"\b{_ANOTHER}\s+(?:{sort})s?\b", told, re.IGNORECASE)
        and any(not _BESIDES.search(ahead) for _, ahead in _of_sort(pattern, before))
        for sort, names, pattern in zip(_SORTS, named_of_sorts(question), _ONE_OF, strict=True)
    )


def _of_sort(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """Return the names or numbers of those of a sort in a text, each with what stands before it."""
    return [
        (match["name"], text[: match.start()] + (match["before"] or ""))
        for match in pattern.finditer(text)
        if _NO_NAME.isdisjoint(match["name"].split())
        and (match["name"].isdigit() or (match["before"] or "").strip().lower() not in _BEFORE_NO_NAME)
    ]


@lru_cache(maxsize=512)
def person_asked_of(question: str) -> str | None:
    """Return the full name of one whose doings a question asks for, where it asks for nobody else's."""
    match = _OF_ONE.match(question)
    return match["name"] if match and not _OF_MORE.search(question) else None


def is_of_kin(question: str, sentence: str) -> bool:
    """Return whether a sentence tells only what became of a relative of the one that the question asks about."""
    name, match = person_asked_of(question), _KIN_FIRST.match(sentence)
    if name is None or match is None or _OF_BOTH.search(match["rest"]):
        return False
    asked, relative = content_words(name), match["name"] or match["called"]
    new = content_words(relative) - asked
    return bool(new) and not new & content_words(question) and not asked & content_words(match["rest"])
