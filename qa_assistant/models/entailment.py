"""The entailment model: a cross-encoder trained to tell whether one text follows from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_assistant.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentence_transformers import CrossEncoder

FOLLOWS = "entail"
"""How the label begins that means that the second text follows from the first."""


class CrossEncoderEntailment:
    """An entailment cross-encoder of sentence-transformers.

    Raises:
        ModelError: none of the model's labels is called entailment.
    """

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self.name = name
        self.model = model
        labels: dict[Any, str] = dict(getattr(model.config, "id2label", None) or {})
        found = [int(number) for number, label in labels.items() if str(label).lower().startswith(FOLLOWS)]
        if len(found) != 1:
            raise ModelError(
                f"{name}: is no entailment model (its labels are {', '.join(map(str, labels.values())) or 'unknown'}); "
                "name one such as cross-encoder/nli-deberta-v3-small, or leave verifier empty"
            )
        self._follows = found[0]

    def entailments(self, premises: Sequence[str], claim: str) -> list[float]:
        """Return for each premise the probability, 0…1, that the claim follows from it."""
        if not premises:
            return []
        scores = self.model.predict([(premise, claim) for premise in premises], apply_softmax=True, batch_size=1)
        return [float(row[self._follows]) for row in scores]


def load_entailment(name: str) -> CrossEncoderEntailment:
    """Load the entailment model `name` as sentence-transformers does.

    Raises:
        ModelError: it cannot be loaded, or is no entailment model.
    """
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, device="cpu")
    except (OSError, ValueError) as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise ModelError(
            f"{name}: cannot load this verifier ({reason}); check the name and the network, or leave verifier empty "
            "for the built-in one"
        ) from error
    return CrossEncoderEntailment(name, model)
