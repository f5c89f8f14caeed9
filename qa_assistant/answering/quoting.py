"""Quote mode: answer with the sentences of the articles that answer best, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_assistant.answering.asked import asks_whether, is_settled_at_once
from qa_assistant.answering.citing import NEAR, Quote, Statement, quotable
from qa_assistant.answering.corrections import inseparable
from qa_assistant.answering.finding import Found, find
from qa_assistant.answering.judging import settling, verdict
from qa_assistant.answering.owners import asked_of, is_of_another
from qa_assistant.answering.restating import restates
from qa_assistant.answering.scoring import Scored, SentenceScores, Signals, answer_probability, sentence_probabilities
from qa_assistant.answering.stories import Stories
from qa_assistant.models import as_pointing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qa_assistant.answering.citing import OriginLookup
    from qa_assistant.answering.finding import Answering, Place
    from qa_assistant.models import Reranker
    from qa_assistant.schema import Passage, Span

PASSAGES_READ = 4
"""Passages whose sentences are scored one by one, where there is no reader."""
REACH = 6.0
"""Cross-encoder logits by which a passage may be worse than the best for the reader to point in it."""
LEAST_READ = 4
"""Passages in which it points at least."""
WORTH_ADDING = 0.04
"""Probability that a sentence answers and none of those before it does, from which it is added to them."""
WORTH_BESIDE = 0.25
"""Share of the likeliest sentence's probability that others must have to stand beside it."""
AS_LIKELY = 0.5
"""The same share for a sentence of an article that seems to tell of something else."""
NEAR_MISS = 0.2
"""Probability of an answer from which a refusal shows what comes closest; below it nothing does."""
NEAR_MISSES = 2
"""Sentences shown beside a refusal."""
WORTH_SHOWING = 0.15
"""Probability below which a sentence is none of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be part of the answer, and the probability that it answers the question."""

    quote: Quote
    probability: float
    reading: Answering | None = None
    """What the reader makes of it; None where no reader read it."""

    @property
    def file(self) -> str:
        """The file of the article that it is from."""
        return self.quote.passage.file

    @property
    def answer(self) -> Span | None:
        """The place, in its words on one line, of those that the reader points at; None where it points at none."""
        return self.reading.answer if self.reading else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles say about a question: sentences, best first, and how likely they answer it at all (0…1)."""

    question: str
    candidates: tuple[Candidate, ...]
    support: float
    parts: tuple[Evidence, ...] = ()
    """What they say about each part of a question that asks several things; each is answered by itself."""

    @classmethod
    def of_parts(cls, question: str, parts: Sequence[Evidence]) -> Evidence:
        """Return what the articles say about the parts of a question: as likely answered as its likeliest part is."""
        best: dict[tuple[str, int, int], Candidate] = {}
        for candidate in (candidate for part in parts for candidate in part.candidates):
            known = best.get(candidate.quote.place)
            if known is None or candidate.probability > known.probability:
                best[candidate.quote.place] = candidate
        return cls(question, _in_order(best.values()), max(part.support for part in parts), tuple(parts))


class QuoteAnswerer:
    """Chooses the fewest sentences that answer."""

    def __init__(self, reranker: Reranker, *, max_sentences: int) -> None:
        self._reranker = reranker
        self._pointing = as_pointing(reranker)
        self._max_sentences = max_sentences

    def weigh(self, question: str, passages: Sequence[Passage], nearest: float) -> Evidence:
        """Score the sentences of the best passages.

        `passages` come best first with the cross-encoder's logits as `score`; `nearest` is the cosine similarity of the
        nearest one to the question.
        """
        return weighed(question, passages, self.score(question, passages), nearest)

    def score(self, question: str, passages: Sequence[Passage]) -> Scored:
        """Return what the models make of the sentences that may answer: the reader, or else the cross-encoder."""
        if self._pointing is None:
            return self._score_one_by_one(question, passages[:PASSAGES_READ])
        read = _worth_reading(passages)
        quotes, found = _of_whom_is_asked(question, quotable(read), find(self._pointing, question, read))
        if is_settled_at_once(question):
            likely = weighed(question, passages, Scored(quotes, found=found), nearest=0.0).candidates
            judged = settling(self._pointing, question, [one.quote for one in likely])
            return Scored(quotes, found=found, settling=judged)
        said = None if asks_whether(question) else verdict(self._pointing, question, quotes, found)
        return Scored(quotes, found=found, verdict=said)

    def reading(self, question: str) -> Callable[[Passage], Mapping[Place, Answering]] | None:
        """Return what has the reader point in one more passage; None where there is no reader."""
        if (pointing := self._pointing) is None:
            return None
        return lambda passage: find(pointing, question, [passage]).sentences

    def _score_one_by_one(self, question: str, read: Sequence[Passage]) -> Scored:
        """Return what the cross-encoder makes of each sentence under its title, and of each after the one before it.

        Alone, a sentence that says "it" or "the company" is worth too little; joined, one is worth too much that merely
        follows the answer. What it adds to the one before it tells them apart.
        """
        quotes = quotable(read)
        before = _predecessors(quotes)
        texts = [f"{quote.passage.title}. {quote.words}" for quote in quotes]
        texts += [f"{quotes[earlier].words} {quotes[later].words}" for later, earlier in before.items()]
        scores = tuple(float(score) for score in self._reranker.scores(question, texts))
        alone, joined = scores[: len(quotes)], list(scores[: len(quotes)])
        for place, score in zip(before, scores[len(quotes) :], strict=True):
            joined[place] = score
        return Scored(tuple(quotes), SentenceScores(alone, tuple(joined), before))

    def answer(self, evidence: Evidence, origins: OriginLookup) -> list[Statement]:
        """Return one to `max_sentences` statements, each with a source of every origin.

        They come in reading order; where the question has parts, those that answer the first part come first.
        """
        parts = evidence.parts or (evidence,)
        chosen: list[Candidate] = []
        for place, part in enumerate(parts, start=1):
            # one sentence at least is left for each part to come
            room = self._max_sentences - len(chosen) - (len(parts) - place)
            chosen += _in_reading_order(self._choose(part, room, said=chosen))
        return [Statement(one.quote.words, _sources(one, evidence, origins), one.probability) for one in chosen]

    def near_misses(self, evidence: Evidence) -> list[Statement]:
        """Return the sentences to show beside a refusal, best first; none where the articles are about other things."""
        if evidence.support < NEAR_MISS:
            return []
        chosen: list[Candidate] = []
        for candidate in evidence.candidates:
            if len(chosen) == NEAR_MISSES or candidate.probability < WORTH_SHOWING:
                break
            if not _is_said(candidate, chosen):
                chosen.append(candidate)
        return [Statement(one.quote.words, (one.quote,), one.probability) for one in chosen]

    def _choose(self, evidence: Evidence, most: int, *, said: Sequence[Candidate]) -> list[Candidate]:
        """Return the fewest candidates that answer, `most` at most; what is `said` already may answer too."""
        chosen: list[Candidate] = []
        doubt = 1.0
        best = max((one.probability for one in evidence.candidates), default=0.0)
        stories = Stories(evidence.question, [one.quote.passage for one in evidence.candidates])
        for candidate in evidence.candidates:
            share = candidate.probability / best if best else 0.0
            is_weak = doubt * candidate.probability < WORTH_ADDING or share < WORTH_BESIDE
            if len(chosen) >= most or (doubt < 1 and is_weak):
                break
            is_apart = share < AS_LIKELY and any(stories.are_apart(one.file, candidate.file) for one in chosen[:1])
            if is_apart or _is_said(candidate, chosen):
                continue
            whole = _with_correction(candidate, evidence)
            if chosen and len(chosen) + len(whole) > most:
                continue
            # where there is room for one sentence it is the one that is right
            chosen += [one for one in whole[-most:] if not _is_said(one, [*said, *chosen])]
            doubt *= 1 - candidate.probability
        return chosen


def weighed(question: str, passages: Sequence[Passage], scored: Scored, nearest: float) -> Evidence:
    """Return what passages say about a question by what the models made of their sentences."""
    signals = Signals.of(question, passages, scored, nearest=nearest)
    candidates = [
        Candidate(quote, probability, scored.found.read(quote.place) if scored.found else None)
        for quote, probability in zip(scored.quotes, sentence_probabilities(signals), strict=True)
    ]
    return Evidence(question, _in_order(candidates), answer_probability(signals))


def _of_whom_is_asked(question: str, quotes: Sequence[Quote], found: Found) -> tuple[tuple[Quote, ...], Found]:
    """Return the sentences without those that tell of another's what the question asks for, unless all of them do."""
    if not asked_of(question):
        return tuple(quotes), found
    kept = tuple(quote for quote in quotes if not is_of_another(question, quote.words, _told_before(quote)))
    if len(kept) in (0, len(quotes)):
        return tuple(quotes), found
    places = {quote.place for quote in kept}
    return kept, Found({place: one for place, one in found.sentences.items() if place in places})


def _told_before(quote: Quote) -> str:
    """Return the title and what the passage says before the quote."""
    passage = quote.passage
    return f"{passage.title}. {passage.text[: quote.span[0] - passage.start]}"


def _worth_reading(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages in which an answer may stand: where one of them answers well, few others come near it."""
    best = max((passage.score or 0.0 for passage in passages), default=0.0)
    return [
        passage for rank, passage in enumerate(passages) if rank < LEAST_READ or (passage.score or 0.0) > best - REACH
    ]


def _in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda candidate: (-candidate.probability, candidate.quote.place)))


def _in_reading_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    files = list(dict.fromkeys(candidate.quote.passage.file for candidate in chosen))
    return sorted(chosen, key=lambda candidate: (files.index(candidate.quote.passage.file), candidate.quote.span))


def _is_said(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    return any(restates(candidate.quote, other.quote) for other in chosen)


def _with_correction(candidate: Candidate, evidence: Evidence) -> list[Candidate]:
    """Return a candidate, or both halves of the correction that it is half of."""
    of_quote = {other.quote: other for other in evidence.candidates}
    return [of_quote[quote] for quote in inseparable(candidate.quote, list(of_quote))]


def _sources(chosen: Candidate, evidence: Evidence, origins: OriginLookup) -> tuple[Quote, ...]:
    """Return the chosen quote, and one of every other origin that states the same."""
    sources = {_origin(chosen, origins): chosen.quote}
    for other in evidence.candidates:
        if restates(chosen.quote, other.quote):
            sources.setdefault(_origin(other, origins), other.quote)
    return tuple(sources.values())


def _origin(candidate: Candidate, origins: OriginLookup) -> str:
    return origins.origin_of(candidate.quote.passage.file)[0]


def _predecessors(quotes: Sequence[Quote]) -> dict[int, int]:
    """Return for the places of sentences the place of the sentence before each in its article, if it is among them.

    That may be the last one of another passage: a passage can begin with "The deal includes".
    """
    order = sorted(range(len(quotes)), key=lambda place: quotes[place].place)
    return {
        later: earlier
        for earlier, later in pairwise(order)
        if quotes[earlier].passage.file == quotes[later].passage.file
        and 0 <= quotes[later].span[0] - quotes[earlier].span[1] <= NEAR
    }
