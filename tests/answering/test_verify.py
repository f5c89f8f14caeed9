"""A sentence is supported by quotes that say the same, and by no others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.answering.agreement import Agreement
from qa_assistant.answering.verify import INVENTED, SUPPORTED, Background, BuiltInVerifier, EntailmentVerifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DEAL = (
    "Iran’s national oil company signed a $40 billion agreement with Russia’s state-run gas company Gazprom on Tuesday."
)
TOLL = "Police said three hundred people were hurt and 12 died when the bridge fell on July 19, 2022."
TALKS = "Turkey may not attend the talks, President Erdogan told reporters in Ankara."
GROWTH = "The population of Harbourton rose by 12 per cent to 48,000 while that of Tarnmouth fell."


class Indifferent:
    """A cross-encoder that finds everything equally relevant."""

    name = "indifferent"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(texts), 9.0, dtype=np.float32)


def support(sentence: str, *quotes: str, backgrounds: Sequence[Background] = ()) -> float:
    return BuiltInVerifier(Indifferent()).support(sentence, quotes, backgrounds)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        (DEAL, DEAL),
        ("Iran's national oil company signed a $40 billion agreement with Gazprom.", DEAL),
        ("On Tuesday, Iran’s national oil company signed a $40 billion agreement with Gazprom.", DEAL),
        ("Police said 300 people were hurt and twelve died when the bridge fell.", TOLL),
        ("The bridge fell on 19 July 2022.", TOLL),
        ("Turkey might not attend the talks, Erdogan said.", TALKS),
        ("The population of Harbourton rose by 12% to 48,000.", GROWTH),
    ],
)
def test_what_a_quote_says_is_supported_however_it_is_put(sentence: str, quote: str) -> None:
    assert support(sentence, quote) >= SUPPORTED


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Iran’s national oil company signed a $14 billion agreement with Gazprom.", DEAL),
        ("Iran’s national oil company signed a $40 billion agreement with Gazprom on Monday.", DEAL),
        ("Iran’s national oil company signed a $40 billion agreement with Rosneft.", DEAL),
        ("Iran’s national oil company did not sign a $40 billion agreement with Gazprom.", DEAL),
        ("Police said 12 people were hurt and three hundred died when the bridge fell on July 19, 2022.", TOLL),
        ("Turkey will attend the talks, President Erdogan told reporters in Ankara.", TALKS),
        ("Turkey may not attend the talks, President Raisi told reporters in Ankara.", TALKS),
        ("The population of Harbourton fell by 12 per cent to 48,000.", GROWTH),
        ("The population of Tarnmouth rose by 12 per cent to 48,000 while that of Harbourton fell.", GROWTH),
        ("The bridge fell on July 19, 2022, because a barge had rammed one of its piers at night.", TOLL),
    ],
)
def test_a_changed_number_date_name_denial_speaker_or_addition_is_not_supported(sentence: str, quote: str) -> None:
    assert support(sentence, quote) < SUPPORTED


@pytest.mark.parametrize("sentence", ["The bridge fell on 20 July 2022.", "Mayor Okonkwo said 12 people had died."])
def test_a_date_or_name_that_no_source_has_counts_for_next_to_nothing(sentence: str) -> None:
    assert support(sentence, TOLL) <= INVENTED


def test_a_weekday_is_the_date_it_was_in_the_week_of_the_article() -> None:
    wednesday = [Background("", date(2022, 7, 20))]

    assert support("The ferry sank on 19 July.", "The ferry sank on Tuesday.", backgrounds=wednesday) >= SUPPORTED
    assert support("The ferry sank on 18 July.", "The ferry sank on Tuesday.", backgrounds=wednesday) <= INVENTED


def test_a_name_may_stand_in_the_sentences_around_a_quote_that_says_he() -> None:
    around = [Background("Rosalind Kerr led the last round of talks.")]

    assert support("Kerr left Tarnmouth at noon.", "She left Tarnmouth at noon.", backgrounds=around) > INVENTED


def test_several_quotes_prove_together_what_none_proves_alone() -> None:
    one, other = "The strike began on Monday.", "The strike ended on Friday."

    assert support("The strike began on Monday and the strike ended on Friday.", one, other) >= SUPPORTED
    assert support("The strike began on Monday and the strike ended on Friday.", one) < SUPPORTED


@pytest.mark.parametrize(("sentence", "quotes"), [("", [DEAL]), ("...", [DEAL]), ("It rained.", [])])
def test_nothing_is_supported_by_nothing(sentence: str, quotes: list[str]) -> None:
    assert support(sentence, *quotes) == 0.0


class Convinced(Indifferent):
    """One that finds everything proved, or nothing."""

    def __init__(self, log_odds: float) -> None:
        self._log_odds = log_odds
        self.asked = 0

    def proof(self, sentence: str, text: str) -> float:
        self.asked += 1
        return self._log_odds


def test_the_support_model_has_a_say() -> None:
    sentence = "A bridge collapse left 300 people injured, according to the police."
    sure, unsure = (BuiltInVerifier(Convinced(value)).support(sentence, [TOLL]) for value in (6.0, -6.0))

    assert sure > SUPPORTED > unsure


def test_values_that_no_quote_has_are_not_proved_by_anybody() -> None:
    convinced = Convinced(9.0)

    assert BuiltInVerifier(convinced).support("Mayor Okonkwo said 14 people had died.", [TOLL]) <= INVENTED
    assert convinced.asked == 0


@pytest.mark.parametrize(
    ("sentence", "quote", "invented"),
    [
        ("Rokka was one of the two firms that were fined.", "The tribunal fined Rokka and Baustein.", ()),
        ("More than half of the town was flooded.", "The flood covered 32 of the 58 streets of the town.", ()),
        ("Thousands were hurt.", "The report says that 6,200 people were hurt.", ()),
        ("Mr Bakke said that the mill would close.", "The mill would close, said Leif Bakke.", ()),
        ("The tribunal fined 14 firms.", "The tribunal fined Rokka and Baustein.", ("14",)),
        ("The flood lasted two days.", "The flood lasted from Monday to Friday.", ("two days",)),
        ("Half of the firms were fined by Velkar.", "The tribunal fined a third of the firms.", ("Velkar",)),
        ("Thirty percent of them were fined.", "The tribunal fined Rokka and Baustein.", ("Thirty percent",)),
    ],
)
def test_a_small_count_or_share_in_words_may_follow_from_a_quote_and_is_not_invented(
    sentence: str, quote: str, invented: tuple[str, ...]
) -> None:
    assert Agreement(sentence, [quote]).invented == invented


class Agreeable:
    """An entailment model for which everything follows from everything."""

    def entailments(self, premises: Sequence[str], claim: str) -> list[float]:
        return [0.99] * len(premises)


def test_an_entailment_model_decides_except_about_values_and_names_that_no_quote_has() -> None:
    verifier = EntailmentVerifier(Agreeable())

    assert verifier.support("Nobody expected that.", [DEAL]) == 0.99
    assert verifier.support("The deal is worth $41 billion.", [DEAL]) <= INVENTED


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Iran signed the deal on 2022-07-19.", "Iran signed the deal on July 19, 2022."),
        ("The United States left the pact.", "The U.S. left the pact."),
        ("The US left the pact.", "The United States left the pact."),
        ("The UN sent a convoy.", "The United Nations sent a convoy."),
        ("The UK left the pact.", "The United Kingdom left the pact."),
        ("Talks began in Kyiv.", "Talks began in Kiev."),
    ],
)
def test_the_same_in_another_spelling_is_not_invented(sentence: str, quote: str) -> None:
    assert Agreement(sentence, [quote]).invented == ()
    assert Agreement(quote, [sentence]).invented == ()


def test_another_day_in_figures_is_invented() -> None:
    assert Agreement("Iran signed it on 2022-07-18.", ["Iran signed it on July 19, 2022."]).invented
