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
        (
            "When was the logbook found, how much does it weigh and who is the captain of the Oriel?",
            ("When was the logbook found?", "How much does it weigh?", "Who is the captain of the Oriel?"),
        ),
        (
            "When does Marta Olsen leave, who succeeds her and how old is she?",
            ("When does Marta Olsen leave?", "Who succeeds her?", "How old is she?"),
        ),
        (
            "Who is the captain of the Oriel and who is the mayor of Stour?",
            ("Who is the captain of the Oriel?", "Who is the mayor of Stour?"),
        ),
        (
            "Which ship ran aground in March and which company built the ship?",
            ("Which ship ran aground in March?", "Which company built the ship?"),
        ),
        (
            "Who is the captain of the Oriel, and has anyone been arrested?",
            ("Who is the captain of the Oriel?", "Has anyone been arrested?"),
        ),
        ("Who bought Tarrant Hall, and has work begun?", ("Who bought Tarrant Hall?", "Has work begun?")),
        ("Did Olsen resign and did Dahl succeed her?", ("Did Olsen resign?", "Did Dahl succeed her?")),
        (
            "How much does a crossing cost? When did the Oriel run aground?",
            ("How much does a crossing cost?", "When did the Oriel run aground?"),
        ),
        ("Do you know who won? And can you tell me when the race was?", ("Who won?", "When was the race?")),
        ("Tell me who bought Tarrant Hall. When was it built?", ("Who bought Tarrant Hall?", "When was it built?")),
        ("Has the captain been suspended, and why?", ("Has the captain been suspended?", "Why?")),
        ("Was the hall sold and to whom?", ("Was the hall sold?", "To whom?")),
        ("Has the bridge been closed, and if so, when?", ("Has the bridge been closed?", "When?")),
        ("Who won the 1966 final and by how much?", ("Who won the 1966 final?", "By how much?")),
        (
            "Who was killed and what did it cost? (the storm)",
            ("Who was killed? (the storm)", "What did it cost? (the storm)"),
        ),
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
        "Did he say who came and who left?",
        "Did the minister explain who came and who left?",
        "Did he say who pays and why?",
        "Who is the man that faced a judge and who pleaded guilty?",
        "Who is the captain and who the mayor?",
        "Who was arrested and has been released?",
        "Who owns the Oriel and is the mayor of Stour?",
        "Who owns the Oriel and has a boat in Stour?",
        "Who robbed the bank and did it twice?",
        "Who resigned last week and may have retired?",
        "Is the pier open and free?",
        "Is this true? Who bought the hall?",
        "The Oriel ran aground in March. Who was hurt?",
        "Was the club sold, and how much?",
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


def test_what_stands_between_commas_stays_in_its_question() -> None:
    question = "When does Marta Olsen, who succeeds Dahl, leave and how old is she?"

    assert subquestions(question) == ("When does Marta Olsen, who succeeds Dahl, leave?", "How old is she?")
