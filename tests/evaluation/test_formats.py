from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import frontmatter
import pytest

from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation import (
    Document,
    EvalCase,
    Evidence,
    check_cases,
    load_cases,
    load_question_set,
    read_beir,
    read_multihop_rag,
    read_squad,
    write_articles,
)

if TYPE_CHECKING:
    from pathlib import Path

SQUAD: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Warsaw_Uprising",
            "paragraphs": [
                {
                    "context": "\ufeffIt lasted 63 days.",
                    "qas": [
                        {
                            "id": "a",
                            "question": " How long? ",
                            "answers": [
                                {"text": "63 days", "answer_start": 10},
                                {"text": "63", "answer_start": 10},
                                {"text": "63", "answer_start": 10},
                            ],
                        },
                        {"id": "b", "question": "Who won?", "answers": [], "is_impossible": True},
                    ],
                }
            ],
        }
    ],
}
ARTICLE = {"title": "A deal", "source": "CNN", "author": "", "published_at": "2022-07-19T15:57:00+00:00", "url": "u/1"}
HOPS: list[dict[str, Any]] = [
    {
        "query": "Who signed?",
        "answer": "Gazprom",
        "question_type": "inference_query",
        "evidence_list": [{**ARTICLE, "fact": "Gazprom signed."}, {**ARTICLE, "fact": "It is worth billions."}],
    },
    {"query": "And who did not?", "answer": "Insufficient information.", "question_type": "null_query"},
]
CORPUS = '{"_id": "d1", "title": "One", "text": "First."}\n{"_id": "d2", "title": "", "text": "Second."}\n'


def as_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def beir(folder: Path, queries: str, qrels: str, corpus: str = CORPUS) -> Path:
    (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels, encoding="utf-8")
    return folder


def test_a_squad_paragraph_is_a_document_and_its_questions_are_cases(tmp_path: Path) -> None:
    found = read_squad(as_json(tmp_path / "squad.json", SQUAD))

    assert found.documents == (Document("00-0", "Warsaw Uprising", "It lasted 63 days."),)
    assert found.cases == (
        EvalCase("a", "How long?", "single", answers=("63 days", "63"), evidence=(Evidence(("00-0.md",)),)),
        EvalCase("b", "Who won?", "unanswerable", answers=()),
    )


def test_a_squad_question_without_answers_is_unknown_and_one_with_none_impossible(tmp_path: Path) -> None:
    asked = [{"id": "a", "question": "Who?"}, {"id": "b", "question": "Why?", "answers": []}]
    file = as_json(tmp_path / "s.json", {"data": [{"paragraphs": [{"context": "It rained.", "qas": asked}]}]})
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())  # a byte order mark changes nothing

    first, second = load_question_set(file).cases

    assert (first.answers, first.kind, first.evidence) == (None, "single", (Evidence(("00-0.txt",)),))
    assert (second.answers, second.kind, second.evidence) == ((), "unanswerable", ())


def test_a_squad_file_is_recognised(tmp_path: Path) -> None:
    assert [case.id for case in load_cases(as_json(tmp_path / "any.json", SQUAD))] == ["a", "b"]


def test_plain_beir_measures_retrieval_of_the_questions_of_its_split(tmp_path: Path) -> None:
    queries = '{"_id": "q1", "text": "Which?"}\n{"_id": "q2", "text": "In another split"}\n'

    found = load_question_set(beir(tmp_path, queries, "q1\td1\t2\nq1\td2\t1\nq2\td2\t0\n"))

    assert found.cases == (
        EvalCase("q1", "Which?", "multi", answers=None, evidence=(Evidence(("d1.md",)), Evidence(("d2.txt",)))),
    )


def test_a_relevant_document_counts_once_however_often_it_is_named(tmp_path: Path) -> None:
    corpus = CORPUS.replace('"text": "First."', '"text": "First.", "metadata": {"published_at": ""}')
    folder = beir(tmp_path, '{"_id": "q1", "text": "Which?", "answers": [" "]}\n', "q1\td1\t1\nq1\td1\t2\n", corpus)

    (case,) = read_beir(folder).cases

    assert (case.answers, case.evidence) == (None, (Evidence(("d1.md",)),))


def test_beir_qrels_may_stand_in_a_folder_of_splits(tmp_path: Path) -> None:
    beir(tmp_path, '{"_id": "q1", "text": "Which?"}\n', "q1\td1\t1\n")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels.tsv").rename(tmp_path / "qrels" / "dev.tsv")

    assert read_beir(tmp_path, split="dev").cases[0].evidence == (Evidence(("d1.md",)),)
    with pytest.raises(EvalCaseError, match=r"neither qrels\.tsv nor qrels/test\.tsv"):
        read_beir(tmp_path)


def test_beir_with_answers_facts_and_unanswerable_questions(tmp_path: Path) -> None:
    queries = (
        '{"_id": "q1", "text": "Which?", "answers": ["one"], "type": "temporal_query", "answerable": true,'
        ' "evidence": [{"fact": "First.", "doc": "d1"}, {"fact": "not there", "doc": "d2"}]}\n'
        '{"_id": "q2", "text": "Why?", "answers": ["Insufficient"], "answerable": false}\n'
    )

    first, second = read_beir(beir(tmp_path, queries, "q1\td1\t1\n")).cases

    assert first.answers == ("one",)
    assert first.kind == "temporal"
    assert first.evidence == (Evidence(("d1.md",), "First."), Evidence(("d2.txt",)))
    assert (second.kind, second.answers, second.evidence) == ("unanswerable", (), ())


def test_a_beir_mistake_is_named_with_id_and_line(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"queries\.jsonl, line 1, case 'q1': document 'd9' is not in"):
        read_beir(beir(tmp_path, '{"_id": "q1", "text": "Which?"}\n', "q1\td9\t1\n"))
    with pytest.raises(EvalCaseError, match=r"queries\.jsonl, line 2: text: Field required"):
        read_beir(beir(tmp_path, '{"_id": "q1", "text": "Which?"}\n{"_id": "q2"}\n', "q1\td1\t1\n"))
    with pytest.raises(EvalCaseError, match=r"qrels\.tsv: expected columns query-id, corpus-id, score"):
        read_beir(beir(tmp_path, '{"_id": "q1", "text": "Which?"}\n', "q1\td1\tmuch\n"))


def test_multihop_rag_without_its_corpus_makes_stubs_of_the_evidence(tmp_path: Path) -> None:
    found = read_multihop_rag(as_json(tmp_path / "MultiHopRAG.json", HOPS))

    text = "Gazprom signed.\nIt is worth billions."
    assert found.documents == (Document("0000", "A deal", text, "CNN", None, date(2022, 7, 19)),)
    assert found.cases == (
        EvalCase(
            id="0",
            question="Who signed?",
            kind="inference",
            answers=("Gazprom",),
            evidence=(Evidence(("0000.md",), "Gazprom signed."), Evidence(("0000.md",), "It is worth billions.")),
        ),
        EvalCase("1", "And who did not?", "null", answers=()),
    )


def test_multihop_rag_takes_the_corpus_beside_it(tmp_path: Path) -> None:
    as_json(tmp_path / "corpus.json", [{**ARTICLE, "body": "On Tuesday Gazprom signed.\n\nIt is worth $40 billion."}])

    found = load_question_set(as_json(tmp_path / "MultiHopRAG.json", HOPS))

    assert found.documents[0].text == "On Tuesday Gazprom signed.\n\nIt is worth $40 billion."
    assert found.cases[0].evidence == (Evidence(("0000.md",), "Gazprom signed."), Evidence(("0000.md",)))


def test_multihop_rag_evidence_outside_the_corpus_is_named(tmp_path: Path) -> None:
    corpus = as_json(tmp_path / "corpus.json", [{**ARTICLE, "url": "u/2", "body": "Other."}])

    with pytest.raises(EvalCaseError, match=r"case '0': article 'u/1' is not in .*corpus\.json"):
        read_multihop_rag(as_json(tmp_path / "MultiHopRAG.json", HOPS), corpus)


def test_a_file_of_the_wrong_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"squad\.json: not of the expected format: data\.0\.paragraphs"):
        read_squad(as_json(tmp_path / "squad.json", {"data": [{"title": "x"}]}))
    with pytest.raises(EvalCaseError, match=r"gone\.json: cannot be read"):
        read_squad(tmp_path / "gone.json")
    with pytest.raises(EvalCaseError, match="holds no questions"):
        read_squad(as_json(tmp_path / "squad.json", {"data": []}))


def test_documents_are_written_as_articles(tmp_path: Path) -> None:
    plain = Document("a/b c", "", "Just\r\ntext.")
    full = Document("d", 'Quotes "and": colons', "Body.", "CNN", "A. Writer", date(2022, 7, 19))

    paths = write_articles([plain, full], tmp_path / "articles")

    assert [path.name for path in paths] == ["a_b_c.txt", "d.md"]
    assert paths[0].read_bytes() == b"Just\r\ntext."
    post = frontmatter.load(str(paths[1]))
    assert post.content == "Body."
    assert post.metadata == {
        "title": 'Quotes "and": colons',
        "outlet": "CNN",
        "author": "A. Writer",
        "date": date(2022, 7, 19),
    }


def test_documents_of_the_same_file_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    with pytest.raises(EvalCaseError, match=r"'a b' and 'a/b' would both be a_b\.txt"):
        write_articles([Document("a b", "", "One"), Document("a/b", "", "Two")], tmp_path)


def test_xquad_is_read_whole(shared: Path) -> None:
    english = load_question_set(shared / "data" / "xquad" / "xquad.en.json")
    spanish = load_question_set(shared / "data" / "xquad" / "xquad.es.json")
    normalized = load_question_set(shared / "data" / "xquad" / "normalized")

    assert {(len(found.documents), len(found.cases)) for found in (english, spanish, normalized)} == {(240, 1190)}
    assert [case.answers for case in english.cases] == [case.answers for case in normalized.cases]


def test_squad2_is_read_whole(shared: Path) -> None:
    found = load_question_set(shared / "data" / "squad2_500" / "normalized")

    assert (len(found.documents), len(found.cases)) == (411, 500)
    assert sum(case.is_answerable is False for case in found.cases) == 258


def test_multihop_rag_is_read_whole(shared: Path) -> None:
    found = load_question_set(shared / "data" / "multihop_rag_500" / "normalized")
    texts = {document.file: document.text for document in found.documents}

    assert (len(found.documents), len(found.cases)) == (326, 244)
    assert {case.kind for case in found.cases} == {"inference", "comparison", "temporal", "null"}
    assert sum(case.is_answerable is False for case in found.cases) == 34
    assert (
        sum(bool(entry.spans) for case in check_cases(found.cases, texts.__getitem__) for entry in case.evidence) == 565
    )
    assert all(document.outlet and document.published for document in found.documents)


def test_twowiki_is_read_whole(shared: Path) -> None:
    found = load_question_set(shared / "data" / "twowiki_101" / "normalized")

    assert (len(found.documents), len(found.cases)) == (6119, 101)
    assert sum(len(case.evidence) for case in found.cases) == 248
    assert {case.answers for case in found.cases} == {None}
