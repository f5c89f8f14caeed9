from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ArticleError
from qa_assistant.index import Index, Reading
from qa_assistant.index.origins import carried, copy_of

from .builders import FINGERPRINT, Newsroom, TinyEmbedder

if TYPE_CHECKING:
    from pathlib import Path

WIRE = (
    "Dockworkers at the Port of Tarnmouth will go back to work on Saturday after a strike of 25 days.",
    "The union and the harbour company reached a pay agreement late on Thursday night.",
    "The two-year deal gives some 1,850 dockers a rise of 5.6 percent backdated to April.",
    "The company also promised that there will be no compulsory redundancies before the end of 2028.",
    "During the strike 27 ships were diverted, most of them to Rotterdam and Felixstowe.",
    "By Thursday more than 11,000 containers stood unmoved on the quays, according to the company.",
    "The first vessel to be worked will be a container ship from Gothenburg that has been at anchor since June.",
)
REWRITTEN = (
    "Dock workers at the Port of Tarnmouth return to work on Saturday after a strike of 25 days.",
    "The union and the harbour company struck a pay bargain late on Thursday night.",
    "Under the two-year deal some 1,850 dockers will receive a rise of 5.6 percent backdated to April.",
    "There will be no compulsory redundancies before the end of 2028, the company promised.",
    "In all, 27 ships were diverted while the strike lasted, chiefly to Rotterdam and Felixstowe.",
    "The company said that more than 11,000 containers stood unmoved on the quays by Thursday.",
    "A container ship from Gothenburg that has lain at anchor since June will be the first vessel to be worked.",
)
STATEMENT = (
    "“We have won a fair rise for every docker on this quay, and we have won it together, after 25 days in the wind "
    "and the rain, and nobody who stood here with us will ever forget it,” the general secretary of the union said."
)
ELSEWHERE = (
    "Far from the coast, shopkeepers in the capital had begun to count what the long dispute had cost them.",
    "Shelves stood half empty in a third of all branches, a retailers' association found in a survey last week.",
    "Prices of coffee, bananas and bicycles went up by as much as a tenth within a single month of summer.",
    "Importers now fear that drivers could be next to ask for more, with their own contracts ending in October.",
    "A minister called the outcome welcome and declined to say whether a law on arbitration would follow.",
)


def origins(newsroom: Newsroom) -> dict[str, str]:
    return {info.file: info.origin for info in newsroom.index.articles()}


def test_a_story_carried_whole_shortened_or_lightly_rewritten_has_one_origin(newsroom: Newsroom) -> None:
    newsroom.write("agency.txt", *WIRE, published="2025-07-04")
    newsroom.write("courier.txt", *WIRE, "Our own reporter adds a line.", published="2025-07-04")
    newsroom.write("brief.txt", *WIRE[:5], published="2025-07-05")
    newsroom.write("register.txt", *REWRITTEN, published="2025-07-05")

    newsroom.sync()

    assert set(origins(newsroom).values()) == {"agency.txt"}
    assert newsroom.index.origin_of("brief.txt") == ("agency.txt", ("agency.txt", "courier.txt", "register.txt"))


def test_articles_that_share_only_a_statement_have_origins_of_their_own(newsroom: Newsroom) -> None:
    newsroom.write("one.txt", *WIRE, STATEMENT)
    newsroom.write("two.txt", *ELSEWHERE, STATEMENT)

    newsroom.sync()

    assert newsroom.index.origin_of("two.txt") == ("two.txt", ())


def test_articles_that_share_a_background_paragraph_have_origins_of_their_own(newsroom: Newsroom) -> None:
    newsroom.write("one.txt", *WIRE)
    newsroom.write("two.txt", *ELSEWHERE, *WIRE[4:5])

    newsroom.sync()

    assert newsroom.index.origin_of("two.txt") == ("two.txt", ())


def test_the_origin_is_the_earliest_article_then_the_first_by_name(newsroom: Newsroom) -> None:
    newsroom.write("a-undated.txt", *WIRE)
    newsroom.write("b-late.txt", *WIRE, published="2025-07-06")
    newsroom.write("d-early.txt", *WIRE, published="2025-07-04")
    newsroom.write("c-early.txt", *WIRE, published="2025-07-04")

    newsroom.sync()

    assert set(origins(newsroom).values()) == {"c-early.txt"}


def test_a_copy_that_arrives_later_joins(newsroom: Newsroom) -> None:
    newsroom.write("late.txt", *WIRE, published="2025-07-06")
    newsroom.sync()
    newsroom.write("early.txt", *REWRITTEN, published="2025-07-04")

    newsroom.sync()

    assert origins(newsroom) == {"early.txt": "early.txt", "late.txt": "early.txt"}


def test_an_origin_outlives_the_article_it_is_named_after(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", *WIRE, published="2025-07-04")
    newsroom.write("b.txt", *WIRE, published="2025-07-05")
    newsroom.write("c.txt", *REWRITTEN, published="2025-07-06")
    newsroom.sync()
    (newsroom.articles / "a.txt").unlink()

    newsroom.sync()

    assert origins(newsroom) == {"b.txt": "b.txt", "c.txt": "b.txt"}


def test_an_article_that_is_rewritten_for_good_leaves_its_origin(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", *WIRE)
    newsroom.write("b.txt", *WIRE)
    newsroom.sync()
    newsroom.write("b.txt", *ELSEWHERE)

    newsroom.sync()

    assert origins(newsroom) == {"a.txt": "a.txt", "b.txt": "b.txt"}


def test_short_formulas_are_no_copies_unless_equal(newsroom: Newsroom) -> None:
    newsroom.write("challans.txt", "Challans is a railway station serving the town of Challans in western France.")
    newsroom.write("machecoul.txt", "Machecoul is a railway station serving the town of Machecoul in western France.")
    newsroom.write("again.txt", "Challans is a railway station serving the town of Challans in western France.")

    newsroom.sync()

    assert newsroom.index.origin_of("challans.txt") == ("again.txt", ("again.txt",))
    assert newsroom.index.origin_of("machecoul.txt") == ("machecoul.txt", ())


def test_the_origin_of_an_unknown_file_is_an_error(three: Newsroom) -> None:
    with pytest.raises(ArticleError, match="is not in the index"):
        three.index.origin_of("gone.txt")


def test_what_is_carried_is_measured_by_the_smaller_article() -> None:
    whole, part = " ".join(WIRE), " ".join(WIRE[:5])

    assert carried(copy_of(whole, spans(WIRE)), copy_of(part, spans(WIRE[:5]))) == 1.0


def test_the_sample_articles_that_carry_one_wire_story_are_found(samples: Path, tmp_path: Path) -> None:
    index = indexed(samples, tmp_path)

    assert index.origin_of("2025-07-04-harbour-strike.txt") == (
        "2025-07-04-harbour-strike.txt",
        ("courier-port-pay-deal.html", "eastern-register-dockers-deal.md"),
    )
    assert len({info.origin for info in index.articles()}) == len(index.articles()) - 2


def test_the_public_articles_that_carry_one_story_are_found(shared: Path, tmp_path: Path) -> None:
    index = indexed(shared / "articles", tmp_path)

    first, second, third, fourth, other = (info.origin for info in index.articles())
    assert first == second == third == fourth == "000_aa293bd1ee3f3b8b.txt"
    assert other == "004_00cddac5497fbc3c.txt"


def indexed(articles: Path, store: Path) -> Index:
    index = Index.open(store, FINGERPRINT, create=True)
    index.sync(articles, TinyEmbedder, Reading.of(passage_words=180, passage_overlap=30))
    return index


def spans(sentences: tuple[str, ...]) -> list[tuple[int, int]]:
    starts = [sum(len(sentence) + 1 for sentence in sentences[:n]) for n in range(len(sentences))]
    return [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]
