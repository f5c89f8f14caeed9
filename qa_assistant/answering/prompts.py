"""Prompts are Markdown files with `$variables`; each is checked when it is loaded, so a mistake shows at start-up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from qa_assistant.errors import PromptError

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file whose variables are exactly the ones the code fills."""

    file: Path
    text: str
    variables: frozenset[str]

    def fill(self, **values: str) -> str:
        """Return the text with every variable replaced once; what is put in is never expanded again.

        Raises:
            PromptError: a variable has no value, or a value has no variable.
        """
        _check(self.file, self.variables, frozenset(values))
        return Template(self.text).substitute(values)


def load_prompt(name: str, variables: Iterable[str], folder: Path | None = None) -> Prompt:
    """Return the prompt `name`, read from `folder` or from the prompts that come along.

    Raises:
        PromptError: the file is missing or not UTF-8, has a `$` that names no variable, or other variables than these.
    """
    file = (folder or default_folder()) / f"{name}.md"
    try:
        text = file.read_text("utf-8-sig").strip()
    except FileNotFoundError as error:
        raise PromptError(f"{file}: no such prompt; put the file there or correct prompts_dir") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{file}: cannot be read ({error}); save it as UTF-8 text") from error
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"{file}: has a $ that starts no variable; write a plain dollar sign as $$")
    expected = frozenset(variables)
    _check(file, expected, frozenset(template.get_identifiers()))
    return Prompt(file, text, expected)


def default_folder() -> Path:
    """Return the folder of the prompts that come along: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "prompts"
    return inside if inside.is_dir() else PACKAGE.parent / "prompts"


def _check(file: Path, expected: frozenset[str], found: frozenset[str]) -> None:
    if missing := sorted(expected - found):
        raise PromptError(f"{file}: ${missing[0]} is missing; it needs {_listed(expected)}")
    if extra := sorted(found - expected):
        raise PromptError(f"{file}: ${extra[0]} is not a variable of this prompt; it has {_listed(expected)}")


def _listed(variables: frozenset[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(variables)) or "none"
