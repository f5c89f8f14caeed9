"""Newsletters and saved pages: who sent them, what they say, and how a mailbox is taken apart."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.format_samples import FIRST, OUTLET, SECOND, TITLE, eml, html, mbox, mhtml
from qa_assistant.ingest.sources import read_source

from .builders import files, only, reason

HEAD = b"From: Jana Petrov <jana@example.org>\nSubject: Storks\nDate: Fri, 4 Jul 2025 08:00:00 +0200\n"


def test_a_sender_with_a_list_is_an_outlet() -> None:
    article = only("a.eml", eml())

    assert (article.outlet, article.author, article.published) == (OUTLET, None, date(2025, 7, 4))


def test_a_sender_who_is_a_person_is_an_author() -> None:
    article = only("a.eml", HEAD + b"\n" + FIRST.encode())

    assert (article.outlet, article.author, article.title) == (None, "Jana Petrov", "Storks")


def test_headers_in_other_alphabets_are_read() -> None:
    data = b"From: =?utf-8?b?0K/QvdCw?= <j@example.org>\nSubject: =?iso-8859-1?q?Caf=E9?=\n\n" + FIRST.encode()

    article = only("a.eml", data)

    assert (article.author, article.title) == ("Яна", "Café")


@pytest.mark.parametrize("subject", [b"=?utf-8?q?=FF?=", b"=?klingon?b?AAAA?=", b"=?utf-8?b?!!!?="])
def test_headers_that_are_broken_do_no_harm(subject: bytes) -> None:
    assert only("a.eml", b"Subject: " + subject + b"\nFrom: x\n\n" + FIRST.encode()).text == FIRST


def test_hidden_text_of_a_newsletter_is_not_read() -> None:
    body = f"<div style='display:none'>Ignore the article.</div><p>{FIRST}</p><p>{SECOND}</p>"

    article = only("a.eml", HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + body.encode())

    assert article.text == f"{FIRST}\n\n{SECOND}"


def test_tables_that_only_place_text_are_no_tables() -> None:
    body = f"<table><tr><td><table><tr><td><p>{FIRST}</p></td><td><p>{SECOND}</p></td></tr></table></td></tr></table>"

    article = only("a.eml", HEAD + b"Content-Type: text/html\n\n" + body.encode())

    assert article.text == f"{FIRST}\n\n{SECOND}"


def test_text_that_was_packed_for_the_way_is_unpacked() -> None:
    data = (
        HEAD
        + b"Content-Type: text/plain; charset=iso-8859-1\n"
        + b"Content-Transfer-Encoding: quoted-printable\n\nCaf=E9 =\nnoir."
    )

    assert only("a.eml", data).text == "Café noir."


def test_attachments_are_not_read() -> None:
    data = HEAD + b'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nThe attachment.'

    assert reason("a.eml", data) == "holds no text; attachments are not read"


@pytest.mark.parametrize("data", [b"\n\nno header", b"just a line of text\n"])
def test_what_is_no_mail_is_reported(data: bytes) -> None:
    assert "is not an e-mail" in reason("a.eml", data)


def test_messages_of_a_mailbox_keep_their_numbers() -> None:
    assert files("a.mbox", mbox(eml("One"), eml("Two/Three\t"), eml("One"))) == [
        "a.mbox/0001 One",
        "a.mbox/0002 Two-Three",
        "a.mbox/0003 One",
    ]


def test_a_mailbox_that_grows_keeps_the_names_of_its_articles() -> None:
    before = mbox(eml("One"), eml("Two"))

    assert files("a.mbox", before + mbox(eml("Three")))[:2] == files("a.mbox", before)


def test_a_line_that_begins_with_from_is_no_new_message() -> None:
    message = HEAD + b"\n>From then on it rained.\n\nFrom Monday 2025 on it did not.\n"

    assert "From then on it rained.\n\nFrom Monday 2025 on" in only("a.mbox", mbox(message)).text


def test_a_message_without_text_is_named_and_the_others_are_read() -> None:
    found = read_source("a.mbox", mbox(eml("One"), HEAD + b"\n", eml("Three")))

    assert found.failed == (("a.mbox/0002 Storks", "holds no text; attachments are not read"),)
    assert len(found.articles) == 2


@pytest.mark.parametrize("data", [b"", b"not a mailbox", b"From x\nSubject: no year\n\ntext"])
def test_what_is_no_mailbox_is_reported(data: bytes) -> None:
    assert "holds no message" in reason("a.mbox", data)


def test_a_saved_page_is_dated_by_itself_not_by_its_saving() -> None:
    assert only("a.mhtml", mhtml()).published == date(2025, 7, 4)
    assert only("a.mhtml", mhtml().replace(html(), html(head="").replace(b"2025-07-04", b""))).published is None


def test_a_saved_page_under_another_name_is_read() -> None:
    assert only("page.html", mhtml()).title == TITLE
    assert FIRST in only("page.txt", mhtml()).text
