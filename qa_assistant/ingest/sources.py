"""A source file → its articles: told apart by content, unpacked within bounds, read by the reader of its format."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.archives import Allowance, gunzip, open_zip, read_member, zip_members
from qa_assistant.ingest.folder import is_beside, pages_among
from qa_assistant.ingest.kinds import kind_of, suffix_of
from qa_assistant.ingest.limits import MAX_DEPTH, MAX_MEMBERS, MEGABYTE, most_megabytes
from qa_assistant.ingest.members import Collection, member_path, one_line
from qa_assistant.ingest.readers import added_readers, is_readable, reader_of
from qa_assistant.ingest.reading import ReadFile
from qa_assistant.ingest.titles import titled

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Container


def read_source(file: str, data: bytes) -> ReadFile:
    """Return the articles in the bytes of a file.

    Raises:
        ArticleError: nothing of it can be read.
    """
    try:
        return _read(file, file, data, Allowance(), depth=0)
    except ArticleError as error:
        raise ArticleError(error.file, one_line(error.reason)) from error


def _read(file: str, name: str, data: bytes, allowance: Allowance, *, depth: int) -> ReadFile:
    """Read a file or member; `name` is its name without the `.gz` that was taken off its content."""
    kind = suffix_of(name) if added_readers().has(suffix_of(name)) else kind_of(name, data)
    if kind == ".gz":
        _check_depth(file, depth)
        inner = name[: -len(".gz")] if suffix_of(name) == ".gz" else name
        unpacked = gunzip(file, data, allowance, most_megabytes(inner) * MEGABYTE)
        return _read(file, inner, unpacked, allowance, depth=depth + 1)
    if kind == ".zip":
        _check_depth(file, depth)
        return _read_zip(file, data, allowance, depth=depth + 1)
    if depth and len(data) > most_megabytes(kind) * MEGABYTE:
        raise ArticleError(file, f"unpacks to more than {most_megabytes(kind)} MB; split it")
    found = reader_of(file, kind).read(file, data)
    articles = found.articles if isinstance(found, ReadFile) else (found,)
    return ReadFile(tuple(map(titled, articles)), found.failed if isinstance(found, ReadFile) else ())


def _check_depth(file: str, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise ArticleError(file, f"is packed more than {MAX_DEPTH} times; unpack it first")


def _read_zip(file: str, data: bytes, allowance: Allowance, *, depth: int) -> ReadFile:
    collection = Collection(file)
    with open_zip(file, data) as archive:
        pages = {member_path(page) for page in pages_among(member.name for member in zip_members(archive))}
        for member in zip_members(archive):
            path = member_path(member.name)
            if not _is_article(path, pages):
                continue
            allowance.members -= 1
            if allowance.members < 0:
                collection.fail(file, f"holds more than {MAX_MEMBERS} files; the rest is not read")
                break
            collection.add(path, partial(_read_member, archive, member.info, allowance, depth))
            if allowance.left < 0:
                # said of the member that was too much; there is nothing left for the others
                break
    return collection.result("holds no file of a format that is read")


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance, depth: int, file: str
) -> ReadFile:
    data = read_member(file, archive, info, allowance, most_megabytes(file) * MEGABYTE)
    return _read(file, file, data, allowance, depth=depth)


def _is_article(path: str, pages: Container[str]) -> bool:
    """Say whether a member would be listed if it lay in the folder of articles; `pages` are paths without endings."""
    whole = PurePosixPath(path)
    is_hidden = any(part.startswith(".") for part in whole.parts) or "__MACOSX" in whole.parts
    of_a_page = any(is_beside(folder.as_posix(), pages) for folder in whole.parents)
    return not is_hidden and not of_a_page and is_readable(whole.name)
