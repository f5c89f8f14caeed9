"""Find what other articles say otherwise about the thing an answer tells, and say who says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.amounts import amounts, are_comparable, differ
from qa_assistant.answering.citing import Statement, quotable
from qa_assistant.answering.comparing import Comparer, Saying
from qa_assistant.answering.corrections import corrected_by, misreports
from qa_assistant.answering.judging import surroundings
from qa_assistant.answering.statements import content_words, names_and_numbers
from qa_assistant.schema import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import Cited, OriginLookup, Quote
    from qa_assistant.answering.comparing import Comparison
    from qa_assistant.answering.finding import Answering, Place
    from qa_assistant.answering.quoting import Evidence
    from qa_assistant.schema import Citation, Passage, Span

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
FAR = 7.0
"""By how much less a sentence is worth to the reader that is hardly about what is asked, where another one is."""
ABOUT_IT = -6.0
"""Cross-encoder logit of a passage below which it is about other things."""
NEARLY = 0.8
"""Share of the likeliest statement's probability from which a sentence that is no part of it counts as the answer."""
NAMED = 0.5
"""Share of the question's names that a passage must hold for its sentences to be about the same thing."""


@dataclass(frozen=True, slots=True)
class Side:
    """A quote and the value it gives; none where it affirms or denies."""

    quote: Quote
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sides that give different values for one thing; where one supersedes the other, it comes first."""

    first: Side
    second: Side
    is_superseded: bool
    is_sure: bool = False
    """Whether the judge is sure that both values answer the question."""
    likeness: float = 0.0
    """Probability that the two values are given for the same thing."""


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
    ) -> None:
        self._comparer = comparer
        self._origins = origins
        self._question = question
        self.readings = dict(readings or {})
        self._read = read
        self._quotes = [
            quote
            for quote in quotable(passages)
            if (quote.passage.score is None or quote.passage.score >= ABOUT_IT) and _is_named(question, quote.passage)
        ]

    def against(self, leads: Iterable[Quote]) -> list[Disagreement]:
        """Return the disagreements with `leads`, no two about the same two values."""
        found: list[Disagreement] = []
        for lead in leads:
            for disagreement in self._against(lead):
                if not any(_is_same(disagreement, other) for other in found):
                    found.append(disagreement)
        return found

    def _against(self, lead: Quote) -> list[Disagreement]:
        saying, origin = self._saying(lead), self._origin(lead)
        rivals = [
            (self._comparer.promise(self._question, saying, self._saying(quote)), quote)
            for quote in self._quotes
            if self._origin(quote) != origin
        ]
        rivals = sorted((pair for pair in rivals if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].place))
        found: list[Disagreement] = []
        for _, rival in rivals[:RIVALS]:
            if self._read and rival.place not in self.readings:
                # it stands in a passage that answers much worse than others
                self.readings = {**self._read(rival.passage), **self.readings}
            comparison = self._comparer.compare(self._question, saying, self._saying(rival))
            differs = comparison.relation in {"conflict", "supersedes"}
            if differs and self._comparer.is_one_story(lead.passage, rival.passage):
                found.append(_disagreement(lead, rival, comparison))
        return _distinct(found)[:OTHER_VALUES]

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
    sides = OtherSides(comparer, origins, evidence.question, passages, _readings(evidence), read)
    found = sides.against(leads)
    corrected = _distinct([each for lead in own if (each := _correction(lead, evidence))])
    asked_for = [
        each for each in found if _is_asked_for(each, sides.readings) and not any(_is_same(each, c) for c in corrected)
    ]
    about_it = _about(asked_for, statements, evidence)
    if about_it and not evidence.parts:
        # one thing was asked for: a third value of it is shown, nothing that differs besides
        about_it = [each for each in about_it if _share_a_value(each, about_it[0])]
    return [*corrected, *about_it][:SHOWN]


def _about(found: Iterable[Disagreement], statements: Sequence[Statement], evidence: Evidence) -> list[Disagreement]:
    """Return the disagreements about what the likeliest statement says, the likeliest first.

    One of their sides is that statement, or gives its value, or is nearly as likely to answer.
    """
    likely = {candidate.quote.place: candidate.probability for candidate in evidence.candidates}
    likely |= {quote.place: statement.support for statement in statements for quote in statement.quotes}
    likeliest = max(statements, key=lambda statement: statement.support)
    places = {quote.place for quote in likeliest.quotes}
    given = amounts(likeliest.text, likeliest.quotes[0].passage.published)

    def is_it(side: Side) -> bool:
        value = side.amount
        return side.quote.place in places or (
            value is not None and any(are_comparable(value, one) and not differ(value, one) for one in given)
        )

    ranked = []
    for each in found:
        sides = (each.first, each.second)
        is_about_it = any(is_it(side) for side in sides)
        if is_about_it or max(likely.get(side.quote.place, 0.0) for side in sides) >= NEARLY * likeliest.support:
            ranked.append((not is_about_it, -each.likeness, each))
    return [each for *_, each in sorted(ranked, key=lambda one: one[:2])]


def _share_a_value(one: Disagreement, other: Disagreement) -> bool:
    return any(_are_same(mine, theirs) for mine in (one.first, one.second) for theirs in (other.first, other.second))


def _correction(lead: Quote, evidence: Evidence) -> Disagreement | None:
    """Return what a correction among the sentences read says of the value that a quote gives as the answer."""
    reading = _readings(evidence).get(lead.place)
    if reading is None or reading.answer is None:
        return None
    found = corrected_by(lead, reading.answer, [candidate.quote for candidate in evidence.candidates])
    if found is None:
        return None
    value, quote, right = found
    return Disagreement(Side(quote, right), Side(lead, value), is_superseded=True)


def _is_asked_for(disagreement: Disagreement, readings: Mapping[Place, Answering]) -> bool:
    """Tell whether both values answer, or are among the words that are likeliest to, as far as these are known."""
    if disagreement.is_sure:
        return True
    best = max((one.peak for one in readings.values()), default=0.0)
    for side in (disagreement.first, disagreement.second):
        reading = readings.get(side.quote.place)
        if side.amount and reading and not (reading.peak > best - FAR and _overlap(side.amount.span, reading.words)):
            return False
    return True


def _readings(evidence: Evidence) -> dict[Place, Answering]:
    return {one.quote.place: one.reading for one in evidence.candidates if one.reading}


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def with_sides(
    statements: Sequence[Statement], disagreements: Iterable[Disagreement], *, max_sentences: int
) -> list[Statement]:
    """Return the statements with one for each side that none of them quotes.

    Where there is no room, a side takes the place of the statement least likely to answer that is no side itself. The
    likeliest stays.
    """
    shown = list(statements)
    likeliest = max(statements, key=lambda one: one.support, default=None)
    sides = [side.quote for each in disagreements for side in (each.first, each.second)]
    for quote in sides:
        if any(quote.place == own.place for statement in shown for own in statement.quotes):
            continue
        if len(shown) >= max_sentences:
            spare = [
                one
                for before, one in zip([None, *shown], shown, strict=False)
                if one is not likeliest
                and not any(own.place == side.place for own in one.quotes for side in sides)
                # what is right stays beside what was wrongly reported
                and not (before and misreports(before.text))
            ]
            if not spare:
                break
            shown.remove(min(spare, key=lambda one: one.support))
        shown.append(Statement(quote.words, (quote,), min((one.support for one in statements), default=0.0)))
    return shown


def without_guesses(statements: Sequence[Statement], disagreements: Iterable[Disagreement]) -> list[Statement]:
    """Return only the sides, where the likeliest statement is one of them.

    Another origin tells the same thing then, so that is what was asked for; what was added in doubt is something else.
    """
    places = {side.quote.place for each in disagreements for side in (each.first, each.second)}
    sides = [one for one in statements if any(quote.place in places for quote in one.quotes)]
    likeliest = max(statements, key=lambda one: one.support)
    return sides if likeliest in sides else list(statements)


def values_of(disagreements: Iterable[Disagreement]) -> dict[str, Span]:
    """Return for the words of each side the place in them of the value that it gives."""
    sides = [side for each in disagreements for side in (each.first, each.second)]
    return {side.quote.words: side.amount.span for side in sides if side.amount}


def conflicts_of(disagreements: Iterable[Disagreement], cited: Cited) -> tuple[Conflict, ...]:
    """Return the disagreements of which both sides are cited, as the reader sees them."""
    numbers = {(citation.file, citation.start, citation.end): citation for citation in cited.citations}
    conflicts = []
    for each in disagreements:
        first, second = numbers.get(each.first.quote.place), numbers.get(each.second.quote.place)
        if first is not None and second is not None:
            kind: Literal["conflict", "superseded"] = "superseded" if each.is_superseded else "conflict"
            conflicts.append(Conflict(_summary(each, first, second), (first.number, second.number), kind))
    return tuple(conflicts)


def _summary(each: Disagreement, first: Citation, second: Citation) -> str:
    with_year = bool(first.published and second.published and first.published.year != second.published.year)
    one, other = (_source(citation, with_year=with_year) for citation in (first, second))
    if each.first.amount is None or each.second.amount is None:
        return f"{one} says otherwise than {other} before." if each.is_superseded else f"{one} and {other} disagree."
    value, other_value = (amount.text.strip(" ,.") for amount in (each.first.amount, each.second.amount))
    if each.is_superseded:
        return (
            f"{one} says {value} (earlier reported as {other_value} by {other.replace(' (', ', ').removesuffix(')')})."
        )
    return f"{one} says {value}; {other} says {other_value}."


def _source(citation: Citation, *, with_year: bool) -> str:
    name = citation.outlet or citation.title or citation.file
    if citation.published is None:
        return name
    year = f" {citation.published.year}" if with_year else ""
    return f"{name} ({citation.published.day} {citation.published:%B}{year})"


def _is_named(question: str, passage: Passage) -> bool:
    names = names_and_numbers(question)
    known = content_words(f"{passage.title} {passage.clean_text}")
    return not names or len(names & known) >= NAMED * len(names)


def _disagreement(lead: Quote, rival: Quote, comparison: Comparison) -> Disagreement:
    mine, theirs = Side(lead, comparison.one), Side(rival, comparison.other)
    is_superseded = comparison.relation == "supersedes"
    first, second = (theirs, mine) if is_superseded and comparison.newer == "other" else (mine, theirs)
    return Disagreement(first, second, is_superseded, comparison.both_answer, comparison.likeness)


def _distinct(found: Sequence[Disagreement]) -> list[Disagreement]:
    """Return one disagreement for each pair of values, and that as superseded if any of the pair is."""
    kept: list[Disagreement] = []
    for each in sorted(found, key=lambda each: not each.is_superseded):
        if not any(_is_same(each, other) for other in kept):
            kept.append(each)
    return kept


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    return (_are_same(one.first, other.first) and _are_same(one.second, other.second)) or (
        _are_same(one.first, other.second) and _are_same(one.second, other.first)
    )


def _are_same(one: Side, other: Side) -> bool:
    if one.amount is None or other.amount is None:
        return one.amount is other.amount
    return one.amount.measure == other.amount.measure and not differ(one.amount, other.amount)
