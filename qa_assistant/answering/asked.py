"""What kind of value a question asks for, and which values of a sentence are of that kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.amounts import people, things_counted
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.values import values
from qa_assistant.answering.wrapped import TAG

if TYPE_CHECKING:
    from qa_assistant.answering.values import Kind, Value

Kinds = tuple["Kind", ...]

_WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_LEADING_CLAUSE = re.compile(
    rf"^(?:when|where|if|while|after|before|as|since|once|until|in case)\b[^,?]*,\s+(?=(?:\w+\s+)?{_WH}\b)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"(?<=\w)\s+(?:when|where|who|whom|whose|which|while|because)\b.*", re.IGNORECASE)
_PRICED = (
    r"costs?|costing|pays?|paid|earns?|earned|spends?|spent|spending|worth|charges?|charged|raised?|invest(?:ed|ing)?|"
    r"collected|donated?|compensation|salary|owes?|owed|fined?|fund(?:ed|ing)?|offered|extra|money|cash|sold|sell|price"
)
_ACTORS = (
    r"man|woman|person|people|minister|player|leader|actor|actress|author|writer|director|president|king|queen|senator|"
    r"general|scientist|mayor|governor|judge|singer|chief|founder|owner|company|companies|firm|bank|investor|agency|"
    r"party|group|team|club|university|contractor|newspaper|outlet|organi[sz]ation|union|church|band|network|"
    r"member|official|officer|lawyer|attorney|doctor|engineer|driver|pilot|captain|coach|witness|expert|"
    r"manufacturer|maker|ship|vessel|airline|brand|product"
)
_PLACES = (
    r"city|country|countries|state|town|county|region|port|street|island|nation|village|district|continent|river|"
    r"province|harbou?r|airport|mountain|lake|sea|ocean|borough|neighbou?rhood|capital"
)
_TIMES = "day month year weekday clock"
_DISTANCES = r"(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|km|cm|mm)"
_SIZES = (
    r"(?:(?:square|cubic) \w+|acre-feet|acres?|hectares?|ton(?:ne)?s?|kilos?|kilograms?|kg|grams?|lit(?:re|er)s?|"
    r"gallons?|barrels?|(?:mega|giga|kilo)watt(?:[ -]hours?|s)?|[MGk]Wh?|degrees?|ounces?|bushels?|knots)"
)
_MORE = r"(?:more |other |extra |additional )?"
_SUMS = r"(?:dollars?|euros?|pounds?|cents|pence|kron(?:er|or)|yen|yuan|rou?bles|rupees|francs|pesos)"
_HARM = (
    r"\bhow much (?:more |of the |the )?(?:financial |economic |material |structural |insured |fire |flood |storm )?"
    r"(?:damage|destruction|devastation|loss(?:es)?)\b(?! (?:of|in) (?:life|lives))"
)
"""What is not counted in people: "How much damage did it do?"."""
# behind a slash: kinds that answer where a sentence has none of those before it ("from May to July" says how long);
# behind a bar: the same, but two of them do disagree ("How high is inflation?" is seldom answered by a length)
_FORMS: tuple[tuple[str, str], ...] = (
    ("age number duration", r"\bhow old\b|\b(?:what|which) age\b|\bwhat (?:is|was) the age\b"),
    ("duration number", r"\bhow many (?:years|days|months|weeks|hours|minutes|decades|centuries)\b"),
    ("length quantity / number", rf"\bhow many {_MORE}{_DISTANCES}\b"),
    ("quantity length / number", rf"\bhow many {_MORE}{_SIZES}\b"),
    ("money quantity / number", rf"\bhow many {_MORE}(?:(?:million|billion)s? (?:of )?)?{_SUMS}\b"),
    ("percent / number", rf"\bhow many {_MORE}per ?cent(?:age points?)?\b|\bhow many {_MORE}percentage points?\b"),
    (
        "number quantity percent money",
        r"\bhow (?:many|few)\b|\b(?:number|population|size|turnout|toll) of\b|\bwhat size\b",
    ),
    ("percent", r"\b(?:what|which) (?:percentage|per ?cent|share|proportion|fraction|part)\b|\bpercentage\b"),
    ("percent money number", r"\bby how much\b|\bhow (?:big|large) an? (?:rise|raise|cut|share|majority)\b"),
    ("money percent quantity / number", _HARM),
    (
        "money percent",
        rf"\bhow much\b.*\b(?:{_PRICED})\b|\bwhat (?:lump )?(?:sum|price|salary|fine|fee)\b"
        r"|\bwhat (?:do|does|did|will|would)\b.*\bcosts?\b"
        r"|\bwhat (?:is|was|were|are) the (?:\w+ )?(?:cost|price|budget|fee|fine)\b",
    ),
    (
        "length duration | percent money quantity number",
        r"\bhow (?:deep|high|low|close|wide|narrow|steep)\b",
    ),
    ("length duration | percent money quantity", r"\bhow far\b"),
    (
        "length duration",
        r"\bhow (?:tall|near|thick)\b|\bwhat (?:is|was) the (?:height|depth|length|distance|width)\b",
    ),
    (f"duration length / {_TIMES}", r"\bhow (?:long|often)\b"),
    (f"{_TIMES} duration", r"\bhow soon\b"),
    (
        "money percent length quantity duration number",
        r"\bhow (?:much|large|big|fast|heavy|strong|hot|cold|productive)\b",
    ),
    ("year", r"\b(?:what|which) year\b"),
    ("month day", r"\b(?:what|which) month\b"),
    ("weekday", r"\b(?:what|which) (?:day of the week|weekday)\b"),
    ("clock number", r"\b(?:what|which) (?:time|hour)\b"),
    (f"{_TIMES} duration", r"\bwhen\b|\b(?:what|which) (?:date|day|century|decade|season|era|period)\b"),
    (
        "name",
        rf"\bwho(?:m|se)?\b|\bwhere\b|\b(?:what|which) (?:\w+ )?(?:{_ACTORS}|{_PLACES})\b"
        rf"|\bname of the (?:\w+ )?(?:{_ACTORS}|{_PLACES})\b",
    ),
)
_ASKED = tuple(
    (
        tuple(tuple(tier.split()) for tier in re.split("[/|]", kinds)),
        tuple(kinds.partition("/")[0].replace("|", " ").split()),
        re.compile(pattern, re.IGNORECASE),
    )
    for kinds, pattern in _FORMS
)
_AUXILIARY = (
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|need)(?:n['’]t)?"
    r"|(?:ca|wo|sha|ai)n['’]t|shall|am)"
)
_OPENING = re.compile(r"(?:(?:and|but|so|or|well|ok|okay|also)\b,?\s+)+", re.IGNORECASE)
_HARMED = re.compile(
    r"\b(?:damag\w*|destr\w+|ruin\w*|wreck\w*|collaps\w+|homeless|burn\w*|flooded|loss(?:es)?|lost|costs?|costing)\b",
    re.IGNORECASE,
)
_IS_OF_HARM = re.compile(_HARM, re.IGNORECASE)
_WHETHER = re.compile(rf"(?!need\b){_AUXILIARY}\s|true or false\b", re.IGNORECASE)
_NEED = re.compile(
    r"need\s+(?:the|it|he|she|they|we|you|any\w*|(?!details\b)\w+s)\s+(?!(?:in|on|at|by|for|to|from|with|of|about)\b)\w",
    re.IGNORECASE,
)
"""What somebody needs to do, not "Need directions to the port"."""
_TAGGED = re.compile(rf"[^?]+{TAG}", re.IGNORECASE)
_WHETHER_LATER = re.compile(rf"[^?]*,\s+{_AUXILIARY}\s+(?:the|an?|this|that|it|they|he|she|there|any|both|[A-Z]\S*)\s")
_ANY_WH = re.compile(rf"\b{_WH}\b", re.IGNORECASE)
_EARLY_WH = re.compile(rf"(?:\w+\s+){{0,2}}{_WH}\b", re.IGNORECASE)
_POLITELY = re.compile(
    # Will and May are names too
    r"(?:can|could|would|do|did) (?:you|we|anyone|anybody)\b|will\b|may\b|is (?:it|there) (?:known|said)",
    re.IGNORECASE,
)
_ONE_STATEMENT = 25
"""Words of a question for yes or no up to which it is about one statement."""
_COUNTS = {"number", "duration", "length", "quantity"}
_COUNTED = re.compile(r"\bhow (?:many|few) (?:(?:other|more|of the|different|people'?s?) )?([\w-]+)", re.IGNORECASE)


def kinds_asked(question: str) -> Kinds:
    """Return the kinds of value that may answer a question, the likeliest first; none where its form does not tell."""
    return tuple(kind for tier in _tiers(question)[0] for kind in tier)


def kinds_compared(question: str) -> Kinds:
    """Return the same without those that answer for want of others: two dates do not disagree about how long."""
    return _tiers(question)[1]


@lru_cache(maxsize=1024)
def _tiers(question: str) -> tuple[tuple[Kinds, ...], Kinds]:
    """Return the kinds that answer, those of a tier only where a sentence has none of the tiers before it, and the
    kinds that are compared."""
    asked = _LEADING_CLAUSE.sub("", question.strip())
    # a form in the main clause goes before one in "the town where …"
    for text in (_SUBORDINATE.sub("", asked), asked):
        for tiers, compared, pattern in _ASKED:
            if pattern.search(text):
                return tiers, compared  # type: ignore[return-value]
        if re.search(rf"\b{_WH}\b", text, re.IGNORECASE):
            break
    return (), ()


@lru_cache(maxsize=1024)
def asks_whether(question: str) -> bool:
    """Return whether a question is to be answered by yes or no, so that no words of an article need say its answer.

    "Did the council agree?", "After the talks failed, was there a strike?"; not "Can you tell me who agreed?".
    """
    asked = question.strip()
    if opening := _OPENING.match(asked):
        asked = asked[opening.end() :]
    if _WHETHER.match(asked) or _NEED.match(asked):
        return not (_ANY_WH.search(asked) and _POLITELY.match(asked))
    if _TAGGED.match(asked):
        return not _EARLY_WH.match(asked)
    later = _WHETHER_LATER.match(asked)
    return later is not None and not _EARLY_WH.match(asked) and not _ANY_WH.search(asked, later.end())


def asks_for_harm(question: str) -> bool:
    """Return whether a question asks how much damage was done."""
    return _IS_OF_HARM.search(question) is not None


def tells_of_harm(sentence: str) -> bool:
    """Return whether a sentence has words for damage."""
    return _HARMED.search(sentence) is not None


def is_settled_at_once(question: str) -> bool:
    """Return whether a question for yes or no is one that a single sentence may settle: it is not long enough to hold
    several statements, such as what each of two articles says."""
    return asks_whether(question) and len(question.split()) <= _ONE_STATEMENT


def values_asked(question: str, sentence: str) -> tuple[Value, ...]:
    """Return the values of a sentence that are of a kind the question asks for and not in the question itself."""
    for kinds in _tiers(question)[0]:
        given = (value for value in values(sentence) if value.kind in kinds and not _names(question, value.text))
        found = tuple(value for value in given if not _is_toll(question, sentence, value))
        if found:
            return found
    return ()


def _is_toll(question: str, sentence: str, value: Value) -> bool:
    """Return whether a number counts people, or nothing that was harmed, where a question asks for the harm."""
    if value.kind != "number" or not asks_for_harm(question):
        return False
    things = things_counted(value, sentence)
    return not things or people(things) or not tells_of_harm(sentence)


def _names(question: str, text: str) -> bool:
    """Return whether a question holds these very words: "2023" does not hold "23"."""
    return re.search(rf"(?<![\w.,]){re.escape(text)}(?!\w|[.,]\d)", question, re.IGNORECASE) is not None


def offers(question: str, sentence: str) -> float:
    """Return 1 when the sentence has a value of the kind asked for, -1 when not, 0 when any kind may answer."""
    if not kinds_asked(question):
        return 0.0
    return 1.0 if values_asked(question, sentence) else -1.0


def counts(question: str, sentence: str, value: Value) -> bool:
    """Return whether a value of the sentence stands right before the thing whose number is asked."""
    match = _COUNTED.search(question)
    thing = content_words(match[1]) if match else frozenset[str]()
    following = " ".join(sentence[value.span[1] :].split(maxsplit=3)[:3])
    return value.kind in _COUNTS and bool(thing & content_words(f"{value.text} {following}"))


def counts_asked(question: str, sentence: str) -> float:
    """Return 1 when the sentence puts a number right before the thing whose number is asked, else 0."""
    return float(any(counts(question, sentence, value) for value in values(sentence)))
