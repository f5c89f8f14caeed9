"""All settings, in one frozen object; it builds nothing and opens nothing."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from qa_assistant.errors import ConfigError, remedy


class Config(BaseSettings):
    """Settings of an assistant. Every field has an environment variable: `QA_` and its name in capitals.

    Order of precedence: arguments, environment variables, defaults. `Config.load` adds a YAML file before the defaults.

    Raises:
        ConfigError: a value cannot work; the message names field and value.
    """

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True, extra="forbid")

    # Where things are
    articles_dir: Path = Field(Path("articles"), description="folder of articles")
    vectorstore_dir: Path = Field(Path("vectorstore"), description="folder of the index")
    prompts_dir: Path | None = Field(None, description="folder of prompts; default: the ones that come along")

    # Vectors on a Chroma server, instead of in the folder of the index (docs/scaling.md)
    chroma_url: str = Field("", description="Chroma server to keep the vectors on, such as https://host:8000")
    chroma_token: SecretStr | None = Field(None, description="token of that server, or API key of Chroma Cloud")
    chroma_tenant: str = Field("", description="tenant on that server; empty: its default")
    chroma_database: str = Field("", description="database on that server; empty: its default")
    chroma_collection: str = Field(
        "qa-assistant",
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{2,99}$",
        description="what the collection's name begins with",
    )
    chroma_follow: bool = Field(False, description="use vectors that another assistant syncs, and write none")
    chroma_insecure: bool = Field(False, description="talk without encryption even to another machine")

    # Models
    embedder: str = Field("BAAI/bge-small-en-v1.5", description="sentence-transformers model for passages")
    reranker: str = Field("cross-encoder/ms-marco-MiniLM-L12-v2", description="sentence-transformers cross-encoder")
    languages: str = Field(
        "",
        pattern=r"^([a-z]{2}([ ,]+[a-z]{2})*)?$",
        description="languages embedder and reranker read, such as en,de,es; empty: judged by their names",
    )
    llm: str = Field(
        "", description="language model: empty for none, openai-like, openai, anthropic, ollama, or the URL of a server"
    )
    llm_model: str = Field("", description="model name at the server; empty: the first an OpenAI-compatible one lists")
    llm_url: str = Field("http://127.0.0.1:8080/v1", description="base URL of an OpenAI-compatible server")
    llm_key: SecretStr | None = Field(None, description="API key, if the server wants one")
    llm_timeout: float = Field(60.0, gt=0, description="seconds to wait for the language model")
    llm_context: int = Field(4096, ge=1024, description="tokens that the language model's window holds")
    verifier: str = Field("", description="entailment cross-encoder that checks sentences; empty: the built-in one")

    # Passages
    passage_words: int = Field(
        120, ge=20, le=350, description="words a passage holds at most, besides those that say who is meant"
    )
    passage_overlap: int = Field(30, ge=0, le=100, description="words a passage shares with the one before")

    # Retrieval
    dense_depth: int = Field(50, ge=1, le=1000, description="passages taken from the vector search")
    keyword_depth: int = Field(50, ge=1, le=1000, description="passages taken from the keyword search")
    rerank_depth: int = Field(25, ge=1, le=200, description="fused passages the cross-encoder scores")
    passages_kept: int = Field(10, ge=1, le=100, description="passages an answer is made from")

    # Answers
    max_sentences: int = Field(3, ge=1, le=4, description="sentences in an answer at most")
    refuse_below: float = Field(0.4, ge=0, le=1, description="support under which a question is refused")
    answers_kept: int = Field(256, ge=0, description="answers kept in memory for when the same is asked again")

    # Web chat
    host: str = Field("127.0.0.1", description="address the web chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the web chat listens on")

    @field_validator("host", "articles_dir", "vectorstore_dir", "prompts_dir", "embedder", "reranker", mode="before")
    @classmethod
    def _empty_is_the_default(cls, value: object, info: ValidationInfo) -> object:
        """`QA_HOST=` in a file of settings means nothing was chosen, not every address of the machine."""
        return cls.model_fields[str(info.field_name)].default if value == "" else value

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ConfigError(_explain(error)) from error

    @classmethod
    def load(cls, file: Path | None = None, **values: Any) -> Config:
        """Return settings from `file` (YAML), overridden by the environment, overridden by `values` that are not None.

        Raises:
            ConfigError: the file is missing or not a YAML mapping, or a value cannot work.
        """
        given = {name: value for name, value in values.items() if value is not None}
        if file is None:
            return cls(**given)
        if not file.is_file():
            raise ConfigError(f"{file}: no such settings file")

        from_file = _read_mapping(file)

        class FromFile(cls):  # type: ignore[misc, valid-type]
            @classmethod
            def settings_customise_sources(
                cls, settings_cls: type[BaseSettings], **sources: PydanticBaseSettingsSource
            ) -> tuple[PydanticBaseSettingsSource, ...]:
                return (
                    sources["init_settings"],
                    sources["env_settings"],
                    InitSettingsSource(settings_cls, init_kwargs=from_file),
                )

        try:
            loaded = FromFile(**given)
        except ConfigError as error:
            setting = str(error).partition(":")[0]
            elsewhere = {*given, *(name.removeprefix("QA_").lower() for name in os.environ)}
            raise (error if setting in elsewhere else ConfigError(f"{file}: {error}")) from error.__cause__
        # what nobody set stays unset: a provider has its own server then
        return cls(**loaded.model_dump(exclude_unset=True))


def _explain(error: ValidationError) -> str:
    """Return the first mistake in one line that begins with the name of the setting."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        alike = get_close_matches(name, Config.model_fields, n=1)
        hint = f"did you mean {alike[0]}?" if alike else "the README lists all settings"
        return f"{name}: there is no such setting; {hint}"
    about = f" ({Config.model_fields[name].description})" if "pattern" in first.get("ctx", {}) else ""
    return f"{name}: {first.get('input')!r} cannot be used: {remedy(first)}{about}"


def _read_mapping(file: Path) -> dict[str, Any]:
    import yaml

    try:
        found = yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{file}: cannot be read as YAML: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise ConfigError(f"{file}: holds no settings; write one a line, such as `port: 8000`")
    return found
