from __future__ import annotations

from pathlib import Path

from qa_assistant import evaluation
from qa_assistant.evaluation import load_cases

QUESTIONS = Path(__file__).resolve().parent.parent / "questions.yaml"


def test_the_questions_on_the_samples_name_files_and_quotes_that_are_there(samples: Path) -> None:
    from qa_assistant.ingest import read_article

    cases = load_cases(QUESTIONS, lambda file: read_article(samples, file).text)

    assert len(cases) >= 80
    assert {case.kind for case in cases} >= {"single", "multi", "follow-up", "date", "conflict", "unanswerable"}
    assert all(entry.quote for case in cases for entry in case.evidence)


def test_every_public_name_is_there() -> None:
    assert all(hasattr(evaluation, name) for name in evaluation.__all__)
    assert len(set(evaluation.__all__)) == len(evaluation.__all__)
