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

_ALSO = "I can also list articles, say what there is about a subject, summarise, draw up timelines and compare outlets."
_OPENINGS: dict[Talk, str] = {
    "greeting": "Hello.",
    "thanks": "You are welcome.",
    "noted": "All right.",
    "farewell": "Goodbye.",
    "abilities": f"I answer questions about a folder of articles, and every sentence comes with its proof. {_ALSO}",
    "unable": "That I cannot do: I answer questions with sentences of the articles, each with its source, and put them "
    f"into no other words or languages. {_ALSO}",
    "nature": "I am a program, not a person. Trained models find the sentences of the articles that answer, and these "
    "are shown word for word with their source; only where a language model has been set up are answers written by it.",
}
SHOWN_BESIDE = (
    "Every sentence of an answer has its article, with outlet and day, beside it. For who else reports something, ask "
    "for its subject: “Which outlets covered …?”"
)
DOUBTED = (
    "What an answer says is taken from the articles, and whether they are right I cannot tell. Their own words, with "
    "outlet and day, stand beside every sentence. For who else reports something, ask for its subject: “Which outlets "
    "covered …?”"
)
NOT_FOUND = (
    "I found nothing in the articles that answers, and may have missed it. Ask in other words, or for all that there "
    "is: “What do you have on …?”"
)
OUTLETS_NAMED, MOST_OUTLETS_NAMED = 5, 40
"""Outlets named beside other things, and where they are asked for."""
NAMES = 8
"""Names given for what the articles are about."""


def reply(talk: Talk, articles: Sequence[ArticleInfo]) -> str:
    """Return what to say, with what is in the folder and three things to ask."""
    if talk == "outlets":
        return contents(articles, MOST_OUTLETS_NAMED)
    opening = _subjects(articles) if talk == "topics" else _OPENINGS[talk]
    if talk == "farewell":
        return opening
    if talk in {"thanks", "noted"}:
        return f"{opening} {contents(articles)}"
    examples = "\n".join(f"- {example}" for example in examples_from(articles))
    return f"{opening} {contents(articles)}\nFor example:\n{examples}"


def contents(articles: Sequence[ArticleInfo], most: int = OUTLETS_NAMED) -> str:
    """Return how many articles there are, by whom, and of what time."""
    outlets = Counter(article.outlet for article in articles if article.outlet)
    days = sorted(article.published for article in articles if article.published)
    said = f"There {'is' if len(articles) == 1 else 'are'} {counted(len(articles), 'article')}"
    if outlets:
        names = sorted(outlets, key=lambda name: (-outlets[name], name.casefold()))[:most]
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
    named = next((name for name, _ in _most_named(articles)), None)
    month = f" from {newest.published:%B %Y}" if newest.published else ""
    return [
        f"What do you have on {named}?" if named else f"What is {newest.file} about?",
        f"Summarise “{newest.title}”",
        f"List the articles{month}",
    ]


def _subjects(articles: Sequence[ArticleInfo]) -> str:
    """Return what the articles are about, as far as their titles tell."""
    named = _most_named(articles)
    names = [name for name, count in named if count > 1] or [name for name, _ in named]
    # "Pruitt" says nothing beside "Pruitt Dam"
    names = [name for name in names if not any(f" {name} " in f" {other} " for other in names if other != name)]
    if not names:
        return "No name stands in a title."
    return f"The names that stand in most titles: {', '.join(names[:NAMES])}."


def _most_named(articles: Sequence[ArticleInfo]) -> list[tuple[str, int]]:
    """Return the names in titles, each with the number of origins in whose titles it stands, the most first."""
    origins: dict[str, set[str]] = {}
    for article in articles:
        for value in values(article.title):
            if value.kind == "name":
                origins.setdefault(value.text, set()).add(article.origin)
    return sorted(((name, len(found)) for name, found in origins.items()), key=lambda one: (-one[1], one[0]))
