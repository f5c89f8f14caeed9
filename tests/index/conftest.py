"""What the tests of the index may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .builders import Newsroom

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def three(newsroom: Newsroom) -> Newsroom:
    """Three articles of three outlets and days, one of them undated and without an outlet, indexed."""
    newsroom.write("deal.txt", "Iran signed a deal with Gazprom.", outlet="CNN", published="2022-07-19")
    newsroom.write("strike.txt", "Dockers signed a pay deal.", outlet="Courier", published="2025-07-04")
    newsroom.write("cells.txt", "Battery cells are wound from foil.")
    newsroom.age()
    newsroom.sync()
    return newsroom
