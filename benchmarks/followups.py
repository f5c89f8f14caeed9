"""How well follow-up questions are understood, and what that does to the answers.

    python -m benchmarks.followups [--half dev|test] [--rewrites-only | --search-only | --new-topics] [--show]
                                   [--json OUT] [--store DIR]

Each follow-up of `tests/conversations.yaml` is asked three times: as it stands, as the assistant rewrites it from the
turns before, and as it was meant, which is the limit. A rewrite is right when it names what it needs to name and
nothing that belongs to another turn. `--rewrites-only` needs no model and takes seconds; `--search-only` looks at what
the two searches find, without reranking and answers. `--new-topics` asks questions of other sets after conversations
that they have nothing to do with, and counts those that are left as they are. `--show` lists the rewrites that are
wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.bench import open_bench, sync
from benchmarks.sets import CONVERSATIONS, SAMPLES, load_set
from qa_assistant.answering.followups import standalone
from qa_assistant.errors import QAAssistantError
from qa_assistant.evaluation import evaluate
from qa_assistant.schema import Answer
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.bench import Bench
    from benchmarks.sets import Half
    from qa_assistant.evaluation import EvalCase, Report
    from qa_assistant.schema import Turn

AS_ASKED, REWRITTEN, AS_MEANT = "as asked", "rewritten", "as meant"
MOST = 300
"""Questions of a set on new topics."""
FOUND = ("evidence_recall@1", "evidence_recall@10")
ANSWERED = ("answer_match", *FOUND, "citation_recall", "wrong_refusals")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    try:
        cases = load_set(CONVERSATIONS).of_half(options.half)
        if options.new_topics:
            terminal.out.print(new_topic_table(cases, options.half))
            return 0
        written = rewrites(cases)
        terminal.out.print(rewrite_table(cases, written, options.half))
        if options.show:
            _show(cases, written, terminal)
        if options.rewrites_only:
            return 0
        bench = open_bench(CONVERSATIONS, options.store)
        sync(bench, terminal)
        ask = _search(bench) if options.search_only else bench.assistant.ask
        reports = measure(bench, ask, cases, written, terminal)
    except QAAssistantError as error:
        terminal.complain(str(error))
        return 2
    terminal.out.print(answer_table(reports, FOUND if options.search_only else ANSWERED, options.half))
    if options.json:
        found = {way: report.to_dict() for way, report in reports.items()}
        options.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    errors = [row.error for report in reports.values() for row in report.rows if row.error]
    if errors:
        terminal.complain(f"{len(errors)} questions failed, so the figures say nothing; the first: {errors[0]}")
    return int(bool(errors))


def rewrites(cases: Sequence[EvalCase]) -> dict[str, dict[str, str]]:
    """Return, for every way to ask, the question to search for by the case's id."""
    return {
        AS_ASKED: {case.id: case.question for case in cases},
        REWRITTEN: {case.id: standalone(case.question, case.history) for case in cases},
        AS_MEANT: {case.id: case.standalone.question for case in cases if case.standalone},
    }


def rewrite_table(cases: Sequence[EvalCase], written: Mapping[str, Mapping[str, str]], half: str) -> Table:
    """Return the share of questions that say what they mean, by way of asking and kind of follow-up."""
    table = Table(title=f"follow-ups that say what they mean, {half} half", title_justify="left")
    for name in ("kind", "turns", *written):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for kind in [*sorted({case.kind for case in cases}), "all"]:
        chosen = [case for case in cases if kind in (case.kind, "all")]
        shares = (_share(_is_met(case, questions[case.id]) for case in chosen) for questions in written.values())
        table.add_row(kind, str(len(chosen)), *(f"{share:.3f}" for share in shares))
    return table


def new_topic_table(cases: Sequence[EvalCase], half: Half) -> Table:
    """Return how many questions of other sets stay as they are after the turns of a conversation on something else."""
    table = Table(title=f"questions on new topics, {half} half", title_justify="left")
    for name in ("set", "questions", "left as they are"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name in (SAMPLES, "xquad", "squad2_500"):
        asked = [case for case in load_set(name).of_half(half, MOST) if not case.history]
        kept = [
            standalone(one.question, _unrelated(one, number, cases)) == one.question for number, one in enumerate(asked)
        ]
        table.add_row(name, str(len(asked)), f"{_share(kept):.3f}")
    return table


def _unrelated(asked: EvalCase, number: int, cases: Sequence[EvalCase]) -> tuple[Turn, ...]:
    """Return the turns of a conversation that rests on other files; the next question gets those of the next one."""
    others = [case for case in cases if not _files(asked) & _files(case)]
    return others[number % len(others)].history


def _files(case: EvalCase) -> set[str]:
    return {file for entry in case.evidence for file in entry.files}


def measure(
    bench: Bench,
    ask: Callable[[str], Answer],
    cases: Sequence[EvalCase],
    written: Mapping[str, Mapping[str, str]],
    terminal: Terminal,
) -> dict[str, Report]:
    """Ask every case in every way; the same words are asked once."""
    ask = cache(ask)
    located = bench.located(cases)
    reports = {}
    with terminal.progress() as progress:
        for way, questions in written.items():

            def bar(done: int, total: int, way: str = way) -> None:
                progress(way, done, total)

            asker = _instead(ask, {(case.question, case.history): questions[case.id] for case in cases})
            reports[way] = evaluate(asker, located, read=bench.read, progress=bar)
    return reports


def answer_table(reports: Mapping[str, Report], metrics: Sequence[str], half: str) -> Table:
    """Return what is found or answered, by way of asking."""
    table = Table(title=f"answers to follow-ups, {half} half", title_justify="left")
    for name in ("asked", "turns", *metrics):
        table.add_column(name, justify="left" if name == "asked" else "right")
    for way, report in reports.items():
        values = [[row.metrics[name] for row in report.rows if name in row.metrics] for name in metrics]
        table.add_row(way, str(len(report.rows)), *(f"{_share(found):.3f}" for found in values))
    return table


def _search(bench: Bench) -> Callable[[str], Answer]:
    """Return what takes the passages that both searches find for an answer."""
    retriever = bench.parts.get().retriever

    def search(question: str) -> Answer:
        return Answer(question, question, passages=tuple(retriever.retrieve(question, filters=None).passages))

    return search


def _instead(
    ask: Callable[[str], Answer], questions: Mapping[tuple[str, tuple[Turn, ...]], str]
) -> Callable[[str, Sequence[Turn]], Answer]:
    return lambda question, history: ask(questions[question, tuple(history)])


def _is_met(case: EvalCase, question: str) -> bool:
    return case.standalone is not None and case.standalone.is_met_by(question)


def _share(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _show(cases: Sequence[EvalCase], written: Mapping[str, Mapping[str, str]], terminal: Terminal) -> None:
    for case in cases:
        if not _is_met(case, rewritten := written[REWRITTEN][case.id]):
            terminal.out.print(f"{case.id} {case.kind}: {case.question}\n  got   {rewritten}", markup=False)
            terminal.out.print(f"  meant {written[AS_MEANT][case.id]}", markup=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.followups", description="Ask follow-up questions.")
    parser.add_argument("--half", choices=("dev", "test"), default="test", help="default: test")
    less = parser.add_mutually_exclusive_group()
    less.add_argument("--rewrites-only", action="store_true", help="search and answer nothing")
    less.add_argument("--new-topics", action="store_true", help="count what is left alone after another conversation")
    less.add_argument("--search-only", action="store_true", help="search, but neither rerank nor answer")
    parser.add_argument("--show", action="store_true", help="list the rewrites that are wrong")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the reports")
    parser.add_argument("--store", type=Path, metavar="DIR", help="default: build/benchmarks/conversations")
    return parser


if __name__ == "__main__":
    sys.exit(main())
