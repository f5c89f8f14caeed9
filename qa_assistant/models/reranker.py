"""The reranker: a cross-encoder that reads question and text together."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from qa_assistant.errors import ModelError
from qa_assistant.models.judge import judge_for, judged_pair
from qa_assistant.models.reader import Pointing, reader_for
from qa_assistant.models.side_by_side import side_by_side
from qa_assistant.models.support import support_for
from qa_assistant.models.upper import SHARED_STATES
from qa_assistant.models.weights import fingerprint, local_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder

    from qa_assistant.models.judge import Judge
    from qa_assistant.models.onnx import OnnxEncoder
    from qa_assistant.models.reader import AnswerReader
    from qa_assistant.models.support import SupportModel

_REMEMBERED = 48
"""Readings kept, of some .4 MB each: those of the passages of a question, for several questions at once."""


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """What the cross-encoder made of a text while it read it with a question."""

    score: float
    spans: NDArray[np.int64]
    """Where the tokens of the text stand in it: offsets of shape (tokens of the text, 2), end exclusive."""
    places: NDArray[np.int64]
    """The places of these tokens in the input."""
    states: NDArray[np.float32]
    """The states of all tokens of the input half-way, of shape (tokens, width)."""


@dataclass(frozen=True, slots=True)
class _UpperHalves:
    """What goes on from the cross-encoder's lower half."""

    reader: AnswerReader
    support: SupportModel
    judge: Judge

    @classmethod
    def trained_on(cls, weights: str) -> _UpperHalves | None:
        """Return those that come with the project, if they were trained on the cross-encoder with these weights."""
        reader, support, judge = reader_for(weights), support_for(weights), judge_for(weights)
        return cls(reader, support, judge) if reader and support and judge else None


class Reranker(Protocol):
    """Scores how well texts answer a question."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one raw score (logit) a text; higher answers better."""
        ...


@runtime_checkable
class PointingReranker(Reranker, Protocol):
    """A reranker that also points at the words that answer, and judges whether they do."""

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        """Return where in each text an answer may stand; of one that was scored a moment ago at half the cost."""
        ...

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[float]:
        """Return of words, each given with the text they stand in, the log-odds that they answer the question."""
        ...


@runtime_checkable
class ProvingReranker(Reranker, Protocol):
    """A reranker that also tells how far a text proves a sentence."""

    def proof(self, sentence: str, text: str) -> float:
        """Return the log-odds that the text proves the sentence."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers.

    Pairs are scored one at a time, so a score depends on its pair alone (see the embedder).

    Raises:
        ModelError: the model gives several scores a pair, as one that classifies does.
    """

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self.name = name
        self.model = model
        labels = getattr(model.config, "num_labels", 1)  # the local files come without a config
        if labels != 1:
            raise ModelError(
                f"{name}: gives {labels} scores a pair, a reranker gives one; name one such as "
                "cross-encoder/ms-marco-MiniLM-L12-v2"
            )

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (texts,)."""
        import numpy as np
        from torch.nn import Identity

        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        found: NDArray[np.float32] = self.model.predict(
            pairs, batch_size=1, activation_fn=Identity(), show_progress_bar=False
        )
        return found.reshape(-1)


class ReadingReranker(CrossEncoderReranker):
    """A cross-encoder with a reader, a support model and a judge on top. May be shared between threads."""

    def __init__(self, name: str, model: CrossEncoder, encoder: OnnxEncoder, upper: _UpperHalves) -> None:
        super().__init__(name, model)
        self._encoder = encoder
        self._upper = upper
        self._remembered: OrderedDict[tuple[str, str], _Reading] = OrderedDict()
        self._lock = Lock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (texts,); the texts may be pointed at next."""
        import numpy as np

        return np.array([reading.score for reading in self._read([(question, text) for text in texts])], np.float32)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        """Return where in each text an answer may stand; of one that was scored a moment ago at half the cost."""
        return side_by_side(self._pointing, self._read([(question, text) for text in texts]))

    def proof(self, sentence: str, text: str) -> float:
        """Return the log-odds that the text proves the sentence."""
        (reading,) = self._read([(sentence, text)])
        return self._upper.support.logit(reading.states)

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[float]:
        """Return of words, each given with the text they stand in, the log-odds that they answer the question."""
        readings = self._read([(judged_pair(question, words), text) for words, text in said])
        return side_by_side(lambda reading: self._upper.judge.logit(reading.states), readings)

    def _pointing(self, reading: _Reading) -> Pointing:
        values = self._upper.reader.values(reading.states)[reading.places]
        return Pointing(reading.spans, values[:, 0], values[:, 1])

    def _read(self, pairs: Sequence[tuple[str, str]]) -> list[_Reading]:
        with self._lock:
            known = {pair: self._remembered[pair] for pair in pairs if pair in self._remembered}
        new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        if new:
            known |= dict(zip(new, self._readings(new), strict=True))
            with self._lock:
                self._remembered |= {pair: known[pair] for pair in new}
                while len(self._remembered) > _REMEMBERED:
                    self._remembered.popitem(last=False)
        return [known[pair] for pair in pairs]

    def _readings(self, pairs: Sequence[tuple[str, str]]) -> Iterator[_Reading]:
        import numpy as np

        encoded = self._encoder.encode(pairs)
        for encoding, (score, states) in zip(encoded, self._encoder.look_inside(encoded), strict=True):
            # the first text is the question; what is not of a text, such as a separator, spans no characters
            places = [n for n, (a, b) in enumerate(encoding.offsets) if encoding.type_ids[n] == 1 and b > a]
            spans = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)[places]
            yield _Reading(float(score[0]), spans, np.array(places, dtype=np.int64), states)


def load_reranker(name: str) -> CrossEncoderReranker:
    """Load the cross-encoder `name`: from an installed package if one carries it, else as sentence-transformers does.

    Raises:
        ModelError: it cannot be loaded, or is no reranker.
    """
    folder = local_folder(name)
    from sentence_transformers import CrossEncoder

    if folder is None:
        try:
            return CrossEncoderReranker(name, CrossEncoder(name, device="cpu"))
        except (OSError, ValueError) as error:
            reason = str(error).strip().split("\n")[0][:200]
            raise ModelError(
                f"{name}: cannot load this reranker ({reason}); check the name and the network, or install the "
                "default models with: pip install 'qa-assistant[offline]'"
            ) from error
    from qa_assistant.models.onnx import OnnxEncoder

    upper = _UpperHalves.trained_on(fingerprint(name))
    encoder = OnnxEncoder(folder, out="scores", inner=SHARED_STATES if upper else None)
    model = CrossEncoder(modules=[encoder], device="cpu")
    return ReadingReranker(name, model, encoder, upper) if upper else CrossEncoderReranker(name, model)


def as_pointing(reranker: Reranker) -> PointingReranker | None:
    """Return the reranker where it also points at the words that answer: the one that the reader was trained on."""
    return reranker if isinstance(reranker, PointingReranker) else None


def as_proving(reranker: Reranker) -> ProvingReranker | None:
    """Return the reranker where it also tells what a text proves: the one that the support model was trained on."""
    return reranker if isinstance(reranker, ProvingReranker) else None
