"""A named entailment model is used as its own labels say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from qa_assistant.errors import ModelError
from qa_assistant.models.entailment import CrossEncoderEntailment, load_entailment


class Scripted:
    """A cross-encoder with three labels that scores every pair alike."""

    def __init__(self, *labels: str) -> None:
        self.config = SimpleNamespace(id2label=dict(enumerate(labels)))
        self.pairs: list[tuple[str, str]] = []

    def predict(self, pairs: list[tuple[str, str]], **_: Any) -> Any:
        self.pairs = pairs
        return np.tile([0.1, 0.7, 0.2], (len(pairs), 1))


def test_the_probability_is_that_of_the_label_called_entailment() -> None:
    scripted = Scripted("contradiction", "entailment", "neutral")

    found = CrossEncoderEntailment("nli", scripted).entailments(["It rains.", "It is wet."], "It rains.")  # type: ignore[arg-type]

    assert found == pytest.approx([0.7, 0.7])
    assert scripted.pairs == [("It rains.", "It rains."), ("It is wet.", "It rains.")]


def test_a_model_without_such_a_label_is_refused() -> None:
    with pytest.raises(ModelError, match="reranker: is no entailment model"):
        CrossEncoderEntailment("reranker", Scripted("LABEL_0"))  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_name_that_leads_nowhere_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ModelError, match=r"no-such/model: cannot load this verifier"):
        load_entailment("no-such/model")
