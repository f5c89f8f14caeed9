"""Show a report as one HTML page that needs nothing else."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from qa_assistant.evaluation.metrics import NOT_SHARES
from qa_assistant.evaluation.table import interval_text

if TYPE_CHECKING:
    from qa_assistant.evaluation.comparison import Comparison
    from qa_assistant.evaluation.report import Report

BAR_WIDTH = 160
"""Pixels that stand for 1."""


def render_html(report: Report, *, title: str = "Evaluation", comparison: Comparison | None = None) -> str:
    """Return the report as a self-contained page: no scripts, nothing loaded, light or dark as the reader has it.

    Everything that comes from questions, answers and articles is escaped.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files(__package__).joinpath("report.html").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        title=title,
        comparison=comparison,
        sizes={kind: sum(row.kind == kind for row in report.rows) for kind in report.kinds},
        interval=interval_text,
        not_shares=NOT_SHARES,
        width=BAR_WIDTH,
    )
