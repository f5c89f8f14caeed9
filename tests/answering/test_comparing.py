"""What two sayings are to each other, where a judge says which values answer; any two texts are alike here."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.comparing import SURELY_ANSWERS, Comparer
from qa_assistant.answering.finding import Answering
from qa_assistant.answering.sayings import Saying, pairs_of
from qa_assistant.models import Judgement, Pointing
from tests.answering.test_conflicts import Alike

HOW_MANY = "How many coaches did the fire destroy?"
LEFT = "The fire left 21 coaches as blackened skeletons, the owner said."
GUTTED = "The fire gutted 14 coaches, an officer said."
BROKE_OUT = "Did the fire break out at night?"
AT_NIGHT = "The fire broke out at night."
IN_THE_DARK = "It was in the dark that the fire broke out."
NEVER = "The fire did not break out at night."

NO, YES = -6.0, 6.0


class Told:
    """Judges words as told; those it was not told of answer, and replace nothing."""

    name = "told"

    def __init__(self, *replacing: str, **told: float) -> None:
        self._replacing = replacing
        self._told = told
        self.texts: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(texts), dtype=np.float32)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        raise AssertionError("sayings are read before they are compared")

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.texts += [text for _, text in said]
        return [Judgement(self._told.get(words, YES), YES if words in self._replacing else NO) for words, _ in said]


def compared(question: str, one: str, other: str, *replacing: str, **told: float) -> str:
    sayings = Saying(one, "Post", date(2025, 3, 4)), Saying(other, "Herald", date(2025, 3, 6))
    return Comparer(Alike(), Told(*replacing, **told)).compare(question, *sayings).relation


def test_two_values_that_answer_are_a_conflict_unless_the_judge_finds_that_one_does_not() -> None:
    assert compared(HOW_MANY, LEFT, GUTTED) == "conflict"
    assert compared(HOW_MANY, LEFT, GUTTED, **{"14": NO}) == "unrelated"
    assert compared(HOW_MANY, LEFT, GUTTED, **{"21": NO}) == "unrelated"


@pytest.mark.parametrize(
    "later",
    [
        "The number of coaches destroyed by the fire has crept up to 24, the fire service said.",
        "A recount has brought the coaches destroyed by the fire down to 14, the fire service said.",
        "The fire service has since corrected the number of coaches destroyed to 14.",
    ],
)
def test_a_later_sentence_that_tells_of_a_change_supersedes(later: str) -> None:
    assert compared(HOW_MANY, LEFT, later) == "supersedes"


def test_a_later_value_that_the_judge_finds_to_replace_supersedes() -> None:
    later, earlier = Saying(GUTTED, "Herald", date(2025, 3, 6)), Saying(LEFT, "Post", date(2025, 3, 4))

    assert Comparer(Alike(), Told("14")).compare(HOW_MANY, earlier, later).newer == "other"
    assert Comparer(Alike(), Told("14")).compare(HOW_MANY, later, earlier).newer == "one"
    assert compared(HOW_MANY, LEFT, GUTTED, "21") == "conflict"


def test_values_that_words_set_apart_disagree_only_where_the_judge_is_sure_of_both() -> None:
    another = "The fire destroyed another 14 coaches, an officer said."

    assert compared(HOW_MANY, LEFT, another) == "conflict"
    assert compared(HOW_MANY, LEFT, another, **{"14": SURELY_ANSWERS - 0.5}) == "unrelated"
    assert compared(HOW_MANY, LEFT, GUTTED, **{"14": SURELY_ANSWERS - 0.5}) == "conflict"


def test_of_values_told_on_one_day_or_none_neither_replaces_the_other() -> None:
    for day in (date(2025, 3, 6), None):
        sayings = Saying(LEFT, "Post", day), Saying(GUTTED, "Herald", day)

        assert Comparer(Alike(), Told("14", "21")).compare(HOW_MANY, *sayings).relation == "conflict"


def test_sentences_that_settle_a_question_conflict_where_one_denies() -> None:
    assert compared(BROKE_OUT, AT_NIGHT, NEVER) == "conflict"
    assert compared(BROKE_OUT, AT_NIGHT, IN_THE_DARK) == "same"
    assert compared(BROKE_OUT, AT_NIGHT, NEVER, **{NEVER: NO}) == "unrelated"


def test_words_are_judged_in_their_surroundings_where_these_are_known() -> None:
    judge = Told()
    around = f"Coaches burnt. {GUTTED} It was put out at nine."

    Comparer(Alike(), judge).compare(HOW_MANY, Saying(LEFT, "Post", None), Saying(GUTTED, "Herald", None, None, around))

    assert set(judge.texts) == {LEFT, around}


def test_days_of_two_weeks_in_the_same_words_are_no_disagreement() -> None:
    when, thursday = "When did the fire break out?", "The fire broke out on Thursday, the owner said."
    early = Saying(thursday, "Post", date(2025, 3, 7))
    late = Saying("The fire broke out on Thursday, an officer said.", "Herald", date(2025, 3, 28))
    friday = Saying("The fire broke out on Friday, an officer said.", "Herald", date(2025, 3, 8))
    comparer = Comparer(Alike(), Told())

    assert comparer.compare(when, early, late).relation == "unrelated"
    assert comparer.compare(when, early, friday).relation == "conflict"


@pytest.mark.parametrize(
    "later",
    [
        "The fire destroyed 24 coaches, though 21 had been reported; the fire service corrected its count.",
        "The owner had told the police of 21 coaches destroyed by the fire; the true figure is 24 coaches.",
    ],
)
def test_a_sentence_that_names_the_old_value_beside_the_new_one_supersedes(later: str) -> None:
    assert compared(HOW_MANY, LEFT, later) == "supersedes"


def test_a_sentence_of_two_values_that_tells_of_no_change_agrees_with_each() -> None:
    both = "The fire destroyed 21 coaches here and 24 coaches in the next town."

    assert compared(HOW_MANY, LEFT, both) == "same"


@pytest.mark.parametrize(("least", "relation"), [(2.0, "unrelated"), (0.35, "unrelated"), (0.3, "conflict")])
def test_less_or_more_may_be_asked_of_values_that_differ(
    least: float, relation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Comparer, "_probability", lambda *_: 0.3)
    sayings = Saying(LEFT, "Post", date(2025, 3, 4)), Saying(GUTTED, "Herald", date(2025, 3, 6))

    assert Comparer(Alike(), Told()).compare(HOW_MANY, *sayings, lambda *_: least).relation == relation


def test_the_first_word_of_a_sentence_is_a_name_where_the_reader_points_at_it() -> None:
    who = "Who is the main customer of the plant?"
    first = "Tessaro, the Italian vehicle maker that is the main customer of the plant, stood by its contract."
    other = Saying("Bassetti is the main customer of the plant in Hungary.", "Herald", date(2025, 3, 6))
    pointing = Answering(1.0, 1.0, (0, len("Tessaro")))
    elsewhere = Answering(1.0, 1.0, (len("Tessaro, "), len("Tessaro, the Italian vehicle maker")))

    def named(reading: Answering | None) -> list[str]:
        pairs = pairs_of(who, Saying(first, "Post", date(2025, 3, 4), reading), other)
        return sorted({mine.amount.text for mine, _ in pairs})

    assert named(pointing) == ["Italian", "Tessaro"]
    assert named(elsewhere) == named(None) == ["Italian"]
