"""Run a model on several inputs at a time, each on one thread.

For the short inputs of this project that takes two thirds to three quarters of the time that all threads together
need for one input after the other (docs/benchmarks.md). What comes out for an input is the same to the bit.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onnxruntime import InferenceSession

T = TypeVar("T")
R = TypeVar("R")


def session_of(model: bytes) -> InferenceSession:
    """Open an ONNX file to be run from several threads, by each on its own."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # processors that lack instructions for products of 8 bits cut off large sums else, and find other scores
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def side_by_side(run: Callable[[T], R], inputs: Sequence[T]) -> list[R]:
    """Return what `run` gives for each input, in their order; the first error of one is raised."""
    return [run(one) for one in inputs] if len(inputs) < 2 else list(_threads().map(run, inputs))


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ThreadPoolExecutor(cores, thread_name_prefix="model")
