"""From what a language model wrote to what may be shown: proved by its quotes, by others, in part, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.answering.agreement import Agreement
from qa_assistant.answering.citing import Quote, Statement
from qa_assistant.answering.claims import SPEAKS, claim, same
from qa_assistant.answering.statements import content_words, same_statement
from qa_assistant.answering.verify import SUPPORTED, Background

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa_assistant.answering.drafts import Draft, DraftSentence
    from qa_assistant.answering.verify import Verifier

ANSWERS = 0.25
"""Probability from which a quoted sentence may take the place of a written one that nothing proves."""
RELEVANT = 0.05
"""Probability that a sentence answers under which it is not shown, however well it is proved: a small model likes to
copy whatever it was given first."""
PROVED_ANEW = 0.9
"""Support from which a sentence is shown with sources that the model did not name, or in part: what a model puts down
without its source, or with a wrong one, is wrong more often."""
OTHERS_TRIED = 4
"""Sentences that are looked at when the ones a model named do not prove what it wrote."""
SHARED = 0.4
"""Share of a sentence's words that another source must have to be looked at."""
CUTS_TRIED = 3
SHORTEST = 4
"""Words that are left of a cut sentence at least."""
_CUT = re.compile(
    r"[,;:]\s+|\s+[–—]\s+|\s+(?=(?:and|but|while|which|who|where|because|after|before|when|since|although|as)\s)"
    r"|\s+(?=(?:in|on|by|since)\s+(?:[A-Z]\w+\s+)?\d)"
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]+")
"""A word with a capital that does not begin a sentence."""
_NEEDS_MORE = re.compile(
    r"\b(?:between|both|neither|either|not only|if|unless)\b"
    r"|\b(?:the|an?|of|to|by|in|on|at|for|from|with|and|or|but|however|that|is|are|was|were|than|as|more|less|not|only|except)$",
    re.IGNORECASE,
)
_NO_STATEMENT = re.compile(
    r"question\b\W*:|(?:the|this|these)\s+(?:article|passage|text|source|document|excerpt)s?\s+"
    r"(?:(?:is|are|seems?|appears?)\s+(?:mainly\s+|primarily\s+|to be\s+)?(?:about|discuss|describ|talking|focus)"
    r"|discuss|describe|mention|talk|focus|explain)",
    re.IGNORECASE,
)
_SPEAKING = re.compile(r"\b(?:" + "|".join(sorted(SPEAKS)) + r")\b", re.IGNORECASE)

Place = tuple[str, int, int]


class Prover:
    """Proves the sentences of one answer, one after the other; nothing is shown twice.

    Args:
        verifier: judges.
        sources: every sentence that the model was given.
        answers: for places of sentences the probability that they answer the question.
        max_sentences: statements an answer may have.
    """

    def __init__(
        self, verifier: Verifier, sources: Sequence[Quote], answers: Mapping[Place, float], *, max_sentences: int
    ) -> None:
        self._verifier = verifier
        self._sources = sources
        self._answers = answers
        self._max_sentences = max_sentences
        self._read = self._restarts = 0
        self._names = frozenset(name for quote in sources for name in _NAME.findall(quote.words))
        self.statements: tuple[Statement, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether there are as many statements as an answer may have."""
        return len(self.statements) >= self._max_sentences

    def read(self, draft: Draft) -> bool:
        """Prove what is new in a growing draft; return whether there are more statements now."""
        before = self.statements
        if draft.restarts != self._restarts:
            self._read, self._restarts, self.statements = 0, draft.restarts, ()
        for sentence in draft.sentences[self._read :]:
            self._read += 1
            found = None if self.is_full else self.prove(sentence)
            if found and not any(self._are_same(found.text, other.text) for other in self.statements):
                self.statements = (*self.statements, found)
        return self.statements != before

    def prove(self, sentence: DraftSentence) -> Statement | None:
        """Return what may be shown for a sentence, its citations narrowed to what proves it; None for nothing."""
        if not is_statement(sentence.text):
            return None
        cited = list(sentence.quotes)
        others = self._others(sentence.text, cited)
        found = self._proved(sentence.text, cited) or self._cited_anew(sentence.text, cited, others)
        if found is None:
            found = self._cut(sentence.text, cited or others[:1]) or self._replaced([*cited, *others])
        return found if found and self._is_relevant(found) else None

    def _are_same(self, one: str, other: str) -> bool:
        """Return whether a statement says what another one said; "Poland sends tanks" is not "Germany sends tanks"."""
        if not same_statement(one, other):
            return False
        if self._has_apart(one, other) and self._has_apart(other, one):
            return False
        differences = Agreement(one, [other]).features()
        return not differences["denied"] and not differences["opposed"]

    def _has_apart(self, one: str, other: str) -> bool:
        """Return whether one statement has a name or an amount that the other has not."""
        theirs = claim(other)
        names = (t for t in claim(one) if t.sort != "word" or (t.opens and t.text in self._names))
        return any(not any(same(token, theirs_too) for theirs_too in theirs) for token in names)

    def _is_relevant(self, statement: Statement) -> bool:
        """Return whether one of the quotes may answer the question, or was not weighed."""
        return any(self._answers.get(quote.place, 1.0) >= RELEVANT for quote in statement.quotes)

    def _support(self, text: str, quotes: Sequence[Quote]) -> float:
        return self._verifier.support(text, [quote.words for quote in quotes], [_background(quote) for quote in quotes])

    def _proved(self, text: str, quotes: Sequence[Quote], least: float = SUPPORTED) -> Statement | None:
        """Return the sentence with those of the quotes that prove it; alone where they can, else together."""
        if not quotes:
            return None
        alone = {quote: self._support(text, [quote]) for quote in quotes}
        enough = tuple(quote for quote in quotes if alone[quote] >= least)
        if enough:
            return Statement(text, enough, max(alone.values()))
        if len(quotes) == 1 or (support := self._support(text, quotes)) < least:
            return None
        needed = list(quotes)
        for quote in sorted(quotes, key=lambda quote: alone[quote]):
            rest = [other for other in needed if other is not quote]
            if len(rest) > 1 and (without := self._support(text, rest)) >= least:
                needed, support = rest, without
        return Statement(text, tuple(needed), support)

    def _others(self, text: str, cited: Sequence[Quote]) -> list[Quote]:
        """Return the sources that have most of the sentence's words, those that were named aside."""
        words = content_words(text)
        if not words:
            return []
        shares = {quote: len(words & content_words(quote.words)) / len(words) for quote in self._sources}
        places = {quote.place for quote in cited}
        able = [quote for quote in self._sources if quote.place not in places and shares[quote] >= SHARED]
        return sorted(able, key=lambda quote: -shares[quote])[:OTHERS_TRIED]

    def _cited_anew(self, text: str, cited: Sequence[Quote], others: Sequence[Quote]) -> Statement | None:
        for quote in others:
            if (support := self._support(text, [quote])) >= PROVED_ANEW:
                return Statement(text, (quote,), support)
        together = [*cited[:1], others[0]] if cited and others else others[:2]
        return self._proved(text, together, PROVED_ANEW)

    def _cut(self, text: str, quotes: Sequence[Quote]) -> Statement | None:
        """Return the longest beginning of the sentence that its quotes prove."""
        for part in _beginnings(text):
            if found := self._proved(part, quotes, PROVED_ANEW):
                return found
        return None

    def _replaced(self, quotes: Sequence[Quote]) -> Statement | None:
        """Return the quote that answers best, in its own words, if any does."""
        best = max(quotes, key=lambda quote: self._answers.get(quote.place, 0.0), default=None)
        if best is None or self._answers.get(best.place, 0.0) < ANSWERS:
            return None
        return Statement(best.words, (best,), 1.0)


def is_statement(text: str) -> bool:
    """Return whether a text can state anything that an article says.

    It is no heading, mark of the prompt, single word, question said again, or remark about the sources themselves.
    """
    is_whole = len(text.split()) >= SHORTEST - 1 and not text.endswith(":")
    return is_whole and not re.search(r"[<>{}]|^\W*$", text) and not _NO_STATEMENT.match(text)


def _beginnings(text: str) -> Iterator[str]:
    """Yield the sentence cut at the ends of its clauses, the longest first; never so that it loses who says it."""
    cuts = [match.start() for match in _CUT.finditer(text)]
    tried = 0
    for cut in reversed(cuts):
        part, rest = text[:cut].rstrip(" ,;:–—"), text[cut:]
        if (
            len(part.split()) < SHORTEST
            or not _says_something(part)
            or _SPEAKING.search(rest)
            or _NEEDS_MORE.search(part)
        ):
            continue
        if tried == CUTS_TRIED:
            return
        tried += 1
        yield f"{part}."


def _says_something(part: str) -> bool:
    """Return whether a part of a sentence has a word that may be its verb; a bare name has none."""
    return any(token.sort == "word" and not token.opens for token in claim(part))


def _background(quote: Quote) -> Background:
    """Return what stands above and around a quote: title, outlet and the sentences before and after it."""
    passage = quote.passage
    spans = list(passage.sentences)
    at = spans.index(quote.span) if quote.span in spans else 0
    near = [Quote(passage, span).words for span in (*spans[max(0, at - 2) : at], *spans[at + 1 : at + 2])]
    return Background(" ".join([passage.title, passage.outlet or "", *near]), passage.published)
