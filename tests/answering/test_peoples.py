"""A country and the words for its people are the same name to a verifier."""

import pytest

from qa_assistant.answering.agreement import Agreement
from qa_assistant.answering.peoples import people_of


@pytest.mark.parametrize(
    ("people", "country"),
    [
        ("French", "France"),
        ("Danish", "Denmark"),
        ("Dutch", "Netherlands"),
        ("Turkish", "Türkiye"),
        ("Poles", "Poland"),
    ],
)
def test_what_is_said_of_a_people_may_be_proved_by_the_name_of_the_country(people: str, country: str) -> None:
    for one, other in ((people, country), (country, people)):
        assert (
            Agreement(f"The boat came from {one} last spring.", [f"The {other} boat came last spring."]).unfounded == ()
        )


def test_another_people_is_another_name() -> None:
    assert Agreement("The boat was Danish.", ["The Dutch boat came."]).unfounded == ("Danish",)


def test_other_names_have_no_people() -> None:
    assert people_of("tarnmouth") is None
    assert people_of("spain's") == people_of("spaniards") == "people:spain"


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Rain ended play at 3.15.", "before rain ended play at 3.15 with three wickets left"),
        ("The water is at 62 °C.", "The water is at 62 degrees Celsius."),
        ("The track is 11 cm short.", "The track is eleven centimetres short."),
        ("The terminal was hit two times.", "The terminal was hit twice."),
        ("They came on two occasions.", "They came twice."),
        ("It was called off one hour before the start.", "It was called off an hour before the start."),
    ],
)
def test_the_same_amount_in_other_words_is_founded(sentence: str, quote: str) -> None:
    assert Agreement(sentence, [quote]).unfounded == ()


def test_another_count_is_not() -> None:
    assert Agreement("He came twice.", ["He came three times."]).unfounded != ()
