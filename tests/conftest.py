"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles that come with the project."""
    return ROOT / "articles"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public articles and benchmark sets beside the project; skips where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip(f"needs the public articles and sets in {folder.name}/ beside the project")
    return folder
