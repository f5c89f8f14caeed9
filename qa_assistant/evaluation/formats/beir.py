"""Import BEIR-style folders."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, TypeAdapter

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation.cases import EvalCase, Evidence, place
from qa_assistant.evaluation.formats.corpus import (
    Document,
    Published,
    QuestionSet,
    accepted,
    clean,
    fact_evidence,
    json_lines,
    question_set,
)

if TYPE_CHECKING:
    from pathlib import Path


class _Metadata(BaseModel):
    source: str | None = None
    author: str | None = None
    published_at: Published = None


class _BeirDocument(BaseModel):
    id: str = Field(alias="_id")
    title: str | None = None
    text: str
    metadata: _Metadata | None = None

    def document(self) -> Document:
        about = self.metadata or _Metadata()
        return Document(
            self.id, self.title or "", clean(self.text), about.source or None, about.author or None, about.published_at
        )


class _Fact(BaseModel):
    fact: str
    doc: str


class _BeirQuery(BaseModel):
    id: str = Field(alias="_id")
    text: str
    answers: list[str] | None = None
    answerable: bool | None = None
    type: str | None = None
    evidence: list[_Fact] | None = None


def read_beir(folder: Path, split: str = "test") -> QuestionSet:
    """Return a folder of `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` (or `qrels/<split>.tsv`).

    Plain BEIR knows no right answers: the cases measure retrieval only, and questions without a relevant document
    (they belong to another split) are left out. Three further keys of a query are understood where they are given:
    `answers` (accepted strings), `answerable` (false: the documents do not say), and `evidence`, a list of
    `{fact, doc}`, which then takes the place of the relevant documents. `type` becomes the kind.

    Raises:
        EvalCaseError: a file is missing or not of this format, or names a document that is not in the corpus.
    """
    documents = {row.id: row.document() for _, row in json_lines(folder / "corpus.jsonl", TypeAdapter(_BeirDocument))}
    relevant = _relevant(folder, split)
    cases: list[EvalCase] = []
    for line, query in json_lines(folder / "queries.jsonl", TypeAdapter(_BeirQuery)):
        if query.answerable is None and query.answers is None and query.id not in relevant:
            continue
        try:
            cases.append(replace(_beir_case(query, relevant[query.id], documents), source="queries.jsonl", line=line))
        except KeyError as error:
            where = place("queries.jsonl", line, query.id)
            raise EvalCaseError(f"{where}: document {error} is not in {folder / 'corpus.jsonl'}") from error
    return question_set(folder, cases, documents.values())


def _relevant(folder: Path, split: str) -> defaultdict[str, list[str]]:
    candidates = (folder / "qrels.tsv", folder / "qrels" / f"{split}.tsv")
    path = next((file for file in candidates if file.is_file()), None)
    if path is None:
        raise EvalCaseError(f"{folder}: neither {candidates[0].name} nor qrels/{split}.tsv is there")
    relevant: defaultdict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            try:
                query, document, score = row["query-id"], row["corpus-id"], float(row["score"])
            except (KeyError, TypeError, ValueError) as error:
                raise EvalCaseError(f"{path}: expected columns query-id, corpus-id, score; got {row}") from error
            if score > 0 and document not in relevant[query]:
                relevant[query].append(document)
    return relevant


def _beir_case(query: _BeirQuery, relevant: list[str], documents: dict[str, Document]) -> EvalCase:
    answers = () if query.answerable is False else accepted(query.answers or ()) or None
    if answers == ():
        evidence: tuple[Evidence, ...] = ()
    elif query.evidence:
        evidence = tuple(fact_evidence(documents[entry.doc], entry.fact) for entry in query.evidence)
    else:
        evidence = tuple(Evidence((documents[name].file,)) for name in relevant)
    kind = query.type or ("unanswerable" if answers == () else "multi" if len(evidence) > 1 else "single")
    return EvalCase(query.id, query.text.strip(), kind.removesuffix("_query"), answers=answers, evidence=evidence)
