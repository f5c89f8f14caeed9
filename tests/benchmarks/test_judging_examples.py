"""Lessons as the judge learns them."""

from random import Random

import pytest

from benchmarks.judging_examples import JudgingExample, JudgingExampleMaker
from benchmarks.lessons import Lesson
from benchmarks.training import Pairs
from benchmarks.value_lessons import Telling, ValueLesson
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


def test_words_come_in_their_surroundings_or_with_their_sentence_alone(maker: JudgingExampleMaker) -> None:
    found = examples(maker, "Where was it signed?", "Oslo", tries=12)

    alone, around = sorted({len(one.tokens) for one in found if one.is_answer})
    assert around - alone == len("Pact signed . It rained .".split())


def test_of_values_is_told_which_replace_what_was_said_before(maker: JudgingExampleMaker) -> None:
    said = (
        Telling("Y", "It burnt 21 coaches.", (9, 11), None),
        Telling("L", "Not 21 burnt but 17.", (17, 19), (4, 6)),
        Telling("N", "It had 34 coaches.", (7, 9), None),
        Telling("N", "In 2019 it burnt 3 coaches.", (17, 18), None),
        Telling("N", "It spared 9 coaches.", (10, 11), None),
    )

    found = list(maker.of_values(ValueLesson("How many coaches did the fire burn?", said), Random(0)))

    others = [(False, False)] * 4
    assert [(one.is_answer, one.replaces) for one in found] == [(True, False), (True, True), *others]
    assert all(one.kind == "values" for one in found)


def test_twins_come_with_the_words_that_answer_one_of_them(maker: JudgingExampleMaker) -> None:
    article, place = Article("a", TEXT, "Pact signed"), TEXT.index("Oslo")
    where = Lesson(article, "Where was it signed?", ((place, place + 4),))
    twins = [Lesson(article, f"Where was it {done}?", ()) for done in ("drafted", "broken")]

    found = list(maker.of_twins([(one, where) for one in twins], Random(0)))

    assert [one.is_answer for one in found] == [True, False, False]
    # they differ in one word of the question; whether the sentence stands alone or not is the same for all
    lengths = {len(one.tokens) for one in found}
    assert len(lengths) <= 2
    assert max(lengths) - min(lengths) <= 1
    assert len({one.tokens.tobytes() for one in found}) == 3


def test_twins_for_yes_or_no_come_with_the_sentence_that_settles_one(maker: JudgingExampleMaker) -> None:
    article, place = Article("a", TEXT, "Pact signed"), TEXT.index("It rained")
    settled, twin = Lesson(article, "Did it rain?", ((place, place + 9),)), Lesson(article, "Did it snow?", ())

    (_, one) = maker.of_twins([(twin, settled)], Random(0))

    read = Pairs().read("Did it snow? It rained.", "It rained.")[1]
    around = Pairs().read("Did it snow? It rained.", f"Pact signed. {' '.join(TEXT.split())}")[1]
    assert one.tokens.tolist() in (read.tolist(), around.tolist())
