from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from qa_assistant.errors import ConfigError
from qa_assistant.evaluation import (
    Cited,
    Expected,
    Miss,
    Report,
    Row,
    compare,
    depths_of,
    misses,
    read_floors,
    render_html,
    render_table,
)


def row(name: str, *, kind: str = "single", **metrics: float) -> Row:
    return Row(name, kind, f"Question {name}?", metrics)


GOOD = row("a", answer_match=1.0, wrong_refusals=0.0, seconds=0.1)
BAD = row("b", answer_match=0.0, wrong_refusals=0.0, seconds=0.3)
REFUSED = row("c", kind="unanswerable", refusal_recall=1.0, refusal_precision=1.0, seconds=0.2)
REPORT = Report((GOOD, BAD, REFUSED), {"set": "questions.yaml"})
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> [red]{{ 7 * 7 }}"


def printed(report: Report, **options: object) -> str:
    console = Console(width=200, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as capture:
        console.print(render_table(report, **options))  # type: ignore[arg-type]
    return capture.get()


def test_a_mean_is_over_the_cases_a_metric_applies_to() -> None:
    assert (REPORT.metrics["answer_match"].mean, REPORT.metrics["answer_match"].n) == (0.5, 2)
    assert (REPORT.metrics["refusal_recall"].mean, REPORT.metrics["refusal_recall"].n) == (1.0, 1)


def test_a_mean_has_its_interval_unless_there_is_but_one_case() -> None:
    assert (REPORT.metrics["answer_match"].low, REPORT.metrics["answer_match"].high) == (0.0, 1.0)
    assert REPORT.metrics["refusal_recall"].low is None


def test_metrics_stand_in_their_fixed_order() -> None:
    metrics = {"seconds": 1.0, "hit_rate@10": 1.0, "mrr": 1.0, "hit_rate@5": 1.0, "answer_match": 1.0}

    assert list(Report((Row("a", "single", "Q?", metrics),)).metrics) == [
        "answer_match",
        "hit_rate@5",
        "hit_rate@10",
        "mrr",
        "seconds",
    ]


def test_kinds_are_reported_apart() -> None:
    assert list(REPORT.kinds) == ["single", "unanswerable"]
    assert list(REPORT.kinds["unanswerable"]) == ["refusal_precision", "refusal_recall", "seconds"]


def test_seconds_have_quantiles() -> None:
    assert REPORT.seconds(0.5) == pytest.approx(0.2)
    assert REPORT.seconds(0.95) == pytest.approx(0.29)
    assert Report((row("a"),)).seconds(0.5) is None


def test_a_report_survives_json() -> None:
    full = Row(
        id="d",
        kind="multi",
        question="Q?",
        metrics={"answer_match": 1.0},
        expected=("x",),
        evidence=(Expected(("a.txt",), "x"),),
        asked_with={"asked on": "2022-07-20"},
        standalone_question="Q",
        answer="x [1]",
        citations=(Cited(1, "a.txt", 0, 1, "x"),),
        conflicts=("x or y",),
        retrieved=("a.txt",),
    )
    report = Report((full, replace(GOOD, error="ValueError: no"), REFUSED), {"set": "q"})

    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


def test_the_json_form_has_the_figures_on_top() -> None:
    value = REPORT.to_dict()

    assert (value["cases"], value["failed"], value["errors"]) == (3, 1, 0)
    assert value["metrics"]["answer_match"] == {"mean": 0.5, "n": 2, "low": 0.0, "high": 1.0}
    assert value["kinds"]["single"]["answer_match"]["n"] == 2
    assert value["seconds"]["p50"] == pytest.approx(0.2)


@pytest.mark.parametrize("value", [[], {}, {"format": 99}, {"format": 1, "about": {}, "rows": [{"id": 1}]}])
def test_what_is_no_report_is_refused(value: object) -> None:
    with pytest.raises(ConfigError, match=r"not a report.*evaluate --json"):
        Report.from_dict(value)


def test_a_baseline_shows_what_moved() -> None:
    after = Report((replace(GOOD, metrics={"answer_match": 0.0, "seconds": 0.2}), replace(BAD, metrics=GOOD.metrics)))

    changes = compare(after, REPORT)

    assert changes.fixed == ("b",)
    assert changes.broken == ("a",)
    assert changes.removed == ("c",)
    assert changes.added == ()
    assert (changes.changes["answer_match"].better, changes.changes["answer_match"].worse) == (("b",), ("a",))
    assert changes.changes["answer_match"].difference == 0.0


def test_fewer_seconds_are_better() -> None:
    after = Report((replace(GOOD, metrics={"seconds": 0.05}), replace(BAD, metrics={"seconds": 0.1})))

    change = compare(after, REPORT).changes["seconds"]

    assert change.difference == pytest.approx(-0.125)
    assert (change.n, change.better, change.worse) == (2, ("a", "b"), ())
    assert change.is_certain


def test_a_metric_that_depends_on_the_answer_is_compared_over_the_cases_of_each_run() -> None:
    after = Report((GOOD, replace(BAD, metrics={"refusal_precision": 0.0}), REFUSED))

    change = compare(after, REPORT).changes["refusal_precision"]

    assert (change.before, change.after, change.n) == (1.0, 0.5, 2)
    assert change.better == change.worse == ()


def test_only_shared_cases_are_compared() -> None:
    after = Report((GOOD, row("new", answer_match=0.0)))

    changes = compare(after, REPORT)

    assert changes.added == ("new",)
    assert (changes.changes["answer_match"].before, changes.changes["answer_match"].after) == (1.0, 1.0)
    assert "refusal_recall" not in changes.changes


def test_a_metric_below_its_floor_is_a_miss() -> None:
    found = misses(REPORT, {"answer_match": 0.8, "refusal_recall": 1.0})

    assert found == (Miss("answer_match", 0.8, 0.5),)
    assert str(found[0]) == "answer_match is 0.5000; wanted at least 0.8"


def test_rounding_keeps_no_mean_below_its_floor() -> None:
    assert not misses(Report(tuple(row(name, mrr=0.7) for name in "abc")), {"mrr": 0.7})
    assert misses(Report(tuple(row(name, mrr=0.7) for name in "abc")), {"mrr": 0.7001})


def test_a_metric_that_was_not_measured_is_a_miss() -> None:
    (miss,) = misses(REPORT, {"conflict_recall": 0.5})

    assert str(miss) == "conflict_recall was not measured: it applies to no case; wanted at least 0.5"


def test_floors_are_read_as_they_are_typed() -> None:
    floors = read_floors(["answer_match=0.8", "hit_rate@3 = .9"])

    assert floors == {"answer_match": 0.8, "hit_rate@3": 0.9}
    assert depths_of(floors) == (3,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer_match", "write it as answer_match=0.8"),
        ("answer_match=high", "write it as answer_match=0.8"),
        ("answer_mtach=1", "'answer_mtach' is no metric; there are answer_match, token_f1, hit_rate@k"),
        ("hit_rate=1", "'hit_rate' is no metric"),
        ("hit_rate@0=1", "'hit_rate@0' is no metric"),
        ("mrr@5=1", "'mrr@5' is no metric"),
        ("answer_match=80", "answer_match=80 is no share; give a number from 0 to 1"),
        ("answer_match=nan", "give a number from 0 to 1"),
        ("wrong_refusals=0.1", "less of it is better"),
    ],
)
def test_a_floor_that_cannot_be_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_floors([text])


def test_the_table_shows_metrics_kinds_and_failures() -> None:
    text = printed(REPORT)

    assert re.search(r"answer_match\s+│\s+0\.500\s+│\s+0\.000 … 1\.000\s+│\s+2", text)
    assert "unanswerable (1)" in text
    assert "1 of 3 questions failed:\n  b: no accepted answer in what it says" in text


def test_the_table_shows_baseline_and_misses() -> None:
    after = Report((GOOD, replace(BAD, metrics=GOOD.metrics), REFUSED))

    text = printed(after, comparison=compare(after, REPORT), misses=[Miss("mrr", 0.9, 0.5)])

    assert "+0.500 (+0.000 … +1.000)" in text
    assert "failed in the baseline, pass now: b" in text
    assert "mrr is 0.5000; wanted at least 0.9" in text


def test_the_table_shows_square_brackets_as_they_are() -> None:
    assert "[red]x (1)" in printed(Report((GOOD, row("[bold]i", kind="[red]x", answer_match=0.0))))
    assert "[bold]i: no accepted" in printed(Report((row("[bold]i", answer_match=0.0),)))


def test_the_page_shows_figures_and_failed_questions() -> None:
    page = render_html(REPORT, title="Run of today")

    assert "<h1>Run of today</h1>" in page
    assert 'aria-label="answer_match 0.500"' in page
    assert "Question b?" in page
    assert "Question a?" not in page
    assert "questions.yaml" in page


def test_the_page_draws_bars_for_shares_only() -> None:
    assert render_html(Report((row("a", answer_match=1.0, seconds=1.0, sentences=1.0),))).count("<svg") == 1


def test_the_page_shows_the_baseline() -> None:
    after = Report((replace(GOOD, metrics={"answer_match": 0.0}), BAD))

    page = render_html(after, comparison=compare(after, REPORT))

    assert '<dt>fail now</dt><dd class="bad">a</dd>' in page
    assert "<dt>only in the baseline</dt><dd>c</dd>" in page


def test_hostile_text_is_shown_and_never_run() -> None:
    row_ = Row(
        id=HOSTILE,
        kind=HOSTILE,
        question=HOSTILE,
        metrics={"answer_match": 0.0, "refusal_recall": 1.0},
        expected=(HOSTILE,),
        evidence=(Expected((HOSTILE,), HOSTILE),),
        asked_with={HOSTILE: HOSTILE},
        standalone_question="other" + HOSTILE,
        answer=HOSTILE,
        reason=HOSTILE,
        citations=(Cited(1, HOSTILE, 0, 1, HOSTILE),),
        conflicts=(HOSTILE,),
        retrieved=(HOSTILE,),
    )
    report = Report((row_, replace(row_, id="e", kind="k", error=HOSTILE)), {HOSTILE: HOSTILE})

    page = render_html(report, title=HOSTILE, comparison=compare(report, report))

    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page


class Links(HTMLParser):
    """Collects every tag, and every attribute that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loading: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loading += [name for name, _ in attrs if name in {"src", "href", "srcset", "action", "data"}]


def test_the_page_needs_nothing_from_outside() -> None:
    page, links = render_html(REPORT), Links()

    links.feed(page)

    assert links.loading == []
    assert links.tags.isdisjoint({"script", "link", "iframe", "img", "object"})
    assert "@import" not in page
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page


def test_a_metric_has_one_floor() -> None:
    with pytest.raises(ConfigError, match="answer_match is given two thresholds"):
        read_floors(["answer_match=0.9", "answer_match=0.1"])
