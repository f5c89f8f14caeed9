"""A question is taken out of the one it is wrapped in."""

import time

import pytest

from qa_assistant.answering import turning
from qa_assistant.answering.wrapped import unwrapped


@pytest.mark.parametrize(
    ("question", "inner"),
    [
        ("Does the article mention how many rooms Tarrant Hall has?", "How many rooms does Tarrant Hall have?"),
        ("Do the articles say how much Tarrant Hall cost?", "How much did Tarrant Hall cost?"),
        ("Have they said when work begins?", "When does work begin?"),
        ("Is there any information on when work begins?", "When does work begin?"),
        ("Does anybody know when the museum reopens?", "When does the museum reopen?"),
        ("Has it been said who bought Tarrant Hall?", "Who bought Tarrant Hall?"),
        ("Is it known why the captain was suspended?", "Why was the captain suspended?"),
        ("Do you know whether Tarrant Hall has been sold?", "Has Tarrant Hall been sold?"),
        ("Tell me if the museum opens in May, please.", "Does the museum open in May?"),
        ("Could you tell me the name of the captain of the Oriel?", "What is the name of the captain of the Oriel?"),
        ("Would you give me the price of a ticket to the museum?", "What is the price of a ticket to the museum?"),
        ("Give me the names of the people who died.", "What are the names of the people who died?"),
        ("Tell me the captain of the Oriel.", "Who is the captain of the Oriel?"),
        ("Hello, please tell me how old Marta Olsen is.", "How old is Marta Olsen?"),
        ("I'd like to know what the storm destroyed.", "What did the storm destroy?"),
        ("I was wondering if you could tell me how often ferries run.", "How often do ferries run?"),
        ("Can you find out how many people were hurt?", "How many people were hurt?"),
        ("Any idea to whom the hall was sold?", "To whom was the hall sold?"),
        ("Do you know why?", "Why?"),
        (
            "Can you tell me who the captain is and how much a crossing costs?",
            "Who is the captain and how much does a crossing cost?",
        ),
        ("The museum opens in May, right?", "Does the museum open in May?"),
        ("They didn't agree to it, did they?", "Didn't they agree to it?"),
        ("True or false: Olsen has resigned.", "Has Olsen resigned?"),
    ],
)
def test_the_question_within_another_one_is_asked(question: str, inner: str) -> None:
    assert unwrapped(question) == inner


@pytest.mark.parametrize(
    "question",
    [
        "Has the council said how many people were hurt?",
        "Did the minister tell parliament when the dam failed?",
        "Does the report by the auditors say who is to blame?",
        "Did anyone know when the dam would fail?",
        "Was it known when the dam was built that it would fail?",
        "Did he say who came and who left?",
        "Does the article say that the dam held?",
        "Who said when the bridge would open?",
        "Can anyone swim where the dam was?",
        "Tell me about Tarrant Hall",
        "Tell me more",
        "Can you tell me more about the strike?",
        "Which ship, the Oriel or the Petrel, is larger, right?",
        "Tell me who won. I am a journalist.",
        "What does it cost?",
        "Who won?",
        "",
        "?",
    ],
)
def test_a_question_of_its_own_stays_as_it_is(question: str) -> None:
    assert unwrapped(question) == question


def test_after_other_turns_they_may_be_somebody_and_the_report_another_one() -> None:
    for question in ("Have they said when work begins?", "Do they know who paid?", "Does the report say who paid?"):
        assert unwrapped(question, is_first=False) == question
    assert unwrapped("Do you know who paid?", is_first=False) == "Who paid?"


def test_without_a_parser_a_clause_stays_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "load_parser", lambda: None)

    assert unwrapped("Do you know when work begins?") == "When work begins?"
    assert unwrapped("Do you know how old Olsen is?") == "How old is Olsen?"
    assert unwrapped("The museum opens in May, right?") == "The museum opens in May, right?"


@pytest.mark.parametrize("words", ["do you know ", ", ", "please ", "(((("])
def test_a_very_long_message_costs_no_time(words: str) -> None:
    message = (20_000 // len(words)) * words
    started = time.perf_counter()

    assert unwrapped(message) == message
    assert time.perf_counter() - started < 1.0
