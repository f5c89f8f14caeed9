"""The metrics, each a small function of one case and its answer.

A metric returns a number, or None where it does not apply to the case. All are in 0…1 except `sentences` and
`seconds`. A report's figure is the mean over the cases it applies to, so that, for example, `refusal_precision`,
which applies to refused cases only, becomes the share of refusals that were right.

Which apply: everything that compares with a right answer needs `answers`; unanswerable cases (`answers` empty) count
in the refusal metrics and `citation_exact` only; cases whose right answer is unknown (None) count in the evidence,
citation and conflict metrics only.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa_assistant.evaluation import normalise
from qa_assistant.evaluation.cases import NO_ARTICLE, EvalCase, Reader
from qa_assistant.evaluation.evidence import in_citation, is_of_evidence, ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.schema import Answer

DEFAULT_DEPTHS = (1, 5, 10)

AT_DEPTH = ("hit_rate", "ndcg", "evidence_recall")
"""Metrics with a depth: `hit_rate@5`."""

LESS_IS_BETTER = frozenset({"wrong_refusals", "sentences", "seconds"})

NOT_SHARES = frozenset({"sentences", "seconds"})
"""Metrics that are no number in 0…1."""

NAMES = (
    "answer_match",
    "token_f1",
    "hit_rate",
    "mrr",
    "ndcg",
    "evidence_recall",
    "citation_precision",
    "citation_recall",
    "citation_exact",
    "refusal_precision",
    "refusal_recall",
    "wrong_refusals",
    "conflict_recall",
    "standalone_match",
    "sentences",
    "seconds",
)
"""Every metric, in the order reports show them; those of `AT_DEPTH` without their depth."""


def in_order(metric: str) -> tuple[int, int]:
    """Return a sort key that puts metric names in the order of `NAMES`, and depths in ascending order."""
    base, _, depth = metric.partition("@")
    return (NAMES.index(base) if base in NAMES else len(NAMES)), int(depth) if depth.isdecimal() else 0


def scores(
    case: EvalCase, answer: Answer, *, read: Reader | None = None, depths: Sequence[int] = DEFAULT_DEPTHS
) -> dict[str, float]:
    """Return every metric that applies, by name, in the order of `NAMES`.

    `read` returns an article's text; without it `citation_exact` does not apply. `depths` are the k of `…@k`.
    """
    values: dict[str, float | None] = {
        "answer_match": answer_match(case, answer),
        "token_f1": token_f1(case, answer),
        **{f"hit_rate@{k}": hit_rate(case, answer, k) for k in depths},
        "mrr": mrr(case, answer),
        **{f"ndcg@{k}": ndcg(case, answer, k) for k in depths},
        **{f"evidence_recall@{k}": evidence_recall(case, answer, k) for k in depths},
        "citation_precision": citation_precision(case, answer),
        "citation_recall": citation_recall(case, answer),
        "citation_exact": citation_exact(answer, read) if read else None,
        "refusal_precision": refusal_precision(case, answer),
        "refusal_recall": refusal_recall(case, answer),
        "wrong_refusals": wrong_refusals(case, answer),
        "conflict_recall": conflict_recall(case, answer),
        "standalone_match": standalone_match(case, answer),
        "sentences": sentences(answer),
        "seconds": seconds(answer),
    }
    return {name: value for name, value in values.items() if value is not None}


def said(answer: Answer) -> str:
    """Return what the answer says, without citation markers."""
    text = " ".join(sentence.text for sentence in answer.sentences) or answer.text
    return normalise.without_markers(text)


def answer_match(case: EvalCase, answer: Answer) -> float | None:
    """Return 1 if an accepted answer occurs in what was said (see `normalise.contains`), else 0; 0 if refused."""
    if not case.answers:
        return None
    text = said(answer)
    return float(not answer.refused and any(normalise.contains(text, accepted) for accepted in case.answers))


def token_f1(case: EvalCase, answer: Answer) -> float | None:
    """Return the best F1 between the words of what was said and an accepted answer; 0 if refused.

    Whole sentences against short accepted answers score low by nature: compare it between runs, not with 1.
    """
    if not case.answers:
        return None
    text = said(answer)
    return 0.0 if answer.refused else max(normalise.token_f1(text, accepted) for accepted in case.answers)


def _wants_evidence(case: EvalCase) -> bool:
    return bool(case.evidence) and case.is_answerable is not False


def hit_rate(case: EvalCase, answer: Answer, k: int) -> float | None:
    """Return 1 if one of the first `k` passages, or a copy of it, is from a file of any evidence, else 0."""
    if not _wants_evidence(case):
        return None
    return float(any(is_of_evidence(case, passage) for passage in answer.passages[:k]))


def mrr(case: EvalCase, answer: Answer) -> float | None:
    """Return 1 / the rank of the first passage that holds any evidence (see `evidence.in_passage`); 0 if none does."""
    if not _wants_evidence(case):
        return None
    found = [rank for rank in ranks(case, answer.passages) if rank]
    return 1 / min(found) if found else 0.0


def ndcg(case: EvalCase, answer: Answer, k: int) -> float | None:
    """Return the discounted gain of the evidence in the first `k` passages, relative to the best possible.

    Each entry gains 1 / log2(1 + rank) once, at the first passage that holds it. The best possible is one entry a
    rank; a passage that holds two entries can do better than that, which counts as 1.
    """
    if not _wants_evidence(case):
        return None
    gain = sum(1 / math.log2(1 + rank) for rank in ranks(case, answer.passages[:k]) if rank)
    best = sum(1 / math.log2(1 + rank) for rank in range(1, min(k, len(case.evidence)) + 1))
    return min(1.0, gain / best)


def evidence_recall(case: EvalCase, answer: Answer, k: int) -> float | None:
    """Return the share of evidence entries that one of the first `k` passages holds (see `evidence.in_passage`)."""
    if not _wants_evidence(case):
        return None
    found = ranks(case, answer.passages[:k])
    return sum(rank is not None for rank in found) / len(found)


def citation_precision(case: EvalCase, answer: Answer) -> float | None:
    """Return the share of citations that are, themselves or as a copy, in a file of some evidence.

    Does not apply where nothing is cited: what an answer without citations misses shows in `citation_recall`.
    """
    if not _wants_evidence(case) or not answer.citations:
        return None
    return sum(is_of_evidence(case, citation) for citation in answer.citations) / len(answer.citations)


def citation_recall(case: EvalCase, answer: Answer) -> float | None:
    """Return the share of evidence entries that some citation cites (see `evidence.in_citation`); 0 if refused."""
    if not _wants_evidence(case):
        return None
    cited = [any(in_citation(entry, citation) for citation in answer.citations) for entry in case.evidence]
    return sum(cited) / len(cited)


def citation_exact(answer: Answer, read: Reader) -> float | None:
    """Return the share of citations whose quote equals the article's text at their offsets.

    A citation of a file that cannot be read is not exact.
    """
    if not answer.citations:
        return None
    exact = [_text(read, c.file)[c.start : c.end] == c.quote and c.quote != "" for c in answer.citations]
    return sum(exact) / len(exact)


def _text(read: Reader, file: str) -> str:
    try:
        return read(file)
    except NO_ARTICLE:
        return ""


def refusal_precision(case: EvalCase, answer: Answer) -> float | None:
    """Return, for a refused case, 1 if the articles do not say and 0 if they do."""
    return float(not case.is_answerable) if answer.refused and case.is_answerable is not None else None


def refusal_recall(case: EvalCase, answer: Answer) -> float | None:
    """Return, for a case the articles do not answer, 1 if it was refused, else 0."""
    return float(answer.refused) if case.is_answerable is False else None


def wrong_refusals(case: EvalCase, answer: Answer) -> float | None:
    """Return, for a case the articles answer, 1 if it was refused all the same, else 0. Less is better."""
    return float(answer.refused) if case.is_answerable else None


def conflict_recall(case: EvalCase, answer: Answer) -> float | None:
    """Return, for a case on which articles disagree, 1 if the answer reports a disagreement, else 0."""
    return float(bool(answer.conflicts)) if case.conflict else None


def standalone_match(case: EvalCase, answer: Answer) -> float | None:
    """Return, for a follow-up whose meaning is known, 1 if the question it was taken for says that, else 0."""
    return float(case.standalone.is_met_by(answer.standalone_question)) if case.standalone else None


def sentences(answer: Answer) -> float | None:
    """Return the number of sentences of an answer that is not a refusal."""
    return float(len(answer.sentences)) if answer.sentences and not answer.refused else None


def seconds(answer: Answer) -> float | None:
    """Return the seconds the answer took in total, as the answer itself says."""
    return answer.seconds.get("total")
