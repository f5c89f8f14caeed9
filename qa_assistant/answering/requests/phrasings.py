"""How requests are phrased, each as a pattern of the whole sentence.

A name in capitals stands for its choices in `WORDS`, one in braces for a gap. Sentences come on one line, with straight
apostrophes, and are compared without regard to case.
"""

from __future__ import annotations

import re
from typing import Literal

RequestKind = Literal["reply", "overview", "summary", "list", "timeline", "comparison"]
Talk = Literal["noted", "greeting", "thanks", "farewell", "abilities", "nature", "outlets", "topics", "doubt", "unable"]
"""What is talked of; where one message holds several, the last of these is answered."""

WORDS = {
    "GIVE": r"((give|show|make|create|write|draw up|get|prepare|provide|build|put together|compile|produce)( me)? )?"
    r"((a|an|the) )?"
    r"((short|brief|quick|detailed|full|complete|COUNT[- ](sentence|line|word|paragraph|point)) )?",
    "SHOW": r"(list|show|give|name|display)( me)?",
    "ITEMS": r"((news )?(articles|stories)|pieces|texts|files|documents)",
    "ITEM": r"(article|story|piece|report|text|document|file)",
    "HAVE": r"(do you have|have you got|are there|are indexed|are in FOLDER)",
    "FOLDER": r"(the|this|your) (folder|collection|archive|index)",
    "ABOUT": r"(on|about|regarding|concerning)",
    "COVERAGE": r"(coverage|reporting|reports|news|articles|stories|accounts)",
    "OUTLET": r"(outlet|newspaper|paper|publication|news site|website|magazine)",
    "PRESS": r"(outlets|newspapers|papers|publications|publishers|media|sources|news sites)",
    "PAPERS": r"((the|these|those|your|all) )*((different|various|several|news) )*PRESS",
    "TEXTS": r"(the )?(articles|reports|stories|accounts)",
    "SIDES": r"(PAPERS|TEXTS|{pair})",
    "AMONG": r"( (between|among|across|by|in|from) (PAPERS|(the )?(articles|reports|stories)|{pair}))",
    "REPORTING": r"(the )?((coverage|reporting|accounts) of|(coverage|reporting|TEXTS) (on|about))",
    "DIFFER": r"(differ|disagree|vary|compare)",
    "AGREE": r"(agree|disagree|contradict (each other|one another|themselves))",
    "CONTRADICTIONS": r"(contradictions?|discrepanc(y|ies)|inconsistenc(y|ies)"
    r"|conflicting (reports|accounts|information))",
    "MACHINE": r"((an? )?((real|large) )?(ai|artificial intelligence|(chat ?)?bot|robot|machine|program|computer"
    r"|computer program|language model|llm|chat ?gpt|gpt|human( being)?|person|man)|real|human)",
    "OF_EVENTS": r"((the )?((key|main) )?events|what happened) (of|in|at|during|around|surrounding)",
    "SEVERAL": r"(the )?((different|various) (PRESS|articles|reports)|outlets|newspapers)",
    "LATEST": r"(latest|newest|most recent)",
    "MENTION": r"(((are|is) )?ABOUT|mentions?|covers?|discuss(es)?|deals? with|talks? about|reports? on)",
    "POINTS": r"((key|main|most important|central) (points?|facts?|takeaways?|messages?)|highlights|takeaways)",
    "UNFOLD": r"(unfold(ed)?|play(ed)? out)",
    "BRIEF": r"((brief|update) me|(catch|fill) me (up|in)|(bring|get) me up to (speed|date))",
    "HAPPENED": r"(( has|'s)? happened| went on| took place|( was|( has|'s) been) (happening|going on))",
    "COUNT": r"(\d+|a|a few|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifty|a hundred)",
    "MANNER": r"((in|using|with) ((about|at most|up to|under|exactly|just|only|no more than|less than) )?COUNT"
    r" ((short|single) )?(sentences?|words|lines?|paragraphs?|(bullet|key) points?|bullets)"
    r"|in (bullet points|short|brief|detail|(plain |simple )?english"
    r"|a nutshell)|as (a list|bullet points)|briefly|in (the|your|these) (articles|files|folder))",
    "ON_LIST": r"((of|from|on|in) (these|those|them|the list|this list|that list|your list)|above|listed( above)?)",
    "GROUPS": r"(topics?|subjects?|themes?|categor(y|ies)|outlets?|authors?|sections?|length|importance|relevance)",
    "ABOUT_ARTICLES": r"(the|this|that|these|your|all|all the) (.+ )?(articles?|stories)( ABOUT .+)?",
    "IN_ORDER": r"in(to)? ((chronological|the right) )?order",
}

BEFORE = (
    r"\W*((hi|hello|hey|ok|okay|yes|sure|so|now|and|well|thanks|thank you|great|please)[,.!]* )*"
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
    ("noted", r"ok(ay)?|kk?|great|perfect|cool|nice|good|fine|got it|i see|understood|all ?right|never ?mind"
     r"|that('s| is) (all|it|enough|everything)( for (now|today))?( (i|we) (need(ed)?|want(ed)?)( to know)?)?"
     r"|(that('s| is) )?good to know|yes|yeah|yep|yup|no|nope|sure|of course|yes,? please"),
    ("thanks", r"(that|this|it)('s| is| was) (very |really |so |most |quite |extremely )?"
     r"(helpful|useful|great|perfect|interesting|good|nice|excellent|clear)|(very |really )?helpful"),
    ("thanks", r"((ok|okay|great|perfect|good|nice|super|excellent|cool|got it|understood|no|k)[,!.]* )?"
     r"(many )?(thanks|thank you|thx|ty|tysm|cheers)( a lot| very much| so much| again)?"
     r"(,? (for (your|the) (help|answers?|info|information)|for (that|this|it|everything)|that help(s|ed)))?"),
    ("farewell", r"((ok|okay|all ?right|cool|great|thanks|thank you) )*"
     r"(good ?bye|bye( bye)?|see you( later)?|have a (nice|good|great) (day|evening|weekend))"),
    ("abilities", r"(can you )?help( me)?( with (this|that))?|what (can|do) you do( for me)?"
     r"|what can you help( me)?( with)?|what are you( able to do)?|who are you|how do you work"),
    ("abilities", r"what can i (ask( you)?|do here)|how can you help( me)?|how does this work|tell me about yourself"),
    ("abilities", r"what (kind|sort)s? of (questions|things) can i ask( you)?"),
    ("abilities", r"what do you (have|know)|what('s| is) in FOLDER"),
    ("outlets", r"(what|which|how many) (news )?PRESS (do you (have|use|cover|know)|have you got)"),
    ("outlets", r"(what|which|how many) (outlets|newspapers|publishers|news sites) (are there|HAVE)"),
    ("outlets", r"SHOW( (all|all of|the|your))* (outlets|newspapers|publishers|news sites)"),
    ("topics", r"(what|which) (topics|subjects|themes|events) (HAVE|do ((the |your )?ITEMS|you) (cover|have|deal with)"
     r"|are (in (the|your|these) ITEMS|(covered|discussed)( in (FOLDER|(the|your|these) ITEMS))?))"),
    ("topics", r"what (are (the|your|these|all( of)?( the| these)?) ITEMS about"
     r"|do (the|your|these) ITEMS (cover|deal with|talk about))"),
    ("topics", r"what (can i ask( you)?|do you know( things)?) about|what('s| is) FOLDER about"),
    ("nature", r"are you (just |only )?MACHINE( or (just )?MACHINE)?|do you use (an? )?MACHINEs?"),
    ("nature", r"am i (talking|speaking|chatting|writing) (to|with) MACHINE( or MACHINE)?|is this MACHINE"),
)  # fmt: skip

REQUESTS: tuple[tuple[RequestKind, str], ...] = (
    ("timeline", r"what('s| is) the (timeline|chronology) of {topic}"),
    ("timeline", r"GIVE(timeline|time line|chronology)( of ((the )?((key|main) )?events|what happened))?"),
    ("timeline", r"GIVE(timeline|time line|chronology)"
     r"(:| (of|for|on|about)( OF_EVENTS)?)?( {topic})?"),
    ("timeline", r"(the )?{topic} (timeline|chronology)"),
    ("timeline", r"what('s| is| was) the (sequence|order|course) of (the )?events"
     r"( (of|in|at|during|around|surrounding) {topic})?"),
    ("timeline", r"how (did|has|have) (the )?(things|events|everything|it( all)?|situation|story) UNFOLD"
     r"( (in|at|during) {topic})?"),
    ("timeline", r"how (did|has|have) (the events (of|in|around) )?"
     r"(?!.*\b(day|night|morning|afternoon|evening|scene)\b){topic} UNFOLD( so far)?"),
    ("timeline", r"show( me)? (?!.*\b(PRESS|ITEMS)\b){topic} (in chronological order|chronologically)"),
    ("timeline", r"put the events (of|in|around) {topic} IN_ORDER"),
    ("timeline", r"SHOW the events (of|in|around) {topic} (IN_ORDER|chronologically|by date)"),
    ("comparison", r"how (do|does|did) SIDES DIFFER"
     r"( (ABOUT|over|in (their )?(covering|coverage of|reporting( on| of)?)) {topic})?"),
    ("comparison", r"(where|on what) do SIDES (differ|disagree|contradict (each other|one another))"
     r"( (ABOUT|over) {topic})?"),
    ("comparison", r"(do|did) SIDES AGREE( (ABOUT|over) {topic})?"),
    ("comparison", r"how (do|does) REPORTING {topic} DIFFERAMONG"),
    ("comparison", r"how (do|does) REPORTING {topic} DIFFER"
     r"( from (outlet|paper|newspaper|source) to (outlet|paper|newspaper|source))?"),
    ("comparison", r"how (do|did|have) (SEVERAL|{pair}) (cover|report|present|treat)(ed)?( on)? {topic}"),
    ("comparison", r"what do (the )?(different|various) PRESS (say|write|report) (about|on) {topic}"),
    ("comparison", r"what (are|is) (the )?differences? (between|among|in) SIDES"
     r"( (ABOUT|over|in (their )?(covering|coverage of|reporting( on| of)?)) {topic})?"),
    ("comparison", r"what (are|is) (the )?differences? in (the )?COVERAGE (of|on|about) {topic}AMONG"),
    ("comparison", r"what (are|is) (the )?differences? in (the )?COVERAGE (of|on|about) {topic}"),
    ("comparison", r"what (are|is) (the )?differences? between {pair} COVERAGE (of|on|about) {topic}"),
    ("comparison", r"((are|is) there )?(an?y? )?CONTRADICTIONSAMONG?( (ABOUT|over) {topic})?"),
    ("comparison", r"((are|is) there )?(an?y? )?CONTRADICTIONS (ABOUT|over|in (the )?COVERAGE (of|on|about)) {topic}"),
    ("comparison", r"(are|is) there (an?y? )?(disagreements?|differences?)AMONG( (ABOUT|over) {topic})?"),
    ("comparison", r"(what|which) CONTRADICTIONS are there( (ABOUT|over|in (the )?COVERAGE (of|on|about)) {topic})?"),
    ("comparison", r"compare (the )?COVERAGE (of|on|about) {topic} (between|among|across|by|in|from) (PAPERS)"),
    ("comparison", r"compare (the )?COVERAGE( (of|on|about) {topic})?"),
    ("comparison", r"compare (how|what) SIDES (cover|report|say|write|covered|reported|said|wrote)"
     r"( about| on)? {topic}"),
    ("comparison", r"compare PAPERS'?( COVERAGE)?( (of|on|about) {topic})?"),
    ("comparison", r"compare {pair} COVERAGE( (of|on|about) {topic})?"),
    ("comparison", r"compare {pair}( (ABOUT|over) {topic})?"),
    ("summary", r"summ?[ae]ri[sz]e( for me)?(:? {target})?"),
    ("summary", r"(sum up|recap) {target}|sum {whole} up"),
    ("summary", r"GIVE(summary|recap|gist|digest|overview)( (of|on|about) {target})?"),
    ("summary", r"tl;?dr(( of| for| on)?:? {target})?"),
    ("summary", r"what('s| is) {article} about"),
    ("summary", r"what (does|did) (?!(the )?(\w+ )?(one|report|document|text)\b){article} say"),
    ("summary", r"((what are|list|name|tell me) )?GIVE(the )?(COUNT )?POINTS (of|from|in)"
     r" (?!(the )?(\w+ )?(report|document|text)\b){points}"),
    ("list", r"SHOW( a list of)?( (the|all|all of the|every|your|any|LATEST))* (ITEMS|everything)( {tail})?"),
    ("list", r"SHOW( (the|all|all of the|every|your|any|LATEST))* {whose}('s)? (LATEST )?ITEMS( {tail})?"),
    ("list", r"(the )?{whose}('s)? (LATEST )?ITEMS( {tail})?"),
    ("list", r"((SHOW|what('s| is| are)) )?(the )?{dated}('s)? (news|headlines)"),
    ("list", r"((SHOW|what('s| is| was)|which is) )?(the )?(?P<latest>LATEST) (news )?(article|story)( {tail})?"),
    ("list", r"(which|what) (news )?(article|story) is (the )?(?P<latest>LATEST)"),
    ("list", r"(which|what) ITEMS (are|were) (?!ABOUT\b){tail}"),
    ("list", r"how many ITEMS MENTION {topic}"),
    ("list", r"how many ITEMS (did|has|have) {by} (publish|published|print|printed|write|written)( {tail})?"),
    ("list", r"how many ITEMS {tail} HAVE"),
    ("list", r"what are the LATEST ITEMS( {tail})?"),
    ("list", r"(which|what) ITEMS (HAVE|(were|are) published)( {tail})?"),
    ("list", r"how many ITEMS HAVE( {tail})?"),
    ("list", r"(all (the )?)?ITEMS {tail}"),
    ("list", r"what (was|were|has been|have been) (published|printed|reported|in the (news|papers)) {time}"),
    ("list", r"what(HAPPENED|( is|'s| was)( there)? new| came out) {event}"),
    ("list", r"((is|was) there )?any(thing new| news) {event}"),
    ("list", r"what (did|have) PAPERS (published?|print(ed)?|report(ed)?|write|written) {time}"),
    ("list", r"what (did|has|have) {by} (publish|published|print|printed)( {tail})?"),
    ("list", r"what (did|has|have) {author} (write|written)( {when})?"),
    ("list", r"what (did|has|have) {author} (report|reported|cover|covered) {when}"),
    ("list", r"when (was|were) (the|that|this|those) (news )?(article|story|articles|stories) ABOUT {subject}"
     r" (published|printed)"),
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
    ("overview", r"BRIEF (on|about|with) {topic}"),
    ("overview", r"GIVE(briefing|run-?down|update) (on|of|about) {topic}"),
    ("overview", r"to (know|hear|learn|read|find out) ((something|anything|more|everything|all) )?about {subject}"),
    ("overview", r"(what can you tell me|(what )?do you know( (something|anything|more))?) about {subject}"),
    ("overview", r"what do you know of {subject}"),
    ("overview", r"what (do|does|have|has) (PAPERS|TEXTS|(the|your|these) ITEMS|the news)"
     r" (say|said|report|reported|write|written|have to say|tell (us|me)) (so far )?(ABOUT|of) {subject}( so far)?"),
    ("overview", r"what (has|have) been (reported (so far )?ABOUT|(written|published) (so far )?about) {subject}"
     r"( so far| to date| until now)?"),
    ("overview", r"what (information|details|news|reports|facts) (do you have|have you got|is there|are there)"
     r" ABOUT {subject}"),
    ("overview", r"what('s| is| are) (the )?(?P<latest>LATEST)( (news|information|updates?|developments?))?"
     r" (ABOUT|with) {subject}"),
    ("overview", r"what('s| is| are) (the )?(?P<latest>LATEST) (news|updates?|developments?) in {subject}"),
    ("overview", r"((is|are) there |do you have |have you got )?any (new |recent |LATEST )?"
     r"(?P<latest>updates?|developments?) (ABOUT|with|in) {subject}"),
    ("overview", r"what('s| is) (?P<latest>new) with {subject}"),
    ("overview", r"what (did|has|have) {author} (write|written|report|reported) ABOUT {subject}"),
    ("overview", r"what (do|does) {author} (say|write) ABOUT {subject}"),
    ("overview", r"(which|what) OUTLET reported (?P<oldest>first) ABOUT {subject}"),
    ("overview", r"(which|what) OUTLET (was (the )?)?(?P<oldest>first) (to report|reported) ABOUT {subject}"),
    ("overview", r"(which|what) OUTLET (covered|reported on|wrote about) {subject} (?P<oldest>first)"),
    ("overview", r"(which|what) (outlets?|newspapers?|papers?|publications?|media|sources?|news sites?) (have |has )?"
     r"(covered(?! up\b)|reported on|wr(itten|ote) about|mention(s|ed)?|discuss(es|ed)?) {subject}"),
    ("overview", r"(which|what) (outlets?|newspapers?|papers?|publications?|media|sources?|news sites?)"
     r" (((is|are|(has|have) been) )?(covering|reporting on|writing about)|covers?|reports? on|writes? about)"
     r" (?!up\b)(?!.*\b(costs?|bills?|debts?|deficits?|losses|expenses|damages?|shortfalls?)\b){subject}"),
)  # fmt: skip

UNABLE = (
    r"(translate|re-?write|rephrase|paraphrase|reword|proofread|simplify) .+",
    r"(write|compose|draft|create|generate|make|invent|come up with|think of|suggest|give)( me| us)?"
    r" (a|an|some|another|COUNT)( \w+){0,2}? (headlines?|titles?|tweets?|posts?|poems?|songs?|e-?mails?|press releases?"
    r"|essays?|jokes?|captions?|slogans?|scripts?|quiz(zes)?|letters?|images?|pictures?|charts?|graphs?|tables?|slides?"
    r"|presentations?)( .+)?",
    r"(write|compose|draft|generate|invent|make up)( me| us)? (a|an|some|another) (\w+ ){0,2}?(article|story)( .+)?",
    r"explain .+ (like|as if) i('m| am| was| were) .+",
    r"((show|give)( me)? )?((some|all|all the|the) )?(direct )?quotes? (from|by) .+",
    r"(which|what) (article|story) is (the )?(longest|shortest|best|worst|most (important|interesting|popular|read))",
    r"what('s| is) (the |your )?(longest|shortest|best|worst|most (important|interesting|popular|read))"
    r" (article|story)",
    r"(who|which|what) (are|were) (all )?(the )?(people|persons|names|companies|places|organi[sz]ations)"
    r" (mentioned|named|quoted|cited) in ABOUT_ARTICLES",
    r"((which|what|SHOW) )?(all )?(the )?(people|persons|names|companies|places|organi[sz]ations)( (are|were))?"
    r" (mentioned|named|quoted|cited) in ABOUT_ARTICLES",
    r"SHOW( (the|all|all of the|every|your))* ITEMS ((grouped|sorted|ordered|arranged|organi[sz]ed) )?by GROUPS",
)
"""Other work than quoting, which is answered by what can be done."""
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
ALL = (
    r"((all|the|these|your|(?P<latest>LATEST)|all of|everything in) )*"
    r"(COVERAGE|ITEMS|everything|folder|collection)( {tail})?"
)
COVERED = r"(the )?{topic} (coverage|reporting)"
ONE = r"(the|this|that|an?) (?P<one>ITEM) {tail}"
NEWEST = r"(the )?(?P<latest>LATEST) (news )?(?P<one>ITEM)( {tail})?"
NAMED = (
    r"(the|that|this) (?!((latest|last|first|second|third|next|previous|new|old|other|same|whole|entire|full|original"
    r"|above|following|news|newspaper|magazine|leading|opinion|main|top|long|short|recent|current|cited|quoted)"
    r" )+article)(?!.*('s|s') ){topic} (?P<one>(news )?article)"
)
"""An article that is called by its subject: `the vaccine article`."""
_OWNED = r"((?P<one>(news )?(article|story|piece))|COVERAGE|ITEMS)( {tail})?"
WHOSE = (
    rf"((the|all|all of) )*{{whose}}('s)? ((?P<latest>LATEST) )?{_OWNED}",
    rf"(the )?(?P<latest>LATEST) {{whose}}('s)? {_OWNED}",
)
"""Articles of an outlet, an author or a time that is named before them."""
QUOTED = r"[\"“”„«'].+[\"“”»']"
ON = r"(ABOUT|of|mentioning|covering|(that|which) MENTION) {topic}"
PROPERTY = (
    r"(?:(?:the|its|their|his|her|an?) )?(?:[\w-]+ ){0,2}?(?:{noun}) (?:of|for|behind|to|on) .+"
    r"|.+(?:'s|s') (?:[\w-]+ ){0,2}?(?:{noun})"
).replace(
    "{noun}",
    r"ages?|aims?|amounts?|authors?|causes?|consequences?|costs?|dates?|death tolls?|duration|effects?|extent|fees?|"
    r"heights?|impacts?|length|locations?|names?|numbers?|odds|origins?|outcomes?|owners?|percentages?|places?|prices?|"
    r"profits?|purposes?|reasons?|results?|revenues?|roles?|salar(?:y|ies)|shares?|sizes?|speeds?|tolls?|totals?|"
    r"values?|wages?|weights?|width",
)
"""What is asked for of a thing, `the cause of the fire`: a question, where the thing alone is a subject."""


def pattern_of(phrasing: str) -> re.Pattern[str]:
    """Return a phrasing with its words and gaps filled in."""
    while found := re.search("|".join(sorted(WORDS, key=len, reverse=True)), phrasing):
        phrasing = phrasing[: found.start()] + WORDS[found[0]] + phrasing[found.end() :]
    phrasing = re.sub(r"\((?!\?)", "(?:", phrasing)
    return re.compile(re.sub(r"\{([a-z]+)\}", r"(?P<\1>.+?)", phrasing), re.IGNORECASE)
