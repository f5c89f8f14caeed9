"""The README and the pages in docs/ say what is so."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from qa_assistant.config import Config

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "prompts" / "README.md")
QUESTIONS_ASKED = 5
"""Questions of the set that the examples are measured on; the whole set is asked elsewhere."""


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(language: str) -> list[str]:
    return [line for block in fenced(language) for line in block.splitlines() if line]


def links(page: Path) -> set[str]:
    found = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text("utf-8"))
    return {link for link in found if "://" not in link}


def setting_row(name: str) -> str:
    field = Config.model_fields[name]
    default = "" if field.default in (None, "") else f"`{field.default}`"
    return f"| `QA_{name.upper()}` | {default} | {field.description} |"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    path = os.pathsep.join(filter(None, (str(ROOT), environment.get("PYTHONPATH"))))
    environment |= {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def run_command(home: Path, line: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(line, comments=True)
    assert program == "qa-assistant"
    return run(home, "-m", "qa_assistant", *arguments)


@pytest.fixture(scope="module")
def home(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: the sample articles, an index of them, and some of the questions."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(samples, folder / "articles")
    (folder / "tests").mkdir()
    # the loader keeps every value as the text it is written as
    questions = yaml.load((ROOT / "tests" / "questions.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    (folder / "tests" / "questions.yaml").write_text(yaml.safe_dump(questions[:QUESTIONS_ASKED]), "utf-8")
    indexed = run_command(folder, "qa-assistant index")
    assert indexed.returncode == 0, indexed.stderr
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("line", commands("bash"))
def test_the_commands_work(home: Path, line: str) -> None:
    outcome = run_command(home, line)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.slow
def test_the_python_examples_work_one_after_the_other(home: Path) -> None:
    outcome = run(home, "-c", "\n".join(fenced("python")))

    assert outcome.returncode == 0, outcome.stderr
    assert "November 2027" in outcome.stdout
    assert "Tessaro" in outcome.stdout


@pytest.mark.slow
def test_the_answer_shown_is_proved_where_it_says(home: Path) -> None:
    (shown,) = fenced("text")
    question = next(line for line in commands("bash") if "Velkar" in line)

    assert shown.splitlines()[-1] in run_command(home, question).stdout.splitlines()


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"\bmake (\w+)", "\n".join(fenced("sh")))

    assert targets == ["run", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


@pytest.mark.parametrize("name", Config.model_fields)
def test_every_setting_is_in_the_table(name: str) -> None:
    assert setting_row(name) in README.read_text("utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in sorted(links(page)) if not (page.parent / link).exists()] == []


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    names = {Requirement(text).name for group in groups for text in group}
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")

    assert sorted(name for name in names if name not in page) == []
