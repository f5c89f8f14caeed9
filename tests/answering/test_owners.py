"""Whose a sentence says something is, against whose a question asks for."""

import time

import pytest

from qa_assistant.answering.owners import asked_of, is_of_another

CHIEF = "Who is the chief executive of Tessaro?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CHIEF, "“We looked at 31 sites,” said Ingrid Solheim, Velkar’s founder and chief executive."),
        (CHIEF, "Ingrid Solheim, the chief executive of Velkar, opened the plant."),
        ("Who is Tessaro's chief executive?", "Ingrid Solheim is chief executive of Velkar."),
        ("How many containers does a crane gang at Rotterdam move?", "A crane gang at Tarnmouth makes 22 moves."),
        ("What is the population of Stour?", "Marwick's population fell to 8,000."),
    ],
)
def test_what_is_told_of_another_is_no_answer(question: str, sentence: str) -> None:
    assert is_of_another(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CHIEF, "Tessaro's chief executive is Carlo Bassetti, once finance director of Velkar."),
        (CHIEF, "Carlo Bassetti, the chief executive, met the chief executive of Velkar for Tessaro."),
        (CHIEF, "The chief executive, Carlo Bassetti, said so in Turin."),
        ("Who is the prime minister of the UK?", "Britain's prime minister, Ada Lund, resigned."),
        ("Who is the chancellor of Germany?", "The German chancellor, Olaf Berg, was there."),
        ("Who is the head of the World Health Organization?", "Ida Dostal, the head of WHO, said so."),
        ("Who is the head of the WHO?", "Ida Dostal is head of the World Health Organization."),
        ("What is the price of the bridge?", "The price of the Harbour Bridge is 48 million dollars."),
        ("What did the mayor say about Velkar?", "The mayor of Sorna said that Velkar would come."),
        ("When did the siege of Ostmark end?", "The siege ended in May."),
    ],
)
def test_what_may_be_of_the_same_stays(question: str, sentence: str) -> None:
    assert not is_of_another(question, sentence)


KLARA = "How many people died in Storm Klara?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (KLARA, "The number of people killed by Storm Ottilie in the valley has risen to 17, officials said."),
        (KLARA, "At least 14 people died when Hurricane Ottilie struck the valley."),
        ("When did hurricane Maria hit the island?", "Tropical Storm Odile made landfall on Friday."),
        ("What does Article 50 allow?", "Article 7 allows members to be suspended."),
        ("When does phase 2 of the work begin?", "Work on phase 3 is to begin in May."),
        ("Where was Flight MH204 going?", "Flight MH310 was on its way to Lisbon."),
        ("How many arrests did Operation Falcon bring?", "Operation Night Owl has led to 40 arrests."),
        ("Who won stage 5?", "Jan Dahl won stage 4 on Tuesday."),
    ],
)
def test_what_is_told_of_another_of_the_sort_is_no_answer(question: str, sentence: str) -> None:
    assert is_of_another(question, sentence)
    assert asked_of(question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (KLARA, "Klara killed 12 people, two more than Storm Ottilie did."),
        (KLARA, "It killed 12 people, two more than Storm Ottilie did."),
        (KLARA, "Twelve people died in the storm, Storm Ottilie having killed two."),
        (KLARA, "Twelve people were killed, the most since Storm Ottilie in 2019."),
        (KLARA, "Storm damage was seen in all of the valley, and 12 people died."),
        (KLARA, "The toll rose to 12 by the storm Monday."),
        ("How many died in Hurricane Maria?", "The National Hurricane Center in Miami spoke of 12 dead."),
        ("Which storm came after Storm Klara?", "Storm Ottilie came three days later."),
        ("What came after Phase 1?", "Phase 2 began in May."),
        ("When does Phase 2 begin?", "The second phase is to begin in May, and Phase 1 has ended."),
        ("When does Phase 2 begin?", "Phase Two is to begin in May."),
        ("What does Article 5 say?", "Article 5, read with Article 6, says so."),
        ("Where was Flight MH204 going?", "Flight 204 was on its way to Lisbon."),
        ("How strong was the storm?", "Storm Ottilie brought winds of 160 km/h."),
    ],
)
def test_what_may_be_told_of_the_one_named_stays(question: str, sentence: str) -> None:
    assert not is_of_another(question, sentence)


CONVICTED = "Was Karen Whitmore convicted of money laundering?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CONVICTED, "Her husband, Derek Whitmore, 57, was found not guilty of handling stolen goods."),
        (CONVICTED, "Derek Whitmore, her husband, was found not guilty."),
        ("When was Karen Whitmore jailed?", "Her younger brother Paul Moss was jailed in May."),
        ("How long did Jan Dahl play for Eskby?", "His son, Ole Dahl, played for Eskby for two years."),
    ],
)
def test_what_became_of_a_relative_is_no_answer(question: str, sentence: str) -> None:
    assert is_of_another(question, sentence)
    assert asked_of(question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CONVICTED, "She was convicted with her husband, Derek Whitmore, 57, in May."),
        (CONVICTED, "Her husband, Derek Whitmore, 57, said that she had been convicted."),
        (CONVICTED, "Her husband, Derek Whitmore, was cleared; Karen was convicted."),
        (CONVICTED, "Her lawyer, Simon Teale, was not in court."),
        ("Who is Karen Whitmore's husband?", "Her husband, Derek Whitmore, 57, was found not guilty."),
        ("Was Karen Whitmore's husband convicted?", "Her husband, Derek Whitmore, 57, was found not guilty."),
        ("Is Karen Whitmore married?", "Her husband, Derek Whitmore, 57, was found not guilty."),
        ("Did Karen Whitmore have any help?", "Her husband, Derek Whitmore, 57, was found guilty of handling."),
        ("Was Karen Whitmore in league with Derek?", "Her husband, Derek Whitmore, 57, was found guilty of handling."),
        ("How did Paul Hartnell die?", "His widow, Anna Hartnell, gave cancer as the cause."),
    ],
)
def test_what_is_told_with_a_relative_stays(question: str, sentence: str) -> None:
    assert not is_of_another(question, sentence)


HOUSEHOLDS = "How many households are still without power?"
DAMAGE = "How much damage did the storm cause?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (HOUSEHOLDS, "Three people are still missing."),
        (HOUSEHOLDS, "The number of people killed has risen to 17, officials said on Monday."),
        (DAMAGE, "At least 14 people died when the storm struck on Friday."),
        (DAMAGE, "The death toll has risen to 17."),
        ("How many cars were on the bridge?", "Six people were pulled from the river, and two men are missing."),
    ],
)
def test_people_are_counted_in_place_of_nothing_else(question: str, sentence: str) -> None:
    assert is_of_another(question, sentence)
    assert asked_of(question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (HOUSEHOLDS, "Power was cut to 85,000 households, and three people are missing."),
        (HOUSEHOLDS, "Some 12,000 are still without power."),
        (HOUSEHOLDS, "Some 12,000 customers are without power."),
        ("How many customers did the shop have?", "Some 300 people came to the shop."),
        (DAMAGE, "The flood left 300 people homeless."),
        (DAMAGE, "Insurers speak of 260 million euros; 17 people died."),
        (DAMAGE, "The roofs of half the village are gone."),
        ("How much loss of life was there?", "At least 14 people died."),
        ("How many arrests were made?", "Police took 14 people away."),
        ("How many seats are in the hall?", "There is room for 300 people."),
        ("How many people are missing?", "Three people are still missing."),
    ],
)
def test_what_may_count_what_is_asked_for_stays(question: str, sentence: str) -> None:
    assert not is_of_another(question, sentence)


@pytest.mark.parametrize(
    ("sentence", "before", "is_so"),
    [
        ("Nine of the dead were in a bus.", "Storm Ottilie hits valley.", True),
        ("Nine of the dead were in a bus.", "Storm Ottilie hits valley. Klara had been weaker.", False),
        ("Klara killed nine people.", "Storm Ottilie hits valley.", False),
        ("Nine of the dead were in a bus.", "Floods hit valley, the worst since Storm Ottilie.", False),
        ("Nine people died in the second storm.", "Storm Ottilie hits valley.", False),
        ("Nine of the dead were in a bus.", "Floods hit valley.", False),
    ],
)
def test_what_goes_on_about_another_storm_is_no_answer(sentence: str, before: str, is_so: bool) -> None:
    assert is_of_another(KLARA, sentence, before) is is_so


@pytest.mark.parametrize("words", ["A", "Aa ", "the chief of Ab ", "Ab’s ", "Storm Ab ", "Her son, Ab Cd, ", "Was Ab "])
def test_very_long_texts_cost_no_time(words: str) -> None:
    text = (20_000 // len(words)) * words
    started = time.perf_counter()

    assert not is_of_another(CHIEF, text)
    assert not is_of_another(text, "Velkar's chief executive spoke.")
    assert not is_of_another(CHIEF, text[:700])
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "is_so"),
    [
        ("How deep is the water?", "The cab, 38 metres above the quay, is the place that she knows best.", True),
        ("How long is the bridge?", "The bridge, 12 metres wide, was closed.", True),
        ("How high is the dam?", "The dam lies 30 km north of the town.", True),
        ("How deep is the harbour?", "For 20 years she has worked in a cab 38 metres above it.", True),
        ("How deep is the lake?", "The lake is 40 metres deep and 2 km wide.", False),
        ("How far is Bergen from Oslo?", "Bergen lies 460 km west of Oslo.", False),
        ("How high did the water rise?", "It stood 2 metres above the quay.", False),
        ("How tall is the mast?", "The 40-metre mast fell.", False),
        ("How long did it take?", "They needed six hours to the hut 3 km away.", False),
        ("How high was the number of dead?", "Eleven people died in a village 30 km away.", False),
    ],
)
def test_one_dimension_is_not_given_for_another(question: str, sentence: str, is_so: bool) -> None:
    assert is_of_another(question, sentence) is is_so
    assert asked_of(question)
