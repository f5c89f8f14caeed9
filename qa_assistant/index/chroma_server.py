"""Which Chroma server keeps the vectors, and how to be let in."""

from __future__ import annotations

import base64
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from qa_assistant.errors import ConfigError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_CLOUD = "trychroma.com"


@dataclass(frozen=True)
class ChromaServer:
    """Which server, how to be let in, and under what name the vectors lie there.

    Raises:
        ConfigError: the URL is none, or talking to this server would be careless.
    """

    url: str = field(repr=False)
    token: str = field(default="", repr=False)
    tenant: str = ""
    database: str = ""
    collection: str = "qa-assistant"
    follow: bool = False
    """Whether another assistant brings the vectors in line."""
    insecure: bool = False
    """Whether to talk without encryption even to another machine."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError(f"chroma_url: {self.shown!r} is no URL of a server; write it as https://host:8000")
        if not (self.insecure or parts.scheme == "https" or _is_loopback(parts.hostname)):
            has_credentials = bool(self.token or parts.password)
            risk = "read the token or password and then" if has_credentials else "read and"
            raise ConfigError(
                f"chroma_url: {self.shown} has no encryption, so anybody on the way can {risk} change the vectors;"
                " use https, or, if you know better, set QA_CHROMA_INSECURE=1"
            )

    @property
    def shown(self) -> str:
        """The URL without the password in it."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    @property
    def is_cloud(self) -> bool:
        """Whether this is Chroma Cloud."""
        return f".{urlsplit(self.url).hostname}".endswith(f".{_CLOUD}")

    def connect(self) -> ClientAPI:
        """Return a client.

        Raises:
            ConfigError: the server does not answer, or does not let us in.
        """
        import chromadb
        from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings

        # _env_file: a .env in the working folder is not about this server
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        parts = urlsplit(self.shown)
        is_encrypted = parts.scheme == "https"
        port = parts.port or (443 if is_encrypted else 80)
        if self.is_cloud:
            return chromadb.CloudClient(
                tenant=self.tenant or None,
                database=self.database or None,
                api_key=self.token,
                settings=settings,
                cloud_host=str(parts.hostname),
                cloud_port=port,
            )
        return chromadb.HttpClient(
            # a whole URL keeps its path, for a server behind a proxy
            host=f"{parts.scheme}://{parts.hostname}:{port}{parts.path.rstrip('/')}",
            port=port,
            ssl=is_encrypted,
            headers=self._headers(),
            settings=settings,
            tenant=self.tenant or DEFAULT_TENANT,
            database=self.database or DEFAULT_DATABASE,
        )

    def _headers(self) -> dict[str, str]:
        parts = urlsplit(self.url)
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if parts.password:
            named = f"{unquote(parts.username or '')}:{unquote(parts.password)}"
            return {"Authorization": f"Basic {base64.b64encode(named.encode()).decode()}"}
        return {}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
