"""Run an ONNX file with its tokenizer as an input module of sentence-transformers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import onnxruntime
import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class OnnxEncoder(InputModule):  # type: ignore[misc]
    """Tokenize texts or pairs of texts, run the session, and hand its first output on.

    Args:
        folder: holds `model.onnx` and `tokenizer.json`.
        out: feature name of the output: `token_embeddings` (texts, tokens, width) or `scores` (pairs, 1).
        max_tokens: longer inputs are cut, in pairs only the second text.
    """

    tokenizer: Tokenizer

    def __init__(self, folder: Path, *, out: str = "token_embeddings", max_tokens: int = 512) -> None:
        super().__init__()
        self.out = out
        self.max_seq_length = max_tokens
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_padding()
        self.tokenizer.enable_truncation(max_tokens, strategy="only_second" if out == "scores" else "longest_first")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.names = [item.name for item in self.session.get_inputs()]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Encode and pad: int64 tensors of shape (texts, tokens)."""
        texts: list[Any] = [tuple(item) if isinstance(item, list) else item for item in inputs]
        if prompt:
            texts = [prompt + text for text in texts]
        encoded = self.tokenizer.encode_batch(texts)
        return {
            "input_ids": torch.tensor([item.ids for item in encoded]),
            "attention_mask": torch.tensor([item.attention_mask for item in encoded]),
            "token_type_ids": torch.tensor([item.type_ids for item in encoded]),
        }

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Add the session's first output to the features."""
        feed = {name: features[name].numpy() for name in self.names}
        features[self.out] = torch.from_numpy(self.session.run(None, feed)[0])
        return features

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the files are the installed package's.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(f"the ONNX files are not written again; copy their folder to {output_path} instead")
