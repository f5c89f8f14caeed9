"""Lessons as the judge learns them: a question, words that may answer it, and what stands around them.

For a question for yes or no the words are those of a whole sentence, which may settle it. In lessons on values they are
numbers, dates and names, of which another one in the same story answers. Twins have the same words: those that answer
one of them, and not the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from benchmarks.reading_examples import ExampleMaker, holds
from benchmarks.remembering import the_reader
from qa_assistant.answering.asked import asks_whether
from qa_assistant.answering.citing import Quote
from qa_assistant.answering.finding import answering_in, sentences_as_read
from qa_assistant.answering.judging import surroundings
from qa_assistant.config import Config
from qa_assistant.evaluation.normalise import contains
from qa_assistant.models import load_reranker
from qa_assistant.models.judge import judged_pair
from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.lessons import Lesson
    from benchmarks.value_lessons import Telling, ValueLesson
    from qa_assistant.schema import Passage, Span

RIGHT, WRONG, NONE = 0.55, 0.25, 0.9
"""Shares of answered questions that come with their answer and with other words, and of those that nothing answers."""
OF_THE_RIGHT_PASSAGE = 0.6
"""Share of wrong words that stand in the passage which answers."""
NEAREST = 4
"""Of the sentences that do not settle a question for yes or no those that the cross-encoder finds likeliest are drawn
from: one where another one settles it, else two."""
ALONE = 0.4
"""Share of words that come with their sentence alone, as two outlets' sentences are compared."""
BESIDE = (0.4, 0.4, 0.2)
"""How often none, one, two other sentences of the story stand beside that of a value."""

Kind = Literal["words", "whether", "values", "twins"]


@dataclass(frozen=True, slots=True)
class JudgingExample:
    """A question with words and what stands around them."""

    tokens: NDArray[np.int32]
    """As the default cross-encoder reads them, of shape (tokens, 2)."""
    is_answer: bool
    peak: float
    """What the reader makes of the words, or the cross-encoder of a sentence; of twins nothing is known."""
    kind: Kind = "words"
    """`whether`: the question is one for yes or no, and the words are a sentence."""
    replaces: bool | None = None
    """Whether the words are told to hold instead of what was said before, where that is known."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """The words that the reader finds likeliest in a sentence, and what it makes of them."""

    passage: Passage
    span: Span
    words: str
    peak: float


class JudgingExampleMaker:
    """Makes examples with the words that the reader in use points at."""

    def __init__(self) -> None:
        self._reader = the_reader(load_reranker(Config().reranker))
        self._reading = ExampleMaker()

    def examples(self, lesson: Lesson, chance: Random) -> Iterator[JudgingExample]:
        """Yield one example of a lesson, or none; of a question for yes or no two or more."""
        kind: Kind = "whether" if asks_whether(lesson.question) else "words"
        if kind == "whether":
            found = list(self._settling(lesson, chance))
        else:
            one = self._answered(lesson, chance) if lesson.answers else self._unanswered(lesson, chance)
            found = [one] if one else []
        for pointed, is_answer in found:
            tokens = self._tokens(lesson.question, pointed, is_alone=chance.random() < ALONE)
            yield JudgingExample(tokens, is_answer, pointed.peak, kind)

    def of_twins(self, twins: Iterable[tuple[Lesson, Lesson]], chance: Random) -> Iterator[JudgingExample]:
        """Yield an example of each question that is not answered, before them one of each that they are twins of."""
        last = None
        for lesson, answered in twins:
            pointed = self._told_words(answered)
            is_alone = chance.random() < ALONE
            if answered != last:
                yield JudgingExample(self._tokens(answered.question, pointed, is_alone=is_alone), True, 0.0, "twins")
                last = answered
            yield JudgingExample(self._tokens(lesson.question, pointed, is_alone=is_alone), False, 0.0, "twins")

    def of_values(self, lesson: ValueLesson, chance: Random) -> Iterator[JudgingExample]:
        """Yield an example of each value of a lesson on values."""
        others = [one for one in lesson.tellings if not one.is_answer]
        for telling in lesson.tellings:
            (count,) = chance.choices(range(len(BESIDE)), BESIDE)
            beside = chance.sample([one for one in others if one != telling], count)
            text, at = _told(telling, beside, chance.randint(0, count))
            (pointing,) = self._reader.point(lesson.question, [text])
            reading = answering_in(pointing, (at, at + len(telling.text)))
            for span in (telling.words, telling.former):
                if span:
                    pair = judged_pair(lesson.question, telling.text[slice(*span)]), text
                    is_answer = telling.is_answer and span == telling.words
                    tokens, value = self._reading.pairs.read(*pair)[1], reading.value_of(span)
                    yield JudgingExample(tokens, is_answer, value, "values", replaces=is_answer and telling.kind == "L")

    def _answered(self, lesson: Lesson, chance: Random) -> tuple[Pointed, bool] | None:
        drawn = chance.random()
        if drawn >= RIGHT + WRONG:
            return None
        is_right = drawn < RIGHT
        passages = self._reading.passages(lesson)
        holding = [passage for passage in passages if holds(passage, lesson)]
        others = [passage for passage in passages if not holds(passage, lesson)]
        if (is_right or not others or chance.random() < OF_THE_RIGHT_PASSAGE) and holding:
            passage = chance.choice(holding)
        elif others:
            passage = chance.choice(others)
        else:
            return None
        answers = [lesson.article.text[start:end] for start, end in lesson.answers]
        pointed = [one for one in self._pointed(lesson, passage) if _holds_answer(one, lesson) == is_right]
        if not pointed:
            return None
        best = max(pointed, key=lambda one: one.peak)
        says_it = bool(best.words) and any(contains(best.words, a) or contains(a, best.words) for a in answers)
        if is_right:
            # the reader's own words where they are right, since those are what is judged; else those of the lesson
            return (best if says_it else Pointed(best.passage, best.span, answers[0], best.peak)), True
        return None if says_it else (best, False)

    def _unanswered(self, lesson: Lesson, chance: Random) -> tuple[Pointed, bool] | None:
        if chance.random() > NONE:
            return None
        passages = self._reading.passages(lesson)
        looked_at = passages if len(passages) <= 2 else chance.sample(passages, 2)
        pointed = [one for passage in looked_at for one in self._pointed(lesson, passage)]
        return (max(pointed, key=lambda one: one.peak), False) if pointed else None

    def _settling(self, lesson: Lesson, chance: Random) -> Iterator[tuple[Pointed, bool]]:
        passages = {span: passage for passage in self._reading.passages(lesson) for span in passage.sentences}
        words = {span: " ".join(lesson.article.text[slice(*span)].split()) for span in passages}
        scores = self._reader.scores(lesson.question, list(words.values()))
        sentences = [
            Pointed(passage, span, words[span], float(score))
            for (span, passage), score in zip(passages.items(), scores, strict=True)
        ]
        wrong = [one for one in sentences if not _holds_answer(one, lesson)]
        wrong = sorted(wrong, key=lambda one: -one.peak)[:NEAREST]
        yield from ((one, True) for one in sentences if _holds_answer(one, lesson))
        yield from ((one, False) for one in chance.sample(wrong, min(len(wrong), 1 if lesson.answers else 2)))

    def _told_words(self, lesson: Lesson) -> Pointed:
        """Return the words that answer; of a question for yes or no their sentence."""
        start, end = lesson.answers[0]
        passage = next(one for one in self._reading.passages(lesson) if holds(one, lesson))
        span = next(one for one in passage.sentences if one[0] <= start < one[1])
        words = Quote(passage, span).words if asks_whether(lesson.question) else lesson.article.text[start:end]
        return Pointed(passage, span, " ".join(words.split()), 0.0)

    def _tokens(self, question: str, pointed: Pointed, *, is_alone: bool) -> NDArray[np.int32]:
        sentence = Quote(pointed.passage, pointed.span)
        text = sentence.words if is_alone else surroundings(pointed.passage, pointed.span)
        return self._reading.pairs.read(judged_pair(question, pointed.words), text)[1]

    def _pointed(self, lesson: Lesson, passage: Passage) -> Sequence[Pointed]:
        (pointing,) = self._reader.point(lesson.question, [reading_text(passage)])
        found = []
        for (_, start, end), place in sentences_as_read(passage):
            one = answering_in(pointing, place)
            if one.spans is not None:
                words = Quote(passage, (start, end)).words[slice(*one.words)]
                found.append(Pointed(passage, (start, end), words, one.peak))
        return found


def _told(telling: Telling, beside: Sequence[Telling], place: int) -> tuple[str, int]:
    """Return a sentence among others, and where it begins."""
    before, after = ([one.text for one in part] for part in (beside[:place], beside[place:]))
    return " ".join([*before, telling.text, *after]), sum(len(text) + 1 for text in before)


def _holds_answer(one: Pointed, lesson: Lesson) -> bool:
    first, last = one.span
    return any(first <= begin < last for begin, _ in lesson.answers)
