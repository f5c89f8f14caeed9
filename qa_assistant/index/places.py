"""Where the vectors of an index lie: in its own folder, or on a server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from qa_assistant.index.vectors import open_vectors

if TYPE_CHECKING:
    from collections.abc import Collection as Group
    from pathlib import Path

    from qa_assistant.index.collection import VectorCollection

FIRST = "chroma"
"""Name of the first store in a folder; those that replace it have a longer one."""


class VectorPlace(Protocol):
    """Where vector stores lie, each under a name that the catalogue notes."""

    def current(self, noted: str | None) -> str:
        """Return the name of the store to use where the catalogue notes this name, or none yet."""
        ...

    def fresh(self) -> str:
        """Return the name of the store that replaces the one there is."""
        ...

    def open(self, name: str) -> VectorCollection:
        """Return a store; reads nothing yet."""
        ...

    def remove_leftovers(self, used: Group[str]) -> None:
        """Delete all stores of this index but these."""
        ...

    def begin(self, *, rebuild: bool) -> None:
        """Make sure before a sync that this index is the one that may write."""
        ...


class FolderPlace:
    """Stores in the folder of the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self, noted: str | None) -> str:
        """Return the noted name, unless it is that of a store on a server."""
        return noted if noted and noted.startswith(FIRST) else FIRST

    def fresh(self) -> str:
        """Return a name that no store has: a rebuild stands beside the store that answers meanwhile."""
        return f"{FIRST}-{uuid4().hex[:8]}"

    def open(self, name: str) -> VectorCollection:
        """Return the store of this name, the same object for everybody in this process."""
        return open_vectors(self.folder / name)

    def remove_leftovers(self, used: Group[str]) -> None:
        """Delete stores that were replaced, and those of rebuilds that were never finished."""
        for path in self.folder.glob(f"{FIRST}*"):
            if path.is_dir() and path.name not in used:
                open_vectors(path).close()
                shutil.rmtree(path)
                path.with_name(path.name + ".lock").unlink(missing_ok=True)

    def begin(self, *, rebuild: bool) -> None:
        """Do nothing: the lock of the folder keeps others from writing."""
