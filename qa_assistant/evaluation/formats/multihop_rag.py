"""Import MultiHop-RAG in its original form."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation.cases import EvalCase, place
from qa_assistant.evaluation.formats.corpus import (
    Document,
    Published,
    QuestionSet,
    clean,
    fact_evidence,
    load_json,
    question_set,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NO_ANSWER = "insufficient information"
"""What MultiHop-RAG gives as the answer to a question its articles do not answer."""


class _HopEvidence(BaseModel):
    title: str
    fact: str
    url: str = ""
    source: str | None = None
    author: str | None = None
    published_at: Published = None


class _HopQuery(BaseModel):
    query: str
    answer: str
    question_type: str
    evidence_list: list[_HopEvidence] = []


class _HopArticle(BaseModel):
    title: str
    body: str
    url: str = ""
    source: str | None = None
    author: str | None = None
    published_at: Published = None


def read_multihop_rag(path: Path, corpus: Path | None = None) -> QuestionSet:
    """Return MultiHop-RAG in its original form: a list of queries, and the corpus of articles if it is there.

    Without `corpus`, each article becomes a stub of its title and its evidence sentences, in order of appearance.
    Cases are named by their place in the list, from 0. A fact that does not stand word for word in its article is
    looked for by file alone.

    Raises:
        EvalCaseError: a file is not of this format, or an article of the evidence is not in the corpus.
    """
    queries = validate(path, TypeAdapter(list[_HopQuery]), load_json(path))
    articles = (
        _stubs(queries) if corpus is None else validate(corpus, TypeAdapter(list[_HopArticle]), load_json(corpus))
    )
    documents: dict[str, Document] = {}
    for number, article in enumerate(articles):
        documents.setdefault(article.url or article.title, _document(number, article))
    cases: list[EvalCase] = []
    for number, query in enumerate(queries):
        try:
            cases.append(_case(path.name, number, query, documents))
        except KeyError as error:
            raise EvalCaseError(f"{place(path.name, None, str(number))}: article {error} is not in {corpus}") from error
    return question_set(path, cases, documents.values())


def _document(number: int, article: _HopArticle) -> Document:
    return Document(
        f"{number:04}",
        article.title,
        clean(article.body),
        article.source or None,
        article.author or None,
        article.published_at,
    )


def _case(source: str, number: int, query: _HopQuery, documents: dict[str, Document]) -> EvalCase:
    is_null = query.answer.lower().strip(" .") == NO_ANSWER
    evidence = () if is_null else tuple(fact_evidence(documents[e.url or e.title], e.fact) for e in query.evidence_list)
    return EvalCase(
        id=str(number),
        question=query.query.strip(),
        kind=query.question_type.removesuffix("_query"),
        answers=() if is_null else (query.answer,),
        evidence=evidence,
        source=source,
    )


def _stubs(queries: Iterable[_HopQuery]) -> Iterator[_HopArticle]:
    facts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    about: dict[str, _HopEvidence] = {}
    for query in queries:
        for entry in query.evidence_list:
            about.setdefault(entry.url or entry.title, entry)
            facts[entry.url or entry.title][entry.fact] = None
    for key, entry in about.items():
        yield _HopArticle(**entry.model_dump(exclude={"fact"}), body="\n".join(facts[key]))
