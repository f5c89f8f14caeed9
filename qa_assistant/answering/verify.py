"""How well the cited words support a sentence; what stands between a written sentence and the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verifier(Protocol):
    """Judges whether quotes prove a sentence."""

    def support(self, sentence: str, quotes: Sequence[str]) -> float:
        """Return how well the quotes together support the sentence, from 0 (not at all) to 1 (fully)."""
        ...
