from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from qa_assistant.errors import ArticleError
from qa_assistant.evaluation import EvalCase, Evidence, Standalone, check_cases, metrics, scores
from qa_assistant.schema import Answer, Sentence

from .builders import ARTICLES, DISAGREEMENT, QUOTE, citation, make_case, passage, refuse, say

READ = ARTICLES.__getitem__
UNANSWERABLE = make_case(answers=(), files=())
UNKNOWN = make_case(answers=None)
OTHER, DEAL, WIRE = passage("other.txt"), passage("deal.txt"), passage("wire.txt")
TWO = EvalCase("two", "?", answers=("x",), evidence=(Evidence(("deal.txt",)), Evidence(("wire.txt",))))


def test_answer_match_finds_any_accepted_answer() -> None:
    assert metrics.answer_match(make_case(answers=("$9", "40 billion")), say()) == 1.0


def test_answer_match_is_zero_for_another_answer() -> None:
    assert metrics.answer_match(make_case(answers=("$4 billion",)), say()) == 0.0


def test_answer_match_does_not_count_citation_markers() -> None:
    assert metrics.answer_match(make_case(answers=("1",)), say("Nothing.", [citation("deal.txt", QUOTE)])) == 0.0


def test_answer_match_reads_the_text_of_an_answer_without_sentences() -> None:
    assert metrics.answer_match(make_case(answers=("1",)), Answer("?", "?", "Only 1. [2]")) == 1.0


def test_a_refused_answerable_case_matches_nothing_even_by_its_own_words() -> None:
    case = make_case(answers=("articles",))

    assert metrics.answer_match(case, refuse()) == 0.0
    assert metrics.token_f1(case, refuse()) == 0.0


def test_token_f1_takes_the_best_accepted_answer() -> None:
    # "They signed" against "they signed it": 2 shared of 2 and 3 words
    assert metrics.token_f1(make_case(answers=("zero", "they signed it")), say("They signed")) == pytest.approx(4 / 5)


@pytest.mark.parametrize("case", [UNANSWERABLE, UNKNOWN])
def test_answer_metrics_need_a_known_answer(case: EvalCase) -> None:
    assert metrics.answer_match(case, say()) is None
    assert metrics.token_f1(case, say()) is None


def test_hit_rate_looks_at_files_of_the_first_k_passages() -> None:
    answer = say(passages=[OTHER, passage("deal.txt", 0, 5)])

    assert metrics.hit_rate(make_case(), answer, 1) == 0.0
    assert metrics.hit_rate(make_case(), answer, 2) == 1.0


def test_mrr_wants_the_passage_to_hold_half_of_the_quote() -> None:
    start = ARTICLES["deal.txt"].find(QUOTE)
    too_little, enough = passage("deal.txt", 0, start + 14), passage("deal.txt", 0, start + 15)

    assert len(QUOTE) == 30
    assert metrics.mrr(make_case(), say(passages=[OTHER, too_little, enough])) == pytest.approx(1 / 3)


def test_mrr_without_a_relevant_passage_is_zero() -> None:
    assert metrics.mrr(make_case(), say(passages=[OTHER])) == 0.0


def test_evidence_without_a_quote_is_found_by_file() -> None:
    assert metrics.mrr(make_case(quote=None), say(passages=[passage("deal.txt", 0, 5)])) == 1.0


def test_an_alternative_file_in_other_words_holds_the_quote_by_its_words() -> None:
    case = make_case(files=("deal.txt", "wire.txt"))

    assert metrics.mrr(case, say(passages=[WIRE])) == 1.0
    assert metrics.mrr(case, say(passages=[passage("wire.txt", 60)])) == 0.0


@pytest.mark.parametrize("quote", [QUOTE, None])
def test_a_passage_of_a_copy_of_the_evidence_counts_as_a_citation_of_it_does(quote: str | None) -> None:
    copy, other = replace(WIRE, also_in=("deal.txt",)), replace(OTHER, also_in=("somewhere.txt",))
    answer = say(passages=[copy], citations=[citation("wire.txt", "signed an agreement of $40 billion", ("deal.txt",))])
    case = make_case(quote=quote)

    assert metrics.citation_precision(case, answer) == 1.0
    assert metrics.hit_rate(case, answer, 1) == metrics.mrr(case, answer) == 1.0
    assert metrics.hit_rate(case, say(passages=[other]), 1) == metrics.mrr(case, say(passages=[other])) == 0.0


def test_a_copy_that_lacks_the_words_of_the_evidence_is_not_ranked() -> None:
    copy = replace(passage("wire.txt", 60), also_in=("deal.txt",))

    assert metrics.mrr(make_case(), say(passages=[copy])) == 0.0


def test_ndcg_gains_each_entry_once_at_its_first_passage() -> None:
    answer = say(passages=[DEAL, DEAL, WIRE])

    assert metrics.ndcg(TWO, answer, 10) == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)))


def test_ndcg_cuts_the_best_possible_at_k_too() -> None:
    assert metrics.ndcg(TWO, say(passages=[DEAL, OTHER, WIRE]), 1) == 1.0


def test_ndcg_of_a_passage_that_holds_two_entries_is_not_above_one() -> None:
    case = EvalCase("both", "?", answers=("x",), evidence=(Evidence(("deal.txt",)), Evidence(("deal.txt",))))

    assert metrics.ndcg(case, say(passages=[DEAL]), 10) == 1.0


def test_evidence_recall_is_the_share_of_entries_found() -> None:
    answer = say(passages=[DEAL, OTHER, WIRE])

    assert [metrics.evidence_recall(TWO, answer, k) for k in (1, 2, 3)] == [0.5, 0.5, 1.0]


def test_retrieval_metrics_hold_for_refused_and_unknown_answers() -> None:
    assert metrics.evidence_recall(make_case(), refuse([DEAL]), 1) == 1.0
    assert metrics.evidence_recall(UNKNOWN, say(passages=[DEAL]), 1) == 1.0


def test_evidence_metrics_do_not_apply_to_unanswerable_cases_or_without_evidence() -> None:
    related = make_case(answers=())
    bare = make_case(files=())

    assert {metrics.mrr(case, say(passages=[DEAL])) for case in (UNANSWERABLE, related, bare)} == {None}
    assert {metrics.citation_recall(case, say()) for case in (UNANSWERABLE, related, bare)} == {None}


def test_citation_precision_is_the_share_of_citations_in_evidence_files() -> None:
    cited = [citation("deal.txt", "Background."), citation("other.txt", "The weather")]

    assert metrics.citation_precision(make_case(), say(citations=cited)) == 0.5


def test_citation_precision_counts_a_copy_of_an_evidence_file() -> None:
    assert metrics.citation_precision(make_case(), say(citations=[citation("wire.txt", "In", ("deal.txt",))])) == 1.0


def test_citation_precision_does_not_apply_without_citations() -> None:
    assert metrics.citation_precision(make_case(), refuse()) is None


def test_citation_recall_wants_the_cited_words_to_be_the_quoted_ones() -> None:
    sentence = citation("deal.txt", "They signed a $40 billion agreement in Tehran.")
    elsewhere = citation("deal.txt", "Nothing else was said.")

    assert metrics.citation_recall(make_case(), say(citations=[sentence])) == 1.0
    assert metrics.citation_recall(make_case(), say(citations=[elsewhere])) == 0.0


def test_citation_recall_accepts_one_sentence_of_a_longer_quote() -> None:
    case = make_case(quote="They signed a $40 billion agreement in Tehran. Nothing else was said.")

    assert metrics.citation_recall(case, say(citations=[citation("deal.txt", "Nothing else was said.")])) == 1.0


def test_citation_recall_accepts_a_copy_that_shares_most_words() -> None:
    copy = citation("wire.txt", "they have signed an agreement of $40 billion", also_in=("deal.txt",))
    off_topic = citation("wire.txt", "Weather follows.", also_in=("deal.txt",))

    assert metrics.citation_recall(make_case(), say(citations=[copy])) == 1.0
    assert metrics.citation_recall(make_case(), say(citations=[off_topic])) == 0.0


def test_citation_recall_of_a_refused_answerable_case_is_zero() -> None:
    assert metrics.citation_recall(make_case(), refuse()) == 0.0


def test_citation_exact_compares_quotes_with_the_article() -> None:
    right, shifted = citation("deal.txt", QUOTE), citation("deal.txt", QUOTE, shift=1)

    assert metrics.citation_exact(say(citations=[right, shifted]), READ) == 0.5


def test_citation_exact_of_an_article_that_does_not_exist_is_zero() -> None:
    def read(file: str) -> str:
        raise ArticleError(file, "no such article")

    assert metrics.citation_exact(say(citations=[citation("deal.txt", QUOTE)]), read) == 0.0


def test_citation_exact_does_not_apply_without_citations() -> None:
    assert metrics.citation_exact(refuse(), READ) is None


def test_refusals_of_unanswerable_cases_are_right() -> None:
    assert metrics.refusal_precision(UNANSWERABLE, refuse()) == 1.0
    assert metrics.refusal_recall(UNANSWERABLE, refuse()) == 1.0
    assert metrics.refusal_recall(UNANSWERABLE, say()) == 0.0


def test_refusals_of_answerable_cases_are_wrong() -> None:
    assert metrics.refusal_precision(make_case(), refuse()) == 0.0
    assert metrics.wrong_refusals(make_case(), refuse()) == 1.0
    assert metrics.wrong_refusals(make_case(), say()) == 0.0


def test_refusal_metrics_do_not_apply_where_there_is_nothing_to_judge() -> None:
    assert metrics.refusal_precision(make_case(), say()) is None
    assert metrics.refusal_recall(make_case(), refuse()) is None
    assert metrics.wrong_refusals(UNANSWERABLE, refuse()) is None
    assert {metrics.refusal_precision(UNKNOWN, refuse()), metrics.wrong_refusals(UNKNOWN, refuse())} == {None}


def test_a_follow_up_is_understood_if_it_says_what_it_needs_and_nothing_of_another_turn() -> None:
    case = make_case(
        standalone=Standalone("Who signed the deal?", needs=(("sign",), ("deal", "pact")), omits=("Kyiv",))
    )

    scores = [
        metrics.standalone_match(case, replace(say(), standalone_question=question))
        for question in (
            "Who Signed the pact?",
            "Who signed it?",
            "Who signed the deal in Kyiv?",
            "Who assigned a deal?",
        )
    ]

    assert scores == [1.0, 0.0, 0.0, 0.0]
    assert metrics.standalone_match(make_case(), say()) is None


def test_conflict_recall_asks_for_a_reported_disagreement() -> None:
    case = make_case(conflict=True)

    assert metrics.conflict_recall(case, say(conflicts=(DISAGREEMENT,))) == 1.0
    assert metrics.conflict_recall(case, say()) == 0.0
    assert metrics.conflict_recall(make_case(), say()) is None


def test_sentences_are_counted_in_answers_that_are_not_refused() -> None:
    two = Answer("?", "?", "A. B.", sentences=(Sentence("A.", (), 1.0), Sentence("B.", (), 1.0)))

    assert metrics.sentences(two) == 2.0
    assert metrics.sentences(refuse()) is None


def test_seconds_are_the_total_the_answer_tells() -> None:
    assert metrics.seconds(say(seconds={"total": 0.25, "rerank": 0.2})) == 0.25
    assert metrics.seconds(say()) is None


def test_scores_holds_what_applies_at_every_depth_in_the_order_of_the_names() -> None:
    found = scores(make_case(), say(citations=[citation("deal.txt", QUOTE)], passages=[DEAL]), read=READ, depths=(1, 4))

    assert list(found) == [
        *("answer_match", "token_f1", "hit_rate@1", "hit_rate@4", "mrr", "ndcg@1", "ndcg@4", "evidence_recall@1"),
        *(
            "evidence_recall@4",
            "citation_precision",
            "citation_recall",
            "citation_exact",
            "wrong_refusals",
            "sentences",
        ),
    ]


def test_scores_leaves_out_citation_exact_without_articles() -> None:
    assert "citation_exact" not in scores(make_case(), say(citations=[citation("deal.txt", QUOTE)]))


def test_evidence_that_was_never_looked_up_is_found_by_its_words() -> None:
    unchecked = EvalCase("deal", "?", answers=("x",), evidence=(Evidence(("deal.txt",), QUOTE),))

    assert metrics.mrr(unchecked, say(passages=[DEAL])) == 1.0
    assert metrics.citation_recall(unchecked, say(citations=[citation("deal.txt", QUOTE)])) == 1.0


def test_every_occurrence_of_a_quote_counts() -> None:
    articles = {"deal.txt": f"{QUOTE}. " + "x " * 50 + QUOTE}
    case = check_cases([EvalCase("deal", "?", evidence=(Evidence(("deal.txt",), QUOTE),))], articles.__getitem__)[0]

    assert [start for _, (start, _) in case.evidence[0].spans] == [0, 132]
