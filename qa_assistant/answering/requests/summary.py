"""Summarise: the central sentences of an article, or of all that is said about a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote, quotable
from qa_assistant.answering.requests.central import COMPARED, central_quotes
from qa_assistant.answering.requests.length import AS_USUAL, Length
from qa_assistant.answering.requests.lines import Line, agreeing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import OriginLookup
    from qa_assistant.answering.requests.about import Found
    from qa_assistant.models import Embedder
    from qa_assistant.schema import Passage

ORIGINS = 8
"""Origins whose sentences a summary of several articles is made from."""


def article_summary(whole: Passage, embedder: Embedder, length: Length = AS_USUAL) -> list[Line]:
    """Return the central sentences of an article in reading order."""
    quotes = [Quote(whole, span) for span in whole.sentences][:COMPARED]
    if not quotes:
        return []
    wanted = length.of(len(whole.sentences))
    central = central_quotes(quotes, embedder, range(len(quotes)), wanted, words=length.words)
    return [Line(quote) for quote in central]


def coverage_summary(
    groups: Sequence[Sequence[Found]], embedder: Embedder, origins: OriginLookup, length: Length = AS_USUAL
) -> list[Line]:
    """Return the central sentences of what several origins say, by day of publication and then in reading order.

    A copy counts once; a sentence that another origin has too is cited from both.
    """
    chosen = sorted((group[0] for group in groups[:ORIGINS]), key=_day)
    quotes: list[Quote] = []
    places: list[int] = []
    each = COMPARED // max(len(chosen), 1)
    for found in chosen:
        own = sorted(quotable(found.passages), key=lambda quote: quote.span)[:each]
        numbers = {span: number for number, span in enumerate(found.whole.sentences)}
        quotes += own
        places += [numbers.get(quote.span, 0) for quote in own]
    if not quotes:
        return []
    central = central_quotes(quotes, embedder, places, length.of(len(quotes)), words=length.words)
    return [Line(quote, None, agreeing(quote, quotes, origins)) for quote in central]


def _day(found: Found) -> tuple[int, str]:
    published = found.whole.published
    return (published.toordinal() if published else 0, found.whole.file)
