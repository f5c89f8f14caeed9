"""What `import qa_assistant` offers, and what it must not cost."""

import inspect
import subprocess
import sys

import pytest

import qa_assistant
from qa_assistant import errors, schema

HEAVY = {
    "chromadb",
    "gradio",
    "llama_index",
    "numpy",
    "onnxruntime",
    "pydantic",
    "scipy",
    "sentence_transformers",
    "spacy",
    "torch",
    "trafilatura",
    "transformers",
}
TIMED = "import time; start = time.process_time(); import qa_assistant; print(time.process_time() - start)"
LOADED = "import sys; {statement}; print(*(name for name in sys.modules if '.' not in name))"


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", qa_assistant.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(qa_assistant, name) is not None
    assert name in dir(qa_assistant)


def test_the_contract_is_public() -> None:
    contract = {"Assistant", "Config", "Filters", "Turn", "ask", "Answer", "Sentence", "Citation", "Conflict"}

    assert contract | {"Article", "Passage", "SyncReport"} <= set(qa_assistant.__all__)


def test_every_error_is_public() -> None:
    tree = {name for name, value in inspect.getmembers(errors, inspect.isclass)}

    assert tree <= set(qa_assistant.__all__)


def test_public_names_are_sorted_and_unique() -> None:
    assert sorted(qa_assistant.__all__) == sorted(set(qa_assistant.__all__))


def test_the_values_are_the_ones_of_the_schema() -> None:
    assert qa_assistant.Answer is schema.Answer


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Asistant'"):
        qa_assistant.Asistant  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not HEAVY & set(run(LOADED.format(statement="import qa_assistant")).split())


def test_importing_the_package_takes_no_time() -> None:
    assert min(float(run(TIMED)) for _ in range(3)) < 0.3


def test_the_assistant_loads_no_model_library_and_no_page() -> None:
    loaded = set(run(LOADED.format(statement="from qa_assistant import Assistant; Assistant.open()")).split())

    assert not loaded & (HEAVY - {"numpy", "pydantic"})


def test_the_command_line_loads_nothing_heavy_but_its_settings() -> None:
    loaded = set(run(LOADED.format(statement="import qa_assistant.cli")).split())

    assert not loaded & (HEAVY - {"pydantic"})
