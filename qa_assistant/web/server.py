"""Serves the page on this machine: reachable at once, models loading behind it, nothing fetched from elsewhere."""

import ipaddress
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_assistant.web.address import listen
from qa_assistant.web.backend import ChatBackend
from qa_assistant.web.page import HEAD, SCRIPT, build_page, theme

HEADERS = {
    # Gradio's page needs inline code and templates; what matters here is that no address but our own can be reached.
    b"content-security-policy": b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    b"object-src 'none'; base-uri 'self'; form-action 'self'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
SECONDS_TO_CLOSE = 1
"""How long open pages may keep the server up after Ctrl-C."""


class ChatServer(uvicorn.Server):
    """The web chat of one assistant, listening from the moment it is made.

    Raises:
        ConfigError: nothing can listen at `host` and `port`.
    """

    def __init__(
        self,
        assistant: ChatBackend,
        host: str = "127.0.0.1",
        port: int = 7860,
        *,
        examples: Sequence[str] = (),
        on_listening: Callable[[str], None] | None = None,
    ) -> None:
        self._socket = listen(host, port)
        self.url = f"http://{_shown(host)}:{self._socket.getsockname()[1]}/"
        self._assistant = assistant
        self._on_listening = on_listening
        super().__init__(
            uvicorn.Config(
                # built when the server's event loop runs: Gradio would open loops of its own and never close them
                lambda: _app(build_page(assistant, examples=examples), host),
                factory=True,
                log_level="warning",
                access_log=False,
                ws="none",
                timeout_graceful_shutdown=SECONDS_TO_CLOSE,
            )
        )

    def serve_until_stopped(self) -> None:
        """Answer requests until Ctrl-C or until `should_exit` is set."""
        try:
            self.run(sockets=[self._socket])
        except KeyboardInterrupt:
            pass  # uvicorn raises it again after it has closed everything; for the reader, Ctrl-C is a normal end
        finally:
            self._socket.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then load the models: in this order, so that loading cannot delay the page."""
        await super().startup(sockets=sockets)
        self._assistant.warm_up()
        if self._on_listening:
            self._on_listening(self.url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the server; open pages hold a stream each, and that those are cut off is not worth a traceback."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets=sockets)


def serve(
    assistant: ChatBackend,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    examples: Sequence[str] = (),
    open_browser: bool = False,
    on_listening: Callable[[str], None] | None = None,
) -> None:
    """Serve the web chat until Ctrl-C; `on_listening` gets its address as soon as it can be opened.

    Port 0 takes any free port.

    Raises:
        ConfigError: nothing can listen at `host` and `port`.
    """

    def listening(url: str) -> None:
        if on_listening:
            on_listening(url)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    ChatServer(assistant, host, port, examples=examples, on_listening=listening).serve_until_stopped()


def _shown(host: str) -> str:
    if host in ("", "0.0.0.0"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _app(page: gr.Blocks, host: str) -> FastAPI:
    middleware = [Middleware(_Headers)]
    if _is_loopback(host):
        # a site on the web that points its own name at this machine would otherwise be let in
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", host]))
    app = FastAPI(middleware=middleware, openapi_url=None)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        app_kwargs={"openapi_url": None},
        theme=theme(),
        head=HEAD,
        js=SCRIPT,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return app


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Headers:
    """Adds `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS.items()]
            await send(message)

        await self._app(scope, receive, send_with_headers)
