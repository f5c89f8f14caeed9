from qa_assistant.retrieval.fusion import reciprocal_rank_fusion


def test_what_two_rankings_agree_on_comes_first() -> None:
    fused = reciprocal_rank_fusion([["a", "b", "c"], ["b", "d", "a"]], depth=4)

    assert [item for item, _ in fused] == ["b", "a", "d", "c"]


def test_equal_scores_are_ordered_by_id() -> None:
    fused = reciprocal_rank_fusion([["z"], ["y"]], depth=2)

    assert [item for item, _ in fused] == ["y", "z"]


def test_no_more_than_depth_comes_back() -> None:
    assert len(reciprocal_rank_fusion([["a", "b", "c"]], depth=2)) == 2
