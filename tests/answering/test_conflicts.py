import pytest

from qa_assistant.answering.citing import Cited
from qa_assistant.answering.conflicts import Value, disagree, find_conflicts, values
from qa_assistant.schema import Citation

ORDERED = "About 5,600 people were ordered to leave their homes below the dam."
EVACUATED = "By noon 4,100 people had been ordered to leave their homes."


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It began on June 9.", {Value(609, "day")}),
        ("It began on 9 June.", {Value(609, "day")}),
        ("The grant is $38 million.", {Value(38e6, "money")}),
        ("It cost €2.4bn.", {Value(2.4e9, "money")}),
        ("Three people died.", {Value(3, "people")}),
        ("Shares rose 3.8 percent.", {Value(3.8, "%")}),
    ],
)
def test_values_of_a_sentence(sentence: str, found: set[Value]) -> None:
    assert set(values(sentence)) == found


def test_different_counts_of_the_same_thing_disagree() -> None:
    assert disagree("How many people had to leave?", ORDERED, EVACUATED) == "people"


def test_the_same_count_in_words_and_digits_agrees() -> None:
    assert disagree("How many people died?", "Two people died in the flood.", "The flood killed 2 people.") is None


def test_a_value_nobody_asked_for_is_no_conflict() -> None:
    assert disagree("Who ordered people to leave?", ORDERED, EVACUATED) is None


def test_values_of_different_things_are_no_conflict() -> None:
    assert disagree("How many people came?", ORDERED, "Some 430 people filled the theatre on Wednesday.") is None


def citation(number: int, quote: str, origin: str) -> Citation:
    return Citation(number, f"{origin}.txt", "Flood", origin, None, 0, len(quote), quote, origin)


def test_articles_of_two_origins_conflict() -> None:
    cited = Cited((), (citation(1, ORDERED, "Gemline"), citation(2, EVACUATED, "Tribune")))

    (conflict,) = find_conflicts("How many people had to leave?", cited)

    assert conflict.citations == (1, 2)
    assert conflict.summary == "Gemline [1] and Tribune [2] differ on the number of people."


def test_one_origin_does_not_conflict_with_itself() -> None:
    cited = Cited((), (citation(1, ORDERED, "Gemline"), citation(2, EVACUATED, "Gemline")))

    assert find_conflicts("How many people had to leave?", cited) == ()
