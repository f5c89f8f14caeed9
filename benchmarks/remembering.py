"""A cross-encoder that scores each pair once, and can keep what it knows on disk."""

from __future__ import annotations

import pickle
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_assistant.errors import ModelError
from qa_assistant.models import as_pointing
from qa_assistant.models.judge import judged_pair
from qa_assistant.models.trained import weights_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_assistant.models import Judgement, Pointing, PointingReranker, Reranker


class Remembering:
    """A reranker that asks another one only about pairs that are new.

    Args:
        reranker: scores what is new.
        file: where scores are read from and kept by `save`; they are those of one model, which its name must tell.
    """

    def __init__(self, reranker: Reranker, file: Path | None = None) -> None:
        self._reranker = reranker
        self._file = file
        self.name = reranker.name
        self._known: dict[bytes, float] = _known(file)

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the scores."""
        keys = [_key(question, text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        for key, score in zip(new, self._reranker.scores(question, list(new.values())), strict=True):
            self._known[key] = float(score)
        return np.array([self._known[key] for key in keys], dtype=np.float32)

    def save(self) -> None:
        """Write the scores to the file, whole or not at all."""
        if self._file:
            write_pickle(self._file, self._known)


class RememberingReader(Remembering):
    """The same for a reranker that also points at answers and judges them, which is kept in two more files."""

    def __init__(self, reranker: Reranker, file: Path | None = None) -> None:
        super().__init__(reranker, file)
        self._pointing = the_reader(reranker)
        self._second, self._third = (_beside(file, model) for model in ("reader", "judge"))
        self._pointed: dict[bytes, Pointing] = _known(self._second)
        self._judged: dict[bytes, Judgement] = _known(self._third)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        """Return where in each text an answer may stand."""
        keys = [_key(question, text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._pointed}
        for key, found in zip(new, self._pointing.point(question, list(new.values())), strict=True):
            # a text of 32,767 characters has more tokens than are read
            self._pointed[key] = replace(found, spans=found.spans.astype(np.int16))
        return [self._pointed[key] for key in keys]

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return what the judge says of words, each given with the text they stand in."""
        keys = [_key(judged_pair(question, words), text) for words, text in said]
        new = {key: one for key, one in zip(keys, said, strict=True) if key not in self._judged}
        self._judged |= zip(new, self._pointing.verdicts(question, list(new.values())), strict=True)
        return [self._judged[key] for key in keys]

    def save(self) -> None:
        """Write scores, pointings and verdicts to their files."""
        super().save()
        if self._third:
            write_pickle(self._third, self._judged)
        if self._second:
            write_pickle(self._second, self._pointed)


def the_reader(reranker: Reranker) -> PointingReranker:
    """Return the reranker as one that points at answers.

    Raises:
        ModelError: it does not.
    """
    pointing = as_pointing(reranker)
    if pointing is None:
        raise ModelError(f"{reranker.name} does not point at answers")
    return pointing


def _beside(file: Path | None, model: str) -> Path | None:
    """Return where what a trained model said is kept: in a file of its own for each of its weights."""
    weights = blake2b(weights_of(model), digest_size=6).hexdigest()
    return file.with_name(f"{file.stem}-{weights}.pkl") if file else None


def _known(file: Path | None) -> dict[bytes, Any]:
    return pickle.loads(file.read_bytes()) if file and file.is_file() else {}


def _key(question: str, text: str) -> bytes:
    return blake2b(f"{question}\0{text}".encode(), digest_size=16).digest()


def write_pickle(file: Path, value: object) -> None:
    """Write a value, whole or not at all."""
    new = file.with_suffix(".new")
    new.write_bytes(pickle.dumps(value))
    new.replace(file)
