"""`qa-assistant doctor --verify`: what differs between folder and index, and how it is mended."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import Command

from qa_assistant.assistant import Assistant
from qa_assistant.config import Config
from qa_assistant.index.vectors import open_vectors
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import open_index

NEWS = """\
Ferry makes its last crossing

PORT ALDER, May 2, 2024 - The last ferry left Alder Quay on 30 April with nineteen passengers.
"""


class SameForAll:
    """Gives every text the same embedding."""

    name = fingerprint = "same"
    dimensions = 384

    def embed_passages(self, texts: Any, *, progress: Any = None) -> Any:
        return np.full((len(texts), self.dimensions), self.dimensions**-0.5, dtype=np.float32)

    def embed_question(self, text: str) -> Any:
        return self.embed_passages([text])[0]


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """The options that name a folder of two articles and its index."""
    config = Config(articles_dir=tmp_path / "articles", vectorstore_dir=tmp_path / "store")
    config.articles_dir.mkdir()
    (config.articles_dir / "ferry.txt").write_text(NEWS)
    (config.articles_dir / "again.txt").write_text(NEWS.replace("nineteen", "twenty"))
    Assistant(config, open_index(config), Lazily(SameForAll), Lazily(pytest.fail)).sync()
    return ["--articles", str(config.articles_dir), "--store", str(config.vectorstore_dir)]


def lose_a_vector(folders: list[str]) -> None:
    store = open_vectors(Path(folders[-1]) / "chroma")
    store.delete(sorted(store.ids())[:1])


def test_verifying_a_sound_index_finds_nothing(qa: Command, folders: list[str]) -> None:
    outcome = qa("doctor", "--verify", *folders)

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        f"ok       {area}: as it should be"
        for area in ("catalogue", "folder", "articles", "embeddings", "vectors", "keywords")
    ]


def test_verifying_names_what_differs_and_what_to_run(qa: Command, folders: list[str]) -> None:
    lose_a_vector(folders)
    (Path(folders[1]) / "new.txt").write_text(NEWS)

    outcome = qa("doctor", "--verify", *folders)

    assert outcome.code == 1
    remedy = "run: qa-assistant doctor --verify --repair"
    assert f"problem  vectors: 1 of 2 are missing; {remedy}\n" in outcome.out
    assert f"problem  folder: not indexed: new.txt; {remedy}\n" in outcome.out


def test_repairing_mends_it_and_looks_again(qa: Command, folders: list[str]) -> None:
    lose_a_vector(folders)

    outcome = qa("doctor", "--verify", "--repair", *folders)

    assert outcome.code == 0
    assert "problem  vectors: 1 of 2 are missing\n" in outcome.out
    assert outcome.out.splitlines()[-2:] == ["ok       vectors: as it should be", "ok       keywords: as it should be"]
    assert qa("doctor", "--verify", *folders).code == 0


def test_a_damaged_catalogue_is_named_and_repaired(qa: Command, folders: list[str]) -> None:
    (Path(folders[-1]) / "catalogue.sqlite").write_bytes(b"not a database " * 1000)

    found = qa("doctor", "--verify", *folders)
    repaired = qa("doctor", "--verify", "--repair", *folders)

    assert (found.code, found.out.count("\n")) == (1, 1)
    assert "problem  catalogue: " in found.out
    assert repaired.code == 0


def test_repairing_without_verifying_is_a_mistake(qa: Command, folders: list[str]) -> None:
    outcome = qa("doctor", "--repair", *folders)

    assert outcome.code == 2
    assert "mends what --verify finds; give both." in outcome.err


def test_verifying_what_was_never_indexed_says_what_to_do(qa: Command, folders: list[str], tmp_path: Path) -> None:
    outcome = qa("doctor", "--verify", *folders[:2], "--store", tmp_path / "none")

    assert outcome.code == 2
    assert "run: qa-assistant index" in outcome.err
