"""Take a question out of the one it is wrapped in: `Do you know when work begins?` asks when it begins.

Only words that could stand before any question are taken away. `Has the council said when work begins?` asks what the
council did and stays.
"""

from __future__ import annotations

import re
from functools import cache

from qa_assistant.answering.turning import AUXILIARY, PREPOSITION, WH, question_of, turned


def _any(words: str) -> str:
    """Return the pattern of one of the words; `_` stands for the space within one."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


_CLAUSE = rf"(?:{PREPOSITION}{WH}|whether\b|if\b(?! (?:not|so|any|possible)\b))"
_GREETING = _any(
    "hi hello hey good_morning good_afternoon good_evening ok okay so now and but well also then thanks thank_you "
    "great please sorry excuse_me sure yes no"
)
_BEFORE = rf"\W*(?:{_GREETING}\b[\s,.!]+)*"
_AFTER = re.compile(r"[\s,]+(?:please|thanks|thank you|for me)[\s?.!…]*$|[\s?.!…,]+$", re.IGNORECASE)
_ADVERB = _any(
    "please kindly possibly perhaps maybe also still yet now already even actually ever just publicly officially "
    "exactly by_any_chance"
)
_ALSO = rf"(?:{_ADVERB}\s+)*"
_TELL = _any("tell say explain inform remind find_out look_up check see figure_out work_out confirm let")
_TELLING = _any("telling saying explaining checking finding_out")
_LEARN = _any("know learn find_out hear ask understand see")
_TO_ME = r"(?:\s+(?:to )?(?:me|us)(?: know)?)?(?:,? please)?"
_ANYONE = _any("anyone anybody someone somebody everyone everybody")
_SOME = _any("any some an")
_ARTICLES = (
    rf"(?:{_any('the any any_of_the any_of_these these those your all all_the this')} )?(?:news )?"
    rf"{_any('articles? reports? story stories texts? coverage news papers? newspapers? press media documents?')}"
)
_STATE = _any(
    "mention(?:ed)? say said tell told stated? report(?:ed)? reveal(?:ed)? specify specified give explain(?:ed)? "
    "indicated? described? know show make_clear made_clear disclosed? announced? noted? clarify clarified "
    "discuss(?:ed)? cover named? identify identified"
)
_STATED = _any(
    "known said clear certain reported stated announced revealed mentioned disclosed established told specified "
    "explained confirmed understood recorded published public indicated"
)
_INFORMATION = _any(
    "information info word news details? reports? indication mention idea clues? anything something data explanation "
    "updates?"
)
_OF = rf"(?:\s+{_any('on about of as_to regarding concerning over for')})?"
_HERE = rf"(?:\s+(?:in|from) {_ARTICLES}|\s+{_any('yet available out_there here there')})?"
_I_AM = r"i(?:['’]m| am| was|['’]ve been)"
_I_WOULD = r"i(?:['’]d| would|['’]ll)(?: really| just| also)?"
_WRAPPERS = (
    rf"(?:can|could|would|will|might|may) (?:you|we|i) {_ALSO}(?:{_TELL}|ask|know){_TO_ME}",
    rf"(?:can|could|would|will|might) {_ANYONE} {_ALSO}tell (?:me|us)",
    rf"would you {_ALSO}mind {_TELLING}{_TO_ME}",
    rf"(?:are you able|is it possible|would it be possible) to (?:{_TELL}|know){_TO_ME}",
    rf"do you {_ALSO}(?:happen to )?(?:know|remember|recall|understand)",
    rf"(?:do (?:you|we) have|have (?:you|we)(?: got)?|did you find|got)(?: {_SOME})? {_INFORMATION}{_HERE}{_OF}",
    rf"(?:do|does) (?:we|{_ANYONE}) {_ALSO}(?:happen to )?know",
    rf"does {_ANYONE} have {_SOME} {_INFORMATION}{_OF}",
    rf"(?:tell|remind|inform) (?:me|us){_TO_ME}|let (?:me|us) know|find out|explain{_TO_ME}",
    rf"i(?: just)? wonder(?:ed)?|{_I_AM} (?:just )?wondering",
    rf"{_I_WOULD} (?:like|love|want|need|be interested|be curious) to {_LEARN}",
    rf"i(?: just| also)? (?:want|need|wanted|wish)(?: you)? to (?:{_LEARN}|tell me)",
    rf"{_I_AM} (?:curious|interested)(?: about| in)?(?: to {_LEARN})?|{_I_AM} trying to {_LEARN}",
    r"(?:my|the) question is",
    # not "was it known": what was known at some time is another matter
    rf"has (?:it|anything|something) {_ALSO}been {_ALSO}{_STATED}{_OF}",
    rf"is(?:n['’]t)? (?:it|anything|something) {_ALSO}{_STATED}(?: yet| already)?{_OF}",
    rf"(?:is|are) there {_ALSO}(?:{_any('any some an more further')} )*{_INFORMATION}{_HERE}{_OF}",
    rf"any {_INFORMATION}{_HERE}{_OF}",
)
_SPEAKERS = (
    rf"(?:have|do|did) they {_ALSO}{_STATE}",
    rf"{_any('do does did have has can could')} {_ARTICLES} {_ALSO}{_STATE}{_TO_ME}"
    rf"(?: (?:anything )?about| (?:any )?{_INFORMATION}{_OF})?",
)
"""Whoever they are, and any article; after other turns they may be somebody, and the report one in the news."""
_A_NOUN = r"(?:\w+ ){0,2}\w+"
_WORTH = rf"(?:{_any('full exact total final official')} )?" + _any(
    "names? titles? price costs? number total date day time year age reasons? causes? amount size length height depth "
    "weight address location value salary budget results? score population percentage share"
)
_NAMING = (
    (rf"(?:(?:can|could|would|will) you {_ALSO})?(?:tell|give) (?:me|us){_TO_ME}", _A_NOUN),
    (rf"(?:can|may|could) i (?:have|get|know|ask)|do you {_ALSO}know|i (?:need|want)(?: to {_LEARN})?", _WORTH),
    (rf"{_I_WOULD} (?:like|love)(?: to (?:{_LEARN}|have))?", _WORTH),
    (rf"(?:do|does|did) {_ARTICLES} {_ALSO}(?:give|state|specify|disclose|reveal){_TO_ME}", _WORTH),
)
"""What may stand before a noun, and which nouns: `Give me the price of a ticket`."""
_AFTER_A_NOUN = r"(?:of|for|in|at|on|to|behind|why)\b"
_ACTOR = _any(
    "captain mayor president minister owner buyer seller director author writer leader head chief founder winner "
    "victim judge manager coach chairman chairwoman chair king queen editor architect suspect driver pilot"
)
_WHO = re.compile(rf"the (?:\w+ ){{0,2}}{_ACTOR} {_AFTER_A_NOUN}", re.IGNORECASE)
_MANY = re.compile(rf"the (?:\w+ )?(?!news\b)\w*[^\Wsui]s {_AFTER_A_NOUN}", re.IGNORECASE)
_PRONOUN = _any("i you he she it they we there")
TAG = (
    rf", (?:right|correct|true|yes|no|{AUXILIARY}(?:n['’]t)? (?:not )?{_PRONOUN}(?: not)?"
    rf"|(?:wo|ca|sha|ai)n['’]t {_PRONOUN}"
    r"|is(?:n['’]t)? (?:that|it) (?:so|right|correct|true|the case))\s*\?+$"
)
"""What asks for yes or no behind a statement: `The museum opens in May, doesn't it?`"""
_AGREED = re.compile(rf"{_BEFORE}(?:true or false[,:]? (?P<first>.+)$|(?P<said>[^?]+){TAG})", re.IGNORECASE)
_IS_QUESTION = re.compile(rf"{_BEFORE}(?:{WH}|{AUXILIARY}\b)", re.IGNORECASE)
_ENDS = re.compile(
    rf"(?<=[?!])\s+(?=\w)"
    rf"|(?<=\.)\s+(?=(?:(?:and|also|but)\s+)?(?:{PREPOSITION}{WH}|(?:{AUXILIARY}|tell me|please|i)\b))",
    re.IGNORECASE,
)
"""Where another sentence begins; a full stop may be that of `Mr.`"""
_JOINT = re.compile(rf"\s*,?\s+and\s+(?={_CLAUSE})", re.IGNORECASE)
_LONGEST = 400
"""Characters of a question that may be wrapped in another."""
_DEEPEST = 3


def unwrapped(question: str, *, is_first: bool = True) -> str:
    """Return the question that is meant; one that is not wrapped in another comes back unchanged, to the byte.

    After other turns (`is_first` is False) "they" may be somebody: `Have they said when work begins?`
    """
    if len(question) > _LONGEST:
        return question
    for _ in range(_DEEPEST):
        inner = _inner(question.strip(), is_first=is_first)
        if inner is None:
            break
        question = inner
    return question


def sentences(question: str) -> list[str]:
    """Return the sentences of a message that may hold several questions."""
    return _ENDS.split(question.strip())


@cache
def _before_clauses(wrappers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{'|'.join(wrappers)})[\s,:]+(?P<clause>{_CLAUSE}.*)$", re.IGNORECASE)


@cache
def _before_nouns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"{_BEFORE}(?:{before})\s+(?P<thing>the {noun} {_AFTER_A_NOUN}.*)$", re.IGNORECASE)
        for before, noun in _NAMING
    )


def _inner(question: str, *, is_first: bool) -> str | None:
    if len(sentences(question)) > 1:
        return None
    said = _AFTER.sub("", question)
    if match := _before_clauses(_WRAPPERS + _SPEAKERS if is_first else _WRAPPERS).match(said):
        return _turned(_JOINT.split(match["clause"]))
    if match := next(filter(None, (naming.match(said) for naming in _before_nouns())), None):
        thing = match["thing"]
        return f"{'Who' if _WHO.match(thing) else 'What'} {'are' if _MANY.match(thing) else 'is'} {thing}?"
    if (match := _AGREED.match(question)) and not _IS_QUESTION.match(question):
        asked = question_of((match["first"] or match["said"]).rstrip(" .?!"))
        return f"{asked[0].upper()}{asked[1:]}?" if asked else None
    return None


def _turned(clauses: list[str]) -> str:
    """Return several clauses as one question: `Who is the captain and when was he hurt?`"""
    first, *more = (turned(clause).rstrip("?") for clause in clauses)
    return f"{' and '.join([first, *(f'{one[:1].lower()}{one[1:]}' for one in more)])}?"
