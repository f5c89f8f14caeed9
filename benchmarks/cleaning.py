"""How much of the articles in pages is found, and how much else: `python -m benchmarks.cleaning`.

Two things are compared, word by word: the text of the public cases with the text that is expected there, and the
sentences that may be quoted from the project's sample pages with their prose. A word counts as often as it occurs, a
paragraph that is repeated only once. What is prose in the sample pages was judged by hand: all lines that people see
but those named in `NOT_PROSE`.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_assistant.ingest import read_article
from qa_assistant.ingest.readers.page import paragraphs, parse_page
from qa_assistant.ingest.splitting import quotable_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT.parent / "shared/data/html_cases"
PAGES = ROOT / "articles"

_EVERYWHERE = ("- ", "By ", "©", "Copyright", "Most ")
NOT_PROSE = {
    "brussels-clears-velkar-aid.html": ("Brussels clears", "Share this story", "The Brussels Docket is"),
    "courier-port-pay-deal.html": ("Tarnmouth Courier", "Tarnmouth dockers to return", "(Reporting"),
    "cutler-bend-flood-tribune.html": (
        *(
            "We and our",
            "Accept all",
            "Idaho Valley",
            "Home ›",
            "'It sounded like a train': Cutler",
            "A pickup truck rests",
        ),
        *(
            "Advertisement",
            "Volunteers carry",
            "Related",
            "Get the Morning",
            "Sign ",
            "Leave",
            "Your email",
            "Post comment",
        ),
        "I heard it was",
    ),
    "port-talks-collapse.html": ("Coastline Post", "Tarnmouth port talks collapse"),
    "spillway-bond-vote.html": ("Ansel County Sentinel", "County backs", "Draft two", "Tags:", "The Sentinel has"),
    "velkar-gamble-ledger.html": ("The Continental Ledger", "Markets Companies", "Velkar’s Portuguese gamble"),
}
"""How the lines begin that are no prose of the article: navigation, headlines, captions, what is hidden."""


@dataclass(frozen=True)
class Score:
    """Words found and expected."""

    found: Counter[str]
    expected: Counter[str]

    @property
    def precision(self) -> float:
        """Return the share of the words found that were expected."""
        return (self.found & self.expected).total() / max(self.found.total(), 1)

    @property
    def recall(self) -> float:
        """Return the share of the words expected that were found."""
        return (self.found & self.expected).total() / max(self.expected.total(), 1)

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.expected + other.expected)


def _words(lines: list[str]) -> Counter[str]:
    return Counter(" ".join(dict.fromkeys(lines)).split())


def _lines(page: Path) -> list[str]:
    tree = parse_page(page.read_text("utf-8"))
    body = tree.find(".//body") if tree is not None else None
    return [] if body is None else [" ".join(line.split()) for line in paragraphs(body)]


def cases() -> Iterator[tuple[str, Score]]:
    """Yield the public cases: the whole text against the one expected, both without marks of lists and headings."""
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        found = [" ".join(line.split()) for line in read_article(case, "source.html").text.split("\n\n")]
        yield case.name, Score(_words(found), _words(_lines(case / "expected.html")))


def pages() -> Iterator[tuple[str, Score]]:
    """Yield the sample pages: the quotable sentences against the prose."""
    for name, no_prose in NOT_PROSE.items():
        article = read_article(PAGES, name)
        quotes = [article.text[start:end] for start, end in quotable_sentences(article)]
        prose = [line for line in _lines(PAGES / name) if not line.startswith((*no_prose, *_EVERYWHERE))]
        yield name, Score(_words(quotes), _words(prose))


def report(title: str, scores: list[tuple[str, Score]]) -> None:
    """Print a table, and the total of it."""
    print(f"{title:<42} precision  recall  words expected")
    total = Score(Counter(), Counter())
    for name, score in scores:
        total += score
        print(f"{name:<42} {score.precision:9.3f} {score.recall:7.3f} {score.expected.total():8}")
    print(f"{'all':<42} {total.precision:9.3f} {total.recall:7.3f} {total.expected.total():8}\n")


def main() -> int:
    """Print both tables."""
    if CASES.is_dir():
        report("public cases, text", list(cases()))
    else:
        print(f"no {CASES.name}: the public cases are left out", file=sys.stderr)
    report("sample pages, quotable sentences", list(pages()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
