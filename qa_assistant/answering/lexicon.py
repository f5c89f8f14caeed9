"""Words that say the same as one another in news, and words that say the opposite; all compared as stems."""

from __future__ import annotations

import re
from functools import lru_cache

from qa_assistant.answering.stems import stem

_OPPOSITE = (
    "rise fall; rise drop; increase decrease; increase decline; increase reduce; grow shrink; gain lose; win lose; "
    "more less; more fewer; most least; high low; higher lower; highest lowest; large small; larger smaller; "
    "big small; great small; long short; old young; older younger; new old; early late; earlier later; first last; "
    "before after; begin end; start end; start stop; start finish; open close; accept reject; accept refuse; "
    "approve reject; support oppose; agree disagree; allow ban; allow forbid; allow prevent; include exclude; "
    "success failure; succeed fail; strong weak; stronger weaker; good bad; better worse; best worst; buy sell; "
    "give take; send receive; enter leave; arrive leave; arrive depart; remain leave; north south; "
    "northern southern; east west; eastern western; above below; inside outside; up down; upper lower; "
    "public private; male female; man woman; legal illegal; guilty innocent; guilty acquitted; convict acquit; "
    "confirm deny; admit deny; attack defend; build destroy; create destroy; build demolish; import export; "
    "rich poor; safe dangerous; cheap expensive; fast slow; hot cold; warm cool; light dark; heavy light; wet dry; "
    "full empty; easy difficult; simple complex; common rare; major minor; majority minority; maximum minimum; "
    "positive negative; improve worsen; strengthen weaken; expand contract; extend shorten; raise lower; raise cut; "
    "hire fire; join leave; unite divide; love hate; like dislike; trust distrust; victory defeat; war peace; "
    "friend enemy; ally enemy; life death; live die; birth death; present absent; permanent temporary; "
    "ancient modern; domestic foreign; internal external; local national; same different; similar different; "
    "always never; often rarely; many few; all none; true false; right wrong; right left; profit loss; "
    "surplus deficit; rural urban; wide narrow; deep shallow; thick thin; near far; alive dead; visible invisible; "
    "possible impossible; lawful unlawful; known unknown; popular unpopular; stable unstable; independent dependent; "
    "active passive; able unable; likely unlikely; happy unhappy; official unofficial; direct indirect; "
    "formal informal; regular irregular; credit debit; advance retreat; ascend descend; attract repel; borrow lend; "
    "lead follow; teach learn; hide reveal; often never; usually always; usually never; often always; "
    "sometimes always; some all; some none; many all; most all; release detain; free arrest; appear disappear; "
    "connect disconnect; mild severe; slight severe; gentle harsh; calm violent; moderate extreme; partial complete; "
    "senior junior; encourage discourage; qualify disqualify"
)

_ALIKE = (
    "begin start commence launch; end finish conclude; large big huge vast sizeable; small little tiny minor; "
    "often frequently regularly commonly; usually generally normally typically; "
    "mainly mostly primarily largely chiefly; nearly almost; roughly approximately around about circa; "
    "many numerous; several multiple various; say state tell add declare announce note remark comment report; "
    "show demonstrate indicate reveal; create establish found form set; build construct erect; "
    "use employ utilize utilise; buy purchase acquire; important significant key crucial major; "
    "get receive obtain gain; die perish pass; kill dead slain; help assist aid support; cause lead trigger prompt; "
    "want wish seek desire; famous renowned known noted; further additional extra more; entire whole full; "
    "quick rapid fast swift; child kid; name call title; require need demand; try attempt; hard difficult tough; "
    "yearly annual; film movie; game match; error mistake; money funds fund cash; company firm business corporation; "
    "current present; happen occur take; make produce manufacture; choose select pick elect; ask request; "
    "answer reply respond; give provide supply grant; keep retain hold; let allow permit enable; buy bought; "
    "end cease stop halt; rise increase grow climb; fall drop decline decrease; meet gather; job post position role; "
    "work labour labor; car vehicle automobile; house home residence; near close; contain hold comprise; "
    "discover find detect; finish complete; fix repair mend; chart map; injure hurt wound; hit strike; join enter; "
    "leave quit depart exit; locate situate; main chief principal; own possess; "
    "pact deal agreement accord treaty contract; part portion share section; pay spend; person individual people; "
    "place site location area; plan scheme proposal; power authority; prison jail; protest demonstration rally; "
    "quake earthquake; reduce cut lower; remain stay; replace substitute; result outcome; rich wealthy affluent; "
    "rule govern; save rescue; sell sold; send dispatch; speak talk; statement announcement; street road; "
    "talks negotiation discussion; think believe; trip journey visit travel; use usage; war conflict; "
    "win victory triumph; worker employee staff; write author pen; wrong incorrect; writer author; study research; "
    "teach instruct; ship vessel boat; doctor physician; lawyer attorney; officer official; student pupil; "
    "city town; president leader head; sign signed; surrender yield give; include contain feature; hold host stage; "
    "publish release issue; last final; now currently today; also additionally; because since as; "
    "although though while; therefore thus hence; lack shortage; border boundary frontier; attack assault raid; "
    "arrest detain; blast explosion; fire blaze; flood inundation; storm hurricane typhoon cyclone; vote ballot; "
    "law legislation statute; judge justice; trial case; goal aim target objective; benefit advantage; "
    "danger risk threat; change alter modify; consider regard; describe depict portray; develop evolve; "
    "ensure guarantee; examine inspect; expand extend enlarge; former previous ex earlier; initial first original; "
    "inhabitant resident; link connect tie; measure gauge; modern contemporary; movie picture; occupy inhabit; "
    "offer propose; origin source; permit licence license; prevent stop block; price cost; prize award; rank place; "
    "reach arrive attain; refuse decline reject; region area zone district; speed pace velocity; spread expand; "
    "surround enclose; team side club squad; term name; total overall; treat handle; type kind sort; "
    "unite combine merge; view opinion; weather climate"
)

_ALTERNATIVES = (
    "kill die drown perish fatal toll casualty body/injure hurt wound/missing unaccounted/arrest detain custody charge/"
    "rescue save survive/evacuate flee displace homeless/quarantine/vaccinate; "
    "turnout/favour favor yes/against oppose/abstain; buy purchase/repair mend restore renovate/rent lease/insure; "
    "build construct manufacture/launch open inaugurate; damage/destroy raze gut collapse; "
    "begin start open/end finish close conclude; sign/ratify; win elect/lose defeat; "
    "employ hire recruit create/cut shed dismiss layoff redundant; accept approve/offer propose demand; "
    "soldier troop/refugee refugees migrant/civilian/police officer guard; passenger/crew; pupil student/teacher; "
    "patient/nurse doctor; cost price/subsidy subsidise grant aid contribute; steal rob/reward; confirm/suspect; "
    "revenue turnover sales/profit/loss debt; import/export"
)
"""Things that happen side by side, or that are counted side by side: what is said of one is not said of another."""

_PHRASES = {
    r"turn(?:ed|s|ing)? down": "rejected",
    r"put(?:ting)? (?:back|off)": "delayed",
    r"call(?:ed|s|ing)? off": "cancelled",
    r"t(?:ook|akes?|aking) place": "happened",
    r"set(?:s|ting)? up": "established",
    r"la(?:id|ys?|ying) off": "dismissed",
    r"carr(?:ied|y|ies|ying) out": "conducted",
    r"br(?:oke|eaks?|oken) down|f[ae]ll(?:en)? apart": "collapsed",
    r"br(?:oke|eaks?|oken) out": "began",
    r"(?:found|finds?) out": "discovered",
    r"step(?:ped|s)? down": "resigned",
    r"hand(?:ed|s)? over": "delivered",
    r"rul(?:ed|es) out": "excluded",
    r"point(?:ed|s) out": "said",
    r"(?:takes?|taken|took) on": "hired",
    r"shut(?:s)? down": "closed",
    r"pull(?:ed|s)? out": "withdrew",
    r"c(?:ome|omes|ame) to an end": "ended",
}
"""Verbs of two words, and one that says the same."""
_PHRASE = {re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE): word for pattern, word in _PHRASES.items()}


def one_word(text: str) -> str:
    """Return a text with one word for each verb of two."""
    for pattern, word in _PHRASE.items():
        text = pattern.sub(word, text)
    return text


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for number, group in enumerate(_ALIKE.split(";")):
        for word in group.split():
            found.setdefault(stem(word), set()).add(f"~{number}")
    return {word: frozenset(names) for word, names in found.items()}


def groups_of(word: str) -> frozenset[str]:
    """Return the names of the groups of words that a stem often stands for; words with a common one are alike."""
    return _groups().get(word, frozenset())


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITE.split(";"):
        one, other = (stem(word) for word in pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def are_opposite(word: str, others: set[str]) -> bool:
    """Return whether any of `others` says the opposite of `word`; all are stems."""
    return not _opposites().get(word, frozenset()).isdisjoint(others)


@lru_cache(maxsize=1)
def _alternatives() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(
        tuple(frozenset(stem(word) for word in words.split()) for words in group.split("/"))
        for group in _ALTERNATIVES.split(";")
    )


def are_alternatives(one: frozenset[str], other: frozenset[str], asked: frozenset[str]) -> bool:
    """Return whether two texts speak of things that happen side by side, one of them not asked for; all are stems."""
    for group in _alternatives():
        mine, theirs, wanted = ({at for at, words in enumerate(group) if words & text} for text in (one, other, asked))
        if mine and theirs and not mine & theirs:
            return True
        if wanted and bool(mine & wanted) != bool(theirs & wanted) and (mine | theirs) - wanted:
            return True
    return False
