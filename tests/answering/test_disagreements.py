"""How likely a disagreement is about what was asked, by the fitted model."""

from dataclasses import replace
from datetime import date

import pytest

from qa_assistant.answering.amounts import amounts
from qa_assistant.answering.citing import Quote, Statement
from qa_assistant.answering.disagreements import Answered, Disagreement, Side, relevance
from qa_assistant.answering.finding import find
from qa_assistant.answering.quoting import Candidate, Evidence
from tests.answering.test_conflicts import EVACUATED, HOW_MANY, ORDERED, said
from tests.answering.test_finding import WordReader

GEMLINE = said(ORDERED, "Gemline", date(2025, 9, 14), score=5.0)
TRIBUNE = said(EVACUATED, "Tribune", date(2025, 9, 15), score=4.0)
WHO = said("Anna Berg told people to leave, not Jan Dahl.", "Post", date(2025, 9, 15))


def side(quote: Quote, value: str) -> Side:
    return Side(quote, next(one for one in amounts(quote.words, quote.passage.published) if one.text == value))


DIFFERING = Disagreement(side(GEMLINE, "5,600"), side(TRIBUNE, "4,100"), is_superseded=False, likeness=0.6)


def answered(ordered: str, evacuated: str, likely: float = 0.5) -> Answered:
    """What is known where the reader points at these words of the two sentences."""
    read = {
        quote.place: find(WordReader(words), HOW_MANY, [quote.passage]).of(quote.place)
        for quote, words in ((GEMLINE, ordered), (TRIBUNE, evacuated))
    }
    evidence = Evidence(HOW_MANY, (Candidate(GEMLINE, 0.9), Candidate(TRIBUNE, likely)), 0.9)
    return Answered.of([Statement(GEMLINE.words, (GEMLINE,), 0.9)], evidence, read)


def test_it_is_likelier_where_the_reader_points_at_both_values() -> None:
    both = relevance(answered("5,600", "4,100").features(DIFFERING))
    one = relevance(answered("5,600", "noon").features(DIFFERING))
    none = relevance(answered("below the dam", "noon").features(DIFFERING))

    assert both > one >= none
    assert both > 0.5


def test_a_side_that_the_reader_did_not_read_is_not_held_to_be_pointed_at() -> None:
    known = answered("5,600", "4,100")
    unread = Answered(known.statements, known.probabilities, {GEMLINE.place: known.readings[GEMLINE.place]})

    features = unread.features(DIFFERING)

    assert features["pointed"] == 0.5
    assert features["value"] < known.features(DIFFERING)["value"]


def test_without_a_reader_what_it_would_make_of_a_value_speaks_neither_way() -> None:
    known = answered("5,600", "4,100")
    unread = Answered(known.statements, known.probabilities, {})

    unread_features = unread.features(DIFFERING)
    # whether it points at the value is not known either, and weighs by itself
    pointed = {"pointed": unread_features["pointed"]}
    low, high = (relevance(known.features(DIFFERING) | pointed | {"value": value}) for value in (-12.0, 0.0))

    assert low < relevance(unread_features) < high


def test_a_side_that_gives_the_value_of_the_answer_in_another_sentence_counts_as_the_answer() -> None:
    again = said("Those told to go were 5,600, a spokesman said.", "Post", date(2025, 9, 15))
    other = said("Those told to go were 5,900, a spokesman said.", "Post", date(2025, 9, 15))
    known = answered("5,600", "4,100")

    assert known.features(Disagreement(side(again, "5,600"), side(TRIBUNE, "4,100"), is_superseded=False))["answer"]
    assert not known.features(Disagreement(side(other, "5,900"), side(TRIBUNE, "4,100"), is_superseded=False))["answer"]


@pytest.mark.parametrize(("feature", "value"), [("alike", -3.0), ("answer", 0.0), ("no name", 0.0), ("told", 0.0)])
def test_each_sign_speaks_for_it(feature: str, value: float) -> None:
    features = answered("5,600", "4,100").features(DIFFERING) | {"told": 1.0}

    assert relevance(features | {feature: value}) < relevance(features)


def test_the_likeness_asked_is_that_which_makes_it_relevant() -> None:
    known = answered("5,600", "4,100")
    least = known.least_alike(DIFFERING, 0.3)

    assert 0.01 < least < 0.99
    assert relevance(known.features(replace(DIFFERING, likeness=least))) == pytest.approx(0.3, abs=1e-3)
    assert known.least_alike(DIFFERING, 0.6) > least


def test_what_cannot_become_relevant_asks_for_more_than_there_is() -> None:
    other = said("A school took in 900 people.", "Courier", date(2025, 9, 15), score=-9.0)
    fewer = said("A church took in 700 people.", "Herald", date(2025, 9, 15), score=-9.0)
    far = Disagreement(side(other, "900"), side(fewer, "700"), is_superseded=False)

    assert answered("5,600", "4,100").least_alike(far, 0.9) > 1


def test_names_are_told_from_numbers() -> None:
    named = Disagreement(side(WHO, "Anna Berg"), side(WHO, "Jan Dahl"), is_superseded=False)

    assert answered("5,600", "4,100").features(named)["no name"] == 0.0
    assert answered("5,600", "4,100").features(DIFFERING)["no name"] == 1.0


def test_two_disagreements_share_a_value_or_not() -> None:
    more = said("Some 5,100 people had to leave their homes.", "Post", date(2025, 9, 15))
    third = Disagreement(side(GEMLINE, "5,600"), side(more, "5,100"), is_superseded=False)
    other = Disagreement(side(more, "5,100"), side(WHO, "Jan Dahl"), is_superseded=False)

    assert DIFFERING.shares_a_value(third)
    assert not DIFFERING.shares_a_value(other)
    assert not DIFFERING.is_same(third)
    assert DIFFERING.is_same(Disagreement(DIFFERING.second, DIFFERING.first, is_superseded=True))
