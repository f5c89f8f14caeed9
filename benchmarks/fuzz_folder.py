"""Index folders of damaged and random files as `qa-assistant index` does: `python -m benchmarks.fuzz_folder`.

Each round makes a folder of files as `fuzz_readers` makes them, half of them with one of three closing lines so that
there is boilerplate, under names that are a trial too. It is brought in line, verified, brought in line again, half of
it is taken away or changed, and so on. The reading process, boilerplate, origins, Chroma and the keyword index are the
product's own; embeddings are made up. A defect is: an exception; a file that is neither indexed nor reported; a reason
that is not one plain line; an index that does not verify; anything embedded though nothing changed.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import resource
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.fuzz_readers import made
from qa_assistant.config import Config
from qa_assistant.index import Index, Reading, fingerprint
from qa_assistant.ingest import list_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa_assistant.schema import SyncReport

_FOLDERS = ("", "a/", "a/b\nc/", "ü\u0301/", "A/", "x" * 100 + "/")
_STEMS = ("{}", "{} é\u202e", "-{}", "{}\n", "{} 2025-02-31", "{}'\"", "😀{}", "{}" + "y" * 180)
_FOOT = (
    b"\nSubscribe to our newsletter and never miss a story.\nFollow us on all channels, wherever you are.\n",
    b"\nCopyright 2025 The Daily. All rights reserved.\n",
    b"\n\xff\xfe\nYou can reach our desk at desk@example.com.\n",
)


class MadeUpEmbedder:
    """Gives every text a direction of its own."""

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one row of unit length a text."""
        rows = np.stack([_direction(text) for text in texts])
        if progress:
            progress(len(texts))
        return rows


def _direction(text: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    row = np.random.default_rng(seed).standard_normal(32)
    return (row / np.linalg.norm(row)).astype(np.float32)


def write(root: Path, seed: int) -> str:
    """Write the file of a seed below `root`; return its name."""
    chance = random.Random(seed)
    made_as, content = made(seed)
    if chance.random() < 0.5:
        content += chance.choice(_FOOT)
    stem = chance.choice(_STEMS).format(seed)
    name = chance.choice(_FOLDERS) + stem + PurePosixPath(made_as).suffix
    path = root / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError:
        # not every name may be had on every disk
        name = f"{seed}{PurePosixPath(made_as).suffix}"
        (root / name).write_bytes(content)
    return name


def check(root: Path, report: SyncReport) -> None:
    """Check that every file is in one of the lists, and every failure named.

    Raises:
        AssertionError: one is not.
    """
    whole = {name for name, _ in report.failed}
    taken = {*report.added, *report.changed, *report.unchanged, *(new for _, new in report.moved), *whole}
    # a container may be reported by the names of its members only
    lost = {
        file for file in list_articles(root) if not any(name == file or name.startswith(f"{file}/") for name in taken)
    }
    assert not lost, f"neither indexed nor reported: {sorted(lost)[:5]!r}"
    for name, reason in report.failed:
        assert reason, f"{name!r}: no reason is given"
        assert reason.isprintable(), f"{name!r}: {reason!r}"


def play(folder: Path, seeds: range, reading: Reading) -> Counter[str]:
    """Play one round in an empty `folder`; return how many files came out how.

    Raises:
        AssertionError: a promise is broken.
        Exception: whatever came through.
    """
    root, chance = folder / "articles", random.Random(seeds.start)
    index = Index(folder / "index", fingerprint(embedder="made up"))
    names = [write(root, seed) for seed in seeds]

    def sync() -> SyncReport:
        report = index.sync(root, MadeUpEmbedder, reading)
        check(root, report)
        return report

    first = sync()
    outcomes = Counter(indexed=len(first.added), reported=len(names) - len(first.added), passages=first.passages)
    again = sync()
    assert not again.embedded, again
    assert not again.did_change, again
    for turn in range(2):
        for name in chance.sample(names, len(names) // 4):
            path = root / name
            if not path.exists():
                continue
            match chance.randrange(3):
                case 0:
                    path.unlink()
                case 1:
                    path.replace(root / f"moved {turn} {len(path.name)}{path.suffix}")
                case _:
                    path.write_bytes(made(seeds.start * 7 + turn + len(name))[1])
        sync()
    found = index.verify(root, reading)
    assert found.is_sound, found.problems
    index.close()
    return outcomes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return 1 if there was a defect."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="in each round; default: 1000")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    config = Config()
    reading = Reading.of(passage_words=config.passage_words, passage_overlap=config.passage_overlap)
    total: Counter[str] = Counter()
    for turn in range(given.rounds):
        first = given.seed + turn * given.files
        folder = Path(tempfile.mkdtemp(prefix="fuzz-folder-"))
        start = perf_counter()
        try:
            total += play(folder, range(first, first + given.files), reading)
        # whatever comes is what is looked for; the folder stays to be looked at
        except Exception as error:  # noqa: BLE001
            total["defects"] += 1
            print(f"--seed {first} --rounds 1, kept in {folder}: {type(error).__name__}: {error}"[:2000])
        else:
            shutil.rmtree(folder)
        print(f"round {turn + 1}: {perf_counter() - start:.0f} s, {_said(total)}", flush=True)
    # ends the reading process, whose memory is known only then
    del reading
    gc.collect()
    here, there = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"most memory: {here} MB here, {there} MB in a reading process")
    return int(bool(total["defects"]))


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


if __name__ == "__main__":
    sys.exit(main())
