"""What two sayings are to each other, where a judge says which values answer; any two texts are alike here."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.comparing import SURELY_ANSWERS, Comparer
from qa_assistant.answering.finding import Answering, find
from qa_assistant.answering.sayings import Saying, are_set_apart, pairs_of
from qa_assistant.answering.verdicts import verdict
from qa_assistant.models import Judgement, Pointing
from qa_assistant.schema import Passage
from tests.answering.test_conflicts import Alike
from tests.answering.test_finding import WordReader

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


@pytest.mark.parametrize(("pointed_at", "relation"), [("14", "conflict"), ("50", "same"), (None, "same")])
def test_sayings_agree_by_the_value_that_answers_and_not_by_another(pointed_at: str | None, relation: str) -> None:
    question = "How many people were killed in the crash of the bus?"
    text = "The crash of the bus killed 14 people and injured 50 people, police said."
    other = Saying("The crash of the bus killed 17 people and injured 50 people, a nurse said.", "Herald", None)
    whole = Passage("1", "a.txt", "Crash", 0, len(text), text, sentences=((0, len(text)),))
    reading = find(WordReader(pointed_at), question, [whole]).of(("a.txt", 0, len(text))) if pointed_at else None
    one = Saying(text, "Post", None, reading)

    comparer = Comparer(Alike(), Told())

    assert comparer.compare(question, one, other).relation == relation
    assert (comparer.promise(question, one, other) > 0) == (relation == "conflict")


def test_who_disputes_a_value_does_not_replace_it() -> None:
    worth = "How much were the jewels worth?"
    said = Saying("The jewels were worth £1.6 million, police said.", "Post", date(2025, 3, 4))
    told = "The jewels were worth £2.2 million, the manager said"
    later, against = (
        Saying(f"{told}{end}", "Herald", date(2025, 3, 5)) for end in (".", ", contradicting the police.")
    )
    comparer = Comparer(Alike(), Told("£2.2 million"))

    assert comparer.compare(worth, said, later).relation == "supersedes"
    assert comparer.compare(worth, said, against).relation == "conflict"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rate of joblessness was 6.1 percent in January.", "The rate of joblessness fell to 5.8 percent in May."),
        ("Norvik made 80 million euros in the fourth quarter.", "Norvik made 95 million euros in the first quarter."),
    ],
)
def test_figures_of_two_months_or_quarters_are_set_apart(one: str, other: str) -> None:
    question = "How high was the figure?" if "percent" in one else "How much did Norvik make?"
    mine, theirs = Saying(one, "Post", date(2025, 2, 4)), Saying(other, "Post", date(2025, 6, 4))

    assert all(are_set_apart(question, *pair) for pair in pairs_of(question, mine, theirs))


@pytest.mark.parametrize(
    ("question", "one", "other", "are_apart"),
    [
        ("on the bus", "Nine of the dead were in a bus near Lomba.", "A bus with 12 people was swept away.", True),
        ("on the bus", "Nine of the dead were in a bus near Lomba.", "The storm killed 17 people in all.", True),
        ("who died", "The bus that was swept away had 12 people on board.", "The crash killed nine people.", True),
        ("who died", "The crash killed 12 people on board the bus.", "The crash killed nine people.", False),
        ("on the bus", "There were 12 people on board the bus.", "The bus had nine people in it.", False),
        ("missing", "Two of the missing workers were found.", "Three workers were found.", False),
    ],
)
def test_a_part_of_the_dead_is_set_apart_from_all_and_the_dead_from_all_aboard(
    question: str, one: str, other: str, are_apart: bool
) -> None:
    mine, theirs = Saying(one, "Post", date(2025, 6, 16)), Saying(other, "Herald", date(2025, 6, 16))

    ((mention, rival),) = pairs_of(f"How many people {question}?", mine, theirs)

    assert are_set_apart(f"How many people {question}?", mention, rival) == are_apart


def test_a_count_of_people_is_compared_with_none_where_something_else_is_counted() -> None:
    question = "How many households are still without power?"
    one = Saying("Three people are still missing.", "Post", date(2025, 6, 16))
    other = Saying("Six people are still missing.", "Herald", date(2025, 6, 14))

    assert list(pairs_of(question, one, other)) == []
    assert list(pairs_of("How many people are still missing?", one, other))


@pytest.mark.parametrize(("later", "are_apart"), [(date(2026, 6, 15), True), (date(2025, 6, 30), False)])
def test_reports_of_two_years_may_tell_of_two_editions(later: date, are_apart: bool) -> None:
    question = "How many people came to the festival?"
    one = Saying("The festival drew 42,000 people, its director said.", "Post", date(2025, 6, 16))
    other = Saying("The festival drew 47,000 people, its director said.", "Herald", later)

    ((mine, theirs),) = pairs_of(question, one, other)

    assert are_set_apart(question, mine, theirs) == are_apart


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("the first quarter of 2027", "the third quarter of 2027", "conflict"),
        ("the first quarter of 2027", "March 2027", "same"),
        ("early 2027", "late 2027", "conflict"),
        ("the autumn of 2027", "2027", "same"),
    ],
)
def test_parts_of_a_year_are_compared(one: str, other: str, relation: str) -> None:
    said = "The bridge over the Tarn will open in {}, the agency said."

    assert compared("When will the bridge over the Tarn open?", said.format(one), said.format(other)) == relation


def test_an_hour_and_a_half_is_ninety_minutes() -> None:
    said = "The crossing takes {}, the ferry company said."
    question = "How long does the crossing take?"

    assert compared(question, said.format("an hour and a half"), said.format("90 minutes")) == "same"
    assert compared(question, said.format("an hour and a half"), said.format("40 minutes")) == "conflict"


def test_whom_one_outlet_names_later_is_somebody_else_unless_it_says_so() -> None:
    who = "Who is the main customer of the plant?"
    early = Saying("At first the main customer of the plant was Tessaro of Turin.", "Post", date(2025, 3, 4))
    late = Saying("The main customer of the plant is Bassetti in Hungary.", "Post", date(2025, 8, 6))
    elsewhere = Saying(late.text, "Herald", date(2025, 8, 6))

    assert Comparer(Alike(), Told()).compare(who, early, late).relation == "unrelated"
    assert Comparer(Alike(), Told()).compare(who, early, elsewhere).relation == "conflict"


def test_what_an_undated_article_calls_june_is_the_june_of_the_other() -> None:
    when = "When was the bridge opened?"
    dated = Saying("The bridge was opened in June, the agency said.", "Post", date(2025, 7, 4))
    undated = Saying("In June the bridge was opened to all.", "Herald", None)

    assert Comparer(Alike(), Told()).compare(when, dated, undated).relation == "same"


@pytest.mark.parametrize(
    ("sentence", "is_positive"),
    [
        ("The operator received no warning.", False),
        ("He was released without charge.", False),
        ("None of the reactors was damaged.", False),
        ("Neither side has signed.", False),
        ("The firm cannot pay.", False),
        ("The owners have yet to pay.", False),
        ("There is no doubt that it will pay.", True),
        ("The firm paid no less than it owed.", True),
        ("No. 10 was told of the plan.", True),
    ],
)
def test_what_a_sentence_denies(sentence: str, is_positive: bool) -> None:
    assert verdict(sentence).is_positive == is_positive


def test_the_first_word_of_a_sentence_is_a_name_where_the_reader_points_at_it() -> None:
    who = "Who is the main customer of the plant?"
    first = "Tessaro, the Italian vehicle maker that is the main customer of the plant, stood by its contract."
    other = Saying("Bassetti is the main customer of the plant in Hungary.", "Herald", date(2025, 3, 6))
    pointing = Answering(1.0, 1.0, (0, len("Tessaro")))
    elsewhere = Answering(1.0, 1.0, (len("Tessaro, "), len("Tessaro, the Italian vehicle maker")))

    def named(reading: Answering | None) -> list[str]:
        pairs = pairs_of(who, Saying(first, "Post", date(2025, 3, 4), reading), other)
        return sorted({mine.amount.text for mine, _ in pairs})

    assert named(pointing) == ["Tessaro"]  # not the country it is from
    assert named(elsewhere) == named(None) == ["Italian"]
