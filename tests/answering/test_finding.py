"""Where an answer stands, by the states of a passage's tokens."""

import re
from dataclasses import replace

import numpy as np
import pytest

from qa_assistant.answering.finding import ABSENT, TokenModel, token_states
from qa_assistant.answering.quoting import QuoteAnswerer
from qa_assistant.answering.scoring import Signals, answer_probability, fitted, sentence_probabilities
from qa_assistant.models import Reading
from qa_assistant.retrieval.hybrid import reading_text
from qa_assistant.schema import Passage
from tests.answering.test_quoting import Marked, passage

ANSWERS = TokenModel(np.array([8.0], dtype=np.float32), bias=-4.0, nothing=0.0)
"""Gives a token 4 where its one state is 1, and -4 where it is 0."""


class WordReader:
    """A cross-encoder whose tokens are words, and whose only state marks the words of `gold`."""

    def __init__(self, gold: str, *, longest: int = 10_000) -> None:
        self._gold = gold.split()
        self._longest = longest

    def read(self, question: str, text: str) -> Reading:
        words = [match for match in re.finditer(r"\S+", text) if match.end() <= self._longest]
        states = [[float(match[0].strip(".") in self._gold)] for match in words]
        return Reading(0.0, np.array([match.span() for match in words]), np.array(states, dtype=np.float32))


def peaks(reader: WordReader, *passages: Passage) -> dict[tuple[str, int, int], float]:
    return dict(token_states(reader, "Who?", passages).found(ANSWERS).peak)


def test_the_sentence_with_the_answer_has_the_highest_peak() -> None:
    given = passage("a", "The gate broke.", "Ada signed.", "It rained.")

    found = peaks(WordReader("Ada"), given)

    assert [found[("a", *span)] for span in given.sentences] == [-4.0, 4.0, -4.0]


def test_white_space_in_the_article_moves_nothing() -> None:
    text = "Ada\n  signed   it. Rain\tfell."
    given = Passage("a", "a", "News", 0, len(text), text, sentences=((0, 18), (19, 29)))

    found = peaks(WordReader("Rain"), given)

    assert found == {("a", 0, 18): -4.0, ("a", 19, 29): 4.0}


def test_the_title_is_no_sentence() -> None:
    found = peaks(WordReader("News"), passage("a", "Rain fell."))

    assert list(found.values()) == [-4.0]


def test_a_sentence_of_two_passages_counts_once() -> None:
    given = passage("a", "Ada signed.")

    states = token_states(WordReader("Ada"), "Who?", [given, given])

    assert states.places == (("a", 0, 11),)
    assert len(states.owners) == 2


def test_tokens_know_their_words_in_the_sentence() -> None:
    states = token_states(WordReader("Ada"), "Who?", [passage("a", "It rained.", "Ada signed.")])

    assert states.spans.tolist() == [[0, 2], [3, 10], [0, 3], [4, 11]]


def test_a_sentence_that_was_cut_off_is_absent() -> None:
    given = passage("a", "It rained.", "Ada signed.")
    cut = len(reading_text(given)) - len("Ada signed.")

    assert peaks(WordReader("Ada", longest=cut), given)["a", *given.sentences[1]] == ABSENT


def test_there_is_less_mass_than_nothing_where_no_word_answers() -> None:
    given = passage("a", "The gate broke.", "It rained.")

    answered = token_states(WordReader("gate"), "What?", [given]).found(ANSWERS)
    unanswered = token_states(WordReader("Ada"), "What?", [given]).found(ANSWERS)

    assert answered.surplus > 0 > unanswered.surplus


def test_shares_are_of_one_whole() -> None:
    found = token_states(WordReader("Ada"), "Who?", [passage("a", "Ada signed.", "It rained.")]).found(ANSWERS)

    masses = [*found.mass.values(), found.nothing]

    assert sum(np.exp(mass - found.total) for mass in masses) == pytest.approx(1)


def test_no_passages_point_nowhere() -> None:
    found = token_states(WordReader("Ada"), "Who?", []).found(ANSWERS)

    assert found.surplus == ABSENT
    assert found.total == found.nothing


class MarkedReader(Marked, WordReader):
    """A reranker that is also read token by token."""


def signals_with(reranker: Marked) -> Signals:
    given = [passage("a", "The answer to the port strike was a rise.", "Cows sleep.")]
    scored = QuoteAnswerer(reranker, max_sentences=3).score("What was the answer?", given)
    return Signals.of("What was the answer?", given, scored, nearest=0.8)


def test_a_reranker_that_can_be_read_adds_where_the_layer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_assistant.answering.quoting.fitted", lambda: replace(fitted(), token=ANSWERS))

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
