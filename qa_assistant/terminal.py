"""Show answers and reports in a terminal: results on stdout, everything else on stderr.

What an article says is shown as plain text; it can neither steer the terminal nor colour it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import unicodedata
import warnings
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleRenderable, RenderHook
from rich.live import Live
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.text import Text

from qa_assistant.answering.emphasis import hidden
from qa_assistant.answering.relative import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from rich.console import ConsoleOptions, RenderableType, RenderResult

    from qa_assistant.schema import Answer, Citation, SyncReport

STAGES = {"scan": "Files", "embed": "Passages", "copies": "Compared", "save": "Saved", "ask": "Questions"}
OUT_OF_RANGE = "No indexed article is within these dates, outlets and files."
UNLIMITED = 10_000
"""Columns of an output that is no terminal: in a file or a pipe nothing is wrapped."""

_LOOK_BACK = 120.0
"""Seconds of the past from which the time that remains is estimated."""

_QUIET = {
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
}
_SET_LEVELS_OF_THEIR_OWN = ("chromadb", "huggingface_hub", "llama_index", "sentence_transformers", "transformers")
_MARKERS = re.compile(r"(?:\s?\[\d+\])*")
_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def prepare_process() -> None:
    """Make this process a command: quiet libraries, and outputs that take any character."""
    quiet_libraries()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def quiet_libraries() -> None:
    """Keep the warnings, logs and progress bars of libraries off the terminal; what the user has set stays."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for library in (None, *_SET_LEVELS_OF_THEIR_OWN):
        logging.getLogger(library).setLevel(logging.ERROR)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def harmless(text: str) -> str:
    """Return `text` without control characters, halves of characters, and marks that reverse the writing direction."""
    return "".join(char for char in text if char in "\n\t" or not _is_steering(char))


def _is_steering(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or unicodedata.bidirectional(char) in _DIRECTIONS


class _Harmless:
    """Anything rich can show, its texts made harmless; colours and layout, which are ours, stay."""

    def __init__(self, content: RenderableType) -> None:
        self.content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.content, options):
            yield segment if segment.control else Segment(harmless(segment.text), segment.style)


class _HarmlessOutput(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Harmless(content) for content in renderables]


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else UNLIMITED
    return Console(stderr=stderr, width=width, markup=False, emoji=False, highlight=False)


class Terminal:
    """The two outputs of a command."""

    def __init__(self, out: Console | None = None, err: Console | None = None) -> None:
        self.out = out or _console()
        self.err = err or _console(stderr=True)
        for console in (self.out, self.err):
            console.push_render_hook(_HarmlessOutput())

    def complain(self, message: str) -> None:
        """Say in one line on stderr what went wrong."""
        self.err.print(Text(f"qa-assistant: {' '.join(message.split())}"), soft_wrap=True)

    def note(self, message: str) -> None:
        """Say on stderr what the reader should know beside the result."""
        self.err.print(Text(message, style="yellow"))

    @contextmanager
    def waiting(self, message: str) -> Iterator[None]:
        """Show on stderr, while the block runs, what is waited for; nothing where stderr is no terminal."""
        if not self.err.is_terminal:
            yield
            return
        with self.err.status(message):
            yield

    def json(self, value: Any) -> None:
        """Print `value` as JSON in plain ASCII, and nothing else, on stdout."""
        self.out.file.write(json.dumps(value, indent=2) + "\n")
        # a reader that has gone shows here, where it can still be handled, and not when Python ends
        self.out.file.flush()

    def answer(self, answer: Answer) -> None:
        """Print an answer and what proves it; what is not part of it goes to stderr."""
        if answer.note:
            self.note(answer.note)
        if answer.reason == "out-of-range":
            self.note(OUT_OF_RANGE)
        if answer.standalone_question not in (answer.question, ""):
            self.note(f"Understood as: {answer.standalone_question}")
        if answer.windows:
            self.note(answer.looking_at)
        self.out.print(_readable(_answer_text(answer), answer))
        if answer.as_of:
            self.out.print(Text(f"As of {answer.as_of.isoformat()}", style="dim"))
        for conflict in answer.conflicts:
            numbers = "".join(f"[{number}]" for number in conflict.citations)
            heading = "Reported otherwise before" if conflict.kind == "superseded" else "The articles disagree"
            self.out.print(Text(f"{heading}: {conflict.summary} {numbers}", style="magenta"))
        if answer.near_misses:
            self.out.print(Text("Closest in the articles, but no answer:", style="dim"))
        for citation in answer.shown:
            if answer.kind == "list":
                # day, outlet and title stand in the list itself
                self.out.print(Text.assemble((f"[{citation.number}] ", "cyan"), (_place(citation), "dim")))
                continue
            self.out.print()
            self._citation(citation)

    def _citation(self, citation: Citation) -> None:
        number = f"[{citation.number}]"
        day = citation.published.isoformat() if citation.published else citation.published_iso
        known = " · ".join(filter(None, (citation.outlet, day, citation.title)))
        self.out.print(Text.assemble((f"{number} ", "cyan"), known))
        self._below(number, f"“{' '.join(citation.quote.split())}”", "green")
        if citation.days:
            self._below(number, in_words(citation.quote, citation.days), "dim")
        also = f" (also in {', '.join(citation.also_in)})" if citation.also_in else ""
        self._below(number, f"{_place(citation)}{also}", "dim")

    def _below(self, number: str, text: str, style: str) -> None:
        self.out.print(Padding(Text(text, style=style), (0, 0, 0, len(number) + 1), expand=False))

    def growing(self, answers: Iterable[Answer], waiting: str) -> Answer:
        """Show an answer while it grows, and print the last one; until the first words show `waiting`.

        `answers` must not be empty.
        """
        with Live(Text(waiting, style="dim"), console=self.out, auto_refresh=False, transient=True) as live:
            live.refresh()
            for answer in answers:
                if answer.text:
                    live.update(_Harmless(Text(answer.text)), refresh=True)
        self.answer(answer)
        return answer

    def synced(self, report: SyncReport) -> None:
        """Print what a sync did."""
        counts = {
            name: len(getattr(report, name)) for name in ("added", "changed", "moved", "removed", "unchanged", "failed")
        }
        passages = f"{report.passages} ({report.embedded} embedded now)"
        for name, value in {**counts, "passages": passages, "seconds": f"{report.seconds:.1f}"}.items():
            self.out.print(f"{name:<11}{value}")
        if report.failed:
            self.out.print("Not indexed:")
        for file, reason in report.failed:
            self.out.print(Text(f"  {' '.join(file.split())}: {reason}", style="red"))

    def changed(self, report: SyncReport, known_failures: Set[tuple[str, str]]) -> None:
        """Print a line for each file that a sync found changed, or could not read for another reason than before."""
        lines = [("moved", f"{old} → {new}") for old, new in report.moved]
        for verb in ("added", "changed", "removed"):
            lines += [(verb, file) for file in getattr(report, verb)]
        lines += [
            ("failed", f"{file}: {reason}") for file, reason in report.failed if (file, reason) not in known_failures
        ]
        for verb, what in lines:
            # a name may hold a line break
            self.out.print(Text(f"{verb:<9}{' '.join(what.split())}", style="red" if verb == "failed" else ""))

    def finding(self, what: str, detail: str, *, is_fine: bool) -> None:
        """Print one line of an examination."""
        verdict = ("ok       ", "green") if is_fine else ("problem  ", "bold red")
        self.out.print(Text.assemble(verdict, f"{what}: {' '.join(detail.split())}"))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """Give a function that shows on stderr how much of a stage is done, and how long the rest will take."""
        remaining = TimeRemainingColumn(elapsed_when_finished=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), remaining)
        # how fast texts are embedded depends on their length: an estimate looks back further than a moment
        bars = Progress(*columns, console=self.err, speed_estimate_period=_LOOK_BACK)
        stages: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            bars.start()
            if stage not in stages:
                stages[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(stages[stage], completed=done, total=total)

        try:
            yield show
        finally:
            if stages:
                bars.stop()


def _readable(text: Text, answer: Answer) -> Text:
    """Return an answer's text without marks of emphasis, and with the number of sources where there are several."""
    edits: list[tuple[int, int, str]] = []
    place = 0
    for sentence in answer.sentences:
        start = answer.text.find(sentence.text, place)
        if start < 0:
            continue
        place = start + len(sentence.text)
        if markers := _MARKERS.match(answer.text, place):
            place = markers.end()
        edits += [(start + first, start + last, "") for first, last in hidden(answer, sentence)]
        if (count := answer.origins_of(sentence)) > 1:
            edits.append((place, place, f" ({count} sources)"))
    shown, done = Text(style=text.style), 0
    for first, last, instead in edits:
        shown.append(text[done:first]).append(instead, style="not bold dim")
        done = last
    return shown.append(text[done:])


def _place(citation: Citation) -> str:
    page = f" p. {citation.page}" if citation.page else ""
    return f"{citation.file}{page}:{citation.start}-{citation.end}"


def _answer_text(answer: Answer) -> Text:
    """Return the answer, the words underlined that it asks for, and dimmed what was added or heads a line of a list."""
    if answer.lead and not answer.refused:
        text = Text(answer.text)
        text.highlight_regex(rf"^{re.escape(answer.lead)}", "bold")
        for sentence in answer.sentences:
            if sentence.heading:
                text.highlight_regex(rf"(?m)^- {re.escape(sentence.heading)}:", "dim")
        return text
    text = Text(answer.text, style="yellow" if answer.refused else "" if answer.kind == "reply" else "bold")
    place = 0
    for sentence in answer.sentences:
        place = answer.text.find(sentence.text, place)
        if sentence.answer:
            text.stylize("underline", place + sentence.answer[0], place + sentence.answer[1])
        if sentence.added:
            text.stylize("not bold dim", place + sentence.added[0], place + sentence.added[1])
    return text
