"""Let a language model answer, and see how much of it no source proves: as it was written, and as it would be shown.

    python -m benchmarks.written --llm http://127.0.0.1:8123/v1 [--questions N]     asks, and keeps what was written
    python -m benchmarks.written                                                  proves again what is kept

Questions are of the test halves of squad2_500, xquad and multihop_rag_500. Each is asked of the paragraphs that it was
written for among four others, of which the cross-encoder chooses two: what is measured is writing and proof, not
search. What was written is kept in `build/benchmarks/written/drafts.jsonl`, so that another verifier can be
measured on the same words.

A sentence that stands word for word in its sources is supported. All others are judged by a reader:
`benchmarks/written_judged.jsonl` holds a line for each with `id`, `sentence` and `supported`, which is null for what
states nothing ("The answer is: 1."). Beside it stands a strict rule that no reader has a part in: all content words of
the sentence stand in one of its quotes.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.claims_set import SETS
from benchmarks.planting import plain
from benchmarks.sets import PUBLIC, ROOT, load_set
from qa_assistant.answering.drafts import DraftReader
from qa_assistant.answering.proving import Prover, is_statement
from qa_assistant.answering.quoting import QuoteAnswerer
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.verify import BuiltInVerifier
from qa_assistant.answering.written import WrittenAnswerer, number_sources
from qa_assistant.config import Config
from qa_assistant.errors import ModelError
from qa_assistant.ingest import split_article
from qa_assistant.models import load_reranker
from qa_assistant.models.language import load_language_model
from qa_assistant.schema import Article, Passage
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.sets import BenchmarkSet
    from qa_assistant.answering.citing import Quote
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.models import Reranker

DRAFTS = ROOT / "build" / "benchmarks" / "written" / "drafts.jsonl"
JUDGED = ROOT / "benchmarks" / "written_judged.jsonl"
OTHERS = 4
"""Paragraphs beside those that a question was written for."""
READ = 2
"""Passages given to the model."""
MAX_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the passages that its answer is to be made from, best first."""

    id: str
    question: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what was quoted for it; shown, or only written."""

    id: str
    text: str
    quotes: tuple[str, ...]
    is_shown: bool


def questions(reranker: Reranker, count: int) -> Iterator[Asked]:
    """Yield `count` questions with their passages, the sets taking turns; always the same ones."""
    chosen = []
    for name in SETS:
        loaded = load_set(name)
        cases = Random(77).sample(loaded.of_half("test"), (count + len(SETS) - 1) // len(SETS))
        chosen.append([(loaded, case) for case in cases])
    for number in range(count):
        loaded, case = chosen[number % len(SETS)][number // len(SETS)]
        yield Asked(f"{loaded.name}/{case.id}", case.question, _passages(loaded, case, reranker))


def _passages(loaded: BenchmarkSet, case: EvalCase, reranker: Reranker) -> tuple[Passage, ...]:
    documents = {document.file: document for document in loaded.documents}
    gold = [file for entry in case.evidence for file in entry.files] or _written_for(loaded, case, documents)
    chance = Random(case.id)
    files = list(dict.fromkeys([*gold, *chance.sample(sorted(documents), OTHERS)]))
    found: list[Passage] = []
    for file in files:
        one = documents[file]
        article = Article(file, one.text, one.title, one.outlet, None, one.published)
        found += split_article(article, passage_words=110, passage_overlap=20)
    scores = reranker.scores(case.question, [passage.clean_text for passage in found])
    scored = [replace(passage, score=float(score)) for passage, score in zip(found, scores, strict=True)]
    return tuple(sorted(scored, key=lambda passage: -(passage.score or 0.0))[: 2 * READ])


def _written_for(loaded: BenchmarkSet, case: EvalCase, files: Iterable[str]) -> list[str]:
    """Return the paragraph that an impossible question was written for, where the set tells."""
    queries = PUBLIC / loaded.name / "normalized" / "queries.jsonl"
    rows = (json.loads(line) for line in queries.read_text("utf-8").splitlines() if line.strip())
    source = next((row.get("source_paragraph") for row in rows if row["_id"] == case.id), None)
    return [file for file in files if source and file.startswith(str(source))]


def write(llm: str, asked: Iterable[Asked], file: Path, terminal: Terminal) -> None:
    """Let the model answer each question that has no answer in `file` yet; add what it was given and what it wrote."""
    config = Config(llm=llm, llm_timeout=500)
    model = load_language_model(config)
    assert model is not None
    answerer = WrittenAnswerer(model, timeout=config.llm_timeout, max_sentences=MAX_SENTENCES)
    known = {one.id for one, _ in read_drafts(file)}
    for one in asked:
        if one.id in known:
            continue
        start = perf_counter()
        try:
            raw = list(answerer.drafts(one.question, number_sources(one.passages[:READ])))[-1].raw
        except ModelError as error:
            terminal.complain(f"{one.id}: {error}")
            continue
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(one) | {"raw": raw}, ensure_ascii=False, default=str) + "\n")
        print(f"{one.id} {perf_counter() - start:.0f} s: {raw[:150]!r}", flush=True)


def read_drafts(file: Path) -> list[tuple[Asked, str]]:
    """Return the questions with their passages, and what was written."""
    return [
        (Asked(row["id"], row["question"], tuple(_passage(given) for given in row["passages"])), row["raw"])
        for row in _rows(file)
    ]


def _passage(given: dict[str, Any]) -> Passage:
    published = date.fromisoformat(given["published"]) if given["published"] else None
    spans = tuple((start, end) for start, end in given["sentences"])
    return Passage(**(given | {"published": published, "sentences": spans}))


def read_judged(file: Path) -> dict[tuple[str, str], bool | None]:
    """Return what a reader judged, by question and sentence; None for what states nothing."""
    return {(row["id"], row["sentence"]): row["supported"] for row in _rows(file)}


def _rows(file: Path) -> list[dict[str, Any]]:
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def said(one: Asked, raw: str, reranker: Reranker) -> Iterator[Said]:
    """Yield the sentences that the model wrote, with the sources they name, and those that would be shown."""
    sources = number_sources(one.passages[:READ])
    reader = DraftReader(sources.quotes, 2 * MAX_SENTENCES)
    reader.feed(raw)
    draft = reader.finish()
    if not draft.refused:
        for sentence in draft.sentences:
            if is_statement(sentence.text):
                yield Said(one.id, sentence.text, _words(sentence.quotes), is_shown=False)
    weighing = QuoteAnswerer(reranker, max_sentences=MAX_SENTENCES)
    evidence = weighing.weigh(one.question, list(one.passages[:READ]), nearest=0.75)
    answers = {candidate.quote.place: candidate.probability for candidate in evidence.candidates}
    prover = Prover(BuiltInVerifier(reranker), sources.quotes, answers, max_sentences=MAX_SENTENCES)
    prover.read(draft)
    for statement in prover.statements:
        yield Said(one.id, statement.text, _words(statement.quotes), is_shown=True)


def _words(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(quote.words for quote in quotes)


def is_strictly_supported(one: Said, sources: Sequence[str]) -> bool:
    """Return whether every content word of a sentence stands in one of its quotes, or of all sources if it has none."""
    words = content_words(one.text)
    return any(words <= content_words(quote) for quote in (one.quotes or (" ".join(sources),)))


def is_verbatim(one: Said, sources: Sequence[str]) -> bool:
    """Return whether a sentence stands word for word in the sources."""
    return plain(one.text) in plain(" ".join(sources))


def outcome(found: Sequence[tuple[Said, bool | None, bool]], unjudged: int) -> Table:
    """Return how many of the sentences written and shown are unsupported, by judgement and by the strict rule."""
    table = Table("sentences", "all", "that state something", "unsupported", "share", "by the strict rule alone")
    for title, is_shown in (("as the model wrote them", False), ("as they would be shown", True)):
        own = [(supported, strict) for one, supported, strict in found if one.is_shown is is_shown]
        stating = [supported for supported, _ in own if supported is not None]
        wrong = stating.count(False)
        strictly = sum(not strict for _, strict in own) / max(1, len(own))
        share = f"{wrong / max(1, len(stating)):.3f}"
        table.add_row(title, str(len(own)), str(len(stating)), str(wrong), share, f"{strictly:.3f}")
    if unjudged:
        table.caption = f"{unjudged} sentences that nobody has judged are left out; see --show"
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    options.drafts.parent.mkdir(parents=True, exist_ok=True)
    reranker = load_reranker(Config().reranker)
    if options.llm:
        write(options.llm, questions(reranker, options.questions), options.drafts, terminal)
    drafts, judged = read_drafts(options.drafts), read_judged(options.judged)
    found: list[tuple[Said, bool | None, bool]] = []
    unjudged = 0
    for one, raw in drafts:
        sources = [passage.clean_text for passage in one.passages[:READ]]
        for sentence in said(one, raw, reranker):
            key = (sentence.id, sentence.text)
            if is_verbatim(sentence, sources) or key in judged:
                found.append((sentence, judged.get(key, True), is_strictly_supported(sentence, sources)))
                continue
            unjudged += 1
            if options.show:
                row = {"id": sentence.id, "sentence": sentence.text, "shown": sentence.is_shown, "sources": sources}
                print(json.dumps(row, ensure_ascii=False))
    terminal.out.print(f"{len(drafts)} questions")
    terminal.out.print(outcome(found, unjudged))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.written", description="What a model writes, proved.")
    parser.add_argument("--llm", default="", metavar="URL", help="an OpenAI-compatible server")
    parser.add_argument("--questions", type=int, default=60, metavar="N")
    parser.add_argument("--show", action="store_true", help="print what nobody has judged, with its sources")
    parser.add_argument("--drafts", type=Path, default=DRAFTS, metavar="FILE")
    parser.add_argument("--judged", type=Path, default=JUDGED, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
