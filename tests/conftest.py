"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Give each process that runs tests a core of its own: models of two on the same cores wait for one another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


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
