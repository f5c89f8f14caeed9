"""How often the words marked as the direct answer are right, on sentences that hold an accepted answer.

    python -m benchmarks.marking [--half dev|test]

No model runs: a question's sentence is the first of its evidence that holds an accepted answer.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.sets import ROOT, SAMPLES, load_set
from qa_assistant import ingest
from qa_assistant.answering.marking import direct_answer
from qa_assistant.evaluation.normalise import contains
from qa_assistant.schema import Article
from qa_assistant.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.sets import BenchmarkSet
    from qa_assistant.evaluation import EvalCase

SETS = ("xquad", "squad2_500", SAMPLES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marking", description="Check the marked words.")
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    half = parser.parse_args(arguments).half
    table = Table(title=f"words marked as the answer, {half} halves", title_justify="left")
    for name in ("set", "questions", "marked", "of these right"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name in SETS:
        chosen = load_set(name)
        verdicts = list(_verdicts(chosen, chosen.of_half(half)))
        marked = [verdict for verdict in verdicts if verdict is not None]
        right = f"{sum(marked) / len(marked):.3f}" if marked else "–"
        table.add_row(name, str(len(verdicts)), f"{len(marked) / len(verdicts):.3f}", right)
    Terminal().out.print(table)
    return 0


def _verdicts(chosen: BenchmarkSet, cases: Sequence[EvalCase]) -> Iterator[bool | None]:
    """Yield for each question whether what is marked in its sentence is right; None where nothing is marked."""
    sentences = _sentences(chosen)
    for case in cases:
        accepted = case.answers or ()
        files = [file for entry in case.evidence for file in entry.files]
        holding = [
            text for file in files for text in sentences[file] if any(contains(text, answer) for answer in accepted)
        ]
        if not holding:
            continue
        span = direct_answer(case.question, holding[0])
        if span is None:
            yield None
            continue
        marked = holding[0][slice(*span)]
        yield any(contains(marked, answer) or contains(answer, marked) for answer in accepted)


def _sentences(chosen: BenchmarkSet) -> Mapping[str, list[str]]:
    if chosen.documents:
        articles = [Article(document.file, document.text, document.title) for document in chosen.documents]
    else:
        articles = [ingest.read_article(ROOT / "articles", file) for file in ingest.list_articles(ROOT / "articles")]
    return {article.file: _of(article) for article in articles}


def _of(article: Article) -> list[str]:
    passages = ingest.split_article(article, passage_words=180, passage_overlap=0)
    return [" ".join(article.text[start:end].split()) for passage in passages for start, end in passage.sentences]


if __name__ == "__main__":
    sys.exit(main())
