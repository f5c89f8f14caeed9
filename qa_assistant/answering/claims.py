"""A sentence as what it claims: its content words in order, and what denies them, weakens them or says them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from qa_assistant.answering.canonical import parts as parts_of
from qa_assistant.answering.lexicon import groups_of, one_word
from qa_assistant.answering.peoples import people_of
from qa_assistant.answering.stems import fold, stem
from qa_assistant.answering.values import MONTHS, TENS, UNITS, Value, values

Sort = Literal["word", "name", "amount"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’.&](?=[^\W_])[^\W_]+)*\.?")
_FUNCTION = _set(
    "a an the of in on at to for from by with and or but is are was were be been being has have had do does did will "
    "would shall this that these those it its as than then there here he she they we i you his her their our your my "
    "him them us me who whom whose which what when where why how if so also just into onto over about during between "
    "through while since because although though both either such same other another very much own out off only "
    "even still any each every some s t re ve ll d m around toward towards upon within per via among against across "
    "along amid include including mr mrs ms dr"
)
_DENIES = _set(
    "not no never neither nor without nobody none nothing hardly barely refuse refused refuses deny "
    "denied denies denying reject rejected rejects unable lack lacks lacked stop stopped prevent prevented"
)
_WEAKENS = _set(
    "may might could reportedly allegedly alleged possibly possible perhaps probably likely plan plans planned expect "
    "expected expects hope hopes hoped propose proposed seek seeks sought consider considered considering intend "
    "intends some many most often usually sometimes generally typically normally frequently occasionally largely "
    "partly several few if whether would should claim claims claimed suspected potentially potential threatened "
    "almost nearly promise promises promised fear fears feared offer offered threaten threatens wants wanted due "
    "unless provided"
)
_UNTIL_CLAUSE_ENDS = _set("if unless whether provided condition")
"""Words that put all that follows in their clause as possible only."""
_COMING = re.compile(r"\b(?:will|would|shall|(?:is|are|was|were|due|expected|going) to)\s+(?:not\s+)?", re.IGNORECASE)
"""Before a word that tells what is still to happen."""
NUMBERS = frozenset({*UNITS, *TENS})
_SILENT = _set("not no never nor neither without none may might could if")
"""Words that count only for what they do to others."""
SPEAKS = _set(
    "say says said tell tells told state states stated announce announced announces claim claims claimed warn warned "
    "warns add added adds explain explained argue argued argues write wrote writes report reported reports confirm "
    "confirmed confirms insist insisted suggest suggested suggests note noted notes acknowledge acknowledged declare "
    "declared according believe believes believed think thinks thought admit admitted testify testified promise "
    "promises promised pledge pledged fear fears feared demand demanded ask asked"
)
_REACH = 3
"""Words before a word in which something denies or weakens it."""
_TWICE = re.compile(r"\btwice\b(?! (?:as|the|a|an|its|his|her|their|what)\b)|\bon two occasions\b", re.IGNORECASE)
"""Where it counts how often; "twice as many" is no "two"."""
_ONE = re.compile(r"one (?:hour|day|night|week|month|year|decade|century)", re.IGNORECASE)
"""Mostly written as "an hour", "a day", so it is compared as words."""
_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_IN_SHORT = (
    (re.compile(r"(?<![\w.])(?:US|USA|U\.S\.A\.|U\.S\.(?!A\.))(?!\w|\$)"), "United States"),
    (re.compile(r"(?<![\w.])(?:UK|U\.K\.)(?!\w)"), "United Kingdom"),
    (re.compile(r"(?<![\w.])(?:UN|U\.N\.)(?!\w)"), "United Nations"),
    (re.compile(r"(?<![\w.])(?:EU|E\.U\.)(?!\w)"), "European Union"),
    (re.compile(r"\bKiev\b"), "Kyiv"),
)
"""Names that outlets write in one way or another."""
_CLAUSE_END = re.compile(r"[,;:–—()]")
_DEMONYM = re.compile(r"(?:n|i|s|an|ns|ian|ese|ish|ic|ans|ians|ean)")


@dataclass(frozen=True, slots=True)
class Token:
    """A content word, name or amount of a sentence."""

    text: str
    sort: Sort
    start: int
    keys: frozenset[str] = frozenset()
    """Of a word or name: its stem, itself without accents, and the groups of words that it often stands for."""
    parts: frozenset[str] = frozenset()
    """Of an amount: what it says (see `canonical.parts`)."""
    denied: bool = False
    weakened: bool = False
    coming: bool = False
    """Told as what is still to happen."""
    speaks: bool = False
    opens: bool = False
    """The first word of the sentence, capitalised as any first word is."""


@lru_cache(maxsize=4096)
def claim(sentence: str) -> tuple[Token, ...]:
    """Return the content words of a sentence in their order."""
    plain = _plain(sentence)
    tokens: list[Token] = []
    denied = weakened = -99
    doubted = False
    place = last_end = 0
    coming = {match.end() for match in _COMING.finditer(plain)}
    for start, end, text, parts in _pieces(plain):
        if _CLAUSE_END.search(plain[last_end:start]):
            denied = weakened = -99
            doubted = False
        opening = last_end == 0
        last_end = end
        lower = text.lower()
        place += lower not in ("a", "an", "the")
        if not _is_silent(text, lower, parts):
            token = _token(text, start, parts, opening)
            is_denied, is_weakened = 0 < place - denied <= _REACH, doubted or 0 < place - weakened <= _REACH
            tokens.append(replace(token, denied=is_denied, weakened=is_weakened, coming=start in coming))
        denied = place if lower in _DENIES else denied
        weakened = place if lower in _WEAKENS else weakened
        doubted = doubted or lower in _UNTIL_CLAUSE_ENDS
    return tuple(tokens)


@lru_cache(maxsize=4096)
def denials(sentence: str) -> tuple[Token | None, ...]:
    """Return for each word that denies something the claim word after it, None where nothing follows."""
    tokens = claim(sentence)
    return tuple(
        next((token for token in tokens if token.start >= match.end()), None)
        for match in _WORD.finditer(_plain(sentence))
        if match[0].lower() in _DENIES
    )


def same(one: Token, other: Token) -> bool:
    """Return whether two tokens name the same; an amount is the same when all that the first says is in the second."""
    if "amount" in (one.sort, other.sort):
        return one.sort == other.sort and _same_amount(one.parts, other.parts)
    if not one.keys.isdisjoint(other.keys):
        return True
    if "name" not in (one.sort, other.sort) or one.text[:2].lower() != other.text[:2].lower():
        return False
    return _same_name(fold(one.text), fold(other.text))


def _is_silent(text: str, lower: str, parts: frozenset[str]) -> bool:
    return not parts and (lower in _SILENT or (lower in _FUNCTION and text != "US"))


def _token(text: str, start: int, parts: frozenset[str], opening: bool) -> Token:
    if parts:
        return Token(text, "amount", start, frozenset(), parts)
    lower = text.lower()
    is_name = any(letter.isdigit() for letter in text) or (text[0].isupper() and not opening) or text[1:] != lower[1:]
    groups = _peoples(text) if is_name else groups_of(stem(lower))
    keys = groups | {stem(lower), fold(text)}
    opens = opening and text[0].isupper()
    return Token(text, "name" if is_name else "word", start, keys, parts, speaks=lower in SPEAKS, opens=opens)


def _peoples(name: str) -> frozenset[str]:
    found = people_of(fold(name))
    return frozenset({found}) if found else frozenset()


def _plain(sentence: str) -> str:
    """Return a sentence with straight apostrophes, every `not` a word of its own, and one word for a phrasal verb."""
    plain = unicodedata.normalize("NFKC", sentence).replace("’", "'").replace("n't", " not").replace("N'T", " NOT")
    plain = _TWICE.sub("two times", plain.replace("°C", " degrees Celsius"))
    plain = _ISO_DAY.sub(_in_words, plain)
    for short, whole in _IN_SHORT:
        plain = short.sub(whole, plain)
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)  # "in all, 3,200 people" has one number
    plain = re.sub(r"\bca not\b|\bcannot\b", "can not", plain).replace("wo not", "will not")
    return one_word(re.sub(r"\b(?:fail|fails|failed|failing) to\b", "did not", plain))


def _in_words(day: re.Match[str]) -> str:
    month = int(day[2])
    return f"{int(day[3])} {MONTHS[month - 1]} {day[1]}" if 1 <= month <= len(MONTHS) else day[0]


def _pieces(plain: str) -> list[tuple[int, int, str, frozenset[str]]]:
    """Return start, end, text and parts of the amounts of a sentence, and of its words outside them, in their order."""
    counted = [value for value in values(plain) if not _ONE.fullmatch(value.text)]
    found = [(*value.span, value.text, parts) for value in counted if (parts := parts_of(value))]
    spans = [piece[:2] for piece in found]
    for match in _WORD.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            is_short_form = match[0].count(".") > 1 and not match[0][0].isdigit()  # U.S.
            text = match[0] if is_short_form else match[0].removesuffix(".")
            # a number that opens a sentence is taken for part of a name: `Two National Guard helicopters`
            number = parts_of(Value("number", match.span(), text)) if text.lower() in NUMBERS else frozenset[str]()
            found.append((match.start(), match.start() + len(text), text, number))
    return sorted(found, key=lambda piece: piece[0])


def _same_amount(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if len(mine) == 1 and (number := next(iter(mine))).startswith(("y:", "n:")):
        # "1600" alone is taken for a year, whatever it counts
        return bool({f"y:{number[2:]}", f"n:{number[2:]}"} & theirs)
    has_other_unit = any(part.startswith("u:") for part in mine) and any(part.startswith("u:") for part in theirs)
    return all(part in theirs or (part.startswith("u:") and not has_other_unit) for part in mine)


@lru_cache(maxsize=16384)
def _same_name(one: str, other: str) -> bool:
    if any(letter.isdigit() for letter in one + other):
        return one == other
    shorter, longer = sorted((one, other), key=len)
    for kept in (len(shorter), len(shorter) - 1):  # Iran and Iranian, Italy and Italian
        if kept >= 3 and longer[:kept] == shorter[:kept] and _DEMONYM.fullmatch(longer[kept:]):
            return True
    return len(shorter) >= 6 and SequenceMatcher(None, one, other).ratio() >= 0.86
