"""Which sentences hold the answer, by where a reader points."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.finding import ABSENT, NOT_READ, find
from qa_assistant.answering.quoting import LEAST_READ, REACH, QuoteAnswerer
from qa_assistant.answering.scoring import Signals, answer_probability, fitted, sentence_probabilities
from qa_assistant.models import Judgement, Pointing
from qa_assistant.retrieval.hybrid import reading_text
from qa_assistant.schema import Passage
from tests.answering.test_quoting import Marked, passage


class WordReader:
    """Points with a value of 2 at the words of `gold`, as starts and as ends, and with -2 at all others."""

    name = "words"

    def __init__(self, gold: str, *, longest: int = 10_000) -> None:
        self._gold = gold.split()
        self._longest = longest

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(texts), dtype=np.float32)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        return [self.point_in(text) for text in texts]

    def point_in(self, text: str) -> Pointing:
        words = [match for match in re.finditer(r"\S+", text) if match.end() <= self._longest]
        values = np.array([2.0 if match[0].strip(".") in self._gold else -2.0 for match in words], dtype=np.float32)
        return Pointing(np.array([match.span() for match in words]).reshape(-1, 2), values, values)

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        return [Judgement(0.0, 0.0)] * len(said)


def peaks(reader: WordReader, *passages: Passage) -> dict[tuple[str, int, int], float]:
    return {place: one.peak for place, one in find(reader, "Who?", passages).sentences.items()}


def test_the_sentence_with_the_answer_has_the_highest_peak() -> None:
    given = passage("a", "The gate broke.", "Ada signed.", "It rained.")

    found = peaks(WordReader("Ada"), given)

    assert [found["a", *span] for span in given.sentences] == [-4.0, 4.0, -4.0]


def test_white_space_in_the_article_moves_nothing() -> None:
    text = "Ada\n  signed   it. Rain\tfell."
    given = Passage("a", "a", "News", 0, len(text), text, sentences=((0, 18), (19, 29)))

    found = peaks(WordReader("Rain"), given)

    assert found == {("a", 0, 18): -4.0, ("a", 19, 29): 4.0}


def test_the_words_that_answer_are_found_in_the_sentence_on_one_line() -> None:
    text = "Rain fell.\n\nThen  came\nAda Byron to sign."
    given = Passage("a", "a", "News", 0, len(text), text, sentences=((0, 10), (12, len(text))))

    one = find(WordReader("Ada Byron"), "Who?", [given]).sentences["a", 12, len(text)]

    assert "Then came Ada Byron to sign."[slice(*one.words)] in ("Ada", "Byron", "Ada Byron")
    assert one.peak == 4.0


def test_an_answer_never_ends_before_it_starts() -> None:
    class Backwards(WordReader):
        def point_in(self, text: str) -> Pointing:
            found = super().point_in(text)
            order = np.arange(len(found.spans), dtype=np.float32)
            return Pointing(found.spans, order, -order)

    (one,) = find(Backwards(""), "Who?", [passage("a", "Ada signed it.")]).sentences.values()

    assert one.words[0] < one.words[1]
    assert one.peak == 0.0


def test_the_title_is_no_sentence() -> None:
    found = peaks(WordReader("News"), passage("a", "Rain fell."))

    assert list(found.values()) == [-4.0]


def test_a_sentence_of_two_passages_counts_once_and_where_it_is_pointed_at_more() -> None:
    class Second(WordReader):
        asked = 0

        def point_in(self, text: str) -> Pointing:
            self.asked += 1
            found = super().point_in(text)
            return Pointing(found.spans, found.starts + self.asked, found.ends)

    given = passage("a", "Ada signed.")

    assert list(peaks(Second("Ada"), given, given).values()) == [6.0]


def test_a_sentence_that_was_cut_off_is_not_read() -> None:
    given = passage("a", "It rained.", "Ada signed.")
    cut = len(reading_text(given)) - len("Ada signed.")

    found = find(WordReader("Ada", longest=cut), "Who?", [given])

    assert found.sentences["a", *given.sentences[1]] == NOT_READ


def test_nothing_is_held_against_a_candidate_that_was_cut_off() -> None:
    given = passage("a", "It rained.", "Ada signed.")
    cut = len(reading_text(given)) - len("Ada signed.")

    found = find(WordReader("Ada", longest=cut), "Who?", [given])

    assert found.read(("a", *given.sentences[0])) is found.of(("a", *given.sentences[0]))
    assert found.read(("a", *given.sentences[1])) is None


def test_there_is_less_mass_than_nothing_where_no_word_answers() -> None:
    given = passage("a", "The gate broke.", "It rained.")

    answered = find(WordReader("gate"), "What?", [given])
    unanswered = find(WordReader("Ada"), "What?", [given])

    assert answered.surplus > 0 > unanswered.surplus


def test_shares_are_of_one_whole() -> None:
    found = find(WordReader("Ada"), "Who?", [passage("a", "Ada signed.", "It rained.")])

    masses = [*(one.mass for one in found.sentences.values()), 0.0]

    assert sum(np.exp(mass - found.total) for mass in masses) == pytest.approx(1)


def test_no_passages_point_nowhere() -> None:
    found = find(WordReader("Ada"), "Who?", [])

    assert found.surplus == ABSENT
    assert found.best == ABSENT


class MarkedReader(Marked, WordReader):
    """A reranker that also points."""


STRIKE = passage("a", "The answer to the port strike was a rise.", "Cows sleep.")


def signals_with(reranker: Marked) -> Signals:
    scored = QuoteAnswerer(reranker, max_sentences=3).score("What was the answer?", [STRIKE])
    return Signals.of("What was the answer?", [STRIKE], scored, nearest=0.8)


def test_a_reranker_that_points_adds_where() -> None:
    signals = signals_with(MarkedReader("rise"))

    assert [one["peak"] for one in signals.sentences] == [4.0, -4.0]
    assert [one["behind"] for one in signals.sentences] == [0.0, -8.0]
    assert sentence_probabilities(signals)[0] == fitted().sentence.probability(signals.sentences[0])
    assert answer_probability(signals) == fitted().question.probability(signals.question)


def test_with_any_other_the_plain_models_decide() -> None:
    signals = signals_with(Marked())

    assert "peak" not in signals.sentences[0]
    assert sentence_probabilities(signals)[0] == fitted().plain_sentence.probability(signals.sentences[0])
    assert answer_probability(signals) == fitted().plain_question.probability(signals.question)


def test_it_points_in_the_first_passages_and_in_others_that_come_near_the_best() -> None:
    first = [passage(f"first {number}", f"Sentence {number}.", score=8.0 - 4 * number) for number in range(LEAST_READ)]
    near = passage("near", "Here is the rise.", score=8.0 - REACH + 0.1)
    far = passage("far", "There is the rise.", score=8.0 - REACH - 0.1)
    answerer = QuoteAnswerer(MarkedReader("rise"), max_sentences=3)

    scored = answerer.score("What was the answer?", [*first, near, far])

    assert [quote.passage.file for quote in scored.quotes] == [*(one.file for one in first), "near"]
    assert scored.scores is None


def test_the_words_pointed_at_go_with_the_candidate() -> None:
    answerer = QuoteAnswerer(MarkedReader("rise"), max_sentences=3)

    evidence = answerer.weigh("What was the answer?", [STRIKE], 0.8)

    answers = {one.quote.words: one.answer for one in evidence.candidates}
    assert answers == {"The answer to the port strike was a rise.": (36, 41), "Cows sleep.": None}


def test_words_that_answer_are_worth_more_than_others_of_their_sentence() -> None:
    given = passage("a", "Ada signed it.", "Rain fell.")
    found = find(WordReader("Ada"), "Who signed it?", [given])
    first, second = (found.of(("a", *span)) for span in given.sentences)

    assert first.answer == (0, 3)
    assert first.value_of((1, 2)) == first.peak == 4.0
    assert first.value_of((4, 10)) < 4.0
    assert second.answer is None
    assert second.value_of((0, 4)) == second.peak < 0
    assert NOT_READ.value_of((0, 4)) == ABSENT
