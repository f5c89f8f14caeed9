"""The sentences that a text is most about: LexRank over the embeddings of its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.answering.corrections import misreports, whole_correction
from qa_assistant.answering.restating import restates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Quote
    from qa_assistant.models import Embedder

COMPARED = 120
"""Sentences that are compared with one another, the first ones: what they cost grows with their square."""
LEAD = 3.0
"""Sentences after which the weight of a place in an article is half: news says first what matters."""
DAMPING = 0.7
"""Weight of what sentences say to one another against that of their places."""
SHORTEST, LONGEST = 10, 60
"""Words of a sentence that can stand in a summary."""
_LEANING = frozenset(
    "he she it they this that these those him her them his its their there here and but so yet or then also".split()
)
"""First words of sentences that lean on the one before."""


def central_quotes(
    quotes: Sequence[Quote], embedder: Embedder, places: Sequence[int], wanted: int, *, words: int = 0
) -> list[Quote]:
    """Return the `wanted` most central of `quotes`, in their order; none says what another one says.

    Where `words` are given, they have no more than so many together, unless one sentence has already.

    `places` are the numbers of the sentences in their articles, from 0. Sentences that lean on the one before are taken
    only where nothing else is left; so is what was wrongly reported, and never without the sentence that puts it right.

    Source: Erkan and Radev, "LexRank: graph-based lexical centrality as salience in text summarization", JAIR 2004, in
    its continuous form, with the lead weighed as in personalised PageRank.
    """
    ranks = _ranks(quotes, embedder, places)
    order = sorted(range(len(quotes)), key=lambda at: (not _can_stand(quotes[at].words), -ranks[at], at))
    chosen: list[int] = []
    for at in order:
        if len(chosen) == wanted:
            break
        more = [one for one in whole_correction(at, quotes) if one not in chosen]
        length = sum(len(quotes[one].words.split()) for one in (*chosen, *more))
        if len(chosen) + len(more) > wanted or (words and chosen and length > words):
            continue
        if not any(restates(quotes[at], quotes[other]) for other in chosen):
            chosen += more
    return [quotes[at] for at in sorted(chosen or order[:1])]


def _ranks(quotes: Sequence[Quote], embedder: Embedder, places: Sequence[int]) -> list[float]:
    # both take a while to import
    import networkx
    import numpy as np

    vectors = embedder.embed_passages([quote.words for quote in quotes])
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, 0.0)
    # whatever is in one article is alike to some degree; only what is more alike than usual is a link
    links = np.clip(similar - np.median(similar), 0.0, None)
    graph = networkx.from_numpy_array(links)
    weights = {at: 1.0 / (1.0 + place / LEAD) for at, place in enumerate(places)}
    ranks: dict[int, float] = networkx.pagerank(graph, alpha=DAMPING, personalization=weights, weight="weight")
    # the last bits of a sum are not worth an order
    return [round(ranks[at], 9) for at in range(len(quotes))]


def leans(sentence: str) -> bool:
    """Return whether a sentence begins as one that leans on the sentence before it."""
    words = sentence.split(maxsplit=1)
    return bool(words) and words[0].strip("\"'“”‘’(").lower() in _LEANING


def _can_stand(sentence: str) -> bool:
    return SHORTEST <= len(sentence.split()) <= LONGEST and not leans(sentence) and not misreports(sentence)
