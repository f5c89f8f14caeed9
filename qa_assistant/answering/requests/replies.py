"""What the assistant says about itself and its articles: fixed words, and facts of the index."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa_assistant.answering.requests.lines import counted
from qa_assistant.answering.values import values
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.requests.phrasings import Talk
    from qa_assistant.index import ArticleInfo

_OPENINGS: dict[Talk, str] = {
    "greeting": "Hello.",
    "thanks": "You are welcome.",
    "noted": "All right.",
    "farewell": "Goodbye.",
    "abilities": "I answer questions about a folder of articles, and every sentence comes with its proof. I can also "
    "list articles, say what there is about a subject, summarise, draw up timelines and compare outlets.",
}
OUTLETS_NAMED = 5


def reply(talk: Talk, articles: Sequence[ArticleInfo]) -> str:
    """Return what to say, with what is in the folder and three things to ask."""
    opening = _OPENINGS[talk]
    if talk == "farewell":
        return opening
    if talk in {"thanks", "noted"}:
        return f"{opening} {contents(articles)}"
    examples = "\n".join(f"- {example}" for example in examples_from(articles))
    return f"{opening} {contents(articles)}\nFor example:\n{examples}"


def contents(articles: Sequence[ArticleInfo]) -> str:
    """Return how many articles there are, by whom, and of what time."""
    outlets = Counter(article.outlet for article in articles if article.outlet)
    days = sorted(article.published for article in articles if article.published)
    said = f"There {'is' if len(articles) == 1 else 'are'} {counted(len(articles), 'article')}"
    if outlets:
        names = sorted(outlets, key=lambda name: (-outlets[name], name.casefold()))[:OUTLETS_NAMED]
        among = " such as " if len(outlets) > len(names) else ": "
        said += f" by {counted(len(outlets), 'outlet')}{among}{', '.join(names)}"
    if days and days[0] == days[-1]:
        said += f"; published on {day_in_words(days[0])}"
    elif days:
        said += f"; published from {day_in_words(days[0])} to {day_in_words(days[-1])}"
    return f"{said}."


def examples_from(articles: Sequence[ArticleInfo]) -> list[str]:
    """Return three requests that these articles answer."""
    dated = sorted((a for a in articles if a.published), key=lambda a: (a.published, a.file), reverse=True)
    newest = dated[0] if dated else articles[0]
    named = _most_named(articles)
    month = f" from {newest.published:%B %Y}" if newest.published else ""
    return [
        f"What do you have on {named}?" if named else f"What is {newest.file} about?",
        f"Summarise “{newest.title}”",
        f"List the articles{month}",
    ]


def _most_named(articles: Sequence[ArticleInfo]) -> str | None:
    """Return the name that stands in the titles of most origins."""
    origins: dict[str, set[str]] = {}
    for article in articles:
        for value in values(article.title):
            if value.kind == "name":
                origins.setdefault(value.text, set()).add(article.origin)
    return min(origins, key=lambda name: (-len(origins[name]), name), default=None)
