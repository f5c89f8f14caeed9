"""Show a report in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from qa_assistant.evaluation.comparison import Comparison, Miss
    from qa_assistant.evaluation.report import Report, Score

LISTED = 20
"""How many failed cases are named; the rest are counted."""


def render_table(
    report: Report, *, comparison: Comparison | None = None, misses: Sequence[Miss] = ()
) -> RenderableType:
    """Return the report for a rich `Console`: metrics, metrics by kind, failed cases, what changed, what was missed."""
    parts: list[RenderableType] = [_metrics(report, comparison)]
    if len(report.kinds) > 1:
        parts.append(_kinds(report))
    parts.append(_failed(report))
    if comparison:
        parts.append(_flips(comparison))
    parts.extend(Text(str(miss), style="bold red") for miss in misses)
    return Group(*parts)


def interval_text(score: Score) -> str:
    """Return the bounds of a score as they are printed, or nothing if there are none."""
    return "" if score.low is None or score.high is None else f"{score.low:.3f} … {score.high:.3f}"


def _metrics(report: Report, comparison: Comparison | None) -> Table:
    table = Table(title=f"{len(report.rows)} questions", title_justify="left")
    table.add_column("metric")
    for name in ("mean", "95 % interval", "cases"):
        table.add_column(name, justify="right")
    if comparison:
        table.add_column("against baseline", justify="right")
    for metric, score in report.metrics.items():
        cells = [metric, f"{score.mean:.3f}", interval_text(score), str(score.n)]
        if comparison:
            cells.append(_difference(comparison, metric))
        table.add_row(*cells)
    return table


def _difference(comparison: Comparison, metric: str) -> str:
    change = comparison.changes.get(metric)
    if change is None:
        return ""
    bounds = "" if change.low is None else f" ({change.low:+.3f} … {change.high:+.3f})"
    return f"{change.difference:+.3f}{bounds}"


def _kinds(report: Report) -> Table:
    sizes = {kind: sum(row.kind == kind for row in report.rows) for kind in report.kinds}
    table = Table(title="by kind", title_justify="left")
    table.add_column("metric")
    for kind, size in sizes.items():
        table.add_column(f"{escape(kind)} ({size})", justify="right")
    for metric in report.metrics:
        means = (scores.get(metric) for scores in report.kinds.values())
        table.add_row(metric, *(f"{score.mean:.3f}" if score else "" for score in means))
    return table


def _failed(report: Report) -> Text:
    failed = report.failed
    lines = [f"{len(failed)} of {len(report.rows)} questions failed" + (":" if failed else "")]
    lines += [f"  {row.id}: {'; '.join(row.failures)}" for row in failed[:LISTED]]
    if len(failed) > LISTED:
        lines.append(f"  and {len(failed) - LISTED} more")
    return Text("\n".join(lines))


def _flips(comparison: Comparison) -> Text:
    lists = {
        "failed in the baseline, pass now": comparison.fixed,
        "passed in the baseline, fail now": comparison.broken,
        "not in the baseline": comparison.added,
        "only in the baseline": comparison.removed,
    }
    return Text("\n".join(f"{what}: {', '.join(ids)}" for what, ids in lists.items() if ids))
