"""Set side by side what the outlets say about a subject, and where they disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from qa_assistant.answering.amounts import amounts
from qa_assistant.answering.citing import Statement, quotable
from qa_assistant.answering.conflicts import OtherSides
from qa_assistant.answering.corrections import misreports
from qa_assistant.answering.requests.about import TOUCHED
from qa_assistant.answering.requests.lines import Line, about_article
from qa_assistant.answering.sides import with_sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_assistant.answering.amounts import Measure
    from qa_assistant.answering.citing import OriginLookup, Quote
    from qa_assistant.answering.comparing import Comparer
    from qa_assistant.answering.disagreements import Disagreement
    from qa_assistant.answering.disagreements import Side as Given
    from qa_assistant.answering.requests.about import Found, Subject
    from qa_assistant.index import ArticleInfo
    from qa_assistant.models import Reranker

OUTLETS = 8
"""Outlets that are set side by side."""
ARTICLES_EACH, PASSAGES_EACH = 3, 2
"""Articles of an outlet in which numbers are looked for, and passages of each, the best ones."""
LEADS, MORE_LEADS = 12, 8
"""Numbers for which other values are looked for: in what the outlets say first of all, and in what they say besides;
each costs some short texts to embed."""
COMPARED, SENTENCES_COMPARED = 12, 40
"""Articles in which other values are looked for, and sentences of each, the first ones."""
DISAGREEMENTS = 3
"""Disagreements that are shown."""
WORDS_AROUND = 6
"""Words around a number that say what it is the number of."""
_CLAUSE_ENDS = re.compile(r"[,;:.!?“”\"](?:\s|$)")
_FORMS: dict[Measure, str] = {
    "count": "How many",
    "money": "How much money",
    "percent": "What percentage",
    "duration": "How long",
    "length": "How far",
}
"""Questions by what a number measures. None asks for a day: two reports mostly name the days of different things."""


class Judges(Protocol):
    """What tells whether two sentences differ about one thing."""

    @property
    def comparer(self) -> Comparer:
        """Compare their values."""
        ...

    @property
    def reranker(self) -> Reranker:
        """Score how well one answers a question."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """What one outlet says, with how well it fits the subject."""

    outlets: str
    quotes: tuple[tuple[float, Quote], ...]
    """Sentences of the best passage, best first, each with the cross-encoder's logit."""
    more: tuple[tuple[float, Quote], ...] = ()
    """Sentences with numbers in other passages and articles of the outlet, in the same way."""

    @property
    def best(self) -> Quote:
        """The sentence that speaks for the side: not one that says what was wrongly reported, if there is another."""
        return min(self.quotes, key=lambda pair: misreports(pair[1].words))[1]


def sides_of(
    subject: Subject, groups: Sequence[Sequence[Found]], articles: Sequence[ArticleInfo], reranker: Reranker
) -> list[Side]:
    """Return a side for each outlet, those that share a copy as one; the best first."""
    by_name: dict[str, list[Found]] = {}
    for group in groups:
        name = _outlets(group[0], articles)
        if name in by_name or len(by_name) < OUTLETS:
            by_name.setdefault(name, []).append(group[0])
    return [_side(name, found[:ARTICLES_EACH], subject, reranker) for name, found in by_name.items()]


def _side(name: str, found: Sequence[Found], subject: Subject, reranker: Reranker) -> Side:
    quotes = quotable(found[0].passages[:1])
    places = {quote.place for quote in quotes}
    other = quotable([passage for one in found for passage in one.passages[:PASSAGES_EACH]])
    # of what an outlet says besides only its numbers are compared, so only they are read
    more = [quote for quote in other if quote.place not in places and questions_of(quote, subject.topic)]
    texts = [f"{quote.passage.title}. {quote.words}" for quote in (*quotes, *more)]
    scored = list(zip(map(float, reranker.scores(subject.topic, texts)), (*quotes, *more), strict=True))
    return Side(name, tuple(_ranked(scored[: len(quotes)])), tuple(_ranked(scored[len(quotes) :])))


def _ranked(scored: Iterable[tuple[float, Quote]]) -> list[tuple[float, Quote]]:
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].place))


def side_lines(sides: Sequence[Side]) -> list[Line]:
    """Return the best sentence of each side under its outlets."""
    lines = []
    for side in sides:
        quote = side.best
        lines.append(Line(quote, f"{side.outlets} · {about_article(quote.passage, with_outlet=False)}"))
    return lines


def disagreements(
    subject: Subject, sides: Sequence[Side], found: Sequence[Found], models: Judges, origins: OriginLookup
) -> list[Disagreement]:
    """Return where articles of different origins give different values for the same thing.

    Values are compared as for a question; here each sentence is asked for the values that it gives itself, and the
    other side must answer that too.
    """
    leads = _leads(subject, [side.quotes for side in sides])[:LEADS]
    leads += _leads(subject, [side.more for side in sides])[:MORE_LEADS]
    passages = [replace(one.whole, sentences=one.whole.sentences[:SENTENCES_COMPARED]) for one in found[:COMPARED]]
    differing: list[Disagreement] = []
    for quote, question in leads:
        for one in OtherSides(models.comparer, origins, question, passages).against([quote]):
            rival = one.second.quote if one.first.quote.place == quote.place else one.first.quote
            answers = float(models.reranker.scores(question, [rival.words])[0]) >= TOUCHED
            is_misreport = any(misreports(side.quote.words) for side in one.sides)
            if answers and not is_misreport and not any(_is_same(one, other) for other in differing):
                differing.append(one)
    likeliest: list[Disagreement] = []
    for one in sorted(differing, key=lambda one: -one.likeness):
        if not any(are_crossed(one, other) for other in likeliest):
            likeliest.append(one)
    # what was only reported otherwise before is no quarrel
    return sorted((one for one in differing if one in likeliest), key=lambda one: one.is_superseded)[:DISAGREEMENTS]


def _leads(subject: Subject, said: Iterable[Sequence[tuple[float, Quote]]]) -> list[tuple[Quote, str]]:
    """Return the numbers in what the sides say, as sentences with a question each, best first."""
    scored = _ranked(pair for quotes in said for pair in quotes)
    return [(quote, question) for _, quote in scored for question in questions_of(quote, subject.topic)]


def questions_of(quote: Quote, topic: str) -> list[str]:
    """Return the questions that the numbers of a sentence answer; none for a number of which it does not say what."""
    words, questions = quote.words, []
    for amount in amounts(words, quote.passage.published):
        form = _FORMS.get(amount.measure)
        start, end = amount.span
        is_bare = amount.measure == "count" and (not amount.things or words[end:].startswith(" of "))
        if form is None or amount.is_former or is_bare:
            continue
        after = _CLAUSE_ENDS.split(words[end:])[0].split()[:WORDS_AROUND]
        before = [] if amount.measure == "count" else _CLAUSE_ENDS.split(words[:start])[-1].split()[-WORDS_AROUND:]
        questions.append(f"{' '.join([form, *before, *after])}, {topic}?")
    return questions


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    places = [{each.first.quote.place, each.second.quote.place} for each in (one, other)]
    return places[0] == places[1]


def are_crossed(one: Disagreement, other: Disagreement) -> bool:
    """Return whether two set the same value of one article against different values of another.

    "14 hurt" and "60 on board" cannot both be what the other article's "eighteen hurt" contradicts.
    """
    return any(
        _file(mine) == _file(theirs)
        and _file(mine_against) == _file(theirs_against)
        and mine.is_same(theirs)
        and not mine_against.is_same(theirs_against)
        for mine, mine_against in (one.sides, one.sides[::-1])
        for theirs, theirs_against in (other.sides, other.sides[::-1])
    )


def _file(side: Given) -> str:
    return side.quote.passage.file


def with_disagreements(lines: Sequence[Line], found: Sequence[Disagreement]) -> list[Line]:
    """Return the lines, and one for each side of a disagreement that none of them quotes."""
    known = [Statement(line.quote.words, (line.quote,), 1.0) for line in lines]
    more = with_sides(known, found, max_sentences=len(lines) + 2 * len(found))[len(lines) :]
    return [*lines, *(Line(one.quotes[0], about_article(one.quotes[0].passage, with_title=False)) for one in more)]


def _outlets(found: Found, articles: Sequence[ArticleInfo]) -> str:
    """Return the outlets that carry the copy of an article, its own first."""
    own = found.whole.outlet or found.whole.file
    others = {article.outlet for article in articles if article.origin == found.origin and article.outlet} - {own}
    return ", ".join([own, *sorted(others)])
