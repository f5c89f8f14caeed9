"""Vectors on a real Chroma server, the one that `chroma run` starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from qa_assistant.config import Config
from qa_assistant.errors import ConfigError, IndexMismatchError
from qa_assistant.index import ChromaServer, Index
from qa_assistant.parts import open_index
from qa_assistant.schema import Filters

from .builders import FINGERPRINT, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEAL = "Iran signed a deal with Gazprom."
STRIKE = "Dockers signed a pay deal."
CANCELLED = "Iran cancelled the deal with Gazprom."


@pytest.fixture
def room(chroma_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Newsroom:
    """Two articles, indexed, with the vectors on the server."""
    room = Newsroom(tmp_path / "one")
    use(room, ChromaServer(chroma_url, collection=name_of(request)))
    room.write("deal.txt", DEAL, outlet="CNN", published="2022-07-19")
    room.write("strike.txt", STRIKE, outlet="Courier", published="2025-07-04")
    room.age()
    room.sync()
    return room


@pytest.fixture
def follower(room: Newsroom, chroma_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Newsroom:
    """Another assistant with the same articles and a folder of its own, that writes no vectors."""
    follower = Newsroom(tmp_path / "two")
    follower.articles = room.articles
    use(follower, ChromaServer(chroma_url, collection=name_of(request), follow=True))
    follower.sync()
    return follower


def name_of(request: pytest.FixtureRequest) -> str:
    return str(request.node.name).replace("_", "-")[:60]


def use(room: Newsroom, server: ChromaServer | None) -> None:
    room.index = Index.open(room.store, FINGERPRINT, create=True, server=server)


def test_articles_are_found_by_meaning_and_by_words(room: Newsroom) -> None:
    assert room.near("Gazprom", k=1) == room.matching("Gazprom") == [DEAL]
    assert room.near("signed", filters=Filters(outlets=["Courier"])) == [STRIKE]
    assert not list(room.store.glob("chroma*"))


def test_a_changed_article_takes_the_place_of_what_it_was(room: Newsroom) -> None:
    room.write("deal.txt", CANCELLED)

    assert room.sync().embedded == 1

    assert room.near("Gazprom", k=5) == [CANCELLED, STRIKE]
    assert room.index.vector_count == 2


def test_a_follower_finds_the_same_and_embeds_and_writes_nothing(room: Newsroom, follower: Newsroom) -> None:
    assert follower.near("Gazprom", k=1) == follower.matching("Gazprom") == [DEAL]
    assert follower.near("signed", filters=Filters(after="2025-01-01")) == [STRIKE]
    assert follower.embedder.embedded == []
    assert room.index.vector_count == 2


def test_a_follower_that_is_ahead_finds_by_words_what_has_no_vector_yet(room: Newsroom, follower: Newsroom) -> None:
    room.write("deal.txt", CANCELLED)

    follower.sync()

    assert follower.matching("Gazprom") == [CANCELLED]
    assert follower.near("Gazprom") == [STRIKE]
    room.sync()
    assert follower.near("Gazprom") == [CANCELLED, STRIKE]


def test_a_follower_that_is_behind_answers_from_what_it_knows(room: Newsroom, follower: Newsroom) -> None:
    room.write("deal.txt", CANCELLED)
    room.sync()

    assert follower.matching("Gazprom") == [DEAL]
    assert follower.near("Gazprom") == [STRIKE]


def test_a_second_assistant_that_would_write_too_is_refused(room: Newsroom, tmp_path: Path) -> None:
    second = Newsroom(tmp_path / "two")
    second.articles = room.articles
    second.index = Index.open(second.store, FINGERPRINT, create=True, server=room.index.server)

    with pytest.raises(ConfigError, match="QA_CHROMA_FOLLOW=1"):
        second.sync()
    assert room.index.vector_count == 2


def test_an_assistant_whose_folder_was_lost_takes_its_vectors_back_by_a_rebuild(room: Newsroom, tmp_path: Path) -> None:
    heir = Newsroom(tmp_path / "two")
    heir.articles = room.articles
    heir.index = Index.open(heir.store, FINGERPRINT, create=True, server=room.index.server)

    heir.sync(rebuild=True)

    assert heir.near("Gazprom", k=1) == [DEAL]
    assert heir.index.vector_count == 2


def test_vectors_move_to_the_server_and_back_without_embedding_anything_again(
    three: Newsroom, chroma_url: str, request: pytest.FixtureRequest
) -> None:
    use(three, ChromaServer(chroma_url, collection=name_of(request)))
    to_server = three.sync()
    found = three.near("Gazprom", k=3)

    use(three, None)
    back = three.sync()

    assert (to_server.embedded, back.embedded) == (0, 0)
    assert three.near("Gazprom", k=3) == found


def test_a_collection_that_was_lost_is_made_again_from_kept_embeddings(
    room: Newsroom, chroma_url: str, request: pytest.FixtureRequest
) -> None:
    collections = f"{chroma_url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    (name,) = (found["name"] for found in httpx.get(collections).json() if found["name"].startswith(name_of(request)))
    httpx.delete(f"{collections}/{name}").raise_for_status()
    room.write("more.txt", "Ships queue off Rotterdam.")

    report = room.sync()

    assert report.embedded == 1
    assert room.near("Gazprom", k=1) == [DEAL]


def test_before_the_first_sync_of_the_owner_a_follower_searches_words(
    chroma_url: str, newsroom: Newsroom, request: pytest.FixtureRequest
) -> None:
    use(newsroom, ChromaServer(chroma_url, collection=name_of(request), follow=True))
    newsroom.write("deal.txt", DEAL)
    newsroom.sync()

    assert newsroom.matching("Gazprom") == [DEAL]
    with pytest.raises(IndexMismatchError, match="sync the assistant"):
        newsroom.near("Gazprom")


def test_a_server_that_is_not_there_is_named(newsroom: Newsroom) -> None:
    use(newsroom, ChromaServer("http://127.0.0.1:9"))
    newsroom.write("deal.txt", DEAL)

    with pytest.raises(ConfigError, match=r"http://127\.0\.0\.1:9 does not do what it should"):
        newsroom.sync()


@pytest.mark.parametrize("careless", ["http://chroma.example", "http://10.0.0.5:8000", "http://chroma.example/v"])
@pytest.mark.parametrize("token", ["", "secret"])
def test_another_machine_without_encryption_is_refused_also_with_a_token(careless: str, token: str) -> None:
    with pytest.raises(ConfigError, match=r"has no encryption.*use https") as refusal:
        ChromaServer(careless, token=token)
    assert "secret" not in str(refusal.value)
    assert ChromaServer(careless, token=token, insecure=True).url == careless


def test_a_password_over_an_open_line_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError, match="can read the token or password") as refusal:
        ChromaServer("http://reader:secret@chroma.example")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ChromaServer("http://localhost:8000"),
        lambda: ChromaServer("http://127.0.0.2:8000", token="secret"),
        lambda: ChromaServer("http://reader:secret@[::1]:8000"),
        lambda: ChromaServer("https://chroma.example"),
        lambda: ChromaServer("https://reader:secret@chroma.example"),
    ],
)
def test_loopback_or_encryption_is_enough(make: Callable[[], ChromaServer]) -> None:
    assert "secret" not in make().shown
    assert "secret" not in repr(make())


@pytest.mark.parametrize("wrong", ["chroma.example:8000", "ftp://chroma.example", "https://", "nonsense"])
def test_what_is_no_url_of_a_server_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigError, match="is no URL of a server"):
        ChromaServer(wrong)


def test_the_settings_name_the_server(chroma_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_CHROMA_URL", chroma_url)
    monkeypatch.setenv("QA_CHROMA_TOKEN", "secret")

    index = open_index(Config(vectorstore_dir=tmp_path))

    assert index.server == ChromaServer(chroma_url, token="secret")
