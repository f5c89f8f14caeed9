"""Lessons as the judge learns them."""

from random import Random

import pytest

from benchmarks.judging_examples import JudgingExample, JudgingExampleMaker
from benchmarks.lessons import Lesson
from qa_assistant.schema import Article

pytestmark = pytest.mark.slow

TEXT = "The pact was signed on Monday in Oslo. It rained.\n\nBerit Aas, who had chaired the talks,\nwent home early."


@pytest.fixture(scope="module")
def maker() -> JudgingExampleMaker:
    return JudgingExampleMaker()


def examples(maker: JudgingExampleMaker, question: str, *answers: str, tries: int) -> list[JudgingExample]:
    places = tuple((TEXT.index(answer), TEXT.index(answer) + len(answer)) for answer in answers)
    lesson = Lesson(Article("a", TEXT, "Pact signed"), question, places)
    return [one for seed in range(tries) for one in maker.examples(lesson, Random(seed))]


def test_an_answered_question_comes_with_its_answer_and_with_other_words(maker: JudgingExampleMaker) -> None:
    found = examples(maker, "Where was it signed?", "Oslo", tries=12)

    right, wrong = ([one for one in found if one.is_answer is is_answer] for is_answer in (True, False))
    assert right
    assert wrong
    assert min(one.peak for one in right) > max(one.peak for one in wrong)
    # the first text is the question with the words: the same question with other words is read anew
    assert {one.tokens.tobytes() for one in right}.isdisjoint(one.tokens.tobytes() for one in wrong)


def test_a_question_that_nothing_answers_comes_with_words_that_do_not(maker: JudgingExampleMaker) -> None:
    found = examples(maker, "Who paid for the talks?", tries=6)

    assert found
    assert not any(one.is_answer for one in found)
