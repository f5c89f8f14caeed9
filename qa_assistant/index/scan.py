"""What changed in a folder of articles since the last sync: told by size and time, then by content."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence, Set

_CLOCK_TICK = 2_000_000_000
"""Nanoseconds: the coarsest file times there are."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's content and what tells quickly that it did not change."""

    sha256: str
    """Empty where the file could not be read."""
    size: int
    mtime_ns: int
    """0 where the time cannot be trusted, so that the next sync looks at the content."""

    def looks_like(self, other: FileState) -> bool:
        """Return whether size and time say that the content is the same."""
        return bool(self.mtime_ns) and (self.size, self.mtime_ns) == (other.size, other.mtime_ns)


UNREAD = FileState("", 0, 0)
"""Of a file whose content is not known."""


@dataclass(slots=True)
class Scan:
    """The files of a folder against what the index knows."""

    new: dict[str, FileState] = field(default_factory=dict)
    """Files to read: not in the index, or with other content than there."""
    touched: dict[str, FileState] = field(default_factory=dict)
    """Files with another time and the same content."""
    unchanged: list[str] = field(default_factory=list)
    """Files with the same content, touched ones included."""
    removed: list[str] = field(default_factory=list)
    """Files in the index and no longer in the folder."""

    def retry(self, files: Set[str]) -> None:
        """Count those of `files` that somebody touched as new."""
        for file in self.touched.keys() & files:
            self.new[file] = self.touched.pop(file)
            self.unchanged.remove(file)

    def moved(self, known: Mapping[str, FileState]) -> list[tuple[str, str]]:
        """Return `(old, new)` names of files that are gone from one place and new, with the same content, in another.

        Of several with one content each is paired once.
        """
        left: dict[str, list[str]] = {}
        for file in reversed(self.removed):
            left.setdefault(known[file].sha256, []).append(file)
        found = []
        for file, state in self.new.items():
            if state.sha256 and file not in known and left.get(state.sha256):
                found.append((left[state.sha256].pop(), file))
        return sorted(found)


def scan(
    root: Path,
    files: Sequence[str],
    known: Mapping[str, FileState],
    progress: Callable[[str, int, int], None],
    *,
    by_content: bool = False,
) -> Scan:
    """Compare `files` below `root` with the `known` ones; `by_content` trusts no size and time."""
    found = Scan()
    for done, file in enumerate(files, start=1):
        _look(root, file, known.get(file), found, by_content=by_content)
        progress("scan", done, len(files))
    there = {*found.new, *found.unchanged}
    found.removed = sorted(file for file in known if file not in there)
    return found


def state_of(root: Path, file: str) -> FileState:
    """Return the state of a file now: without content where it cannot be read, which reading the article explains."""
    try:
        return _state(Path(root, file))
    except OSError:
        return UNREAD


def is_still(root: Path, file: str, state: FileState) -> bool:
    """Return whether a file is still what it was when its state was taken."""
    try:
        status = Path(root, file).stat()
    except OSError:
        return not state.sha256
    if (status.st_size, status.st_mtime_ns) == (state.size, state.mtime_ns):
        return True
    return not state.mtime_ns and state_of(root, file).sha256 == state.sha256


def _look(root: Path, file: str, known: FileState | None, found: Scan, *, by_content: bool) -> None:
    # no Path: among 100,000 files they would take seconds
    path = os.path.join(root, file)  # noqa: PTH118
    try:
        status = os.stat(path)  # noqa: PTH116
        is_as_it_was = known and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns)
        if is_as_it_was and not by_content:
            found.unchanged.append(file)
            return
        state = _state(Path(path))
    except OSError:
        found.new[file] = UNREAD
        return
    if known and known.sha256 == state.sha256:
        found.unchanged.append(file)
        if known != state:
            found.touched[file] = state
    else:
        found.new[file] = state


def _state(path: Path) -> FileState:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        # a pipe would never end; reading the article says what is wrong
        raise OSError
    checked = time.time_ns()
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    # a file written to within the clock's tick may change again and keep its time
    mtime_ns = status.st_mtime_ns if checked - status.st_mtime_ns > _CLOCK_TICK else 0
    return FileState(sha256, status.st_size, mtime_ns)
