"""From weighed evidence to an answer, as it grows: refused, written by the language model, or quoted."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.answering.brackets import with_referents
from qa_assistant.answering.citing import cite
from qa_assistant.answering.conflicts import find_disagreements
from qa_assistant.answering.corrections import misreports
from qa_assistant.answering.marking import marked
from qa_assistant.answering.proving import Prover
from qa_assistant.answering.sides import conflicts_of, values_of, with_sides, without_guesses
from qa_assistant.errors import ModelError
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_assistant.answering.citing import Cited, SourceLookup, Statement
    from qa_assistant.answering.clock import Clock
    from qa_assistant.answering.comparing import Comparer
    from qa_assistant.answering.disagreements import Disagreement
    from qa_assistant.answering.quoting import Evidence, QuoteAnswerer
    from qa_assistant.answering.verify import Verifier
    from qa_assistant.answering.written import WrittenAnswerer
    from qa_assistant.schema import Answer, Passage, RefusalReason, Span


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the answer to one question.

    `passages` are all that were retrieved for it, `evidence` what they are worth, and `sources` what the index said of
    their files when they were found.
    """

    quoting: QuoteAnswerer
    comparer: Comparer
    verifier: Verifier
    writing: WrittenAnswerer | None
    evidence: Evidence
    passages: Sequence[Passage]
    sources: SourceLookup
    clock: Clock
    refuse_below: float
    max_sentences: int

    def answers(self, start: Answer) -> Iterator[Answer]:
        """Yield the answer as it grows, from `start`, which has everything but the answer itself."""
        if self.evidence.support < self.refuse_below:
            near = cite(self.quoting.near_misses(self.evidence), self.sources).citations
            yield refused(replace(start, near_misses=near), "not-in-articles", self.clock)
            return
        reason: RefusalReason = "not-in-articles"
        if self.writing is not None:
            last = start
            try:
                for last in self._written(start, self.writing):
                    yield last
            except ModelError as error:
                start = replace(start, note=f"Quoted from the articles: {error}")
            else:
                if last.seconds:
                    return
                reason = "low-support"
                note = "Quoted from the articles: they prove nothing of what the model wrote."
                start = replace(start, note=start.note or note)
        with self.clock.stage("answer"):
            statements = self.quoting.answer(self.evidence, self.sources)
        if not statements:
            yield refused(start, reason, self.clock)
            return
        # the other sides are found first: what is shown once stays
        statements, found = self._with_sides(statements)
        if not self.evidence.parts:
            statements = without_guesses(statements, found)
        for shown in range(1, len(statements)):
            yield self._showing(start, statements[:shown])
        yield self._finished(start, statements, found)

    def _written(self, start: Answer, writing: WrittenAnswerer) -> Iterator[Answer]:
        """Yield what is proved of the language model's answer as it grows; only a finished one has `seconds`."""
        start = replace(start, mode="llm", model=writing.model)
        given = writing.sources(start.standalone_question, start.passages)
        answers = {candidate.quote.place: candidate.probability for candidate in self.evidence.candidates}
        prover = Prover(self.verifier, given.quotes, answers, max_sentences=writing.max_sentences)
        with closing(writing.drafts(start.standalone_question, given)) as drafts:
            while True:
                with self.clock.stage("answer"):
                    draft = next(drafts, None)
                if draft is None:
                    return
                with self.clock.stage("verify"):
                    is_new = prover.read(draft)
                if draft.complete and draft.refused:
                    yield refused(start, "not-in-articles", self.clock)
                elif (draft.complete or prover.is_full) and prover.statements:
                    yield self._finished(start, *self._with_sides(prover.statements))
                    return
                elif is_new or draft.complete:
                    yield self._showing(start, prover.statements)

    def _with_sides(self, statements: Sequence[Statement]) -> tuple[list[Statement], list[Disagreement]]:
        """Return the statements with what other articles say otherwise, and where they differ."""
        with self.clock.stage("verify"):
            found: list[Disagreement] = []
            for part in self.evidence.parts or (self.evidence,):
                own = [statement for statement in statements if self._part_of(statement) is part]
                if not own:
                    continue
                read = self.quoting.reading(part.question)
                differing = find_disagreements(self.comparer, self.sources, part, own, self.passages, read)
                if self.evidence.parts:
                    # a part is short, and names more than it asks for
                    differing = [each for each in differing if not each.is_of_names]
                found += [each for each in differing if not any(each.is_same(other) for other in found)]
            return with_sides(statements, found, max_sentences=self.max_sentences), found

    def _part_of(self, statement: Statement) -> Evidence:
        """Return the part of the question that a statement answers: the one that its quotes are likeliest to."""
        places = {quote.place for quote in statement.quotes}

        def likelihood(part: Evidence) -> float:
            return max((one.probability for one in part.candidates if one.quote.place in places), default=0.0)

        return max(self.evidence.parts or (self.evidence,), key=likelihood)

    def _showing(self, start: Answer, statements: Sequence[Statement]) -> Answer:
        return self._with(start, cite(statements, self.sources), statements)

    def _finished(self, start: Answer, statements: Sequence[Statement], found: Sequence[Disagreement]) -> Answer:
        shown = self._with(start, cited := cite(statements, self.sources), statements, found)
        return replace(shown, conflicts=conflicts_of(found, cited), seconds=self.clock.seconds())

    def _with(
        self, start: Answer, cited: Cited, statements: Sequence[Statement], found: Sequence[Disagreement] = ()
    ) -> Answer:
        values = values_of(found)
        shown = [
            replace(sentence, answer=values.get(statement.text) or self._marked(start, statement))
            for sentence, statement in zip(cited.sentences, statements, strict=True)
        ]
        sentences = with_referents(shown, statements)
        return replace(start, text=cited.text, sentences=sentences, citations=cited.citations, as_of=cited.as_of)

    def _marked(self, start: Answer, statement: Statement) -> Span | None:
        """Return the place of the words of a statement that answer, where that is clear."""
        if misreports(statement.text):
            return None
        part = self._part_of(statement)
        question = part.question if self.evidence.parts else start.standalone_question
        places = {quote.place for quote in statement.quotes}
        weighed = [one for one in part.candidates if one.quote.place in places]
        pointed_at = next((one.answer for one in weighed if one.quote.words == statement.text), None)
        # what a language model wrote may rest on sentences that were not weighed
        probability = max((one.probability for one in weighed), default=1.0)
        return marked(question, statement.text, pointed_at, probability)


def refused(start: Answer, reason: RefusalReason, clock: Clock) -> Answer:
    """Return the refusal of a question."""
    return replace(start, text=REFUSAL, refused=True, reason=reason, seconds=clock.seconds())
