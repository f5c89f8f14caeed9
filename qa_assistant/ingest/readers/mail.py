"""E-mails: newsletters saved one by one (.eml) or together (.mbox), and pages that browsers save as mails (.mhtml)."""

from __future__ import annotations

import email
import re
from contextlib import suppress
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.bylines import is_outlet
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_MEGABYTES, MAX_MEMBERS, MEGABYTE
from qa_assistant.ingest.members import Collection, member_part
from qa_assistant.ingest.metadata import Metadata, as_article, web_address
from qa_assistant.ingest.moments import moment_of
from qa_assistant.ingest.readers.html import read_fragment, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import Message

    from qa_assistant.ingest.reading import ReadFile
    from qa_assistant.schema import Article

_BEGINS = re.compile(
    rb"(?:^|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\b(?:19|20)\d\d[^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)"
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_TEXTS = ("text/plain", "text/html", "application/xhtml+xml")
_MAIN_SHARE = 0.6
_MOST_PARTS = 200
_LONGEST_HEADER = 1000


class MailReader:
    """Reads .eml files, and pages saved as .mhtml."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the message as an article: who sent it is its outlet or author.

        Raises:
            ArticleError: there is no message, or no text in it.
        """
        return _article(data, file)


class MailboxReader:
    """Reads .mbox files: every message is an article."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the messages, called by their number and subject.

        Raises:
            ArticleError: no message can be read.
        """
        collection = Collection(file)
        for number, message in enumerate(_messages(data), 1):
            if number > MAX_MEMBERS:
                collection.fail(file, f"holds more than {MAX_MEMBERS} messages; the rest is not read")
                break
            subject = _header(email.message_from_bytes(message[: 64 * 1024]), "Subject")
            name = f"{number:04} {member_part(subject)}".strip()
            collection.add(name, partial(_article, _QUOTED_FROM.sub(rb"\1", message)))
        return collection.result("holds no message; each must begin with a line `From …`")


def _messages(data: bytes) -> Iterator[bytes]:
    borders = [match.span() for match in _BEGINS.finditer(data)]
    ends = [start for start, _ in borders[1:]] + [len(data)]
    for (_, start), end in zip(borders, ends, strict=False):
        yield data[start:end]


def _article(data: bytes, file: str) -> Article:
    if len(data) > 2 * MAX_MEGABYTES * MEGABYTE:
        raise ArticleError(file, f"is a message of more than {2 * MAX_MEGABYTES} MB")
    try:
        message = email.message_from_bytes(data)
        if not message.keys():
            raise ArticleError(file, "is not an e-mail, though its name says so")
        text, inside = _text(file, message)
    except (MessageError, RecursionError) as error:
        raise ArticleError(file, f"is a damaged e-mail: {error}") from error
    if not text.strip():
        raise ArticleError(file, "holds no text; attachments are not read")
    head = read_head(blocks(text)).dated(file)
    said = inside.or_else(head) if _is_saved_page(message) else _said(message).or_else(inside)
    return as_article(file, text, said.or_else(_about_page(message)))


def _said(message: Message) -> Metadata:
    sender, address = parseaddr(_header(message, "From"))
    sender = sender.strip(" \"'") or address.partition("@")[0]
    sent = _sent(message)
    is_newsletter = any(name in message for name in ("List-Id", "List-Unsubscribe")) or is_outlet(sender)
    return Metadata(
        title=_header(message, "Subject") or None,
        outlet=sender if is_newsletter and sender else None,
        author=sender if not is_newsletter and sender else None,
        published=sent.date() if sent else None,
        moment=moment_of(sent),
    )


def _about_page(message: Message) -> Metadata:
    """Return what a browser notes of the page it saves; the date is that of the saving."""
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    return Metadata(url=web_address(address), title=_header(message, "Subject") or None)


def _sent(message: Message) -> datetime | None:
    value = _header(message, "Date")
    try:
        return parsedate_to_datetime(value) if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        # written in no way that is known; the text may say
        return None


def _header(message: Message, name: str) -> str:
    value = str(message.get(name) or "")[:_LONGEST_HEADER]
    # one that cannot be decoded is shown as it is
    with suppress(HeaderParseError, UnicodeError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    readable = "".join(character if character.isprintable() else " " for character in value)
    return " ".join(readable.split())


def _text(file: str, message: Message) -> tuple[str, Metadata]:
    """Return the text of a message and what its markup says; the part with markup is preferred."""
    plain, marked = "", ""
    for at, part in enumerate(message.walk()):
        if at > _MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind not in _TEXTS or part.get_content_disposition() == "attachment":
            continue
        content = _content(file, part)
        if kind == "text/plain":
            plain = plain or content
        else:
            marked = marked or content
    if not marked.strip():
        return plain.replace("\r\n", "\n"), Metadata()
    everything = read_fragment(file, marked)
    try:
        main, said = read_page(file, marked, has_layout_tables=not _is_saved_page(message))
    except ArticleError:
        return everything or plain, Metadata()
    return main if len(main) >= _MAIN_SHARE * len(everything) or _is_saved_page(message) else everything, said


def _is_saved_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related" or "Snapshot-Content-Location" in message


def _content(file: str, part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    return decode(file, payload, part.get_content_charset())
