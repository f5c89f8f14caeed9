"""Show the sides of disagreements in an answer, and say who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.citing import Statement
from qa_assistant.answering.corrections import misreports
from qa_assistant.schema import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.citing import Cited, Quote
    from qa_assistant.answering.disagreements import Disagreement
    from qa_assistant.schema import Citation, Span


def with_sides(
    statements: Sequence[Statement], disagreements: Sequence[Disagreement], *, max_sentences: int
) -> list[Statement]:
    """Return the statements with one for each side that none of them quotes.

    What supersedes another value comes before it. Where there is no room, a side takes the place of the statement least
    likely to answer that is no side itself. The likeliest stays.
    """
    shown = list(statements)
    likeliest = max(statements, key=lambda one: one.support, default=None)
    sides = [side.quote for each in disagreements for side in each.sides]
    for quote in sides:
        if any(quote.place == own.place for statement in shown for own in statement.quotes):
            continue
        if len(shown) >= max_sentences:
            spare = [
                one
                for before, one in zip([None, *shown], shown, strict=False)
                if one is not likeliest
                and not any(own.place == side.place for own in one.quotes for side in sides)
                # what is right stays beside what was wrongly reported
                and not (before and misreports(before.text))
            ]
            if not spare:
                break
            shown.remove(min(spare, key=lambda one: one.support))
        shown.append(Statement(quote.words, (quote,), min((one.support for one in statements), default=0.0)))
    return _newest_first(shown, disagreements)


def _newest_first(shown: list[Statement], disagreements: Iterable[Disagreement]) -> list[Statement]:
    """Return the statements with each value before the one of another article that it supersedes."""
    for each in disagreements:
        if not each.is_superseded or each.first.quote.passage.file == each.second.quote.passage.file:
            continue
        newer, older = (_position(shown, side.quote) for side in each.sides)
        if newer is not None and older is not None and newer > older:
            shown.insert(older, shown.pop(newer))
    return shown


def _position(shown: Sequence[Statement], quote: Quote) -> int | None:
    """Return the number of the statement that a quote stands behind."""
    return next((at for at, one in enumerate(shown) if any(own.place == quote.place for own in one.quotes)), None)


def without_guesses(statements: Sequence[Statement], disagreements: Iterable[Disagreement]) -> list[Statement]:
    """Return only the sides, where the likeliest statement is one of them.

    Another origin tells the same thing then, so that is what was asked for; what was added in doubt is something else.
    """
    places = {side.quote.place for each in disagreements for side in each.sides}
    sides = [one for one in statements if any(quote.place in places for quote in one.quotes)]
    likeliest = max(statements, key=lambda one: one.support)
    return sides if likeliest in sides else list(statements)


def values_of(disagreements: Iterable[Disagreement]) -> dict[str, Span]:
    """Return for the words of each side the place in them of the value that it gives."""
    sides = [side for each in disagreements for side in each.sides]
    return {side.quote.words: side.amount.span for side in sides if side.amount}


def conflicts_of(disagreements: Iterable[Disagreement], cited: Cited) -> tuple[Conflict, ...]:
    """Return the disagreements of which both sides are cited, as the reader sees them."""
    numbers = {(citation.file, citation.start, citation.end): citation for citation in cited.citations}
    conflicts = []
    for each in disagreements:
        first, second = numbers.get(each.first.quote.place), numbers.get(each.second.quote.place)
        if first is not None and second is not None:
            kind: Literal["conflict", "superseded"] = "superseded" if each.is_superseded else "conflict"
            conflicts.append(Conflict(_summary(each, first, second), (first.number, second.number), kind))
    return tuple(conflicts)


def _summary(each: Disagreement, first: Citation, second: Citation) -> str:
    with_year = bool(first.published and second.published and first.published.year != second.published.year)
    one, other = (_source(citation, with_year=with_year) for citation in (first, second))
    if each.first.amount is None or each.second.amount is None:
        return f"{one} says otherwise than {other} before." if each.is_superseded else f"{one} and {other} disagree."
    value, other_value = (_in_a_sentence(amount) for amount in (each.first.amount, each.second.amount))
    if each.is_superseded:
        return (
            f"{one} says {value} (earlier reported as {other_value} by {other.replace(' (', ', ').removesuffix(')')})."
        )
    return f"{one} says {value}; {other} says {other_value}."


def _in_a_sentence(amount: Amount) -> str:
    """Return a value as it is written in the middle of a sentence, though it began one: "Three people died"."""
    text = amount.text.strip(" ,.")
    begins = amount.span[0] == 0 and amount.measure not in {"name", "date"} and text[1:2].islower()
    return text[0].lower() + text[1:] if begins else text


def _source(citation: Citation, *, with_year: bool) -> str:
    name = citation.outlet or citation.title or citation.file
    if citation.published is None:
        return name
    year = f" {citation.published.year}" if with_year else ""
    return f"{name} ({citation.published.day} {citation.published:%B}{year})"
