"""How often what is put in square brackets after a pronoun is right, on labelled sentences of the practice articles.

    python -m benchmarks.brackets [--part dev|checked|test] [--show]

No model runs but spaCy's. `--show` lists every sentence that is not as labelled.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from rich.table import Table

from benchmarks.sets import ROOT
from qa_assistant import ingest
from qa_assistant.answering.brackets import referent
from qa_assistant.answering.citing import Quote
from qa_assistant.answering.mentions import load_parser
from qa_assistant.config import Config
from qa_assistant.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_assistant.answering.brackets import Referent
    from qa_assistant.schema import Passage

LABELS = ROOT / "tests" / "brackets.yaml"
ARTICLES = ROOT / "benchmarks" / "practice"
PARTS = ("dev", "checked", "test")


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled sentence, what was found for it and how long that took."""

    quote: Quote
    accepted: tuple[str, ...] | None
    found: Referent | None
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether what is shown is one of the words accepted; `the` does not count."""
        words = re.sub(r"^the ", "", self.found.words, flags=re.IGNORECASE) if self.found else ""
        return words.lower() in {accepted.lower() for accepted in self.accepted or ()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brackets", description="Check the words in brackets.")
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--show", action="store_true", help="list what is not as labelled")
    options = parser.parse_args(arguments)
    load_parser()
    rows = list(_rows(options.part))
    terminal = Terminal()
    for row in rows if options.show else ():
        if (row.found or row.accepted) and not row.is_right:
            said = f"[{row.found.words}]" if row.found else "–"
            terminal.out.print(
                f"{'wrong' if row.found else 'none':<6}{said} for {row.accepted}: {row.quote.words[:90]}"
            )
    terminal.out.print(_table(options.part, rows))
    return 0


def _table(part: str, rows: Sequence[Row]) -> Table:
    table = Table(title=f"words in brackets, {part} part", title_justify="left")
    for name in ("pronouns", "sentences", "with a referent", "shown", "right", "precision", "coverage", "ms"):
        table.add_column(name, justify="left" if name == "pronouns" else "right")
    people = [row for row in rows if _is_of_people(row)]
    for name, chosen in (("he, she", people), ("it, they", [row for row in rows if row not in people]), ("all", rows)):
        clear = [row for row in chosen if row.accepted]
        shown = [row for row in chosen if row.found]
        right = sum(row.is_right for row in shown)
        milliseconds = 1000 * sum(row.seconds for row in chosen) / max(1, len(chosen))
        precision, coverage = right / max(1, len(shown)), right / max(1, len(clear))
        figures = (len(chosen), len(clear), len(shown), right)
        table.add_row(name, *map(str, figures), f"{precision:.3f}", f"{coverage:.3f}", f"{milliseconds:.1f}")
    return table


def _is_of_people(row: Row) -> bool:
    first = re.search(r"\b(?:he|she|his|hers?|it|its|they|their)\b", row.quote.words, re.IGNORECASE)
    return first is not None and first[0].lower() in ("he", "she", "his", "her", "hers")


def _rows(part: str) -> Iterator[Row]:
    for label in read_labels(part):
        quote = find_quote(label["file"], label["begins"])
        start = time.perf_counter()
        found = referent(quote)
        yield Row(quote, tuple(label["means"]) if label["means"] else None, found, time.perf_counter() - start)


def read_labels(part: str) -> list[dict[str, Any]]:
    """Return the labelled sentences of a part: `file`, `begins` and `means` of each."""
    labels: list[dict[str, Any]] = yaml.safe_load(LABELS.read_text("utf-8"))[part]
    return labels


def find_quote(file: str, begins: str) -> Quote:
    """Return the sentence that begins so, in the first passage that holds it."""
    quotes = [Quote(passage, span) for passage in _passages(file) for span in passage.sentences]
    return next(quote for quote in quotes if quote.words.startswith(begins))


def _passages(file: str) -> list[Passage]:
    config = Config()
    article = ingest.read_article(ARTICLES, file)
    return ingest.split_article(article, passage_words=config.passage_words, passage_overlap=config.passage_overlap)


if __name__ == "__main__":
    sys.exit(main())
