import pytest

from qa_assistant.answering.asked import counts_asked, kind_asked, offers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many dockers took part?", "count"),
        ("How much is the grant?", "amount"),
        ("How old is Floyd Kimball?", "amount"),
        ("When did the strike begin?", "time"),
        ("In what year was Velkar set up?", "time"),
        ("Who chairs the committee?", "person"),
        ("Where will it meet?", "place"),
        ("Which country would have got the plant?", "place"),
        ("Why was the vote delayed?", "other"),
    ],
)
def test_the_kind_a_question_asks_for(question: str, kind: str) -> None:
    assert kind_asked(question) == kind


def test_a_sentence_without_a_number_does_not_answer_how_many() -> None:
    assert offers("count", "How many dockers?", "The dockers went home.") == -1
    assert offers("count", "How many dockers?", "Some 1,850 dockers went home.") == 1
    assert offers("count", "How many dockers?", "Twelve of them went home.") == 1


def test_a_name_from_the_question_does_not_answer_who() -> None:
    assert offers("person", "Who praised Anna Berg?", "The minister praised Anna Berg.") == -1
    assert offers("person", "Who praised Anna Berg?", "It was the minister, Jan Dahl, who praised Anna Berg.") == 1


def test_open_questions_want_no_form() -> None:
    assert offers("other", "Why?", "Because.") == 0


def test_a_number_counts_when_it_stands_before_the_thing_asked_for() -> None:
    question = "How many dockers took part in the strike?"

    assert counts_asked(question, "It gives some 1,850 dockers a rise of 5.6 percent.") == 1
    assert counts_asked(question, "The port handles 640,000 containers a year.") == 0
    assert counts_asked("Who took part?", "Some 1,850 dockers did.") == 0
