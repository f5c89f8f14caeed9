"""Files of an index that were cut off, overwritten, lost or copied."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import IndexMismatchError
from qa_assistant.index import Index
from qa_assistant.schema import Filters

from .builders import FINGERPRINT, Newsroom, TinyEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEAL = "Iran signed a deal with Gazprom."
SHIPS = 1100
"""So many passages that Chroma writes its graph to disk."""
REST = ("header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def overwrite(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def overwrite_with_nothing(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def overwrite_in_places(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + os.urandom(100) + whole[len(whole) // 2 + 100 :])


def remove(path: Path) -> None:
    path.unlink()


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("indexed"))
    room.write("deal.txt", DEAL, outlet="CNN", published="2022-07-19")
    names = ([sha256(f"{n} {k}".encode()).hexdigest()[:6] for k in range(6)] for n in range(SHIPS))
    room.write("ships.txt", *(f"Ships {' '.join(ships)} queue off Rotterdam." for ships in names), outlet="Post")
    room.age()
    room.sync()
    room.index.close()
    return room


@pytest.fixture
def room(indexed: Newsroom, tmp_path: Path) -> Newsroom:
    """The same newsroom, in a folder that no process has opened."""
    shutil.copytree(indexed.folder, tmp_path, dirs_exist_ok=True)
    return Newsroom(tmp_path)


def only(room: Newsroom, pattern: str) -> Path:
    (found,) = room.store.glob(pattern)
    return found


@pytest.mark.parametrize(
    ("file", "damage"),
    [("data_level0.bin", way) for way in (cut, empty, overwrite, overwrite_with_nothing, overwrite_in_places, remove)]
    + [(file, way) for file in REST for way in (cut, overwrite, remove)],
)
def test_a_damaged_graph_is_answered_without_and_built_anew_from_kept_embeddings(
    room: Newsroom, file: str, damage: Callable[[Path], None]
) -> None:
    damage(only(room, f"chroma/*/{file}"))

    room.index.warm_up()
    assert room.near(DEAL, k=1) == [DEAL]
    assert room.near("Ships off Rotterdam", filters=Filters(outlets=["CNN"])) == [DEAL]
    assert room.sync().embedded == 0
    assert room.near(DEAL, k=1) == [DEAL]
    assert room.index.vector_count == SHIPS + 1


@pytest.mark.parametrize("damage", [empty, overwrite, remove])
def test_a_damaged_vector_database_is_answered_without_and_built_anew(
    room: Newsroom, damage: Callable[[Path], None]
) -> None:
    damage(only(room, "chroma/chroma.sqlite3"))

    assert room.near(DEAL, k=1) == [DEAL]
    room.write("new.txt", "Storms close the Bosphorus.")
    assert room.sync().embedded == 1
    assert room.near("Storms close the Bosphorus", k=1) == ["Storms close the Bosphorus."]
    assert room.index.vector_count == SHIPS + 2


def test_a_lost_vector_store_is_answered_without_and_built_anew(room: Newsroom) -> None:
    shutil.rmtree(only(room, "chroma"))

    assert room.near(DEAL, k=1) == [DEAL]
    assert room.sync().embedded == 0
    assert room.index.vector_count == SHIPS + 1


def test_searching_without_a_graph_finds_what_the_graph_finds(indexed: Newsroom, room: Newsroom) -> None:
    question = TinyEmbedder().embed_question("Ships queue off Rotterdam")
    reader = Index.open(indexed.store, FINGERPRINT)
    shutil.rmtree(only(room, "chroma"))

    exact = room.index.dense(question, 10, Filters(files=["ships.txt"]))

    assert [round(score, 4) for _, score in exact] == [
        round(score, 4) for _, score in reader.dense(question, 10, Filters(files=["ships.txt"]))
    ]


def test_a_copied_folder_is_not_taken_for_a_damaged_one(room: Newsroom) -> None:
    for _ in range(2):
        for path in room.store.rglob("*"):
            os.utime(path)
        room.index.close()
        assert room.near(DEAL, k=1) == [DEAL]

    room.write("new.txt", "Storms close the Bosphorus.")
    room.sync()

    assert [path.name for path in room.store.glob("chroma*") if path.is_dir()] == ["chroma"]
    assert room.near("Storms close the Bosphorus", k=1) == ["Storms close the Bosphorus."]


def test_vectors_and_kept_embeddings_lost_together_are_said_to_be_lost_and_embedded_again(room: Newsroom) -> None:
    shutil.rmtree(only(room, "chroma"))
    for path in room.store.glob("embeddings.sqlite*"):
        path.unlink()

    with pytest.raises(IndexMismatchError, match=r"damaged too .*; run: qa-assistant index$"):
        room.near("Gazprom")
    assert room.sync().embedded == SHIPS + 1
    assert room.near(DEAL, k=1) == [DEAL]


@pytest.mark.parametrize("damage", [cut, overwrite])
def test_damaged_kept_embeddings_are_begun_anew(room: Newsroom, damage: Callable[[Path], None]) -> None:
    damage(only(room, "embeddings.sqlite"))
    room.write("new.txt", "Storms close the Bosphorus.")

    report = room.sync()

    assert (report.added, report.embedded) == (("new.txt",), 1)


@pytest.mark.parametrize("damage", [cut, overwrite])
def test_a_damaged_catalogue_says_what_to_run_and_that_embeds_nothing(
    room: Newsroom, damage: Callable[[Path], None]
) -> None:
    damage(only(room, "catalogue.sqlite"))

    with pytest.raises(IndexMismatchError, match=r"is damaged .*; run: qa-assistant index --rebuild"):
        room.near("Gazprom")
    with pytest.raises(IndexMismatchError, match=r"is damaged"):
        room.sync()
    assert room.sync(rebuild=True).embedded == 0
    assert room.near(DEAL, k=1) == room.matching("Gazprom") == [DEAL]


def test_an_emptied_catalogue_is_an_index_that_was_never_built(room: Newsroom) -> None:
    empty(only(room, "catalogue.sqlite"))

    assert room.sync().embedded == 0
    assert room.near(DEAL, k=1) == [DEAL]
