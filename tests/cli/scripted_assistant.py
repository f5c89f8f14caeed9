"""An assistant that knows its lines, and remembers what it was asked. No models, no index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from qa_assistant.config import Config
from qa_assistant.errors import ArticleError
from qa_assistant.schema import (
    REFUSAL,
    Answer,
    Article,
    Citation,
    Conflict,
    Filters,
    Passage,
    Sentence,
    SyncReport,
    Turn,
)

QUESTION = "What will the bridge cost?"
UNKNOWN = "Who wrote the anthem?"
HOSTILE = "What does the odd article say?"

LEDGER = Article(
    file="harbour/ledger.txt",
    title="City signs contract for the harbour bridge",
    outlet="Port Ledger",
    published=date(2024, 3, 12),
    text="PORT ALDER, March 12\n\nThe council will pay $48 million\nfor the bridge, Mayor Ines Calder said.\n",
)
COURIER = Article(
    file="harbour/courier.md",
    title="Bridge will cost more",
    text="Papers seen by the Courier put the price at $52 million.",
)
STEERING = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \u202eback\u202c [bold]not bold[/bold] :smile: \udcff"
ODD = Article(
    file="odd/\x1b[2J.txt",
    title=f"Title {STEERING}",
    outlet=f"Outlet {STEERING}",
    text=f"It says {STEERING} and no more.",
)


def cite(number: int, article: Article, quote: str, also_in: tuple[str, ...] = ()) -> Citation:
    start = article.text.index(quote)
    return Citation(
        number=number,
        file=article.file,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        start=start,
        end=start + len(quote),
        quote=quote,
        origin=article.file,
        also_in=also_in,
    )


def _answer(question: str, *citations: Citation, conflict: str = "") -> Answer:
    sentences = tuple(Sentence(" ".join(c.quote.split()), (c.number,), 0.9) for c in citations)
    every = tuple(c.number for c in citations)
    return Answer(
        question,
        question,
        text=" ".join(f"{sentence.text} [{sentence.citations[0]}]" for sentence in sentences),
        sentences=sentences,
        citations=citations,
        passages=tuple(Passage(f"p{c.number}", c.file, c.title, c.start, c.end, c.quote, score=1.0) for c in citations),
        conflicts=(Conflict(conflict, every),) if conflict else (),
        seconds={"total": 0.1},
    )


BRIDGE = _answer(
    QUESTION,
    cite(1, LEDGER, "The council will pay $48 million\nfor the bridge, Mayor Ines Calder said.", ("harbour/copy.txt",)),
    cite(2, COURIER, COURIER.text),
    conflict="$48 million or $52 million",
)
ANSWERS = {QUESTION: BRIDGE, HOSTILE: _answer(HOSTILE, cite(1, ODD, ODD.text), conflict=STEERING)}
SYNCED = SyncReport(added=("harbour/ledger.txt",), unchanged=("harbour/courier.md",), passages=2, embedded=1)


@dataclass
class ScriptedAssistant:
    """Gives the answers of `answers`, refuses everything else."""

    answers: dict[str, Answer] = field(default_factory=lambda: dict(ANSWERS))
    synced: SyncReport = SYNCED
    reports: list[SyncReport | BaseException] = field(default_factory=list)
    """What the next syncs report or raise; after that, `synced`."""
    asked: list[tuple[str, tuple[Turn, ...], Filters | None, date | None]] = field(default_factory=list)
    syncs: list[bool] = field(default_factory=list)
    """For each sync, whether it was to rebuild."""
    config: Config | None = None
    """The settings it was opened with."""
    is_ready: bool = True

    def open(self, config: Config) -> Self:
        self.config = config
        return self

    def warm_up(self) -> None:
        self.is_ready = True

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        return timeout is None or self.is_ready

    def sync(self, *, progress: Callable[[str, int, int], None] | None = None, rebuild: bool = False) -> SyncReport:
        self.syncs.append(rebuild)
        if progress:
            progress("scan", 2, 2)
            progress("embed", 1, 1)
        report = self.reports.pop(0) if self.reports else self.synced
        if isinstance(report, BaseException):
            raise report
        return report

    def articles(self) -> Sequence[Article]:
        return [COURIER, LEDGER, ODD]

    def article(self, file: str) -> Article:
        found = [article for article in self.articles() if article.file == file]
        if not found:
            raise ArticleError(file, "is not in the index")
        return found[0]

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters | None = None,
        asked_on: date | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), filters, asked_on))
        refusal = Answer(question, question, REFUSAL, refused=True, reason="not-in-articles", note="Not a word of it.")
        return self.answers.get(question, refusal)

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, filters: Filters | None = None
    ) -> Iterator[Answer]:
        answer = self.ask(question, history, filters=filters)
        yield replace(answer, text="", sentences=(), citations=(), conflicts=())
        yield answer
