"""Vectors in Chroma Cloud: a real Chroma server, behind a gate that asks for what Chroma Cloud asks for."""

from __future__ import annotations

import gc
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trustme

from qa_assistant.errors import ConfigError
from qa_assistant.index import ChromaServer, Index
from qa_assistant.schema import Filters

from .builders import FINGERPRINT, READING, Newsroom, TinyEmbedder
from .cloud_gate import API_KEY, MOST, cloud_gate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "api.trychroma.com"
DEAL = "Iran signed a deal with Gazprom."
STRIKE = "Dockers signed a pay deal."


@pytest.fixture
def cloud(chroma_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of Chroma Cloud, in a world where its name leads to this machine."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    for proxy in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    look_up = socket.getaddrinfo

    def here(host: Any, *rest: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if host in (HOST, HOST.encode()) else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    with cloud_gate(chroma_url, authority.issue_cert(HOST)) as port:
        yield f"https://{HOST}:{port}"


@pytest.fixture
def room(cloud: str, tmp_path: Path, request: pytest.FixtureRequest) -> Newsroom:
    room = Newsroom(tmp_path / "one")
    server = ChromaServer(cloud, token=API_KEY, collection=f"cloud-{request.node.name.replace('_', '-')}"[:50])
    room.index = Index.open(room.store, FINGERPRINT, create=True, server=server)
    room.write("deal.txt", DEAL, outlet="CNN", published="2022-07-19")
    room.write("strike.txt", STRIKE, outlet="Courier", published="2025-07-04")
    room.age()
    room.sync()
    return room


def test_articles_are_found_within_filters_and_what_changes_changes(room: Newsroom) -> None:
    assert room.near("Gazprom", k=1) == [DEAL]
    assert room.near("signed", filters=Filters(outlets=["Courier"], after="2025-01-01")) == [STRIKE]

    (room.articles / "deal.txt").unlink()
    room.sync()

    assert room.near("Gazprom", k=5) == [STRIKE]


def lose_a_vector(server: str, start: str) -> None:
    """Delete one vector of the collection whose name starts so, behind the back of the index."""
    collections = f"{server}/api/v2/tenants/default_tenant/databases/default_database/collections"
    (key,) = (one["id"] for one in httpx.get(collections).json() if one["name"].startswith(start))
    found = httpx.post(f"{collections}/{key}/get", json={"limit": 1, "include": []}).json()
    httpx.post(f"{collections}/{key}/delete", json={"ids": found["ids"]}).raise_for_status()


def test_more_is_indexed_verified_and_repaired_than_may_be_read_at_once(room: Newsroom, chroma_url: str) -> None:
    room.write("long.txt", "\n".join(f"Ship {number} waits off Rotterdam." for number in range(2 * MOST + 50)))
    room.sync()

    lose_a_vector(chroma_url, str(room.index.server.collection))

    found = room.index.verify(room.articles, READING)
    room.index.repair(found, room.articles, TinyEmbedder, READING)

    assert found.problems["vectors"] == ["1 of 652 are missing"]
    assert room.index.vector_count == 2 * MOST + 52
    assert room.index.verify(room.articles, READING).is_sound


# Chroma's client leaves its connection open when it is not let in
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_wrong_key_is_told_and_not_repeated(cloud: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "one")
    room.index = Index.open(room.store, FINGERPRINT, create=True, server=ChromaServer(cloud, token="ck-wrong"))
    room.write("deal.txt", DEAL)

    with pytest.raises(ConfigError, match="QA_CHROMA_TOKEN") as told:
        room.sync()
    assert "ck-wrong" not in str(told.value)
    del told, room
    gc.collect()
