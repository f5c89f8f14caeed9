"""What `ask` and its like are called with, checked: a wrong value is named at once, not deep inside."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qa_assistant.answering.given import Asked
from qa_assistant.config import Config
from qa_assistant.errors import ConfigError
from qa_assistant.schema import Filters, Turn, day_of, shown

if TYPE_CHECKING:
    from collections.abc import Sequence


def asked_of(
    articles: Path,
    question: str,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    asked_on: date | str | None = None,
) -> Asked:
    """Return all that an answer depends on, the day it is asked on being today unless given.

    Files that the filters name are named as they are below the folder `articles`.

    Raises:
        ConfigError: a value is none of its kind.
    """
    if not isinstance(question, str):
        raise ConfigError(f"question: {shown(question)} is no text; give the question as a string")
    if filters is not None and not isinstance(filters, Filters):
        raise ConfigError(f"filters: {shown(filters)} are no Filters; give Filters(after=…, outlets=[…])")
    day = day_of("asked_on", asked_on)
    return Asked(question, _turns(history), _below(articles, filters), date.today() if day is None else day)


def settings_of(config: Config | None) -> Config:
    """Return the settings, those of the environment unless given.

    Raises:
        ConfigError: it is something else, such as a folder.
    """
    if config is None:
        return Config()
    if not isinstance(config, Config):
        raise ConfigError(f"config: {shown(config)} is no Config; give Config(articles_dir=…, vectorstore_dir=…)")
    return config


def _below(articles: Path, filters: Filters | None) -> Filters | None:
    if not filters or not filters.files:
        return filters
    files = tuple(_name_below(articles, file) for file in filters.files)
    # the folder itself restricts nothing
    return replace(filters, files=None if "." in files else files)


def _name_below(articles: Path, file: str) -> str:
    """Return the name that a file has in the index: `./port/deal.txt` and its whole path are `port/deal.txt`.

    Any other comes back as it is: an article in an archive may bear any name.
    """
    path = Path(file)
    if not path.is_absolute():
        return path.as_posix() if file.startswith("./") or file.endswith("/") else file
    as_written = Path(os.path.normpath(path))
    for one, root in ((as_written, articles.absolute()), (path.parent.resolve() / path.name, articles.resolve())):
        if one.is_relative_to(root):
            return one.relative_to(root).as_posix()
    return file


def _turns(history: Sequence[Turn]) -> tuple[Turn, ...]:
    # a string is iterable too, and an empty one has no turn that could be wrong
    if isinstance(history, (str, bytes)) or not isinstance(history, Iterable):
        raise ConfigError(f"history: {shown(history)} is no list of turns; give [Turn(question, answer), …]")
    turns = tuple(history)
    for turn in turns:
        if not (isinstance(turn, Turn) and isinstance(turn.question, str) and isinstance(turn.answer, str)):
            raise ConfigError(f"history: {shown(turn)} is no turn; give Turn(question, answer), both strings")
    return turns
