"""How well copies of one story are found, and how the time grows with the number of articles.

    python -m benchmarks.origins            quality, then 1,000 and 10,000 made-up articles
    python -m benchmarks.origins --quality  only the former

Quality: the sample articles, whose copies are known, and public texts with copies made of them: whole under another
head, shortened from the end, shortened throughout, rewritten lightly, both of these, and with quotes of a third. Every
text that is not a copy of another counts as a different story, those on the same subject among them. All of them go
through the index's own search for copies, candidates included, so that a copy that is no candidate is a copy missed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sets import PUBLIC, ROOT
from qa_assistant.index.catalogue import Catalogue
from qa_assistant.index.origins import Copy, copy_of, link_copies
from qa_assistant.ingest import list_articles, read_article
from qa_assistant.ingest.splitting import quotable_sentences
from qa_assistant.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIRE = ("2025-07-04-harbour-strike.txt", "courier-port-pay-deal.html", "eastern-register-dockers-deal.md")
"""The sample articles that carry one story; every other stands for itself."""

LEAST = 80
"""Words of a public text that is used."""

SYNONYMS = {
    **{"also": "too", "although": "though", "approximately": "about", "began": "started", "big": "large"},
    **{"because": "since", "before": "ahead of", "built": "constructed", "called": "named", "city": "town"},
    **{"company": "firm", "considered": "seen as", "could": "might", "during": "in the course of", "each": "every"},
    **{"ended": "finished", "following": "after", "found": "discovered", "however": "but", "huge": "vast"},
    **{"important": "major", "include": "comprise", "including": "among them", "large": "big", "later": "afterwards"},
    **{
        "made": "produced",
        "main": "chief",
        "many": "a lot of",
        "may": "might",
        "more than": "over",
        "most": "nearly all",
    },
    **{"new": "fresh", "number": "amount", "often": "frequently", "only": "just", "people": "persons"},
    **{"said": "stated", "several": "a number of", "show": "demonstrate", "small": "little", "some": "certain"},
    **{"such as": "like", "than": "compared with", "through": "by way of", "took": "seized", "used": "employed"},
    **{"was": "had been", "well": "ably", "were": "had been", "which": "that", "while": "whereas", "would": "was to"},
}
OPENINGS = ("Officials confirmed that", "According to reports,", "In addition,", "Meanwhile,", "On the same day,")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the story it tells, and what was done to the story's first text."""

    story: str
    kind: str
    text: str

    @property
    def copy(self) -> Copy:
        """What it is compared by."""
        return copy_of(self.text, quotable_sentences(Article(f"{self.story}-{self.kind}.txt", self.text, self.story)))


def whole(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Return all sentences after a head of their own."""
    return [f"Story number {chance.randrange(10**6)} from our correspondent reached us this morning.", *sentences]


def first_half(sentences: Sequence[str], _: random.Random) -> list[str]:
    """Return the first half, as an editor cuts from the end."""
    return list(sentences[: (len(sentences) + 1) // 2])


def every_other(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Return about half of the sentences, from everywhere."""
    return [sentence for sentence in sentences if chance.random() < 0.5] or list(sentences[:1])


def rewritten(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Return all sentences with words replaced, left out and put in front, some joined: a light rewrite."""
    changed = [_reworded(sentence, chance) for sentence in sentences]
    for place in range(len(changed) - 1):
        if chance.random() < 0.15:
            changed[place : place + 2] = [changed[place].rstrip(".") + ", and " + changed[place + 1], ""]
    return [sentence for sentence in changed if sentence]


def shortened_and_rewritten(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Return the first two thirds, rewritten."""
    return rewritten(sentences[: max(1, len(sentences) * 2 // 3)], chance)


KINDS = {kind.__name__: kind for kind in (whole, first_half, every_other, rewritten, shortened_and_rewritten)}


def _reworded(sentence: str, chance: random.Random) -> str:
    words = []
    for word in sentence.split():
        bare = word.strip(",.;:").lower()
        if bare in SYNONYMS and chance.random() < 0.8:
            words.append(word.lower().replace(bare, SYNONYMS[bare]))
        elif len(bare) < 5 and chance.random() < 0.06:
            continue
        else:
            words.append(word)
    if chance.random() < 0.25 and words:
        return f"{chance.choice(OPENINGS)} {words[0][:1].lower()}{words[0][1:]} {' '.join(words[1:])}"
    return " ".join(words)


def public_stories() -> list[Text]:
    """Return texts of the public sets: of each subject two different ones where there is enough."""
    found = []
    for name in ("xquad", "multihop_rag_500"):
        by_subject: dict[str, list[str]] = defaultdict(list)
        for line in (PUBLIC / name / "normalized" / "corpus.jsonl").read_text("utf-8").splitlines():
            document = json.loads(line)
            about = document.get("metadata", {})
            # a day's stories of one outlet, each told in a sentence or two, make a text
            subject = f"{about['source']} {about['published_at'][:7]}" if "source" in about else document["title"]
            by_subject[subject].append(document["text"])
        for subject, paragraphs in sorted(by_subject.items()):
            halves = (paragraphs[::2], paragraphs[1::2])
            found += [
                Text(f"{name} {subject} {part}", "first", "\n\n".join(half))
                for part, half in enumerate(halves)
                if len(" ".join(half).split()) >= LEAST
            ]
    return found


def with_copies(stories: Sequence[Text], chance: random.Random) -> list[Text]:
    """Return the stories with copies of every other one."""
    texts = list(stories)
    for story in stories[::2]:
        sentences = re.split(r"(?<=[.!?])\s+", story.text)
        texts += [Text(story.story, kind, " ".join(make(sentences, chance))) for kind, make in KINDS.items()]
    return texts


def samples() -> list[Text]:
    """Return the sample articles."""
    folder = ROOT / "articles"
    return [
        Text("wire" if file in WIRE else file, file, read_article(folder, file).text) for file in list_articles(folder)
    ]


def found_pairs(copies: Mapping[int, Copy]) -> tuple[set[tuple[int, int]], float]:
    """Return the pairs that the index takes for copies, and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder, "catalogue.sqlite"))
        with catalogue.write() as connection:
            catalogue.create_tables(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN")
            started = time.perf_counter()
            link_copies(connection, list(copies), copies.__getitem__)
            seconds = time.perf_counter() - started
            return set(connection.execute("SELECT one, other FROM copies")), seconds


def report_quality(title: str, texts: Sequence[Text]) -> None:
    """Print precision, and recall for each kind of copy."""
    pairs, seconds = found_pairs({number: text.copy for number, text in enumerate(texts)})
    right = sum(texts[one].story == texts[other].story for one, other in pairs)
    print(f"\n{title}: {len(texts)} texts, {len({text.story for text in texts})} stories, {seconds:.1f} s")
    print(f"  precision  {right / max(len(pairs), 1):.3f}  ({right} of {len(pairs)} pairs)")
    for one, other in sorted(pairs):
        if texts[one].story != texts[other].story:
            print(f"    wrong: {texts[one].story} ({texts[one].kind}) and {texts[other].story} ({texts[other].kind})")
    wanted, got = _by_kind(texts, pairs)
    for kind, count in wanted.items():
        print(f"  recall     {got[kind] / count:.3f}  ({got[kind]} of {count})  {kind}")
    print(f"  recall     {got.total() / max(wanted.total(), 1):.3f}  ({got.total()} of {wanted.total()})  all")


def _by_kind(texts: Sequence[Text], pairs: set[tuple[int, int]]) -> tuple[Counter[str], Counter[str]]:
    """Return how many pairs of a story's first text with a copy there are, and are found, by the copy's kind."""
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    stories: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        stories[text.story].append(number)
    for numbers in stories.values():
        for one, other in combinations(numbers, 2):
            # two shortenings of one text may have nothing in common
            if texts[one].kind == "first" or "first" not in {texts[number].kind for number in numbers}:
                kind = texts[other].kind if texts[one].kind == "first" else "the wire story of the samples"
                wanted[kind] += 1
                got[kind] += (one, other) in pairs
    return wanted, got


def made_up(count: int, chance: random.Random) -> list[str]:
    """Return articles of 300 words, half of which follow the word before as in the public texts.

    So they share sequences of words by chance, as texts of one language do. One in ten is a rewritten copy.
    """
    followers: dict[str, list[str]] = defaultdict(list)
    words = " ".join(text.text for text in public_stories()).split()
    for one, other in pairwise(words):
        followers[one].append(other)
    texts: list[str] = []
    for _ in range(count):
        if texts and chance.random() < 0.1:
            texts.append(" ".join(rewritten(re.split(r"(?<=\.)\s", chance.choice(texts)), chance)))
            continue
        word, made = chance.choice(words), []
        for place in range(300):
            word = chance.choice((followers.get(word) if chance.random() < 0.5 else None) or words)
            made.append(word.strip(".") + ("." if place % 15 == 14 else ""))
        texts.append(" ".join(made))
    return texts


def report_time(counts: Iterable[int]) -> None:
    """Print how long finding copies takes for so many articles."""
    print("\nTime for made-up articles of 300 words, a tenth of them rewritten copies")
    for count in counts:
        texts = made_up(count, random.Random(count))
        copies = {n: copy_of(text, _spans(text)) for n, text in enumerate(texts)}
        pairs, seconds = found_pairs(copies)
        print(f"  {count:>7,} articles  {seconds:7.1f} s  {1000 * seconds / count:6.2f} ms each  {len(pairs):,} pairs")


def _spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^.]+\.?", text)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quality", action="store_true", help="leave the times out")
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000], help="made-up articles")
    given = parser.parse_args()
    report_quality("Sample articles", samples())
    report_quality("Public texts", with_copies(public_stories(), random.Random(7)))
    if not given.quality:
        report_time(given.articles)


if __name__ == "__main__":
    main()
