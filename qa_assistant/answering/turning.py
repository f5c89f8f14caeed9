"""Turn a clause that stands for a question into that question: `how old Olsen is` into `How old is Olsen?`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.mentions import QUESTION_WORDS, load_parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PREPOSITION = r"(?:(?:in|at|on|by|for|to|from|with|of|since|until|under|about|after|before)\s+)?"
WH = r"(?:who|whom|whose|what|when|where|why|how|which)\b"
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must)"
_WHETHER = re.compile(r"^(?:whether or not|whether|if)\s+", re.IGNORECASE)
_TURNED = re.compile(
    rf"^{PREPOSITION}(?:{WH}|how (?!many\b|much\b)\w+)\s+{AUXILIARY}\b"
    rf"|^{PREPOSITION}{WH}(?:\s+\w+){{1,2}}\s+{AUXILIARY}\s+"
    r"(?:the|an?|it|they|he|she|there|we|you|i|this|that|these|those)\b",
    re.IGNORECASE,
)
"""The verb stands where it stands in a question, or the clause asks for its subject."""
_IS_LAST = re.compile(
    rf"^(?P<wh>{PREPOSITION}(?:who|what|where|when|how (?:old|big|large|high|far|long|wide|deep|tall|fast|heavy))) "
    rf"(?P<subject>(?:(?!{WH}|that\b)[^,?])+) (?P<verb>is|are|was|were)$",
    re.IGNORECASE,
)
_OF_A_NOUN = re.compile(
    r"^(?P<wh>(?:which|whose|how many) (?!of\b)\w+) "
    r"(?P<said>(?:the|an?|his|her|its|their|it|he|she|they|we|you|i)\b.+)$",
    re.IGNORECASE,
)
_COST = re.compile(r"^(?P<wh>how much|what) (?P<subject>[^,?]+) cost$", re.IGNORECASE)
_ENDS_IN_S = re.compile(
    r"^(?P<wh>(?:how (?:many|much)|which|what)(?: \w+)?) (?P<subject>(?:the|an?|his|her|its|their) \w+)"
    r" (?P<verb>(?!(?:does|has|was|is)$)\w{2,}s)$",
    re.IGNORECASE,
)
"""Verbs that the parser takes for nouns: `how much the hall cost`, `how many people the mill employs`."""
_NO_NAME = re.compile(
    r"(?:The|An?|They|He|She|It|We|You|There|This|That|These|Those|His|Her|Its|Their|Our|My|Some|Any|Many|No|All|Both|"
    r"Most|Several|Every|Each|Nobody|Everyone|Everybody|Someone|Nothing|Everything)\b"
)
_CARRIERS = ("Tell me {}.", "They asked {}.", "{}?")
"""Sentences to parse a clause in: what is misread in one often is not in the next."""
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_SAID_OF_IT = ("acomp", "attr", "advmod", "prep", "npadvmod", "xcomp", "oprd")
_COUNTING = ("many", "much", "few", "little")
_FULL = {"'s": "is", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}


def turned(clause: str) -> str:
    """Return the question that a clause asks, its verb before its subject where that can be told for sure.

    Without spaCy's small English pipeline, and where it does not find the parts, the clause as it stands.
    """
    clause = clause.strip(" ,.;:!?")
    if not clause:
        return ""
    if _TURNED.match(clause):
        return _asked(clause)
    if last := _IS_LAST.match(clause):
        return _asked(f"{last['wh']} {last['verb']} {last['subject']}")
    if whether := _WHETHER.match(clause):
        return _asked(question_of(clause[whether.end() :], "whether") or clause)
    if (of_noun := _OF_A_NOUN.match(clause)) and (said := question_of(of_noun["said"])):
        return _asked(f"{of_noun['wh']} {said}")
    return _asked(_by_its_end(clause) or question_of(clause) or clause)


def question_of(clause: str, conjunction: str = "") -> str | None:
    """Return `has Tarrant Hall been sold` for `Tarrant Hall has been sold`, `how old is he` for `how old he is`.

    None where that cannot be told.
    """
    parse = load_parser()
    if parse is None or not clause:
        return None
    if _NO_NAME.match(clause):
        clause = clause[0].lower() + clause[1:]
    for carrier in _CARRIERS:
        text = carrier.format(f"{conjunction} {clause}".strip())
        start = text.index(clause)
        if found := _reordered(parse(text), start, start + len(clause)):
            return found
    return None


def asks(question: str) -> bool:
    """Return whether words that begin with an auxiliary are a whole question: `Has anyone been hurt?`

    Not so `Is the mayor of Stour?`, which goes on about somebody. False without the parser.
    """
    parse = load_parser()
    if parse is None:
        return False
    doc = parse(question)
    verb = doc[0].head if doc[0].dep_ in ("aux", "auxpass") else doc[0]
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS and child.i > 0), None)
    if subject is None or verb.dep_ != "ROOT":
        return False
    if verb.i > 0:
        return subject.i < verb.i  # type: ignore[no-any-return]
    return verb.lemma_ == "be" and any(child.dep_ in _SAID_OF_IT and child.i > subject.i for child in verb.children)


def _by_its_end(clause: str) -> str | None:
    """Return the same by the form of the last word alone."""
    if found := _ENDS_IN_S.match(clause):
        return f"{found['wh']} does {found['subject']} {_infinitive(found['verb'])}"
    if (cost := _COST.match(clause)) and not question_of(clause):
        return f"{cost['wh']} did {cost['subject']} cost"
    return None


def _infinitive(verb: str) -> str:
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|sh|ch|x|zz)es$", verb) else verb[:-1]


def _asked(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}?"


def _reordered(doc: Doc, start: int, end: int) -> str | None:
    """Return the clause at these characters with its verb before its subject; as it is where it asks for that."""
    text: str = doc.text
    words = [token for token in doc if start <= token.idx < end]
    verb = _verb(words)
    if verb is None or (verb.tag_ in ("VB", "VBG", "VBN") and not _auxiliary(verb, words[0].i)):
        return None
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS and child in words), None)
    if subject is None:
        return None
    first = max(subject.left_edge.i, words[0].i + _asking(words))
    # "which of the ships sank" asks for the subject too
    is_of = first > words[0].i and doc[first - 1].pos_ == "ADP"
    if is_of or (first == words[0].i and any(word.tag_ in QUESTION_WORDS for word in words[:2])):
        return text[start:end]
    finite = _auxiliary(verb, subject.i) or verb
    if not first <= subject.i <= subject.right_edge.i < finite.i:
        return None
    before, between = text[start : doc[first].idx], text[doc[first].idx : finite.idx]
    if finite != verb or verb.lemma_ == "be":
        moved, kept = _moved(finite)
        return _put(before, moved, between, text[kept:end]) if moved else None
    is_one = subject.tag_ in ("NN", "NNP") or subject.lower_ in ("it", "he", "she")
    # `it cost` is read as `they cost`
    does = {"VBZ": "does", "VBD": "did", "VBP": "did" if is_one else "do"}.get(verb.tag_)
    rest = f"{verb.lemma_}{text[verb.idx + len(verb) : end]}"
    return _put(before, does, between, rest) if does and verb.lemma_.isalpha() else None


def _verb(words: list[Token]) -> Token | None:
    within = set(words)
    heads = [token for token in words if token.dep_ in ("ccomp", "advcl") and token.head not in within]
    return next(iter([*heads, *(token for token in words if token.dep_ == "ROOT")]), None)


def _asking(words: list[Token]) -> int:
    """Return how many words at the beginning ask and are no part of the subject, whatever the parser says."""
    first, *others = words
    if first.lower_ != "how":
        return int(first.lower_ in ("when", "where", "why"))
    if not others or others[0].lower_ in _COUNTING:
        return 0
    return 2 if others[0].tag_ in ("JJ", "RB") else 1


def _auxiliary(verb: Token, after: int) -> Token | None:
    found = (child for child in verb.children if child.dep_ in ("aux", "auxpass") and after < child.i < verb.i)
    return next((child for child in found if child.lower_ != "to"), None)


def _moved(finite: Token) -> tuple[str, int]:
    """Return the verb that goes to the front, with the `n't` that belongs to it, and where the rest goes on."""
    text: str = finite.text.replace("’", "'")
    if text.startswith("'"):
        text = _FULL.get(text, "")
    end: int = finite.idx + len(finite)
    following = finite.doc[finite.i + 1 : finite.i + 2]
    if following.text in ("n't", "n’t") and following[0].idx == end:
        return f"{text}{following.text}", end + len(following.text)
    return text, end


def _put(*pieces: str) -> str:
    return " ".join(" ".join(pieces).split())
