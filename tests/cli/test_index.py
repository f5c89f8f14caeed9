"""`qa-assistant index`: what changed on stdout, the bar on stderr."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Command
from scripted_assistant import ScriptedAssistant

from qa_assistant.errors import ConfigError
from qa_assistant.schema import SyncReport


def test_says_what_changed(qa: Command) -> None:
    outcome = qa("index")

    counts = dict(line.split(maxsplit=1) for line in outcome.out.splitlines())
    assert outcome.code == 0
    assert {name: counts[name].strip() for name in ("added", "changed", "removed", "unchanged", "failed")} == {
        "added": "1",
        "changed": "0",
        "removed": "0",
        "unchanged": "1",
        "failed": "0",
    }
    assert counts["passages"].strip() == "2 (1 embedded now)"


def test_shows_progress_on_stderr_only(qa: Command) -> None:
    outcome = qa("index")

    assert "Passages" in outcome.err
    assert "Passages" not in outcome.out


def test_names_files_that_failed_with_the_reason_and_is_fine_all_the_same(
    qa: Command, assistant: ScriptedAssistant
) -> None:
    assistant.synced = SyncReport(added=("a.txt",), failed=(("b[red].txt", "holds\x1b[2J no text"),), passages=3)

    outcome = qa("index")

    assert outcome.code == 0
    assert "  b[red].txt: holds[2J no text\n" in outcome.out


def test_an_empty_folder_is_fine_and_says_what_to_do(qa: Command, assistant: ScriptedAssistant) -> None:
    assistant.synced = SyncReport()

    outcome = qa("index")

    assert outcome.code == 0
    assert "articles holds no articles yet; put some there, such as .txt, .html, .pdf or .docx files." in outcome.err


def test_takes_the_folder_as_its_argument(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("index", "news")

    assert assistant.config is not None
    assert assistant.config.articles_dir == Path("news")


@pytest.mark.parametrize("folder", ["news", "./news", "news/"])
def test_takes_the_folder_as_its_argument_and_as_an_option_where_they_are_one(
    qa: Command, assistant: ScriptedAssistant, folder: str
) -> None:
    assert qa("index", folder, "--articles", "news").code == 0
    assert assistant.config is not None
    assert assistant.config.articles_dir == Path("news")


def test_rebuilds_only_when_asked_to(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("index")
    qa("index", "--rebuild")

    assert assistant.syncs == [False, True]


def test_names_a_file_with_a_line_break_on_one_line(qa: Command, assistant: ScriptedAssistant) -> None:
    assistant.synced = SyncReport(failed=(("two\nlines.txt", "holds no text"),))

    assert "  two lines.txt: holds no text\n" in qa("index").out


def test_stopped_by_the_user_says_that_nothing_is_lost(qa: Command, assistant: ScriptedAssistant) -> None:
    assistant.reports = [KeyboardInterrupt()]

    outcome = qa("index")

    assert outcome.code == 130
    assert "Stopped. What was done is kept: run it again to go on from here." in outcome.err
    assert "Traceback" not in outcome.err


def looks(*changed: bool) -> Iterator[bool]:
    """Give what a look at the folder sees, then Ctrl-C."""
    yield from changed
    raise KeyboardInterrupt


def test_watching_prints_a_line_for_each_change_until_ctrl_c(qa: Command, assistant: ScriptedAssistant) -> None:
    assistant.reports = [
        SyncReport(passages=2),
        SyncReport(unchanged=("a.txt",)),
        SyncReport(added=("b\nc.txt",), changed=("a.txt",), removed=("d.txt",), moved=(("e.txt", "f.txt"),)),
    ]

    outcome = qa("index", "--watch", follow=lambda *_: looks(False, False, True, False))

    assert outcome.code == 0
    assert outcome.out.splitlines()[-4:] == [
        "moved    e.txt → f.txt",
        "added    b c.txt",
        "changed  a.txt",
        "removed  d.txt",
    ]
    assert len(assistant.syncs) == 3
    assert "Watching articles. Ctrl-C ends it." in outcome.err
    assert "No longer watching." in outcome.err


def test_watching_tells_of_a_failure_once(qa: Command, assistant: ScriptedAssistant) -> None:
    old, new = ("a.txt", "holds no text"), ("b.txt", "is encrypted")
    assistant.reports = [SyncReport(failed=(old,)), SyncReport(failed=(old, new)), SyncReport(failed=(old, new))]

    outcome = qa("index", "--watch", follow=lambda *_: looks(True, True))

    assert outcome.out.count("is encrypted") == 1
    assert outcome.out.count("holds no text") == 1


def test_watching_tries_again_when_another_sync_is_running(qa: Command, assistant: ScriptedAssistant) -> None:
    busy = ConfigError("another sync is running on vectorstore; wait for it")
    assistant.reports = [SyncReport(passages=2), busy, busy, SyncReport(added=("b.txt",))]

    outcome = qa("index", "--watch", follow=lambda *_: looks(True, False, False, False))

    assert outcome.err.count("another sync is running") == 1
    assert outcome.out.endswith("added    b.txt\n")
    assert len(assistant.syncs) == 4
