"""What `qa-assistant index` does: one sync, or one after every change of the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.errors import QAAssistantError

if TYPE_CHECKING:
    from qa_assistant.config import Config
    from qa_assistant.schema import SyncReport
    from qa_assistant.surroundings import Surroundings, TerminalAssistant


def sync(around: Surroundings, assistant: TerminalAssistant, settings: Config, *, rebuild: bool = False) -> SyncReport:
    """Bring the index in line with the folder, and show meanwhile how far it is."""
    try:
        with around.terminal.progress() as progress:
            report = assistant.sync(progress=progress, rebuild=rebuild)
    except KeyboardInterrupt:
        around.terminal.note("Stopped. What was done is kept: run it again to go on from here.")
        raise
    if not (report.passages or report.failed):
        around.terminal.note(
            f"{settings.articles_dir} holds no articles yet; put some there, such as .txt, .html, .pdf or .docx files."
            " The README lists all formats that are read."
        )
    return report


def watch(around: Surroundings, assistant: TerminalAssistant, settings: Config, first: SyncReport) -> None:
    """Sync after every change of the folder, and print a line for each; until Ctrl-C.

    `first` is the report of the sync before: what failed there is known already.
    """
    terminal = around.terminal
    terminal.note(f"Watching {settings.articles_dir}. Ctrl-C ends it.")
    known = frozenset(first.failed)
    complaint = ""
    # what changed between that sync and the first look counts too
    is_due = True
    try:
        for did_change in around.follow(settings.articles_dir, settings.vectorstore_dir):
            if not (did_change or is_due):
                continue
            try:
                report = assistant.sync()
            except QAAssistantError as error:
                # such as another sync: tried again at the next look
                is_due = True
                if str(error) != complaint:
                    terminal.complain(str(error))
                complaint = str(error)
            else:
                is_due, complaint = False, ""
                terminal.changed(report, known)
                known = frozenset(report.failed)
    except KeyboardInterrupt:
        terminal.note("No longer watching.")
