"""Quote mode: answer with the sentences of the articles that answer best, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote, Statement, quotable
from qa_assistant.answering.conflicts import disagree
from qa_assistant.answering.scoring import Signals, answer_probability, sentence_probabilities
from qa_assistant.answering.statements import same_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import OriginLookup
    from qa_assistant.models import Reranker
    from qa_assistant.schema import Passage

PASSAGES_READ = 4
"""Passages whose sentences are scored one by one."""
ENOUGH = 0.8
"""Probability that the answer is among the chosen sentences at which no further one is added."""
WORTH_ADDING = 0.08
"""Probability below which a sentence is no use to the reader even when the answer is still in doubt."""
NEAR = 200
"""Characters that may lie between a sentence and the one it follows; there may be page junk between them."""
CORROBORATES = 0.25
"""Probability from which a sentence may stand beside another as a second source or as the other side."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be part of the answer, and the probability that it answers the question."""

    quote: Quote
    probability: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles say about a question: sentences, best first, and how likely they answer it at all (0…1)."""

    question: str
    candidates: tuple[Candidate, ...]
    support: float


class QuoteAnswerer:
    """Chooses the fewest sentences that answer."""

    def __init__(self, reranker: Reranker, origins: OriginLookup, *, max_sentences: int) -> None:
        self._reranker = reranker
        self._origins = origins
        self._max_sentences = max_sentences

    def weigh(self, question: str, passages: Sequence[Passage], nearest: float) -> Evidence:
        """Score the sentences of the best passages.

        `passages` come best first with the cross-encoder's logits as `score`; `nearest` is the cosine similarity of the
        nearest one to the question.
        """
        quotes = quotable(passages[:PASSAGES_READ])
        texts = [" ".join(quote.text.split()) for quote in quotes]
        alone, joined = self._logits(question, quotes, texts)
        owners = [quote.passage for quote in quotes]
        signals = Signals.of(question, passages, owners, texts, alone=alone, joined=joined, nearest=nearest)
        probabilities = sentence_probabilities(signals)
        candidates = [Candidate(*pair) for pair in zip(quotes, probabilities, strict=True)]
        candidates.sort(key=lambda candidate: (-candidate.probability, candidate.quote.place))
        return Evidence(question, tuple(candidates), answer_probability(signals))

    def _logits(self, question: str, quotes: Sequence[Quote], texts: Sequence[str]) -> tuple[list[float], list[float]]:
        """Return what the cross-encoder makes of each sentence under its title, and of each after the one before it.

        Alone, a sentence that says "it" or "the company" is worth too little; joined, one is worth too much that merely
        follows the answer. One whose predecessor is not at hand counts the same in both.
        """
        alone = [f"{quote.passage.title}. {text}" for quote, text in zip(quotes, texts, strict=True)]
        before = _predecessors(quotes)
        joined = [f"{texts[earlier]} {texts[later]}" for later, earlier in before.items()]
        scores = [float(score) for score in self._reranker.scores(question, [*alone, *joined])]
        after = scores[: len(alone)]
        for place, score in zip(before, scores[len(alone) :], strict=True):
            after[place] = score
        return scores[: len(alone)], after

    def answer(self, evidence: Evidence) -> list[Statement]:
        """Return one to `max_sentences` statements in reading order, each with all its sources."""
        chosen = self._choose(evidence)
        order = list(dict.fromkeys(candidate.quote.passage.file for candidate in chosen))
        chosen.sort(key=lambda candidate: (order.index(candidate.quote.passage.file), candidate.quote.span))
        return [
            Statement(" ".join(one.quote.text.split()), self._sources(one, evidence), one.probability) for one in chosen
        ]

    def _choose(self, evidence: Evidence) -> list[Candidate]:
        chosen: list[Candidate] = []
        doubt = 1.0
        for candidate in evidence.candidates:
            if len(chosen) == self._max_sentences or (chosen and candidate.probability < WORTH_ADDING):
                break
            if any(same_statement(candidate.quote.text, other.quote.text) for other in chosen):
                continue
            if doubt <= 1 - ENOUGH and not self._is_other_side(candidate, chosen, evidence.question):
                continue
            chosen.append(candidate)
            doubt *= 1 - candidate.probability
        return chosen

    def _is_other_side(self, candidate: Candidate, chosen: Sequence[Candidate], question: str) -> bool:
        """Return whether the candidate contradicts a chosen sentence of another origin."""
        return candidate.probability >= CORROBORATES and any(
            self._origin(candidate) != self._origin(other)
            and disagree(question, other.quote.text, candidate.quote.text) is not None
            for other in chosen
        )

    def _sources(self, chosen: Candidate, evidence: Evidence) -> tuple[Quote, ...]:
        """Return the chosen quote, and one of every other origin that states the same."""
        sources = {self._origin(chosen): chosen.quote}
        for other in evidence.candidates:
            if same_statement(chosen.quote.text, other.quote.text):
                sources.setdefault(self._origin(other), other.quote)
        return tuple(sources.values())

    def _origin(self, candidate: Candidate) -> str:
        return self._origins.origin_of(candidate.quote.passage.file)[0]


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
