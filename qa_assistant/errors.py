"""Every error this package raises on purpose.

QAAssistantError          base of all below; its message says what to do
├── ConfigError           a setting or an argument has a value that cannot work
├── ArticleError          one article cannot be read; carries `file` and `reason`
├── IndexNotBuiltError    a question came before the articles were indexed
├── IndexMismatchError    the index was built with other settings than the ones in force
├── PromptError           a prompt file is missing or its variables are wrong
├── EvalCaseError         a test question set has a mistake; names id and line
└── ModelError            a model cannot be loaded or did not answer
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_WANTED = {
    "int": "write a whole number",
    "float": "write a number",
    "bool": "write true or false",
    "string": "write text",
    "path": "write a path",
    "list": "write a list",
    "tuple": "write a list",
    "dict": "write keys with their values",
    "model": "write keys with their values",
}
"""What to do about a value that does not fit, by what Pydantic's name of the mistake begins with."""
_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def remedy(mistake: Mapping[str, Any]) -> str:
    """Return what is to be done about one mistake that Pydantic found, in words of the user and not of Python."""
    kind, context = mistake["type"], mistake.get("ctx", {})
    for name, words in _BOUNDS.items():
        if name in context:
            return f"it must be {words} {context[name]:g}"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("too_short", "string_too_short"):
        return "it is empty"
    if "pattern" in context:
        return f"it must match {context['pattern']}"
    return _WANTED.get(kind.partition("_")[0]) or str(mistake["msg"])


class QAAssistantError(Exception):
    """Base of every error of this package; the message is one line that says what to do."""


class ConfigError(QAAssistantError):
    """A setting or an argument has a value that cannot work."""


class ArticleError(QAAssistantError):
    """One article cannot be read."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class IndexNotBuiltError(QAAssistantError):
    """A question came before the articles were indexed."""


class IndexMismatchError(QAAssistantError):
    """The index on disk was built with other settings than the ones in force."""


class PromptError(QAAssistantError):
    """A prompt file is missing or declares other variables than the code fills."""


class EvalCaseError(QAAssistantError):
    """A test question set has a mistake; the message names the case's id and line."""


class ModelError(QAAssistantError):
    """A model cannot be loaded, or did not answer."""
