"""A labelled set for the verifier: sentences of the public sets, said otherwise and made wrong, beside their sources.

Nothing in it was labelled by hand: a sentence proves itself and what only says it otherwise, and does not prove what
was changed in it. The two halves hold other documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from benchmarks.corruptions import Around, corruptions
from benchmarks.rewrites import rewrites
from benchmarks.sets import load_set, number_of
from qa_assistant.answering.asked import kinds_asked
from qa_assistant.answering.mentions import load_parser
from qa_assistant.answering.values import values
from qa_assistant.ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from benchmarks.sets import Half
    from qa_assistant.evaluation import Document

SETS = ("xquad", "squad2_500", "multihop_rag_500")
WORDS = range(7, 45)
"""How long a sentence may be that is put to the test."""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A sentence, the quote that is to prove it, and whether it does."""

    set: str
    half: Half
    kind: str
    is_true: bool
    sentence: str
    quote: str
    around: str
    """Title and neighbouring sentences."""
    published: date | None = None


def labelled_claims() -> list[LabelledClaim]:
    """Return all claims; always the same."""
    return [claim for name in SETS for claim in (*_changed(name), *_asked(name))]


def sample(claims: Sequence[LabelledClaim], most: int) -> list[LabelledClaim]:
    """Return at most `most` claims of each kind in each half of each set; always the same ones."""
    groups: dict[tuple[str, str, str, bool], list[LabelledClaim]] = {}
    for one in claims:
        groups.setdefault((one.set, one.half, one.kind, one.is_true), []).append(one)
    return [one for group in groups.values() for one in Random(1).sample(group, min(most, len(group)))]


def _changed(name: str) -> Iterator[LabelledClaim]:
    documents = load_set(name).documents
    pools: dict[str, dict[str, list[str]]] = {"dev": {}, "test": {}}
    for document in documents:
        for value in values(document.text):
            pools[_half(document)].setdefault(value.kind, []).append(value.text)
    for document in documents:
        half = _half(document)
        chance = Random(document.file)
        sentences = _sentences(document.text)
        able = [place for place, text in enumerate(sentences) if _is_whole(text)]
        for place in chance.sample(able, min(3, len(able))):
            others = [text for other, text in enumerate(sentences) if other != place]
            around = Around(others, pools[half], half)
            yield from _claims_from(name, document, sentences, place, around, chance)


def _claims_from(
    name: str, document: Document, sentences: Sequence[str], place: int, around: Around, chance: Random
) -> Iterator[LabelledClaim]:
    text = sentences[place]

    def made(kind: str, is_true: bool, changed: str) -> LabelledClaim:
        wide = _around(document, sentences, place)
        return LabelledClaim(name, _half(document), kind, is_true, changed, text, wide, document.published)

    said = rewrites(text, chance)
    yield made("itself", True, text)
    yield from (made(kind, True, changed) for kind, changed in said)
    # half of the wrong ones are wrong and said otherwise too
    start = chance.choice([changed for _, changed in said]) if said and chance.random() < 0.5 else text
    yield from (made(kind, False, changed) for kind, changed in corruptions(start, around, chance))


def _asked(name: str) -> Iterator[LabelledClaim]:
    """Yield questions turned into sentences with the accepted answer, and with another value of the same article."""
    chosen = load_set(name)
    texts = {document.file: document for document in chosen.documents}
    for case in chosen.cases:
        files = [file for one in case.evidence for file in one.files]
        if not case.answers or len(files) != 1 or name == "multihop_rag_500":
            continue
        document, chance = texts[files[0]], Random(case.id)
        sentences = _sentences(document.text)
        holding = [place for place, text in enumerate(sentences) if case.answers[0] in text]
        if len(holding) != 1 or not (statement := _statement(case.question, case.answers[0])):
            continue
        wide, quote = _around(document, sentences, holding[0]), sentences[holding[0]]
        yield LabelledClaim(name, _half(document), "question answered", True, statement, quote, wide)
        kinds = kinds_asked(case.question)
        said = " ".join(case.answers).lower() + case.question.lower()
        near = [v.text for v in values(document.text) if v.kind in kinds and v.text.lower() not in said]
        near = [text for text in near if not any(word in said for word in text.lower().split())]
        if near and (wrong := _statement(case.question, chance.choice(near))):
            yield LabelledClaim(name, _half(document), "question answered wrong", False, wrong, quote, wide)


def _statement(question: str, answer: str) -> str | None:
    """Return a question and its answer as one sentence, or None where that takes more than moving words."""
    parse = load_parser()
    if parse is None or len(answer.split()) > 8:
        return None
    doc = parse(question.strip())
    wh = next((token for token in doc if token.tag_ in ("WP", "WDT", "WRB")), None)
    if wh is None or wh.lower_ in ("why", "how") or wh.i > 1 or doc[-1].text != "?":
        return None
    end = max(token.i for token in wh.subtree) + 1 if wh.dep_ == "det" else wh.i + 1
    phrase_end = wh.head.i + 1 if wh.tag_ == "WDT" or wh.dep_ == "det" else end
    aux = next((t for t in doc[phrase_end : phrase_end + 1] if t.lemma_ in ("be", "do", "have", "will", "can")), None)
    rest = doc[phrase_end:-1]
    if aux is None:
        return f"{answer} {rest.text}." if wh.lower_ in ("who", "what", "which") and len(rest) > 1 else None
    subject = next((t for t in aux.head.children if t.dep_ in ("nsubj", "nsubjpass") and t.i > aux.i), None)
    if subject is None and aux.head is not aux:
        return f"{answer} {rest.text}."
    subject = subject or next((t for t in aux.children if t.dep_ in ("nsubj", "attr") and t.i > aux.i), None)
    if subject is None:
        return None
    span = doc[aux.i + 1 : max(t.i for t in subject.subtree) + 1]
    tail = doc[span.end : -1]
    link = {"when": "in" if answer.isdigit() else "", "where": "in"}.get(wh.lower_, "")
    link = doc[0].text.lower() if doc[0].tag_ == "IN" else link
    verb = "" if aux.lemma_ == "do" else aux.text
    words = tail.text
    if aux.text == "did" and len(tail) and tail[0].tag_ in ("VB", "VBP"):
        words = f"{_past(tail[0].text)} {tail[1:].text}".strip()
    return re.sub(r"\s+", " ", f"{_capital(span.text)} {verb} {words} {link} {answer}.")


def _past(verb: str) -> str:
    from qa_assistant.answering.stems import IRREGULAR

    irregular = next((form for form, base in IRREGULAR.items() if base == verb), None)
    return irregular or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentence_spans(text)]


def _is_whole(text: str) -> bool:
    return len(text.split()) in WORDS and text[0].isupper() and text.endswith(".") and "?" not in text


def _around(document: Document, sentences: Sequence[str], place: int) -> str:
    near = [*sentences[max(0, place - 2) : place], *sentences[place + 1 : place + 2]]
    return " ".join(part for part in (document.title, document.outlet or "", *near) if part)


def _half(document: Document) -> Half:
    return "test" if number_of(document.file) % 2 else "dev"
