"""Vectors on a Chroma server or in Chroma Cloud, where several assistants share them.

The server runs one graph for all, so nothing needs loading or locking here. One assistant, the owner, brings the
vectors in line; the others follow: each has a catalogue and a keyword index of its own, made from the same articles.
Since a vector's id is made from what it stands for, they name the same vectors without having to ask.
"""

from __future__ import annotations

import hashlib
import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from qa_assistant.errors import ConfigError
from qa_assistant.index.catalogue import BUILD, REBUILD
from qa_assistant.index.collection import HNSW, VectorCollection
from qa_assistant.index.places import FolderPlace
from qa_assistant.index.vectors import DamagedVectorsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Collection as Group
    from pathlib import Path

    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

    from qa_assistant.index.chroma_server import ChromaServer

_DIGITS = 12
_OWNER = "qa_assistant_owner"
_CLOUD_RESULTS = 300
"""Results that Chroma Cloud gives at a time, by its documentation of limits."""


class ServerPlace:
    """Stores on a Chroma server: one collection for every fingerprint, so that none ever mixes two embedders."""

    def __init__(self, server: ChromaServer, folder: Path, fingerprint: str) -> None:
        self.server = server
        self.folder = folder
        self._name = f"{server.collection}-{hashlib.sha256(fingerprint.encode()).hexdigest()[:_DIGITS]}"
        self._opened: dict[str, ServerVectors] = {}

    def current(self, noted: str | None) -> str:  # noqa: ARG002
        """Return the one name: it depends on the settings alone, so that all assistants know it."""
        return self._name

    def fresh(self) -> str:
        """Return the same name: vectors bear their contents in their ids, so what is right may stay."""
        return self._name

    def open(self, name: str) -> ServerVectors:
        """Return the collection of this name."""
        if name not in self._opened:
            self._opened[name] = ServerVectors(self.server, name, lambda: self._owner)
        return self._opened[name]

    def remove_leftovers(self, used: Group[str]) -> None:
        """Delete collections that this index made for other settings, and stores in its folder."""
        FolderPlace(self.folder).remove_leftovers(used)
        if not self.server.follow:
            self.open(self._name).remove_others(used)

    def begin(self, *, rebuild: bool) -> None:
        """Make sure that the collection is this folder's own.

        Raises:
            ConfigError: another folder's assistant keeps it in line.
        """
        if not self.server.follow:
            self.open(self._name).claim(by_force=rebuild)

    @property
    def _owner(self) -> str:
        """What names this folder on the server."""
        path = self.folder / "owner"
        if not path.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(uuid4().hex, encoding="utf-8")
        return path.read_text(encoding="utf-8")


class ServerVectors(VectorCollection):
    """One collection on a Chroma server.

    Raises (from every method):
        ConfigError: the server does not answer, or does not let us in.
        DamagedVectorsError: there is no such collection (any more).
    """

    def __init__(self, server: ChromaServer, name: str, owner: Callable[[], str]) -> None:
        self.name = name
        self.is_followed = server.follow
        self.most_read = _CLOUD_RESULTS if server.is_cloud else None
        self._server = server
        self._owner = owner
        self._lock = threading.Lock()
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None

    def __str__(self) -> str:
        return f"{self.name} at {self._server.shown}"

    @property
    def exists(self) -> bool:
        """Whether the server has the collection."""
        try:
            self.close()
            self.warm_up()
        except DamagedVectorsError:
            return False
        return True

    def close(self) -> None:
        """Forget the collection; the next use asks for it again."""
        with self._lock:
            self._collection = None

    def must_exist(self) -> None:
        """Do nothing: asking would take as long as a search, which tells."""

    def is_whole(self, *, thorough: bool = False) -> bool:  # noqa: ARG002
        """Return True: the server looks after its files."""
        return True

    def seal(self) -> None:
        """Do nothing: the server looks after its files."""

    def open_for(self, version: str, *, anew: bool = False) -> None:
        """Do nothing: the server shows everybody what was written last."""

    def mark(self, version: str) -> None:
        """Do nothing: the server shows everybody what was written last."""

    def claim(self, *, by_force: bool) -> None:
        """Make the collection, or make sure that it is ours; `by_force` takes it from whoever kept it so far.

        Raises:
            ConfigError: it is another's.
        """
        mine = self._owner()
        with self._using(writing=True) as collection:
            owner = (collection.metadata or {}).get(_OWNER)
            if owner != mine and owner is not None and not by_force:
                raise ConfigError(
                    f"{self} is kept in line by another assistant: set QA_CHROMA_FOLLOW=1 to use its vectors, name"
                    f" another QA_CHROMA_COLLECTION, or, if its folder is lost, {REBUILD}"
                )
            if owner != mine:
                collection.modify(metadata={_OWNER: mine})

    def reset(self) -> None:
        """Delete the collection; the next writing makes it again."""
        with self._explained():
            self._connected().delete_collection(self.name)
        self.close()

    def remove_others(self, used: Group[str]) -> None:
        """Delete the collections that this index made and that are not among `used`."""
        with self._explained():
            client = self._connected()
            for collection in client.list_collections():
                if (collection.metadata or {}).get(_OWNER) == self._owner() and collection.name not in used:
                    client.delete_collection(collection.name)

    @contextmanager
    def _using(self, *, writing: bool = False) -> Iterator[Collection]:
        with self._explained():
            yield self._opened(writing=writing)

    def _opened(self, *, writing: bool) -> Collection:
        from chromadb.errors import NotFoundError

        client = self._connected()
        with self._lock:
            if self._collection is None:
                try:
                    # embedding_function: never one built from what the collection says about itself
                    self._collection = client.get_collection(self.name, embedding_function=None)
                except NotFoundError:
                    if not writing:
                        raise
                    space: dict[str, Any] = {"spann": {"space": "cosine"}} if self._server.is_cloud else {"hnsw": HNSW}
                    self._collection = client.create_collection(
                        self.name,
                        embedding_function=None,
                        configuration=cast("CreateCollectionConfiguration", space),
                        metadata={_OWNER: self._owner()},
                    )
            return self._collection

    def _connected(self) -> ClientAPI:
        with self._lock:
            if self._client is None:
                self._client = self._server.connect()
                weakref.finalize(self, _disconnect, self._client)
            return self._client

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError, NotFoundError

        try:
            yield
        except NotFoundError as error:
            self.close()
            who = "sync the assistant that keeps them in line" if self.is_followed else BUILD
            raise DamagedVectorsError(f"{self}: the vectors are not there; {who}") from error
        except (AuthorizationError, ChromaAuthError) as error:
            raise ConfigError(
                f"{self._server.shown} does not let us in ({error}); look at QA_CHROMA_TOKEN, QA_CHROMA_TENANT and"
                " QA_CHROMA_DATABASE"
            ) from error
        # Chroma's client gives ValueError for a server it cannot reach
        except (ChromaError, httpx.HTTPError, ValueError) as error:
            raise ConfigError(
                f"{self._server.shown} does not do what it should ({error}); see that it runs, or look at QA_CHROMA_URL"
            ) from error


def _disconnect(client: ClientAPI) -> None:
    # Chroma's client forgets its connections, and those of the other client inside it, without closing them
    servers = [getattr(each, "_server", None) for each in (client, getattr(client, "_admin_client", None))]
    client.close()
    for server in servers:
        session = getattr(server, "_session", None)
        if session is not None:
            session.close()
