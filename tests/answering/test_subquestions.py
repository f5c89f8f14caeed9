import pytest

from qa_assistant.answering.subquestions import subquestions


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who was counted among the dead, and what did he tell the commissioners?",
            ("Who was counted among the dead?", "What did he tell the commissioners?"),
        ),
        (
            "How large is the stake and how big was the share sale?",
            ("How large is the stake?", "How big was the share sale?"),
        ),
        (
            "Did the dam hold, and since when has it been inspected, and by whom was it built?",
            ("Did the dam hold?", "Since when has it been inspected?", "By whom was it built?"),
        ),
        (
            "What became of the first craft, and how expensive would its planned trip be?",
            ("What became of the first craft?", "How expensive would its planned trip be?"),
        ),
        (
            "When was the bridge built and how long is it?",
            ("When was the bridge built?", "How long is it?"),
        ),
        ("When did the strike begin, and who called it?", ("When did the strike begin?", "Who called it?")),
    ],
)
def test_each_part_becomes_a_question(question: str, parts: tuple[str, ...]) -> None:
    assert subquestions(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Where and when was the deal signed?",
        "When was the deal signed and where?",
        "Who is the man who faced a judge, and who pleaded not guilty?",
        "Which pop star, who sang in May, is on tour and in which the stadium fills?",
        "What did the union and the port agree on?",
        "The strike began in June and what followed was a deal",
        "What became of the firm that nobody knew and how?",
        "What did the inquiry say about when the gate failed and how the alarm was raised?",
        "What is the difference between what the union said and what the port said?",
        "Is it known when the strike ends and who will pay?",
        "What is known of who was there and why people left?",
        "What did they say about who was there and how people were saved?",
        "Who won?",
        "",
        "?",
    ],
)
def test_what_asks_one_thing_stays_as_it_is(question: str) -> None:
    assert subquestions(question) == (question,)


def test_more_parts_than_are_looked_up_stay_one_question() -> None:
    question = "Who came first, and what did they say, and what did they do, and what did they eat?"

    assert subquestions(question) == (question,)
