"""Between the cross-encoder's ONNX file and the reader in PyTorch: weights out of the one, and a file like it back.

The file's weight matrices are whole numbers of 8 bits with a scale; the reader's are rounded the same way, with a scale
for each column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper, utils

from qa_assistant.models.reader import SHARED_LAYERS, SHARED_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
LAST_STATES = "/bert/encoder/layer.11/output/LayerNorm/Add_1_output_0"
MASK = "/bert/Where_1_output_0"
"""What is added to the attention to tokens: nothing, where no text is padded."""


def write_lower_half(model: Path, out: Path) -> None:
    """Write the part of the cross-encoder that the reader builds on as a file of its own."""
    utils.extract_model(str(model), str(out), INPUTS, [SHARED_STATES])


def upper_weights(model: Path) -> dict[str, torch.Tensor]:
    """Return the weights of the upper layers under the names of `transformers`' `BertEncoder`, counted from 0."""
    graph = onnx.load(str(model)).graph
    known = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights: dict[str, NDArray[Any]] = {
        name.removeprefix("bert.encoder."): value for name, value in known.items() if name.startswith("bert.encoder.")
    }
    for name, quantized in _matrices(graph):
        base = quantized.removesuffix("_quantized")
        values = (known[quantized].astype(np.float32) - known[f"{base}_zero_point"]) * known[f"{base}_scale"]
        weights[name] = values.T
    found = {}
    for name, value in weights.items():
        _, number, rest = name.split(".", 2)
        if int(number) >= SHARED_LAYERS:
            found[f"layer.{int(number) - SHARED_LAYERS}.{rest}"] = torch.from_numpy(np.array(value))
    return found


def reader_file(model: Path, scratch: Path, encoder: Mapping[str, torch.Tensor], head: torch.nn.Linear) -> bytes:
    """Return the ONNX file of a reader: `states` (1, tokens, width) in, `values` (1, tokens, 2) out.

    Args:
        model: the cross-encoder's file, whose upper layers it takes the form of.
        scratch: where to write a file in between.
        encoder: weights in the form of `upper_weights`.
        head: the layer on top.
    """
    utils.extract_model(str(model), str(scratch), [SHARED_STATES, MASK], [LAST_STATES])
    upper = onnx.load(str(scratch))
    graph = upper.graph
    trained = {_shifted(name): value.detach().numpy() for name, value in encoder.items()}
    replaced: dict[str, NDArray[Any]] = {}
    for name, quantized in _matrices(graph):
        base = quantized.removesuffix("_quantized")
        matrix = trained[name].T
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / 127
        replaced[quantized] = np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8)
        replaced[f"{base}_scale"] = scale.astype(np.float32)
        replaced[f"{base}_zero_point"] = np.zeros(len(scale), dtype=np.int8)
    for one in list(graph.initializer):
        plain = trained.get(one.name.removeprefix("bert.encoder."))
        value = replaced.get(one.name, plain)
        if value is not None:
            graph.initializer.remove(one)
            graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), one.name))
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.zeros((1, 1, 1, 1), dtype=np.float32), MASK),
            numpy_helper.from_array(head.weight.detach().numpy().T.copy(), "head.weight"),
            numpy_helper.from_array(head.bias.detach().numpy(), "head.bias"),
        ]
    )
    graph.node.append(helper.make_node("Identity", ["states"], [SHARED_STATES]))
    graph.node.insert(0, graph.node.pop())
    graph.node.append(helper.make_node("MatMul", [LAST_STATES, "head.weight"], ["weighed"]))
    graph.node.append(helper.make_node("Add", ["weighed", "head.bias"], ["values"]))
    width = head.in_features
    del graph.input[:], graph.output[:], graph.value_info[:]
    graph.input.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", width]))
    graph.output.append(helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "tokens", 2]))
    onnx.checker.check_model(upper)
    return bytes(upper.SerializeToString())


def _matrices(graph: onnx.GraphProto) -> Iterator[tuple[str, str]]:
    """Yield the name of each weight matrix of the layers, counted as in the file, and of its whole numbers."""
    for node in graph.node:
        if node.op_type == "MatMulInteger" and "/encoder/layer." in node.name:
            name = node.name.removeprefix("/bert/encoder/").removesuffix("/MatMul_quant").replace("/", ".")
            yield f"{name}.weight", node.input[1]


def _shifted(name: str) -> str:
    _, number, rest = name.split(".", 2)
    return f"layer.{int(number) + SHARED_LAYERS}.{rest}"
