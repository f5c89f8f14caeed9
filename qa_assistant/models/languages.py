"""Which languages the models read, as far as their names or the settings tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_assistant.config import Config

Languages = frozenset[str]
"""Two-letter codes, such as `en`."""

ENGLISH: Languages = frozenset({"en"})
_CODES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "vi", "zh")
"""Languages that models are made for one by one, with the code in their names."""
_ENGLISH = re.compile(r"ms-marco|(?:^|/)all-(?:minilm|mpnet|distilroberta)|english", re.IGNORECASE)
"""In the names of families of models that were trained on English alone and do not say so by the code."""


def languages_read(config: Config) -> Languages | None:
    """Return the languages that both embedder and reranker read; None if that is any, as far as is known."""
    if config.languages:
        return frozenset(re.findall(r"[a-z]{2}", config.languages))
    known = [found for found in map(languages_of, (config.embedder, config.reranker)) if found]
    return (frozenset.intersection(*known) or known[-1]) if known else None


def languages_of(model: str) -> Languages | None:
    """Return the languages that a model reads, by its name; None if it tells none: then it is taken to read any."""
    parts = re.split(r"[-_/.]", model.lower())
    if "multilingual" in parts:
        return None
    found = frozenset(part for part in parts if part in _CODES)
    return found or (ENGLISH if _ENGLISH.search(model) else None)
