"""Compare what two articles say in answer to a question: the same, something else, or another value."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from qa_assistant.answering.amounts import differ, people
from qa_assistant.answering.finding import ABSENT
from qa_assistant.answering.likeness import Compared, features, fitted_likeness
from qa_assistant.answering.replacing import later_of, newer_of
from qa_assistant.answering.sayings import are_in_same_words, are_set_apart, pairs_of
from qa_assistant.answering.statements import content_words
from qa_assistant.answering.verdicts import is_closed, verdict
from qa_assistant.models import as_pointing
from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_assistant.answering.amounts import Amount
    from qa_assistant.answering.likeness import Mention
    from qa_assistant.answering.replacing import Newer
    from qa_assistant.answering.sayings import Saying
    from qa_assistant.models import Embedder, Reranker
    from qa_assistant.schema import Passage

    Least = Callable[[Amount, Amount, bool], float]

Relation = Literal["conflict", "supersedes", "same", "unrelated"]

Asked = Literal["nothing", "embedder", "judge"]
"""Which models are asked about two values: none, the embedder, or the embedder and the judge."""
ASKED: tuple[Asked, ...] = ("nothing", "embedder", "judge")
"""In this order: each knows more than the one before, and costs more."""
SAME_THING = 0.55
"""Probability from which two values count as given for the same thing."""
SAME_VALUE = 0.3
"""The same where the values agree: two that are given for different things rarely do."""
SAME_THING_TOLD = 0.25
"""The same where one sentence names the other's value as what was said before."""
THOUGH_SET_APART = 0.9
"""The same where words around two values tell that they are given for different things."""
UNNAMED = 0.8
"""How alike things are taken to be where a sentence does not name them."""
SETTLES = 0.0
"""The judge's log-odds from which a sentence settles a question for yes or no."""
DOES_NOT = -5.0
"""The same under which a value surely does not answer."""
SURELY_ANSWERS = 2.0
"""The same from which values that are set apart answer all the same."""
_DISPUTES = re.compile(
    r"\b(?:contradict(?:s|ed|ing)|disput(?:es?|ed|ing)|contrary to|at odds with|den(?:y|ies|ied|ying)|contest(?:s|ed)"
    r"|reject(?:s|ed|ing)|call(?:s|ed|ing)\b.{0,40}\b(?:wrong|false|untrue|a lie))\b",
    re.IGNORECASE,
)
"""Who says so speaks against what others say, and does not report how it went on."""
REPLACES = -3.0
"""The judge's log-odds from which a later value holds instead of what was said before."""
SAME_EVENT = 0.75
"""Similarity from which two sentences, what affirms or denies left out, count as about one event."""
ENOUGH_ASKED = 0.5
"""Share of the question's words that a sentence must hold to affirm or deny it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sayings are to each other, and the values that decided it."""

    relation: Relation
    one: Amount | None = None
    other: Amount | None = None
    likeness: float = 0.0
    """Probability that the two values are given for the same thing."""
    newer: Newer | None = None
    """Which of the two supersedes."""


UNRELATED = Comparison("unrelated")


class Comparer:
    """Tells conflicting sayings from those that agree or speak of different things.

    Safe to share between threads.

    Args:
        embedder: says how alike words are.
        reranker: says whether a value answers the question, if it is one that judges.
    """

    def __init__(self, embedder: Embedder, reranker: Reranker | None = None) -> None:
        judge = as_pointing(reranker) if reranker else None
        self._vector = lru_cache(maxsize=1024)(lambda text: embedder.embed_passages([text])[0])
        self._judged = lru_cache(maxsize=1024)(
            lambda question, words, text: judge.verdicts(question, [(words, text)])[0] if judge else None
        )

    def compare(self, question: str, one: Saying, other: Saying, least: Least | None = None) -> Comparison:
        """Return what two sayings of different origins are to each other as far as `question` asks.

        `least` returns for two differing values, and for whether one supersedes the other, the probability of being
        given for the same thing that is asked of them; by default that hangs on their kind. Where less is found early,
        the models that cost more are not asked.
        """
        if is_closed(question):
            return self._compare_verdicts(question, one, other)
        best = UNRELATED
        for mine, theirs in _contested(list(pairs_of(question, one, other))):
            found = self._judge(question, mine, theirs, one, other, least)
            if found.likeness > best.likeness:
                best = found
        return best

    def similarity_of(self, one: Passage, other: Passage) -> float:
        """Return how alike two passages are, as the cosine similarity of what the models read of them."""
        return self._similarity(reading_text(one), reading_text(other))

    def promise(self, question: str, one: Saying, other: Saying) -> float:
        """Return the highest probability at which two sayings might be found to differ; 0 where they cannot.

        It costs no embedding. Sayings that share the value asked for are taken to agree, whatever else they tell.
        """
        if is_closed(question):
            mine, theirs = verdict(one.text), verdict(other.text)
            shared = len(content_words(question) & mine.words & theirs.words)
            return shared / 100 if mine.is_positive != theirs.is_positive else 0.0
        best = 0.0
        for mention, rival in _contested(list(pairs_of(question, one, other))):
            if not differ(mention.amount, rival.amount):
                return 0.0
            if are_in_same_words(mention, rival):
                continue
            probability = self._probability(question, mention, rival, "nothing")
            if probability >= (THOUGH_SET_APART if are_set_apart(question, mention, rival) else SAME_THING_TOLD):
                best = max(best, probability)
        return best

    def _compare_verdicts(self, question: str, one: Saying, other: Saying) -> Comparison:
        """Compare sayings about a question that yes or no answers: one may affirm what the other denies."""
        mine, theirs = verdict(one.text), verdict(other.text)
        asked = content_words(question)
        if any(len(asked & each.words) < ENOUGH_ASKED * len(asked) for each in (mine, theirs)):
            return UNRELATED
        least = self._least(question, *((each.text, each.around or each.text) for each in (one, other)))
        if least is None:
            likeness = self._similarity(mine.text, theirs.text)
            if likeness < SAME_EVENT:
                return UNRELATED
        elif least < SETTLES:
            return UNRELATED
        else:
            likeness = 1 / (1 + math.exp(-least))
        if mine.is_positive == theirs.is_positive:
            return Comparison("same", likeness=likeness)
        newer = _later_of_one_outlet(one, other)
        return Comparison("supersedes" if newer else "conflict", likeness=likeness, newer=newer)

    def _judge(
        self, question: str, mine: Mention, theirs: Mention, one: Saying, other: Saying, asked_of: Least | None
    ) -> Comparison:
        is_other_value = differ(mine.amount, theirs.amount)
        newer, is_told = newer_of(mine, theirs) if is_other_value else (None, False)
        if is_other_value and are_in_same_words(mine, theirs):
            return UNRELATED
        is_doubted = is_other_value and are_set_apart(question, mine, theirs)
        if is_other_value and newer is None:
            newer = _later_of_one_outlet(one, other)
            if newer and mine.amount.measure == "name":
                return UNRELATED  # who else is named later is mostly somebody else
        if is_other_value and asked_of:
            enough = asked_of(mine.amount, theirs.amount, newer is not None)
        elif is_other_value:
            enough = SAME_THING_TOLD if is_told else SAME_THING
        else:
            enough = SAME_VALUE
        if is_doubted:
            enough = max(enough, THOUGH_SET_APART)
        likeness = 0.0
        for asked in ASKED:
            likeness = self._probability(question, mine, theirs, asked)
            if likeness < enough:
                return UNRELATED
        least = self._least_judged(question, mine, theirs)
        if is_doubted and (least is None or least < SURELY_ANSWERS):
            return UNRELATED
        if least is not None and least < DOES_NOT and is_other_value and not is_told:
            return UNRELATED
        if is_other_value and newer is None:
            newer = self._later_word(question, mine, theirs)
        relation: Relation = "same" if not is_other_value else "supersedes" if newer else "conflict"
        return Comparison(relation, mine.amount, theirs.amount, likeness, newer)

    def features(self, question: str, mine: Mention, theirs: Mention, asked: Asked = "judge") -> dict[str, float]:
        """Return what the model of likeness sees; where a model is not asked, at the highest that it could say."""
        if asked == "nothing":
            return features(question, mine, theirs, Compared(1.0, 1.0, 1.0, 1.0, math.inf))
        compared = Compared(
            self._similarity(mine.clause, theirs.clause),
            self._similarity(mine.rest, theirs.rest),
            self._similarity(mine.near, theirs.near),
            self._alike_things(mine.amount, theirs.amount),
            self._least_judged(question, mine, theirs) if asked == "judge" else math.inf,
        )
        return features(question, mine, theirs, compared)

    def _least_judged(self, question: str, mine: Mention, theirs: Mention) -> float | None:
        """Return the log-odds that both values answer."""
        return self._least(question, *((one.amount.text, one.around or one.sentence) for one in (mine, theirs)))

    def _least(self, question: str, *said: tuple[str, str]) -> float | None:
        """Return the log-odds that words, each with the text they stand in, all answer; None where nothing judges."""
        judged = [self._judged(question, words, text) for words, text in said]
        return min((one.answers for one in judged if one is not None), default=None)

    def _later_word(self, question: str, mine: Mention, theirs: Mention) -> Newer | None:
        """Return which of two values is told later, if the judge takes it to hold instead of what was said before."""
        later = later_of(mine.published, theirs.published)
        if later is None:
            return None
        last = mine if later == "one" else theirs
        if _DISPUTES.search(last.sentence):
            return None
        judged = self._judged(question, last.amount.text, last.around or last.sentence)
        return later if judged is not None and judged.replaces >= REPLACES else None

    def _alike_things(self, one: Amount, other: Amount) -> float:
        """Return how alike what two numbers count is: 1 for the same word, and for people whatever they are called."""
        if not one.things or not other.things:
            return UNNAMED
        if one.things & other.things or (people(one.things) and people(other.things)):
            return 1.0
        return self._similarity(" ".join(sorted(one.things)), " ".join(sorted(other.things)))

    def _probability(self, question: str, mine: Mention, theirs: Mention, asked: Asked) -> float:
        return fitted_likeness().probability(self.features(question, mine, theirs, asked))

    def _similarity(self, one: str, other: str) -> float:
        mine: NDArray[np.float32] = self._vector(one)
        return float(mine @ self._vector(other))


def _contested(pairs: Sequence[tuple[Mention, Mention]]) -> list[tuple[Mention, Mention]]:
    """Return the pairs of values without those that both sentences give, unless that is the one that answers.

    "14 killed and 50 injured" and "17 killed and 50 injured" agree on what the reader does not point at.
    """
    alike = [pair for pair in pairs if not differ(pair[0].amount, pair[1].amount)]
    for side in (0, 1):
        read = [pair[side] for pair in pairs if (pair[side].value or 0.0) > ABSENT and pair[side].value is not None]
        likeliest = max(read, key=lambda mention: mention.value or 0.0, default=None)
        if likeliest is None and side:
            continue  # it is read later, if it is compared at all
        if likeliest is None or any(pair[side].amount == likeliest.amount for pair in alike):
            return list(pairs)
    shared = [{pair[side].amount.span for pair in alike} for side in (0, 1)]
    return [pair for pair in pairs if not any(pair[side].amount.span in shared[side] for side in (0, 1))]


def _later_of_one_outlet(one: Saying, other: Saying) -> Newer | None:
    """Return which of two reports by one outlet is the later: it knows what the earlier said."""
    return later_of(one.published, other.published) if one.outlet and one.outlet == other.outlet else None
