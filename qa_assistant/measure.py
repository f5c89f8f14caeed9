"""What `qa-assistant evaluate` does: ask a question set, hold the run against floors and baseline, write it down."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_assistant import evaluation
from qa_assistant.errors import ConfigError, IndexMismatchError, IndexNotBuiltError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from qa_assistant.config import Config
    from qa_assistant.evaluation import Comparison, Miss, Report
    from qa_assistant.surroundings import TerminalAssistant
    from qa_assistant.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is held against."""

    floors: dict[str, float]
    baseline: Report | None

    @classmethod
    def read(cls, fail_under: Sequence[str], baseline: Path | None) -> Wanted:
        """Read floors written as `answer_match=0.8`, and a run that `--json` wrote.

        Raises:
            ConfigError: a floor is not of that form, or the file is no such run.
        """
        return cls(evaluation.read_floors(fail_under), _read_run(baseline) if baseline else None)


def check_writable(*files: Path | None) -> None:
    """Raise a ConfigError now, rather than after the last question, where a file could not be written."""
    for file in files:
        if file and not file.parent.is_dir():
            raise ConfigError(f"{file}: there is no folder {file.parent}; create it, or name another file")
        if file and file.is_dir():
            raise ConfigError(f"{file}: is a folder; name a file in it")
        if file and not os.access(file if file.exists() else file.parent, os.W_OK):
            raise ConfigError(f"{file}: may not be written; name another file")


@dataclass(frozen=True, slots=True)
class Measured:
    """A run beside what it is held against."""

    title: str
    report: Report
    comparison: Comparison | None
    misses: tuple[Miss, ...]

    @property
    def is_unanswered(self) -> bool:
        """Whether every question ended in an error."""
        return len(self.report.errors) == len(self.report.rows)

    def table(self) -> RenderableType:
        """Return what is shown in the terminal."""
        return evaluation.render_table(self.report, comparison=self.comparison, misses=self.misses)

    def write(self, json_file: Path | None, html_file: Path | None) -> None:
        """Write the run, and the page about it, to the files that are given.

        Raises:
            ConfigError: a file cannot be written.
        """
        if json_file:
            _write(json_file, json.dumps(self.report.to_dict(), indent=2) + "\n")
        if html_file:
            _write(html_file, evaluation.render_html(self.report, title=self.title, comparison=self.comparison))


def measure(
    assistant: TerminalAssistant, config: Config, questions: Path, wanted: Wanted, terminal: Terminal
) -> Measured:
    """Ask all questions of a set, showing progress.

    Raises:
        EvalCaseError: something in the question set is wrong.
        IndexNotBuiltError: nothing was indexed yet.
        IndexMismatchError: what was indexed goes with other settings.
        ConfigError: a floor is about more passages than an answer keeps.
    """
    deepest = max(evaluation.depths_of(wanted.floors), default=0)
    if deepest > config.passages_kept:
        raise ConfigError(
            f"a floor at {deepest} is about more passages than the {config.passages_kept} an answer keeps; "
            f"set QA_PASSAGES_KEPT={deepest}"
        )

    def read(file: str) -> str:
        return assistant.article(file).text

    cases = evaluation.load_cases(questions, read)
    depths = sorted({*evaluation.DEFAULT_DEPTHS, *evaluation.depths_of(wanted.floors)})
    with terminal.progress() as progress:
        report = evaluation.evaluate(
            assistant.ask,
            cases,
            read=read,
            depths=depths,
            fatal=(IndexNotBuiltError, IndexMismatchError, ConfigError),
            progress=lambda done, total: progress("ask", done, total),
            about=_about(questions, config),
        )
    comparison = evaluation.compare(report, wanted.baseline) if wanted.baseline else None
    return Measured(questions.name, report, comparison, evaluation.misses(report, wanted.floors))


def _about(questions: Path, config: Config) -> dict[str, str]:
    return {
        "questions": str(questions),
        "articles": str(config.articles_dir),
        "embedder": config.embedder,
        "reranker": config.reranker,
        "language model": config.llm_model or config.llm or "none",
        "date": date.today().isoformat(),
    }


def _read_run(path: Path) -> Report:
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; give a run that `evaluate --json` wrote")
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); give a run that `evaluate --json` wrote") from error
    return evaluation.Report.from_dict(value)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}; name another file") from error
