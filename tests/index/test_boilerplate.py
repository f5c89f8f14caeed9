"""What an outlet prints in many articles is left out of passages; what its stories repeat stays."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from qa_assistant.index import Index, Reading

from .builders import FINGERPRINT, TinyEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from qa_assistant.schema import Passage, SyncReport

FOOT = "The Harbour Courier subscribes to the code of conduct that publishers agreed on."
STORIES = {
    "bridge": "Engineers closed the Larkin bridge over the Sorna river. Mayor Ada Lind said that Boise paid for it.",
    "harvest": "Farmers in Idaho brought in their wheat early. The miller Tom Okafor bought half in Ansel County.",
    "school": "The Whitfield school in Dorne opens again on Monday. Its head, Mara Joon, had asked Portland for help.",
    "flood": "Water ran through the streets of Cutler Bend. Sheriff Dale Iverson sent two boats from Pruitt to help.",
    "opera": "The Velkar opera plays Carmen this winter. The singer Rosa Giner comes from Valencia to Lisbon.",
}
"""Texts on five subjects."""


def story(subject: str, *lines: str) -> str:
    first, second = STORIES[subject].split(". ", 1)
    return "\n\n".join(["---\noutlet: Harbour Courier\n---", f"{first}.", second, "They will meet again.", *lines])


@dataclass
class Desk:
    """A folder of real articles and its index."""

    folder: Path
    embedder: TinyEmbedder = field(default_factory=TinyEmbedder)

    def __post_init__(self) -> None:
        self.articles = self.folder / "articles"
        self.articles.mkdir(parents=True)
        self.index = Index.open(self.folder / "store", FINGERPRINT, create=True)

    def write(self, **texts: str) -> SyncReport:
        for name, text in texts.items():
            (self.articles / f"{name}.md").write_text(text, encoding="utf-8")
        return self.sync()

    def remove(self, *names: str) -> SyncReport:
        for name in names:
            (self.articles / f"{name}.md").unlink()
        return self.sync()

    def sync(self) -> SyncReport:
        reading = Reading.of(passage_words=180, passage_overlap=30)
        return self.index.sync(self.articles, lambda: self.embedder, reading)

    def passages(self) -> list[Passage]:
        wanted = [key for word in ("the", "they", "code", "strike") for key, _ in self.index.keyword(word, 100)]
        return sorted(
            self.index.passages(list(dict.fromkeys(wanted))), key=lambda passage: (passage.file, passage.start)
        )

    def quotes(self, name: str) -> list[str]:
        """Return the sentences of an article that may be quoted."""
        whole = self.index.whole(f"{name}.md")
        return [whole.text[start:end] for start, end in whole.sentences]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def test_a_line_in_articles_on_many_subjects_is_in_no_passage(desk: Desk) -> None:
    report = desk.write(**{subject: story(subject, FOOT) for subject in STORIES})

    assert report.failed == ()
    assert [name for name in STORIES if FOOT in desk.quotes(name)] == []
    assert all("code of conduct" not in passage.clean_text for passage in desk.passages())


def test_the_text_of_the_article_keeps_it(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in STORIES})

    assert desk.index.article("bridge.md").text == story("bridge", FOOT)


def test_a_few_articles_do_not_make_a_line_boilerplate(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in list(STORIES)[:3]})

    assert all(FOOT in desk.quotes(name) for name in list(STORIES)[:3])


def test_the_article_that_makes_it_boilerplate_changes_the_older_ones(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in list(STORIES)[:3]})

    report = desk.write(flood=story("flood", FOOT))

    assert (report.added, report.changed) == (("flood.md",), ())
    assert [name for name in list(STORIES)[:4] if FOOT in desk.quotes(name)] == []
    # its own passage and, anew, those of the three older ones
    assert report.embedded <= 5


def test_once_it_is_boilerplate_a_further_article_concerns_no_other(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in list(STORIES)[:4]})

    assert desk.write(opera=story("opera", FOOT)).embedded == 1


def test_it_comes_back_when_too_few_articles_are_left(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in list(STORIES)[:4]})

    desk.remove("flood")

    assert all(FOOT in desk.quotes(name) for name in list(STORIES)[:3])


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_articles_come_makes_no_difference(desk: Desk, tmp_path: Path, seed: int) -> None:
    texts = {subject: story(subject, FOOT) for subject in STORIES}
    desk.write(**texts)
    other = Desk(tmp_path / "other")
    names = list(texts)
    random.Random(seed).shuffle(names)

    for name in names:
        other.write(**{name: texts[name]})

    assert other.passages() == desk.passages()


def test_what_a_running_story_repeats_stays(desk: Desk) -> None:
    fact = "The strike at the Tarnmouth quay began on 9 June."
    lead = (
        "Dockers in Tarnmouth met Priya Nair of the Quay Workers. The strike at the quay goes on, said Leah Abernathy."
    )
    texts = {
        f"day{number}": f"{lead}\n\nShips number {number} waited.\n\nNobody spoke.\n\n{fact}" for number in range(8)
    }

    desk.write(**texts)

    assert all(fact in desk.quotes(name) for name in texts)


def test_copies_of_one_story_make_nothing_boilerplate(desk: Desk) -> None:
    texts = {f"copy{number}": story("bridge", f"Edition {number}.", FOOT) for number in range(6)}

    desk.write(**texts)

    assert all(FOOT in desk.quotes(name) for name in texts)


def test_another_outlet_may_say_the_same(desk: Desk) -> None:
    theirs = story("opera", FOOT).replace("Harbour Courier\n---", "Valley Post\n---")

    desk.write(theirs=theirs, **{subject: story(subject, FOOT) for subject in list(STORIES)[:4]})

    assert FOOT in desk.quotes("theirs")
    assert FOOT not in desk.quotes("bridge")


def test_figures_in_it_may_differ(desk: Desk) -> None:
    feet = {
        subject: f"Printed as number {at} of the paper that our publishers own." for at, subject in enumerate(STORIES)
    }

    desk.write(**{subject: story(subject, foot) for subject, foot in feet.items()})

    assert [name for name, foot in feet.items() if foot in desk.quotes(name)] == []


def test_an_article_of_nothing_else_keeps_its_words(desk: Desk) -> None:
    notices = dict.fromkeys(("one", "two"), f"---\noutlet: Harbour Courier\n---\n\n{FOOT}")

    desk.write(**notices, **{subject: story(subject, FOOT) for subject in STORIES})

    assert desk.quotes("one") == [FOOT]


def test_a_verified_index_is_sound(desk: Desk) -> None:
    desk.write(**{subject: story(subject, FOOT) for subject in STORIES})

    found = desk.index.verify(desk.articles, Reading.of(passage_words=180, passage_overlap=30))

    assert found.is_sound, found.problems
