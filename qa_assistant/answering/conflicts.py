"""Find what other articles say otherwise about the thing an answer tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.answering.citing import quotable
from qa_assistant.answering.corrections import corrected_by
from qa_assistant.answering.disagreements import Answered, Disagreement, Side, relevance
from qa_assistant.answering.judging import surroundings
from qa_assistant.answering.sayings import Saying
from qa_assistant.answering.statements import content_words, names_and_numbers
from qa_assistant.answering.stories import SHARED, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import OriginLookup, Quote, Statement
    from qa_assistant.answering.comparing import Comparer, Comparison
    from qa_assistant.answering.finding import Answering, Place
    from qa_assistant.answering.quoting import Evidence
    from qa_assistant.schema import Passage

WORTH_COMPARING = 0.08
"""Probability of answering from which a sentence that is not part of the answer may lead a comparison."""
LIKELY = 6
"""Candidates, best first, that may lead a comparison."""
SHOWN = 2
"""Disagreements shown beside one answer."""
RIVALS = 4
"""Sentences compared with one of the answer; what they cost is a few short texts to embed."""
OTHER_VALUES = 2
"""Other values shown beside one of the answer."""
ABOUT_IT = -10.0
"""Cross-encoder logit of a passage below which it is about other things."""
RELEVANT = 0.3
"""Probability of being about what was asked from which a disagreement is shown."""
LEAST_ALIKE = 0.25
"""Probability that two values are given for the same thing from which what else is known of them decides."""
ONE_STORY = 0.67
"""Similarity from which two passages count as telling of one event; those of different events rarely reach it."""
UNLIKELY = 0.05
"""Probability of answering that a sentence is given which is less likely to, or was not weighed."""
NAMED = 0.5
"""Share of the question's names that the passages of an article must hold for them to be about the same thing."""


class OtherSides:
    """Finds among retrieved passages the sentences that contradict those of an answer."""

    def __init__(
        self,
        comparer: Comparer,
        origins: OriginLookup,
        question: str,
        passages: Sequence[Passage],
        readings: Mapping[Place, Answering] | None = None,
        read: Callable[[Passage], Mapping[Place, Answering]] | None = None,
        likely: Mapping[Place, float] | None = None,
    ) -> None:
        self._comparer = comparer
        self._origins = origins
        self._question = question
        self.readings = dict(readings or {})
        self._read = read
        self._likely = likely or {}
        about_it = _about(question, passages)
        self._quotes = quotable(about_it)
        self._names = names_in(about_it)

    def against(
        self, leads: Iterable[Quote], least: Callable[[Disagreement], float] | None = None
    ) -> list[Disagreement]:
        """Return the disagreements with `leads`, no two about the same two values.

        `least` returns how alike the two values of one must be, by what else is known of them; by default that hangs on
        their kind.
        """
        found: list[Disagreement] = []
        for lead in leads:
            for disagreement in self._against(lead, least):
                if not any(disagreement.is_same(other) for other in found):
                    found.append(disagreement)
        return found

    def _against(self, lead: Quote, least: Callable[[Disagreement], float] | None) -> list[Disagreement]:
        saying, origin = self._saying(lead), self._origin(lead)
        promises = [
            (self._comparer.promise(self._question, saying, self._saying(quote)), quote)
            for quote in self._quotes
            if self._origin(quote) != origin and not self._are_apart(lead, quote)
        ]
        found: list[Disagreement] = []
        for rival in self._likeliest(pair for pair in promises if pair[0] > 0)[:RIVALS]:
            if self._read and rival.place not in self.readings:
                # it stands in a passage that answers much worse than others
                for place, reading in self._read(rival.passage).items():
                    self.readings.setdefault(place, reading)
            asked_of = _asked_of(lead, rival, least) if least else None
            comparison = self._comparer.compare(self._question, saying, self._saying(rival), asked_of)
            if comparison.relation not in {"conflict", "supersedes"}:
                continue
            if self._is_one_story(lead, rival):
                found.append(_disagreement(lead, rival, comparison))
        return _distinct(found)[:OTHER_VALUES]

    def _likeliest(self, promises: Iterable[tuple[float, Quote]]) -> list[Quote]:
        """Return the quotes, those first that both answer and may be about the same thing."""
        ranked = [(promise * max(UNLIKELY, self._likely.get(quote.place, 0.0)), quote) for promise, quote in promises]
        return [quote for _, quote in sorted(ranked, key=lambda pair: (-pair[0], pair[1].place))]

    def _are_apart(self, one: Quote, other: Quote) -> bool:
        """Return whether the passages of both articles name people and places, and none that both name."""
        mine, theirs = self._names_of(one), self._names_of(other)
        return bool(mine and theirs and not mine & theirs)

    def _is_one_story(self, one: Quote, other: Quote) -> bool:
        """Return whether the articles tell of one event: what they tell of different ones is no disagreement."""
        mine, theirs = self._names_of(one), self._names_of(other)
        return len(mine & theirs) >= SHARED or self._comparer.similarity_of(one.passage, other.passage) >= ONE_STORY

    def _names_of(self, quote: Quote) -> frozenset[str]:
        return self._names.get(quote.passage.file, frozenset())

    def _saying(self, quote: Quote) -> Saying:
        passage = quote.passage
        reading, around = self.readings.get(quote.place), surroundings(passage, quote.span)
        return Saying(quote.words, passage.outlet, passage.published, reading, around)

    def _origin(self, quote: Quote) -> str:
        return self._origins.origin_of(quote.passage.file)[0]


def find_disagreements(
    comparer: Comparer,
    origins: OriginLookup,
    evidence: Evidence,
    statements: Sequence[Statement],
    passages: Sequence[Passage],
    read: Callable[[Passage], Mapping[Place, Answering]] | None = None,
) -> list[Disagreement]:
    """Return what `passages` say otherwise than `statements`, or than likely sentences that are not among them.

    `read` has the reader look at a passage that it did not look at yet, where there is a reader.
    """
    own = [statement.quotes[0] for statement in statements]
    likely = [candidate.quote for candidate in evidence.candidates[:LIKELY] if candidate.probability >= WORTH_COMPARING]
    places = {quote.place for quote in own}
    leads = [*own, *(quote for quote in likely if quote.place not in places)]
    probabilities = {candidate.quote.place: candidate.probability for candidate in evidence.candidates}
    sides = OtherSides(comparer, origins, evidence.question, passages, _readings(evidence), read, probabilities)
    answered = Answered.of(statements, evidence, sides.readings)
    found = sides.against(leads, lambda each: answered.least_alike(each, RELEVANT))
    corrected = _distinct([each for lead in own if (each := _correction(lead, evidence))])
    asked_for = [each for each in found if not any(each.is_same(other) for other in corrected)]
    weighed = sorted(((relevance(answered.features(each)), each) for each in asked_for), key=lambda one: -one[0])
    relevant = [each for probability, each in weighed if probability >= RELEVANT]
    if relevant and not evidence.parts:
        # one thing was asked for: a third value of it is shown, nothing that differs besides
        relevant = [each for each in relevant if each.shares_a_value(relevant[0])]
    return [*corrected, *relevant][:SHOWN]


def _correction(lead: Quote, evidence: Evidence) -> Disagreement | None:
    """Return what a correction among the sentences read says of the value that a quote gives as the answer."""
    reading = _readings(evidence).get(lead.place)
    if reading is None:
        return None
    # its likeliest words, though the reader may have its doubts: that they were corrected says they answered
    found = corrected_by(lead, reading.words, [candidate.quote for candidate in evidence.candidates])
    if found is None:
        return None
    value, quote, right = found
    return Disagreement(Side(quote, right), Side(lead, value), is_superseded=True)


def _readings(evidence: Evidence) -> dict[Place, Answering]:
    return {one.quote.place: one.reading for one in evidence.candidates if one.reading}


def _asked_of(
    lead: Quote, rival: Quote, least: Callable[[Disagreement], float]
) -> Callable[[Amount, Amount, bool], float]:
    """Return what says how alike two values of these quotes must be."""

    def asked_of(mine: Amount, theirs: Amount, is_superseded: bool) -> float:
        return max(LEAST_ALIKE, least(Disagreement(Side(lead, mine), Side(rival, theirs), is_superseded)))

    return asked_of


def _about(question: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages that may be about what is asked, of articles that name what the question names."""
    names = names_and_numbers(question)
    known: dict[str, frozenset[str]] = {}
    for passage in passages:
        words = content_words(f"{passage.title} {passage.clean_text}")
        known[passage.file] = known.get(passage.file, frozenset()) | words
    return [
        passage
        for passage in passages
        if (passage.score is None or passage.score >= ABOUT_IT)
        and len(names & known[passage.file]) >= NAMED * len(names)
    ]


def _disagreement(lead: Quote, rival: Quote, comparison: Comparison) -> Disagreement:
    mine, theirs = Side(lead, comparison.one), Side(rival, comparison.other)
    is_superseded = comparison.relation == "supersedes"
    first, second = (theirs, mine) if is_superseded and comparison.newer == "other" else (mine, theirs)
    return Disagreement(first, second, is_superseded, comparison.likeness)


def _distinct(found: Sequence[Disagreement]) -> list[Disagreement]:
    """Return one disagreement for each pair of values, and that as superseded if any of the pair is."""
    kept: list[Disagreement] = []
    for each in sorted(found, key=lambda each: not each.is_superseded):
        if not any(each.is_same(other) for other in kept):
            kept.append(each)
    return kept
