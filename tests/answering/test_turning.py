"""A clause becomes the question it stands for."""

import pytest

from qa_assistant.answering.turning import asks, turned


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("who bought Tarrant Hall", "Who bought Tarrant Hall?"),
        ("which ship ran aground in March", "Which ship ran aground in March?"),
        ("which of the two ships was larger", "Which of the two ships was larger?"),
        ("how many of the crew were hurt", "How many of the crew were hurt?"),
        ("how many people died", "How many people died?"),
        ("what happened to the ferry", "What happened to the ferry?"),
        ("when work on the bridge will begin", "When will work on the bridge begin?"),
        ("how high inflation in Norvania is", "How high is inflation in Norvania?"),
        ("which cars the police stopped", "Which cars did the police stop?"),
        ("how many people the mill employs", "How many people does the mill employ?"),
        ("whether there is a reward", "Is there a reward?"),
        ("whether the museum, which closed in May, will reopen", "Will the museum, which closed in May, reopen?"),
        ("why they can't leave", "Why can't they leave?"),
        ("when it's open", "When is it open?"),
        ("what it cost", "What did it cost?"),
        ("when does it open", "When does it open?"),
        ("how to get to the museum", "How to get to the museum?"),
        ("", ""),
    ],
)
def test_the_verb_goes_before_the_subject(clause: str, question: str) -> None:
    assert turned(clause) == question


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("Has anyone been arrested?", True),
        ("Is the ship still afloat?", True),
        ("Are there any survivors?", True),
        ("Is the mayor of Stour?", False),
        ("Has a boat in Stour?", False),
        ("Was arrested in May?", False),
        ("Did it twice?", False),
    ],
)
def test_a_question_for_yes_or_no_has_a_subject_and_something_said_of_it(words: str, is_so: bool) -> None:
    assert asks(words) is is_so
