"""An assistant that knows its lines: a few written articles, a few questions with fixed answers, no models."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qa_assistant.errors import ArticleError, ModelError
from qa_assistant.schema import REFUSAL, Answer, Article, Citation, Conflict, Filters, Sentence, Turn, Window

FERRY = "The last ferry left Alder Quay on 30 April, with nineteen passengers and a brass band."
COST_LEDGER = "The council will pay $48 million for the bridge, Mayor Ines Calder said."
COST_COURIER = "Papers seen by the Courier put the full price at $52 million, ramps and lighting included."
SIGNED = "Calder and the builder's chairman, Tomas Reyl, signed the contract at the old customs house on Tuesday."
BEGIN = "Work on the eastern pier begins on 2 September."
HOSTILE_SENTENCE = (
    "**Not bold** _not italic_ <b id='made'>not an element</b> [not a link](http://example.com/a) "
    "![not an image](http://example.com/b.png) $x^2$ $$y$$ `code` # no heading ${alert(1)} {{value}} &lt; http://example.com/c"
)
HOSTILE_SHOWN = HOSTILE_SENTENCE.replace("**", "").replace("_not italic_", "not italic")
"""As a page shows it: the article is Markdown, whose marks of emphasis are no words."""
HOSTILE_TITLE = '<img src=x onerror="window.pwned=1"> \'Quoted\' & "double" **title**'

LEDGER = Article(
    file="harbour/ledger-2024-03-12.txt",
    title="City signs contract for the harbour bridge",
    outlet="Port Ledger",
    author="Maud Okafor",
    published=date(2024, 3, 12),
    text="PORT ALDER, March 12\n\nAfter nine years of argument the harbour gets its bridge. "
    + SIGNED
    + "\n\n"
    + COST_LEDGER
    + " The sum covers both piers and the span, but not the approach roads, which the county pays for.\n\n"
    + BEGIN
    + " Until the bridge opens, the ferry between Alder Quay and the Point keeps its timetable, the harbour office "
    "said. Shopkeepers on the quay had asked for a winter start, when few visitors come.\n",
)
COURIER = Article(
    file="harbour/courier-2024-03-15.md",
    title="Bridge will cost more than the city says",
    outlet="The Courier",
    published=date(2024, 3, 15),
    text="# Bridge will cost more than the city says\n\nThe harbour bridge will cost more than the city council "
    "announced this week. "
    + COST_COURIER
    + " A spokeswoman for the mayor said the two figures count different things.\n",
)
COPY = replace(LEDGER, file="harbour/wire-copy.txt", outlet="Coast Wire", author=None)
LONG = Article(
    file="features/ferrymen.txt",
    title="The ferrymen of Alder Quay",
    outlet="Tideline Magazine",
    published=date(2023, 11, 4),
    text="".join(f"Paragraph {n} of a long story about boats, tides and the men who knew both.\n\n" for n in range(400))
    + FERRY
    + "\n\n"
    + "".join(f"Paragraph {n} tells of the years that followed, and of the bridge.\n\n" for n in range(400)),
)
HOSTILE = Article(
    file="odd/<script>.md",
    title=HOSTILE_TITLE,
    outlet="<u>Outlet</u>",
    published=date(2024, 1, 2),
    text="<script>window.pwned = 1</script>\n\n<iframe src='http://example.com/d'></iframe>\n\n"
    + HOSTILE_SENTENCE
    + "\n\n</blockquote></article><img src='http://example.com/e.png' onerror='window.pwned=1'>\n",
)
ARTICLES = {article.file: article for article in (LEDGER, COURIER, COPY, LONG, HOSTILE)}

ASK_COST = "How much will the harbour bridge cost?"
ASK_SIGNED = "Who signed the contract?"
ASK_BEGIN = "And when does work begin?"
ASK_FERRY = "When did the last ferry leave?"
ASK_LAST_WEEK = "Who signed the contract last week?"
ASK_TEA = "What is the price of tea?"
ASK_HOSTILE = "What does the odd article say?"
ASK_SLOW = "Tell me slowly."
ASK_BROKEN = "Ask the language model."
ASK_TWICE = "Who signed, at the second try?"
ASK_CRASH = "Crash, please."
EXAMPLES = (ASK_COST, ASK_SIGNED, ASK_FERRY, ASK_TEA)


def cite(number: int, article: Article, quote: str, *, origin: str = "", also_in: tuple[str, ...] = ()) -> Citation:
    """Return the citation of `quote` where it stands in `article`."""
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
        origin=origin or article.file,
        also_in=also_in,
    )


def answer(question: str, *citations: Citation, searched: str = "", conflict: str = "") -> Answer:
    """Return a quoting answer: one sentence for each citation."""
    numbers = tuple(citation.number for citation in citations)
    return Answer(
        question=question,
        standalone_question=searched or question,
        text=" ".join(f"{citation.quote} [{citation.number}]" for citation in citations),
        sentences=tuple(Sentence(citation.quote, (citation.number,), 0.9) for citation in citations),
        citations=citations,
        conflicts=(Conflict(conflict, numbers),) if conflict else (),
        as_of=max(citation.published for citation in citations if citation.published),
    )


def refusal(question: str) -> Answer:
    """Return the answer to a question the articles do not answer."""
    return Answer(question, question, REFUSAL, refused=True, reason="not-in-articles")


SCRIPT = {
    ASK_COST: answer(
        ASK_COST,
        cite(1, LEDGER, COST_LEDGER, also_in=(COPY.file,)),
        cite(2, COURIER, COST_COURIER),
        conflict="The price is given as $48 million and as $52 million.",
    ),
    ASK_SIGNED: answer(ASK_SIGNED, cite(1, LEDGER, SIGNED, also_in=(COPY.file,))),
    ASK_TWICE: answer(ASK_TWICE, cite(1, LEDGER, SIGNED)),
    ASK_LAST_WEEK: replace(
        answer(ASK_LAST_WEEK, cite(1, LEDGER, SIGNED)),
        windows=(Window("last week", date(2024, 3, 11), date(2024, 3, 17)),),
    ),
    ASK_BEGIN: answer(ASK_BEGIN, cite(1, LEDGER, BEGIN), searched="When does work on the harbour bridge begin?"),
    ASK_FERRY: answer(ASK_FERRY, cite(1, LONG, FERRY)),
    ASK_HOSTILE: answer(ASK_HOSTILE, cite(1, HOSTILE, HOSTILE_SENTENCE)),
    ASK_SLOW: answer(ASK_SLOW, *(cite(n + 1, LONG, f"Paragraph {n} of a long story") for n in range(100))),
}


@dataclass
class ScriptedBackend:
    """A `ChatBackend`: `step` seconds pass before each sentence; its models are loaded when `loaded` is set."""

    step: float = 0.05
    loads_at_once: bool = True
    load_error: str = ""
    calls: list[tuple[str, tuple[Turn, ...], Filters | None]] = field(default_factory=list)
    loaded: threading.Event = field(default_factory=threading.Event)

    @property
    def is_ready(self) -> bool:
        return self.loaded.is_set()

    def warm_up(self) -> None:
        if self.loads_at_once:
            self.loaded.set()

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        return not self.load_error and self.loaded.wait(timeout)

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        self.calls.append((question, tuple(history), filters))
        if self.load_error:
            raise ModelError(self.load_error)
        if question == ASK_BROKEN:
            raise ModelError(
                "the language model at http://127.0.0.1:8080 did not answer; <b>start it</b> or unset QA_LLM"
            )
        if question == ASK_TWICE and sum(call[0] == question for call in self.calls) == 1:
            raise ModelError("the language model did not answer in time")
        if question == ASK_CRASH:
            raise RuntimeError("a mistake in the code")
        final = SCRIPT.get(question) or refusal(question)
        if filters and filters.any_date:
            final = replace(final, windows=())
        for length in range(1, len(final.sentences)):
            time.sleep(self.step)
            yield self._part(final, length)
        time.sleep(self.step)
        yield final

    @staticmethod
    def _part(final: Answer, length: int) -> Answer:
        citations = final.citations[:length]
        text = " ".join(f"{citation.quote} [{citation.number}]" for citation in citations)
        return replace(final, text=text, sentences=final.sentences[:length], citations=citations, conflicts=())

    def article(self, file: str) -> Article:
        if file not in ARTICLES:
            raise ArticleError(file, "not in the index")
        return ARTICLES[file]

    def articles(self) -> list[Article]:
        return list(ARTICLES.values())
