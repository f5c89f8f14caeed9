"""Answer questions about a folder of articles, and prove every sentence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa_assistant.errors import (
    ArticleError,
    ConfigError,
    EvalCaseError,
    IndexMismatchError,
    IndexNotBuiltError,
    ModelError,
    PromptError,
    QAAssistantError,
)
from qa_assistant.schema import (
    REFUSAL,
    Answer,
    Article,
    Citation,
    Conflict,
    Filters,
    Passage,
    Sentence,
    SyncReport,
    Turn,
    Window,
)

if TYPE_CHECKING:
    from qa_assistant.assistant import Assistant, ask
    from qa_assistant.config import Config
    from qa_assistant.index import ArticleInfo

__all__ = [
    "REFUSAL",
    "Answer",
    "Article",
    "ArticleError",
    "ArticleInfo",
    "Assistant",
    "Citation",
    "Config",
    "ConfigError",
    "Conflict",
    "EvalCaseError",
    "Filters",
    "IndexMismatchError",
    "IndexNotBuiltError",
    "ModelError",
    "Passage",
    "PromptError",
    "QAAssistantError",
    "Sentence",
    "SyncReport",
    "Turn",
    "Window",
    "ask",
]

# these bring numpy, pydantic and SQLite along, so they are imported when they are first asked for
_LATER = {
    "ArticleInfo": "qa_assistant.index",
    "Assistant": "qa_assistant.assistant",
    "Config": "qa_assistant.config",
    "ask": "qa_assistant.assistant",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
