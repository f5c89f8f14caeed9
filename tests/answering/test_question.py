"""A question is taken as it was typed."""

import pytest

from qa_assistant.answering.question import LONGEST_QUESTION, read_question
from qa_assistant.models.languages import ENGLISH


def test_space_and_halves_of_characters_are_cleaned() -> None:
    assert read_question("  Who \n signed\udc80 it? ") == ("Who signed? it?", None)


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_no_word_is_no_question(question: str) -> None:
    assert read_question(question) == ("", "There is no question in that. Ask one in words.")


def test_a_long_question_is_cut_and_says_so() -> None:
    words, note = read_question("why " * 400)

    assert len(words) <= LONGEST_QUESTION
    assert note is not None
    assert "only the first" in note


def test_a_question_in_a_language_that_the_models_do_not_read_says_so() -> None:
    german = "Wie viele Schiffe wurden während des Streiks umgeleitet?"

    assert read_question(german, ENGLISH) == (
        german,
        "The models in use read English; questions in other languages are seldom understood.",
    )
    assert read_question(german, frozenset({"en", "de"})) == (german, None)
    assert read_question(german) == (german, None)
