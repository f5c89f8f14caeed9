"""Prompts are files; a mistake in one shows at start-up, and what is put in stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.answering.prompts import default_folder, load_prompt
from qa_assistant.errors import PromptError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_prompt_is_filled_with_its_variables(tmp_path: Path) -> None:
    (tmp_path / "greet.md").write_text("Hello $name, it costs $$5.")

    assert load_prompt("greet", ["name"], tmp_path).fill(name="Ada") == "Hello Ada, it costs $5."


@pytest.mark.parametrize("typed", ["$sources", "${sources}", "{sources}", "$$", "%s", "\\1", "{{x}}"])
def test_text_that_is_put_in_is_never_expanded_again(tmp_path: Path, typed: str) -> None:
    (tmp_path / "ask.md").write_text("$question | $sources")

    assert load_prompt("ask", ["question", "sources"], tmp_path).fill(question=typed, sources="S") == f"{typed} | S"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nowhere\.md: no such prompt"):
        load_prompt("nowhere", [], tmp_path)


def test_a_missing_variable_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_text("$question")

    with pytest.raises(PromptError, match=r"ask\.md: \$sources is missing"):
        load_prompt("ask", ["question", "sources"], tmp_path)


def test_an_extra_variable_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_text("$question $mood")

    with pytest.raises(PromptError, match=r"ask\.md: \$mood is not a variable"):
        load_prompt("ask", ["question"], tmp_path)


def test_a_dollar_sign_that_starts_no_variable_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_text("It costs $ 5, $question")

    with pytest.raises(PromptError, match=r"ask\.md: .*\$\$"):
        load_prompt("ask", ["question"], tmp_path)


def test_a_prompt_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_bytes(b"caf\xe9 $question")

    with pytest.raises(PromptError, match=r"ask\.md: cannot be read"):
        load_prompt("ask", ["question"], tmp_path)


def test_a_value_for_no_variable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_text("$question")

    with pytest.raises(PromptError, match=r"\$mood"):
        load_prompt("ask", ["question"], tmp_path).fill(question="?", mood="!")


def test_every_prompt_that_comes_along_is_markdown_ended_by_a_newline() -> None:
    texts = [file.read_text("utf-8") for file in default_folder().glob("*.md")]

    assert texts
    assert all(text.endswith("\n") for text in texts)
