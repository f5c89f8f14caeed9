"""Which sentences of two articles may be cited for one another."""

from __future__ import annotations

from datetime import date

import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.restating import restates
from qa_assistant.schema import Passage

SAID = "The operator of the Orrin dam received a warning from engineers before the collapse"
KILLED = "Seven people were killed in the fire at the Halm hospital in the night to Monday, police said."
BEAT = "Ilse Brand beat Karin Olm in the final of the Jelno chess open on Sunday evening."


def quote(text: str, published: date | None, around: str = "") -> Quote:
    passage = Passage(
        id=f"{published}", file=f"{published}.txt", start=0, end=len(text + around), text=text + around,
        title="News", outlet=None, published=published, sentences=((0, len(text)),),
    )  # fmt: skip
    return Quote(passage, (0, len(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{SAID}, the energy ministry said.", f"{SAID}, the ministry for energy said on Monday."),
        (KILLED, "Seven people were killed when fire broke out at the Halm hospital in the night to Monday."),
        (KILLED, "Fire killed seven people at the Halm hospital in the night to 3 March, police said."),
        (BEAT, "Karin Olm was beaten by Ilse Brand in the final of the Jelno chess open on Sunday evening."),
        ("Shares in Norvik rose sharply after its results.", "Norvik shares rose sharply after the results."),
        ("He warned Erdogan not to open a front in Syria, IRNA said.", "He warned Erdogan against a front in Syria."),
        ("Six of the injured were still in hospital in Brixby.", "Six injured people are in hospital in Brixby."),
    ],
)
def test_what_says_the_same_in_about_the_same_words_is_cited(one: str, other: str) -> None:
    mine, theirs = quote(one, date(2025, 3, 4)), quote(other, date(2025, 3, 5))

    assert restates(mine, theirs)
    assert restates(theirs, mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{SAID}, the energy ministry said.", f"{SAID.replace(' a ', ' no ')}, its chairman, Lars Pohl, said."),
        (KILLED, KILLED.replace("Seven", "Nine")),
        (KILLED, KILLED.replace("Monday", "Saturday")),
        (BEAT, "Karin Olm beat Ilse Brand in the final of the Jelno chess open on Sunday evening."),
        ("Shares in Norvik rose sharply after its results.", "Norvik shares fell sharply after the results."),
        ("The council in Lusk approved the new stadium.", "The council in Lusk rejected the new stadium."),
        ("The talks in Pars ended with a deal on pay.", "The talks in Pars ended without a deal on pay."),
        ("Workers were underground when it exploded.", "No workers were underground when it exploded."),
        ("Poland sent 10 tanks to Ukraine in May.", "Germany sent 10 tanks to Ukraine in May."),
        ("“It is safe,” Governor Ida Dostal said.", "“It is safe,” Finance Minister Pavle Orsic said."),
    ],
)
def test_what_says_otherwise_in_the_same_words_is_not(one: str, other: str) -> None:
    mine, theirs = quote(one, date(2025, 3, 4)), quote(other, date(2025, 3, 5))

    assert not restates(mine, theirs)
    assert not restates(theirs, mine)


def test_a_month_of_an_undated_article_may_be_that_of_the_other() -> None:
    text = "The two firms agreed on the price in June, officials in Tehran said."

    assert restates(quote(text, date(2022, 7, 19)), quote(text.replace("two firms", "firms"), None))


def test_a_name_that_the_other_passage_knows_may_be_left_out() -> None:
    one = quote("Putin met the president of Iran for talks on grain.", date(2022, 7, 19))
    other = "In Tehran Putin met the president of Iran, Ebrahim Raisi, for talks on grain."

    assert restates(one, quote(other, date(2022, 7, 19)))
