"""Features of where the reader points, for questions whose passages and other features are known already."""

from __future__ import annotations

import pickle
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from benchmarks.remembering import write_pickle
from qa_assistant.answering.finding import find
from qa_assistant.answering.quoting import PASSAGES_READ
from qa_assistant.models.reader import reader_weights
from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.fit import Example
    from qa_assistant.answering.finding import Found
    from qa_assistant.models import PointingReranker
    from qa_assistant.schema import Passage
    from qa_assistant.terminal import Terminal


class FoundOnDisk:
    """Where one reader points, by question and passages, kept on disk."""

    def __init__(self, file: Path, reader: PointingReranker) -> None:
        self._file, self._reader = file, reader
        self._known: dict[bytes, Found] = pickle.loads(file.read_bytes()) if file.is_file() else {}

    def of(self, question: str, passages: Sequence[Passage]) -> Found:
        """Return where the reader points in the passages."""
        texts = "\0".join(
            [question, *(f"{passage.file} {passage.start} {reading_text(passage)}" for passage in passages)]
        )
        key = blake2b(texts.encode(), digest_size=16).digest()
        if key not in self._known:
            self._known[key] = find(self._reader, question, passages)
        return self._known[key]

    def save(self) -> None:
        """Write it to the file, whole or not at all."""
        write_pickle(self._file, self._known)


def point(examples: Sequence[Example], store: Path, reader: PointingReranker, terminal: Terminal) -> list[Example]:
    """Return the examples with features of where the reader points in the passages that are read for an answer."""
    weights = blake2b(reader_weights(), digest_size=6).hexdigest()
    kept = FoundOnDisk(store / f"found-{weights}.pkl", reader)
    pointed = []
    with terminal.progress() as progress:
        for done, one in enumerate(examples, start=1):
            assert one.seen is not None
            found = kept.of(one.seen.question, one.seen.passages[:PASSAGES_READ])
            seen = replace(one.seen, scored=replace(one.seen.scored, found=found))
            pointed.append(replace(one, seen=seen, signals=seen.signals()))
            progress("read", done, len(examples))
            if done % 100 == 0 or done == len(examples):
                kept.save()
    return pointed
