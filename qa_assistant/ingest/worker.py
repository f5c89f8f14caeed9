"""The process in which `bounded` has files read: `python -m qa_assistant.ingest.worker PIPE MEGABYTES`."""

from __future__ import annotations

import resource
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from qa_assistant import ingest
from qa_assistant.errors import ArticleError, QAAssistantError
from qa_assistant.ingest.limits import MEGABYTE
from qa_assistant.ingest.reading import WorkerAnswer

if TYPE_CHECKING:
    from pathlib import Path

_SLACK = 10
"""Seconds of the processor after which the process ends by itself, should nobody be there to end it."""


def main() -> None:
    """Answer requests until the other end of the pipe is closed."""
    pipe = Connection(int(sys.argv[1]))
    _limit(resource.RLIMIT_AS, int(sys.argv[2]) * MEGABYTE)
    pipe.send(WorkerAnswer())
    # whoever asked may be gone
    with suppress(EOFError, OSError):
        while True:
            root, file, seconds = pipe.recv()
            _limit(resource.RLIMIT_CPU, int(time.process_time() + seconds) + _SLACK)
            answer = _answer(root, file)
            pipe.send(answer)
            if answer.needs_memory:
                # what is left of this process is not to be trusted
                return


def _answer(root: Path, file: str) -> WorkerAnswer:
    try:
        return WorkerAnswer(found=ingest.read_articles(root, file))
    except ArticleError as error:
        is_full = isinstance(error.__cause__, MemoryError)
        return WorkerAnswer(needs_memory=True) if is_full else WorkerAnswer(failure=(error.file, error.reason))
    except QAAssistantError as error:
        return WorkerAnswer(mistake=str(error))
    except MemoryError:
        return WorkerAnswer(needs_memory=True)


def _limit(what: int, most: int) -> None:
    # macOS knows no limit of the address space
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
