"""The outcome of a run: a row a case, and the means with how sure they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from math import fsum
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from qa_assistant.errors import ConfigError
from qa_assistant.evaluation.intervals import interval
from qa_assistant.evaluation.metrics import in_order

FORMAT = 1
"""Version of the JSON form."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of an answer."""

    number: int
    file: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One evidence entry of a case."""

    files: tuple[str, ...]
    quote: str | None = None


@dataclass(frozen=True)
class Row:
    """What became of one case."""

    id: str
    kind: str
    question: str
    metrics: dict[str, float]
    """By name; a metric that does not apply is absent."""
    expected: tuple[str, ...] | None = None
    """Accepted answers; empty: the articles do not say; None: unknown."""
    evidence: tuple[Expected, ...] = ()
    asked_with: dict[str, str] = field(default_factory=dict)
    """Earlier questions, filters and day, for the reader."""
    standalone_question: str = ""
    answer: str = ""
    refused: bool = False
    reason: str | None = None
    citations: tuple[Cited, ...] = ()
    conflicts: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    """Files of the passages, in rank order."""
    error: str | None = None
    """What was raised instead of an answer; the metrics then are those of an answer that says nothing."""

    @property
    def failures(self) -> tuple[str, ...]:
        """What is wrong with the answer, in words; empty if nothing is."""
        if self.error is not None:
            return (f"error: {self.error}",)
        value = self.metrics.get
        checks = (
            (value("wrong_refusals") == 1, "refused, though the articles answer it"),
            (value("answer_match") == 0 and not self.refused, "no accepted answer in what it says"),
            (value("refusal_recall") == 0, "answered, though the articles do not say"),
            (value("conflict_recall") == 0, "disagreement not reported"),
            (value("citation_recall") == 0 and not self.refused, "cites none of the evidence"),
            (
                value("citation_recall") == 0 and self.refused and value("wrong_refusals") is None,
                "refused, though there is evidence",
            ),
            (value("citation_exact", 1) < 1, "a quote differs from its file"),
        )
        return tuple(text for failed, text in checks if failed)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong with the answer."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of a metric over the cases it applies to."""

    mean: float
    n: int
    """How many cases it applies to."""
    low: float | None = None
    high: float | None = None
    """Bounds of the 95 % bootstrap interval of the mean; None for a single case."""


@dataclass(frozen=True)
class Report:
    """The outcome of a run."""

    rows: tuple[Row, ...]
    about: dict[str, str] = field(default_factory=dict)
    """What was run, for the reader: question set, settings, date…"""

    @cached_property
    def metrics(self) -> dict[str, Score]:
        """Every metric that applies to some case, in the order of `metrics.NAMES`."""
        return _summary(self.rows)

    @cached_property
    def kinds(self) -> dict[str, dict[str, Score]]:
        """The same for the cases of each kind, in order of appearance."""
        kinds = dict.fromkeys(row.kind for row in self.rows)
        return {kind: _summary([row for row in self.rows if row.kind == kind]) for kind in kinds}

    @property
    def failed(self) -> tuple[Row, ...]:
        """The rows in which something is wrong, in order."""
        return tuple(row for row in self.rows if row.failures)

    @property
    def errors(self) -> tuple[Row, ...]:
        """The rows in which an error took the place of an answer."""
        return tuple(row for row in self.rows if row.error is not None)

    def seconds(self, quantile: float) -> float | None:
        """Return the seconds below which this share (0…1) of the answers took; None if no answer tells its time."""
        values = [row.metrics["seconds"] for row in self.rows if "seconds" in row.metrics]
        return float(np.quantile(values, quantile)) if values else None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready values: `metrics` and `kinds` for reading, `rows` for `from_dict`."""
        return {
            "format": FORMAT,
            "about": self.about,
            "cases": len(self.rows),
            "failed": len(self.failed),
            "errors": len(self.errors),
            "metrics": {name: asdict(score) for name, score in self.metrics.items()},
            "seconds": {"p50": self.seconds(0.5), "p95": self.seconds(0.95)},
            "kinds": {
                kind: {name: asdict(score) for name, score in scores.items()} for kind, scores in self.kinds.items()
            },
            "rows": _ROWS.dump_python(self.rows, mode="json"),
        }

    @classmethod
    def from_dict(cls, value: Any) -> Report:
        """Return the report that `to_dict` made `value` from.

        Raises:
            ConfigError: `value` is no report of this format.
        """
        found = value.get("format") if isinstance(value, dict) else type(value).__name__
        if found != FORMAT:
            raise ConfigError(f"not a report of format {FORMAT} (found {found!r}); make it with `evaluate --json`")
        try:
            return cls(_ROWS.validate_python(value.get("rows")), _ABOUT.validate_python(value.get("about")))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise ConfigError(f"not a report: {place}: {first['msg']}; make it with `evaluate --json`") from error


_ROWS = TypeAdapter(tuple[Row, ...])
_ABOUT = TypeAdapter(dict[str, str])


def _summary(rows: tuple[Row, ...] | list[Row]) -> dict[str, Score]:
    # A row lists its metrics in the right order, but no row need have all of them.
    names = sorted({name for row in rows for name in row.metrics}, key=in_order)
    return {name: _score([row.metrics[name] for row in rows if name in row.metrics]) for name in names}


def _score(values: list[float]) -> Score:
    low, high = interval(values) or (None, None)
    return Score(fsum(values) / len(values), len(values), low, high)
