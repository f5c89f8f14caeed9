"""What the tests of the index may ask for."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .builders import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def three(newsroom: Newsroom) -> Newsroom:
    """Three articles of three outlets and days, one of them undated and without an outlet, indexed."""
    newsroom.write("deal.txt", "Iran signed a deal with Gazprom.", outlet="CNN", published="2022-07-19")
    newsroom.write("strike.txt", "Dockers signed a pay deal.", outlet="Courier", published="2025-07-04")
    newsroom.write("cells.txt", "Battery cells are wound from foil.")
    newsroom.age()
    newsroom.sync()
    return newsroom


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Chroma server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/api/v2/heartbeat")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_it_answers(heartbeat: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(heartbeat, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(heartbeat)
