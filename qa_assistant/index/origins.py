"""Origins: which articles carry the same copy, whole, shortened or lightly rewritten.

Two articles are copies when at least `CARRIED` of the smaller one's own words stand in sentences that the other one
carries too, and a sentence is carried when at least `ALIKE` of its three-word sequences are in the other article. A
light rewrite keeps a part of nearly every sentence; articles that merely share a background paragraph, an official's
statement or a subject do not. Words in quotation marks are the speaker's, so they say nothing about copying.

Candidates share sampled three-word sequences, which the catalogue keeps: an article is compared with a bounded number
of others, however many there are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from qa_assistant.schema import Span

CARRIED = 0.4
ALIKE = 0.2

_LENGTH = 3
_SAMPLED = 4
"""One in so many sequences is kept to find candidates by."""
_CANDIDATES = 16
"""Articles looked at for one sequence at most: it bounds the work for sequences that everybody uses. They are the first
that have it, so that of a story printed everywhere the same ones are found by each of its sequences."""
_SHARED = 0.08
"""Share of the smaller sample that makes a candidate; copies have three times as much at least."""
_OWN_WORDS = 80
"""With fewer words of its own an article is all formula or all quotes: then all its words count, and all must agree."""
_MOST_WORDS = 20_000
"""Words of an article that are looked at."""

_LISTED = "number IN (SELECT value FROM json_each(?))"
_WORD = re.compile(r"[^\W_]+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|‘(?:[^‘’]|’(?=\w))*’(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article is compared by: the hashed word sequences of each sentence of its own."""

    sentences: tuple[frozenset[int], ...]
    lengths: tuple[int, ...]
    """Words of each sentence."""

    @property
    def sequences(self) -> frozenset[int]:
        """All sequences of the article."""
        return frozenset().union(*self.sentences)

    @property
    def words(self) -> int:
        """How many words are compared."""
        return sum(self.lengths)

    @property
    def sample(self) -> list[int]:
        """The sequences by which candidates are found: the same in every article that has them."""
        return [sequence for sequence in self.sequences if sequence % _SAMPLED == 0]


def copy_of(text: str, sentences: Iterable[Span]) -> Copy:
    """Return what to compare an article by, from its text and its quotable sentences."""
    spans = sorted(set(sentences))
    unquoted = _without_quotes(text)
    own = _compared(unquoted[start:end] for start, end in spans)
    return own if own.words >= _OWN_WORDS else _compared(text[start:end] for start, end in spans)


def carried(one: Copy, other: Copy) -> float:
    """Return the share (0…1) of the smaller article's words in sentences that the larger one carries too."""
    smaller, larger = sorted((one, other), key=lambda copy: copy.words)
    if not smaller.words:
        return 0.0
    there = larger.sequences
    found = sum(
        length
        for sequences, length in zip(smaller.sentences, smaller.lengths, strict=True)
        if len(sequences & there) >= ALIKE * len(sequences)
    )
    return found / smaller.words


def are_copies(one: Copy, other: Copy) -> bool:
    """Return whether two articles carry the same copy."""
    if min(one.words, other.words) < _OWN_WORDS:
        smaller, larger = sorted((one.sequences, other.sequences), key=len)
        return len(smaller & larger) >= 0.95 * max(len(smaller), 1)
    return carried(one, other) >= CARRIED


def link_copies(connection: sqlite3.Connection, articles: Iterable[int], copy: Callable[[int], Copy]) -> None:
    """Find the copies of some articles anew and note them; `copy` gives what an article is compared by."""
    for article in articles:
        connection.execute("DELETE FROM shingles WHERE article = ?", (article,))
        connection.execute("DELETE FROM copies WHERE one = ? OR other = ?", (article, article))
        own = copy(article)
        for candidate in _candidates(connection, own.sample):
            if are_copies(own, copy(candidate)):
                connection.execute("INSERT INTO copies VALUES (?, ?)", sorted((article, candidate)))
        sample = own.sample
        connection.executemany("INSERT INTO shingles VALUES (?, ?, ?)", ((s, article, len(sample)) for s in sample))


def copies_of(connection: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Return the articles noted as copies of any of these."""
    found: set[int] = set()
    for article in articles:
        rows = connection.execute(
            "SELECT other FROM copies WHERE one = ? UNION SELECT one FROM copies WHERE other = ?", (article, article)
        )
        found.update(number for (number,) in rows)
    return found


def name_origins(connection: sqlite3.Connection) -> None:
    """Give every article its origin: the file of the earliest article (then the first by name) it shares copy with."""
    connection.execute(
        "UPDATE articles SET origin = file WHERE origin <> file AND number NOT IN"
        " (SELECT one FROM copies UNION SELECT other FROM copies)"
    )
    for group in _groups(connection.execute("SELECT one, other FROM copies").fetchall()):
        members = json.dumps(group)
        (origin,) = connection.execute(
            f"SELECT file FROM articles WHERE {_LISTED} ORDER BY published IS NULL, published, file", (members,)
        ).fetchone()
        connection.execute(f"UPDATE articles SET origin = ? WHERE {_LISTED} AND origin <> ?", (origin, members, origin))


def _candidates(connection: sqlite3.Connection, sample: Sequence[int]) -> list[int]:
    shared: Counter[int] = Counter()
    sampled: dict[int, int] = {}
    for sequence in sample:
        rows = connection.execute(
            "SELECT article, sampled FROM shingles WHERE hash = ? LIMIT ?", (sequence, _CANDIDATES)
        )
        for number, size in rows:
            shared[number] += 1
            sampled[number] = size
    return sorted(number for number, count in shared.items() if count >= _SHARED * min(sampled[number], len(sample)))


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    parents: dict[int, int] = {}

    def root(number: int) -> int:
        parents.setdefault(number, number)
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for one, other in pairs:
        parents[root(one)] = root(other)
    groups: dict[int, list[int]] = {}
    for number in sorted(parents):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())


def _without_quotes(text: str) -> str:
    """Return the text with quoted words blanked out, offsets unchanged."""
    blanked = []
    last = 0
    # a quotation mark that is never closed reaches no further than its paragraph
    for border in [*_PARAGRAPH.finditer(text), None]:
        end = border.start() if border else len(text)
        blanked.append(_QUOTED.sub(lambda match: " " * len(match[0]), text[last:end]))
        blanked.append(border[0] if border else "")
        last = border.end() if border else end
    return "".join(blanked)


def _compared(sentences: Iterable[str]) -> Copy:
    sets, lengths, total = [], [], 0
    for sentence in sentences:
        words = _WORD.findall(_APOSTROPHE.sub("", sentence.casefold()))
        if len(words) >= _LENGTH and total < _MOST_WORDS:
            sets.append(frozenset(_hash(words[i : i + _LENGTH]) for i in range(len(words) - _LENGTH + 1)))
            lengths.append(len(words))
            total += len(words)
    return Copy(tuple(sets), tuple(lengths))


def _hash(words: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big", signed=True)
