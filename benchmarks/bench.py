"""Open a real assistant on the articles of a set; a measurement may replace parts of it to look inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.sets import OWN_SETS, ROOT, BenchmarkSet, load_set
from qa_assistant.assistant import Assistant
from qa_assistant.config import Config
from qa_assistant.errors import ConfigError
from qa_assistant.evaluation import check_cases, write_articles
from qa_assistant.models import load_embedder
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import Parts, load_parts, open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qa_assistant.evaluation import EvalCase
    from qa_assistant.index import Index
    from qa_assistant.models import Embedder
    from qa_assistant.terminal import Terminal

STORE = ROOT / "build" / "benchmarks"


@dataclass(frozen=True, slots=True)
class Bench:
    """An assistant over the articles of a set, and what it is made of."""

    set: BenchmarkSet
    config: Config
    index: Index
    embedder: Lazily[Embedder]
    parts: Lazily[Parts]
    assistant: Assistant
    store: Path

    def read(self, file: str) -> str:
        """Return the text of an article."""
        return self.assistant.article(file).text

    def located(self, cases: Sequence[EvalCase]) -> tuple[EvalCase, ...]:
        """Return the cases with their evidence found in the articles."""
        return check_cases(cases, self.read)


def open_bench(
    name: str,
    store: Path | None = None,
    settings: Mapping[str, Any] | None = None,
    change: Callable[[Parts, Config], Parts] | None = None,
) -> Bench:
    """Return an assistant on the set `name`, its articles written and nothing indexed yet.

    Args:
        name: one of `benchmarks.sets.SETS`.
        store: folder for articles and index; default: `build/benchmarks/<name>`.
        settings: fields of `Config`. There is an index for each passage size, so that sizes can be compared.
        change: replaces parts of the assistant once they are loaded.
    """
    chosen = load_set(name)
    store = store or STORE / name
    if chosen.documents:
        write_articles(chosen.documents, store / "articles")
    articles = ROOT / OWN_SETS[name][1] if name in OWN_SETS else store / "articles"
    # what is measured is answering, not remembering
    given: dict[str, Any] = {"llm": "", "answers_kept": 0, **(settings or {})}
    config = Config(articles_dir=articles, **given)
    folder = store / f"index-{config.passage_words}-{config.passage_overlap}"
    config = Config(articles_dir=articles, vectorstore_dir=folder, **given)
    index = open_index(config)
    embedder: Lazily[Embedder] = Lazily(lambda: load_embedder(config.embedder))

    def load() -> Parts:
        parts = load_parts(config, index, embedder.get())
        return change(parts, config) if change else parts

    parts = Lazily(load)
    return Bench(chosen, config, index, embedder, parts, Assistant(config, index, embedder, parts), store)


def sync(bench: Bench, terminal: Terminal) -> None:
    """Bring the index up to date, showing progress.

    Raises:
        ConfigError: an article could not be indexed; figures without it would not be comparable.
    """
    with terminal.progress() as progress:
        report = bench.assistant.sync(progress=progress)
    if report.failed:
        file, reason = report.failed[0]
        raise ConfigError(f"{len(report.failed)} articles of {bench.set.name} were not indexed; {file}: {reason}")


def read_settings(given: Sequence[str]) -> dict[str, str]:
    """Read settings written as `rerank_depth=20`.

    Raises:
        ConfigError: one is not of that form, or names a folder, which the benchmarks choose themselves.
    """
    settings = {}
    for entry in given:
        name, equals, value = entry.partition("=")
        if not equals or name in ("articles_dir", "vectorstore_dir"):
            raise ConfigError(f"--set {entry}: write a setting as rerank_depth=20; folders cannot be set")
        settings[name] = value
    return settings
