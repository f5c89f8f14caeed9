from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ArticleError, EvalCaseError
from qa_assistant.evaluation import EvalCase, Evidence, Standalone, load_cases
from qa_assistant.schema import Filters, Turn

from .builders import ARTICLES, QUOTE

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
- id: deal-value
  kind: single
  question: How much is the agreement worth?
  history: [{question: "Who signed?", answer: "Two companies."}]
  answers: ["$40 billion", 40 billion]
  evidence:
    - {files: [deal.txt, wire.txt], quote: "signed a $40 billion agreement"}
    - files: [other.txt]
  conflict: true
  filters: {after: 2022-07-01, before: 2022-08-01, outlets: [CNN], files: [deal.txt]}
  asked_on: 2022-07-20
"""


def write(folder: Path, text: str, name: str = "questions.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, text: str, name: str = "questions.yaml") -> tuple[EvalCase, ...]:
    return load_cases(write(folder, text, name), ARTICLES.__getitem__)


def test_a_full_case_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, FULL) == (
        EvalCase(
            id="deal-value",
            question="How much is the agreement worth?",
            kind="single",
            history=(Turn("Who signed?", "Two companies."),),
            answers=("$40 billion", "40 billion"),
            evidence=(Evidence(("deal.txt", "wire.txt"), QUOTE), Evidence(("other.txt",))),
            conflict=True,
            filters=Filters("2022-07-01", "2022-08-01", ["CNN"], ["deal.txt"]),
            asked_on=date(2022, 7, 20),
        ),
    )


def test_what_a_follow_up_means_is_read(tmp_path: Path) -> None:
    meant = "{question: 'When was the deal signed?', needs: [deal, [sign, agree]], omits: [Kyiv]}"

    (case,) = load(tmp_path, f"- {{id: a, question: 'And when?', answers: [], standalone: {meant}}}")

    assert case.standalone == Standalone("When was the deal signed?", (("deal",), ("sign", "agree")), ("Kyiv",))


def test_a_case_needs_little(tmp_path: Path) -> None:
    (case,) = load(tmp_path, "- {id: x, question: Who, answers: []}")

    assert case == EvalCase("x", "Who", answers=())
    assert case.is_answerable is False


def test_a_case_without_answers_measures_retrieval_only(tmp_path: Path) -> None:
    (case,) = load(tmp_path, "- {id: x, question: Who, evidence: [{files: [deal.txt]}]}")

    assert case.answers is None
    assert case.is_answerable is None


def test_answers_are_taken_as_they_are_written(tmp_path: Path) -> None:
    (case,) = load(tmp_path, "- {id: 7, question: Q, answers: [1990, 1.50, no, 2022-07-19, 012, ~/x, 'null']}")

    assert case.id == "7"
    assert case.answers == ("1990", "1.50", "no", "2022-07-19", "012", "~/x", "null")


def test_json_lines_hold_one_case_a_line(tmp_path: Path) -> None:
    lines = '{"id": "a", "question": "Q\u2028?", "answers": [40]}\n\n{"id": "b", "question": "Q", "answers": []}\n'

    first, second = load(tmp_path, lines, "questions.jsonl")

    assert (first.id, first.answers, first.line) == ("a", ("40",), 1)
    assert (second.id, second.answers, second.line) == ("b", (), 3)


def test_a_byte_order_mark_is_no_part_of_the_first_case(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff- {id: x, question: Q, answers: []}")[0].id == "x"


def test_the_place_of_a_quote_is_found_across_line_breaks(tmp_path: Path) -> None:
    path = write(tmp_path, "- {id: x, question: Q, evidence: [{files: [a.txt], quote: signed a deal}]}")

    (case,) = load_cases(path, {"a.txt": "They signed\na  deal."}.__getitem__)

    assert case.evidence[0].spans_in("a.txt") == ((5, 19),)


def test_a_quote_need_only_be_in_one_of_the_alternative_files(tmp_path: Path) -> None:
    text = "- {id: x, question: Q, evidence: [{files: [wire.txt, deal.txt], quote: signed a $40 billion}]}"

    (case,) = load(tmp_path, text)

    assert case.evidence[0].spans == (("deal.txt", (17, 37)),)


BROKEN = {
    "unknown key": (
        "- id: ok\n  question: Q\n  answers: []\n- id: bad\n  question: Q\n  anwsers: [x]\n",
        r"questions\.yaml, line 6, case 'bad': unknown key 'anwsers'; known here: id, question, kind, history, answers",
    ),
    "unknown key in evidence": (
        "- id: bad\n  question: Q\n  evidence:\n    - files: [deal.txt]\n      qoute: x\n",
        r"line 5, case 'bad': unknown key 'evidence\.0\.qoute'; known here: files, quote",
    ),
    "unknown key in filters": (
        "- id: bad\n  question: Q\n  answers: []\n  filters: {since: 2022-01-01}\n",
        r"line 4, case 'bad': unknown key 'filters\.since'; known here: after, before, outlets, files",
    ),
    "double id": (
        "- {id: bad, question: Q, answers: []}\n- question: Q\n  id: bad\n  answers: []\n",
        r"line 3, case 'bad': this id stands on line 1 already",
    ),
    "missing file": (
        "- id: bad\n  question: Q\n  evidence:\n    - files:\n      - deal.txt\n      - gone.txt\n",
        r"line 6, case 'bad': no article 'gone\.txt'",
    ),
    "quote not in the file": (
        "- id: bad\n  question: Q\n  evidence:\n    - files: [deal.txt]\n      quote: a $41 billion deal\n",
        r"line 5, case 'bad': 'a \$41 billion deal' is not in deal\.txt; copy it from the file",
    ),
    "quote in none of the files": (
        "- id: bad\n  question: Q\n  evidence: [{files: [deal.txt, wire.txt], quote: fine in Kyiv}]\n",
        r"line 3, case 'bad': 'fine in Kyiv' is not in deal\.txt or wire\.txt",
    ),
    "no question": ("- id: bad\n  answers: []\n", r"line 1, case 'bad': 'question' is missing"),
    "no id": ("\n- question: Q\n  answers: []\n", r"questions\.yaml, line 2: 'id' is missing"),
    "nothing to measure": ("- {id: bad, question: Q}", r"line 1, case 'bad': neither answers nor evidence"),
    "answers that are no list": (
        "- id: bad\n  question: Q\n  answers: x\n",
        r"line 3, case 'bad': answers: 'x' cannot be used: .* list",
    ),
    "empty answer": (
        "- id: bad\n  question: Q\n  answers: ['']\n",
        r"line 3, case 'bad': answers\.0: '' cannot be used",
    ),
    "evidence without files": (
        "- id: bad\n  question: Q\n  evidence:\n  - quote: x\n",
        r"line 4, case 'bad': 'evidence\.0\.files' is missing",
    ),
    "no date": (
        "- id: bad\n  question: Q\n  answers: []\n  asked_on: Tuesday\n",
        r"line 4, case 'bad': asked_on: 'Tuesday' cannot be used",
    ),
    "no date in filters": (
        "- id: bad\n  question: Q\n  answers: []\n  filters: {after: soon}\n",
        r"line 4, case 'bad': filters\.after: 'soon' cannot be used: write it as 2022-07-19$",
    ),
    "answers that are text": (
        "- id: bad\n  question: Q\n  answers: x\n",
        r"line 3, case 'bad': answers: 'x' cannot be used: write a list$",
    ),
    "no question in it": (
        "- id: bad\n  question: ''\n  answers: []\n",
        r"line 2, case 'bad': question: '' cannot be used: it is empty$",
    ),
    "evidence that names no file": (
        "- id: bad\n  question: Q\n  evidence: [{files: []}]\n",
        r"evidence\.0\.files: \[\] cannot be used: it is empty$",
    ),
    "turns that are text": (
        "- id: bad\n  question: Q\n  answers: []\n  history: [Who]\n",
        r"line 4, case 'bad': history\.0: 'Who' cannot be used: write keys with their values$",
    ),
    "dates the wrong way round": (
        "- id: bad\n  question: Q\n  answers: []\n  filters: {after: 2022-02-01, before: 2022-01-01}\n",
        r"line 4, case 'bad': filters: no date lies after 2022-02-01 and before 2022-01-01",
    ),
    "key given twice": ("- id: bad\n  id: worse\n", r"questions\.yaml, line 2: the key 'id' cannot stand here"),
    "nested in itself": ("- &a [*a]\n", r"questions\.yaml, line 1: nested too deeply"),
    "no case": ("- just text\n", r"questions\.yaml, line 1: the case: 'just text' cannot be used"),
    "no list": ("id: x\n", r"questions\.yaml, line 1: expected a list of cases"),
    "no YAML": ("- id: [x\n- y", r"questions\.yaml, line 2: not YAML"),
    "nothing": ("# none yet\n", r"holds no questions"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_mistake_is_named_with_id_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvalCaseError, match=message):
        load(tmp_path, text)


def test_a_mistake_in_json_lines_is_named_with_its_line(tmp_path: Path) -> None:
    ok = '{"id": "a", "question": "Q", "answers": []}\n'

    with pytest.raises(EvalCaseError, match=r"line 2, case 'b': unknown key 'qestion'"):
        load(tmp_path, ok + '{"id": "b", "question": "Q", "qestion": "Q"}\n', "q.jsonl")
    with pytest.raises(EvalCaseError, match=r"q\.jsonl, line 2: not JSON"):
        load(tmp_path, ok + "{oops\n", "q.jsonl")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "question": "Q", "answers": ["x"], "answers": []}', "a key stands twice"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_line_of_json_that_says_two_things_or_never_ends_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "q.jsonl").write_text(line + "\n", "utf-8")

    with pytest.raises(EvalCaseError, match=rf"q\.jsonl, line 1: .*{message}"):
        load_cases(tmp_path / "q.jsonl", ARTICLES.__getitem__)


def test_a_reason_why_an_article_cannot_be_read_is_passed_on(tmp_path: Path) -> None:
    def read(file: str) -> str:
        raise ArticleError(file, "binary file")

    path = write(tmp_path, "- {id: x, question: Q, evidence: [{files: [a.txt]}]}")

    with pytest.raises(EvalCaseError, match="binary file") as caught:
        load_cases(path, read)
    assert isinstance(caught.value.__cause__, ArticleError)


@pytest.mark.parametrize("name", ["gone.yaml", "gone", "gone.jsonl"])
def test_a_missing_question_set_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvalCaseError, match=f"{name}: no such question set"):
        load_cases(tmp_path / name)


def test_a_folder_that_is_no_question_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"a folder must be a BEIR set, with corpus\.jsonl"):
        load_cases(tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"'\.txt' is no question set"):
        load_cases(write(tmp_path, "Who?", "questions.txt"))
    with pytest.raises(EvalCaseError, match="neither SQuAD"):
        load_cases(write(tmp_path, "{}", "questions.json"))


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(EvalCaseError, match=r"q\.yaml: cannot be read"):
        load_cases(path)


def test_what_is_left_empty_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (case,) = load(tmp_path, "- id: x\n  question: Q\n  answers: []\n  filters:\n  asked_on: null\n  history: []\n")

    assert case == EvalCase("x", "Q", answers=())
