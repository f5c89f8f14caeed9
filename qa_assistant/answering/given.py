"""Answers that were given before, kept for when the same is asked again of the same index."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import date

    from qa_assistant.schema import Answer, Filters, Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an answer depends on besides the settings of its assistant and the state of the index."""

    question: str
    history: tuple[Turn, ...]
    filters: Filters | None
    asked_on: date


class GivenAnswers:
    """The last `most` answers of one assistant, those asked for longest ago given up first.

    May be shared between threads. An answer is kept under the version of the index it was made from, so that a sync,
    by whichever process, leaves none behind that could still be given.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, Asked], tuple[Answer, ...]] = OrderedDict()
        self._lock = Lock()

    def answers(
        self,
        asked: Asked,
        version: Callable[[], str],
        make: Callable[[], Generator[Answer]],
        *,
        is_lasting: Callable[[Answer], bool],
    ) -> Generator[Answer]:
        """Yield the growing answer kept for what is asked, else the one that `make` yields, and keep it.

        `version` names the state of the index. The `seconds` of a kept answer are those that giving it took: none in
        any stage. Only an answer that `is_lasting`, and during whose making no sync was completed, is kept.
        """
        started = perf_counter()
        before = version()
        if kept := self._find((before, asked)):
            spent = {**dict.fromkeys(kept[-1].seconds, 0.0), "total": perf_counter() - started}
            yield from (*kept[:-1], replace(kept[-1], seconds=spent))
            return
        grown = []
        # closed at once, not some time later, when whoever consumes this leaves in the middle
        with closing(make()) as growing:
            for answer in growing:
                grown.append(answer)
                yield answer
        if grown and grown[-1].seconds and is_lasting(grown[-1]) and version() == before:
            self._keep((before, asked), tuple(grown))

    def _find(self, key: tuple[str, Asked]) -> tuple[Answer, ...] | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, Asked], grown: tuple[Answer, ...]) -> None:
        with self._lock:
            self._kept[key] = grown
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
