"""Import SQuAD 1 and 2, and XQuAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter

from qa_assistant.evaluation.cases import EvalCase, Evidence
from qa_assistant.evaluation.formats.corpus import (
    Document,
    QuestionSet,
    accepted,
    clean,
    load_json,
    question_set,
    validate,
)

if TYPE_CHECKING:
    from pathlib import Path


class _SquadAnswer(BaseModel):
    text: str


class _SquadQuestion(BaseModel):
    id: str
    question: str
    answers: list[_SquadAnswer] | None = None
    is_impossible: bool = False


class _SquadParagraph(BaseModel):
    context: str
    qas: list[_SquadQuestion]


class _SquadArticle(BaseModel):
    title: str = ""
    paragraphs: list[_SquadParagraph]


class _Squad(BaseModel):
    data: list[_SquadArticle]


def read_squad(path: Path) -> QuestionSet:
    """Return a SQuAD file, version 1 or 2, also XQuAD; every paragraph is a document of its own, `article-paragraph`.

    Impossible questions, and those whose list of answers is empty, become cases of kind `unanswerable`. They are
    impossible for their own paragraph: another one may answer them. Of those without such a list, as in test sets whose
    answers are kept secret, the answers are unknown.

    Raises:
        EvalCaseError: the file is not of this format.
    """
    squad = validate(path, TypeAdapter(_Squad), load_json(path))
    cases: list[EvalCase] = []
    documents: list[Document] = []
    for number, article in enumerate(squad.data):
        for part, paragraph in enumerate(article.paragraphs):
            document = Document(f"{number:02}-{part}", article.title.replace("_", " "), clean(paragraph.context))
            documents.append(document)
            cases += [_squad_case(path.name, question, document) for question in paragraph.qas]
    return question_set(path, cases, documents)


def _squad_case(source: str, question: _SquadQuestion, document: Document) -> EvalCase:
    answers = accepted(answer.text for answer in question.answers or ())
    impossible = question.is_impossible or (question.answers is not None and not answers)
    return EvalCase(
        id=question.id,
        question=question.question.strip(),
        kind="unanswerable" if impossible else "single",
        answers=() if impossible else answers or None,
        evidence=() if impossible else (Evidence((document.file,)),),
        source=source,
    )
