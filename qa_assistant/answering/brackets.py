"""Put in square brackets who `she` is where a quote leans on the sentence before it: `She [Ruth Appleyard] said`.

The quote behind the sentence stays as it is; what was added to the sentence is marked as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_assistant.answering.antecedents import antecedent, leaning
from qa_assistant.answering.mentions import load_parser
from qa_assistant.answering.narrated import narrated
from qa_assistant.answering.question import is_foreign
from qa_assistant.models.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Quote, Statement
    from qa_assistant.answering.narrated import Narrated
    from qa_assistant.schema import Sentence

SENTENCES_BEFORE = 3
"""Sentences before a quote in which what it speaks of is looked for."""

_LEANS = re.compile(r"^(?:\W*[\w’'-]+\W+){0,8}?\W*(?:he|she|it|they|his|her|its|their)\b(?!['’])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Referent:
    """What a pronoun stands for, and the place in the sentence behind the pronoun."""

    place: int
    words: str
    owns: bool

    @property
    def bracket(self) -> str:
        """What is added to the sentence: ` [Ruth Appleyard]`."""
        ending = ("'" if self.words.endswith("s") else "'s") if self.owns else ""
        return f" [{self.words}{ending}]"


def with_referents(sentences: Sequence[Sentence], statements: Sequence[Statement]) -> tuple[Sentence, ...]:
    """Return the sentences of an answer with what their pronouns stand for, where that is clear and not said yet."""
    shown: list[Sentence] = []
    for place, (sentence, statement) in enumerate(zip(sentences, statements, strict=True)):
        quote = statement.quotes[0]
        found = referent(quote) if statement.text == quote.words else None
        if found and place and _is_said(found, shown[-1].text, statements[place - 1].quotes[0], quote):
            found = None
        shown.append(_with(sentence, found) if found else sentence)
    return tuple(shown)


def referent(quote: Quote) -> Referent | None:
    """Return what the pronoun at the beginning of a quote stands for; None if there is none or it is not clear."""
    passage = quote.passage
    start, end = (at - passage.start for at in quote.span)
    own = narrated(passage.text, start, end)
    if not _LEANS.match(own.text):
        return None
    return find(own, _before(quote))


@lru_cache(maxsize=256)
def find(own: Narrated, before: tuple[str, ...]) -> Referent | None:
    """Return what the pronoun at the beginning of `own` stands for after the sentences `before`, nearest first."""
    parse = load_parser()
    if parse is None or not before or is_foreign(own.text, ENGLISH):
        return None
    pronoun = leaning(parse(own.text))
    words = antecedent(pronoun, map(parse, before)) if pronoun else None
    if pronoun is None or words is None:
        return None
    after = pronoun.token.idx + len(pronoun.token)
    if re.match(r"['’]\w|\[", own.text[after : after + 2].lstrip()):
        return None  # "he'd" would be torn apart
    return Referent(own.places[after - 1] + 1, " ".join(words.split()), pronoun.owns)


def _before(quote: Quote) -> tuple[str, ...]:
    """Return what the writer says in the sentences before a quote, nearest first.

    Of the paragraph before it is the last sentence only, and nothing before a heading.
    """
    passage = quote.passage
    found: list[str] = []
    next_start = quote.span[0]
    for start, end in reversed([span for span in passage.sentences if span[1] <= quote.span[0]]):
        between = passage.text[end - passage.start : next_start - passage.start]
        said = narrated(passage.text, start - passage.start, end - passage.start)
        next_start = start
        is_far = between.count("\n") > 1 and len(found) > 0
        if between.strip() or is_far or len(found) == SENTENCES_BEFORE:
            break
        if said.says_something:
            found.append(said.text)
        if between.count("\n") > 1:
            break
    return tuple(found)


def _is_said(found: Referent, shown: str, earlier: Quote, quote: Quote) -> bool:
    """Whether what is shown before the quote is the sentence before it, and names what is meant."""
    follows = earlier.passage.file == quote.passage.file and earlier.span[1] <= quote.span[0]
    between = [span for span in quote.passage.sentences if earlier.span[1] <= span[0] and span[1] <= quote.span[0]]
    return follows and not between and found.words.split()[-1].lower() in shown.lower()


def _with(sentence: Sentence, found: Referent) -> Sentence:
    place, length = found.place, len(found.bracket)
    text = f"{sentence.text[:place]}{found.bracket}{sentence.text[place:]}"
    answer = sentence.answer
    if answer is not None:  # stays on the words it was on; none of them is a pronoun
        answer = (answer[0] + length, answer[1] + length) if answer[0] >= place else answer
    return replace(sentence, text=text, answer=answer, added=(place + 1, place + length))
