"""How often the disagreements that answers show are ones, and how many are shown: python -m benchmarks.disagreements

Reads what `python -m benchmarks.run newsroom` wrote. A disagreement is right where the question is labelled as having
one and both of its values are named; one shown with any other question counts as wrong. Of values that a later article
replaces it must also say which is the newer.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.sets import NEWSROOM, ROOT
from qa_assistant.answering.values import MONTHS
from qa_assistant.evaluation.intervals import interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIDES = ROOT / "benchmarks" / "newsroom_sides.yaml"
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_VALUES = re.compile(r" says (.+?)(?=;| \(earlier reported as |\.$)|\(earlier reported as (.+?) by ")


@dataclass(frozen=True, slots=True)
class Shown:
    """The disagreements shown with one question."""

    question: str
    kind: str
    sides: tuple[str, str] | None
    """The values that differ, of replaced ones the older first; None where the question has no disagreement."""
    summaries: tuple[str, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """The disagreements that name both values."""
        return tuple(one for one in self.summaries if self.sides and are_both(_told(one), self.sides))

    @property
    def is_ordered(self) -> bool:
        """Whether one that is right says that the second value replaced the first."""
        return any(
            self.sides and "(earlier reported as " in one and is_value(_told(one)[1], self.sides[0])
            for one in self.right
        )


def is_value(told: str, wanted: str) -> bool:
    """Return whether a value is the one wanted, or holds it or its number as whole words: not `15` for `5`."""
    number = None if _MONTH.search(wanted) else _NUMBER.search(wanted)
    return any(
        re.search(rf"(?<![\w.,]){re.escape(one)}(?!\w|[.,]\d)", told, re.IGNORECASE)
        for one in (wanted, number[0] if number else wanted)
    )


def are_both(values: Sequence[str], wanted: Sequence[str], matches: Callable[[str, str], bool] = is_value) -> bool:
    """Return whether two values are two of those wanted, each another; never where a side affirms or denies."""
    found = [{n for n, one in enumerate(wanted) if matches(value, one)} for value in values]
    return len(found) == 2 and any(one != other for one in found[0] for other in found[1])


def _told(summary: str) -> list[str]:
    """Return the values of a summary as the reader is shown them, without outlets and days."""
    return [match[1] or match[2] for match in _VALUES.finditer(summary)]


def read_shown(report: dict[str, Any], sides: dict[str, list[str]]) -> list[Shown]:
    """Return what a report shows with each question."""
    return [
        Shown(
            row["question"],
            row["kind"],
            (sides[row["id"]][0], sides[row["id"]][1]) if row["id"] in sides else None,
            () if row["refused"] else tuple(row["conflicts"]),
        )
        for row in report["rows"]
    ]


def table_of(shown: list[Shown]) -> Table:
    """Return precision of what is shown, and recall by kind."""
    table = Table("metric", "mean", "95 % interval", "cases")

    def row(name: str, values: list[float]) -> None:
        if values:
            bounds = interval(values)
            between = f"{bounds[0]:.3f} … {bounds[1]:.3f}" if bounds else ""
            table.add_row(name, f"{sum(values) / len(values):.3f}", between, str(len(values)))

    row("precision", [float(one in each.right) for each in shown for one in each.summaries])
    for kind in ("conflict", "superseded"):
        row(f"recall, {kind}", [float(bool(each.right)) for each in shown if each.sides and each.kind == kind])
    row("the newer is told", [float(each.is_ordered) for each in shown if each.kind == "superseded" and each.right])
    row("shown where there is none", [float(bool(each.summaries)) for each in shown if not each.sides])
    return table


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?", type=Path, default=ROOT / "build" / "benchmarks" / NEWSROOM / "test.json")
    parser.add_argument("--misses", action="store_true", help="print what is shown wrongly, and what is not shown")
    asked = parser.parse_args()
    sides = yaml.safe_load(SIDES.read_text("utf-8"))
    shown = read_shown(json.loads(asked.report.read_text("utf-8")), sides)
    Console().print(table_of(shown))
    for each in shown if asked.misses else ():
        wrong = [one for one in each.summaries if one not in each.right]
        if wrong or (each.sides and not each.right):
            print(f"{each.kind}: {each.question} {each.sides or ''}", *wrong, sep="\n    ")


if __name__ == "__main__":
    main()
