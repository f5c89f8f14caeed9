"""Whether a sentence tells that something no longer holds."""

import pytest

from qa_assistant.answering.changes import CHANGES, log_odds, terms


@pytest.mark.parametrize(
    "sentence",
    [
        "The number of dead has risen to 58.",
        "The opening has been put back to June.",
        "On appeal the sentence was cut to five years.",
        "The number of confirmed cases has climbed to 340.",
    ],
)
def test_a_change_is_told(sentence: str) -> None:
    assert log_odds(sentence) > CHANGES


@pytest.mark.parametrize(
    "sentence",
    [
        "The fire gutted 14 coaches, an officer said.",
        "The exhibition opens on 2 May.",
        "She was born in 1961 in Ghent.",
        "Dockers walked out on June 9 after an offer of 4.1 percent.",
        "",
    ],
)
def test_a_plain_report_tells_of_none(sentence: str) -> None:
    assert log_odds(sentence) < CHANGES


def test_numbers_and_dates_are_one_word_and_names_are_not() -> None:
    assert terms("Rivne holds 14,000 since 2 May") == {
        "rivne", "holds", "value", "since", "rivne holds", "holds value", "value since", "since value"
    }  # fmt: skip
