"""How the answer before is spoken of: doubted, asked for its sources or for others that have it, wanted shorter.

Each form is a pattern of the whole sentence, as in `phrasings`, and holds only after other turns: without them
`Source?` and `Are you sure?` are about nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from qa_assistant.answering.requests.length import AS_USUAL, FEWEST, Length, length_asked
from qa_assistant.answering.requests.phrasings import pattern_of
from qa_assistant.answering.requests.typed import evened, without_manners

Aside = Literal["doubt", "sources", "written", "others", "first", "reworded"]
"""What is said: that it may be wrong, where it is from, when and by whom it was written, who else has it, who had it
first, that it be shorter or in other words."""

_OPENS = r"((but|no|wait|hm+|sorry|oh|really)\b[,.!…\s-]+)*"
_THAT = r"(that|this|it)"
_I_THINK = r"((i think|i believe|i'm afraid|surely) )?"
_SAYING = r"(that|this)( (article|story|report|piece))?"
_WRONG = (
    r"((completely|totally|just|simply|plain|clearly|obviously|probably|all) )?"
    r"(wrong|incorrect|inaccurate|false|untrue|nonsense|rubbish|not (right|true|correct|accurate))"
)
_MUCH = r"(((a )?(bit|little)|much|even) )?"
_OUTLET = r"(outlet|newspaper|paper|publication|news site|website|magazine)"
_ARTICLE = rf"(article|story|source|{_OUTLET})"
_OUTLETS = r"(outlets|newspapers|papers|publications|news sites|media)"
_CARRIES = (
    r"(report(ed|s)?|cover(ed|s)?|wrote about|written about|writes? about|publish(ed|es)?|mention(ed|s)?|carr(y|ied))"
)
_SOURCE = r"(sources?|links?|references?|citations?)"

_PHRASINGS: tuple[tuple[Aside, str], ...] = (
    ("doubt", r"are you ((really|quite|very|absolutely|completely) )?(sure|certain|positive)"
     rf"( (about|of) {_THAT})?( now)?"),
    ("doubt", rf"how (sure|certain|confident) are you( (about|of) {_THAT})?|can (i|we) trust (that|this|you|it)"),
    ("doubt", rf"{_I_THINK}{_THAT}( is|'s| was| sounds| looks| seems| must be) {_WRONG}"),
    ("doubt", rf"{_I_THINK}{_THAT} (isn't|wasn't|can't be|cannot be|can not be"
     r"|(doesn't|does not) (sound|look|seem)) (right|true|correct|accurate)"),
    ("doubt", rf"you('re| are) (wrong|mistaken)|wrong( answer)?|((i )?(don't|do not) (believe|trust)) {_THAT}"),
    ("doubt", r"(you made|did you make) (that|this|it) up|(oh )?really|seriously"),
    ("sources", rf"(((a|any|your|the original) )|what('s| is| are) your )?{_SOURCE}( for {_THAT})?"),
    ("sources", rf"((do you have|have you got|give|show|cite|name)( me)?) ((a|an|any|the|your|its) )?{_SOURCE}"
     rf"( (for|of|to) {_THAT})?"),
    ("sources", rf"where did you (get|find|read|see|take) {_THAT}( from)?|where does it say (that|this|so)"),
    ("sources", rf"how do you know( {_THAT})?|says who|(who|where) is your source"),
    ("sources", rf"(which|what) {_ARTICLE} (is|was|did|does) {_THAT} (from|in|come from|stand in|appear in)"),
    ("sources", rf"(which|what) {_ARTICLE} (says?|said|states?|reports|reported|wrote|writes|published)"
     r" (that|this|so)"),
    ("sources", rf"(from|in) (which|what) {_ARTICLE}( (is|was|did|does) {_THAT}( come| stand| appear)?)?"),
    ("written", rf"when (was|were) ({_SAYING}|it) (published|printed|posted)|when was {_SAYING} (written|reported)"),
    ("written", rf"(what|which) (day|date) (was|is) {_SAYING} (published|from)|when is (that|this) from"),
    ("written", rf"who (wrote|published) {_SAYING}"
     r"|who('s| is| was) the author( of (that|this) (article|story|piece))?"),
    ("written", r"((publication|publishing) )?date|authors?|outlet|byline"),
    ("others", rf"who else (has |have |is |are )?({_CARRIES}|report(ed|ing)|cover(ed|ing))( on)? {_THAT}"),
    ("others", rf"(has|have|did|does) ((anyone|anybody) else|any other {_OUTLET}s?|others?|other {_OUTLETS}) (also )?"
     rf"{_CARRIES}( on)? {_THAT}( (too|as well))?"),
    ("others", rf"(which|what) other ({_OUTLETS}|{_OUTLET}) (have |has |also )?{_CARRIES}( on)? {_THAT}"
     r"( (too|as well))?"),
    ("others", rf"what do (the )?other(s| {_OUTLETS}) (say|report|write)( (about|on) {_THAT})?"),
    ("others", rf"(is|was) {_THAT} (also )?(reported|covered) (elsewhere|by (others|other {_OUTLETS}|anyone else))"),
    ("first", rf"(which|what) {_OUTLET} (was (the )?first to (report|publish|cover|break)( on)? {_THAT}( story| news)?"
     rf"|(reported|published|covered|broke|had)( on)? {_THAT}( story| news)? first"
     rf"|first (reported|published|covered|broke)( on)? {_THAT}( story| news)?|(broke|had) the (story|news)( first)?)"),
    ("first", r"who (was (the )?first to (report|publish|cover|break)( on)? (that|this)( story| news)?"
     r"|(reported|published|covered|broke)( on)? (that|this)( story| news)? first"
     r"|first (reported|published|broke)( on)? (that|this)( story| news)?|broke the (story|news))"),
    ("reworded", rf"((make|keep) (it|that|this) )?{_MUCH}(shorter|briefer)"),
    ("reworded", rf"(make|keep) (it|that|this) {_MUCH}(short|brief|long|longer|simple|simpler)"),
    ("reworded", rf"((a|the) )?{_MUCH}(shorter|briefer|longer|simpler) (version|answer|summary)"),
    ("reworded", r"(shorten|rephrase|reword|rewrite|paraphrase|simplify) (it|that|this)|in other words"),
)  # fmt: skip

_SAY = pattern_of("(say|put|answer) (it|that|this)")
_SHORTER = re.compile(r"\b(?:shorte[rn]|short|briefer|brief)\b", re.IGNORECASE)
_LONGER = re.compile(r"\b(?:longer|long)\b", re.IGNORECASE)
_PATTERNS = tuple((aside, pattern_of(_OPENS + f"({phrasing})")) for aside, phrasing in _PHRASINGS)


def aside_in(said: str) -> Aside | None:
    """Return what a sentence says of the answer before it; None if it says other things."""
    words = without_manners(said)
    if not words or _SAY.fullmatch(words):
        return "reworded" if length_asked(said) != AS_USUAL else None
    return next((aside for aside, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def length_of_another(said: str, before: Length) -> Length | None:
    """Return the length in which a summary of the length `before` is wanted again; None where it is no length."""
    asked = length_asked(evened(said))
    if asked not in (AS_USUAL, Length(sentences=FEWEST)):
        return asked
    if _SHORTER.search(said):
        return Length(sentences=max(before.sentences // 2, 1) if before.sentences else FEWEST - 1)
    if asked != AS_USUAL:
        return asked
    return Length(is_long=True) if _LONGER.search(said) else None
