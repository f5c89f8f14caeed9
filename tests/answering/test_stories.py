"""Whether two articles tell of one thing, and what that means for an answer of several sentences."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.amounts import amounts
from qa_assistant.answering.citing import Quote, quotable
from qa_assistant.answering.disagreements import Disagreement, Side
from qa_assistant.answering.quoting import AS_LIKELY, Candidate, Evidence, QuoteAnswerer
from qa_assistant.answering.requests.comparison import are_crossed
from qa_assistant.answering.stories import Stories
from qa_assistant.schema import Passage

STRIKE = "Dockers at Tarnmouth struck on Monday, said Moira Keane of the Quay Union."
TALKS = "The Quay Union met the owners of Tarnmouth on Tuesday."
LIBRARY = "In Thornby the Old Mill and its library close on Monday, said Grace Hale."
UNNAMED = "The bins are emptied on Monday from now on."


class Silent:
    name = "silent"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(texts), dtype=np.float32)


class EachItsOwn:
    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        return file, ()


def passage(file: str, text: str) -> Passage:
    return Passage(file, file, "News", 0, len(text), text, sentences=((0, len(text)),), score=1.0)


@pytest.mark.parametrize(
    ("one", "other", "question", "expected"),
    [
        (STRIKE, LIBRARY, "When was the strike?", True),
        (STRIKE, TALKS, "When was the strike?", False),
        (STRIKE, UNNAMED, "When was the strike?", False),  # nothing to tell by
        (STRIKE, LIBRARY, "What did the Quay Union do, and what happens in Thornby?", False),
    ],
)
def test_articles_that_share_no_name_are_apart(one: str, other: str, question: str, expected: bool) -> None:
    stories = Stories(question, [passage("a", one), passage("b", other)])

    assert stories.are_apart("a", "b") is expected
    assert not stories.are_apart("a", "a")


@pytest.mark.parametrize(("other", "count"), [(LIBRARY, 1), (TALKS, 2), (UNNAMED, 2)])
def test_a_sentence_of_another_story_is_not_set_beside_a_likelier_one(other: str, count: int) -> None:
    first, second = quotable([passage("a", STRIKE), passage("b", other)])
    probability = 0.6 * AS_LIKELY - 0.01
    evidence = Evidence("When was the strike?", (Candidate(first, 0.6), Candidate(second, probability)), 0.8)

    said = QuoteAnswerer(Silent(), max_sentences=3).answer(evidence, EachItsOwn())

    assert [one.text for one in said] == [STRIKE, other][:count]


def test_a_sentence_of_another_story_that_is_half_as_likely_is() -> None:
    first, second = quotable([passage("a", STRIKE), passage("b", LIBRARY)])
    evidence = Evidence("When was the strike?", (Candidate(first, 0.6), Candidate(second, 0.6 * AS_LIKELY)), 0.8)

    assert len(QuoteAnswerer(Silent(), max_sentences=3).answer(evidence, EachItsOwn())) == 2


def side(file: str, text: str, number: str) -> Side:
    [amount] = [one for one in amounts(text, None) if one.text == number]
    [quote] = quotable([passage(file, text)])
    return Side(Quote(quote.passage, quote.span), amount)


def test_one_value_is_not_set_against_two_of_the_other_article() -> None:
    hurt = side("a", "The accident injured 14 people in Oderfeld.", "14")
    aboard = side("a", "About 60 passengers were on board.", "60")
    rival = side("b", "In Oderfeld 18 people were hurt.", "18")
    third = side("c", "In Oderfeld 20 people were hurt.", "20")

    right = Disagreement(hurt, rival, is_superseded=False)

    assert are_crossed(right, Disagreement(aboard, rival, is_superseded=False))
    assert are_crossed(right, Disagreement(rival, aboard, is_superseded=False))
    assert not are_crossed(right, Disagreement(hurt, third, is_superseded=False))  # a third outlet
    assert not are_crossed(right, Disagreement(rival, hurt, is_superseded=False))  # the same once more
