"""Run an ONNX file with its tokenizer as an input module of sentence-transformers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding


class OnnxEncoder(InputModule):  # type: ignore[misc]
    """Tokenize texts or pairs of texts, run the session, and hand its first output on.

    Args:
        folder: holds `model.onnx` and `tokenizer.json`.
        out: feature name of the output: `token_embeddings` (texts, tokens, width) or `scores` (pairs, 1).
        max_tokens: longer inputs are cut, in pairs only the second text.
        inner: names of tensors inside the graph, float32 of shape (texts, tokens, width), that are put out besides;
            `look_inside` joins them along the width.
    """

    tokenizer: Tokenizer

    def __init__(
        self, folder: Path, *, out: str = "token_embeddings", max_tokens: int = 512, inner: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.out = out
        self.max_seq_length = max_tokens
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_padding()
        self.tokenizer.enable_truncation(max_tokens, strategy="only_second" if out == "scores" else "longest_first")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
        model = (folder / "model.onnx").read_bytes() + b"".join(map(_more_output, inner))
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.names = [item.name for item in self.session.get_inputs()]
        self.outputs = [item.name for item in self.session.get_outputs()]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Encode and pad: int64 tensors of shape (texts, tokens)."""
        texts: list[Any] = [tuple(item) if isinstance(item, list) else item for item in inputs]
        if prompt:
            texts = [prompt + text for text in texts]
        return self.tensors(self.encode(texts))

    def encode(self, texts: Sequence[Any]) -> list[Encoding]:
        """Return the tokens of texts or pairs of texts, with their offsets."""
        found: list[Encoding] = self.tokenizer.encode_batch(texts)
        return found

    def tensors(self, encoded: Sequence[Encoding]) -> dict[str, torch.Tensor]:
        """Return what the session is fed: int64 tensors of shape (texts, tokens)."""
        return {
            "input_ids": torch.tensor([item.ids for item in encoded]),
            "attention_mask": torch.tensor([item.attention_mask for item in encoded]),
            "token_type_ids": torch.tensor([item.type_ids for item in encoded]),
        }

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Add the session's first output to the features."""
        (first,) = self.session.run(self.outputs[:1], self._feed(features))
        features[self.out] = torch.from_numpy(first)
        return features

    def look_inside(self, features: dict[str, torch.Tensor]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the session's first output, and its inner states of shape (texts, tokens, sum of widths)."""
        first, *inner = self.session.run(self.outputs, self._feed(features))
        return first, np.concatenate(inner, axis=-1)

    def _feed(self, features: dict[str, torch.Tensor]) -> dict[str, NDArray[np.int64]]:
        return {name: features[name].numpy() for name in self.names}

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the files are the installed package's.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(f"the ONNX files are not written again; copy their folder to {output_path} instead")


def _more_output(name: str) -> bytes:
    """Return what makes a tensor inside the graph an output, to be put behind a serialised ONNX model.

    Two serialised Protocol Buffers messages one after the other are their union, repeated fields appended
    (https://protobuf.dev/programming-guides/encoding/#last-one-wins), so nothing needs to read the model's.
    """
    floats = b"\x0a\x02\x08\x01"
    value = _field(1, name.encode()) + _field(2, floats)
    return _field(7, _field(12, value))


def _field(number: int, content: bytes) -> bytes:
    if len(content) > 127:
        # a longer one would need a length of several bytes
        raise ValueError(f"{len(content)} bytes: the name of an inner tensor is too long")
    return bytes([number << 3 | 2, len(content)]) + content
