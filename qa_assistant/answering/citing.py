"""Turn proven sentences into the parts of an `Answer`: numbered citations, text, date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa_assistant.answering.relative import dated_words
from qa_assistant.schema import Citation, Passage, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

NEAR = 200
"""Characters that may lie between a sentence and the one it follows; there may be page junk between them."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of a retrieved passage that stands behind a sentence."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        """The characters of the article, exactly."""
        start, end = self.span
        return self.passage.text[start - self.passage.start : end - self.passage.start]

    @property
    def words(self) -> str:
        """The text on one line, as models read it and readers see it."""
        return " ".join(self.text.split())

    @property
    def place(self) -> tuple[str, int, int]:
        """File and offsets: equal for the same words found through two overlapping passages."""
        return (self.passage.file, *self.span)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer before numbering: its words, the quotes behind it, and their support (0…1)."""

    text: str
    quotes: tuple[Quote, ...]
    support: float


class OriginLookup(Protocol):
    """Knows which files carry the same copy."""

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        """Return the origin's name and the other files of it."""
        ...


class SourceLookup(OriginLookup, Protocol):
    """Knows besides where the pages of files begin."""

    def page_of(self, file: str, offset: int) -> int | None:
        """Return the page that a character of a file stands on, from 1; None where it has no pages."""
        ...


@dataclass(frozen=True, slots=True)
class Cited:
    """Numbered sentences with their citations."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The whole answer, with `[1]`-style markers after each sentence."""
        return " ".join(f"{s.text} {''.join(f'[{number}]' for number in s.citations)}" for s in self.sentences)

    @property
    def as_of(self) -> date | None:
        """Newest publication date among the cited articles."""
        return max((c.published for c in self.citations if c.published), default=None)


def cite(statements: Iterable[Statement], sources: SourceLookup) -> Cited:
    """Number the quotes of `statements` from 1 in order of appearance; the same words keep one number."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    for statement in statements:
        own: list[int] = []
        for quote in statement.quotes:
            if quote.place not in numbers:
                numbers[quote.place] = len(numbers) + 1
                citations.append(_citation(numbers[quote.place], quote, sources))
            if numbers[quote.place] not in own:
                own.append(numbers[quote.place])
        sentences.append(Sentence(statement.text, tuple(own), statement.support))
    return Cited(tuple(sentences), tuple(citations))


def _citation(number: int, quote: Quote, sources: SourceLookup) -> Citation:
    passage = quote.passage
    origin, also_in = sources.origin_of(passage.file)
    return Citation(
        number=number,
        file=passage.file,
        title=passage.title,
        outlet=passage.outlet,
        published=passage.published,
        start=quote.span[0],
        end=quote.span[1],
        quote=quote.text,
        origin=origin,
        also_in=also_in,
        page=sources.page_of(passage.file, quote.span[0]),
        days=dated_words(quote.text, passage.published),
        published_iso=passage.published_iso,
    )


def quotable(passages: Sequence[Passage]) -> list[Quote]:
    """Return every sentence of `passages` once, in their order."""
    seen: set[tuple[str, int, int]] = set()
    quotes = []
    for passage in passages:
        for span in passage.sentences:
            quote = Quote(passage, span)
            if quote.place not in seen:
                seen.add(quote.place)
                quotes.append(quote)
    return quotes
