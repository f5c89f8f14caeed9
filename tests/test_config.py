"""Settings from files and the environment."""

from pathlib import Path

import pytest

from qa_assistant import Config
from qa_assistant.errors import ConfigError


def test_what_a_file_does_not_set_stays_unset(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("llm: openai\nllm_model: some\n")

    config = Config.load(file, port=8000)

    # a provider that is named has its own server, unless another one was chosen
    assert config.model_fields_set == {"llm", "llm_model", "port"}


def test_an_empty_variable_chooses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PROMPTS_DIR", "VECTORSTORE_DIR", "ARTICLES_DIR"):
        monkeypatch.setenv(f"QA_{name}", "")

    config = Config()

    assert (config.host, config.prompts_dir) == ("127.0.0.1", None)
    assert (config.vectorstore_dir, config.articles_dir) == (Path("vectorstore"), Path("articles"))


def test_a_setting_whose_name_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("8000: port\n")

    with pytest.raises(ConfigError, match=r"settings\.yaml"):
        Config.load(file)


@pytest.mark.parametrize("value", ["many", "99999"])
def test_a_mistake_names_the_file_only_where_it_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("port: none\n")
    with pytest.raises(ConfigError, match=r"settings\.yaml: port: 'none' cannot be used: write a whole number$"):
        Config.load(file)

    monkeypatch.setenv("QA_PORT", value)

    with pytest.raises(ConfigError, match=rf"^port: '{value}' cannot be used"):
        Config.load(file)
