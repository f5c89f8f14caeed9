from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.index import vectors as vectors_module
from qa_assistant.index.collection import VectorRow
from qa_assistant.index.vectors import beam_for, open_vectors
from qa_assistant.schema import Filters, Passage

from .builders import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

PASSAGES = 900


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Articles of three outlets, enough that filters are searched in both ways."""
    room = Newsroom(tmp_path_factory.mktemp("large"))
    for outlet, first in (("Post", 0), ("Courier", 600), ("Register", 890)):
        last = {"Post": 600, "Courier": 890, "Register": PASSAGES}[outlet]
        room.write(f"{outlet}.txt", *(f"Ship {n} carries {n % 13} crates." for n in range(first, last)), outlet=outlet)
    room.sync()
    return room


@pytest.mark.parametrize(
    ("outlets", "count"), [(["Post"], 600), (["Courier"], 290), (["Register"], 10), (["Post", "Courier"], 890)]
)
def test_filtered_search_finds_the_nearest_within_the_filters(large: Newsroom, outlets: list[str], count: int) -> None:
    question = large.embedder.embed_question("Ship 7 carries crates")
    inside = [p for p in everything(large) if p.outlet in outlets]
    texts = [f"News\n{passage.clean_text}" for passage in inside]
    exact = sorted((float(score) for score in large.embedder.embed_passages(texts) @ question), reverse=True)

    found = large.index.dense(question, 20, Filters(outlets=outlets))

    assert len(inside) == count
    assert [score for _, score in found] == pytest.approx(exact[:20], abs=1e-5)
    assert {passage.outlet for passage in large.index.passages([name for name, _ in found])} <= set(outlets)


def everything(room: Newsroom) -> list[Passage]:
    return room.index.passages([name for name, _ in room.index.keyword("ship crates", PASSAGES)])


def test_filtered_search_uses_the_store_where_kept_embeddings_were_lost(large: Newsroom) -> None:
    question = large.embedder.embed_question("Ship 895 carries crates")
    filters = Filters(outlets=["Register"])
    before = large.index.dense(question, 5, filters)
    with sqlite3.connect(large.store / "embeddings.sqlite") as connection:
        connection.execute("DELETE FROM embeddings")
    connection.close()

    after = large.index.dense(question, 5, filters)

    assert [name for name, _ in after] == [name for name, _ in before]


def test_recall_is_that_of_exact_search_on_clustered_vectors(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    centres = rng.normal(size=(20, 64))
    vectors = centres[np.arange(3000) % 20] + 0.7 * rng.normal(size=(3000, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    store = open_vectors(tmp_path / "chroma")
    store.add([VectorRow(f"{n:048}", "a.txt", None, None) for n in range(3000)], vectors)

    shares = [
        len({int(name) for name, _ in store.search(vector, 10)} & set(np.argsort(-(vectors @ vector))[:10].tolist()))
        / 10
        for vector in vectors[:100]
    ]

    assert np.mean(shares) >= 0.98


@pytest.mark.parametrize(("vectors", "beam"), [(0, 500), (250_000, 500), (250_001, 1000), (1_000_000, 2000)])
def test_large_graph_is_searched_more_deeply(vectors: int, beam: int) -> None:
    assert beam_for(vectors) == beam


def test_graph_that_grew_is_searched_more_deeply_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "_PER_BEAM", 10)
    store = open_vectors(tmp_path / "chroma")
    rows = [VectorRow(f"v{n:02}", "a.txt", None, None) for n in range(25)]
    embeddings = np.eye(25, 32, dtype=np.float32)

    store.add(rows[:10], embeddings[:10])
    store.seal()
    before = _beam(tmp_path / "chroma")
    store.add(rows[10:], embeddings[10:])
    store.seal()

    assert (before, _beam(tmp_path / "chroma")) == (500, 1500)
    assert store.search(embeddings[24], 1)[0][0] == "v24"
    store.close()


def _beam(folder: Path) -> int:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    (collection,) = client.list_collections()
    return int(((collection.configuration or {}).get("hnsw") or {}).get("ef_search") or 0)
