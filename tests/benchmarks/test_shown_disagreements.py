"""What counts as a disagreement rightly shown."""

from benchmarks.disagreements import read_shown, table_of
from benchmarks.fit_disagreements import Found, fit
from benchmarks.fit_disagreements import table_of as thresholds
from qa_assistant.answering.scoring import LogisticModel

SIDES = {"fire/dead": ["two", "5"], "fire/acres": ["1,200 acres", "1,450 acres"]}


def row(case: str, kind: str, *conflicts: str, refused: bool = False) -> dict[str, object]:
    return {"id": case, "kind": kind, "question": case, "refused": refused, "conflicts": list(conflicts)}


def test_a_disagreement_is_right_where_both_labelled_values_are_named() -> None:
    rows = [
        row("fire/dead", "conflict", "Post (4 May) says two; Herald (5 May) says 5.", "Post says 9; Herald says 12."),
        row("fire/acres", "superseded", "Post (9 May) says 1,450 (earlier reported as 1,200 by Herald, 4 May)."),
        row("fire/cause", "single", "Post (4 May) says two; Herald (5 May) says 5."),
        row("fire/why", "single"),
    ]

    dead, acres, cause, why = read_shown({"rows": rows}, SIDES)

    assert dead.right == dead.summaries[:1]
    assert acres.is_ordered
    assert cause.summaries
    assert not cause.right
    assert not why.summaries
    assert [list(column.cells) for column in table_of([dead, acres, cause, why]).columns][1] == [
        "0.500", "1.000", "1.000", "1.000", "0.500",
    ]  # fmt: skip


def test_days_of_the_reports_and_parts_of_numbers_are_no_values() -> None:
    rows = [
        row("fire/dead", "conflict", "Post (5 May) says two; Herald (7 May) says 9."),
        row("fire/dead", "conflict", "Post (4 May) says two; Herald (7 May) says 15."),
        row("fire/dead", "conflict", "Post (4 May) says two; Herald (7 May) says 5 people."),
    ]

    assert [bool(shown.right) for shown in read_shown({"rows": rows}, SIDES)] == [False, False, True]


def test_the_wrong_way_round_is_not_told_rightly() -> None:
    wrong = row("fire/acres", "superseded", "Post (9 May) says 1,200 (earlier reported as 1,450 by Herald, 4 May).")

    (shown,) = read_shown({"rows": [wrong]}, SIDES)

    assert shown.right
    assert not shown.is_ordered


def test_nothing_is_shown_beside_a_refusal() -> None:
    refused = row("fire/dead", "conflict", "Post says two; Herald says 5.", refused=True)

    (shown,) = read_shown({"rows": [refused]}, SIDES)

    assert shown.summaries == ()


def found(case: str, alike: float, *, is_right: bool) -> Found:
    return Found("newsroom", case, {"alike": alike, "noise": 1.0 - alike}, is_right)


def test_a_sign_may_only_speak_for_a_disagreement() -> None:
    examples = [found(f"e{n}/q", alike, is_right=alike > 0) for n, alike in enumerate((-2.0, -1.0, 1.0, 2.0))]

    model = LogisticModel.of(fit(examples))

    assert min(model.weights) == 0.0
    assert model.probability(examples[-1].features) > 0.5 > model.probability(examples[0].features)


def test_of_each_question_the_likeliest_counts() -> None:
    examples = [found("a/1", 1, is_right=True), found("a/1", 0, is_right=False), found("b/2", 0, is_right=False)]

    table = thresholds(examples, [0.9, 0.8, 0.45])

    columns = [list(column.cells) for column in table.columns]
    assert columns[0][0] == "0.2"
    assert columns[1] == ["2", "2", "2", "2", "1", "1"]
    assert columns[2][-1] == "1.00"
