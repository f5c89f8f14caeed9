"""Measure how search, updates, opening, memory and disk grow with the number of passages.

    python -m benchmarks.scale [1000 10000 100000 …] [--store DIR] [--questions N] [--json OUT]

Articles, embeddings and questions are made up (`benchmarks/synthetic.py`); everything else is the product's own. For
each size an index is built by `Index.sync`, then opened by a fresh process, searched as a question searches it (both
searches, fused, passages read from the catalogue) without filters and with several kinds, and brought in line after a
change of one article. An index that is already there is used again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table

from benchmarks import synthetic
from benchmarks.sets import ROOT
from benchmarks.synthetic import SyntheticEmbedder, World
from qa_assistant.index import Index, Reading, fingerprint
from qa_assistant.ingest import list_articles
from qa_assistant.retrieval.fusion import reciprocal_rank_fusion
from qa_assistant.schema import Filters
from qa_assistant.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Question = tuple[str, NDArray[np.float32]]

STORE = ROOT / "build" / "benchmarks" / "scale"
SIZES = (1_000, 10_000, 100_000)
DEPTH = 50
"""Passages taken from each search, as by default."""
FUSED = 15
UPDATES = 5
EXACT = 100
"""Questions whose nearest passages are also found exactly."""

READING = Reading(list_articles, synthetic.read_articles, synthetic.split_article)


def open_index(folder: Path) -> Index:
    """Return the index below `folder`."""
    return Index(folder / "index", fingerprint(embedder="synthetic"))


def subjects_of(passages: int) -> int:
    """Return how many subjects a world of this size has."""
    return max(20, passages // 400)


def build(folder: Path, world: World) -> dict[str, float]:
    """Write the articles and index them; return seconds and sizes."""
    world.write(folder / "articles")
    embedder = SyntheticEmbedder(subjects_of(world.passages))
    start = perf_counter()
    report = open_index(folder).sync(folder / "articles", lambda: embedder, READING)
    seconds = perf_counter() - start - embedder.seconds
    return {
        "passages": report.passages,
        "build, ms a passage": 1000 * seconds / report.passages,
        "build, memory, MB": memory(peak=True),
    }


def disk(folder: Path, passages: int) -> dict[str, float]:
    """Return how many KB a passage takes in each part of the index, and in the articles."""
    found: dict[str, float] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            part = path.relative_to(folder).parts[:2]
            name = "articles" if part[0] == "articles" else part[1].split("-")[0]
            found[name] = found.get(name, 0) + path.stat().st_blocks * 512
    return {f"disk, KB a passage, {name}": size / passages / 1024 for name, size in found.items()}


def search(folder: Path, world: World, count: int) -> dict[str, float]:
    """Open the index in this process and search it."""
    questions = world.questions(count)
    before = memory()
    start = perf_counter()
    index = open_index(folder)
    index.warm_up()
    opened = perf_counter() - start
    look(index, questions[0], None)
    found = {"open, s": opened, "open and first search, s": perf_counter() - start}
    for question in questions[1:20]:
        look(index, question, None)
    questions = questions[20:]
    found |= timed("keyword", questions, lambda q: index.keyword(q[0], DEPTH))
    found |= timed("dense", questions, lambda q: index.dense(q[1], DEPTH))
    for name, filters in filters_of(world).items():
        found |= timed(name, questions, lambda q, filters=filters: look(index, q, filters))  # type: ignore[misc]
    found["memory, MB, above a bare process"] = memory() - before
    found["recall@10"] = recall(folder, index, questions[:EXACT])
    return found


def filters_of(world: World) -> dict[str, Filters | None]:
    """Return what a question may be restricted to: wide and narrow."""
    step = max(1, world.articles // 1000)
    return {
        "both": None,
        "both, a fifth of the time": Filters(after="2022-01-01", before="2022-12-31"),
        "both, a week": Filters(after="2022-03-01", before="2022-03-07"),
        "both, an outlet of 22 %": Filters(outlets=["Outlet 0"]),
        "both, an outlet of 3 %": Filters(outlets=["Outlet 15"]),
        "both, 10 files": Filters(files=[world.file(number) for number in range(0, world.articles, step)][:10]),
        "both, 1000 files": Filters(files=[world.file(number) for number in range(0, world.articles, step)]),
        "both, an outlet and a year": Filters(after="2023-01-01", outlets=["Outlet 3", "Outlet 4"]),
    }


def look(index: Index, question: Question, filters: Filters | None) -> None:
    """Search as a question does: both searches, fused, and the passages read."""
    words, embedding = question
    rankings = [
        [item for item, _ in index.dense(embedding, DEPTH, filters)],
        [item for item, _ in index.keyword(words, DEPTH, filters)],
    ]
    index.passages([item for item, _ in reciprocal_rank_fusion(rankings, depth=FUSED)])


def timed(name: str, questions: Sequence[Question], action: Callable[[Question], object]) -> dict[str, float]:
    """Return the median and the 95th percentile of the time an action takes, and of its time on a core, in ms.

    On a machine that does nothing else the two are the same, but where several cores work on one search.
    """
    seconds, busy = [], []
    for question in questions:
        start, start_busy = perf_counter(), process_time()
        action(question)
        seconds.append(perf_counter() - start)
        busy.append(process_time() - start_busy)
    found = {f"{name}, p{q}, ms": 1000 * float(np.percentile(seconds, q)) for q in (50, 95)}
    return {**found, f"{name}, p95 of CPU, ms": 1000 * float(np.percentile(busy, 95))}


def recall(folder: Path, index: Index, questions: Sequence[Question]) -> float:
    """Return the share of the ten nearest passages that are among the first ten found."""
    import sqlite3

    wanted = np.stack([embedding for _, embedding in questions])
    best = np.full((len(questions), 10), -1, dtype=np.float32)
    connection = sqlite3.connect(folder / "index" / "embeddings.sqlite")
    rows = connection.execute("SELECT embedding FROM embeddings")
    while part := rows.fetchmany(20_000):
        scores = wanted @ np.stack([np.frombuffer(row[0], dtype=np.float32) for row in part]).T
        best = np.sort(np.hstack([best, scores]), axis=1)[:, -10:]
    connection.close()
    return fmean(
        sum(score >= tenth - 1e-5 for _, score in index.dense(embedding, 10)) / 10
        for (_, embedding), tenth in zip(questions, best[:, 0], strict=True)
    )


def update(folder: Path, world: World) -> dict[str, float]:
    """Change one article several times, each time in line with it; return seconds beyond embedding."""
    index = open_index(folder)
    embedder = SyntheticEmbedder(subjects_of(world.passages))
    seconds = []
    for turn in range(UPDATES):
        path = folder / "articles" / world.file(turn)
        path.write_text(world.text(turn, version=int(path.stat().st_mtime)), encoding="utf-8")
        embedder.seconds = 0.0
        start = perf_counter()
        report = index.sync(folder / "articles", lambda: embedder, READING)
        seconds.append(perf_counter() - start - embedder.seconds)
        if len(report.changed) != 1:
            raise AssertionError(report)
    start = perf_counter()
    index.sync(folder / "articles", lambda: embedder, READING)
    idle = perf_counter() - start
    return {
        "update of one article, first, s": seconds[0],
        "update of one article, worst of the rest, s": max(seconds[1:]),
        "sync with nothing to do, s": idle,
    }


def memory(*, peak: bool = False) -> float:
    """Return the memory of this process in MB, at its peak or now."""
    wanted = "VmHWM:" if peak else "VmRSS:"
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(wanted))


def measure(folder: Path, world: World, questions: int) -> dict[str, float]:
    """Measure one size, each part in a process of its own."""
    known = folder / "measured.json"
    found: dict[str, float] = json.loads(known.read_text()) if known.is_file() else {}
    for part in ("build", "search", "update"):
        if part == "build" and found.get("passages"):
            continue
        command = [sys.executable, "-m", "benchmarks.scale", str(world.passages), "--questions", str(questions)]
        command += ["--store", str(folder.parent), "--part", part]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        found |= json.loads(done.stdout)
        if part == "build":
            found |= disk(folder, int(found["passages"]))
        known.write_text(json.dumps(found, indent=2) + "\n")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    if options.part:
        (size,) = options.sizes
        world, folder = World(size), options.store / str(size)
        parts: dict[str, Callable[[], dict[str, float]]] = {
            "build": lambda: build(folder, world),
            "search": lambda: search(folder, world, options.questions),
            "update": lambda: update(folder, world),
        }
        print(json.dumps(parts[options.part]()))
        return 0
    terminal = Terminal()
    found: dict[str, dict[str, Any]] = {}
    for size in options.sizes or SIZES:
        folder = options.store / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        found[str(size)] = measure(folder, World(size), options.questions)
    table = Table(*["passages", *found], title="scale", title_justify="left")
    for name in dict.fromkeys(name for each in found.values() for name in each):
        table.add_row(name, *(f"{each[name]:.4g}" if name in each else "" for each in found.values()))
    terminal.out.print(table)
    (options.json or options.store / "scale.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Measure growth with size.")
    parser.add_argument("sizes", nargs="*", type=int, metavar="PASSAGES", help="default: 1000 10000 100000")
    parser.add_argument("--part", choices=("build", "search", "update"), help="only this part of one size, as JSON")
    parser.add_argument("--questions", type=int, default=220, metavar="N", help="questions to ask; default: 220")
    parser.add_argument("--json", type=Path, metavar="OUT", help="default: build/benchmarks/scale/scale.json")
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="where it all goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
