"""Starting, reaching and ending the server."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from chat_page import serving
from scripted_backend import ScriptedBackend

from qa_assistant.errors import ConfigError
from qa_assistant.web.address import listen

pytestmark = pytest.mark.slow  # imports Gradio

SCRIPTS = Path(__file__).parent
START = """
from scripted_backend import ScriptedBackend
from qa_assistant.web.server import serve
serve(ScriptedBackend(), port=0, on_listening=lambda url: print(url, flush=True))
"""


@pytest.fixture(scope="module")
def url() -> object:
    with serving(ScriptedBackend()) as address:
        yield address


def test_a_port_in_use_is_one_friendly_line() -> None:
    from qa_assistant.web.server import serve

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"port {port} .*choose another port with --port$"):
            serve(ScriptedBackend(), port=port)


def test_a_host_that_does_not_exist_is_told_from_a_port_in_use() -> None:
    with pytest.raises(ConfigError, match="there is no such host"):
        listen("no-such-host.invalid", 0)


@pytest.mark.parametrize("host", ["203.0.113.1", "no such host"])
def test_a_host_that_is_not_this_machine_is_one_friendly_line(host: str) -> None:
    from qa_assistant.web.server import serve

    with pytest.raises(ConfigError, match=f"cannot listen at {host}"):
        serve(ScriptedBackend(), host=host, port=0)


def test_models_begin_to_load_only_when_the_page_can_be_reached() -> None:
    reached = []

    class Probing(ScriptedBackend):
        def warm_up(self) -> None:
            reached.append(True)
            super().warm_up()

    with serving(Probing()) as url:
        assert httpx.get(url).status_code == 200
        assert reached == [True]


def test_the_page_forbids_itself_every_other_address(url: str) -> None:
    policy = httpx.get(url).headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_a_foreign_name_for_this_machine_is_turned_away(url: str) -> None:
    assert httpx.get(url, headers={"host": "evil.example"}).status_code == 400
    assert httpx.get(url, headers={"host": "localhost:80"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["gradio_api/file=/etc/passwd", "gradio_api/file=pyproject.toml", "docs", "openapi.json"]
)
def test_files_and_interface_descriptions_are_not_served(url: str, path: str) -> None:
    assert httpx.get(url + path).status_code in (403, 404)


def test_ctrl_c_ends_it_quietly() -> None:
    paths = os.pathsep.join([str(SCRIPTS), str(SCRIPTS.parent.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    assert httpx.get(address).status_code == 200

    process.send_signal(signal.SIGINT)

    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")
