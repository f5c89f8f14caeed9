"""`qa-assistant index`: what changed on stdout, the bar on stderr."""

from pathlib import Path

from command_line import Command
from scripted_assistant import ScriptedAssistant

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
    assert "articles holds no articles yet; put .txt, .md or .html files there." in outcome.err


def test_takes_the_folder_as_its_argument(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("index", "news")

    assert assistant.config is not None
    assert assistant.config.articles_dir == Path("news")


def test_rebuilds_only_when_asked_to(qa: Command, assistant: ScriptedAssistant) -> None:
    qa("index")
    qa("index", "--rebuild")

    assert assistant.syncs == [False, True]
