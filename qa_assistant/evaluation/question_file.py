"""Read the project's own question sets: YAML, or one JSON object a line."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from qa_assistant.errors import ConfigError, EvalCaseError, remedy
from qa_assistant.evaluation.cases import UNLABELLED, EvalCase, Evidence, Standalone, place
from qa_assistant.schema import Filters, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Keys = tuple[str | int, ...]
"""Where a value stands in a case, such as `("evidence", 0, "quote")`; `()` is the case itself."""

Lines = dict[Keys, int]
"""Line of every value of one case."""


def _day(value: object) -> date:
    # Pydantic alone would take "20220701" for seconds since 1970.
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError("write it as 2022-07-19") from error


Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Turn(_Strict):
    question: Text
    answer: str = ""


class _Evidence(_Strict):
    files: Annotated[list[Text], Field(min_length=1)]
    quote: Text | None = None


class _Standalone(_Strict):
    question: Text
    needs: Annotated[list[Text | Annotated[list[Text], Field(min_length=1)]], Field(min_length=1)]
    omits: list[Text] = []


class _Filters(_Strict):
    after: Day | None = None
    before: Day | None = None
    outlets: list[Text] | None = None
    files: list[Text] | None = None


class _Case(_Strict):
    id: Text
    question: Text
    kind: Text = UNLABELLED
    history: list[_Turn] = []
    answers: list[Text] | None = None
    evidence: list[_Evidence] = []
    conflict: bool = False
    filters: _Filters | None = None
    asked_on: Day | None = None
    standalone: _Standalone | None = None


def read_question_file(path: Path) -> tuple[EvalCase, ...]:
    """Return the cases of a YAML (.yaml, .yml) or JSON Lines (.jsonl) file.

    A value is taken as it is written: `answers: [1990, no, 2022-07-19]` are three strings.

    Raises:
        EvalCaseError: the file cannot be read or parsed, a key is unknown, a value is missing or of the wrong type,
            or an id stands twice; names id and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalCaseError(f"{path}: cannot be read as a question set: {error}") from error
    entries = _json_lines(path.name, text) if path.suffix == ".jsonl" else _yaml_entries(path.name, text)
    cases: dict[str, EvalCase] = {}
    first_line: dict[str, int] = {}
    for value, lines in entries:
        case = _case(path.name, value, lines)
        line = lines.get(("id",), lines[()])
        if case.id in cases:
            where = place(path.name, line, case.id)
            raise EvalCaseError(f"{where}: this id stands on line {first_line[case.id]} already; give it another")
        cases[case.id] = case
        first_line[case.id] = line
    if not cases:
        raise EvalCaseError(f"{path}: holds no questions; add a list of cases with id and question")
    return tuple(cases.values())


def _yaml_entries(name: str, text: str) -> Iterator[tuple[Any, Lines]]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = place(name, mark.line + 1 if mark else None, None)
        raise EvalCaseError(
            f"{where}: not YAML: {getattr(error, 'problem', None) or error}; put text in quotes"
        ) from error
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise EvalCaseError(f"{place(name, root.start_mark.line + 1, None)}: expected a list of cases, each after `- `")
    for node in root.value:
        lines: Lines = {}
        try:
            yield _plain(name, node, (), lines), lines
        except RecursionError as error:
            raise EvalCaseError(f"{place(name, node.start_mark.line + 1, None)}: nested too deeply") from error


def _plain(name: str, node: yaml.Node, path: Keys, lines: Lines) -> Any:
    """Return the node as dicts, lists, None and the strings as written; note the line of each in `lines`."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(name, item, (*path, number), lines) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.value in values:
            raise EvalCaseError(f"{place(name, line, None)}: the key {key.value!r} cannot stand here (again)")
        lines[(*path, key.value)] = line
        values[key.value] = _plain(name, value, (*path, key.value), lines)
    return values


def _json_lines(name: str, text: str) -> Iterator[tuple[Any, Lines]]:
    # Only \n ends a line: JSON strings may hold U+2028 and the like, which str.splitlines() would break at.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield json.loads(line, parse_int=str, parse_float=str, object_pairs_hook=_once), {(): number}
            except (ValueError, RecursionError) as error:
                raise EvalCaseError(
                    f"{place(name, number, None)}: not JSON: {error}; give one object a line"
                ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"a key stands twice in {', '.join(key for key, _ in pairs)}")
    return found


def _case(name: str, value: Any, lines: Lines) -> EvalCase:
    given_id = str(value["id"]) if isinstance(value, dict) and value.get("id") else None
    try:
        model = _Case.model_validate(value)
    except ValidationError as error:
        raise EvalCaseError(_explain(name, error, given_id, lines)) from error
    if model.answers is None and not model.evidence:
        where = place(name, lines[()], model.id)
        raise EvalCaseError(f"{where}: neither answers nor evidence; give answers ([]: the articles do not say)")
    return EvalCase(
        id=model.id,
        question=model.question,
        kind=model.kind,
        history=tuple(Turn(turn.question, turn.answer) for turn in model.history),
        standalone=_standalone(model.standalone),
        answers=None if model.answers is None else tuple(model.answers),
        evidence=tuple(_evidence(entry, number, lines) for number, entry in enumerate(model.evidence)),
        conflict=model.conflict,
        filters=_filters(name, model, lines),
        asked_on=model.asked_on,
        source=name,
        line=lines[()],
    )


def _evidence(entry: _Evidence, number: int, lines: Lines) -> Evidence:
    path: Keys = ("evidence", number)
    file_lines = [_line(lines, (*path, "files", file)) for file in range(len(entry.files))]
    return Evidence(tuple(entry.files), entry.quote, lines=(*file_lines, _line(lines, (*path, "quote"))))


def _standalone(given: _Standalone | None) -> Standalone | None:
    if given is None:
        return None
    needs = tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in given.needs)
    return Standalone(given.question, needs, tuple(given.omits))


def _filters(name: str, model: _Case, lines: Lines) -> Filters | None:
    if model.filters is None:
        return None
    try:
        return Filters(model.filters.after, model.filters.before, model.filters.outlets, model.filters.files)
    except ConfigError as error:
        raise EvalCaseError(f"{place(name, _line(lines, ('filters',)), model.id)}: filters: {error}") from error


def _explain(name: str, error: ValidationError, case_id: str | None, lines: Lines) -> str:
    first = error.errors()[0]
    path = first["loc"]
    where = place(name, _line(lines, path), case_id)
    dotted = ".".join(str(part) for part in path)
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key {dotted!r}; known here: {', '.join(_known_keys(path))}"
    if first["type"] == "missing":
        return f"{where}: {dotted!r} is missing"
    return f"{where}: {dotted or 'the case'}: {first['input']!r} cannot be used: {remedy(first)}"


def _known_keys(path: Keys) -> list[str]:
    parts: dict[str, type[_Strict]] = {
        "history": _Turn,
        "evidence": _Evidence,
        "filters": _Filters,
        "standalone": _Standalone,
    }
    model: type[_Strict] = parts.get(str(path[0]), _Case) if len(path) > 1 else _Case
    return list(model.model_fields)


def _line(lines: Lines, path: Keys) -> int:
    """Return the line of the value at `path`, or of the closest value around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]
