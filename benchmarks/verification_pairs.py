"""Measure the verifier on sentences that were written by hand beside quotes of the sample articles.

    python -m benchmarks.verification_pairs [--misses]

The sentences are those of tests/verification_pairs.yaml. Nothing is fitted on them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.sets import ROOT
from qa_assistant.answering.verify import SUPPORTED, Background, BuiltInVerifier
from qa_assistant.config import Config
from qa_assistant.ingest import read_article
from qa_assistant.models import load_reranker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.verify import Verifier
    from qa_assistant.schema import Article

PAIRS = ROOT / "tests" / "verification_pairs.yaml"
PARTS = ("dev", "held-out", "fresh")
AROUND = 300
"""Characters of the article before and after a quote that its reader sees."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and the quote beside it."""

    part: str
    kind: str
    is_proved: bool
    sentence: str
    quote: str
    file: str


def read_pairs() -> list[Pair]:
    """Return the labelled pairs."""
    return [
        Pair(row["part"], kind, label == "proved", sentence, row["quote"], row["file"])
        for row in yaml.safe_load(PAIRS.read_text("utf-8"))
        for label in ("proved", "not proved")
        for kind, sentence in row[label].items()
    ]


@lru_cache(maxsize=64)
def article_of(file: str) -> Article:
    """Return a sample article."""
    return read_article(ROOT / "articles", file)


def support(verifier: Verifier, pair: Pair) -> float:
    """Return how well the quote supports the sentence, where it stands in its article."""
    article = article_of(pair.file)
    text = " ".join(article.text.split())
    at = text.index(pair.quote)
    around = f"{text[max(0, at - AROUND) : at]} {text[at + len(pair.quote) :][:AROUND]}"
    background = Background(f"{article.title} {article.outlet or ''} {around}", article.published)
    return verifier.support(pair.sentence, [pair.quote], [background])


def rates(pairs: Sequence[Pair], supports: Sequence[float]) -> tuple[float, float]:
    """Return the share of proved sentences that are lost, and of the others that are caught."""
    proved = [value for pair, value in zip(pairs, supports, strict=True) if pair.is_proved]
    others = [value for pair, value in zip(pairs, supports, strict=True) if not pair.is_proved]
    return (
        sum(value < SUPPORTED for value in proved) / max(1, len(proved)),
        sum(value < SUPPORTED for value in others) / max(1, len(others)),
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print the sentences that were taken for the other")
    asked = parser.parse_args()
    verifier = BuiltInVerifier(load_reranker(Config().reranker))
    pairs = read_pairs()
    supports = [support(verifier, pair) for pair in pairs]
    table = Table("part", "kind", "proved", "lost", "not proved", "caught")
    for part in PARTS:
        kinds = list(dict.fromkeys(pair.kind for pair in pairs if pair.part == part))
        for kind in ("all", *kinds):
            chosen = [at for at, pair in enumerate(pairs) if pair.part == part and kind in ("all", pair.kind)]
            lost, caught = rates([pairs[at] for at in chosen], [supports[at] for at in chosen])
            proved = sum(pairs[at].is_proved for at in chosen)
            others = len(chosen) - proved
            cells = (f"{lost:.3f}" if proved else "–", str(others), f"{caught:.3f}" if others else "–")
            table.add_row(part, kind, str(proved), *cells)
    Console().print(table)
    for pair, value in zip(pairs, supports, strict=True) if asked.misses else ():
        if (value >= SUPPORTED) != pair.is_proved:
            print(f"{pair.part}, {pair.kind}: {value:.2f}\n    {pair.sentence}\n    {pair.quote}")


if __name__ == "__main__":
    main()
