"""The question sets that are measured on, and how each is divided into a dev and a test half.

Settings and weights are chosen on dev halves; what is claimed is measured on test halves. The public sets lie in
`shared/data` beside the project; `samples` and `conversations` are the project's own sets on its sample articles,
`practice`, `unseen` and `newsroom` on articles of their own; `unseen`, the questions for yes or no of `whether` on the
same articles, and `newsroom` are by writers who knew nothing of the project.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation import EvalCase, load_question_set

if TYPE_CHECKING:
    from qa_assistant.evaluation import Document

Half = Literal["dev", "test"]

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = ROOT.parent / "shared" / "data"
SAMPLES = "samples"
PUBLIC_SETS = ("xquad", "squad2_500", "multihop_rag_500", "twowiki_101")
CONVERSATIONS = "conversations"
PRACTICE = "practice"
UNSEEN = "unseen"
WHETHER = "whether"
NEWSROOM = "newsroom"
OWN_SETS = {
    SAMPLES: ("tests/questions.yaml", "articles"),
    CONVERSATIONS: ("tests/conversations.yaml", "articles"),
    PRACTICE: ("benchmarks/practice.yaml", "benchmarks/practice"),
    UNSEEN: ("benchmarks/unseen.yaml", "benchmarks/unseen"),
    WHETHER: ("benchmarks/whether.yaml", "benchmarks/unseen"),
    NEWSROOM: ("benchmarks/newsroom.yaml", "benchmarks/newsroom"),
}
"""The project's own sets, with the folder of the articles they ask about."""
XQUAD_ES = "xquad_es"
SETS = (SAMPLES, *PUBLIC_SETS, XQUAD_ES, CONVERSATIONS, PRACTICE, UNSEEN, WHETHER, NEWSROOM)


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """A question set with its documents (none for the project's own, whose articles are files) and its halves."""

    name: str
    cases: tuple[EvalCase, ...]
    documents: tuple[Document, ...]
    halves: dict[str, Half]
    """By the id of the case."""

    def of_half(self, half: Half | Literal["all"], limit: int | None = None) -> list[EvalCase]:
        """Return the first `limit` cases of a half, in the order of the set."""
        cases = [case for case in self.cases if half in ("all", self.halves[case.id])]
        return cases[:limit]


def load_set(name: str, public: Path = PUBLIC) -> BenchmarkSet:
    """Load a set of `SETS`.

    Raises:
        EvalCaseError: there is no such set, or its files are missing or wrong.
    """
    if name not in SETS:
        raise EvalCaseError(f"{name!r} is no benchmark set; give one of {', '.join(SETS)}")
    if name in OWN_SETS:
        loaded = load_question_set(ROOT / OWN_SETS[name][0])
        paragraphs: dict[str, str] = {}
    elif name == XQUAD_ES:
        loaded, paragraphs = load_question_set(public / "xquad" / "xquad.es.json"), {}
    else:
        folder = public / name / "normalized"
        loaded = load_question_set(folder)
        paragraphs = _source_paragraphs(folder / "queries.jsonl")
    halves = {case.id: half_of(name, case, paragraphs.get(case.id)) for case in loaded.cases}
    return BenchmarkSet(name, loaded.cases, loaded.documents, halves)


def number_of(text: str) -> int:
    """Return a large number that depends on a text alone, to divide examples by."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def half_of(name: str, case: EvalCase, source_paragraph: str | None = None) -> Half:
    """Return the half of a case; questions about the same text are in the same half wherever the set tells.

    xquad and xquad_es: by article, the number before the hyphen in its paragraph's id. squad2_500: by the paragraph
    that the question was written for. conversations, practice, whether and newsroom: by the conversation, article or
    event, the id up to its slash. The others: by the question's id.
    """
    if name in ("xquad", XQUAD_ES):
        (paragraph,) = case.evidence[0].files
        return _half(int(paragraph.partition("-")[0]))
    key = (source_paragraph or case.id) if name == "squad2_500" else case.id.partition("/")[0]
    return _half(number_of(key))


def _half(number: int) -> Half:
    return "test" if number % 2 else "dev"


def _source_paragraphs(queries: Path) -> dict[str, str]:
    rows = (json.loads(line) for line in queries.read_text("utf-8").splitlines() if line.strip())
    return {row["_id"]: row["source_paragraph"] for row in rows if "source_paragraph" in row}
