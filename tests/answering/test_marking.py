import pytest

from qa_assistant.answering.marking import direct_answer, marked


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        ("How many dockers took part?", "The deal gives 1,850 dockers a rise of 5.6 percent over 2 years.", "1,850"),
        ("When did the strike begin?", "The strike began on June 9 after an offer was rejected.", "June 9"),
        ("How much is the plant worth?", "The investment is put at €2.4 billion.", "€2.4 billion"),
        ("Who mediated?", "The talks were led by Dame Rosalind Kerr.", "Dame Rosalind Kerr"),
        ("How long is the contract?", "The contract runs for five years.", "five years"),
    ],
)
def test_the_value_asked_for_is_marked(question: str, sentence: str, marked: str) -> None:
    span = direct_answer(question, sentence)

    assert span is not None
    assert sentence[slice(*span)] == marked


def test_a_season_is_marked_where_nothing_says_more() -> None:
    sentence = "The bridge is to open next spring."

    span = direct_answer("When is the bridge to open?", sentence)

    assert span is not None
    assert sentence[slice(*span)] == "next spring"


def test_of_two_values_the_one_among_the_words_of_the_question_is_marked() -> None:
    sentence = (
        "A center was founded in New Delhi in 2014 after years of talks with two ministries and a trust, and the "
        "campus in Hong Kong opened in 2015."
    )

    span = direct_answer("In which year did the campus in Hong Kong open?", sentence)

    assert span is not None
    assert sentence[slice(*span)] == "2015"


def test_nothing_is_marked_where_two_values_are_as_likely() -> None:
    assert direct_answer("Who came?", "It was Anna Berg or it was Jan Dahl.") is None


def test_nothing_is_marked_where_anything_may_answer() -> None:
    assert direct_answer("Why did it end?", "It ended on July 4 after 25 days.") is None


def test_the_words_the_reader_points_at_are_marked() -> None:
    sentence = "The gate broke because nobody had looked after it."

    assert marked("Why did the gate break?", sentence, (15, 49), 0.9) is None
    assert marked("What broke?", sentence, (0, 8), 0.9) == (0, 8)


def test_where_it_points_at_none_the_value_asked_for_is_marked() -> None:
    sentence = "It cost £86 million."

    span = marked("How much did it cost?", sentence, None, 0.9)

    assert span is not None
    assert sentence[slice(*span)] == "£86 million"


def test_nothing_is_marked_in_a_sentence_that_rather_does_not_answer() -> None:
    assert marked("What broke?", "The gate broke because nobody had looked after it.", (0, 8), 0.4) is None
    assert marked("How much did it cost?", "It cost £86 million.", None, 0.4) is None


def test_no_words_of_a_sentence_answer_a_question_for_yes_or_no() -> None:
    assert (
        marked("Did the gate break?", "The gate broke on Sunday, and nobody had looked after it.", (18, 24), 0.9)
        is None
    )


@pytest.mark.parametrize(
    ("sentence", "pointed_at", "shown"),
    [
        ("Thirty-four people lost their lives that day.", "four", "Thirty-four"),
        ("In all it cost 1,200 euros to mend the gate.", "200", "1,200 euros"),
        ("In all it cost £2.3m to mend the gate.", "2.3", "£2.3m"),
        ("Some 14 million people watched it that day.", "14", "14 million"),
        ("Rates go up by a quarter of a percentage point.", "a quarter", "a quarter of a percentage point"),
        ("It was won by a 12-strong team from the town.", "12", "12-strong"),
        ("It was won by Anna Berg's team from the town.", "Anna Berg", "Anna Berg"),
        ("It was won by Dame Rosalind Kerr of the town.", "Rosalind Kerr", "Rosalind Kerr"),
        ("It was won in July 2025 by a team from town.", "2025", "2025"),
        ("It was won by the **four** men of the town.", "four", "four"),
        ("The gate broke because nobody looked after it.", "gate broke", "gate broke"),
    ],
)
def test_no_word_and_no_number_is_marked_in_part(sentence: str, pointed_at: str, shown: str) -> None:
    start = sentence.index(pointed_at)

    span = marked("What was it?", sentence, (start, start + len(pointed_at)), 0.9)

    assert span is not None
    assert sentence[slice(*span)] == shown
