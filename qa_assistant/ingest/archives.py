"""Packed files: what is in them, in memory and within bounds; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.limits import (
    MAX_MEGABYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_MEGABYTES,
    MEGABYTE,
    RATIO_FREE_MEGABYTES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 256 * 1024
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError, NotImplementedError)
"""What zipfile raises for archives that are truncated, damaged, encrypted, or packed in other ways."""


@dataclass
class Allowance:
    """What one source file may still unpack to, whatever is nested in it."""

    left: int = MAX_UNPACKED_MEGABYTES * MEGABYTE
    members: int = MAX_MEMBERS

    def take(self, file: str, size: int) -> None:
        """Count `size` bytes.

        Raises:
            ArticleError: all that the source file may unpack to is used up.
        """
        self.left -= size
        if self.left < 0:
            raise ArticleError(file, f"unpacks to more than {MAX_UNPACKED_MEGABYTES} MB; split it")


def gunzip(file: str, data: bytes, allowance: Allowance, limit: int = MAX_MEGABYTES * MEGABYTE) -> bytes:
    """Return what a gzip file of one or more members holds.

    Raises:
        ArticleError: it is damaged or truncated, or holds more than `limit` bytes or than the allowance.
    """
    unpacked = bytearray()
    rest = data
    while rest:
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof and rest:
            try:
                part = unpacker.decompress(rest, _STEP)
            except zlib.error as error:
                raise ArticleError(file, f"is a damaged gzip file: {error}") from error
            allowance.take(file, len(part))
            unpacked += part
            rest = unpacker.unconsumed_tail
            _check_size(file, len(unpacked), len(data), limit)
            if not part and not rest:
                break
        if not unpacker.eof:
            raise ArticleError(file, "is a truncated gzip file; fetch it again")
        # padding with zeros after the last member is usual
        rest = unpacker.unused_data.lstrip(b"\0")
    return bytes(unpacked)


def _check_size(file: str, unpacked: int, packed: int, limit: int) -> None:
    if unpacked > limit:
        raise ArticleError(file, f"unpacks to more than {limit // MEGABYTE} MB; split it")
    if unpacked > RATIO_FREE_MEGABYTES * MEGABYTE and unpacked > MAX_RATIO * packed:
        raise ArticleError(file, f"unpacks to more than {MAX_RATIO} times its size, as no text does")


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in a ZIP archive; `info` says where it lies."""

    name: str
    info: zipfile.ZipInfo


def open_zip(file: str, data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive in memory.

    Raises:
        ArticleError: it is damaged or truncated.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise ArticleError(file, f"is damaged or truncated: {error}; fetch it again") from error


def zip_members(archive: zipfile.ZipFile) -> Iterator[ZipMember]:
    """Yield the files of an archive, in the order they were packed in."""
    for info in archive.infolist():
        # a name of no letters at all would be a mistake for zipfile
        if info.filename and not info.is_dir():
            yield ZipMember(_name(info), info)


def read_member(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance, limit: int) -> bytes:
    """Return the content of one file in an archive; `file` is what errors call it.

    Raises:
        ArticleError: it is encrypted, damaged, packed in an unusual way or too large, or the allowance is used up.
    """
    if info.flag_bits & 1:
        raise ArticleError(file, "is encrypted: pack it without a password")
    if info.compress_type not in _READ_METHODS:
        raise ArticleError(file, "is packed in an unusual way; pack it with plain deflate")
    _check_size(file, info.file_size, max(info.compress_size, 1), limit)
    content = bytearray()
    try:
        with archive.open(info) as stream:
            while part := stream.read(_STEP):
                allowance.take(file, len(part))
                content += part
                # the size an archive states is not always the true one
                _check_size(file, len(content), max(info.compress_size, 1), limit)
    except _DAMAGE as error:
        raise ArticleError(file, f"is damaged or truncated: {error or type(error).__name__}") from error
    return bytes(content)


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    # without the mark for Unicode zipfile reads names by the table of 1981; most archives are UTF-8 all the same
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
