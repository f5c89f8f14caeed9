from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from qa_assistant.answering.given import Asked, GivenAnswers
from qa_assistant.schema import Answer, Filters, Turn

ASKED = Asked("Who signed?", (), None, date(2025, 7, 16))
SECONDS = {"retrieve": 0.2, "answer": 0.5, "total": 0.7}


@dataclass
class Making:
    """Makes an answer in two steps and counts how often; a sync may be completed meanwhile."""

    version: str = "1"
    synced_to: str = ""
    text: str = "Calder."
    made: list[str] = field(default_factory=list)

    def answers(self) -> Generator[Answer]:
        self.made.append(self.version)
        yield Answer("Who signed?", "Who signed?")
        self.version = self.synced_to or self.version
        yield Answer("Who signed?", "Who signed?", self.text, seconds=SECONDS)


def ask(given: GivenAnswers, making: Making, asked: Asked = ASKED, *, is_lasting: bool = True) -> list[Answer]:
    return list(given.answers(asked, lambda: making.version, making.answers, is_lasting=lambda _: is_lasting))


def test_the_same_question_is_answered_once_and_grows_again() -> None:
    given, making = GivenAnswers(4), Making()

    first, second = ask(given, making), ask(given, making)

    assert making.made == ["1"]
    assert [replace(one, seconds={}) for one in second] == [replace(one, seconds={}) for one in first]


def test_a_kept_answer_spent_no_seconds_in_any_stage() -> None:
    given, making = GivenAnswers(4), Making()
    ask(given, making)

    kept = ask(given, making)[-1]

    assert kept.seconds.keys() == SECONDS.keys()
    assert kept.seconds["retrieve"] == kept.seconds["answer"] == 0.0
    assert kept.seconds["total"] < 0.1


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, question="Who signed it?"),
        replace(ASKED, history=(Turn("What?", "A contract."),)),
        replace(ASKED, filters=Filters(outlets=["Courier"])),
        replace(ASKED, filters=Filters(any_date=True)),
        replace(ASKED, asked_on=date(2025, 7, 17)),
    ],
)
def test_whatever_is_asked_otherwise_is_answered_anew(other: Asked) -> None:
    given, making = GivenAnswers(4), Making()

    ask(given, making)
    ask(given, making, other)

    assert len(making.made) == 2


def test_after_a_sync_everything_is_answered_anew() -> None:
    given, making = GivenAnswers(4), Making()
    ask(given, making)

    making.version = "2"
    ask(given, making)

    assert making.made == ["1", "2"]


def test_an_answer_during_which_a_sync_was_completed_is_not_kept() -> None:
    given, making = GivenAnswers(4), Making(synced_to="2")
    ask(given, making)

    ask(given, making)

    assert making.made == ["1", "2"]


def test_an_answer_that_does_not_last_is_not_kept() -> None:
    given, making = GivenAnswers(4), Making()

    ask(given, making, is_lasting=False)
    ask(given, making)

    assert len(making.made) == 2


def test_an_answer_that_was_left_in_the_middle_is_not_kept() -> None:
    given, making = GivenAnswers(4), Making()
    growing = given.answers(ASKED, lambda: making.version, making.answers, is_lasting=lambda _: True)

    next(growing)
    del growing
    ask(given, making)

    assert len(making.made) == 2


def test_the_answer_asked_for_longest_ago_is_given_up_first() -> None:
    given, making = GivenAnswers(2), Making()
    other, third = replace(ASKED, question="b"), replace(ASKED, question="c")

    for asked in (ASKED, other, ASKED, third):
        ask(given, making, asked)
    made = len(making.made)

    ask(given, making)
    assert len(making.made) == made
    ask(given, making, other)
    assert len(making.made) == made + 1


def test_none_is_kept_where_none_is_wanted() -> None:
    given, making = GivenAnswers(0), Making()

    ask(given, making)
    ask(given, making)

    assert len(making.made) == 2
