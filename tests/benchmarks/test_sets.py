"""How the benchmark sets are divided."""

from pathlib import Path

import pytest

from benchmarks.sets import CONVERSATIONS, OWN_SETS, PUBLIC_SETS, ROOT, SAMPLES, UNSEEN, WHETHER, half_of, load_set
from qa_assistant.errors import EvalCaseError
from qa_assistant.evaluation import EvalCase, Evidence, check_cases
from qa_assistant.ingest import read_article


def case(name: str = "one", file: str = "00-0.md") -> EvalCase:
    return EvalCase(name, "Who?", evidence=(Evidence((file,)),))


@pytest.mark.parametrize(("file", "half"), [("00-4.md", "dev"), ("07-0.md", "test"), ("12-3.md", "dev")])
def test_xquad_is_divided_by_article(file: str, half: str) -> None:
    assert half_of("xquad", case(file=file)) == half


def test_squad_questions_about_one_paragraph_are_in_the_same_half() -> None:
    halves = {half_of("squad2_500", case(name), "3035bdcbad71") for name in "abcdefgh"}

    assert len(halves) == 1


def test_other_sets_are_divided_by_the_question() -> None:
    halves = {half_of(SAMPLES, case(name)) for name in "abcdefgh"}

    assert halves == {"dev", "test"}


def test_the_samples_fall_into_two_halves_that_share_nothing() -> None:
    samples = load_set(SAMPLES)

    dev, test = samples.of_half("dev"), samples.of_half("test")

    assert not {one.id for one in dev} & {one.id for one in test}
    assert len(dev) + len(test) == len(samples.cases)


def test_the_turns_of_a_conversation_are_in_the_same_half() -> None:
    conversations = load_set(CONVERSATIONS)

    names = [{case.id.split("/")[0] for case in conversations.of_half(half)} for half in ("dev", "test")]

    assert not names[0] & names[1]
    assert min(len(conversations.of_half(half)) for half in ("dev", "test")) > 90


def test_the_conversations_quote_the_sample_articles() -> None:
    cases = load_set(CONVERSATIONS).cases

    assert len(check_cases(cases, lambda file: read_article(ROOT / "articles", file).text)) == len(cases)


@pytest.mark.parametrize("name", [UNSEEN, WHETHER])
def test_questions_by_others_quote_their_articles(name: str) -> None:
    cases = load_set(name).cases

    assert len(check_cases(cases, lambda file: read_article(ROOT / OWN_SETS[name][1], file).text)) == len(cases)


def test_questions_for_yes_or_no_about_one_event_are_in_the_same_half() -> None:
    whether = load_set(WHETHER)

    names = [{case.id.split("/")[0] for case in whether.of_half(half)} for half in ("dev", "test")]

    assert not names[0] & names[1]
    assert {case.kind for case in whether.cases} == {"yes", "no", "unanswerable"}


def test_each_follow_up_as_it_is_meant_says_what_a_rewrite_of_it_must_say() -> None:
    cases = load_set(CONVERSATIONS).cases

    assert [one.id for one in cases if not (one.standalone and one.standalone.is_met_by(one.standalone.question))] == []


def test_a_limit_takes_the_first_questions() -> None:
    samples = load_set(SAMPLES)

    assert samples.of_half("dev", 3) == samples.of_half("dev")[:3]


@pytest.mark.parametrize("name", PUBLIC_SETS)
def test_a_public_set_is_divided_the_same_way_each_time(name: str, shared: Path) -> None:
    first, again = (load_set(name, shared / "data") for _ in range(2))

    assert first.halves == again.halves
    assert first.of_half("dev")
    assert first.of_half("test")


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(EvalCaseError, match="'trivia' is no benchmark set; give one of samples, xquad"):
        load_set("trivia")
