"""Run cases through anything that answers questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

from qa_assistant.evaluation.metrics import DEFAULT_DEPTHS, scores
from qa_assistant.evaluation.report import Cited, Expected, Report, Row
from qa_assistant.schema import Answer, Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa_assistant.evaluation.cases import EvalCase, Reader
    from qa_assistant.schema import Turn


class Asker(Protocol):
    """Answers a question; `Assistant.ask` is one.

    A case with filters, or a day on which it is asked, passes them as `filters=` and `asked_on=` besides; an asker
    that does not take these can only be measured on cases without.
    """

    def __call__(self, question: str, history: Sequence[Turn], /) -> Answer:
        """Return the answer to `question`, asked after `history`."""
        ...


def evaluate(  # options, by keyword only
    ask: Asker,
    cases: Sequence[EvalCase],
    *,
    read: Reader | None = None,
    depths: Sequence[int] = DEFAULT_DEPTHS,
    threads: int = 1,
    fatal: tuple[type[Exception], ...] = (),
    progress: Callable[[int, int], None] | None = None,
    about: Mapping[str, str] | None = None,
) -> Report:
    """Ask every case and return the report, its rows in the order of the cases.

    An exception raised by `ask` becomes the `error` of its row; the row is scored like an answer that says nothing.
    One of the kinds `fatal`, after which no other question could be answered either, is raised.
    `read` returns an article's text and is needed for `citation_exact`. `depths` are the k of `hit_rate@k` and its
    like. With more than one of `threads`, `ask` is called from several at once. `progress` is called in this thread
    with the number of cases done and of all cases, first with 0.
    """
    rows: list[Row] = []

    def row(case: EvalCase) -> Row:
        return _row(ask, case, read, depths, fatal)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(threads)) if threads > 1 else None
        results = pool.map(row, cases) if pool else map(row, cases)
        if progress:
            progress(0, len(cases))
        for result in results:
            rows.append(result)
            if progress:
                progress(len(rows), len(cases))
    return Report(tuple(rows), dict(about or {}))


def _row(
    ask: Asker, case: EvalCase, read: Reader | None, depths: Sequence[int], fatal: tuple[type[Exception], ...]
) -> Row:
    error = None
    try:
        answer = _ask(ask, case)
    except fatal:
        raise
    except Exception as raised:  # noqa: BLE001  # whatever a foreign system raises is a result, and is in the row
        error = f"{type(raised).__name__}: {raised}"
        answer = Answer(case.question, "")
    return Row(
        id=case.id,
        kind=case.kind,
        question=case.question,
        metrics=scores(case, answer, read=read, depths=depths),
        expected=case.answers,
        evidence=tuple(Expected(entry.files, entry.quote) for entry in case.evidence),
        asked_with=_circumstances(case),
        standalone_question=answer.standalone_question,
        answer=answer.text,
        refused=answer.refused,
        reason=answer.reason,
        citations=tuple(Cited(c.number, c.file, c.start, c.end, c.quote) for c in answer.citations),
        conflicts=tuple(conflict.summary for conflict in answer.conflicts),
        retrieved=tuple(passage.file for passage in answer.passages),
        error=error,
    )


def _circumstances(case: EvalCase) -> dict[str, str]:
    filters = case.filters or Filters()
    values = {
        "asked after": " ".join(turn.question for turn in case.history),
        "asked on": case.asked_on,
        "published after": filters.after,
        "published before": filters.before,
        "outlets": ", ".join(filters.outlets or ()),
        "files": ", ".join(filters.files or ()),
    }
    return {name: str(value) for name, value in values.items() if value}


def _ask(ask: Callable[..., Any], case: EvalCase) -> Answer:
    options = {"filters": case.filters, "asked_on": case.asked_on}
    answer = ask(case.question, case.history, **{name: value for name, value in options.items() if value is not None})
    if not isinstance(answer, Answer):
        raise TypeError(f"expected an Answer, got {type(answer).__name__}")
    return answer
