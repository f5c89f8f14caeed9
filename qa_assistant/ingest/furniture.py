"""Page furniture: the lines around an article that belong to its web page, recognised by their wording."""

from __future__ import annotations

import re

_LONGEST = 400
_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram|flipboard|messenger|mastodon|youtube"
    r"|threads|bluesky)"
)
_BUTTON = rf"(?:{_NETWORK}|e-?mail|print|copy(?: link)?|share|save|comments?|link|bookmark)"
_PAGE = r"(?:article|story|page|post|link|report|piece)"
_TELLS = r"(?!.*\b(?:said|says|told|found|finds|showed|shows|revealed|suggests)\b)"
"""Furniture tells nothing that somebody said or found."""
_PICTURE = r"(?:photo|photograph|picture|image|illustration|graphic|video|media|map)"
_MAIL = r"(?:e-?mail|newsletter|message|issue)"
_AGENCY = r"(?:ap(?: photo)?|afp|epa(?:-efe)?|reuters|getty(?: images)?|shutterstock|alamy|istock|anadolu|handout)"

# each is matched against a whole line, whatever its case
_LINKS = (
    r"(?:related|recommended)(?: (?:articles?|stories|content|topics?|links?|coverage|news|reading|posts?|for you))?:?",
    r"(?:read|see|watch|listen) (?:more|also|next)\b[^.]*",
    r"(?:more|also) (?:from|on|in|about) [^.]{1,80}",
    r"more (?:stories|news|coverage|top stories|articles)\b[^.]{0,40}",
    r"most (?:read|popular|viewed|shared)(?: (?:in|on|stories|articles|news|today)[^.]*)?:?",
    r"(?:trending|up next|don['’]t miss|what to read next|in other news|go deeper|further reading)\b[^.]{0,60}",
    r"you (?:may|might) (?:also )?like\b[^.]{0,60}",
    r"(?:editor['’]?s?['’]? picks?|top stories|latest (?:news|stories|updates)|the latest|live updates)",
    r"(?:in|on) this (?:article|story|page)",
)
_NAVIGATION = (
    r"back to (?:the )?(?:top|home(?:page)?|articles?|news)(?: button)?",
    r"skip to (?:main )?(?:content|navigation|article)",
    r"(?:main |site )?(?:menu|navigation|search|home|close|sections|breadcrumbs?)",
    r"(?:[\w&’']{1,20}(?: [\w&’']{1,20}){0,2} ?[>›»] ?){1,8}[^.]{1,80}",
    r"(?:next|previous|prev|older|newer)(?: (?:article|story|post|page)s?)?(?::[^.]*)?",
    r"(?:\d+ of \d+|page \d+(?: of \d+)?|\d+/\d+)",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|explore more)\s*:[^.]*",
)
_BUTTONS = (
    rf"{_BUTTON}(?:[\s,|/·•]+(?:and )?{_BUTTON})*",
    rf"(?:share|save|print|bookmark|e-?mail|copy|listen to|gift)(?: this)?(?: full)? {_PAGE}\b[^.]{{0,60}}",
    r"share (?:this )?(?:on|via|with|to) [^.]{1,40}",
    rf"(?:follow|find|like|join) .{{1,50}} (?:on|at) {_NETWORK}(?:[ ,&/].*)?[.!]?",
    r"(?:listen|play|watch|play video|watch (?:video|now|live)|now playing)(?: ?\(.{1,20}\))?",
    r"(?:video ad feedback|live tv)",
    r"(?:\d+|one|two|three|four|five)[ -]min(?:ute)?s?(?: read| listen)?|(?:reading|read) time:?.{0,20}",
    r"[\d.,]+[km]? (?:shares?|likes?|views?|comments?)",
    r"click (?:here|on|to)\b.{0,100}",
)
_ADVERTISEMENTS = (
    r"(?:advertisement|advert|ad|ads by .{1,20}|paid (?:post|content))",
    r"(?:sponsored|promoted)(?: content| by .{1,30})?",
    r"advertisement\W.{0,60}",
    r"(?:story|article) continues (?:below|after)\b.{0,60}",
    r"(?:scroll (?:down )?(?:to|for)|continue reading)\b.{0,60}",
)
_SUBSCRIPTIONS = (
    r"subscribe(?: (?:now|today|here|to|for|and|with)\b.{0,160})?[.!]?",
    r"(?:sign (?:up|in)|log ?in|register|join)(?: (?:for|to|now|here|today|free|our|us|with)\b.{0,160})?[.!]?",
    r"(?:create|activate) (?:a |an |your )(?:free )?account.{0,80}",
    r".{0,120}\b(?:newsletter|inbox)\b.{0,60}\b(?:sign up|subscribe|every (?:day|morning|week))\b.{0,80}",
    r"(?:sign up|subscribe|get|receive|have)\b.{0,80}\b(?:newsletters?|inbox|alerts|e-?mail updates)\b.{0,80}",
    r".{0,120}\b(?:delivered|straight|directly|right) (?:in)?to your (?:inbox|phone)\b.{0,40}",
    r"(?:our |the )?(?:free )?(?:daily |weekly )?newsletters?",
    r"(?:download|get) (?:the|our) (?:free )?app\b.{0,60}",
    r"(?:enter )?your e-?mail(?: address)?[ *:]{0,3}",
    r"(?:click here to |to )?unsubscribe\b.{0,120}",
    rf"(?:view|read|open|see) (?:this |it )?(?:{_MAIL} )?(?:in (?:your |a )?(?:web )?browser|online)\b.{{0,60}}",
    rf"you(?:['’]re| are| have)? (?:receiv(?:ed|ing)|getting|got) this {_MAIL}\b.{{0,200}}",
    rf"this {_MAIL} was sent (?:to|by)\b.{{0,200}}",
    r"(?:manage|update|change) (?:your )?(?:e-?mail |newsletter )?(?:preferences|subscriptions?)\b.{0,120}",
    rf"(?:was this {_MAIL} )?forwarded (?:this {_MAIL}|to you)\b.{{0,100}}",
    r"(?:support|donate to) (?:us|our (?:journalism|work)|independent journalism)\b.{0,120}",
)
_LEGAL = (
    rf"{_TELLS}.{{0,200}}\b(?:we|site|website|partners)\b.{{0,60}}\buses?\b.{{0,60}}\bcookies\b.{{0,200}}",
    r"(?:accept|reject|allow|manage)(?: all)?(?: cookies| preferences| consent| options)?",
    r"(?:(?:cookies?|privacy|legal) (?:policy|notice|settings|statement)|terms (?:of (?:use|service)|and conditions)"
    r"|contact us|about us|advertise with us|careers|accessibility)"
    r"(?:[\s|/·•,]+[\w ]{3,30}){0,8}",
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,300}",
    r".{0,200}\ball rights reserved\b.{0,200}",
    r"this material may not be published.{0,200}",
    r".{0,160}\b(?:views|opinions) (?:expressed\b.{0,100}|are (?:\w+ ){0,3})\b"
    r"(?:own|author['’]?s['’]?|those|necessarily)\b.{0,120}",
)
_COMMENT_HEADING = (
    r"(?:leave|post|add|write|submit) (?:a |your )?(?:reply|comment)s?\b.{0,40}",
    r"(?:\d+|no|view|show|load|join|see) ?(?:all |more |the )?(?:comments?|conversation|discussion|responses?|replies)",
    r"(?:reader )?comments?(?: ?\(\d+\)| are closed| section)?\.?:?",
)
_COMMENT_FORM = (
    r"your e-?mail address will not be published.*",
    r"required fields are marked.{0,10}",
    r"(?:name|e-?mail|website|comment|message)(?: address)? ?[*:]{0,2}(?: \(required\))?",
    r"save my name.{0,120}|notify me of.{0,80}",
    r"(?:cancel )?(?:reply|submit|send)",
    r"(?:you must be |please )?log(?:ged)? in to (?:post|leave|comment|reply).{0,60}",
)
_CREDITS = (
    rf"{_TELLS}(?:additional |with |, )*(?:reporting|writing|editing|edited|compiled)"
    r"(?: and (?:writing|editing))? by .{1,300}",
    r".{1,380}\bcontributed (?:reporting )?to this (?:report|story|article)\.?",
    r"our standards:.{0,80}",
    rf"{_TELLS}this {_PAGE} (?:was )?(?:(?:originally|first) )?(?:appeared|published|posted)\b.{{0,120}}",
    rf"{_TELLS}this {_PAGE} (?:has been|was|is being|will be) updated\b.{{0,80}}",
    r"(?:last )?updated:?(?: on| at)?\s.{0,12}\d[^.]{0,40}",
    rf"{_TELLS}{_PICTURE}s? (?:caption|credit|source|courtesy)s?\b.{{0,200}}",
    rf"{_PICTURE}s?\s*(?:[:,]| by ).{{0,160}}[^.]",
    rf"{_AGENCY}(?:\s*(?:[/,]|via|agency|photo)\s*[^.]{{0,60}})?",
    r"(?:credit|source)\s*:\s*[^.]{1,60}",
    r"file (?:photo|image|picture)(?:[:.]| of).{0,160}",
)


def _any_of(*groups: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for group in groups for line in group), re.IGNORECASE)


_FURNITURE = _any_of(
    _LINKS,
    _NAVIGATION,
    _BUTTONS,
    _ADVERTISEMENTS,
    _SUBSCRIPTIONS,
    _LEGAL,
    _COMMENT_HEADING,
    _COMMENT_FORM,
    _CREDITS,
)
_OPENS_LINKS = _any_of(_LINKS)
_OPENS_COMMENTS = _any_of(_COMMENT_HEADING)


def is_furniture(line: str) -> bool:
    """Say whether a whole line is page furniture."""
    return _matches(_FURNITURE, line)


def opens_links(line: str) -> bool:
    """Say whether a line is the heading of a list of links to other articles."""
    return _matches(_OPENS_LINKS, line)


def opens_comments(line: str) -> bool:
    """Say whether a line is the heading of the readers' comments."""
    return _matches(_OPENS_COMMENTS, line)


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    # without marks of Markdown and of lists, and without the brackets credits stand in
    line = re.sub(r"^[#>*_(\s—–-]+|[*_)\s]+$", "", " ".join(line.split()))
    return bool(line) and pattern.fullmatch(line) is not None
