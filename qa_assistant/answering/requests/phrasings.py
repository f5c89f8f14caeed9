"""How requests are phrased, each as a pattern of the whole sentence.

A name in capitals stands for its choices in `WORDS`, one in braces for a gap. Sentences come on one line, with straight
apostrophes, and are compared without regard to case.
"""

from __future__ import annotations

import re
from typing import Literal

RequestKind = Literal["reply", "overview", "summary", "list", "timeline", "comparison"]
Talk = Literal["greeting", "thanks", "noted", "farewell", "abilities"]

WORDS = {
    "GIVE": r"((give|show|make|create|write|draw up|get|prepare|provide)( me)? )?((a|an|the) )?"
    r"((short|brief|quick|detailed|full|complete|COUNT[- ](sentence|line|word|paragraph|point)) )?",
    "SHOW": r"(list|show|give|name|display)( me)?",
    "ITEMS": r"((news )?(articles|stories)|pieces|texts|files|documents)",
    "ITEM": r"(article|story|piece|report|text|document|file)",
    "HAVE": r"(do you have|have you got|are there|are indexed|are in FOLDER)",
    "FOLDER": r"(the|this|your) (folder|collection|archive|index)",
    "ABOUT": r"(on|about|regarding|concerning)",
    "COVERAGE": r"(coverage|reporting|reports|news|articles|stories|accounts)",
    "PRESS": r"(outlets|newspapers|papers|publications|publishers|media|sources|news sites)",
    "PAPERS": r"((the|these|those|your|all) )*((different|various|several|news) )*PRESS",
    "SEVERAL": r"(the )?((different|various) (PRESS|articles|reports)|outlets|newspapers)",
    "LATEST": r"(latest|newest|most recent)",
    "HAPPENED": r"(( has|'s)? happened| went on| took place|( was|( has|'s) been) (happening|going on))",
    "COUNT": r"(\d+|a|a few|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifty|a hundred)",
    "MANNER": r"((in|using|with) ((about|at most|up to|under|exactly|just|only|no more than|less than) )?COUNT"
    r" ((short|single) )?(sentences?|words|lines?|paragraphs?|(bullet|key) points?|bullets)"
    r"|in (bullet points|short|brief|detail|(plain |simple )?english"
    r"|a nutshell)|as (a list|bullet points)|briefly|in (the|your|these) (articles|files|folder))",
    "ON_LIST": r"((of|from|on|in) (these|those|them|the list|this list|that list|your list)|above|listed( above)?)",
    "IN_ORDER": r"in(to)? ((chronological|the right) )?order",
}

BEFORE = (
    r"\W*((hi|hello|hey|ok|okay|so|now|and|well|thanks|thank you|great|please)[,.!]* )*"
    r"((can|could|would|will) you (please )?|(can|could|may) i (please )?(get|have|see) "
    r"|i( would|'d) like (you to |to (see|have|get) )?|i (need|want) (to see )?|please )?"
)
AFTER = r"[\s?.!…]*((^|[,\s]+)(please|for me|thanks|thank you|MANNER)[\s?.!…]*)*$"
"""What is said before and after a request and changes nothing."""
GREETED = r"(hi|hello|hey|good (morning|afternoon|evening))[\s,.!]+"
"""What may stand before any talk."""

TALKS: tuple[tuple[Talk, str], ...] = (
    ("greeting", r"(hi|hello|hey|good (morning|afternoon|evening|day)|greetings)( (there|again|everyone))?"
     r"|how are you( doing)?( today)?"),
    ("noted", r"ok(ay)?|great|perfect|cool|nice|got it|i see|understood|all ?right|never ?mind"
     r"|that('s| is) (all|it|enough)( for now)?"),
    ("thanks", r"((ok|okay|great|perfect|good|nice|super|excellent|cool|got it|understood|no)[,!.]* )?"
     r"(many )?(thanks|thank you|thx|cheers)( a lot| very much| so much| again)?"
     r"(,? (for (your|the) (help|answers?|info|information)|for (that|this|it|everything)|that help(s|ed)))?"),
    ("farewell", r"good ?bye|bye( bye)?|see you( later)?"),
    ("abilities", r"(can you )?help( me)?( with (this|that))?|what (can|do) you do( for me)?"
     r"|what can you help( me)?( with)?|what are you( able to do)?|who are you|how do you work"),
    ("abilities", r"what can i (ask( you)?|do here)|how can you help( me)?|how does this work|tell me about yourself"),
    ("abilities", r"what (kind|sort)s? of (questions|things) can i ask( you)?"),
    ("abilities", r"(what|which) outlets (are there|do you have)|what do you (have|know)"),
    ("abilities", r"what('s| is) in FOLDER"),
)  # fmt: skip

REQUESTS: tuple[tuple[RequestKind, str], ...] = (
    ("timeline", r"what('s| is) the (timeline|chronology) of {topic}"),
    ("timeline", r"GIVE(timeline|time line|chronology)"
     r"(:| (of|for|on|about)( the events (of|in|around))?)?( {topic})?"),
    ("timeline", r"(the )?{topic} (timeline|chronology)"),
    ("timeline", r"put the events (of|in|around) {topic} IN_ORDER"),
    ("timeline", r"SHOW the events (of|in|around) {topic} (IN_ORDER|chronologically|by date)"),
    ("comparison", r"how (do|does) PAPERS (differ|disagree|vary)"
     r"( (ABOUT|over|in (their )?(covering|coverage of|reporting( on| of)?)) {topic})?"),
    ("comparison", r"(where|on what) do PAPERS (differ|disagree|contradict (each other|one another))"
     r"( (ABOUT|over) {topic})?"),
    ("comparison", r"how do (the )?(articles|reports|stories|accounts) (differ|disagree|vary)( (ABOUT|over) {topic})?"),
    ("comparison", r"how (do|does) the (coverage|reporting|accounts) (of|on|about) {topic} (differ|vary|compare)"),
    ("comparison", r"how (do|did|have) SEVERAL (cover|report|present|treat)(ed)?( on)? {topic}"),
    ("comparison", r"what do (the )?(different|various) PRESS (say|write|report) (about|on) {topic}"),
    ("comparison", r"compare (the )?COVERAGE( (of|on|about) {topic})?"),
    ("comparison", r"compare (how|what) PAPERS (cover|report|say|write|covered|reported|said|wrote)"
     r"( about| on)? {topic}"),
    ("comparison", r"compare PAPERS( (on|about) {topic})?"),
    ("summary", r"summ?[ae]ri[sz]e( for me)?(:? {target})?"),
    ("summary", r"(sum up|recap) {target}|sum {whole} up"),
    ("summary", r"GIVE(summary|recap|gist|digest|overview)( (of|on|about) {target})?"),
    ("summary", r"tl;?dr(( of| for| on)?:? {target})?"),
    ("summary", r"what('s| is) {article} about"),
    ("list", r"SHOW( a list of)?( (the|all|all of the|every|your|any|LATEST))* (ITEMS|everything)( {tail})?"),
    ("list", r"SHOW( (the|all|all of the|every|your|any|LATEST))* {by}('s)? ITEMS( {tail})?"),
    ("list", r"what are the LATEST ITEMS( {tail})?"),
    ("list", r"(which|what) ITEMS (HAVE|(were|are) published)( {tail})?"),
    ("list", r"how many ITEMS HAVE( {tail})?"),
    ("list", r"(all (the )?)?ITEMS {tail}"),
    ("list", r"what (was|were|has been|have been) (published|printed|reported|in the (news|papers)) {time}"),
    ("list", r"what(HAPPENED|( is|'s| was)( there)? new) {event}"),
    ("list", r"((is|was) there )?any(thing new| news) {event}"),
    ("list", r"what (did|have) PAPERS (published?|print(ed)?|report(ed)?|write|written) {time}"),
    ("list", r"what (did|has|have) {by} (publish|published|print|printed)( {tail})?"),
    ("overview", r"what (do you have|have you got|do the articles have|is there) ABOUT {topic}"),
    ("overview", r"((do you have|have you got|is there|are there) )?(anything|something|any (ITEMS|news|reports))"
     r" ABOUT {topic}"),
    ("overview", r"(do you have|have you got|are there) (ITEMS|news|reports) ABOUT {topic}"),
    ("overview", r"(is there|do you have|have you got) an? ITEM ABOUT {topic}"),
    ("overview", r"(the )?((latest|recent|newest|most recent|more) )?news ABOUT {topic}"),
    ("overview", r"tell me ((something|more|everything|all) )?about {topic}"),
    ("overview", r"(which|what) ITEMS (are ABOUT|mention|cover|discuss|deal with|talk about|report on) {topic}"),
    ("overview", r"(which|what) ITEM (is ABOUT|mentions|covers|discusses|deals with|talks about|reports on) {topic}"),
    ("overview", r"what('s| is) (there )?in the ITEMS ABOUT {topic}"),
    ("overview", r"(show|give) (me )?(what (you have|there is)|anything) ABOUT {topic}"),
    ("overview", r"(find|look for|search for|i( am|'m) looking for) (me )?(ITEMS|anything|something|everything)"
     r" ABOUT {topic}"),
)  # fmt: skip

NEWS = r"what('s| is)( there)? new|what('s| is) the (latest|(latest )?news)|(is there |have you got )?any news"
"""What asks for the newest of all; after other turns, for the newest about what they were about."""

THIS = r"it|this|that|the above|(this|that|the (last|same|first|above|current)) ITEM|the ITEM( above)?"
"""What points at the article of the answer before."""
PICKED = (
    r"(the )?{place} (one|ITEM|(on|in) the list)( ON_LIST)?",
    r"(the )?{place} ON_LIST",
    r"(the )?(ITEM )?(number|no\.?|nr\.?|#) ?{number}( ON_LIST)?",
    r"(the )?ITEM #?{number}",
)
"""What picks one of the articles that an answer named one below the other."""
FILE = r"\S+\.[a-z]{2,5}"
ALL = r"((all|the|these|your|latest|all of|everything in) )*(COVERAGE|ITEMS|everything|folder|collection)( {tail})?"
COVERED = r"(the )?{topic} (coverage|reporting)"
ONE = r"(the|this|that|an?) ITEM {tail}"
ON = r"(ABOUT|of|mentioning|covering) {topic}"


def pattern_of(phrasing: str) -> re.Pattern[str]:
    """Return a phrasing with its words and gaps filled in."""
    while found := re.search("|".join(sorted(WORDS, key=len, reverse=True)), phrasing):
        phrasing = phrasing[: found.start()] + WORDS[found[0]] + phrasing[found.end() :]
    phrasing = re.sub(r"\((?!\?)", "(?:", phrasing)
    return re.compile(re.sub(r"\{([a-z]+)\}", r"(?P<\1>.+?)", phrasing), re.IGNORECASE)
