"""The real assistant on the sample articles, indexed once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_assistant import Assistant, Config

SAMPLES = Path(__file__).resolve().parents[2] / "articles"


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(articles_dir=SAMPLES, vectorstore_dir=tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def assistant(config: Config) -> Assistant:
    ready = Assistant.open(config)
    ready.sync()
    return ready
