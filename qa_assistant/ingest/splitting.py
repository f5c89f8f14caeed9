"""Article → Passages: runs of whole sentences within a budget of words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from qa_assistant.ingest.cleaning import junk_spans
from qa_assistant.ingest.languages import language_of
from qa_assistant.ingest.leaning import leans
from qa_assistant.ingest.sentences import sentence_spans
from qa_assistant.schema import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from qa_assistant.schema import Article, Span

MAX_SENTENCE_WORDS = 350
"""A longer sentence is cut: embedding models read about 512 tokens."""

CHARACTERS_A_WORD = 10
"""Text with longer words on average, or without spaces, is counted by its characters instead."""

_WORD = re.compile(r"\S+")


def split(
    article: Article, *, passage_words: int, passage_overlap: int, left_out: Set[Span] = frozenset()
) -> list[Passage]:
    """Return the passages of an article, in order, without the sentences `left_out` unless there are no others.

    A passage begins with a sentence that may be quoted and ends with one, and holds as many as fit into
    `passage_words`; one longer sentence is a passage of its own. Each begins with the last sentences of the one before,
    as many as fit into `passage_overlap` words. Where it would begin with a sentence that says "she" of somebody named
    before, those that name her come first, up to twice as many words more. Text without any quotable sentence is in no
    passage.
    """
    every = quotable_sentences(article)
    sentences = [span for span in every if span not in left_out] or every
    words = [_count(article.text, span) for span in sentences]
    leaning = [leans(article.text[start:end]) for start, end in sentences]
    groups = _groups(words, leaning, passage_words, passage_overlap)
    return _named(_passage(article, sentences[first:last]) for first, last in groups)


def quotable_sentences(article: Article) -> list[Span]:
    """Return the sentences of an article that may be quoted; over-long ones are cut at word borders."""
    return list(_quotable(article))


@lru_cache(maxsize=8)
def _quotable(article: Article) -> tuple[Span, ...]:
    spans = sentence_spans(article.text, junk_spans(article), language_of(article.text) or article.language)
    return tuple(part for span in spans for part in _cut(article.text, span))


def _groups(words: Sequence[int], leaning: Sequence[bool], budget: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield `(first, last)`, end exclusive, of each passage's sentences, given the words of every sentence."""
    begin = first = last = 0
    while last < len(words):
        held = sum(words[first:last])
        # sentences repeated from the passage before must not keep a new one out
        while first < last and held + words[last] > budget:
            held -= words[first]
            first += 1
        while last < len(words) and (last == first or held + words[last] <= budget):
            held += words[last]
            last += 1
        room = min(2 * overlap, MAX_SENTENCE_WORDS - held)
        context = _context(words[begin:first], leaning[begin : first + 1], room)
        yield first - context, last
        begin = first + 1
        first = _overlap_start(words, first, last, overlap)


def _overlap_start(words: Sequence[int], first: int, last: int, overlap: int) -> int:
    start, held = last, 0
    while start - 1 > first and held + words[start - 1] <= overlap:
        start -= 1
        held += words[start]
    return start


def _context(words: Sequence[int], leaning: Sequence[bool], most: int) -> int:
    """Return how many of the sentences before a passage it takes to say who "she" is; `leaning` tells of one more.

    None where it is not said within `most` words.
    """
    if not leaning[-1]:
        return 0
    counts = takewhile(lambda count: sum(words[len(words) - count :]) <= most, range(len(words) + 1))
    return next((count for count in counts if not leaning[-1 - count]), 0)


def _passage(article: Article, sentences: Sequence[Span]) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    return Passage(
        id="",
        file=article.file,
        title=article.title,
        start=start,
        end=end,
        text=article.text[start:end],
        outlet=article.outlet,
        published=article.published,
        published_iso=article.published_iso,
        sentences=tuple(sentences),
    )


def _named(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages of one article with their ids: the same for the same words on every machine, in every run.

    Equal ranks are ordered by ids, so an id must not tell where a passage stands: text that nobody sees, such as a
    comment, moves all that comes after it. Of passages with the same words, each is told by which of them it is.
    """
    seen: Counter[str] = Counter()
    named = []
    for passage in passages:
        words = passage.clean_text
        parts = (passage.file, str(seen[words]), passage.title, words)
        seen[words] += 1
        named.append(replace(passage, id=hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]))
    return named


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence, or the parts it must be cut into to be embedded whole."""
    start, end = span
    if _count(text, span) <= MAX_SENTENCE_WORDS:
        yield span
        return
    longest = MAX_SENTENCE_WORDS * CHARACTERS_A_WORD
    begin, stop, held = start, start, 0
    for word in _WORD.finditer(text, start, end):
        if held == MAX_SENTENCE_WORDS or (held and word.end() - begin > longest):
            yield begin, stop
            begin, held = word.start(), 0
        stop, held = word.end(), held + 1
        while stop - begin > longest:
            # no word at all, rather text without spaces
            yield begin, begin + longest
            begin += longest
    if begin < stop:
        yield begin, stop


def _count(text: str, span: Span) -> int:
    start, end = span
    return max(len(text[start:end].split()), (end - start) // CHARACTERS_A_WORD)
