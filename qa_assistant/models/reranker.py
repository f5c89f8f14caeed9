"""The reranker: a cross-encoder that reads question and text together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from qa_assistant.errors import ModelError
from qa_assistant.models.judge import judge_for, judged_pair
from qa_assistant.models.reader import reader_for
from qa_assistant.models.side_by_side import side_by_side
from qa_assistant.models.support import support_for
from qa_assistant.models.weights import fingerprint, local_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder

    from qa_assistant.models.judge import Judge, Judgement
    from qa_assistant.models.onnx import OnnxEncoder
    from qa_assistant.models.reader import AnswerReader, Pointing
    from qa_assistant.models.support import SupportModel


@dataclass(frozen=True, slots=True)
class _Trained:
    """The models that come with the project and read as the default cross-encoder does."""

    reader: AnswerReader
    support: SupportModel
    judge: Judge

    @classmethod
    def going_with(cls, weights: str) -> _Trained | None:
        """Return them, if they go with the cross-encoder with these weights."""
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
        """Return where in each text an answer may stand."""
        ...

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return what the judge says of words, each given with the text they stand in."""
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
        return self._scores(question, texts, at_once=1)

    def _scores(self, question: str, texts: Sequence[str], at_once: int) -> NDArray[np.float32]:
        import numpy as np
        from torch.nn import Identity

        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        found: NDArray[np.float32] = self.model.predict(
            pairs, batch_size=at_once, activation_fn=Identity(), show_progress_bar=False
        )
        return found.reshape(-1)


class ReadingReranker(CrossEncoderReranker):
    """A cross-encoder that a reader, a support model and a judge go with. May be shared between threads."""

    def __init__(self, name: str, model: CrossEncoder, encoder: OnnxEncoder, trained: _Trained) -> None:
        super().__init__(name, model)
        self._encoder = encoder
        self._trained = trained

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (texts,)."""
        # the encoder reads each pair by itself, whatever else is in its batch
        return self._scores(question, texts, at_once=len(texts))

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        """Return where in each text an answer may stand."""
        return side_by_side(self._trained.reader.point, self._encoder.encode([(question, text) for text in texts]))

    def proof(self, sentence: str, text: str) -> float:
        """Return the log-odds that the text proves the sentence."""
        (texts,) = self._encoder.encode([(sentence, text)])
        return self._trained.support.logit(texts)

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return what the judge says of words, each given with the text they stand in."""
        pairs = [(judged_pair(question, words), text) for words, text in said]
        return side_by_side(self._trained.judge.judged, self._encoder.encode(pairs))


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

    encoder = OnnxEncoder(folder, out="scores")
    model = CrossEncoder(modules=[encoder], device="cpu")
    trained = _Trained.going_with(fingerprint(name))
    return ReadingReranker(name, model, encoder, trained) if trained else CrossEncoderReranker(name, model)


def as_pointing(reranker: Reranker) -> PointingReranker | None:
    """Return the reranker where it also points at the words that answer: the one that the reader was trained on."""
    return reranker if isinstance(reranker, PointingReranker) else None


def as_proving(reranker: Reranker) -> ProvingReranker | None:
    """Return the reranker where it also tells what a text proves: the one that the support model was trained on."""
    return reranker if isinstance(reranker, ProvingReranker) else None
