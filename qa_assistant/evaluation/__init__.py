"""Measure anything that answers questions: cases in, a report out."""

from qa_assistant.evaluation.cases import EvalCase, Evidence, Reader, Standalone, check_cases
from qa_assistant.evaluation.comparison import (
    Change,
    Comparison,
    Miss,
    compare,
    depths_of,
    misses,
    read_floors,
)
from qa_assistant.evaluation.formats import (
    Document,
    QuestionSet,
    read_beir,
    read_multihop_rag,
    read_squad,
    write_articles,
)
from qa_assistant.evaluation.html_page import render_html
from qa_assistant.evaluation.intervals import RiskCoverage, interval, risk_coverage
from qa_assistant.evaluation.loading import load_cases, load_question_set
from qa_assistant.evaluation.metrics import DEFAULT_DEPTHS, scores
from qa_assistant.evaluation.report import Cited, Expected, Report, Row, Score
from qa_assistant.evaluation.run import Asker, evaluate
from qa_assistant.evaluation.table import render_table

__all__ = [
    "DEFAULT_DEPTHS",
    "Asker",
    "Change",
    "Cited",
    "Comparison",
    "Document",
    "EvalCase",
    "Evidence",
    "Expected",
    "Miss",
    "QuestionSet",
    "Reader",
    "Report",
    "RiskCoverage",
    "Row",
    "Score",
    "Standalone",
    "check_cases",
    "compare",
    "depths_of",
    "evaluate",
    "interval",
    "load_cases",
    "load_question_set",
    "misses",
    "read_beir",
    "read_floors",
    "read_multihop_rag",
    "read_squad",
    "render_html",
    "render_table",
    "risk_coverage",
    "scores",
    "write_articles",
]
