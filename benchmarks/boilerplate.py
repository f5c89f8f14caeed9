"""How well boilerplate of outlets is told from what they repeat because it is so: `python -m benchmarks.boilerplate`.

Eight made-up outlets print 30 articles each, of six subjects, from the paragraphs of xquad. Into them are planted lines
of boilerplate, each at the place and as often as its outlet has it, and true sentences that recur: two of each subject
in all articles on it, as in a running story, and some that fit any story (`The trial continues.`). What the readers and
the cleaning of one article leave out is not counted. Outlets 0, 2, 4, 6 were there to choose the numbers in
`ingest/boilerplate.py`, the others to test them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sets import PUBLIC
from qa_assistant.index.boilerplate import Boilerplate
from qa_assistant.index.catalogue import Catalogue
from qa_assistant.index.records import insert_article
from qa_assistant.ingest.boilerplate import Line, Lines, lines_of
from qa_assistant.ingest.sentences import sentence_spans
from qa_assistant.ingest.splitting import quotable_sentences
from qa_assistant.schema import Article

if TYPE_CHECKING:
    import sqlite3

SUBJECTS = 6
"""Subjects an outlet writes about; there are five paragraphs of each."""

OUTLETS: dict[str, tuple[tuple[str, float, str], ...]] = {
    "Morning Harbour": (
        ("head", 0.3, "This article is more than three years old."),
        ("foot", 0.9, "Start the day with our editors: the Harbour letter arrives in your inbox at six."),
        ("foot", 0.9, "The Morning Harbour subscribes to the code of the Independent Press Council."),
        ("foot", 0.3, "Do you have a story? Ring our newsroom on 0800 555 0100 or write to desk@harbour.example."),
        ("middle", 0.5, "Enjoying this story? Our weekly magazine brings you three more like it every Saturday."),
        ("foot", 0.2, "Ada Lind covers the courts and has been with this newspaper since 2011."),
    ),
    "Valley Post": (
        ("head", 0.6, "Listen to this story, read by a machine, in our app."),
        (
            "foot",
            0.9,
            "Readers who spot a mistake may tell the ombudsman, whose decisions appear on page two.",
        ),
        ("foot", 0.6, "Valley Post is owned by its staff. Nobody who advertises here decides what is printed."),
        ("foot", 0.3, "This report was produced with support from the Larkin Foundation, which had no say in it."),
        ("middle", 0.4, "Before you go on: the Post costs less than a coffee a week, and you can leave at any time."),
        ("foot", 0.2, "Tom Okafor is a freelance writer who lives with two dogs in the hills above Dorne."),
    ),
    "Der Abendbote": (
        ("foot", 0.9, "Der Abendbote erscheint seit 1921 und gehört keiner Partei."),
        ("foot", 0.7, "Haben Sie einen Fehler entdeckt? Schreiben Sie uns an hinweise@abendbote.example."),
        ("middle", 0.5, "Lesen Sie auch unseren Rundbrief, der jeden Freitag in Ihrem Postfach liegt."),
        ("foot", 0.3, "Dieser Beitrag wurde mit Hilfe eines Programms übersetzt und von der Redaktion geprüft."),
        ("head", 0.3, "Für Abonnenten: diesen Text können Sie auch anhören."),
        ("foot", 0.3, "Die Autorin ist Redakteurin im Ressort Wissenschaft."),
    ),
    "Le Courrier du Lac": (
        ("foot", 0.9, "Le Courrier du Lac est un quotidien indépendant fondé en 1898."),
        ("foot", 0.6, "Pour ne rien manquer, recevez chaque matin notre lettre gratuite."),
        ("middle", 0.5, "Votre avis nous intéresse : écrivez-nous à redaction@courrier.example."),
        ("foot", 0.3, "Toute reproduction, même partielle, demande l'accord écrit de la rédaction."),
        ("head", 0.3, "Article réservé aux abonnés jusqu'à midi."),
        ("foot", 0.2, "Claire Vasseur est journaliste au service économie."),
    ),
    "Gemline Wire": (
        ("foot", 1.0, "(Writing by the Gemline desk in Boise; desk telephone +1 555 0182)"),
        ("foot", 0.6, "Gemline follows its Trust Principles, adopted in 1983, in everything it distributes."),
        ("foot", 0.4, "Clients may use this item until midnight Pacific time and must name the agency."),
        ("head", 0.4, "Eds: adds comment, background; moves photos."),
        ("foot", 0.2, "For questions about coverage plans, members should message the global desk."),
        ("foot", 0.2, "Some quotations in this item were edited for length and clarity."),
    ),
    "Field Notes": (
        ("foot", 0.8, "Field Notes is a newsletter by two biologists. If a friend sent it to you, get your own below."),
        ("foot", 0.5, "We earn a small commission when somebody buys a book through the links above."),
        ("middle", 0.6, "A word from our sponsor: Tarn boots keep your feet dry, and this letter free."),
        ("head", 0.8, "Hello and welcome back, dear subscribers."),
        ("foot", 0.6, "Until next week, Mara and Joon."),
        ("foot", 0.3, "The opinions above belong to whoever wrote them, and to no employer of theirs."),
    ),
    "Ledger & Market": (
        ("foot", 0.9, "Nothing on this page is investment advice; prices may be delayed by up to 20 minutes."),
        ("foot", 0.5, "The author holds no position in any of the securities mentioned."),
        ("foot", 0.4, "Want to discuss this with other professionals? Join us at the Ledger forum in June."),
        ("middle", 0.4, "Our terminal shows you these figures live: ask for a trial at ledger.example."),
        ("head", 0.3, "Reading time: 4 minutes."),
        ("foot", 0.2, "Corrections: an earlier version misspelled a name."),
    ),
    "El Faro de Levante": (
        ("foot", 0.9, "El Faro de Levante forma parte del grupo editorial Mediterráneo Libre."),
        ("foot", 0.6, "Apúntese a nuestro boletín y reciba las noticias antes que nadie."),
        ("middle", 0.5, "Si le gusta lo que lee, usted puede apoyarnos desde tres euros al mes."),
        ("foot", 0.3, "Queda prohibida la reproducción de estos contenidos sin permiso expreso."),
        ("head", 0.3, "Escuche esta noticia en la voz de nuestros redactores."),
        ("foot", 0.2, "Rosa Giner es corresponsal de este diario en Bruselas."),
    ),
}
"""Boilerplate by outlet: where it stands, in what share of the articles, and its words."""

ANY_STORY = (
    "The trial continues.",
    "A spokesman declined to comment.",
    "Nobody was hurt.",
    "An inquiry is under way and will take several months.",
)
"""True sentences that fit any story; each stands in a fifth of the articles, anywhere."""


@dataclass
class Outlet:
    """The articles of one outlet, and the planted lines in each: `boilerplate`, `story` or `any story`."""

    articles: list[Article] = field(default_factory=list)
    planted: list[dict[str, str]] = field(default_factory=list)


def subjects() -> dict[str, list[list[str]]]:
    """Return the sentences of the paragraphs of each subject."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for line in (PUBLIC / "xquad/normalized/corpus.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["title"]].append([row["text"][start:end] for start, end in sentence_spans(row["text"])])
    return found


def outlets(seed: int = 1) -> list[Outlet]:
    """Return the outlets with their articles."""
    chance = random.Random(seed)
    told = list(subjects().items())
    made = []
    for number, (name, lines) in enumerate(OUTLETS.items()):
        outlet = Outlet()
        for _, paragraphs in told[number * SUBJECTS : (number + 1) * SUBJECTS]:
            recurring = [max(paragraph, key=len) for paragraph in paragraphs[:2]]
            for paragraph in paragraphs:
                title = " ".join(paragraph[-1].split()[:8])
                _print(outlet, name, title, paragraph, recurring, lines, chance)
        made.append(outlet)
    return made


def _print(
    outlet: Outlet,
    name: str,
    title: str,
    paragraph: list[str],
    recurring: list[str],
    boilerplate: tuple[tuple[str, float, str], ...],
    chance: random.Random,
) -> None:
    lines = [sentence for sentence in paragraph if sentence not in recurring]
    planted: dict[str, str] = {}
    for words in recurring:
        lines.insert(chance.choice((0, 1, len(lines) // 2, len(lines))), words)
        planted[words] = "story"
    for words in ANY_STORY:
        if chance.random() < 0.2:
            lines.insert(chance.randrange(1, len(lines) + 1), words)
            planted[words] = "any story"
    for place, share, words in boilerplate:
        if chance.random() < share:
            at = {"head": 0, "foot": len(lines), "middle": chance.randrange(2, max(3, len(lines) - 1))}[place]
            lines.insert(at, words)
            planted[words] = "boilerplate"
    outlet.articles.append(Article(f"{name}/{len(outlet.articles):02}.txt", "\n\n".join(lines), title, name))
    outlet.planted.append(planted)


def left_out(outlet: Outlet) -> list[set[str]]:
    """Return the sentences that the index leaves out of each article, as it decides when all are there."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder, "catalogue.sqlite"))
        with catalogue.write() as connection:
            catalogue.create_tables(connection)
            boilerplate = Boilerplate(connection)
            for article in outlet.articles:
                number = insert_article(connection, article, article.file, "", {})
                boilerplate.note(number, lines_of(article), frozenset())
            boilerplate.decide()
            gone = []
            for article in outlet.articles:
                spans = lines_of(article).without(boilerplate.among(lines_of(article)))
                gone.append({article.text[start:end] for start, end in spans})
        catalogue.close()
    return gone


def score(outlet: Outlet, *, show: bool) -> Counter[str]:
    """Count planted sentences by what they are and whether they were left out."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for article, planted, gone in zip(outlet.articles, outlet.planted, left_out(outlet), strict=True):
        quotable = [article.text[start:end] for start, end in quotable_sentences(article)]
        for sentence in quotable:
            kind = next((kind for words, kind in planted.items() if sentence in words), "other")
            counts[f"{kind} {'out' if sentence in gone else 'in'}"] += 1
            if (sentence in gone) != (kind == "boilerplate"):
                wrong[f"{kind}: {sentence}"] += 1
    if show:
        print("\n".join(f"  {count:3} {what}" for what, count in wrong.most_common()))
    return counts


def scale(articles: int) -> None:
    """Print what counting lines takes, of processor time and disk, with so many articles of 24 lines."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder, "catalogue.sqlite"))
        with catalogue.write() as connection:
            catalogue.create_tables(connection)
            boilerplate = Boilerplate(connection)
            started = time.process_time()
            for number in range(articles):
                _count(connection, boilerplate, number, chance)
            print(f"first sync: {1000 * (time.process_time() - started) / articles:.2f} ms an article")
            started = time.process_time()
            boilerplate.decide()
            print(f"at its end: {time.process_time() - started:.1f} s")
        for number in range(articles, articles + 3):
            with catalogue.write() as connection:
                started = time.process_time()
                boilerplate = Boilerplate(connection)
                _count(connection, boilerplate, number, chance)
                boilerplate.decide()
                print(f"one more: {1000 * (time.process_time() - started):.1f} ms")
        print(f"{catalogue.path.stat().st_size / 1e6:.0f} MB")
        catalogue.close()


def _count(connection: sqlite3.Connection, boilerplate: Boilerplate, number: int, chance: random.Random) -> None:
    """Add an article with 20 lines of its own and four that its outlet always has; a few outlets write the most."""
    outlet = int(20 * chance.random() ** 2)
    own = [Line(chance.getrandbits(62), (), is_suspect=at < 3) for at in range(20)]
    foot = [Line(100 * outlet + at, (), is_suspect=True) for at in range(4)]
    lines = Lines((*own, *foot), tuple(f"name{chance.randrange(3000)}" for _ in range(8)))
    article = Article(f"{number}.txt", "text", "title", f"outlet {outlet}")
    boilerplate.note(insert_article(connection, article, article.file, "", {}), lines, boilerplate.among(lines))


def main() -> int:
    """Print precision and recall of both halves."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--show", action="store_true", help="name what is judged wrongly, of the dev half")
    parser.add_argument("--scale", type=int, metavar="ARTICLES", help="measure time and disk instead")
    given = parser.parse_args()
    if given.scale:
        scale(given.scale)
        return 0
    if not PUBLIC.is_dir():
        print("no shared/data beside the project: nothing to measure", file=sys.stderr)
        return 1
    halves: dict[str, Counter[str]] = {"dev": Counter(), "test": Counter()}
    for number, outlet in enumerate(outlets()):
        halves["test" if number % 2 else "dev"] += score(outlet, show=given.show and not number % 2)
    print("half  precision          recall             story kept       any story kept")
    for half, counts in halves.items():
        true, false = counts["boilerplate out"], sum(counts[f"{kind} out"] for kind in ("story", "any story", "other"))
        missed = counts["boilerplate in"]
        print(
            f"{half:<5} {true / max(true + false, 1):.3f} ({true} of {true + false})   "
            f"{true / (true + missed):.3f} ({true} of {true + missed})  "
            f"{counts['story in']} of {counts['story in'] + counts['story out']}       "
            f"{counts['any story in']} of {counts['any story in'] + counts['any story out']}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
