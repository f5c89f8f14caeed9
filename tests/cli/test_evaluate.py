"""`qa-assistant evaluate`: a question set in, a table on stdout, files on demand."""

import json
import os
from pathlib import Path

import pytest
from command_line import Command
from scripted_assistant import LEDGER, QUESTION, UNKNOWN, ScriptedAssistant

from qa_assistant.errors import IndexNotBuiltError
from qa_assistant.schema import Answer

QUESTIONS = f"""\
- id: cost
  kind: single
  question: {QUESTION}
  answers: ["$48 million"]
  evidence:
    - {{files: [{LEDGER.file}], quote: "will pay $48 million"}}
- id: architect
  kind: single
  question: Who designed the bridge?
  answers: [Tomas Reyl]
  evidence:
    - {{files: [{LEDGER.file}]}}
- id: anthem
  kind: unanswerable
  question: {UNKNOWN}
  answers: []
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.yaml"
    file.write_text(QUESTIONS)
    return file


def test_measures_go_to_stdout_and_progress_to_stderr(qa: Command, questions: Path) -> None:
    outcome = qa("evaluate", questions)

    assert outcome.code == 0
    assert "answer_match" in outcome.out
    assert "1 of 3 questions failed" in outcome.out
    assert "3/3" in outcome.err
    assert "3/3" not in outcome.out


def test_a_floor_that_is_reached_is_fine(qa: Command, questions: Path) -> None:
    assert qa("evaluate", questions, "--fail-under", "answer_match=0.5").code == 0


def test_a_floor_that_is_missed_ends_with_code_1(qa: Command, questions: Path) -> None:
    outcome = qa("evaluate", questions, "--fail-under", "answer_match=0.6", "--fail-under", "refusal_recall=1")

    assert outcome.code == 1
    assert "answer_match is 0.5000; wanted at least 0.6" in outcome.out


def test_a_floor_may_ask_for_a_depth_of_its_own(qa: Command, questions: Path) -> None:
    assert qa("evaluate", questions, "--fail-under", "hit_rate@7=0.5").code == 0


def test_a_floor_for_more_passages_than_an_answer_keeps_is_refused(qa: Command, questions: Path) -> None:
    outcome = qa("evaluate", questions, "--fail-under", "hit_rate@20=0.5")

    assert outcome.code == 2
    assert "more passages than the 10 an answer keeps; set QA_PASSAGES_KEPT=20" in outcome.err.replace("\n", " ")


def test_a_set_of_which_nothing_can_be_asked_ends_with_the_reason(
    qa: Command, assistant: ScriptedAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_built(*_: object, **__: object) -> Answer:
        raise IndexNotBuiltError("nothing was indexed yet; run: qa-assistant index")

    monkeypatch.setattr(assistant, "ask", not_built)
    (tmp_path / "q.yaml").write_text("- {id: a, question: Why, answers: [x]}\n")

    outcome = qa("evaluate", tmp_path / "q.yaml")

    assert (outcome.code, outcome.out) == (2, "")
    assert "run: qa-assistant index" in outcome.err


def test_a_run_in_which_every_question_fails_ends_with_code_1(
    qa: Command, assistant: ScriptedAssistant, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Answer:
        raise OSError("no")

    monkeypatch.setattr(assistant, "ask", broken)

    assert qa("evaluate", questions).code == 1


def test_a_run_is_written_as_json_and_as_a_page(qa: Command, questions: Path, tmp_path: Path) -> None:
    qa("evaluate", questions, "--json", tmp_path / "run.json", "--html", tmp_path / "run.html")

    run = json.loads((tmp_path / "run.json").read_text())
    assert (run["cases"], run["failed"]) == (3, 1)
    assert run["about"]["questions"] == str(questions)
    assert (tmp_path / "run.html").read_text().startswith("<!doctype html>")


def test_a_run_is_compared_with_an_earlier_one(qa: Command, questions: Path, tmp_path: Path) -> None:
    qa("evaluate", questions, "--json", tmp_path / "run.json")

    outcome = qa("evaluate", questions, "--baseline", tmp_path / "run.json")

    assert "against baseline" in outcome.out


def test_a_place_that_cannot_be_written_is_told_before_anything_is_asked(
    qa: Command, questions: Path, tmp_path: Path
) -> None:
    outcome = qa("evaluate", questions, "--json", tmp_path / "nowhere" / "run.json")

    assert (outcome.code, outcome.out) == (2, "")
    assert "nowhere" in outcome.err


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_folder_to_write_the_run_to_is_noticed_before_anything_is_asked(
    qa: Command, questions: Path, tmp_path: Path, option: str
) -> None:
    outcome = qa("evaluate", questions, option, tmp_path)

    assert outcome.code == 2
    assert "is a folder; name a file in it" in outcome.err
    assert outcome.out == ""


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_noticed_before_anything_is_asked(
    qa: Command, questions: Path, tmp_path: Path
) -> None:
    file = tmp_path / "run.json"
    file.touch(mode=0o400)

    outcome = qa("evaluate", questions, "--json", file)

    assert outcome.code == 2
    assert "may not be written" in outcome.err


def test_evidence_that_no_article_holds_is_a_mistake(qa: Command, questions: Path) -> None:
    questions.write_text(QUESTIONS.replace("will pay $48 million", "will pay $49 million"))

    outcome = qa("evaluate", questions)

    assert outcome.code == 2
    assert "'cost'" in outcome.err
