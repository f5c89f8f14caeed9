"""An installed package can add a reader."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ConfigError
from qa_assistant.ingest import ReadFile
from qa_assistant.ingest.readers import AddedReaders
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from collections.abc import Callable


class ShoutReader:
    """Reads .shout files."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the text in small letters."""
        return ReadFile((Article(file, data.decode().lower(), "Shout"),))


ready = ShoutReader()
nothing = 7


def added(name: str, value: str) -> Callable[..., EntryPoints]:
    entry = EntryPoint(name, f"{__name__}:{value}", "qa_assistant.readers")
    return lambda **_: EntryPoints([entry])


@pytest.mark.parametrize("name", ["shout", ".shout", "SHOUT"])
@pytest.mark.parametrize("value", ["ShoutReader", "ready"])
def test_a_class_or_an_object_is_taken_by_its_suffix(name: str, value: str) -> None:
    readers = AddedReaders(added(name, value))

    assert readers.has(".shout")
    assert not readers.has(".txt")
    assert readers.load(".shout").read("a.shout", b"NINE") == ReadFile((Article("a.shout", "nine", "Shout"),))


@pytest.mark.parametrize("value", ["Missing", "nothing"])
def test_a_reader_that_cannot_be_loaded_is_reported(value: str) -> None:
    with pytest.raises(ConfigError, match="of an installed package"):
        AddedReaders(added("shout", value)).load(".shout")


def test_without_such_a_package_there_are_none() -> None:
    assert AddedReaders(lambda **_: EntryPoints([])).suffixes == ()
