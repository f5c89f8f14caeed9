"""How long each stage of one question took."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """Adds up the seconds of each stage of one question."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self._stages = dict.fromkeys(("condense", "retrieve", "rerank", "answer", "verify"), 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside to the stage `name`."""
        start = perf_counter()
        try:
            yield
        finally:
            self._stages[name] += perf_counter() - start

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each stage, and of all since the clock was made as `total`."""
        return {**self._stages, "total": perf_counter() - self._start}
