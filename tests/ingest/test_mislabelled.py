"""A file is read as what it is, or reported as what it is, whatever it is called."""

from __future__ import annotations

import gzip

import pytest

from benchmarks.format_samples import SAMPLES, TITLE, docx, epub, html, nitf, odt, pdf, rtf, zipped

from .builders import only, reason


@pytest.mark.parametrize("data", [pdf(), docx(), odt(), rtf(), html(), nitf(), gzip.compress(pdf())])
@pytest.mark.parametrize("file", ["a.txt", "a.pdf", "a.docx", "a.zip", "a.rtf", "a.odt", "a.gz"])
def test_what_a_file_is_counts_more_than_its_name(file: str, data: bytes) -> None:
    article = only(file, data)

    assert (article.file, article.title) == (file, TITLE)


def test_a_book_named_as_an_archive_is_a_book() -> None:
    assert only("a.zip", epub({TITLE: "<p>" + "Nine nests. " * 30 + "</p>"})).file == f"a.zip/001 {TITLE}"


def test_an_archive_named_as_a_document_is_an_archive() -> None:
    assert only("a.pdf", SAMPLES["storks.html.gz"]).title == TITLE
    assert only("a.docx", zipped({"x.html": html()})).file == "a.docx/x.html"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("a.pdf", "is not a PDF file, though its name says so"),
        ("a.docx", "is not a Word document, though its name says so"),
        ("a.epub", "is not an EPUB book, though its name says so"),
        ("a.zip", "is not a ZIP archive, though its name says so"),
        ("a.gz", "is not a gzip file, though its name says so"),
        ("a.rtf", "is not an RTF document, though its name says so"),
        ("a.warc", "is not a web archive, though its name says so"),
    ],
)
def test_plain_text_under_the_name_of_another_format_is_reported(file: str, said: str) -> None:
    assert reason(file, b"Nine nests were found.") == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "is a workbook; save its sheet as .csv"),
        (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "is a presentation; save it as .pdf"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "is a 7-Zip archive; pack it as .zip"),
        (b"Rar!\x1a\x07" + bytes(100), "is a RAR archive; pack it as .zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture"),
        (b"x" * 257 + b"ustar" + bytes(300), "is a tar archive; pack it as .zip"),
    ],
)
def test_formats_that_are_not_read_are_called_by_their_names(data: bytes, said: str) -> None:
    assert reason("a.docx", data) == said


def test_a_note_about_markup_is_a_note() -> None:
    assert only("a.md", b"<html> is how a page begins.\n\nSo they say.").text.startswith("<html> is")
    assert only("a.txt", b"%PDF is how a file begins.\n\nSo they say.").text.startswith("%PDF is")
