"""The folder of articles: which files belong to it, and their bytes."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from qa_assistant.errors import ArticleError, ConfigError
from qa_assistant.ingest.limits import MEGABYTE, most_megabytes
from qa_assistant.ingest.readers import is_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator


_PAGES, _BESIDE = (".html", ".htm", ".xhtml"), "_files"
"""What a browser saves is `story.html` and, beside it, `story_files`."""


def list_articles(root: Path, store: Path | None = None) -> list[str]:
    """Return the articles below `root`: sorted paths with forward slashes of all files a reader exists for.

    Hidden files and folders, the `…_files` folder beside a saved web page, and links that lead outside are left out,
    and so is the folder of the index, `store`, which may lie in `root`. A folder that may not be listed is itself
    returned, with a slash at the end, so that reading it says what is wrong.

    Raises:
        ConfigError: `root` is not a folder that can be listed.
    """
    if not root.is_dir():
        raise ConfigError(f"{root}: no such folder of articles; create it, or name another one")
    return sorted(_listed(root, store.resolve() if store else None))


def read_bytes(root: Path, file: str, open_file: Callable[[Path], IO[bytes]] = lambda path: path.open("rb")) -> bytes:
    """Return the bytes of `file` below `root`.

    Raises:
        ArticleError: the path leads outside the folder, or the file is missing, unreadable or too large.
    """
    path = _locate(root, file)
    limit = most_megabytes(file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(file, "is not a file")
        if status.st_size > limit * MEGABYTE:
            raise ArticleError(file, _too_large(status.st_size, limit))
        with open_file(path) as stream:
            # the file may have grown since its size was asked
            data = stream.read(limit * MEGABYTE + 1)
    except FileNotFoundError as error:
        raise ArticleError(file, "is not there (any more)") from error
    except PermissionError as error:
        raise ArticleError(file, "may not be read: give yourself permission to read it") from error
    except OSError as error:
        raise ArticleError(file, f"cannot be read: {error.strerror or error}") from error
    if len(data) > limit * MEGABYTE:
        raise ArticleError(file, _too_large(len(data), limit))
    return data


def source_of(root: Path, file: str) -> str:
    """Return the path of the source file that `file` lies in: its own, or that of the container whose member it is."""
    parts = PurePosixPath(file).parts
    for count in range(1, len(parts)):
        container = PurePosixPath(*parts[:count])
        if is_readable(container.name) and ".." not in parts and "\0" not in file and (root / container).is_file():
            return container.as_posix()
    return file


def _listed(root: Path, store: Path | None) -> Iterator[str]:
    """Yield the articles below `root` in no order. No `Path` is made of a file: of 100,000 that would take seconds."""
    home = root.resolve()
    left_out = f"{store.relative_to(home).as_posix()}/" if store and store.is_relative_to(home) else None
    waiting: list[tuple[str, str]] = [(str(root), "")]
    while waiting:
        folder, name = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            if not name:
                raise ConfigError(f"{root}: this folder of articles cannot be listed: {error.strerror}") from error
            yield name
            continue
        pages = pages_among(entry.name for entry in entries)
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = name + _readably(entry.name)
            if _is_so(partial(entry.is_dir, follow_symlinks=False)):
                if not is_beside(entry.name, pages) and f"{path}/" != left_out:
                    waiting.append((entry.path, f"{path}/"))
            elif is_readable(entry.name) and _is_inside(entry, home) and _is_so(entry.is_file):
                yield path


def pages_among(names: Iterable[str]) -> frozenset[str]:
    """Return the names, without their endings, of the web pages among the files of a folder."""
    return frozenset(name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES))


def is_beside(folder: str, pages: Container[str]) -> bool:
    """Say whether a folder is what a browser saved beside one of the pages: no articles, but what a page is made of."""
    return folder.endswith(_BESIDE) and folder.removesuffix(_BESIDE) in pages


def _readably(name: str) -> str:
    # a name that is not valid Unicode could be neither stored nor shown; written readably it names no file,
    # so reading it reports it
    return os.fsencode(name).decode("utf-8", errors="replace") if os.name == "posix" else name


def _is_so(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except OSError:
        return False


def _is_inside(entry: os.DirEntry[str], home: Path) -> bool:
    try:
        return not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(home)
    except (OSError, RuntimeError):
        # links that lead to one another lead to no file
        return False


def _locate(root: Path, file: str) -> Path:
    parts = PurePosixPath(file)
    if not file or "\0" in file or parts.is_absolute() or ".." in parts.parts:
        raise ArticleError(file, "is not a path below the articles folder")
    home = root.resolve()
    try:
        path = (home / parts).resolve()
    except (OSError, RuntimeError) as error:
        raise ArticleError(file, f"cannot be followed: {error}") from error
    if path == home or not path.is_relative_to(home):
        raise ArticleError(file, "leads outside the articles folder")
    return path


def _too_large(size: int, limit: int) -> str:
    megabytes = f"{size / MEGABYTE:.1f}".removesuffix(".0")
    return f"is {megabytes} MB; the limit is {limit} MB: split it"
