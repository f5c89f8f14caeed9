"""What a file is, judged by its first bytes where they tell, and by its name elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from qa_assistant.errors import ArticleError

_HEAD = 2048
_MAGIC = (
    (b"\x1f\x8b", ".gz"),
    (b"{\\rtf", ".rtf"),
    (b"WARC/1.", ".warc"),
)
_ZIPPED = (".zip", ".docx", ".odt", ".epub")
_BINARY = {
    ".pdf": "a PDF file",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "an RTF document",
    ".epub": "an EPUB book",
    ".zip": "a ZIP archive",
    ".gz": "a gzip file",
    ".warc": "a web archive",
}
"""What the formats that are told by their first bytes are called."""

_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old kind; save it as .docx"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; pack it as .zip"),
    (b"Rar!", "a RAR archive; pack it as .zip"),
    (b"\xfd7zXZ", "packed with xz; pack it as .gz or .zip"),
    (b"BZh", "packed with bzip2; pack it as .gz or .zip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; pack it as .gz or .zip"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_TAR = slice(257, 262)

_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>|\s)*<(?:[\w.-]+:)?"
    rb"(?:rss|rdf|feed|nitf|newsml|newsitem|newsmessage|packageitem)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_PLAIN = (".txt", ".md", ".markdown")
_PAGES = (".html", ".htm", ".xhtml")
_MAILS = (".eml", ".mht", ".mhtml")


def suffix_of(file: str) -> str:
    """Return the suffix that names a file's format, in lower case."""
    return PurePosixPath(file).suffix.lower()


def kind_of(file: str, data: bytes) -> str:
    """Return the suffix of the format that `data` is in, whatever `file` is called.

    Raises:
        ArticleError: the content is of a format that is not read, or is not what the name says.
    """
    suffix = suffix_of(file)
    found = _by_first_bytes(file, data)
    if found == ".zip":
        return _zipped(file, data, suffix)
    if found:
        return found
    if suffix in _BINARY or suffix in _PLAIN or suffix in _PAGES:
        as_text = _by_first_words(data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n"), suffix)
        if as_text:
            return as_text
    if suffix in _BINARY and data:
        raise ArticleError(file, f"is not {_BINARY[suffix]}, though its name says so")
    return suffix


def _by_first_bytes(file: str, data: bytes) -> str | None:
    start = data[:8]
    for magic, suffix in _MAGIC:
        if start.startswith(magic):
            return suffix
    # anything may stand before the mark of a PDF, but not much
    if start.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and suffix_of(file) == ".pdf"):
        return ".pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ".zip"
    if data.startswith(_OTHERS[0][0]) and _ENCRYPTED_OFFICE in data:
        raise ArticleError(file, "is encrypted: save it without a password")
    for magic, kind in _OTHERS:
        if start.startswith(magic):
            raise ArticleError(file, f"is {kind}" if suffix_of(file) not in _PLAIN else f"is not text: it is {kind}")
    if data[_TAR] == b"ustar":
        raise ArticleError(file, "is a tar archive; pack it as .zip")
    return None


def _zipped(file: str, data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80].strip() if _is_small(archive, "mimetype", names) else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        # damaged: its reader says so
        return suffix if suffix in _ZIPPED else ".zip"
    if kind == b"application/epub+zip" or "META-INF/container.xml" in names:
        return ".epub"
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return ".odt"
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise ArticleError(file, "is an OpenDocument file other than a text; save its text as .odt or .csv")
    if "[Content_Types].xml" in names:
        return _office(file, names)
    return ".odt" if suffix == ".odt" and "content.xml" in names else ".zip"


def _is_small(archive: zipfile.ZipFile, name: str, names: set[str]) -> bool:
    return name in names and archive.getinfo(name).file_size <= _HEAD


def _office(file: str, names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        raise ArticleError(file, "is a workbook; save its sheet as .csv")
    if any(name.startswith("ppt/") for name in names):
        raise ArticleError(file, "is a presentation; save it as .pdf")
    return ".docx"


def _by_first_words(start: bytes, suffix: str) -> str | None:
    """Return the format of what is text in any case, where it is another one than the name says."""
    if suffix not in (*_PAGES, ".md", ".markdown") and _HTML.match(start):
        return ".html"
    if suffix not in (".md", ".markdown") and _XML.match(start):
        return ".xml"
    if suffix not in _BINARY and _is_mail(start):
        return ".eml"
    return None


def _is_mail(start: bytes) -> bool:
    headers = _MAIL_HEADERS.match(start)
    names = headers.group().lower() if headers else b""
    return b"mime-version:" in names and b"content-type:" in names
