"""Packed files are read in memory, within bounds, and lead nowhere."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from benchmarks.format_samples import FIRST, SAMPLES, TITLE, zipped
from qa_assistant.errors import ArticleError
from qa_assistant.ingest import list_articles, read_article, read_articles
from qa_assistant.ingest.archives import Allowance, gunzip
from qa_assistant.ingest.limits import MEGABYTE
from qa_assistant.ingest.sources import read_source
from qa_assistant.ingest.splitting import quotable_sentences

from .builders import files, only, reason

if TYPE_CHECKING:
    from pathlib import Path

STORY = f"{TITLE}\n\n{FIRST}\n"


def test_members_keep_their_folders() -> None:
    assert files("a.zip", zipped({"x.txt": STORY, "europe/x.txt": STORY})) == ["a.zip/x.txt", "a.zip/europe/x.txt"]


@pytest.mark.parametrize(
    ("member", "safe"),
    [
        ("../../etc/x.txt", "etc/x.txt"),
        ("/etc/x.txt", "etc/x.txt"),
        ("C:\\news\\x.txt", "C:/news/x.txt"),
        ("./a/./x.txt", "a/x.txt"),
        ("a//x.txt", "a/x.txt"),
        ("a\n\x1b[31m.txt", "a [31m.txt"),
        ("\u202egpj.txt", "gpj.txt"),
        ("страница.txt", "страница.txt"),
        ("x" * 300 + ".txt", "x" * 95 + "….txt"),
    ],
)
def test_names_are_made_safe(member: str, safe: str) -> None:
    assert files("a.zip", zipped({member: STORY})) == [f"a.zip/{safe}"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_told_apart() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", STORY)
        archive.writestr("../x.txt", STORY)
        archive.writestr("X.TXT", STORY)

    assert files("a.zip", packed.getvalue()) == ["a.zip/x.txt", "a.zip/x (2).txt", "a.zip/X (3).TXT"]


def test_names_packed_without_a_mark_for_unicode_are_read() -> None:
    data = zipped({"cafXX.txt": STORY}).replace(b"cafXX.txt", "café.txt".encode())

    assert files("a.zip", data) == ["a.zip/café.txt"]


def test_other_files_in_an_archive_are_ignored() -> None:
    members = {
        "x.txt": STORY,
        "photo.jpg": b"\xff\xd8\xff",
        "__MACOSX/x.txt": STORY,
        ".hidden.txt": STORY,
        "old/p_files/x.html": STORY,
        "old/p.html": f"<p>{FIRST}</p>",
        "news_files/y.txt": STORY,
    }

    assert files("a.zip", zipped(members)) == ["a.zip/x.txt", "a.zip/old/p.html", "a.zip/news_files/y.txt"]


def test_a_member_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    found = read_source("a.zip", zipped({"x.txt": STORY, "empty.txt": "", "b.pdf": b"%PDF-"}))

    assert [article.file for article in found.articles] == ["a.zip/x.txt"]
    assert dict(found.failed)["a.zip/empty.txt"] == "is empty"
    assert "damaged" in dict(found.failed)["a.zip/b.pdf"]


def test_archives_in_archives_are_read_twice_and_no_deeper() -> None:
    once = zipped({"x.txt": STORY})
    twice = zipped({"once.zip": once})
    thrice = zipped({"twice.zip": twice})

    assert files("a.zip", twice) == ["a.zip/once.zip/x.txt"]
    assert "packed more than 2 times" in reason("a.zip", thrice)


def test_containers_in_archives_are_read() -> None:
    assert files("a.zip", zipped({"wire.jsonl": SAMPLES["storks.jsonl"]})) == [
        "a.zip/wire.jsonl/row 1",
        "a.zip/wire.jsonl/row 2",
    ]


def test_a_packed_text_is_called_by_its_file() -> None:
    article = only("story.md.gz", gzip.compress(f"# {TITLE}\n\n{FIRST}\n".encode()))

    assert (article.file, article.title) == ("story.md.gz", TITLE)
    assert [article.text[start:end] for start, end in quotable_sentences(article)] == [FIRST]


def test_several_packed_parts_in_one_file_are_one_text() -> None:
    data = gzip.compress(STORY[:40].encode()) + gzip.compress(STORY[40:].encode()) + bytes(512)

    assert only("story.txt.gz", data).text == STORY


@pytest.mark.parametrize("cut", [12, 60, -4])
def test_a_packed_file_cut_off_is_reported(cut: int) -> None:
    assert "truncated" in reason("a.txt.gz", gzip.compress(STORY.encode())[:cut])


def test_an_archive_cut_off_is_reported() -> None:
    assert "damaged or truncated" in reason("a.zip", zipped({"x.txt": STORY})[:-30])


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(zipped({"x.txt": STORY}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert "is encrypted" in reason("a.zip", bytes(data))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(30 * MEGABYTE), 9)

    assert "times its size" in reason("a.txt.gz", bomb)
    assert "unpacks to more" in reason("a.zip", zipped({"x.txt": bytes(30 * MEGABYTE)}))


def test_an_archive_that_lies_about_sizes_is_not_believed() -> None:
    data = bytearray(zipped({"x.txt": b"a" * 100_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")

    with pytest.raises(ArticleError):
        read_source("a.zip", bytes(data))


def test_all_that_is_packed_in_a_file_counts() -> None:
    allowance = Allowance(left=3 * len(STORY))
    packed = gzip.compress(STORY.encode())

    for _ in range(3):
        gunzip("a.txt.gz", packed, allowance)

    with pytest.raises(ArticleError, match="unpacks to more than"):
        gunzip("a.txt.gz", packed, allowance)


def test_an_archive_without_articles_is_reported() -> None:
    assert reason("a.zip", zipped({"x.jpg": b"\xff"})) == "holds no file of a format that is read"
    assert reason("a.zip", zipped({})) == "holds no file of a format that is read"


def test_members_are_read_from_a_folder_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.zip").write_bytes(
        zipped({"europe/x.txt": STORY, "empty.txt": "", "page.html": SAMPLES["storks.html"]})
    )

    assert list_articles(tmp_path) == ["old/a.zip"]
    assert len(read_articles(tmp_path, "old/a.zip").articles) == 2
    assert read_article(tmp_path, "old/a.zip/europe/x.txt").title == TITLE
    with pytest.raises(ArticleError, match="is empty"):
        read_article(tmp_path, "old/a.zip/empty.txt")
    with pytest.raises(ArticleError, match=r"is not in old/a\.zip"):
        read_article(tmp_path, "old/a.zip/europe/y.txt")
    with pytest.raises(ArticleError, match="holds 2 articles; name one"):
        read_article(tmp_path, "old/a.zip")


@pytest.mark.parametrize("name", ["dump.sql.gz", "backup.tar.gz", "a.txt.gz.gz", "photo.jpg"])
def test_packed_files_of_other_formats_are_not_listed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")

    assert list_articles(tmp_path) == []
