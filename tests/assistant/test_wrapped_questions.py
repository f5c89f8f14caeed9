"""The real assistant is asked a question within another question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant import Turn

if TYPE_CHECKING:
    from qa_assistant import Assistant

pytestmark = pytest.mark.slow

WHO = "Who mediated the final round of talks at Tarnmouth?"


def test_a_question_within_another_one_is_answered_as_that_question(assistant: Assistant) -> None:
    wrapped = assistant.ask("Do the articles say who mediated the final round of talks at Tarnmouth?")
    plain = assistant.ask(WHO)

    assert wrapped.standalone_question == WHO
    assert (wrapped.text, wrapped.citations) == (plain.text, plain.citations)


def test_a_follow_up_within_another_question_is_completed(assistant: Assistant) -> None:
    turn = Turn(WHO, assistant.ask(WHO).text)

    answer = assistant.ask("Do you know how old she is?", [turn])

    assert answer.standalone_question.endswith("Rosalind Kerr?")
    assert answer.standalone_question.startswith("How old is ")
    assert "71" in answer.text
