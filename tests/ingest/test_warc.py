"""Web archives: the pages in them, however servers packed them."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from benchmarks.format_samples import ADDRESS, FIRST, TITLE, html, warc
from qa_assistant.ingest.limits import MEGABYTE
from qa_assistant.ingest.sources import read_source

from .builders import files, only, reason

PAGE = "Content-Type: text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("identity", bytes),
        # what crawlers unpack without saying so
        ("gzip", bytes),
        ("br", bytes),
    ],
)
def test_pages_are_unpacked(encoding: str, pack: object) -> None:
    assert callable(pack)

    article = only("a.warc", warc((ADDRESS, f"{PAGE}\r\nContent-Encoding: {encoding}", pack(html()))))

    assert (article.title, article.url) == (TITLE, ADDRESS)


def test_pages_sent_in_pieces_are_put_together() -> None:
    half = len(html()) // 2
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (html()[:half], html()[half:], b""))

    assert FIRST in only("a.warc", warc((ADDRESS, f"{PAGE}\r\nTransfer-Encoding: chunked", pieces))).text


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_sent_by_a_server_is_not_unpacked(encoding: str) -> None:
    bombs = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}

    data = warc((ADDRESS, f"{PAGE}\r\nContent-Encoding: {encoding}", bombs[encoding](bytes(30 * MEGABYTE))))

    assert "unpacks to more" in reason("a.warc", data)


def test_what_is_no_page_is_left_out() -> None:
    data = warc(
        ("https://x.example/a.jpg", "Content-Type: image/jpeg", b"\xff\xd8\xff"),
        ("https://x.example/robots.txt", "Content-Type: text/plain", b"User-agent: *"),
        (ADDRESS, PAGE, html()),
    )

    assert files("a.warc", data) == ["a.warc/gazette.example/2025/07/04/storks"]


def test_redirects_and_errors_are_left_out() -> None:
    assert reason("a.warc", warc().replace(b"200 OK", b"404 No")) == "holds no page with text"


def test_addresses_lead_nowhere() -> None:
    assert files("a.warc", warc(("https://x.example/../../etc/%2e%2e/%0ax", PAGE, html()))) == [
        "a.warc/x.example/etc/x"
    ]


def test_a_page_saved_twice_is_told_apart() -> None:
    assert files("a.warc", warc() * 2) == [
        "a.warc/gazette.example/2025/07/04/storks",
        "a.warc/gazette.example/2025/07/04/storks (2)",
    ]


def test_an_archive_packed_record_by_record_is_read() -> None:
    assert only("a.warc.gz", gzip.compress(warc())).title == TITLE
    assert len(read_source("a.warc.gz", gzip.compress(warc()) * 3).articles) == 3


def test_what_stands_before_the_damage_is_read() -> None:
    found = read_source("a.warc", warc() + b"WARC/1.0 broken\r\n\r\n" + b"x" * 100)

    assert len(found.articles) == 1


def test_text_taken_from_pages_is_read() -> None:
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {ADDRESS}\r\nContent-Type: text/plain\r\n"
    text = f"{TITLE}\n\n{FIRST}\n".encode()

    article = only("a.warc", f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text + b"\r\n\r\n")

    assert (article.title, article.url) == (TITLE, ADDRESS)


@pytest.mark.parametrize("data", [b"", b"WARC/1.0\r\n", b"not an archive", b"WARC/1.0\r\nContent-Length: -5\r\n\r\n"])
def test_what_is_no_archive_is_reported(data: bytes) -> None:
    assert reason("a.warc", data)
