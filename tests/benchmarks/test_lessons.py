"""The lessons the reader is trained on."""

from pathlib import Path

import pytest

from benchmarks.lessons import Lesson, read_lessons, twins_of
from benchmarks.sets import ROOT
from qa_assistant.answering.asked import asks_whether
from qa_assistant.answering.statements import content_words
from qa_assistant.errors import EvalCaseError
from qa_assistant.schema import Article

FILES = sorted((ROOT / "benchmarks" / "lessons").glob("*.txt"))
WHETHER, PLAIN, TWINS = (
    sorted((ROOT / "benchmarks" / "lessons" / name).glob("*.txt")) for name in ("whether", "plain", "twins")
)

NEAR_MISSES = "qrstuvwxyz0123456789"
"""Files by the writers of near misses: of 40 articles, all or the first 30 of which have questions for yes or no."""
FIRST = """---
title: Ferry stops
outlet: Kilmorran Post
date: 2021-03-04
---

The ferry stopped on Monday. It will sail again on Friday, and on Monday as before.

=== questions
Q When did the ferry stop?
A Monday
S stopped on Monday
Q When will it sail?
A Friday
A Monday
N Who owns the ferry?
"""


def lessons(folder: Path, text: str) -> list[tuple[str, list[str]]]:
    file = folder / "a.txt"
    file.write_text(text, "utf-8")
    return [(one.question, [one.article.text[a:b] for a, b in one.answers]) for one in read_lessons(file)]


def test_a_question_knows_the_places_of_its_answers(tmp_path: Path) -> None:
    assert lessons(tmp_path, FIRST) == [
        ("When did the ferry stop?", ["Monday"]),
        ("When will it sail?", ["Friday", "Monday", "Monday"]),
        ("Who owns the ferry?", []),
    ]


def test_a_snippet_tells_which_place_is_meant(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")

    first = read_lessons(tmp_path / "a.txt")[0]

    assert first.answers == ((first.article.text.index("Monday"), first.article.text.index("Monday") + 6),)


def test_articles_follow_one_another(tmp_path: Path) -> None:
    assert len(lessons(tmp_path, FIRST + FIRST.replace("Ferry", "Train"))) == 6


def test_an_answer_that_the_article_does_not_have_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"article a/001: 'Q When will it sail\?' needs A lines"):
        lessons(tmp_path, FIRST.replace("A Friday\nA Monday", "A Sunday"))


@pytest.mark.parametrize("folder", ["whether", "plain", "twins"])
def test_more_questions_are_on_the_articles_of_the_file_above(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / "a.txt").write_text(FIRST + FIRST.replace("Ferry", "Train"), "utf-8")
    file = tmp_path / folder / "a.txt"
    file.write_text(
        "=== 002\nY Did it stop?\nA stopped on Monday\nX Is it gone?\nA sail again\nN Is it red?\n", "utf-8"
    )

    found = read_lessons(file)

    assert [one.article.title for one in found] == ["Train stops"] * 3
    assert [[one.article.text[a:b] for a, b in one.answers] for one in found] == [
        ["stopped on Monday"],
        ["sail again"],
        [],
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_lessons_are_sound(file: Path) -> None:
    found = read_lessons(file)

    articles = len({one.article.file for one in found})
    assert articles == 40 if file.stem in NEAR_MISSES else articles > 50
    assert 0.25 < sum(not one.answers for one in found) / len(found) < 0.5


@pytest.mark.parametrize("file", WHETHER, ids=lambda file: file.stem)
def test_questions_for_yes_or_no_are_sound(file: Path) -> None:
    found = read_lessons(file)

    articles = len({one.article.file for one in found})
    assert articles in (30, 40) if file.stem in NEAR_MISSES else articles > 50
    assert 0.25 < sum(not one.answers for one in found) / len(found) < 0.4
    assert sum(asks_whether(one.question) for one in found) > 0.97 * len(found)


@pytest.mark.parametrize("file", PLAIN, ids=lambda file: file.stem)
def test_questions_in_the_articles_words_are_sound(file: Path) -> None:
    found = read_lessons(file)

    shares = [share_said(one) for one in found]
    assert len(found) == 7 * len({one.article.file for one in found}) == 280
    assert sum(not one.answers for one in found) == 120
    assert sum(shares) / len(shares) > 0.7


def test_twins_are_of_the_last_answered_question_of_their_article() -> None:
    ferry, train = Article("a/001", "It stopped.", "Ferry"), Article("a/002", "It left.", "Train")
    stops, sinks, owns = Lesson(ferry, "What did it do?", ((3, 10),)), Lesson(ferry, "Did it sink?", ()), "Who owns it?"

    found = list(twins_of([stops, sinks, Lesson(ferry, owns, ()), Lesson(train, owns, ())]))

    assert found == [(sinks, stops), (Lesson(ferry, owns, ()), stops)]


@pytest.mark.parametrize("file", TWINS, ids=lambda file: file.stem)
def test_the_twins_are_sound(file: Path) -> None:
    found = read_lessons(file)

    twins = list(twins_of(found))
    assert len(twins) == 2 * sum(bool(one.answers) for one in found) == 2 * len(found) // 3
    articles = len({one.article.file for one in found})
    assert len(found) == 15 * articles
    assert articles in (40, 80)
    alike = [asks_whether(one.question) == asks_whether(answered.question) for one, answered in twins]
    assert sum(alike) > 0.98 * len(twins)


def share_said(lesson: Lesson) -> float:
    """Return the share of the content words of a question that stand in the article."""
    asked = content_words(lesson.question)
    return len(asked & content_words(lesson.article.text)) / max(1, len(asked))
