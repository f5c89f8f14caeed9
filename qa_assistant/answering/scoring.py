"""From what the models saw to probabilities, with small logistic models fitted on labelled questions.

There are two pairs of them: for the cross-encoder that the reader was trained on, and for any other.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qa_assistant.answering.asked import asks_whether, counts_asked, is_settled_at_once, offers
from qa_assistant.answering.statements import content_words, names_and_numbers
from qa_assistant.schema import day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_assistant.answering.citing import Quote
    from qa_assistant.answering.finding import Found, Place
    from qa_assistant.answering.judging import Settling
    from qa_assistant.schema import Passage


WORST = -11.5
"""About what the cross-encoder gives a text that has nothing to do with the question."""
LEAST_SHARE = -10.0
"""The logarithm of a share below which it makes no difference how small it is."""
LEAST_SURPLUS = -6.0
"""The same for how much more the reader points at words than at none: it can be this sure of what it misreads."""
LEAST_PEAK = -12.0
"""The same for the reader's value of a sentence that may settle a question for yes or no."""
LEAST_VERDICT = -6.0
"""The same for the judge's log-odds."""


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """Weights of standardised features; `fitted.json` says on what they were fitted."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> LogisticModel:
        """Return a model from the form in which it is stored."""
        names, means, scales, weights = (tuple(stored[key]) for key in ("names", "means", "scales", "weights"))
        return cls(names, means, scales, weights, stored["bias"])

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability, 0…1."""
        total = self.bias
        for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True):
            total += weight * (features[name] - mean) / scale
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Fitted:
    """The models of `fitted.json`."""

    sentence: LogisticModel
    question: LogisticModel
    settling: LogisticModel
    """The first for a question for yes or no that a single sentence may settle."""
    whether: LogisticModel
    """The second for such a question."""
    plain_sentence: LogisticModel
    """For a cross-encoder that the reader was not trained on."""
    plain_question: LogisticModel

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Fitted:
        """Return the models from the form in which they are stored."""
        names = ("sentence", "question", "settling", "whether", "plain_sentence", "plain_question")
        return cls(**{name: LogisticModel.of(stored[name]) for name in names})


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """Return the models that come with the project."""
    stored = json.loads(files("qa_assistant.answering").joinpath("fitted.json").read_text("utf-8"))
    return Fitted.of(stored["models"])


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """What the cross-encoder makes of candidate sentences, each read by itself."""

    alone: tuple[float, ...]
    """The score of each under the title of its article."""
    joined: tuple[float, ...]
    """The score of each after the sentence before it; that of it alone where that one is not at hand."""
    before: Mapping[int, int]
    """For the places of sentences the place of the one before it in its article, where that is a candidate too."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate sentences and what the models make of them: one by one, or where there is a reader, in passages."""

    quotes: tuple[Quote, ...]
    scores: SentenceScores | None = None
    found: Found | None = None
    verdict: float | None = None
    """Log-odds that the words which the reader finds likeliest answer; None where nobody was asked."""
    settling: Mapping[Place, Settling] = field(default_factory=dict)
    """Of the likeliest sentences, where a question is for yes or no."""


@dataclass(frozen=True, slots=True)
class Signals:
    """All that is known about a question and its candidate sentences, as features."""

    sentences: tuple[dict[str, float], ...]
    question: dict[str, float]
    has_common_word: bool
    """Whether any word of the question stands in any passage; none does when it is in another script."""
    is_read: bool = False
    """Whether the features of the reader are among them."""
    settling: tuple[dict[str, float], ...] = ()
    """Features of each sentence where the question is one for yes or no that a single sentence may settle."""

    @property
    def is_settled_at_once(self) -> bool:
        """Whether the question is one for yes or no that a single sentence may settle."""
        return "settled" in self.question

    @classmethod
    def of(cls, question: str, passages: Sequence[Passage], scored: Scored, *, nearest: float) -> Signals:
        """Compute the features.

        Args:
            question: the standalone question.
            passages: all reranked passages, best first, logits in `score`.
            scored: the candidate sentences.
            nearest: cosine similarity of the nearest passage.
        """
        asked = content_words(question)
        best = max(passage.score or 0.0 for passage in passages)
        sentences = []
        for place, quote in enumerate(scored.quotes):
            words = content_words(quote.words)
            score = quote.passage.score or 0.0
            sentences.append(
                {
                    "passage": score,
                    "gap": score - best,
                    "offers": offers(question, quote.words),
                    "counts": counts_asked(question, quote.words),
                    "coverage": _share(asked, words),
                    "length": math.log1p(len(quote.words.split())),
                    "new": math.log1p(len(words - asked)),
                    **_read_alone(scored.scores, place),
                    **_pointed_at(scored.found, quote),
                }
            )
        found = frozenset[str]().union(*(content_words(_all_text(passage)) for passage in passages))
        overall = {"nearest": nearest, "named": _share(names_and_numbers(question), found)}
        if scored.scores:
            overall["sentence"] = max((one["either"] for one in sentences if one["offers"] >= 0), default=WORST)
        if scored.found:
            overall |= {"passage": best, **_looked_for(question, scored, scored.found)}
        settling = tuple(
            _settling(scored.settling.get(quote.place), features)
            for quote, features in zip(scored.quotes, sentences, strict=True)
            if scored.settling
        )
        return cls(tuple(sentences), overall, bool(asked & found), scored.found is not None, settling)


def _settling(one: Settling | None, features: Mapping[str, float]) -> dict[str, float]:
    """Return what speaks for a sentence that may settle the question; one that was not judged is taken not to."""
    peak = max(LEAST_PEAK, features["peak"])
    if one is None:
        return {"settles": LEAST_VERDICT, "alone": WORST, "peak": peak}
    return {"settles": max(LEAST_VERDICT, one.verdict), "alone": one.alone, "peak": peak}


def _read_alone(scores: SentenceScores | None, place: int) -> dict[str, float]:
    """Return what a sentence is worth by itself and after the one before it; nothing where it was not read so."""
    if scores is None:
        return {}
    alone, joined = scores.alone[place], scores.joined[place]
    found = {"alone": alone, "joined": joined, "either": max(alone, joined)}
    if place not in scores.before:
        return {**found, "follows": 0.0, "before": WORST, "gain": 0.0, "adds": 0.0}
    earlier = scores.alone[scores.before[place]]
    more = {"before": earlier, "gain": joined - earlier, "adds": max(0.0, joined - max(earlier, alone))}
    return {**found, "follows": 1.0, **more}


def _pointed_at(found: Found | None, quote: Quote) -> dict[str, float]:
    """Return how much the reader points at a sentence, in itself and beside the others; nothing without a reader."""
    if found is None:
        return {}
    one = found.of(quote.place)
    return {"peak": one.peak, "share": max(LEAST_SHARE, one.mass - found.total), "behind": one.peak - found.best}


def _looked_for(question: str, scored: Scored, found: Found) -> dict[str, float]:
    """Return what reader and judge make of the question.

    No words answer one for yes or no, but a sentence may settle it; nothing is known of one that none can alone.
    """
    surplus = max(LEAST_SURPLUS, found.surplus)
    if is_settled_at_once(question):
        settled = max([LEAST_VERDICT, *(one.verdict for one in scored.settling.values())])
        return {"surplus": surplus, "settled": settled}
    if asks_whether(question):
        return {"several": 1.0, "surplus": 0.0, "verdict": 0.0}
    verdict = LEAST_VERDICT if scored.verdict is None else max(LEAST_VERDICT, scored.verdict)
    return {"several": 0.0, "surplus": surplus, "verdict": verdict}


def _all_text(passage: Passage) -> str:
    # a question may name the day instead of what happened on it
    day = day_in_words(passage.published) if passage.published else ""
    return f"{passage.title} {passage.outlet or ''} {day} {passage.clean_text}"


def _share(wanted: frozenset[str], found: frozenset[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 1.0


def sentence_probabilities(signals: Signals) -> list[float]:
    """Return for each candidate sentence the probability that it holds the answer."""
    if signals.settling:
        return [fitted().settling.probability(features) for features in signals.settling]
    model = fitted().sentence if signals.is_read else fitted().plain_sentence
    return [model.probability(features) for features in signals.sentences]


def answer_probability(signals: Signals) -> float:
    """Return the probability that the articles answer the question."""
    if not signals.sentences or not signals.has_common_word:
        return 0.0
    if not signals.is_read:
        return fitted().plain_question.probability(signals.question)
    model = fitted().whether if signals.is_settled_at_once else fitted().question
    return model.probability(signals.question)
