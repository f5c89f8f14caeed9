"""Load a question set, whatever its format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation.cases import EvalCase, Reader, check_cases
from qa_assistant.evaluation.formats import QuestionSet, read_beir, read_multihop_rag, read_squad
from qa_assistant.evaluation.question_file import read_question_file

if TYPE_CHECKING:
    from pathlib import Path

OWN = {".yaml", ".yml", ".jsonl"}
BEIR = "corpus.jsonl"
"""Every folder of a BEIR set holds this file."""


def load_cases(path: Path, read: Reader | None = None) -> tuple[EvalCase, ...]:
    """Return the cases of a question set; with `read`, checked against the articles (see `check_cases`).

    Formats: .yaml, .yml and .jsonl are the project's own; a .json file is SQuAD or MultiHop-RAG; a folder is BEIR.

    Raises:
        EvalCaseError: something in the question set is wrong; names id and line.
    """
    cases = load_question_set(path).cases
    return check_cases(cases, read) if read else cases


def load_question_set(path: Path) -> QuestionSet:
    """Return the cases of a question set with its documents; the project's own formats bring none.

    Raises:
        EvalCaseError: the path or its content is of no format that can be read.
    """
    if path.is_dir():
        if not (path / BEIR).is_file():
            raise EvalCaseError(f"{path}: is no question set: a folder must be a BEIR set, with {BEIR}; give a file")
        return read_beir(path)
    if not path.is_file():
        raise EvalCaseError(f"{path}: no such question set; give a file or a folder")
    if path.suffix in OWN:
        return QuestionSet(read_question_file(path), ())
    if path.suffix == ".json":
        return _read_json(path)
    raise EvalCaseError(f"{path}: {path.suffix!r} is no question set; give .yaml, .jsonl, .json or a folder")


def _read_json(path: Path) -> QuestionSet:
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise EvalCaseError(f"{path}: not JSON: {error}") from error
    if isinstance(value, dict) and "data" in value:
        return read_squad(path)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "evidence_list" in value[0]:
        corpus = path.with_name("corpus.json")
        return read_multihop_rag(path, corpus if corpus.is_file() else None)
    raise EvalCaseError(f"{path}: neither SQuAD (an object with `data`) nor MultiHop-RAG (a list with `evidence_list`)")
