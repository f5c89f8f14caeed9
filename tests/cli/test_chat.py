"""`qa-assistant chat`: a conversation in the terminal."""

import pytest
from command_line import Command
from scripted_assistant import BRIDGE, QUESTION, UNKNOWN, ScriptedAssistant

from qa_assistant.schema import REFUSAL, Turn


def test_answers_come_with_their_citations(qa: Command) -> None:
    outcome = qa("chat", typed=[QUESTION])

    assert BRIDGE.text in outcome.out
    assert "harbour/ledger.txt:22-94" in outcome.out


def test_an_answer_is_printed_once(qa: Command) -> None:
    outcome = qa("chat", typed=[QUESTION])

    assert outcome.out.count(BRIDGE.text) == 1


def test_earlier_turns_go_with_later_questions(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("chat", typed=[QUESTION, UNKNOWN, "And who pays?"])

    earlier = [history for _, history, _, _ in assistant.asked]
    assert earlier == [
        (),
        (Turn(QUESTION, BRIDGE.text),),
        (Turn(QUESTION, BRIDGE.text), Turn(UNKNOWN, REFUSAL)),
    ]


@pytest.mark.parametrize("goodbye", ["/quit", "/exit", " /quit "])
def test_ends_when_told_to(qa: Command, assistant: ScriptedAssistant, goodbye: str) -> None:
    outcome = qa("chat", typed=[goodbye, QUESTION])

    assert outcome.code == 0
    assert assistant.asked == []


def test_ends_with_ctrl_d(qa: Command) -> None:
    assert qa("chat").code == 0


def test_ends_with_ctrl_c(qa: Command) -> None:
    def interrupt(prompt: str) -> str:
        raise KeyboardInterrupt(prompt)

    outcome = qa("chat", read_line=interrupt)

    assert outcome.code == 0
    assert "Traceback" not in outcome.err


def test_empty_lines_are_no_questions(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("chat", typed=["", "   ", QUESTION])

    assert [question for question, *_ in assistant.asked] == [QUESTION]


def test_a_refusal_does_not_end_it(qa: Command) -> None:
    outcome = qa("chat", typed=[UNKNOWN, QUESTION])

    assert outcome.code == 0
    assert REFUSAL in outcome.out
    assert BRIDGE.text in outcome.out
