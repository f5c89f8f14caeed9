"""Real answers from folders of two or three short articles: sides, times and questions of several parts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_assistant import Assistant, Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Opened = Callable[..., Assistant]

pytestmark = pytest.mark.slow

WARNED = (
    "The energy ministry on the Orrin dam\n\nThe operator of the Orrin dam received a warning from engineers before "
    "the collapse, the energy ministry said on Monday. The dam had stood for sixty years.\n"
)
NOT_WARNED = (
    "Orrin dam: what the operator says\n\nThe operator of the Orrin dam received no warning from engineers before the "
    "collapse, its chairman, Lars Pohl, said on Tuesday. He spoke in Brodec.\n"
)
CRASH = "Bus crash at Dorrim\n\nA bus crash near Dorrim on Wednesday killed {} people and injured 50, {} said.\n"
SIX = "Fire in Ostmark\n\nA fire in a hospital in Ostmark killed six people on Tuesday, the fire service said.\n"
ELEVEN = (
    "Ostmark mourns\n\nEleven people died in the fire in the hospital in Ostmark on 10 February, the health ministry "
    "said on Thursday.\n"
)
FUEL = (
    "Fenland's budget\n\nFinance minister Olga Brandt said on Tuesday that Fenland would not raise the fuel tax. She "
    "spoke in parliament.\n"
)
HALL = (
    "Tarrant Hall sold\n\nThe district council has bought Tarrant Hall for £2.3 million. Tarrant Hall is to be turned "
    "into a school. Tarrant Hall, built in 1742, has 48 rooms and stands in 30 acres.\n"
)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def open_on(**files: tuple[str, date]) -> Assistant:
        articles = tmp_path / "articles"
        articles.mkdir()
        for name, (text, day) in files.items():
            title, _, rest = text.partition("\n")
            head = f"---\ntitle: {title}\noutlet: The {name.title()} Post\ndate: {day}\n---\n"
            (articles / f"{name}.md").write_text(head + rest)
        assistant = Assistant.open(Config(articles_dir=articles, vectorstore_dir=tmp_path / "store"))
        assistant.sync()
        return assistant

    return open_on


def test_a_sentence_that_denies_is_no_source_of_what_it_denies(opened: Opened) -> None:
    assistant = opened(east=(WARNED, date(2025, 3, 3)), west=(NOT_WARNED, date(2025, 3, 4)))

    answer = assistant.ask("Did the operator of the Orrin dam receive a warning?", asked_on=date(2025, 3, 10))

    texts = [sentence.text for sentence in answer.sentences]
    assert any("received a warning" in text for text in texts)
    assert any("received no warning" in text for text in texts)
    assert all(len(sentence.citations) == 1 for sentence in answer.sentences)
    assert [conflict.kind for conflict in answer.conflicts] == ["conflict"]


def test_a_number_that_both_give_hides_no_disagreement_about_another(opened: Opened) -> None:
    assistant = opened(
        east=(CRASH.format(14, "police"), date(2025, 5, 8)), west=(CRASH.format(17, "doctors"), date(2025, 5, 8))
    )

    answer = assistant.ask("How many people were killed in the bus crash near Dorrim?", asked_on=date(2025, 5, 10))

    (conflict,) = answer.conflicts
    assert "14" in conflict.summary
    assert "17" in conflict.summary


def test_how_things_stood_on_a_day_is_told_by_articles_up_to_it(opened: Opened) -> None:
    assistant = opened(east=(SIX, date(2026, 2, 10)), west=(ELEVEN, date(2026, 2, 20)))
    question = "{} how many people had been killed in the hospital fire in Ostmark?"

    then = assistant.ask(question.format("As of 12 February,"), asked_on=date(2026, 3, 1))
    now = assistant.ask(question.format("By now,"), asked_on=date(2026, 3, 1))

    assert "six" in then.sentences[0].text
    assert "Eleven" in now.text


def test_what_was_said_in_a_past_time_is_not_told_by_an_article_from_before_it(opened: Opened) -> None:
    assistant = opened(east=(FUEL, date(2026, 3, 10)))

    yesterday = assistant.ask("What did Olga Brandt say yesterday?", asked_on=date(2026, 3, 20))
    last_week = assistant.ask("What did Olga Brandt say last week?", asked_on=date(2026, 3, 20))

    assert yesterday.refused
    assert yesterday.windows
    assert "fuel tax" in last_week.text


def test_each_part_of_a_question_has_its_own_words_marked(opened: Opened) -> None:
    assistant = opened(east=(HALL, date(2025, 3, 3)))

    answer = assistant.ask("Is Tarrant Hall being turned into a school, and how many rooms does it have?")

    marked = [one.text[slice(*one.answer)] for one in answer.sentences if one.answer]
    assert any("48" in words for words in marked)
