"""What every threshold of refusing would do: how sure the assistant was of each question, and what it would say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from rich.table import Table

from qa_assistant.answering.quoting import Evidence, QuoteAnswerer
from qa_assistant.evaluation import RiskCoverage, risk_coverage
from qa_assistant.evaluation.normalise import contains

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.answering.citing import OriginLookup, Statement
    from qa_assistant.assistant import Assistant
    from qa_assistant.config import Config
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.parts import Parts
    from qa_assistant.schema import Answer, Passage, Turn

THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
BINS = 10
"""Ranges of support that are compared with the share of answerable questions in them."""
COLOURS = ("#1f5fa8", "#b4451f", "#2f7d3b", "#7a3f9d", "#8a6d00")
WIDTH, HEIGHT, MARGIN = 560, 360, 56


class Watched(QuoteAnswerer):
    """Quote mode that remembers what it last made of a question. The seam: `Parts.quoting`."""

    weighed: Evidence | None = None

    @classmethod
    def into(cls, parts: Parts, config: Config) -> Parts:
        """Return the parts with a watched quote mode; for `open_bench(change=…)`."""
        return replace(parts, quoting=cls(parts.reranker.reranker, max_sentences=config.max_sentences))

    def weigh(self, question: str, passages: Sequence[Passage], nearest: float) -> Evidence:
        """Score the sentences of the best passages, and remember the result."""
        self.weighed = super().weigh(question, passages, nearest)
        return self.weighed


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure the assistant was that the articles answer a question (0…1), and what refusing it would have been."""

    support: float
    is_answerable: bool
    would_match: bool
    """Whether the answer, refused or not, holds an accepted string."""


class JudgingAsker:
    """`Assistant.ask`, which besides keeps the support of each question and its answer below the threshold.

    The answer handed on is the assistant's own, so the report is that of the product.
    """

    def __init__(self, assistant: Assistant, watched: Watched, origins: OriginLookup) -> None:
        self._assistant = assistant
        self._watched = watched
        self._origins = origins
        self.heard: list[tuple[float, str]] = []
        """Support and the whole answer of each question, in the order asked."""

    def __call__(self, question: str, history: Sequence[Turn] = (), /, **options: Any) -> Answer:
        """Return the assistant's answer."""
        self._watched.weighed = None
        try:
            return self._assistant.ask(question, history, **options)
        finally:
            evidence = self._watched.weighed
            statements: list[Statement] = self._watched.answer(evidence, self._origins) if evidence else []
            said = " ".join(statement.text for statement in statements)
            self.heard.append((evidence.support if evidence else 0.0, said))

    def judged(self, cases: Sequence[EvalCase]) -> list[Judged]:
        """Return what was heard beside what was expected; `cases` are those asked, in order."""
        return [
            Judged(support, bool(case.answers), any(contains(said, accepted) for accepted in case.answers or ()))
            for case, (support, said) in zip(cases, self.heard, strict=True)
            if case.is_answerable is not None
        ]


def auc(judged: Sequence[Judged]) -> float:
    """Return the probability that an answerable question has more support than one that is not."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    return float(roc_auc_score([one.is_answerable for one in judged], [one.support for one in judged]))


def brier(judged: Sequence[Judged]) -> float:
    """Return the mean squared distance of the support from what was so: 0 is perfect, always saying ½ gives .25."""
    return sum((one.support - one.is_answerable) ** 2 for one in judged) / len(judged)


def reliability(judged: Sequence[Judged], bins: int = BINS) -> list[tuple[float, float, int]]:
    """Return for each tenth of the support that has questions: mean support, share answerable, number of questions."""
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(min(bins - 1, int(one.support * bins)), []).append(one)
    return [
        (
            sum(one.support for one in group) / len(group),
            sum(one.is_answerable for one in group) / len(group),
            len(group),
        )
        for _, group in sorted(groups.items())
    ]


def calibration_error(judged: Sequence[Judged], bins: int = BINS) -> float:
    """Return the expected calibration error: how far support and share answerable lie apart, by tenths of support."""
    groups = reliability(judged, bins)
    return sum(count * abs(said - so) for said, so, count in groups) / len(judged)


def refusal_rates(judged: Sequence[Judged], threshold: float) -> tuple[float, float, float | None]:
    """Return at a threshold: answerable questions refused, others refused, and refusals that were right, if any."""
    refused = [one for one in judged if one.support < threshold]
    wrong = sum(one.is_answerable for one in refused)
    answerable = sum(one.is_answerable for one in judged)
    impossible = len(judged) - answerable
    return (
        wrong / answerable if answerable else 0.0,
        (len(refused) - wrong) / impossible if impossible else 0.0,
        (len(refused) - wrong) / len(refused) if refused else None,
    )


def threshold_table(judged: Sequence[Judged], chosen: float) -> Table:
    """Return what each threshold does; a star marks the one in use."""
    title = (
        f"Refusals; AUC {auc(judged):.3f}, calibration error {calibration_error(judged):.3f}, Brier {brier(judged):.3f}"
    )
    table = Table(title=title, title_justify="left")
    for name in ("threshold", "wrong refusals", "refused impossible", "refusals right"):
        table.add_column(name, justify="right")
    for threshold in sorted({*THRESHOLDS, chosen}):
        name = f"{threshold:.2f}{' *' if threshold == chosen else ''}"
        rates = refusal_rates(judged, threshold)
        table.add_row(name, *("–" if rate is None else f"{rate:.3f}" for rate in rates))
    return table


def curves(judged: Sequence[Judged]) -> dict[str, RiskCoverage]:
    """Return the curves of two risks: answering what cannot be answered, and saying anything that is not right."""
    support = [one.support for one in judged]
    return {
        "answered although the articles do not say": risk_coverage(support, [one.is_answerable for one in judged]),
        "answered without an accepted answer": risk_coverage(support, [one.would_match for one in judged]),
    }


def draw(found: Mapping[str, RiskCoverage], title: str, threshold: float) -> str:
    """Return risk-coverage curves as an SVG picture; a dot marks each curve at the threshold in use."""
    top = max((risk for curve in found.values() for _, _, risk in curve.points), default=1.0)
    top = min(1.0, max(0.1, (int(top * 10) + 1) / 10))

    def place(coverage: float, risk: float) -> str:
        x = MARGIN + coverage * (WIDTH - 2 * MARGIN)
        y = HEIGHT - MARGIN - risk / top * (HEIGHT - 2 * MARGIN)
        return f"{x:.1f},{y:.1f}"

    parts = [_axes(title, top)]
    for place_in_legend, (colour, (name, curve)) in enumerate(zip(COLOURS, found.items(), strict=False)):
        line = " ".join(place(coverage, risk) for _, coverage, risk in curve.points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{line}"/>')
        answered = [point for point in curve.points if point[0] >= threshold]
        if answered:
            x, _, y = place(*answered[-1][1:]).partition(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>')
        legend = f"{name} (mean {curve.area:.3f})"
        y_text = MARGIN + 4 + 16 * place_in_legend
        parts.append(f'<text x="{MARGIN + 10}" y="{y_text}" fill="{colour}">{escape(legend)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _axes(title: str, top: float) -> str:
    right, bottom = WIDTH - MARGIN, HEIGHT - MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{MARGIN}" y="24" font-size="14">{escape(title)}</text>',
        f'<path d="M{MARGIN},{MARGIN} V{bottom} H{right}" fill="none" stroke="#444"/>',
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">share of questions answered (coverage)</text>',
        f'<text x="16" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 {HEIGHT / 2})">'
        "share of answers given that are wrong (risk)</text>",
    ]
    for step in range(6):
        x, y = MARGIN + step / 5 * (right - MARGIN), bottom - step / 5 * (bottom - MARGIN)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{step / 5:.1f}</text>')
        parts.append(f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{top * step / 5:.2f}</text>')
    return "\n".join(parts)
