"""Tell whether a passage or a citation holds a piece of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.evaluation.normalise import shared_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_assistant.evaluation.cases import EvalCase, Evidence
    from qa_assistant.schema import Citation, Passage, Span

HALF = 0.5
SAME_WORDS = 2 / 3
"""Share of words from which two wordings count as the same statement, where offsets cannot decide."""


def in_passage(entry: Evidence, passage: Passage) -> bool:
    """Tell whether `passage` holds `entry`.

    Its file, or a file its copy is also in, must be one of the entry's. If the entry has a quote, the passage must
    cover at least half of one occurrence of it; where the quote's place in this file is unknown, or the file is only a
    copy, it must hold two thirds of the quote's words.
    """
    if not _is_in(entry, passage):
        return False
    if entry.quote is None:
        return True
    spans = entry.spans_in(passage.file)
    if spans:
        return any(_overlap(span, (passage.start, passage.end)) >= HALF * (span[1] - span[0]) for span in spans)
    return shared_words(entry.quote, passage.text) >= SAME_WORDS


def in_citation(entry: Evidence, citation: Citation) -> bool:
    """Tell whether `citation` cites `entry`.

    Its file, or a file its copy is also in, must be one of the entry's. If the entry has a quote, quote and citation
    must overlap by at least half of the shorter; where the quote's place is unknown, or the cited file is only a copy,
    two thirds of the words of the shorter must be in the longer.
    """
    if not _is_in(entry, citation):
        return False
    if entry.quote is None:
        return True
    spans = entry.spans_in(citation.file)
    if spans:
        cited = (citation.start, citation.end)
        return any(_overlap(span, cited) >= HALF * min(_length(span), _length(cited)) for span in spans)
    shorter, longer = sorted((entry.quote, citation.quote), key=len)
    return shared_words(shorter, longer) >= SAME_WORDS


def is_of_evidence(case: EvalCase, found: Citation | Passage) -> bool:
    """Tell whether a citation or a passage, or a copy of it, is in a file of some evidence of the case."""
    return any(_is_in(entry, found) for entry in case.evidence)


def ranks(case: EvalCase, passages: Iterable[Passage]) -> list[int | None]:
    """Return, for each evidence entry, the rank (from 1) of the first passage that holds it; None if none does."""
    ranked = list(passages)
    return [next((n for n, p in enumerate(ranked, start=1) if in_passage(entry, p)), None) for entry in case.evidence]


def _is_in(entry: Evidence, found: Citation | Passage) -> bool:
    return not {found.file, *found.also_in}.isdisjoint(entry.files)


def _length(span: Span) -> int:
    return max(span[1] - span[0], 1)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
