"""The real assistant on the sample articles, indexed once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_assistant import Assistant, Config

SAMPLES = Path(__file__).resolve().parents[2] / "articles"


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    # none kept: that an answer is the same twice shall not be because it is remembered
    return Config(articles_dir=SAMPLES, vectorstore_dir=tmp_path_factory.mktemp("store"), answers_kept=0)


@pytest.fixture(scope="session")
def assistant(config: Config) -> Assistant:
    ready = Assistant.open(config)
    ready.sync()
    return ready
