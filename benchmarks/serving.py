"""The web chat as a process of its own: started, asked, watched, stopped."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.sets import ROOT
from qa_assistant.errors import QAAssistantError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_assistant.config import Config

PATIENCE = 120.0
"""Seconds after which a start or an answer counts as failed."""
POLLED_EVERY = 0.02


@dataclass(frozen=True, slots=True)
class Served:
    """A running web chat."""

    url: str
    pid: int
    started: float
    """When the process was started, on `time.perf_counter`'s clock."""

    def until_reachable(self) -> float:
        """Return the seconds from the start until the page is there.

        Raises:
            QAAssistantError: it did not come.
        """
        while time.perf_counter() - self.started < PATIENCE:
            try:
                if httpx.get(self.url, timeout=5).is_success:
                    return time.perf_counter() - self.started
            except httpx.TransportError:
                time.sleep(POLLED_EVERY)
        raise QAAssistantError(f"{self.url} was not reachable within {PATIENCE:.0f} seconds; run `python app.py`")

    def ask(self, question: str) -> str:
        """Ask as the page does; return what the chat shows in the end, as JSON.

        Raises:
            QAAssistantError: the page has no question box, or the answer failed.
        """
        with httpx.Client(base_url=f"{self.url}gradio_api", timeout=PATIENCE) as client:
            config = client.get(f"{self.url}config").raise_for_status().json()
            client.post("/queue/join", json=_request(config, question)).raise_for_status()
            with client.stream("GET", "/queue/data", params={"session_hash": "benchmark"}) as events:
                for line in events.iter_lines():
                    message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                    if message.get("msg") == "process_completed":
                        if not message.get("success"):
                            raise QAAssistantError(f"{question!r} failed on the page: {message}")
                        return json.dumps(message.get("output"))
        raise QAAssistantError(f"{question!r} got no answer from the page; run `python app.py` and ask it")

    def peak_megabytes(self) -> float:
        """Return the most memory the process has had resident at any time (Linux only)."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found, status
        return int(found[1]) / 1024


@contextmanager
def serving(config: Config) -> Iterator[Served]:
    """Run `python app.py` on a free port while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "QA_ARTICLES_DIR": str(config.articles_dir),
        "QA_VECTORSTORE_DIR": str(config.vectorstore_dir),
        "QA_PORT": str(port),
        "QA_LLM": "",
    }
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        yield Served(f"http://127.0.0.1:{port}/", process.pid, started)
    finally:
        process.terminate()
        process.wait(30)


def _request(config: dict[str, Any], question: str) -> dict[str, Any]:
    """Return what the browser sends when the question box is submitted; the fields besides keep their first values."""
    boxes = [one["id"] for one in config["components"] if one["props"].get("elem_id") == "qa-input"]
    asked = [one for one in config["dependencies"] if any([box, "submit"] in one["targets"] for box in boxes)]
    if not asked:
        raise QAAssistantError("the page has no question box called qa-input; see qa_assistant/web/page.py")
    values = {one["id"]: one["props"].get("value") for one in config["components"]} | {boxes[0]: question}
    return {
        "data": [values.get(field) for field in asked[0]["inputs"]],
        "fn_index": asked[0]["id"],
        "trigger_id": boxes[0],
        "session_hash": "benchmark",
        "event_data": None,
    }
