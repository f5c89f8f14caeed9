"""Processes of their own for the tests: runs of `qa-assistant index` that may be killed, and readers that start anew.

They are forked from one process that has everything imported, so that starting one takes no time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from qa_assistant.assistant import Assistant
from qa_assistant.cli import run
from qa_assistant.config import Config
from qa_assistant.index.embeddings import content_key
from qa_assistant.ingest import split_article
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import open_index
from qa_assistant.schema import Article
from qa_assistant.surroundings import Surroundings

from .builders import ENVIRONMENT, TinyEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess
    from pathlib import Path
    from random import Random

    import numpy as np
    from numpy.typing import NDArray

State = tuple[dict[str, str], frozenset[tuple[str, int]], frozenset[tuple[str, int]]]
"""The articles' texts; the places of all passages, as both searches find them."""

_context = multiprocessing.get_context("forkserver")

# loads what finds the borders of sentences, so that no run needs to
split_article(Article("warm-up.txt", "It is warm. It is up.", "Warm-up"), passage_words=20, passage_overlap=0)


def start_server() -> None:
    """Start the process that the others are forked from."""
    os.environ["PYTHONPATH"] = ENVIRONMENT["PYTHONPATH"]
    _context.set_forkserver_preload(["index.runs", "chromadb", "llama_index.vector_stores.chroma", "qa_assistant.web"])


class Folder:
    """An articles folder of real files with its index, as the command line sees them."""

    def __init__(self, folder: Path) -> None:
        self.config = Config(
            articles_dir=folder / "articles", vectorstore_dir=folder / "store", passage_words=20, passage_overlap=0
        )
        self.embedded = folder / "embedded.txt"
        """Content keys of the texts that runs embedded, in order."""
        self.config.articles_dir.mkdir(parents=True, exist_ok=True)

    def write(self, file: str, sentences: int, chance: Random) -> None:
        """Write an article of so many sentences, each a passage of its own."""
        lines = (f"{' '.join(chance.choices(WORDS, k=14)).capitalize()} everywhere." for _ in range(sentences))
        (self.config.articles_dir / file).write_text("Title of " + file + "\n\n" + "\n\n".join(lines) + "\n")

    def read(self) -> State:
        """Return all that the index holds, in the way a question sees it."""
        index = open_index(self.config)
        everything = TinyEmbedder().embed_question("everywhere")

        def read() -> State:
            texts = {info.file: index.article(info.file).text for info in index.articles()}
            count = index.passage_count + 1000
            near = [key for key, _ in index.dense(everything, count)]
            matching = [key for key, _ in index.keyword("everywhere", count)]
            places = [frozenset((p.file, p.start) for p in index.passages(found)) for found in (near, matching)]
            return texts, places[0], places[1]

        return index.consistently(read)


def start(target: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Start a function of this module in a process of its own."""
    process = _context.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def index_folder(folder: Path, arguments: Sequence[str] = ()) -> None:
    """Run `qa-assistant index` with an embedder that notes what it embeds."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    there = Folder(folder)

    def assistant(config: Config) -> Assistant:
        index = open_index(config)
        noting: Any = Lazily(lambda: NotingEmbedder(there.embedded, index.fingerprint))
        return Assistant(config, index, noting, Lazily(lambda: sys.exit("nobody asks")))

    settings = [f"--articles={there.config.articles_dir}", f"--store={there.config.vectorstore_dir}"]
    os.environ["QA_PASSAGE_WORDS"], os.environ["QA_PASSAGE_OVERLAP"] = "20", "0"
    # leave without the clean-up of the process this one is a copy of
    os._exit(run(["index", *settings, *arguments], Surroundings(open_assistant=assistant)))


def read_folder(folder: Path, answer: Connection) -> None:
    """Read the index as somebody does who comes now, and send it."""
    answer.send(Folder(folder).read())
    answer.close()


def read_anew(folder: Path) -> State:
    """Return what somebody finds in the index who comes now."""
    receiving, sending = _context.Pipe(duplex=False)
    reader = start(read_folder, folder, sending)
    sending.close()
    try:
        state: State = receiving.recv()
    finally:
        reader.join()
    return state


class NotingEmbedder(TinyEmbedder):
    """Notes the content keys of all that it embeds in a file."""

    def __init__(self, notes: Path, fingerprint: str) -> None:
        super().__init__()
        self.notes = notes
        self.fingerprint = fingerprint

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        with self.notes.open("a") as stream:
            stream.writelines(f"{content_key(self.fingerprint, text)}\n" for text in texts)
        return super().embed_passages(texts, progress=progress)


WORDS = [
    start + middle + end
    for start in ("bal", "cor", "dun", "fel", "gar", "hin", "jor", "kel", "lum", "mar")
    for middle in ("a", "e", "i", "o", "u")
    for end in ("bek", "dor", "fin", "gal", "ham", "kin", "lot", "mes", "nor", "pid")
]
