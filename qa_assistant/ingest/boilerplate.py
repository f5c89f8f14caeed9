"""Lines that may be boilerplate: what many articles of one outlet carry and none of them is about.

One article cannot tell; many can. A line is suspect where it stands at the head or foot of an article, or speaks to the
reader, and its words hardly occur in the rest. It is boilerplate if it is so in articles on several subjects, and
hardly anywhere else in an article; that is for the index to count, see `index.boilerplate`. What a running story
repeats (`The strike began on 9 June.`) is about what its articles are about, and they are on one subject.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.splitting import quotable_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from qa_assistant.schema import Article, Span

_HEAD, _FOOT = 2, 6
"""Lines that count as head and foot, of a long article; of a short one a half at most."""

_KIN = 0.34
"""Share of a line's words that the body of the article may have too."""
_KIN_WITHIN = 0.2
"""The same for a line in the middle of an article."""
_LONGEST = 900
"""Characters of a line; longer ones are text."""
_MOST_LINES = 200
"""Lines at either end of an article that are looked at."""
_STEM = 6
_SHORTEST = 4
"""Letters of a word that says something of what a line is about."""

_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<![.!?:“\"„«»\n])(?<=[^\W_]|[,;’'])\s([^\W\d_][^\W\d_]{2,})")
"""A word that does not begin a sentence; one with a capital letter is a name, or in German a noun."""

_SUBJECT_WORDS = 8
"""Names that say what an article is about."""

_DIGITS = re.compile(r"\d+")
_QUOTED = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_TO_READER = re.compile(
    r"\b(?:you|your|yours|our|us|here|vous|votre|vos|notre|nos|sie|ihre?|ihnen|unsere?[nrs]?|usted|ustedes|tu|tus|"
    r"nuestr[ao]s?|voi|vostr[aoi]|nostr[aoi]|iscriviti|você|seu|sua|nosso|nossa)\b"
    r"|https?://|www\.|\S@\S+\.\w|\w\.(?:com|org|net|example)\b",
    re.IGNORECASE,
)
"""Words of a line that speaks to its reader, outside quotation marks, or an address."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article, as it is compared with those of other articles of the outlet."""

    key: int
    """The same for the same words in another article of the outlet; figures may differ."""
    sentences: tuple[Span, ...]
    """Its quotable sentences, as offsets into the article."""
    is_suspect: bool
    """Whether it would be boilerplate in this article."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an article."""

    lines: tuple[Line, ...] = ()
    subject: tuple[str, ...] = ()
    """The names that it mentions most, outside suspect lines."""

    def without(self, keys: Set[int]) -> frozenset[Span]:
        """Return the sentences of those suspect lines that bear one of these keys."""
        return frozenset(span for line in self.lines if line.is_suspect and line.key in keys for span in line.sentences)


@lru_cache(maxsize=8)
def lines_of(article: Article) -> Lines:
    """Return the lines of an article that can be told apart from its text, in order."""
    found = _prose_lines(article.text, quotable_sentences(article))
    if len(found) < 2:
        return Lines()
    foot = max(1, min(_FOOT, len(found) // 2))
    head = min(_HEAD, (len(found) - foot) // 2)
    # in how many lines each word stands; those of the title count as another line
    body = Counter(_stems([article.title]))
    for words, _ in found[head : len(found) - foot]:
        body.update(_stems([words]))
    own = _stems([article.outlet or ""])
    lines = []
    for at, (words, sentences) in enumerate(found):
        is_near_end = at < _MOST_LINES or at >= len(found) - _MOST_LINES
        if is_near_end and len(words) <= _LONGEST:
            is_edge = at < head or at >= len(found) - foot
            is_suspect = _is_suspect(words, body, own, is_edge=is_edge)
            lines.append(Line(_key(article, words), sentences, is_suspect))
    suspect = {line.sentences for line in lines if line.is_suspect}
    return Lines(tuple(lines), _subject(article, [words for words, own in found if own not in suspect]))


def _subject(article: Article, texts: Sequence[str]) -> tuple[str, ...]:
    outlet = _stems([article.outlet or ""])
    counts: Counter[str] = Counter()
    for text in (article.title, *texts):
        counts.update(name.casefold()[:_STEM] for name in _names(text))
    ranked = sorted((name for name in counts if name not in outlet), key=lambda name: (-counts[name], name))
    return tuple(sorted(ranked[:_SUBJECT_WORDS]))


def _is_suspect(words: str, body: Mapping[str, int], own: frozenset[str], *, is_edge: bool) -> bool:
    about = _stems([words]) - own
    if not about or not (is_edge or _TO_READER.search(_QUOTED.sub(" ", words))):
        return False
    # a line of the body is among those counted
    kin = {word for word in about if body.get(word, 0) > (0 if is_edge else 1)}
    names = _stems(_names(words))
    return not names & kin and len(kin) <= (_KIN if is_edge else _KIN_WITHIN) * len(about)


def _prose_lines(text: str, sentences: Sequence[Span]) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the words and the sentences of every line that has any."""
    found = []
    at = 0
    for block in blocks(text):
        own = []
        while at < len(sentences) and sentences[at][0] < block.end:
            own.append(sentences[at])
            at += 1
        if own:
            found.append((text[own[0][0] : own[-1][1]], tuple(own)))
    return found


def _names(text: str) -> list[str]:
    return [word for word in _NAME.findall(text) if word[0].isupper()]


def _stems(texts: Iterable[str]) -> frozenset[str]:
    words = (word for text in texts for word in _WORD.findall(text))
    return frozenset(word.casefold()[:_STEM] for word in words if len(word) >= _SHORTEST)


def _key(article: Article, words: str) -> int:
    plain = " ".join(_WORD.findall(_DIGITS.sub("", words.casefold())))
    digest = blake2b(f"{_scope(article)}\0{plain}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _scope(article: Article) -> str:
    """Return what carries the same boilerplate: an outlet, a site, or a container or folder where neither is known."""
    if article.outlet:
        return article.outlet.casefold()
    host = None
    with suppress(ValueError):
        # not every address that looks like one can be taken apart
        host = urlsplit(article.url or "").hostname
    return host or PurePosixPath(article.file).parent.as_posix()
