"""The language model, from a name in `Config` to LlamaIndex's `LLM`, and the one way to ask it something."""

from __future__ import annotations

import math
import sys
import time
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from qa_assistant.errors import ConfigError, ModelError
from qa_assistant.models.providers import LOADERS, closing_responses, openai_like

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from llama_index.core.llms import LLM, ChatMessage, ChatResponse
    from llama_index.llms.openai_like import OpenAILike

    from qa_assistant.config import Config

T = TypeVar("T")

BYTES_A_TOKEN = 3.5
"""About what a token of a language model stands for in news; a little less than measured, so as to stay in a window."""
RETRIES = 2
"""Further attempts when a server is away, busy or broken for a moment and nothing was read yet."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.4, 5.0
"""Seconds before the first and at most before any further attempt; each pause doubles the one before."""
_BUSY = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
"""Answers of a server that may be another one the next time."""


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
        return openai_like(config, config.llm)
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


def count_tokens(text: str) -> int:
    """Return about how many tokens a text has for a model, rather too many than too few."""
    return math.ceil(len(text.encode()) / BYTES_A_TOKEN)


def stream_text(llm: LLM, rules: str, request: str, *, timeout: float, retries: int = RETRIES) -> Generator[str]:
    """Yield the reply of `llm` piece by piece; closing the iterator ends the request.

    `rules` is the system message, `request` the user's; `timeout` is in seconds and counts for the whole reply, all
    attempts together. A request that fails before anything was read is made again.

    Raises:
        ModelError: the model did not answer, broke off or took too long; says where it was asked and what to check.
    """
    from llama_index.core.llms import ChatMessage, MessageRole

    name = model_name(llm)
    started = time.monotonic()
    messages = [ChatMessage(rules, role=MessageRole.SYSTEM), ChatMessage(request, role=MessageRole.USER)]
    try:
        with closing_responses():
            first, rest = _patiently(lambda: _begun(llm, messages), timeout, retries)
            for part in chain(first, rest):
                if time.monotonic() - started > timeout:
                    raise TimeoutError(f"not finished after {timeout:g} seconds")
                yield part.delta or ""
    except _failures() as error:
        raise _model_error(f"{name} at {_shown(_address(llm))}", error) from error


def _begun(llm: LLM, messages: Sequence[ChatMessage]) -> tuple[list[ChatResponse], Iterator[ChatResponse]]:
    """Return the first part of a reply, if there is one, and an iterator over the others."""
    parts = iter(llm.stream_chat(messages))
    return list(islice(parts, 1)), parts


def _patiently(ask: Callable[[], T], timeout: float, retries: int) -> T:
    """Return what `ask` returns, asking again after a while when the server may have recovered by then."""
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay, wait_exponential

    attempts = Retrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(1 + retries) | stop_before_delay(timeout),
        wait=wait_exponential(multiplier=_FIRST_PAUSE, max=_LONGEST_PAUSE),
        reraise=True,
    )
    return attempts(ask)


def _may_pass(error: BaseException) -> bool:
    """Return whether the same request may succeed in a moment; one that took too long has had its time."""
    status = getattr(error, "status_code", None)
    if status is not None:
        return status in _BUSY
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return False
    return isinstance(error, OSError) or "Connect" in type(error).__name__ or "Protocol" in type(error).__name__


def _address(llm: LLM) -> str:
    """Return where a model is asked, as far as its class tells."""
    return str(getattr(llm, "api_base", None) or getattr(llm, "base_url", None) or type(llm).__name__)


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
    # nobody raises the errors of a package before it was imported
    for package, name in (("openai", "OpenAIError"), ("anthropic", "AnthropicError"), ("ollama", "ResponseError")):
        if package in sys.modules:
            classes.append(getattr(sys.modules[package], name))
    return tuple(classes)


def _model_error(where: str, error: Exception) -> ModelError:
    status = getattr(error, "status_code", None)
    if status == 400 and "context" in str(error).lower():
        advice = "set llm_context to the number of tokens that the server's context holds"
    elif status in (401, 403):
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
