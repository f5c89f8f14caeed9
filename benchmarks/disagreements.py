"""How often the disagreements that answers show are ones, and how many are shown: python -m benchmarks.disagreements

Reads what `python -m benchmarks.run newsroom` wrote. A disagreement is right where the question is labelled as having
one and both of its values are named; one shown with any other question counts as wrong. Of values that a later article
replaces it must also say which is the newer.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.sets import NEWSROOM, ROOT
from qa_assistant.evaluation.intervals import interval

SIDES = ROOT / "benchmarks" / "newsroom_sides.yaml"
REPLACED = "(earlier reported as "


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
        return tuple(one for one in self.summaries if self.sides and all(_names(one, side) for side in self.sides))

    @property
    def is_ordered(self) -> bool:
        """Whether one that is right says that the second value replaced the first."""
        return any(
            self.sides and REPLACED in one and _names(one.partition(REPLACED)[2], self.sides[0]) for one in self.right
        )


def _names(summary: str, value: str) -> bool:
    return value.casefold() in summary.casefold() or _bare(value) in summary.casefold()


def _bare(value: str) -> str:
    """Return a value without the unit or noun behind it, which a summary may leave out."""
    return value.casefold().split()[0] if value[:1].isdigit() else value.casefold()


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
