"""What Chroma Cloud puts before a Chroma server: encryption, an API key, and limits on what is sent at once."""

from __future__ import annotations

import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme

API_KEY = "ck-secret"
MOST = 300
"""Records of one reading or writing: docs.trychroma.com/cloud/quotas-limits."""
_PASSED_ON = ("content-type", "accept")


@contextmanager
def cloud_gate(server: str, certificate: trustme.LeafCert) -> Iterator[int]:
    """Let in who has the API key and keeps to the limits; give the port of 127.0.0.1 where the gate stands."""

    class Gate(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            refused = self._refusal(body)
            if refused:
                self._answer(*refused)
                return
            headers = {name: value for name, value in self.headers.items() if name.lower() in _PASSED_ON}
            found = httpx.request(self.command, server + self.path, content=body, headers=headers, timeout=30)
            self._answer(found.status_code, found.content)

        def _refusal(self, body: bytes) -> tuple[int, bytes] | None:
            if self.headers.get("x-chroma-token") != API_KEY:
                return 401, b'{"error": "AuthError", "message": "Permission denied."}'
            sent = json.loads(body) if body else {}
            most = max(len(sent.get("ids") or ()), sent.get("limit") or 0, sent.get("n_results") or 0)
            is_reading_all = self.path.split("?")[0].endswith("/get") and not (sent.get("ids") or sent.get("limit"))
            if most > MOST or is_reading_all:
                return 422, b'{"error": "QuotaExceededError", "message": "above the limit of 300 records"}'
            return None

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Gate) as gate:
        gate.daemon_threads = True
        gate.socket = context.wrap_socket(gate.socket, server_side=True)
        thread = threading.Thread(target=gate.serve_forever)
        thread.start()
        try:
            yield gate.server_address[1]
        finally:
            gate.shutdown()
            thread.join()
