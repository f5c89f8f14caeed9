"""Lessons on values."""

from pathlib import Path

import pytest

from benchmarks import value_lessons
from benchmarks.value_lessons import read_value_lessons
from qa_assistant.errors import EvalCaseError

BLOCK = """
Q How many coaches burnt?
Y Fire left [21 coaches] as skeletons.
L It was [seventeen], not {21}.
N They steered [nine buses] out.
"""


def read(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> list[value_lessons.ValueLesson]:
    (folder / "a.txt").write_text(text, "utf-8")
    monkeypatch.setattr(value_lessons, "FOLDER", folder)
    return read_value_lessons()


def test_the_words_in_brackets_are_found_where_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = read(tmp_path, f"{BLOCK}\n{BLOCK.replace('coaches burnt', 'burnt')}", monkeypatch)

    assert (first.question, second.question) == ("How many coaches burnt?", "How many burnt?")
    told, later, other = first.tellings
    assert told.text == "Fire left 21 coaches as skeletons."
    assert told.text[slice(*told.words)] == "21 coaches"
    assert told.former is None
    assert later.text == "It was seventeen, not 21."
    assert later.former
    assert (later.text[slice(*later.words)], later.text[slice(*later.former)]) == ("seventeen", "21")
    assert [one.is_answer for one in first.tellings] == [True, True, False]
    assert other.text[slice(*other.words)] == "nine buses"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("Y It burnt [down].", "Y It burnt"),
        ("Q What?\nX It burnt [down].", "X It burnt"),
        ("Q What?\nY It burnt down.", "Y It burnt down"),
        ("Q What?\nY It burnt [down [a bit].", "Y It burnt"),
    ],
)
def test_a_line_that_is_not_as_it_should_be_is_named(
    wrong: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EvalCaseError, match=named):
        read(tmp_path, wrong, monkeypatch)


def test_the_lessons_of_the_project_are_read() -> None:
    lessons = read_value_lessons()

    assert lessons
    assert any(one.is_held for one in lessons)
    assert all(one.tellings[0].is_answer and not one.tellings[-1].is_answer for one in lessons)
