"""Tell what sort of thing a common noun names, and whether one can take the place of another in a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.spoken import EVENTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from qa_assistant.answering.mentions import Mention

Sort = Literal["person", "group", "event", "aspect", "thing"]
"""An aspect is what something has and does not do: a cause, a cost, a date."""

_PEOPLE = frozenset(
    """people person man men woman women child children kid baby infant toddler boy girl adult teen elder student pupil
    resident tenant parent mother father brother sister son daughter husband wife widow uncle aunt cousin twin
    orphan relative family couple patient agent president client migrant immigrant refugee evacuee detainee employee
    trainee trustee nominee victim casualty hostage crew staff police troop civilian citizen neighbour neighbor
    guest witness nurse surgeon judge chief head boss king queen prince princess pope bishop priest clerk cook chef
    guard guide pilot captain general deputy aide envoy coach rebel militant hero analyst expert critic attorney
    secretary landlord lord lady candidate colleague friend champion accountant assistant consultant lieutenant
    sergeant inhabitant occupant applicant participant defendant suspect opponent dissident youth pensioner
    volunteer engineer pioneer homeless elderly wounded injured dead poor rich sick unemployed disabled missing
    accused jury public locals crowd""".split()
)
_PERSONAL = re.compile(r"[a-z]{2,}(?:[^e]er|or|ist|ian|man|men|woman|women|person|people)")
_IMPERSONAL = frozenset(
    """computer river tower number paper order power water weather matter letter summer winter container helicopter
    tanker freighter trailer boiler heater reactor motor sector factor tractor error mirror terror harbor floor door
    corridor meter metre centimeter kilometer quarter shelter chapter offer answer dinner shower transformer transfer
    tender border counter register sensor monitor refrigerator generator elevator escalator indicator server router
    printer laser layer cover trigger disaster danger hunger anger cancer fever theater semester newsletter poster
    banner corner center cluster filter ladder gender folder timber lumber lever liter copper silver butter pepper
    supper prayer murder wonder thunder odor color labor favor vector interior exterior anchor charter roller scooter
    bomber excavator bulldozer incinerator conveyor steamer cruiser cutter trawler liner pier barrier carrier tier
    glacier flyer cooler freezer bunker crater boulder sewer manner other another former latter further remainder
    cellar chamber newspaper list mist fist twist
    waist wrist""".split()
)
"""Words with the ending of a person that are none."""
_GROUPS = frozenset(
    """company firm business group organisation organization union party government council ministry army military
    court bank board committee commission parliament senate congress opposition coalition association federation
    agency authority airline team club church university hospital newspaper city town country state nation region
    district village community industry administration management institute department office parish cabinet""".split()
)
_ASPECTS = frozenset(
    """cause reason cost price damage compensation budget value size number toll turnout salary wage pay revenue profit
    loss date time deadline result outcome effect impact consequence purpose aim weight height length width depth
    age capacity speed tax fee fine penalty sentence weather background motive evidence risk debt deficit inflation
    growth source link reference citation origin extent amount total death injury funding financing money timetable
    schedule""".split()
)
_TO_THE_LIVING = frozenset(
    """die drown perish kill injure hurt wound murder arrest detain hospitalise hospitalize infect vaccinate employ hire
    survive suffocate vote marry retire""".split()
)
"""What is done by or to people, and not to houses."""
_OPEN = frozenset({"to", "about", "with", "for", "of", "against", "on"})
"""Prepositions behind which anything may stand: `What happened to the tram?`, `What did she say about the rents?`"""
_PEOPLE_OR_THINGS = frozenset({"who", "whom", "whose", "where"})


def sort_of(noun: str) -> Sort:
    """Return the sort of a common noun, in the singular or the plural."""
    word = noun.lower()
    for form in dict.fromkeys((word, *_singulars(word))):
        if form in _PEOPLE:
            return "person"
        if form in _GROUPS:
            return "group"
        if form in EVENTS:
            return "event"
        if form in _ASPECTS:
            return "aspect"
    last = _singulars(word)[-1]
    return "person" if _PERSONAL.fullmatch(last) and last not in _IMPERSONAL else "thing"


def noun_of(piece: Doc) -> Token | None:
    """Return the noun that a fragment is about: `price` in `the share price of Nordhavn`; None where it is a name.

    The parser takes the council in `the works council` for one, but not `munich`, which anybody may write.
    """
    nouns = [chunk.root for chunk in piece.noun_chunks] or [token for token in piece if token.pos_ in ("NOUN", "ADJ")]
    noun = nouns[0] if nouns else None
    is_name = noun is not None and noun.pos_ == "PROPN" and not (noun.is_lower and piece[0].pos_ == "DET")
    return None if is_name else noun


def fits(noun: Token, mention: Mention, question: Doc) -> bool:
    """Whether a common noun can take the place of a mention in a question."""
    sort, other = sort_of(noun.text), _sort_of_mention(mention, question)
    if sort == "person" and _is_payer(mention, question):
        return False
    if sort == other or other is None:
        return True
    if "aspect" in (sort, other):
        return False
    if mention.asked:
        return _fits_amount(sort, other, question, mention.end)
    is_open = mention.start > 0 and question[mention.start - 1].lower_ in _OPEN
    return is_open or _does_as_much(noun, sort, other, mention, question)


def counts_alike(noun: str, question: Doc, asked: int) -> bool:
    """Whether `how many houses` can take the place of what a question asks the number of; `asked` is where it ends."""
    counted = next((token for token in reversed(question[:asked]) if token.pos_ in ("NOUN", "PROPN")), None)
    if counted is None:
        return True
    sort, other = sort_of(noun), sort_of(counted.text)
    return sort == other or _fits_amount(sort, other, question, asked)


def _does_as_much(noun: Token, sort: Sort, other: Sort, mention: Mention, question: Doc) -> bool:
    """Whether one can do, or have done to it, what the other does."""
    if other in ("person", "group") and mention.role == 0:
        is_known_one = noun.i > 0 and noun.doc[0].lower_ == "the" and noun.tag_ not in ("NNS", "NNPS")
        return sort in ("person", "group") or (sort == "thing" and is_known_one)
    is_no_happening = sort == "person" or (sort == "group" and other == "event")
    return not is_no_happening or question[0].lower_ in _PEOPLE_OR_THINGS


def _is_payer(mention: Mention, question: Doc) -> bool:
    """Whether a name of one word, most often a company's, pays or earns: `How much is Nordhavn paying for Pelagia?`"""
    is_name = mention.named and mention.role == 0 and " " not in mention.text
    return is_name and question[:2].text.lower() == "how much"


def _fits_amount(sort: Sort, other: Sort, question: Doc, asked: int) -> bool:
    """Whether one sort can be counted for another: `How many tanks did Germany send?` for `How many soldiers …?`"""
    if "aspect" in (sort, other) or "group" in (sort, other):
        return False
    is_object = any(token.dep_ in ("nsubj", "nsubjpass") and token.i > asked for token in question)
    of_the_living = any(token.lemma_.lower() in _TO_THE_LIVING for token in question)
    return "person" not in (sort, other) or (is_object and not of_the_living)


def _sort_of_mention(mention: Mention, question: Doc) -> Sort | None:
    """Return the sort of what a question mentions; None for a name of which it is not known what it names."""
    head = question[mention.end - 1]
    if head.pos_ != "PROPN":
        return "person" if mention.kind == "person" else sort_of(head.text)
    if head.is_lower:
        return sort_of(head.text)
    return mention.kind if mention.kind in ("person", "group") else None


def _singulars(word: str) -> tuple[str, ...]:
    """Return what a word may be the plural of."""
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith(("ches", "shes", "sses", "xes")):
        return (word[:-2],)
    return (word[:-1],) if word.endswith("s") and not word.endswith(("ss", "us", "is")) else (word,)
