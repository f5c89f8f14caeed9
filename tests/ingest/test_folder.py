"""Which files are articles, and what happens to those that cannot be read."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, NoReturn

import pytest

from qa_assistant.errors import ArticleError, ConfigError
from qa_assistant.ingest import list_articles, read_article
from qa_assistant.ingest.folder import read_bytes
from qa_assistant.ingest.limits import MAX_MEGABYTES

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, data: bytes = b"The port is open again.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def reason(root: Path, file: str) -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(root, file)
    assert caught.value.file == file
    assert "\n" not in caught.value.reason
    return caught.value.reason


def test_articles_of_all_formats_are_listed_sorted_with_forward_slashes(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/deep/c.HTML", "d.htm", "e.markdown", "picture.jpg", "notes.doc"):
        write(tmp_path / name)

    assert list_articles(tmp_path) == ["a.md", "b.txt", "d.htm", "e.markdown", "sub/deep/c.HTML"]


def test_hidden_files_and_the_folders_of_saved_pages_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/notes.txt", "page_files/frame.html", "page.html"):
        write(tmp_path / name)

    assert list_articles(tmp_path) == ["page.html"]


def test_a_folder_called_files_beside_no_page_is_read(tmp_path: Path) -> None:
    for name in ("news_files/a.txt", "page/b.txt", "page.html"):
        write(tmp_path / name)

    assert list_articles(tmp_path) == ["news_files/a.txt", "page.html", "page/b.txt"]


def test_the_folder_of_the_index_is_left_out_wherever_it_lies(tmp_path: Path) -> None:
    for name in ("a.txt", "old/store/b.txt", "old/store-notes/c.txt", "store/d.txt"):
        write(tmp_path / name)

    assert list_articles(tmp_path, tmp_path / "old" / "store") == ["a.txt", "old/store-notes/c.txt", "store/d.txt"]
    assert list_articles(tmp_path / "old", tmp_path / "store") == ["store-notes/c.txt", "store/b.txt"]
    assert list_articles(tmp_path / "store", tmp_path / "store") == ["d.txt"]


def test_a_link_is_listed_only_when_it_stays_inside(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    write(root / "real.txt")
    (root / "inside.txt").symlink_to(root / "real.txt")
    (root / "outside.txt").symlink_to(write(tmp_path / "secret.txt"))
    (root / "outside").symlink_to(tmp_path, target_is_directory=True)

    assert list_articles(root) == ["inside.txt", "real.txt"]


def test_an_empty_folder_has_no_articles(tmp_path: Path) -> None:
    assert list_articles(tmp_path) == []


def test_a_missing_folder_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder of articles"):
        list_articles(tmp_path / "missing")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_listed_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "closed/a.txt").parent.chmod(0)

    assert list_articles(tmp_path) == ["closed/"]


def test_reading_a_folder_says_that_it_may_not_be_listed(tmp_path: Path) -> None:
    assert "may not be listed" in reason(tmp_path, "closed/")


def test_a_name_that_is_not_unicode_is_reported_rather_than_crashing(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"caf\xe9.txt"))

    [file] = list_articles(tmp_path)

    assert file == "caf\ufffd.txt"
    assert "not there" in reason(tmp_path, file)


@pytest.mark.parametrize(
    "file", ["../secret.txt", "sub/../../secret.txt", "/etc/hosts.txt", "a\0.txt", "~/../../x.txt"]
)
def test_no_path_leads_outside_the_folder(tmp_path: Path, file: str) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    write(tmp_path / "secret.txt")

    assert "below the articles folder" in reason(root, file)


def test_no_link_leads_outside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "link.txt").symlink_to(write(tmp_path / "secret.txt"))

    assert "leads outside" in reason(root, "link.txt")


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "\x1b[31m.txt", "é" * 125 + ".txt", "A.TXT", "\u202etxt.txt", " .txt", "a;b&c.txt"]
)
def test_files_of_any_name_are_read(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)

    assert list_articles(tmp_path) == [name]
    article = read_article(tmp_path, name)
    assert article.file == name
    assert article.title.isprintable()


def test_names_that_differ_in_case_only_are_two_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"One.")
    write(tmp_path / "A.txt", b"Two.")

    assert [read_article(tmp_path, file).text for file in list_articles(tmp_path)] == ["Two.", "One."]


def test_a_circle_of_folders_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "sub/a.txt")
    (tmp_path / "sub/again").symlink_to(tmp_path, target_is_directory=True)

    assert list_articles(tmp_path) == ["sub/a.txt"]


def test_links_in_a_circle_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert reason(tmp_path, "a.txt")


def test_a_file_that_vanished_is_reported(tmp_path: Path) -> None:
    assert reason(tmp_path, "gone.txt") == "is not there (any more)"


def test_a_folder_named_like_an_article_is_reported(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()

    assert reason(tmp_path, "folder.txt") == "is not a file"
    assert list_articles(tmp_path) == []


def test_a_pipe_is_reported_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert reason(tmp_path, "pipe.txt") == "is not a file"


def test_an_unknown_format_is_reported_with_the_ones_that_are_known(tmp_path: Path) -> None:
    write(tmp_path / "a.doc")

    assert ".txt, .md" in reason(tmp_path, "a.doc")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_read_permission_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt").chmod(0)

    assert "may not be read" in reason(tmp_path, "a.txt")


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(13, "Permission denied"), "may not be read"), (OSError(5, "Input/output error"), "Input/output")],
)
def test_what_the_system_refuses_becomes_a_reason(tmp_path: Path, error: OSError, said: str) -> None:
    def refuse(_: Path) -> NoReturn:
        raise error

    write(tmp_path / "a.txt")

    with pytest.raises(ArticleError, match=said):
        read_bytes(tmp_path, "a.txt", open_file=refuse)


def test_a_fifty_megabyte_file_is_reported_with_the_limit(tmp_path: Path) -> None:
    with write(tmp_path / "big.txt").open("r+b") as stream:
        stream.truncate(50 * 1024 * 1024)

    assert reason(tmp_path, "big.txt") == "is 50 MB; the limit is 20 MB: split it"


def test_a_file_that_grows_while_it_is_opened_stays_within_the_limit(tmp_path: Path) -> None:
    def grow(path: Path) -> IO[bytes]:
        os.truncate(path, MAX_MEGABYTES * 1024 * 1024 + 1)
        return path.open("rb")

    write(tmp_path / "a.txt")

    with pytest.raises(ArticleError, match="the limit is"):
        read_bytes(tmp_path, "a.txt", open_file=grow)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", "\u200b\ufeff\n".encode()])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_file_with_nothing_in_it_is_reported(tmp_path: Path, name: str, data: bytes) -> None:
    write(tmp_path / name, data)

    assert reason(tmp_path, name) in ("is empty", "holds nothing but white space")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 20, b"\x01\x02\x03 text \x04\x05"]
)
def test_binary_data_named_txt_is_reported(tmp_path: Path, data: bytes) -> None:
    write(tmp_path / "a.txt", data)

    assert "is not text" in reason(tmp_path, "a.txt")
