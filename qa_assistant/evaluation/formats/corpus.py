"""What every import brings: documents and cases, and the steps they share."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, TypeAdapter, ValidationError

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation.cases import EvalCase, Evidence, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

T = TypeVar("T")


def _published(value: object) -> object:
    if isinstance(value, str):
        return datetime.fromisoformat(value).date() if value.strip() else None
    return value


Published = Annotated[date | None, BeforeValidator(_published)]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an imported corpus."""

    id: str
    title: str
    text: str
    outlet: str | None = None
    author: str | None = None
    published: date | None = None

    @property
    def file(self) -> str:
        """Name of the article file it is written to: Markdown with front matter if there is anything to put there."""
        suffix = ".md" if self.title or self.outlet or self.author or self.published else ".txt"
        return re.sub(r"[^\w.-]+", "_", self.id).lstrip(".") + suffix


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Cases with the documents they are about."""

    cases: tuple[EvalCase, ...]
    documents: tuple[Document, ...]


def write_articles(documents: Iterable[Document], folder: Path) -> list[Path]:
    """Write each document as an article file into `folder`, made if missing, and return the paths.

    Raises:
        EvalCaseError: two documents would have the same file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[Path, str] = {}
    for document in documents:
        path = folder / document.file
        if path in written:
            raise EvalCaseError(f"documents {written[path]!r} and {document.id!r} would both be {path.name}")
        path.write_text(_front_matter(document) + document.text, encoding="utf-8", newline="")
        written[path] = document.id
    return list(written)


def _front_matter(document: Document) -> str:
    fields = {
        "title": document.title or None,
        "outlet": document.outlet,
        "author": document.author,
        "date": document.published,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    if not given:
        return ""
    return f"---\n{yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)}---\n\n"


def fact_evidence(document: Document, fact: str) -> Evidence:
    """Return the evidence of a sentence of `document`; by file alone if it does not stand there word for word."""
    quote = clean(fact).strip()
    return Evidence((document.file,), quote if quote and quote in document.text else None)


def accepted(answers: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct answers that are not blank, in their order."""
    return tuple(dict.fromkeys(answer.strip() for answer in answers if answer.strip()))


def clean(text: str) -> str:
    """Return `text` without a byte order mark, which a file could not keep."""
    return text.removeprefix("\ufeff")


def question_set(path: Path, cases: Iterable[EvalCase], documents: Iterable[Document]) -> QuestionSet:
    """Return cases and documents together.

    Raises:
        EvalCaseError: an id stands twice, or there is no case.
    """
    by_id: dict[str, EvalCase] = {}
    for case in cases:
        if case.id in by_id:
            raise EvalCaseError(f"{place(path.name, case.line, case.id)}: this id stands twice; give it another")
        by_id[case.id] = case
    if not by_id:
        raise EvalCaseError(f"{path}: holds no questions")
    return QuestionSet(tuple(by_id.values()), tuple(documents))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalCaseError(f"{path}: cannot be read: {error}") from error


def load_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        EvalCaseError: it cannot be read or parsed.
    """
    try:
        return json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise EvalCaseError(f"{path}: not JSON: {error}") from error


def json_lines(path: Path, adapter: TypeAdapter[T]) -> Iterator[tuple[int, T]]:
    """Yield line number and value of each line of a JSON Lines file.

    Raises:
        EvalCaseError: the file cannot be read, or a line is not what `adapter` expects.
    """
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            try:
                yield number, adapter.validate_json(line)
            except ValidationError as error:
                raise EvalCaseError(f"{path}, line {number}: {_first(error)}") from error


def validate(path: Path, adapter: TypeAdapter[T], value: Any) -> T:
    """Return `value`, which stood in `path`, as `adapter` makes it.

    Raises:
        EvalCaseError: it is not what `adapter` expects.
    """
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise EvalCaseError(f"{path}: not of the expected format: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
