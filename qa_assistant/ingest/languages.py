"""Tell which language a text is in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ = 2_000
"""Characters of a text that are looked at."""
_LEAST = 80
"""Letters under which a text tells no language for sure."""
_SURE = 0.9


def language_of(text: str) -> str | None:
    """Return the two-letter code of the language a text is in, whatever its file says; None where that is not sure."""
    beginning = " ".join(text[:_READ].split())
    if sum(map(str.isalpha, beginning)) < _LEAST:
        return None
    language, chance = max(chances(beginning).items(), key=lambda found: found[1])
    return language if chance >= _SURE else None


def chances(text: str) -> dict[str, float]:
    """Return how likely a text is in each language that is known, by two-letter code; together 1."""
    return {language: float(chance) for language, chance in _identifier().rank(text)}


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # takes most of a second, for which only who needs it should wait
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
