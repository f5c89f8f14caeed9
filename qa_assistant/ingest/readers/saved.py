"""Web archives (.warc): every page saved in one is an article."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.archives import Allowance, gunzip
from qa_assistant.ingest.limits import MAX_MEGABYTES, MAX_MEMBERS, MEGABYTE
from qa_assistant.ingest.members import Collection, member_path
from qa_assistant.ingest.metadata import web_address
from qa_assistant.ingest.readers.html import HtmlReader
from qa_assistant.ingest.readers.pdf import PdfReader
from qa_assistant.ingest.readers.text import TextReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from warcio.recordloader import ArcWarcRecord

    from qa_assistant.ingest.reading import ReadFile
    from qa_assistant.schema import Article

    class _OneArticleReader(Protocol):
        def read(self, file: str, data: bytes) -> Article: ...


_READERS: dict[str, _OneArticleReader] = {
    "text/html": HtmlReader(),
    "application/xhtml+xml": HtmlReader(),
    "text/plain": TextReader(),
    "application/pdf": PdfReader(),
}
_LEFT_OUT = ("/robots.txt", "/favicon.ico", "/ads.txt", "/humans.txt")
_TYPES = ("response", "resource", "conversion")
_LIMIT = MAX_MEGABYTES * MEGABYTE


class WarcReader:
    """Reads .warc files."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the pages, called by their addresses; pictures, scripts, redirects and errors are left out.

        Raises:
            ArticleError: the archive is damaged, or holds no page with text.
        """
        collection = Collection(file)
        allowance = Allowance()
        for record in _records(collection, data):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            if record.rec_type not in _TYPES or address.partition("?")[0].endswith(_LEFT_OUT):
                continue
            try:
                page = _page(record)
            except OverflowError:
                # it claims to be longer than any memory
                page = None
            if page is None:
                continue
            allowance.members -= 1
            if allowance.members < 0:
                collection.fail(file, f"holds more than {MAX_MEMBERS} pages; the rest is not read")
                break
            collection.add(_member(address), partial(_article, page, allowance, address))
            if allowance.left < 0:
                break
        return collection.result("holds no page with text")


class _Page:
    """What a server sent, still packed."""

    def __init__(self, kind: str, encoding: str, content: bytes) -> None:
        self.kind, self.encoding, self.content = kind, encoding, content


def _records(collection: Collection, data: bytes) -> Iterator[ArcWarcRecord]:
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        yield from WARCIterator(io.BytesIO(data), no_record_parse=True)
    except (ArchiveLoadFailed, EOFError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        collection.fail(collection.file, f"is damaged or truncated; what follows is not read: {reason}")


def _page(record: ArcWarcRecord) -> _Page | None:
    """Return the page in a record; None if it holds something else."""
    from warcio.bufferedreaders import ChunkedDataReader
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    stream = record.raw_stream
    if record.rec_type != "response":
        kind = _media_type(record.rec_headers.get_header("Content-Type"))
        return _Page(kind, "", stream.read(_LIMIT + 1)) if kind in _READERS else None
    try:
        headers = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0"]).parse(stream)
    except (StatusAndHeadersParserException, EOFError):
        # an answer of another protocol
        return None
    kind = _media_type(headers.get_header("Content-Type"))
    if kind not in _READERS or not headers.get_statuscode().startswith("2"):
        return None
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    return _Page(kind, (headers.get_header("Content-Encoding") or "").strip().lower(), stream.read(_LIMIT + 1))


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()


def _article(page: _Page, allowance: Allowance, address: str, file: str) -> Article:
    if len(page.content) > _LIMIT:
        raise ArticleError(file, f"is larger than {MAX_MEGABYTES} MB")
    found = _READERS[page.kind].read(file, _unpacked(file, page, allowance))
    return replace(found, url=found.url or web_address(address))


def _unpacked(file: str, page: _Page, allowance: Allowance) -> bytes:
    """Return the content of a page as it was before it was sent.

    Raises:
        ArticleError: it is damaged, packed in an unusual way, or too large.
    """
    if page.encoding in ("", "identity") or not page.content:
        content = page.content
    elif page.content.startswith(b"\x1f\x8b"):
        return gunzip(file, page.content, allowance)
    elif page.encoding == "deflate":
        content = _inflated(file, page.content)
    elif page.encoding == "br":
        content = _unbrotlied(file, page.content)
    else:
        # many programs write pages unpacked and leave the header as it was
        content = page.content
    if len(content) > _LIMIT:
        raise ArticleError(file, f"unpacks to more than {MAX_MEGABYTES} MB")
    allowance.take(file, len(content))
    return content


def _inflated(file: str, content: bytes) -> bytes:
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(wbits).decompress(content, _LIMIT + 1)
        except zlib.error:
            # servers send it with and without a header
            continue
    raise ArticleError(file, "is damaged: it cannot be unpacked")


def _unbrotlied(file: str, content: bytes) -> bytes:
    import brotli

    try:
        unpacked: bytes = brotli.Decompressor().process(content, output_buffer_limit=_LIMIT + 1)
    except brotli.error as error:
        if content.lstrip().startswith(b"<"):
            return content
        raise ArticleError(file, "is damaged: it cannot be unpacked") from error
    return unpacked


def _member(address: str) -> str:
    """Return the name of a page: its address without the protocol."""
    return member_path(unquote(address.partition("://")[2] or address))
