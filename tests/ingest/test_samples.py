"""The sample articles: metadata and text of every one, judged from the file itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_assistant.ingest import list_articles, read_article, split_article
from qa_assistant.ingest.splitting import quotable_sentences

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = {
    "2025-07-04-harbour-strike.txt": (
        "Tarnmouth port strike ends with two-year pay deal",
        "Meridian",
        None,
        date(2025, 7, 4),
    ),
    "brussels-clears-velkar-aid.html": (
        "Brussels clears aid for Sorna battery plant, but trims it",
        "The Brussels Docket",
        "Femke Aerts",
        date(2025, 10, 2),
    ),
    "courier-port-pay-deal.html": (
        "Tarnmouth dockers to return as 25-day strike ends in pay deal",
        "Tarnmouth Courier",
        "Meridian Press",
        date(2025, 7, 4),
    ),
    "cutler-bend-flood-tribune.html": (
        "'It sounded like a train': Cutler Bend wakes to ruin",
        "Idaho Valley Tribune",
        "Ethan Marsh",
        date(2025, 9, 15),
    ),
    "cutler-bend-schools-reopen.txt": (
        "Cutler Bend schools to open Monday as tap water is cleared",
        "Gemline",
        "Dana Whitlock",
        date(2025, 9, 19),
    ),
    "dockers-vote-result.txt": (
        "Tarnmouth dockers back pay deal by more than two to one",
        "Coastline Post",
        "Priya Nair",
        date(2025, 7, 18),
    ),
    "eastern-register-dockers-deal.md": (
        "Dockers and harbour bosses shake hands on Tarnmouth pay",
        "Eastern Register",
        "Register staff and Meridian Press",
        date(2025, 7, 5),
    ),
    "harbour-freight-weekly-29.md": (
        "Rotterdam keeps the boxes as Tarnmouth digs itself out",
        "Harbour & Freight Weekly",
        "Wouter van Dalen",
        date(2025, 7, 11),
    ),
    "how-a-cell-is-made.txt": ("How a battery cell is made, step by step", None, None, None),
    "opinion-price-of-a-quiet-quay.md": (
        "The price of a quiet quay",
        "Eastern Register",
        "Edmund Farrell",
        date(2025, 7, 8),
    ),
    "port-talks-collapse.html": (
        "Tarnmouth port talks collapse after nine hours",
        "Coastline Post",
        "Priya Nair",
        date(2025, 6, 20),
    ),
    "pruitt-dam-findings.md": (
        "A chain, a phone and a postponed repair: what engineers found at Pruitt Dam",
        "Mountain West Report",
        "Leah Abernathy",
        date(2025, 9, 24),
    ),
    "pruitt-dam-flood.txt": (
        "Three dead, thousands flee as gate fails at Idaho dam",
        "Gemline",
        "Dana Whitlock and Luis Ortega",
        date(2025, 9, 14),
    ),
    "pruitt-dam-toll-corrected.md": (
        "Two, not three, died in Pruitt Dam flood, sheriff says",
        "Gemline",
        "Luis Ortega",
        date(2025, 9, 16),
    ),
    "sorna-water-meeting.txt": (
        "“Show us the meter”: residents question Velkar over water",
        "Correio da Sorna",
        "Inês Falcão",
        date(2025, 6, 12),
    ),
    "spillway-bond-vote.html": (
        "County backs $38 million bond for new Pruitt spillway",
        "Ansel County Sentinel",
        "Beth Kowalczyk",
        date(2025, 9, 30),
    ),
    "twenty-five-days-on-quay-four.md": (
        "Twenty-five days on Quay Four",
        "The Saltmarsh Review",
        "Hester Lindqvist",
        date(2025, 9, 6),
    ),
    "velkar-delay.md": (
        "Velkar puts back Portuguese battery plant as investor walks away",
        "Iberia Business Daily",
        "Sofia Almada",
        date(2025, 8, 27),
    ),
    "velkar-gamble-ledger.html": (
        "Velkar's Portuguese gamble: cheap power, public money and one big customer",
        "The Continental Ledger",
        "Klara Weidemann",
        date(2025, 5, 23),
    ),
    "velkar-sorna-signing.txt": (
        "Norway’s Velkar picks Portuguese town for €2.4 billion battery plant",
        "Iberia Business Daily",
        "Duarte Reis and Sofia Almada",
        date(2025, 5, 22),
    ),
}


def test_every_sample_is_judged_here(samples: Path) -> None:
    assert list_articles(samples) == sorted(SAMPLES)


@pytest.mark.parametrize("file", SAMPLES)
def test_metadata(samples: Path, file: str) -> None:
    article = read_article(samples, file)

    assert (article.title, article.outlet, article.author, article.published) == SAMPLES[file]


@pytest.mark.parametrize("file", SAMPLES)
def test_passages_are_exact(samples: Path, file: str) -> None:
    article = read_article(samples, file)

    passages = split_article(article, passage_words=180, passage_overlap=30)

    assert all(passage.text == article.text[passage.start : passage.end] for passage in passages)
    assert sorted({span for passage in passages for span in passage.sentences}) == quotable_sentences(article)


@pytest.mark.parametrize(
    ("file", "junk"),
    [
        ("2025-07-04-harbour-strike.txt", "Ferry fares to rise"),
        ("2025-07-04-harbour-strike.txt", "(Meridian) -"),
        ("brussels-clears-velkar-aid.html", "Share this story"),
        ("brussels-clears-velkar-aid.html", "All rights reserved"),
        ("courier-port-pay-deal.html", "Reporting by"),
        ("courier-port-pay-deal.html", "Contact the newsdesk"),
        ("cutler-bend-flood-tribune.html", "214 partners"),
        ("cutler-bend-flood-tribune.html", "Photo by"),
        ("cutler-bend-flood-tribune.html", "flood insurance"),
        ("cutler-bend-flood-tribune.html", "newsletter"),
        ("cutler-bend-flood-tribune.html", "ten people dead"),
        ("cutler-bend-flood-tribune.html", "potato rolls"),
        ("cutler-bend-schools-reopen.txt", "A school bus stands in the mud"),
        ("cutler-bend-schools-reopen.txt", "Required fields"),
        ("dockers-vote-result.txt", "Watch: How a container"),
        ("dockers-vote-result.txt", "02:14"),
        ("opinion-price-of-a-quiet-quay.md", "views expressed"),
        ("port-talks-collapse.html", "Seal pup"),
        ("pruitt-dam-flood.txt", "contributed to this report"),
        ("spillway-bond-vote.html", "Draft two, not for publication"),
        ("spillway-bond-vote.html", "555-0142"),
        ("twenty-five-days-on-quay-four.md", "## "),
        ("velkar-gamble-ledger.html", "Reproduction only"),
    ],
)
def test_junk_is_not_quotable(samples: Path, file: str, junk: str) -> None:
    article = read_article(samples, file)

    assert not any(junk in article.text[start:end] for start, end in quotable_sentences(article))
