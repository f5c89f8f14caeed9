"""Tell whether the graph files of a Chroma folder are whole, without opening them: Chroma dies of those that are not.

Chroma writes its graph in place, so a process that is killed or a disk that fills up meanwhile leaves a torn one, and
reading that ends the process. So whoever writes stamps the files afterwards with their sizes and times, on disk before
the stamp is. Files that differ from the stamp are not opened. At the end of a sync checksums join the stamp, by which a
copied folder, whose files have other times, is told from a damaged one. Chroma's database looks after itself, unless it
was cut off.
"""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "stamp.json"
_GRAPH = ("*/*.bin", "*/*.pickle")
_BLOCK = 1 << 20


class _Mark(NamedTuple):
    size: int
    mtime_ns: int
    checksum: int | None
    """None while a sync is under way: reading all of a large graph after each batch would take too long."""


def is_whole(folder: Path, *, thorough: bool = False) -> bool:
    """Return whether the graph files are those that were stamped; `thorough`: byte by byte, trusting no time."""
    try:
        if not _is_database(folder / "chroma.sqlite3"):
            return False
        stamped = _read(folder)
        there = _now(folder)
        return stamped.keys() == there.keys() and all(
            _is_same(folder / name, stamped[name], mark, thorough=thorough) for name, mark in there.items()
        )
    except (OSError, ValueError, TypeError):
        return False


def stamp(folder: Path, *, seal: bool = False) -> None:
    """Note the graph files as whole. `seal` adds checksums.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    before = _before(folder)
    marks = {name: _carried(mark, before.get(name)) for name, mark in _now(folder).items()}
    for name, mark in marks.items():
        if mark != before.get(name):
            _to_disk(folder / name)
        if seal and mark.checksum is None:
            marks[name] = mark._replace(checksum=_checksum(folder / name))
    if marks != before:
        written = folder / f"{_NAME}.new"
        written.write_text(json.dumps(marks), encoding="utf-8")
        _to_disk(written)
        written.replace(folder / _NAME)


def _is_database(path: Path) -> bool:
    """Return whether an SQLite file has all its pages, or was never written, or was left in mid-write."""
    if not path.parent.is_dir() or any(path.parent.glob(f"{path.name}-*")):
        # SQLite itself undoes what was left in mid-write
        return True
    with path.open("rb") as stream:
        header = stream.read(100)
    page_size, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    # 1 stands for what two bytes cannot hold
    return header.startswith(b"SQLite format 3\0") and path.stat().st_size >= pages * max(page_size, 512)


def _now(folder: Path) -> dict[str, _Mark]:
    found = {}
    for path in sorted(path for pattern in _GRAPH for path in folder.glob(pattern)):
        status = path.stat()
        found[path.relative_to(folder).as_posix()] = _Mark(status.st_size, status.st_mtime_ns, None)
    return found


def _read(folder: Path) -> dict[str, _Mark]:
    try:
        text = (folder / _NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        # a store whose graph was never written has no stamp either
        return {}
    return {name: _Mark(*mark) for name, mark in json.loads(text).items()}


def _before(folder: Path) -> dict[str, _Mark]:
    try:
        return _read(folder)
    except (ValueError, TypeError):
        return {}


def _carried(mark: _Mark, before: _Mark | None) -> _Mark:
    return before if before and before[:2] == mark[:2] else mark


def _is_same(path: Path, stamped: _Mark, now: _Mark, *, thorough: bool) -> bool:
    if stamped.size != now.size:
        return False
    if stamped.mtime_ns == now.mtime_ns and not (thorough and stamped.checksum is not None):
        return True
    return stamped.checksum is not None and stamped.checksum == _checksum(path)


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
