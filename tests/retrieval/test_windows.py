"""Windows of time are read from questions; the cases stand in date_questions.yaml."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from qa_assistant.retrieval.windows import windows_of

ASKED_ON = date(2025, 7, 16)
CASES = yaml.safe_load(Path(__file__).with_name("date_questions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["seen"] + CASES["unseen"], ids=lambda case: case["question"])
def test_windows_are_those_that_the_question_names(case: dict[str, Any]) -> None:
    windows = windows_of(case["question"], ASKED_ON)

    assert [[window.first, window.last] for window in windows] == case["windows"]
    assert any(window.use == "only" for window in windows) == case.get("only", False)


@pytest.mark.parametrize("asked_on", [date.min, date(2, 1, 1), date(9998, 12, 31), date.max])
def test_the_ends_of_the_calendar_break_nothing(asked_on: date) -> None:
    question = "What happened last year, 3 weeks ago, since December, before January and in the winter of 2001?"

    assert all(window.first is None or window.first <= asked_on for window in windows_of(question, asked_on))


WORDS = (
    "between from since after before until in on the last past first early late end of week month year weekend days "
    "half quarter Q3 May march Monday yesterday ago 0 1 3rd 29 31 99 1999 2024 2024-02-30 31/2/2024 February winter "
    "and to - 's articles reports will What happened"
).split()


@settings(max_examples=300, deadline=None)
@given(some.lists(some.sampled_from(WORDS), max_size=12), some.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_any_words_give_windows_that_can_be_searched(words: list[str], asked_on: date) -> None:
    for window in windows_of(" ".join(words), asked_on):
        assert (window.first or date.min) <= (window.last or date.max) <= asked_on
        assert window.words in " ".join(words)
