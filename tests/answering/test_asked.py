import pytest

from qa_assistant.answering.asked import asks_whether, counts_asked, kinds_asked, kinds_compared, offers, values_asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many dockers took part?", "number"),
        ("How much is the grant?", "money"),
        ("How much does Margaret Ellery earn?", "money"),
        ("How old is Floyd Kimball?", "age"),
        ("When did the strike begin?", "day"),
        ("In what year was Velkar set up?", "year"),
        ("On what day of the week was it printed?", "weekday"),
        ("How long did it last?", "duration"),
        ("How high is the dam?", "length"),
        ("What share of the members voted?", "percent"),
        ("Who chairs the committee?", "name"),
        ("Where will it meet?", "name"),
        ("Which country would have got the plant?", "name"),
    ],
)
def test_the_kind_a_question_asks_for(question: str, kind: str) -> None:
    assert kind in kinds_asked(question)


@pytest.mark.parametrize(
    ("question", "mine", "theirs", "found"),
    [
        ("How high is inflation in Norvania?", "It is 3.1%.", "It is 3.4%.", ("3.1%", "3.4%")),
        ("How far did shares fall?", "They fell by 4%.", "They fell by 5%.", ("4%", "5%")),
        (
            "How many kilometres is the tunnel?",
            "Two crews dug for 14 kilometres.",
            "It is 17 kilometres long.",
            ("14 kilometres", "17 kilometres"),
        ),
        ("How many tonnes did it carry?", "Its 12 men had 40 tonnes.", "It had 50 tonnes.", ("40 tonnes", "50 tonnes")),
        ("How many euros did it cost?", "It cost 3 million euros.", "It cost €4m.", ("3 million euros", "€4m")),
    ],
)
def test_values_of_the_unit_asked_for_are_compared(
    question: str, mine: str, theirs: str, found: tuple[str, str]
) -> None:
    given = [value for text in (mine, theirs) for value in values_asked(question, text)]

    assert tuple(value.text for value in given) == found
    assert {value.kind for value in given} <= set(kinds_compared(question))


def test_how_high_may_be_answered_by_a_sum_where_there_is_no_length() -> None:
    assert offers("How high is the reward?", "A reward of £25,000 is offered.") == 1
    assert [value.text for value in values_asked("How high is it?", "It is 12 metres high and cost £2m.")] == [
        "12 metres"
    ]
    assert kinds_compared("How tall is the tower?") == ("length", "duration")


@pytest.mark.parametrize("question", ["Why was the vote delayed?", "What happened to the bridge?", "Did the dam hold?"])
def test_other_questions_may_be_answered_by_anything(question: str) -> None:
    assert kinds_asked(question) == ()
    assert offers(question, "It rained.") == 0


def test_a_subordinate_clause_does_not_decide() -> None:
    assert kinds_asked("When two forces act on a particle, what is the sum called?") == ()
    assert kinds_asked("How many people live in the town where the plant is built?")[:1] == ("number",)


def test_a_sentence_without_a_number_does_not_answer_how_many() -> None:
    assert offers("How many dockers?", "The dockers went home.") == -1
    assert offers("How many dockers?", "Some 1,850 dockers went home.") == 1
    assert offers("How many dockers?", "Twelve of them went home.") == 1


def test_a_name_from_the_question_does_not_answer_who() -> None:
    assert offers("Who praised Anna Berg?", "The minister praised Anna Berg.") == -1
    assert offers("Who praised Anna Berg?", "It was the minister, Jan Dahl, who praised Anna Berg.") == 1


def test_the_values_that_answer_are_the_new_ones() -> None:
    found = values_asked("When did the strike of June 9 end?", "The strike that began on June 9 ended on July 4.")

    assert [value.text for value in found] == ["July 4"]


def test_days_tell_how_long_only_where_nothing_else_does() -> None:
    question = "How long did the strike last?"

    both = values_asked(question, "The strike, which began on Thursday, lasted 25 days.")
    days = values_asked(question, "The strike went on from May 3 to May 28.")

    assert [value.text for value in both] == ["25 days"]
    assert [value.text for value in days] == ["May 3", "May 28"]
    assert "weekday" in kinds_asked(question)
    assert "weekday" not in kinds_compared(question)


def test_a_number_counts_when_it_stands_before_the_thing_asked_for() -> None:
    question = "How many dockers took part in the strike?"

    assert counts_asked(question, "It gives some 1,850 dockers a rise of 5.6 percent.") == 1
    assert counts_asked(question, "The port handles 640,000 containers a year.") == 0
    assert counts_asked("Who took part?", "Some 1,850 dockers did.") == 0


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("Did the council agree?", True),
        ("Isn't the bridge open yet?", True),
        ("After the talks failed, was there a strike?", True),
        ("Before the vote, did Anna Berg resign?", True),
        ("Can a packet be lost?", True),
        ("Can you tell me who agreed?", False),
        ("Do you know when the bridge opens?", False),
        ("Will the bridge open in May?", True),
        ("Will Smith starred in which film?", False),
        ("Who agreed?", False),
        ("In which year, after the war, was the bridge built?", False),
        ("When the talks failed, who was there?", False),
        ("How many, if any, were hurt?", False),
        ("Name the ferry, please.", False),
        ("So is the museum open?", True),
        ("And did Olsen resign?", True),
        ("Shall the port be closed?", True),
        ("Am I allowed to swim in the lake?", True),
        ("Need customers book ahead?", True),
        ("Need directions to the port?", False),
        ("Ain't the bridge open?", True),
        ("Can't the mayor be removed?", True),
        ("The museum opens in May, right?", True),
        ("They agreed, didn't they?", True),
        ("Who won, right?", False),
        ("True or false: the dam held.", True),
        ("Is it true that the dam held?", True),
        ("So who won?", False),
    ],
)
def test_questions_for_yes_or_no_are_recognised(question: str, is_so: bool) -> None:
    assert asks_whether(question) is is_so


def test_a_number_within_one_of_the_question_answers_all_the_same() -> None:
    found = values_asked("How many people died in the 2023 flood?", "The flood killed 23 people.")

    assert [value.text for value in found] == ["23"]
    assert values_asked("How many of the 23 people died?", "There were 23 people.") == ()


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("How much damage did the storm cause?", "At least 14 people died.", []),
        ("How much damage did the storm cause?", "The toll of the storm has risen to 17.", []),
        ("How much damage did the storm cause?", "Power was cut to 85,000 homes.", []),
        ("How much damage did the storm cause?", "It destroyed 12 homes.", ["12"]),
        ("How much damage did the storm cause?", "It is put at 260 million euros; 17 died.", ["260 million euros"]),
        ("How much material damage was there?", "It is put at €2m.", ["€2m"]),
        ("How much loss of life was there?", "At least 14 people died.", ["14"]),
    ],
)
def test_a_toll_is_no_measure_of_damage(question: str, sentence: str, found: list[str]) -> None:
    assert [value.text for value in values_asked(question, sentence)] == found
