"""Measure how likely a sentence must be, against the likeliest one, to stand beside it in an answer.

    python -m benchmarks.beside [SET …]

On 250 questions of each dev half, from what retrieval and models made of them (kept in build/benchmarks): for each
share, and for each that a sentence must have whose article seems to tell of something else, the part of the answered
questions of which some sentence shown is right, how many of the sentences shown are, and how many are shown. Right is a
sentence with an accepted answer, or with a quote of the evidence.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from benchmarks.bench import STORE
from benchmarks.sets import load_set
from benchmarks.signals import collect
from qa_assistant.answering import quoting
from qa_assistant.answering.asked import asks_whether
from qa_assistant.answering.quoting import QuoteAnswerer, weighed
from qa_assistant.config import Config
from qa_assistant.models import load_reranker
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Statement
    from qa_assistant.answering.quoting import Evidence
    from qa_assistant.evaluation import EvalCase

SETS = ("xquad", "squad2_500", "practice", "newsroom", "samples", "unseen", "whether", "multihop_rag_500")
MOST = 250
"""Questions of a set."""
SHARES = (0.0, 0.25, 0.35, 0.5)
OTHER_STORIES = (0.0, 0.4, 0.5, 0.6)


class EachItsOwn:
    """Takes every file for an origin of its own; which one is cited makes no difference here."""

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the file."""
        return file, ()


def main(names: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    names = sys.argv[1:] if names is None else names
    quiet_libraries()
    terminal = Terminal()
    config = Config()
    answerer = QuoteAnswerer(load_reranker(config.reranker), max_sentences=config.max_sentences)
    for name in names or SETS:
        cases = [case for case in load_set(name).of_half("dev", MOST) if case.is_answerable]
        seen = collect(name, cases, {}, STORE, terminal)
        weighed_cases = [
            (case, weighed(one.question, one.passages, one.scored, one.nearest))
            for case in cases
            if (one := seen.get(case.id))
        ]
        answered = [(case, found) for case, found in weighed_cases if found.support >= config.refuse_below]
        for kind, is_kind in (("for yes or no", True), ("others", False)):
            chosen = [(case, found) for case, found in answered if asks_whether(found.question) == is_kind]
            for setting, shares in (("WORTH_BESIDE", SHARES), ("AS_LIKELY", OTHER_STORIES)):
                for share in shares if chosen else ():
                    with patch.object(quoting, setting, share):
                        figures = row(answerer, chosen)
                    terminal.out.print(f"{name}, {kind} ({len(chosen)}), {setting} {share:.2f}: {figures}")
    return 0


def row(answerer: QuoteAnswerer, chosen: Sequence[tuple[EvalCase, Evidence]]) -> str:
    """Return the three figures with the shares in force."""
    shown = [(case, answerer.answer(found, EachItsOwn())) for case, found in chosen]
    right = [[is_right(one, case) for one in statements] for case, statements in shown]
    some, precision, count = (float(np.mean([measure(one) for one in right])) for measure in (any, np.mean, len))
    return f"right {some:.3f}, precision {precision:.3f}, sentences {count:.2f}"


def is_right(statement: Statement, case: EvalCase) -> bool:
    """Tell whether a sentence has an accepted answer or a quote of the evidence, or is part of one."""
    said = _plain(statement.text)
    wanted = [_plain(one) for one in (*(case.answers or ()), *(entry.quote for entry in case.evidence)) if one]
    return any(one in said or said in one for one in wanted)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


if __name__ == "__main__":
    sys.exit(main())
