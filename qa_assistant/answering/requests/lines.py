"""Answers to requests: lines of verbatim sentences, each under what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote, Statement, cite
from qa_assistant.answering.restating import restates
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Cited, OriginLookup, SourceLookup
    from qa_assistant.schema import Answer, Passage

HEAD = 3000
"""Characters at the beginning of an article in which its title is looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A quoted sentence and what it stands under."""

    quote: Quote
    heading: str | None = None
    others: tuple[Quote, ...] = ()
    """Sentences of other origins that say the same."""

    @property
    def statement(self) -> Statement:
        """The sentence with its proof; its words are the article's, so nothing of it is in doubt."""
        return Statement(self.quote.words, (self.quote, *self.others), 1.0)


def listed(start: Answer, lead: str, lines: Sequence[Line], sources: SourceLookup) -> Answer:
    """Return `start` with a line below `lead` for each sentence; as running text where no line has a heading."""
    return shown(start, lead, cite([line.statement for line in lines], sources), [line.heading for line in lines])


def shown(start: Answer, lead: str, cited: Cited, headings: Sequence[str | None]) -> Answer:
    """Return `start` with numbered sentences below `lead`, each under its heading."""
    sentences = tuple(replace(one, heading=heading) for one, heading in zip(cited.sentences, headings, strict=True))
    text = cited.text
    if any(headings):
        text = "\n".join(
            f"- {one.heading}: {one.text} {''.join(f'[{number}]' for number in one.citations)}" for one in sentences
        )
    return replace(
        start,
        text=f"{lead}\n{text}",
        lead=lead,
        sentences=sentences,
        citations=cited.citations,
        as_of=cited.as_of,
    )


def agreeing(quote: Quote, quotes: Sequence[Quote], origins: OriginLookup) -> tuple[Quote, ...]:
    """Return one sentence of every other origin that says the same as `quote`."""
    own = origins.origin_of(quote.passage.file)[0]
    found: dict[str, Quote] = {}
    for other in quotes:
        origin = origins.origin_of(other.passage.file)[0]
        if origin != own and restates(quote, other):
            found.setdefault(origin, other)
    return tuple(found.values())


def about_article(passage: Passage, *, with_title: bool = True, with_outlet: bool = True) -> str:
    """Return what is known of a passage's article on one line: title, outlet, day."""
    day = day_in_words(passage.published) if passage.published else None
    title = passage.title if with_title else None
    outlet = passage.outlet if with_outlet else None
    return " · ".join(part for part in (title, outlet, day) if part) or passage.file


def title_place(whole: Passage) -> Quote | None:
    """Return the place near the beginning of an article where its title stands; None where it stands nowhere."""
    words = whole.title.split()
    match = re.search(r"\s+".join(map(re.escape, words)), whole.text[:HEAD]) if words else None
    return Quote(whole, match.span()) if match else None


def counted(count: int, one: str, several: str = "") -> str:
    """Return a number with its noun: `1 article`, `12 articles`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
