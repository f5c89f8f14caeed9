"""The address the web chat listens on; without Gradio, so that a taken one is noticed before anything else is done."""

import os
import socket

from qa_assistant.errors import ConfigError


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any free port.

    Raises:
        ConfigError: nothing can listen at `host` and `port`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if isinstance(error, socket.gaierror) or (error.errno or 0) < 0:  # the numbers of failed look-ups are negative
            raise ConfigError(f"the web chat cannot listen at {host}: there is no such host; check --host") from error
        raise ConfigError(
            f"the web chat cannot listen at {host}, port {port} ({os.strerror(error.errno or 0)}); "
            "stop what uses it, or choose another port with --port"
        ) from error


def check_address(host: str, port: int) -> None:
    """Make sure that the web chat could listen now, and leave the address free again. Errors as of `listen`."""
    listen(host, port).close()
