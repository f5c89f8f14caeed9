"""Products of whole numbers, which processors without instructions for them would cut off."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, checker, helper, numpy_helper

from qa_assistant.models.side_by_side import session_of

WIDTH = 64


def linear(weights: np.ndarray) -> bytes:
    """Return a model of one linear layer in the form of the trained ones: its weights have 8 bits, its input gets 8."""
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["whole", "scale", "zero"]),
        helper.make_node("MatMulInteger", ["whole", "weights", "zero", "weights_zero"], ["sums"]),
        helper.make_node("Cast", ["sums"], ["cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["cast", "scale"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "linear",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, WIDTH])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, weights.shape[1]])],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.zeros(weights.shape[1], dtype=np.int8), "weights_zero"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("weight", [127, -127, 90])
def test_sums_are_exact_on_every_processor(weight: int) -> None:
    weights = np.full((WIDTH, 16), weight, dtype=np.int8)
    inputs = np.full((1, WIDTH), 1.0, dtype=np.float32)  # each becomes 255 of 255
    (found,) = session_of(linear(weights)).run(["y"], {"x": inputs})
    assert found == pytest.approx(np.full((1, 16), WIDTH * weight), rel=1e-4)
