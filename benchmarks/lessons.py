"""Lessons: invented articles, each with questions and the very words that answer them or the word that none do.

A file holds one article after another, each as front matter, text, a line `=== questions`, and questions:

    Q a question that is answered
    A the words that answer, as the article has them; several lines for several places or forms
    S a longer snippet that tells which occurrence of the words is meant
    N a question that the article does not answer

A file below `plain/` has more questions on the articles of the file of the same name, in the articles' own words. It
holds, one article after another, a line `=== 001` with the article's number, and questions. A file below `whether/` has
questions for yes or no in the same way:

    Y a question that the article answers with yes
    X a question that it answers with no
    A the words that settle it, as the article has them; several lines for several sentences that do
    N a question that it does not settle

A file below `twins/` holds pairs in the same way: after each answered question, for yes or no or another, come twins of
it on its N lines, which ask for the same kind of thing and are not answered, least of all by the words that answer it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant.errors import EvalCaseError
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qa_assistant.schema import Span

_ARTICLE = re.compile(
    r"^---\ntitle: (?P<title>[^\n]+)\noutlet: (?P<outlet>[^\n]+)\ndate: (?P<date>\d{4}-\d\d-\d\d)\n---\n+"
    r"(?P<text>.*?)\n=== questions\n(?P<questions>.*?)(?=^---\ntitle: |\Z)",
    re.MULTILINE | re.DOTALL,
)
_NUMBERED = re.compile(r"^=== (\d+)\n(.*?)(?=^=== |\Z)", re.MULTILINE | re.DOTALL)
WHETHER, PLAIN, TWINS = "whether", "plain", "twins"
"""Names of the folders with questions for yes or no, with those in the articles' own words, and with twins."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question on an article."""

    article: Article
    question: str
    answers: tuple[Span, ...]
    """Where the words that answer stand in the article; none where it does not answer."""


def read_lessons(file: Path) -> list[Lesson]:
    """Return the lessons of a file, in its order; in a folder of its own those on the articles of its namesake.

    Raises:
        EvalCaseError: an answer is not in its article, or not said which of several it is.
    """
    if file.parent.name in {WHETHER, PLAIN, TWINS}:
        articles = [article for article, _ in _articles(file.parent.parent / file.name)]
        numbered = _NUMBERED.findall(file.read_text("utf-8"))
        asked = [(articles[int(number) - 1], questions) for number, questions in numbered]
    else:
        asked = list(_articles(file))
    return [lesson for article, questions in asked for lesson in _lessons(article, questions)]


def twins_of(lessons: Iterable[Lesson]) -> Iterator[tuple[Lesson, Lesson]]:
    """Yield each question that is not answered with the one it is a twin of, the last before it that is answered."""
    answered: Lesson | None = None
    for lesson in lessons:
        if lesson.answers:
            answered = lesson
        elif answered and answered.article == lesson.article:
            yield lesson, answered


def _articles(file: Path) -> Iterator[tuple[Article, str]]:
    """Yield the articles of a file with the lines of their questions."""
    for number, found in enumerate(_ARTICLE.finditer(file.read_text("utf-8")), start=1):
        article = Article(
            file=f"{file.stem}/{number:03}",
            title=found["title"].strip("'\""),
            outlet=found["outlet"].strip("'\""),
            published=date.fromisoformat(found["date"]),
            text=found["text"],
        )
        yield article, found["questions"]


def _lessons(article: Article, questions: str) -> Iterator[Lesson]:
    for block in re.split(r"\n(?=[QNYX] )", questions.strip()):
        first, *rest = (line.strip() for line in block.splitlines() if line.strip())
        answers = [line[2:] for line in rest if line.startswith("A ")]
        snippets = [line[2:] for line in rest if line.startswith("S ")]
        places = tuple(place for answer in answers for place in _places(article, answer, snippets))
        if (first[:2] != "N ") != bool(places):
            raise EvalCaseError(f"article {article.file}: {first!r} needs A lines with words of the article")
        yield Lesson(article, first[2:], places)


def _places(article: Article, answer: str, snippets: list[str]) -> list[Span]:
    """Return where an answer stands: anywhere in the article, or in the snippets that hold it if any does."""
    sought = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)")
    holding = [snippet for snippet in snippets if answer in snippet]
    ranges = [(article.text.index(one), len(one)) for one in holding] or [(0, len(article.text))]
    return [match.span() for start, length in ranges for match in sought.finditer(article.text, start, start + length)]
