"""The language model, from a name in `Config` to LlamaIndex's `LLM`, and the one way to ask it something."""

from __future__ import annotations

import sys
import time
import weakref
from contextlib import ExitStack
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa_assistant.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx
    from llama_index.core.llms import LLM
    from llama_index.llms.openai_like import OpenAILike

    from qa_assistant.config import Config

MAX_TOKENS = 600
"""Tokens a reply may have: a few sentences, with room for a model that thinks aloud first."""
NO_KEY = "none"
"""Sent when no key is set: given nothing, the client would send the key for OpenAI that it finds in the environment."""

_responses: ContextVar[ExitStack] = ContextVar("responses")
"""Closes the response to the request under way; a stream that nobody reads on would stay open, its server writing."""


def load_language_model(config: Config) -> LLM | None:
    """Return the language model that `config.llm` names, or None when it names none.

    Nothing is sent yet, so a server may be started later, and stopped and started again.

    Raises:
        ConfigError: the name is not one of the allowed ones.
        ModelError: the package for it is not installed.
    """
    if not config.llm:
        return None
    if urlsplit(config.llm).scheme in ("http", "https"):
        return _openai_like(config, config.llm)
    if config.llm not in LOADERS:
        raise ConfigError(
            f"llm: {config.llm!r} is no language model; use {', '.join(LOADERS)} or the URL of a server "
            "such as http://127.0.0.1:8080/v1, or leave it empty for none"
        )
    return LOADERS[config.llm](config)


def model_name(llm: LLM) -> str:
    """Return the model's name; where none was configured, the first that the server lists.

    Raises:
        ModelError: the server had to be asked and did not answer, or lists no model.
    """
    if getattr(llm, "model", None) == "":
        llm.model = _first_model(llm)
    return str(llm.metadata.model_name)


def stream_text(llm: LLM, rules: str, request: str, *, timeout: float) -> Generator[str]:
    """Yield the reply of `llm` piece by piece; closing the iterator ends the request.

    `rules` is the system message, `request` the user's; `timeout` is in seconds and counts for the whole reply.

    Raises:
        ModelError: the model did not answer, broke off or took too long; says where it was asked and what to check.
    """
    from llama_index.core.llms import ChatMessage, MessageRole

    name = model_name(llm)
    started = time.monotonic()
    messages = [ChatMessage(rules, role=MessageRole.SYSTEM), ChatMessage(request, role=MessageRole.USER)]
    try:
        with ExitStack() as responses:
            _responses.set(responses)
            for part in llm.stream_chat(messages):
                if time.monotonic() - started > timeout:
                    raise TimeoutError(f"not finished after {timeout:g} seconds")
                yield part.delta or ""
    except _failures() as error:
        raise _model_error(f"{name} at {_shown(getattr(llm, 'api_base', ''))}", error) from error


def _openai_like(config: Config, url: str) -> LLM:
    try:
        from llama_index.llms.openai_like import OpenAILike
        from openai import DefaultHttpxClient
    except ImportError as error:
        raise ModelError(
            f"llm {config.llm!r} needs a package; run: pip install qa-assistant[openai-like] ({error})"
        ) from error
    base = url.rstrip("/") if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}/v1"
    client = DefaultHttpxClient(event_hooks={"response": [_note_response]})
    llm = OpenAILike(
        model=config.llm_model,
        api_base=base,
        api_key=config.llm_key.get_secret_value() if config.llm_key else NO_KEY,
        timeout=config.llm_timeout,
        max_tokens=MAX_TOKENS,
        temperature=0.0,
        is_chat_model=True,
        # A retry doubles the wait of somebody who could already read quote mode's answer.
        max_retries=0,
        http_client=client,
    )
    weakref.finalize(llm, client.close)
    return llm


def _note_response(response: httpx.Response) -> None:
    if responses := _responses.get(None):
        responses.callback(response.close)


LOADERS: dict[str, Callable[[Config], LLM]] = {
    "openai-like": lambda config: _openai_like(config, config.llm_url),
}
"""Every allowed name; a further provider is one more entry."""


def _first_model(llm: OpenAILike) -> str:
    from openai import OpenAI

    base = str(llm.api_base)
    try:
        with OpenAI(base_url=base, api_key=llm.api_key, timeout=llm.timeout, max_retries=0) as client:
            names = [model.id for model in client.models.list()]
    except _failures() as error:
        raise _model_error(f"at {_shown(base)}", error) from error
    if not names:
        raise ModelError(f"{_shown(base)} lists no model; load one there, or name it with llm_model")
    return names[0]


_STUMBLES = (ValueError, TypeError, AttributeError, LookupError)
"""What a reply that is not of the protocol makes the clients raise: they do not check its shape."""


def _failures() -> tuple[type[Exception], ...]:
    """Return what a server that is away, slow or broken makes the clients raise."""
    import httpx

    classes: list[type[Exception]] = [httpx.HTTPError, httpx.InvalidURL, OSError, *_STUMBLES]
    if openai := sys.modules.get("openai"):  # nobody raises its errors before it was imported
        classes.append(openai.OpenAIError)
    return tuple(classes)


def _model_error(where: str, error: Exception) -> ModelError:
    status = getattr(error, "status_code", None)
    if status in (401, 403):
        advice = "check llm_key"
    elif status == 404:
        advice = "check llm_model, and the URL, which usually ends in /v1"
    elif status is not None:
        advice = "look at the server's log"
    elif isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        advice = "raise llm_timeout or use a faster model"
    else:
        advice = "check that the server is running and that the URL is right"
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    if isinstance(error, _STUMBLES):
        reason = "what it sent is not what the OpenAI protocol says"
    return ModelError(f"the language model {where} did not answer: {reason.rstrip('.')}; {advice}")


def _shown(url: str) -> str:
    """Return a URL without the user name and password it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
