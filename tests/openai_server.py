"""A server on loopback that speaks the OpenAI chat protocol and says what the test scripted."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """What the server does with one chat request; `text` is streamed word by word."""

    text: str = ""
    status: int = 200
    delay: float = 0.0
    """Seconds before the first word."""
    pause: float = 0.0
    """Seconds between two words."""
    cut_after: int | None = None
    """Words after which the connection is cut."""
    events: tuple[str, ...] = ()
    """Data of events to send first, just as they are."""

    @property
    def tokens(self) -> list[str]:
        return re.findall(r"\s*\S+|\s+$", self.text)


@dataclass
class ScriptedServer:
    """Answers chat requests with `replies` in turn, the last one for ever; records the requests it got."""

    replies: list[Reply] = field(default_factory=lambda: [Reply("")])
    models: list[str] = field(default_factory=lambda: ["scripted-model"])
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """The Authorization header of every request."""
    client_left: threading.Event = field(default_factory=threading.Event)
    """Set when a client closed the connection while words were being sent."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._lock = threading.Lock()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def next_reply(self, request: dict[str, Any]) -> Reply:
        with self._lock:
            self.requests.append(request)
            return self.replies[min(len(self.requests), len(self.replies)) - 1]

    def message(self, role: str, request: int = -1) -> str:
        """Return what the client sent as `role` in a request, by default in the last one."""
        return next(str(m["content"]) for m in self.requests[request]["messages"] if m["role"] == role)


def _handler(script: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            script.keys.append(self.headers.get("Authorization", ""))
            self._json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in script.models]})

        def do_POST(self) -> None:
            script.keys.append(self.headers.get("Authorization", ""))
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = script.next_reply(request)
            time.sleep(reply.delay)
            if reply.status != 200:
                self._json(reply.status, {"error": {"message": f"scripted error {reply.status}"}})
                return
            try:
                self._stream(reply)
            except (BrokenPipeError, ConnectionResetError):
                script.client_left.set()
                self.close_connection = True

        def _stream(self, reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for data in reply.events:
                self._event(data)
            for sent, token in enumerate(reply.tokens):
                if sent == reply.cut_after:
                    self.close_connection = True
                    return
                self._event(json.dumps(_chunk({"content": token}, None)))
                time.sleep(reply.pause)
            self._event(json.dumps(_chunk({}, "stop")))
            self._event("[DONE]")
            self._write("")

        def _event(self, data: str) -> None:
            self._write(f"data: {data}\n\n")

        def _write(self, text: str) -> None:
            body = text.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
            self.wfile.flush()

        def _json(self, status: int, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Stay silent: the requests are recorded."""

    return Handler


def _chunk(delta: dict[str, str], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
