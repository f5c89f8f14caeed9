"""Reading in a process of its own, so that a hostile or damaged file costs no more than its time and memory.

Plain text is read here; everything else goes to a second process, which is started with the first such file and kept
for those after it. It is a fresh Python, not a fork, so threads and open files of this one mean nothing to it. A file
that takes too long, or needs more memory than it may have, ends it; the file is reported and the next one gets a new
process. Where that cannot be had (Windows, an interpreter inside another program) files are read here as well, within
the bounds of `limits` alone.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING

from qa_assistant import ingest
from qa_assistant.errors import ArticleError, ConfigError
from qa_assistant.ingest.folder import read_bytes
from qa_assistant.ingest.kinds import kind_of, suffix_of
from qa_assistant.ingest.limits import MAX_FILE_SECONDS, MAX_MEMORY_MEGABYTES, MAX_SECONDS_A_MEGABYTE, MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

    from qa_assistant.ingest.reading import ReadFile, WorkerAnswer

log = logging.getLogger(__name__)

_PLAIN = (".txt", ".md", ".markdown")
_START_SECONDS = 60.0
"""Time in which a new process must say that it is there."""


class BoundedReader:
    """Reads files as `ingest.read_articles` does, each within a time and a memory. For one thread at a time."""

    def __init__(
        self,
        *,
        seconds: float = MAX_FILE_SECONDS,
        megabytes: int = MAX_MEMORY_MEGABYTES,
        command: tuple[str, ...] = (sys.executable, "-P", "-m", "qa_assistant.ingest.worker"),
    ) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._command = command
        self._worker: _Worker | None = None
        self._is_possible = os.name == "posix" and bool(command[0])

    def read_articles(self, root: Path, file: str) -> ReadFile:
        """Read all articles of one source file.

        Raises:
            ArticleError: as `ingest.read_articles`, and where the file takes more time or memory than it may.
        """
        if not self._is_possible or _is_plain(root, file):
            return ingest.read_articles(root, file)
        worker = self._started()
        if worker is None:
            return ingest.read_articles(root, file)
        try:
            return worker.read(root, file, self._seconds_for(root, file))
        except _EndedError as error:
            self._worker = None
            raise ArticleError(file, error.reason) from error

    @property
    def process_id(self) -> int | None:
        """The number of the process that reads; None while there is none."""
        return self._worker.process_id if self._worker else None

    def _seconds_for(self, root: Path, file: str) -> float:
        try:
            size = (root / file).stat().st_size
        except OSError:
            # reading it says what is wrong
            size = 0
        return self._seconds + MAX_SECONDS_A_MEGABYTE * size / MEGABYTE

    def _started(self) -> _Worker | None:
        if self._worker is None:
            try:
                self._worker = _Worker(self._command, self._megabytes)
            except (OSError, _EndedError) as error:
                log.warning("files are read without limits of time and memory: no second process (%s)", error)
                self._is_possible = False
        return self._worker


class _EndedError(Exception):
    """The process ended, or was ended; says why in words about the file that it read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Worker:
    """A running process and the pipe to it; it ends when nothing refers to it any more."""

    def __init__(self, command: tuple[str, ...], megabytes: int) -> None:
        self._megabytes = megabytes
        self._pipe, theirs = Pipe()
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), str(megabytes)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
                # Ctrl-C is for the program that waits; this one ends with it
                start_new_session=True,
            )
        except OSError:
            self._pipe.close()
            raise
        finally:
            theirs.close()
        self.process_id = self._process.pid
        weakref.finalize(self, _end, self._process, self._pipe)
        self._receive(_START_SECONDS)

    def read(self, root: Path, file: str, seconds: float) -> ReadFile:
        """Return what the process reads; raises what it raises.

        Raises:
            _EndedError: it took longer than `seconds`, or ended.
        """
        try:
            self._pipe.send((root, file, seconds))
        except OSError as error:
            raise self._ended() from error
        answer = self._receive(seconds)
        if answer.needs_memory:
            raise _EndedError(f"needs more than {self._megabytes} MB of memory to be read; split it")
        if answer.failure:
            raise ArticleError(*answer.failure)
        if answer.found is None:
            raise ConfigError(answer.mistake)
        return answer.found

    def _receive(self, seconds: float) -> WorkerAnswer:
        try:
            if not self._pipe.poll(seconds):
                _end(self._process, self._pipe)
                raise _EndedError(f"takes more than {seconds:.0f} seconds to read; split it, or save it as plain text")
            answer: WorkerAnswer = self._pipe.recv()
            return answer
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def _ended(self) -> _EndedError:
        _end(self._process, self._pipe)
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return _EndedError("takes too much of the processor's time to read; split it, or save it as plain text")
        return _EndedError(f"ended the process that read it ({_cause(code)}): it is damaged, or made to do that")


def _cause(code: int) -> str:
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"


def _end(process: subprocess.Popen[bytes], pipe: Connection) -> None:
    with suppress(OSError):
        pipe.close()
    if process.poll() is None:
        process.kill()
    process.wait()


def _is_plain(root: Path, file: str) -> bool:
    """Return whether a file is plain text by its name and its content; a page or a PDF may be called `.txt`."""
    if suffix_of(file) not in _PLAIN:
        return False
    try:
        return kind_of(file, read_bytes(root, file)) in _PLAIN
    except ArticleError:
        # reading it says the same
        return True
