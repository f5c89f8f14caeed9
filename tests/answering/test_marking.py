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


def test_a_name_of_the_question_is_not_marked_where_the_reader_points_at_none() -> None:
    sentence = "He would become Halbeck's fourth signing of the window."

    assert marked("Who have Halbeck signed?", sentence, None, 0.9) is None


SIGNED = "Anders Holm came first; Dembele would become Halbeck's fourth signing of the window."


@pytest.mark.parametrize(
    ("question", "sentence", "pointed_at", "shown"),
    [
        ("Who have Halbeck signed?", SIGNED, "Halbeck", None),
        ("Who have Halbeck signed in January?", SIGNED, "Halbeck", None),
        ("Who has Halbeck signed from Eskby?", SIGNED, "Halbeck", None),
        ("Who have Halbeck signed?", SIGNED, "Halbeck's fourth signing", "Halbeck's fourth signing"),
        ("Why did the gate of the dam break?", "The gate broke when the dam was full.", "the dam", None),
        ("Who won, Halbeck or Eskby?", "It was won by Halbeck in the end, two to one.", "Halbeck", "Halbeck"),
        ("Who won when Halbeck played Eskby?", "It was won by Halbeck in the end.", "Halbeck", "Halbeck"),
        ("Which of Halbeck and Eskby won?", "It was won by Halbeck in the end.", "Halbeck", "Halbeck"),
        ("Who won the Halbeck-Eskby game?", "It was won by Halbeck in the end.", "Halbeck", "Halbeck"),
        ("Which type of it was found?", "It was type B that was found in all of them.", "type B", "type B"),
        ("Who signed for Halbeck?", "Anders Holm has signed for them at last.", "Anders Holm", "Anders Holm"),
    ],
)
def test_words_that_only_repeat_the_question_are_not_marked(
    question: str, sentence: str, pointed_at: str, shown: str | None
) -> None:
    start = sentence.index(pointed_at)

    span = marked(question, sentence, (start, start + len(pointed_at)), 0.9)

    assert (sentence[slice(*span)] if span else None) == shown


ROSE = "Revenue in the three months to Dec. 31 rose 7 percent to 1.42 billion pounds."


@pytest.mark.parametrize(
    ("question", "sentence", "pointed_at", "shown"),
    [
        ("How much did the revenue grow?", ROSE, "1.42 billion pounds", "7 percent"),
        ("By how much has revenue risen?", ROSE, "1.42 billion", "7 percent"),
        ("How far did profit fall?", "Profit fell by about £2m, to just £8m, it said.", "£8m", "£2m"),
        ("How much did the toll drop?", "The toll dropped by 3 euros to 8 euros.", "8 euros", "3 euros"),
        ("How much did the revenue grow?", ROSE, "7 percent", "7 percent"),
        ("How much did the revenue rise to?", ROSE, "1.42 billion pounds", "1.42 billion pounds"),
        ("How much was the revenue?", ROSE, "1.42 billion pounds", "1.42 billion pounds"),
        ("How much will sales grow?", "Sales are to grow 5 to 6 percent, it said.", "6 percent", "6 percent"),
        ("How much did it fall?", "It fell from £8m to £6m in a year.", "£6m", "£6m"),
        ("How much did it rise?", "A rise of 5% was followed by one to £6m.", "£6m", "£6m"),
    ],
)
def test_the_change_is_marked_where_it_is_asked_for_and_not_the_level(
    question: str, sentence: str, pointed_at: str, shown: str
) -> None:
    start = sentence.index(pointed_at)

    span = marked(question, sentence, (start, start + len(pointed_at)), 0.9)

    assert span is not None
    assert sentence[slice(*span)] == shown
