"""Lessons as the reader learns them: a question with a passage, and the tokens that an answer starts and ends at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.sets import number_of
from benchmarks.training import Pairs
from qa_assistant import ingest
from qa_assistant.answering.finding import sentences_as_read
from qa_assistant.config import Config
from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from numpy.typing import NDArray

    from benchmarks.lessons import Lesson
    from qa_assistant.schema import Passage

OTHERS = 0.35
"""Share of answered questions that are also asked of a passage which does not answer them."""
HELD = 12
"""One of so many articles is held out for checking."""


@dataclass(frozen=True, slots=True)
class ReadingExample:
    """A question with a passage."""

    tokens: NDArray[np.int32]
    """As the default cross-encoder reads both, of shape (tokens, 2)."""
    sentence: NDArray[np.int16]
    """Of each token the number of its sentence; -1 for tokens that are in none."""
    gold: tuple[tuple[int, int], ...]
    """First and last token of each answer; none where the passage does not answer."""

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Tell where an answer may start or end: in sentences, and at the first token, which stands for none."""
        found: NDArray[np.bool_] = self.sentence >= 0
        found[0] = True
        return found


class ExampleMaker:
    """Makes examples of lessons."""

    def __init__(self) -> None:
        self.pairs = Pairs()
        self._passages: dict[str, list[Passage]] = {}

    def examples(self, lesson: Lesson, chance: Random) -> Iterator[ReadingExample]:
        """Yield a question with a passage that answers it, if any does, and with one of the others: always where the
        article does not answer, else now and then."""
        holding: list[Passage] = []
        others: list[Passage] = []
        for passage in self.passages(lesson):
            (holding if holds(passage, lesson) else others).append(passage)
        chosen = chance.sample(holding, min(1, len(holding)))
        if others and (not lesson.answers or chance.random() < OTHERS):
            chosen.append(chance.choice(others))
        yield from (self.example(lesson, passage) for passage in chosen)

    def passages(self, lesson: Lesson) -> list[Passage]:
        """Return the passages of a lesson's article."""
        key, config = lesson.article.file, Config()
        if key not in self._passages:
            self._passages[key] = ingest.split_article(
                lesson.article, passage_words=config.passage_words, passage_overlap=config.passage_overlap
            )
        return self._passages[key]

    def example(self, lesson: Lesson, passage: Passage) -> ReadingExample:
        """Return a question with a passage of its article."""
        text = reading_text(passage)
        encoding, tokens = self.pairs.read(lesson.question, text)
        starts, ends = np.array(encoding.offsets).T
        is_text = (np.array(encoding.type_ids) == 1) & (ends > starts)
        sentence = np.full(len(starts), -1, dtype=np.int16)
        gold = set()
        for number, ((_, first, last), (at, stop)) in enumerate(sentences_as_read(passage)):
            words = passage.text[first - passage.start : last - passage.start]
            inside = is_text & (starts >= at) & (ends <= stop)
            sentence[inside] = number
            for begin, end in lesson.answers:
                if first <= begin < last:
                    # an answer over several sentences counts with its part in the first
                    a = at + _on_one_line(words, begin - first)
                    b = at + _on_one_line(words, min(end, last) - 1 - first)
                    begins, stops = (np.flatnonzero(inside & (starts <= one) & (ends > one)) for one in (a, b))
                    if len(begins) and len(stops):
                        gold.add((int(begins[0]), int(stops[0])))
        return ReadingExample(tokens, sentence, tuple(sorted(gold)))


def holds(passage: Passage, lesson: Lesson) -> bool:
    """Tell whether an answer begins in a sentence of the passage."""
    return any(first <= begin < last for begin, _ in lesson.answers for first, last in passage.sentences)


def is_held(lesson: Lesson) -> bool:
    """Tell whether a lesson is for checking; all those on an article are, or none."""
    return number_of(lesson.article.file) % HELD == 0


def _on_one_line(words: str, offset: int) -> int:
    """Return where a character that is no white space stands once white space is evened out."""
    before = words[:offset]
    return len(" ".join(before.split())) + bool(before and before[-1].isspace())
