"""What the Python interface is called with: a wrong value is named in one line, by an error of this package."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from qa_assistant import Assistant, Config, Filters, QAAssistantError, Turn
from qa_assistant.answering.arguments import asked_of

QUESTION = "Who mediated the talks?"
DAY = date(2024, 3, 12)


@pytest.fixture
def unopened(tmp_path: Path) -> Assistant:
    return Assistant.open(Config(articles_dir=tmp_path / "articles", vectorstore_dir=tmp_path / "store"))


def assert_one_line(raised: pytest.ExceptionInfo[QAAssistantError], *words: str) -> None:
    said = str(raised.value)
    assert len(said) < 200
    assert "\n" not in said
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize("question", [None, 5, b"Who?", [QUESTION], {"question": QUESTION}])
def test_a_question_is_a_string(unopened: Assistant, question: Any) -> None:
    for ask in (unopened.ask, unopened.stream, unopened.retrieve):
        with pytest.raises(QAAssistantError) as raised:
            ask(question)
        assert_one_line(raised, "question: ", "give the question as a string")


@pytest.mark.parametrize(
    "history",
    [
        None,
        "abc",
        "",
        5,
        Turn("Who?", "She."),
        [("Who?", "She.")],
        [{"question": "Who?", "answer": "She."}],
        [Turn("Who?", None)],  # type: ignore[arg-type]
        [Turn("Who?", "She."), "And when?"],
    ],
)
def test_the_history_is_a_list_of_turns(unopened: Assistant, history: Any) -> None:
    with pytest.raises(QAAssistantError) as raised:
        unopened.ask(QUESTION, history)

    assert_one_line(raised, "history: ", "Turn(question, answer)")


@pytest.mark.parametrize("filters", [{"after": "2024-01-01"}, "CNN", ["CNN"], date(2024, 1, 1)])
def test_filters_are_filters(unopened: Assistant, filters: Any) -> None:
    for ask in (unopened.ask, unopened.retrieve):
        with pytest.raises(QAAssistantError) as raised:
            ask(QUESTION, filters=filters)
        assert_one_line(raised, "filters: ", "Filters(")


@pytest.mark.parametrize("asked_on", ["12 March", "", 5, [DAY], b"2024-03-12"])
def test_the_day_of_the_question_is_a_day(unopened: Assistant, asked_on: Any) -> None:
    for ask in (unopened.ask, unopened.retrieve):
        with pytest.raises(QAAssistantError) as raised:
            ask(QUESTION, asked_on=asked_on)
        assert_one_line(raised, "asked_on: ", "2022-07-19")


@pytest.mark.parametrize("asked_on", [DAY, "2024-03-12", datetime(2024, 3, 12, 4)])
def test_the_day_of_the_question_may_be_written_or_be_a_time_of_it(asked_on: Any) -> None:
    asked = asked_of(Path("articles"), QUESTION, asked_on=asked_on)

    assert type(asked.asked_on) is date
    assert asked.asked_on == DAY


def test_turns_may_come_from_anything_that_gives_them() -> None:
    turns: Any = iter([Turn("Who?", "She.")])

    assert asked_of(Path("articles"), QUESTION, turns).history == (Turn("Who?", "She."),)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"after": 5}, "after"),
        ({"before": ["2024-01-01"]}, "before"),
        ({"outlets": 5}, "outlets"),
        ({"outlets": "CNN"}, "outlets"),
        ({"outlets": [1]}, "outlets"),
        ({"outlets": [None]}, "outlets"),
        ({"files": Path("tram.txt")}, "files"),
        ({"files": b"tram.txt"}, "files"),
        ({"files": [Path("tram.txt"), 5]}, "files"),
    ],
)
def test_filters_say_which_value_is_wrong(given: dict[str, Any], name: str) -> None:
    with pytest.raises(QAAssistantError) as raised:
        Filters(**given)

    assert_one_line(raised, f"{name}: ")


@pytest.mark.parametrize("config", ["My news", Path("My news"), {"articles_dir": "My news"}, ""])
def test_an_assistant_is_opened_with_settings(config: Any) -> None:
    with pytest.raises(QAAssistantError) as raised:
        Assistant.open(config)

    assert_one_line(raised, "config: ", "Config(articles_dir=")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("tram.txt", "tram.txt"),
        ("./tram.txt", "tram.txt"),
        ("././port/tram.txt", "port/tram.txt"),
        ("port/", "port"),
        (Path("tram.txt"), "tram.txt"),
        (Path("port") / "tram.txt", "port/tram.txt"),
        ("{articles}/port/tram.txt", "port/tram.txt"),
        ("{articles}/../articles/tram.txt", "tram.txt"),
        ("{articles}/mail.mbox/1 Talks", "mail.mbox/1 Talks"),
        ("{link}/port/tram.txt", "port/tram.txt"),
        ("{outside}/tram.txt", "{outside}/tram.txt"),
        # what an article is called in an archive is its own affair
        ("port.zip/a//b.txt", "port.zip/a//b.txt"),
    ],
)
def test_files_may_be_named_by_any_path_to_them(tmp_path: Path, given: str | Path, name: str) -> None:
    articles = tmp_path / "articles"
    (articles / "port").mkdir(parents=True)
    (tmp_path / "link").symlink_to(articles)
    places = {"articles": articles, "link": tmp_path / "link", "outside": tmp_path / "elsewhere"}
    file = given.format(**places) if isinstance(given, str) else given

    asked = asked_of(articles, QUESTION, filters=Filters(files=[file]))

    assert asked.filters == Filters(files=[name.format(**places)])


def test_the_folder_of_all_articles_restricts_nothing(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, QUESTION, filters=Filters(after="2024-01-01", files=[tmp_path]))

    assert asked.filters == Filters(after="2024-01-01")


def test_a_relative_folder_of_articles_is_found_in_whole_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    monkeypatch.chdir(tmp_path)

    asked = asked_of(Path("articles"), QUESTION, filters=Filters(files=[tmp_path / "articles" / "tram.txt"]))

    assert asked.filters == Filters(files=["tram.txt"])
