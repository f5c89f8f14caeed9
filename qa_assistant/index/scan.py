"""What changed in a folder of articles since the last sync: told by size and time, then by content."""

from __future__ import annotations

import hashlib
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


def scan(
    root: Path,
    files: Sequence[str],
    known: Mapping[str, FileState],
    progress: Callable[[str, int, int], None],
    *,
    afresh: bool = False,
) -> Scan:
    """Compare `files` below `root` with the `known` ones; `afresh` treats every file as new."""
    found = Scan()
    for done, file in enumerate(files, start=1):
        _look(root, file, None if afresh else known.get(file), found)
        progress("scan", done, len(files))
    there = {*found.new, *found.unchanged}
    found.removed = sorted(file for file in known if file not in there)
    return found


def _look(root: Path, file: str, known: FileState | None, found: Scan) -> None:
    path = Path(root, file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # a pipe would never end; reading the article says what is wrong
            raise OSError
        if known and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns):
            found.unchanged.append(file)
            return
        checked = time.time_ns()
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        # reading the article says why; without content there is nothing to compare
        found.new[file] = FileState("", 0, 0)
        return
    # a file written to within the clock's tick may change again and keep its time
    mtime_ns = status.st_mtime_ns if checked - status.st_mtime_ns > _CLOCK_TICK else 0
    state = FileState(sha256, status.st_size, mtime_ns)
    if known and known.sha256 == sha256:
        found.unchanged.append(file)
        if known != state:
            found.touched[file] = state
    else:
        found.new[file] = state
