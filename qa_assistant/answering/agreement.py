"""Where a sentence and its quotes agree: words, names, amounts, denial, order and who said it, as features."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_assistant.answering.canonical import read_as
from qa_assistant.answering.claims import Token, claim, denials, same
from qa_assistant.answering.lexicon import are_opposite
from qa_assistant.answering.stems import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

_APART = 50
"""Words between two quotes: nothing in one is near anything in the other."""
_SIDE = 3
"""Words to either side of a word that it must be among in the quote too."""
_NEAR = 5
"""Words of a quote within which they then stand."""
_SPEAKER_REACH = 5
_FEW = frozenset(f"n:{number}" for number in range(1, 13))
_VAGUE = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions"})


@dataclass(frozen=True, slots=True)
class Background:
    """What a reader of a quote also sees: when its article appeared, and the words around the quote and above it."""

    around: str = ""
    """Title, outlet, and the sentences before and after the quote."""
    published: date | None = None


class Agreement:
    """A sentence compared with its quotes.

    Args:
        sentence: what is claimed.
        quotes: the exact words that are to prove it.
        backgrounds: one a quote, or none.
    """

    def __init__(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> None:
        self._own = claim(sentence)
        self._quoted: list[tuple[int, Token]] = []
        self._around: list[Token] = []
        for number, quote in enumerate(quotes):
            background = backgrounds[number] if number < len(backgrounds) else Background()
            offset = self._quoted[-1][0] + _APART if self._quoted else 0
            tokens = _dated(claim(quote), background.published)
            self._quoted += [(offset + place, token) for place, token in enumerate(tokens)]
            self._around += _dated(claim(background.around), background.published)
        self._places = [[place for place, other in self._quoted if same(token, other)] for token in self._own]
        self._at = dict(self._quoted)
        self._denials = self._denials_apart(sentence, quotes)

    @property
    def unfounded(self) -> tuple[str, ...]:
        """The amounts and dates of the sentence that no quote has, and the names that stand nowhere near one either."""
        return tuple(token.text for token in self._unfounded)

    @cached_property
    def _unfounded(self) -> list[Token]:
        return [
            token
            for token, places in zip(self._own, self._places, strict=True)
            if not places
            and (token.sort == "amount" or (token.sort == "name" and not self._is_around(token) and not token.speaks))
        ]

    @property
    def invented(self) -> tuple[str, ...]:
        """The unfounded ones but for amounts in words that may follow from the quotes: `the two firms`, `over half`."""
        return tuple(token.text for token in self._unfounded if not _may_follow(token))

    def features(self) -> dict[str, float]:
        """Return how far they agree, by name; a sentence of a single claim word has few that tell anything."""
        count = max(1, len(self._own))
        is_missing = [not places for places in self._places]
        chosen = self._chosen
        found = [place for place in chosen if place is not None]
        is_wide = [not missing or self._is_around(token) for token, missing in zip(self._own, is_missing, strict=True)]
        said = {place for places in self._places for place in places}
        turn = _turning(found)
        return {
            "coverage": 1 - sum(is_missing) / count,
            "wide": sum(is_wide) / count,
            "missing": math.log1p(sum(is_missing)),
            "run": math.log1p(_longest_run(is_missing)),
            "new_names": float(self._count("name", is_missing)),
            "unfounded": float(len(self.unfounded)),
            "opens_new": float(
                any(t.opens and m and not w for t, m, w in zip(self._own, is_missing, is_wide, strict=True))
            ),
            "bound": _mean([self._bound(place) for place in range(len(self._own))]),
            "bound_name": self._least("name", self._bound),
            "bound_amount": self._least("amount", self._bound),
            "bound_word": self._least("word", self._bound),
            "beside_name": self._least("name", self._beside),
            "beside_amount": self._least("amount", self._beside),
            "order": _longest_rising([*found[turn:], *found[:turn]]) / max(1, len(found)),
            "turned": float(turn > 0),
            "swapped": float(self._swapped(turn)),
            "denied": float(self._denial_differs()),
            "denials": float(self._denials),
            "weakened": float(self._lost_weakening()),
            "come": float(self._come_true()),
            "opposed": float(self._opposed()),
            "speaker": self._speaker_differs(),
            "sayer": self._sayer_differs(),
            "length": math.log1p(len(self._own)),
            "unsaid": 1 - len(said) / max(1, len(self._quoted)),
        }

    def _is_around(self, token: Token) -> bool:
        return any(same(token, other) for other in self._around)

    def _count(self, sort: str, flags: Sequence[bool]) -> int:
        return sum(flag and token.sort == sort for token, flag in zip(self._own, flags, strict=True))

    def _neighbours(self, place: int, reach: int) -> list[int]:
        """Return the places of words beside one of the sentence that the quotes have too."""
        first, last = max(0, place - reach), min(len(self._own), place + reach + 1)
        return [other for other in range(first, last) if other != place and self._places[other]]

    def _fit(self, place: int, quoted: int, reach: int, near: int) -> float:
        """Return the share of neighbours in the sentence that stand near, and on the same side, in the quote."""
        neighbours = self._neighbours(place, reach)
        if not neighbours:
            return 0.5
        good = 0.0
        for other in neighbours:
            gaps = [(at - quoted) * (1 if other > place else -1) for at in self._places[other] if at != quoted]
            if any(0 < gap <= near for gap in gaps):
                good += 1
            elif any(abs(gap) <= near for gap in gaps):
                good += 0.5
        return good / len(neighbours)

    @cached_property
    def _chosen(self) -> list[int | None]:
        """For each word of the sentence the place in the quotes where its neighbours are neighbours too."""
        return [
            max(places, key=lambda at, place=place: self._fit(place, at, _SIDE, _NEAR)) if places else None  # type: ignore[misc]
            for place, places in enumerate(self._places)
        ]

    def _bound(self, place: int) -> float:
        at = self._chosen[place]
        return 0.0 if at is None else self._fit(place, at, _SIDE, _NEAR)

    def _beside(self, place: int) -> float:
        places = self._places[place]
        return max((self._fit(place, at, 1, 2) for at in places), default=0.0)

    def _least(self, sort: str, measure: Callable[[int], float]) -> float:
        """Return the smallest measure among names or amounts that the quotes have; 1 where there is none."""
        of_sort = [place for place, token in enumerate(self._own) if token.sort == sort and self._places[place]]
        return min((measure(place) for place in of_sort), default=1.0)

    def _swapped(self, turn: int) -> int:
        """Count names, dates and numbers that stand the other way round than the next of their kind in the quotes."""
        of_kind: dict[str, list[int]] = {}
        known = [place for place, at in enumerate(self._chosen) if at is not None]
        for place in [*known[turn:], *known[:turn]]:
            token = self._own[place]
            if token.sort != "word":
                of_kind.setdefault(_kind(token), []).append(place)
        return sum(
            max(self._places[later]) < min(self._places[earlier])
            for places in of_kind.values()
            for earlier, later in pairwise(places)
        )

    def _denial_differs(self) -> int:
        """Count words that the sentence denies and the quotes never do, or the other way round."""
        count = 0
        for token, at in zip(self._own, self._chosen, strict=True):
            if at is not None:
                window = [self._at[p].denied for p in (at - 1, at, at + 1) if p in self._at]
                count += token.denied != self._at[at].denied and (not token.denied or not any(window))
            elif token.denied:
                count += 1
        quoted_denials = any(token.denied for _, token in self._quoted)
        return count if quoted_denials or any(token.denied for token in self._own) else 0

    def _denials_apart(self, sentence: str, quotes: Sequence[str]) -> int:
        """Return how many more or fewer words deny something in the sentence than in what it takes from the quotes."""
        quoted = [token for quote in quotes for token in denials(quote)]
        taken = [token for token in quoted if token and any(same(own, token) for own in self._own)]
        return abs(len(denials(sentence)) - len(taken))

    def _lost_weakening(self) -> int:
        """Count words that the quotes put as possible, planned or claimed, and the sentence as fact."""
        return sum(
            at is not None and self._at[at].weakened and not token.weakened
            for token, at in zip(self._own, self._chosen, strict=True)
        )

    def _come_true(self) -> int:
        """Count words that the quotes tell as still to happen, and the sentence as happened."""
        return sum(
            at is not None and self._at[at].coming and not (token.coming or token.weakened)
            for token, at in zip(self._own, self._chosen, strict=True)
        )

    def _opposed(self) -> int:
        """Count words of the sentence in whose place the quotes have the opposite."""
        count = 0
        for place, token in enumerate(self._own):
            if token.sort != "word":
                continue
            word = stem(token.text.lower())
            opposites = [at for at, other in self._quoted if are_opposite(word, {stem(other.text.lower())})]
            there = max((self._fit(place, at, _SIDE, _NEAR) for at in opposites), default=-1.0)
            count += bool(opposites) and (not self._places[place] or there > self._bound(place))
        return count

    def _speaker_differs(self) -> float:
        """Return 1 when a name that the sentence lets speak does not stand near any speaking in the quotes."""
        speakers = _speakers(list(enumerate(self._own)))
        quoted = _speakers(self._quoted)
        if not speakers:
            return 0.0
        return float(not any(same(token, other) for token in speakers for other in (*quoted, *self._around)))

    def _sayer_differs(self) -> float:
        """Return 1 when who says it, name or not, is nobody who speaks in the quotes; ½ when they only name them."""
        sayers = _sayers(self._own)
        quoted = [token for at, token in self._quoted if self._is_beside_speaking(at)]
        if not sayers or any(same(own, other) for own in sayers for other in quoted):
            return 0.0
        return 0.5 if any(same(own, other) for own in sayers for _, other in self._quoted) else 1.0

    def _is_beside_speaking(self, at: int) -> bool:
        near = range(at - _SPEAKER_REACH, at + _SPEAKER_REACH + 1)
        return any(other in self._at and self._at[other].speaks for other in near if other != at)


def _may_follow(token: Token) -> bool:
    """Return whether an amount is a small count or a share, in words: these are made of what stands there."""
    text = token.text.lower()
    if token.sort != "amount" or "cent" in text or any(letter.isdigit() for letter in text):
        return False
    return text in _VAGUE or "u:%" in token.parts or token.parts <= _FEW


def _sayers(tokens: Sequence[Token]) -> list[Token]:
    """Return the last word before each word of speaking, and the two after `according`."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text.lower() == "according":
            found += tokens[place + 1 : place + 3]
        elif token.speaks and place and tokens[place - 1].sort != "amount":
            found.append(tokens[place - 1])
    return found


def _turning(places: Sequence[int]) -> int:
    """Return how many words at the start must go to the end for the order to be the quote's: `On Monday he …`."""
    if len(places) < 3:
        return 0
    rising = [_longest_rising([*places[turn:], *places[:turn]]) for turn in range(len(places))]
    best = max(rising)
    return 0 if rising[0] == best else rising.index(best)


def _kind(token: Token) -> str:
    """Return `name`, `number` or `date`; only things of one kind can be taken for one another."""
    if token.sort == "name":
        return "name"
    return "number" if any(part.startswith("n:") for part in token.parts) else "date"


def _speakers(tokens: Sequence[tuple[int, Token]]) -> list[Token]:
    speaking = [place for place, token in tokens if token.speaks]
    return [
        token
        for place, token in tokens
        if token.sort == "name" and any(abs(place - at) <= _SPEAKER_REACH for at in speaking)
    ]


def _dated(tokens: Sequence[Token], published: date | None) -> list[Token]:
    return [replace(t, parts=read_as(t.parts, published)) if t.sort == "amount" else t for t in tokens]


def _longest_run(flags: Sequence[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def _longest_rising(places: Sequence[int]) -> int:
    """Return the length of the longest rising subsequence."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 1.0
