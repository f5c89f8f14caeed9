"""A language model is loaded by name and asked over real HTTP."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from openai_server import Reply, ScriptedServer

from qa_assistant.config import Config
from qa_assistant.errors import ConfigError, ModelError
from qa_assistant.models.language import RETRIES, load_language_model, model_name, stream_text
from qa_assistant.models.providers import NO_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llama_index.core.llms import LLM


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


def load(**settings: Any) -> LLM:
    llm = load_language_model(Config(**settings))
    assert llm is not None
    return llm


def open_model(server: ScriptedServer, timeout: float = 5) -> LLM:
    return load(llm=server.url, llm_model="scripted-model", llm_timeout=timeout)


def reply_of(llm: LLM, timeout: float = 5) -> str:
    return "".join(stream_text(llm, "Rules.", "Request.", timeout=timeout))


def test_no_name_is_no_model() -> None:
    assert load_language_model(Config(llm="")) is None


def test_an_unknown_name_is_answered_with_the_allowed_ones() -> None:
    with pytest.raises(ConfigError, match=r"'gpt'.*openai-like.*http://"):
        load_language_model(Config(llm="gpt"))


def test_a_url_alone_uses_the_first_model_the_server_lists(server: ScriptedServer) -> None:
    server.models = ["first", "second"]

    assert model_name(load(llm=server.url)) == "first"


def test_a_url_without_a_path_gets_the_usual_one(server: ScriptedServer) -> None:
    assert model_name(load(llm=server.url.removesuffix("/v1"))) == "scripted-model"


def test_the_name_openai_like_uses_the_configured_url(server: ScriptedServer) -> None:
    assert model_name(load(llm="openai-like", llm_url=server.url)) == "scripted-model"


def test_a_server_without_models_is_named(server: ScriptedServer) -> None:
    server.models = []

    with pytest.raises(ModelError, match=rf"{server.url} lists no model"):
        model_name(load(llm=server.url))


def test_a_server_that_is_not_there_is_named_with_what_to_check() -> None:
    with pytest.raises(
        ModelError, match=r"at http://127\.0\.0\.1:9/v1 did not answer.*check that the server is running"
    ):
        reply_of(load(llm="http://127.0.0.1:9/v1"))


def test_a_server_may_be_started_after_the_model_was_loaded(server: ScriptedServer) -> None:
    server.models = []
    server.replies = [Reply("Here I am.")]
    llm = load(llm=server.url)
    with pytest.raises(ModelError):
        reply_of(llm)

    server.models = ["loaded-later"]

    assert reply_of(llm) == "Here I am."


def test_a_password_in_the_url_stays_out_of_messages() -> None:
    with pytest.raises(ModelError, match=r"^(?!.*secret)"):
        reply_of(load(llm="http://me:secret@127.0.0.1:9/v1"))


def test_the_reply_streams_in_pieces(server: ScriptedServer) -> None:
    server.replies = [Reply("One two three.")]

    assert list(stream_text(open_model(server), "Rules.", "Request.", timeout=5)) == ["One", " two", " three.", ""]


def test_rules_and_request_reach_the_server_as_system_and_user_messages(server: ScriptedServer) -> None:
    reply_of(open_model(server))

    assert (server.message("system"), server.message("user")) == ("Rules.", "Request.")


def test_the_configured_key_is_sent(server: ScriptedServer) -> None:
    model_name(load(llm=server.url, llm_key="my-key"))

    assert server.keys == ["Bearer my-key"]


def test_a_key_for_openai_in_the_environment_is_not_sent_to_other_servers(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")

    reply_of(open_model(server))

    assert server.keys == [f"Bearer {NO_KEY}"]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(status=500), r"scripted error 500.*look at the server's log"),
        (Reply(status=401), r"scripted error 401.*check llm_key"),
        (Reply(status=404), r"scripted error 404.*check llm_model"),
        (Reply("Some words and then nothing.", cut_after=2), r"check that the server is running"),
    ],
)
def test_a_failing_server_is_a_model_error_that_says_what_to_check(
    server: ScriptedServer, reply: Reply, message: str
) -> None:
    server.replies = [reply]

    with pytest.raises(ModelError, match=rf"scripted-model at {server.url} did not answer: .*{message}"):
        reply_of(open_model(server))


@pytest.mark.parametrize(
    "data",
    [
        "not JSON",
        "[]",
        "7",
        '{"choices": null}',
        '{"choices": [null]}',
        '{"choices": [{"delta": {"content": 7}}]}',
        '{"error": {"message": "out of memory"}}',
    ],
)
def test_a_reply_that_is_not_what_the_protocol_says_is_a_model_error(server: ScriptedServer, data: str) -> None:
    server.replies = [Reply(events=(data,))]

    with pytest.raises(ModelError, match=rf"{server.url} did not answer: (?:what it sent is not|out of memory)"):
        reply_of(open_model(server))


@pytest.mark.parametrize("reply", [Reply("Late.", delay=20), Reply("a " * 100, pause=0.2)])
def test_a_slow_reply_is_given_up_after_the_timeout(server: ScriptedServer, reply: Reply) -> None:
    server.replies = [reply]
    llm = open_model(server, timeout=0.3)
    started = time.monotonic()

    with pytest.raises(ModelError, match="raise llm_timeout"):
        reply_of(llm, timeout=0.3)

    assert time.monotonic() - started < 5


def test_closing_the_reply_ends_the_request(server: ScriptedServer) -> None:
    server.replies = [Reply("word " * 2000, pause=0.002)]

    with closing(stream_text(open_model(server), "Rules.", "Request.", timeout=10)) as pieces:
        next(pieces)

    assert server.client_left.wait(3)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(server: ScriptedServer, status: int) -> None:
    server.replies = [Reply(status=status), Reply("Here I am.")]

    assert reply_of(open_model(server)) == "Here I am."


def test_a_server_that_stays_broken_is_asked_three_times_with_growing_pauses(server: ScriptedServer) -> None:
    server.replies = [Reply(status=503)]
    started = time.monotonic()

    with pytest.raises(ModelError):
        reply_of(open_model(server))

    assert len(server.requests) == 1 + RETRIES
    assert time.monotonic() - started > 1


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(status=404), Reply("Some words.", cut_after=1)])
def test_what_would_fail_again_or_was_read_in_part_is_not_asked_again(server: ScriptedServer, reply: Reply) -> None:
    server.replies = [reply]

    with pytest.raises(ModelError):
        reply_of(open_model(server))

    assert len(server.requests) == 1


def test_the_reply_may_have_a_quarter_of_a_small_window(server: ScriptedServer) -> None:
    reply_of(load(llm=server.url, llm_context=1024))

    assert server.requests[-1]["max_tokens"] == 256


def test_openai_is_asked_by_name_with_the_configured_key(server: ScriptedServer) -> None:
    server.replies = [Reply("Here I am.")]

    reply = reply_of(load(llm="openai", llm_model="gpt-4o-mini", llm_url=server.url, llm_key="my-key"))

    assert (reply, server.requests[-1]["model"], server.keys[-1]) == ("Here I am.", "gpt-4o-mini", "Bearer my-key")


def test_a_provider_with_many_models_wants_one_named() -> None:
    with pytest.raises(ConfigError, match="'openai' has many models; name one with llm_model"):
        load(llm="openai")


@pytest.mark.parametrize("name", ["anthropic", "ollama"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(name: str) -> None:
    if find_spec(name):
        pytest.skip(f"the package {name} is installed")

    with pytest.raises(ModelError, match=rf"run: pip install qa-assistant\[{name}\]"):
        load(llm=name, llm_model="any")


def test_one_model_serves_several_threads(server: ScriptedServer) -> None:
    server.replies = [Reply("The same for all.", pause=0.01)]
    llm = open_model(server)

    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda _: reply_of(llm), range(24)))

    assert replies == ["The same for all."] * 24
