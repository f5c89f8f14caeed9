"""The floor under disagreements in answers: sixteen events as four outlets each report them, asked of the assistant.

What was measured when the floor was set stands in docs/benchmarks.md; of the test half nothing is asked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from benchmarks.disagreements import SIDES, Shown
from benchmarks.sets import NEWSROOM, OWN_SETS, ROOT, load_set
from qa_assistant import Assistant, Config

if TYPE_CHECKING:
    from qa_assistant.evaluation import EvalCase

# more than a hundred questions: a quarter of an hour where the processor is slow and busy
pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

OTHERS = 5
"""Of the questions without a disagreement one in so many is asked."""
LEAST_SHOWN, LEAST_RIGHT, MOST_ELSEWHERE = 0.42, 0.75, 0.1


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    sides: dict[str, list[str]] = yaml.safe_load(SIDES.read_text("utf-8"))
    articles, store = ROOT / OWN_SETS[NEWSROOM][1], tmp_path_factory.mktemp("newsroom")
    assistant = Assistant.open(Config(articles_dir=articles, vectorstore_dir=store))
    assistant.sync()
    cases = load_set(NEWSROOM).of_half("dev")
    others = [case for case in cases if case.id not in sides][::OTHERS]

    def ask(case: EvalCase) -> Shown:
        answer = assistant.ask(case.question)
        labelled = sides.get(case.id)
        summaries = () if answer.refused else tuple(one.summary for one in answer.conflicts)
        return Shown(case.question, case.kind, (labelled[0], labelled[1]) if labelled else None, summaries)

    return [ask(case) for case in [*(case for case in cases if case.id in sides), *others]]


def test_about_half_of_the_disagreements_are_shown(shown: list[Shown]) -> None:
    labelled = [one for one in shown if one.sides]

    assert len(labelled) == 66
    assert sum(bool(one.right) for one in labelled) >= LEAST_SHOWN * len(labelled)


def test_most_of_what_is_shown_is_right(shown: list[Shown]) -> None:
    each = [summary in one.right for one in shown if one.sides for summary in one.summaries]

    assert sum(each) >= LEAST_RIGHT * len(each)


def test_few_are_shown_where_nobody_disagrees(shown: list[Shown]) -> None:
    others = [one for one in shown if not one.sides]

    assert len(others) >= 40
    assert sum(bool(one.summaries) for one in others) <= MOST_ELSEWHERE * len(others)
