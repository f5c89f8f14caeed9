"""Whose a sentence says something is, against whose a question asks for."""

import time

import pytest

from qa_assistant.answering.owners import is_of_another

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


@pytest.mark.parametrize("words", ["A", "Aa ", "the chief of Ab ", "Ab’s "])
def test_very_long_texts_cost_no_time(words: str) -> None:
    text = (20_000 // len(words)) * words
    started = time.perf_counter()

    assert not is_of_another(CHIEF, text)
    assert not is_of_another(text, "Velkar's chief executive spoke.")
    assert not is_of_another(CHIEF, text[:700])
    assert time.perf_counter() - started < 1.0
