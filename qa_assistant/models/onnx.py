"""Run an ONNX file with its tokenizer as an input module of sentence-transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer
from torch.nn.utils.rnn import pad_sequence

from qa_assistant.models.side_by_side import session_of, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Encoding


ROOM = 64
"""Tokens of the second text of a pair that the first leaves room for, however long it is."""


class OnnxEncoder(InputModule):  # type: ignore[misc]
    """Tokenize texts or pairs of texts, run the session on each by itself, and hand its first output on.

    Unlike those of a padded batch, with int8 weights, the values of a text never depend on what else is in its batch.

    Args:
        folder: holds `model.onnx` and `tokenizer.json`.
        out: feature name of the output: `token_embeddings` (texts, tokens, width) or `scores` (pairs, 1).
        max_tokens: longer inputs are cut, in pairs the second text, and the first where it would leave it no room.
    """

    tokenizer: Tokenizer
    firsts: Tokenizer

    def __init__(self, folder: Path, *, out: str = "token_embeddings", max_tokens: int = 512) -> None:
        super().__init__()
        self.out = out
        self.max_seq_length = max_tokens
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens, strategy="only_second" if out == "scores" else "longest_first")
        self.firsts = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.firsts.no_padding()
        self.firsts.enable_truncation(max_tokens - ROOM)
        self.session = session_of((folder / "model.onnx").read_bytes())
        self.names = [item.name for item in self.session.get_inputs()]
        self.outputs = [item.name for item in self.session.get_outputs()]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Encode and pad: int64 tensors of shape (texts, tokens)."""
        texts: list[Any] = [tuple(item) if isinstance(item, list) else item for item in inputs]
        if prompt:
            texts = [prompt + text for text in texts]
        encoded = self.encode(texts)
        rows = {
            "input_ids": [torch.tensor(item.ids) for item in encoded],
            "attention_mask": [torch.tensor(item.attention_mask) for item in encoded],
            "token_type_ids": [torch.tensor(item.type_ids) for item in encoded],
        }
        return {name: pad_sequence(values, batch_first=True) for name, values in rows.items()}

    def encode(self, texts: Sequence[Any]) -> list[Encoding]:
        """Return the tokens of texts or pairs of texts, with their offsets."""
        firsts = {item[0] for item in texts if isinstance(item, tuple)}
        fitting = {first: self._cut(first) for first in firsts}
        texts = [(fitting[item[0]], item[1]) if isinstance(item, tuple) else item for item in texts]
        found: list[Encoding] = self.tokenizer.encode_batch(texts)
        return found

    def _cut(self, first: str) -> str:
        """Return as much of the first text of a pair as leaves room for the second, which alone is cut besides."""
        if len(first) <= ROOM:
            return first
        tokens = self.firsts.encode(first)
        return first[: max(end for _, end in tokens.offsets)] if tokens.overflowing else first

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Add the session's first output to the features, padded with 0."""
        lengths = features["attention_mask"].sum(dim=1).tolist()
        rows = [
            {name: features[name][place : place + 1, :length].numpy() for name in self.names}
            for place, length in enumerate(lengths)
        ]
        found = side_by_side(lambda row: self.session.run(self.outputs[:1], row)[0], rows)
        features[self.out] = pad_sequence([torch.from_numpy(one[0]) for one in found], batch_first=True)
        return features

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the files are the installed package's.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(f"the ONNX files are not written again; copy their folder to {output_path} instead")
