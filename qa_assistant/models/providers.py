"""Providers of language models: from settings to LlamaIndex's `LLM`, its requests ended when nobody reads on."""

from __future__ import annotations

import weakref
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qa_assistant.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from llama_index.core.llms import LLM

    from qa_assistant.config import Config

MAX_TOKENS = 600
"""Tokens a reply may have: a few sentences, with room for a model that thinks aloud first."""
NO_KEY = "none"
"""Sent when no key is set: given nothing, the client would send the key for OpenAI that it finds in the environment."""
OLLAMA_URL = "http://127.0.0.1:11434"

_responses: ContextVar[ExitStack] = ContextVar("responses")
"""Closes the response to the request under way; a stream that nobody reads on would stay open, its server writing."""


@contextmanager
def closing_responses() -> Iterator[None]:
    """Close at the end of the block whatever a provider's client was answered within it."""
    with ExitStack() as responses:
        _responses.set(responses)
        yield


def reply_tokens(context: int) -> int:
    """Return how many tokens of a model's window of `context` tokens are kept for its reply."""
    return min(MAX_TOKENS, context // 4)


def _need(config: Config, extra: str, error: ImportError) -> ModelError:
    return ModelError(f"llm {config.llm!r} needs a package; run: pip install qa-assistant[{extra}] ({error})")


def _named(config: Config) -> str:
    if not config.llm_model:
        raise ConfigError(f"llm {config.llm!r} has many models; name one with llm_model")
    return config.llm_model


def _own_url(config: Config) -> str | None:
    """Return the URL that was set; None where it is only the default, which is that of another kind of server."""
    return config.llm_url if "llm_url" in config.model_fields_set else None


def _key(config: Config) -> str | None:
    return config.llm_key.get_secret_value() if config.llm_key else None


def _common(config: Config) -> dict[str, Any]:
    """Return what every client is told; `stream_text` retries, for all alike and within the time there is."""
    return {
        "timeout": config.llm_timeout,
        "max_tokens": reply_tokens(config.llm_context),
        "temperature": 0.0,
        "max_retries": 0,
    }


def _closing(llm: LLM, client: httpx.Client) -> LLM:
    """Return the model, whose client is closed when it goes."""
    weakref.finalize(llm, client.close)
    return llm


def _note_response(response: httpx.Response) -> None:
    if responses := _responses.get(None):
        responses.callback(response.close)


_HOOKS: dict[str, list[Callable[..., Any]]] = {"response": [_note_response]}


def _openai(config: Config) -> LLM:
    try:
        from llama_index.llms.openai import OpenAI
        from openai import DefaultHttpxClient
    except ImportError as error:
        raise _need(config, "openai", error) from error
    client = DefaultHttpxClient(event_hooks=_HOOKS)
    llm = OpenAI(
        model=_named(config),
        api_key=_key(config),
        api_base=_own_url(config),
        http_client=client,
        **_common(config),
    )
    return _closing(llm, client)


def _anthropic(config: Config) -> LLM:
    try:
        from anthropic import DefaultHttpxClient
        from llama_index.llms.anthropic import Anthropic
    except ImportError as error:
        raise _need(config, "anthropic", error) from error
    llm = Anthropic(
        model=_named(config),
        api_key=_key(config),
        base_url=_own_url(config),
        **_common(config),
    )
    client = DefaultHttpxClient(event_hooks=_HOOKS)
    # the class takes no client of ours, and without one a reply that nobody reads on would not be ended
    llm._client = llm._client.with_options(http_client=client)
    return _closing(llm, client)


def _ollama(config: Config) -> LLM:
    try:
        from llama_index.llms.ollama import Ollama
        from ollama import Client
    except ImportError as error:
        raise _need(config, "ollama", error) from error
    url = (_own_url(config) or OLLAMA_URL).rstrip("/").removesuffix("/v1")
    return Ollama(
        model=_named(config),
        base_url=url,
        request_timeout=config.llm_timeout,
        context_window=config.llm_context,
        temperature=0.0,
        additional_kwargs={"num_predict": reply_tokens(config.llm_context)},
        client=Client(host=url, timeout=config.llm_timeout, event_hooks=_HOOKS),
    )


def openai_like(config: Config, url: str) -> LLM:
    """Return the model behind an OpenAI-compatible server at `url`.

    Raises:
        ModelError: the package for it is not installed.
    """
    try:
        from llama_index.llms.openai_like import OpenAILike
        from openai import DefaultHttpxClient
    except ImportError as error:
        raise _need(config, "openai-like", error) from error
    base = url.rstrip("/") if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}/v1"
    client = DefaultHttpxClient(event_hooks=_HOOKS)
    llm = OpenAILike(
        model=config.llm_model,
        api_base=base,
        api_key=_key(config) or NO_KEY,
        context_window=config.llm_context,
        is_chat_model=True,
        http_client=client,
        **_common(config),
    )
    return _closing(llm, client)


LOADERS: dict[str, Callable[[Config], LLM]] = {
    "openai-like": lambda config: openai_like(config, config.llm_url),
    "openai": _openai,
    "anthropic": _anthropic,
    "ollama": _ollama,
}
"""Every allowed name; a further provider is one more entry."""
