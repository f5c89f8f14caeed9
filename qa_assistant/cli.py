"""The command line: `qa-assistant index|ask|chat|evaluate|serve|doctor`."""

# ruff: noqa: PLR0913, PLR0917 - a parameter is an option

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from qa_assistant import indexing
from qa_assistant.errors import ConfigError, QAAssistantError
from qa_assistant.schema import Filters, Turn
from qa_assistant.surroundings import Surroundings
from qa_assistant.terminal import prepare_process

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from qa_assistant.config import Config
    from qa_assistant.doctor import Finding
    from qa_assistant.terminal import Terminal
    from qa_assistant.web import IndexedArticle

FINE, NOT_ENOUGH, YOUR_MISTAKE, STOPPED = 0, 1, 2, 130
"""Exit codes: fine; nothing answered, a threshold missed or a problem found; the user's mistake; Ctrl-C."""

NAME = "qa-assistant"
GOODBYE = ("/quit", "/exit")


app = typer.Typer(
    name=NAME,
    help="Answer questions about a folder of articles, and prove every sentence.",
    epilog='Start here:\n\nqa-assistant index articles\n\nqa-assistant ask "Who signed the agreement?"\n\n'
    "qa-assistant serve\n\nEvery setting has an environment variable, such as QA_ARTICLES_DIR; the README lists them.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

FOLDERS = "Folders and settings"
ArticlesOption = Annotated[
    Path | None,
    typer.Option("--articles", metavar="DIR", help="Folder of articles; default: articles.", rich_help_panel=FOLDERS),
]
StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Folder of the index; default: vectorstore.", rich_help_panel=FOLDERS),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="YAML file of settings.", rich_help_panel=FOLDERS),
]


def main(argv: list[str] | None = None) -> None:
    """Run a command and exit: 0 fine, 1 nothing answered or a threshold missed, 2 the user's mistake."""
    prepare_process()
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str], surroundings: Surroundings | None = None) -> int:
    """Run a command and return its exit code; errors of this package become one line on stderr."""
    surroundings = surroundings or Surroundings()
    complain = surroundings.terminal.complain
    try:
        # without standalone mode, the code of typer.Exit comes back as a value
        code: int | None = app(list(argv) or ["--help"], prog_name=NAME, standalone_mode=False, obj=surroundings)
    except QAAssistantError as error:
        complain(str(error))
        return YOUR_MISTAKE
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        complain(f"{error.format_message()} See: {context.command_path if context else NAME} --help")
        return YOUR_MISTAKE
    except typer.Abort:
        return STOPPED
    return code or FINE


def _settings(file: Path | None, **given: Path | str | int | None) -> Config:
    # pydantic takes long to import, and a page of help needs no settings
    from qa_assistant.config import Config

    return Config.load(file, **given)


def _examples(*lines: str) -> str:
    # typer joins lines that no empty line parts
    return "\n\n".join(("Examples:", *(f"  {NAME} {line}" for line in lines)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2022-07-19.") from error


def _print_version(is_wanted: bool) -> None:
    if not is_wanted:
        return
    try:
        typer.echo(f"{NAME} {version_of(NAME)}")
    except PackageNotFoundError as error:
        raise ConfigError(f"{NAME} is not installed; run: pip install -c constraints.txt -e '.[offline]'") from error
    raise typer.Exit(FINE)


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(
    epilog=_examples(
        "index  # the folder articles/ into the folder vectorstore/",
        "index saved-news --store saved-news-index",
        "index --watch  # and again after every change, until Ctrl-C",
        "index --rebuild  # after a change of embedder or passage size",
    )
)
def index(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Folder of articles, as --articles.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the whole index anew.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and follow every change of the folder.")] = False,
    articles: ArticlesOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Bring the index in line with the folder of articles; only what changed is read and embedded again.

    A file that cannot be read is reported, and the rest is indexed.
    """
    around: Surroundings = ctx.obj
    if folder and articles and folder.resolve() != articles.resolve():
        raise typer.BadParameter(f"{folder} is given as the folder too; name one of them.", param_hint="--articles")
    settings = _settings(config, articles_dir=folder or articles, vectorstore_dir=store)
    assistant = around.open_assistant(settings)
    report = indexing.sync(around, assistant, settings, rebuild=rebuild)
    around.terminal.synced(report)
    if watch:
        indexing.watch(around, assistant, settings, report)


@app.command(
    epilog=_examples(
        'ask "How much is the agreement worth?"',
        'ask "Who met whom this week?" --asked-on 2022-07-20',
        'ask "What was decided?" --outlet CNN --outlet Reuters --after 2022-07-01',
        'ask "Who signed?" --json | jq .citations',
    )
)
def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to ask, in quotation marks.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    after: Annotated[
        date | None, typer.Option(help="Only articles published on this day or later.", parser=_day, metavar="DATE")
    ] = None,
    before: Annotated[
        date | None, typer.Option(help="Only articles published on this day or earlier.", parser=_day, metavar="DATE")
    ] = None,
    outlets: Annotated[
        list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet; may be repeated.")
    ] = None,
    files: Annotated[
        list[str] | None, typer.Option("--file", metavar="FILE", help="Only this article; may be repeated.")
    ] = None,
    asked_on: Annotated[
        date | None,
        typer.Option(
            help='Day the question is asked, for "this week" and "latest"; default: today.', parser=_day, metavar="DATE"
        ),
    ] = None,
    any_date: Annotated[bool, typer.Option("--any-date", help="Ignore the times that it names.")] = False,
    articles: ArticlesOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Answer one question, each sentence with its proof; exit code 1 when the articles do not answer it."""
    around: Surroundings = ctx.obj
    # before anything is opened: dates the wrong way round are told at once
    filters = Filters(after, before, outlets or None, files or None, any_date=any_date)
    settings = _settings(config, articles_dir=articles, vectorstore_dir=store)
    assistant = around.open_assistant(settings)
    if filters.outlets or filters.files:
        filters = _known(filters, assistant.articles(), settings.articles_dir, around.terminal)
    with around.terminal.waiting("Looking in the articles"):
        answer = assistant.ask(question, filters=filters if filters else None, asked_on=asked_on)
    if as_json:
        around.terminal.json(answer.to_dict())
    else:
        around.terminal.answer(answer)
    if answer.refused:
        raise typer.Exit(NOT_ENOUGH)


def _known(filters: Filters, articles: Sequence[IndexedArticle], folder: Path, terminal: Terminal) -> Filters:
    """Return filters with files as the index names them; say which files and outlets it does not know.

    Where it knows none of them, nothing could be answered, and that is the user's mistake.
    """
    if not articles:
        return filters
    outlets = {article.outlet.casefold() for article in articles if article.outlet}
    names = {article.file for article in articles}
    # the path of a folder or container stands for all that is in it
    names |= {parent.as_posix() for name in names for parent in PurePosixPath(name).parents if parent.name}
    files = tuple(_below(folder, file, names) for file in filters.files or ())
    for option, given, strange in (
        ("--outlet", filters.outlets, [name for name in filters.outlets or () if name.casefold() not in outlets]),
        ("--file", files, [name for name in files if name not in names]),
    ):
        message = f"no article of the index is {'by' if option == '--outlet' else 'named'} {', '.join(strange)}"
        if strange and len(strange) == len(given or ()):
            raise typer.BadParameter(f"{message}.", param_hint=option)
        if strange:
            terminal.note(f"{option}: {message}.")
    return replace(filters, files=files or None)


def _below(folder: Path, given: str, names: Container[str]) -> str:
    """Return the name that the index has for a path, which may lead there from the working directory."""
    paths = [os.path.normpath(given)]
    # links are followed only where the path as written leads nowhere
    for real in (os.path.abspath, os.path.realpath):
        with suppress(ValueError):  # on another drive
            paths.append(os.path.relpath(real(given), real(folder)))
    candidates = [given, *(Path(path).as_posix() for path in paths)]
    return next((name for name in candidates if name in names), given)


@app.command(epilog=_examples("chat", "chat --articles saved-news --store saved-news-index"))
def chat(
    ctx: typer.Context, articles: ArticlesOption = None, store: StoreOption = None, config: ConfigOption = None
) -> None:
    """Ask in the terminal; later questions may build on earlier ones. End with /quit, Ctrl-D or Ctrl-C."""
    with suppress(ImportError):
        import readline  # noqa: F401 - from then on `input` edits lines and remembers them
    around: Surroundings = ctx.obj
    assistant = around.open_assistant(_settings(config, articles_dir=articles, vectorstore_dir=store))
    around.terminal.note(f"{len(assistant.articles())} articles. Ask a question, or /quit.")
    assistant.warm_up()
    history: list[Turn] = []
    try:
        while (question := _next_question(around.read_line)) not in GOODBYE:
            waiting = "Looking in the articles …" if assistant.is_ready else "Loading the models …"
            answer = around.terminal.growing(assistant.stream(question, history=history), waiting)
            history.append(Turn(question, answer.text))
    except (EOFError, KeyboardInterrupt):
        typer.echo()


def _next_question(read_line: Callable[[str], str]) -> str:
    while not (line := read_line("\n> ").strip()):
        pass
    return line


@app.command(
    epilog=_examples(
        "evaluate tests/questions.yaml",
        "evaluate questions.yaml --json run.json --html run.html",
        "evaluate questions.yaml --baseline run.json --fail-under answer_match=0.8 --fail-under hit_rate@1=0.9",
    )
)
def evaluate(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="Question set: .yaml, .jsonl, SQuAD, BEIR…")],
    json_file: Annotated[Path | None, typer.Option("--json", metavar="OUT", help="Write the run here.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Write a page to read here.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="RUN.json", help="Compare with this run, written by --json.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=VALUE", help="Least mean of a metric; may be repeated. Missed: exit code 1."),
    ] = None,
    articles: ArticlesOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Ask all questions of a set and measure the answers; exit code 1 if a threshold is missed or all end in errors."""
    from qa_assistant.measure import Wanted, check_writable, measure

    around: Surroundings = ctx.obj
    settings = _settings(config, articles_dir=articles, vectorstore_dir=store)
    check_writable(json_file, html_file)
    wanted = Wanted.read(fail_under or (), baseline)
    measured = measure(around.open_assistant(settings), settings, questions, wanted, around.terminal)
    around.terminal.out.print(measured.table())
    measured.write(json_file, html_file)
    if measured.misses or measured.is_unanswered:
        raise typer.Exit(NOT_ENOUGH)


@app.command(
    epilog=_examples("serve", "serve --port 8000 --no-browser", "serve --articles saved-news --store saved-news-index")
)
def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="H", help="Address to listen on; default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(metavar="P", help="Port to listen on; default: 7860.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    articles: ArticlesOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Bring the index up to date, and open the chat as a web page on this machine. Ctrl-C ends it."""
    around: Surroundings = ctx.obj
    settings = _settings(config, articles_dir=articles, vectorstore_dir=store, host=host, port=port)
    # now, not after the minutes that indexing may take
    around.check_address(settings)
    assistant = around.open_assistant(settings)
    report = indexing.sync(around, assistant, settings)
    if report.did_change or report.failed:
        around.terminal.synced(report)
    has_screen = sys.platform != "linux" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    around.serve_web(
        assistant,
        settings,
        open_browser=browser and has_screen and around.terminal.out.is_terminal,
        on_listening=lambda url: around.terminal.out.print(f"QA Assistant is at {url} (Ctrl-C ends it)"),
    )


@app.command(epilog=_examples("doctor", "doctor --verify", "doctor --verify --repair"))
def doctor(
    ctx: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Instead, compare the whole folder with the index.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="With --verify: mend what is found.")] = False,
    articles: ArticlesOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Check what is installed, whether the models load, the index is sound and the language model answers."""
    from qa_assistant import doctor as examination

    around: Surroundings = ctx.obj
    settings = _settings(config, articles_dir=articles, vectorstore_dir=store)
    if repair and not verify:
        raise typer.BadParameter("mends what --verify finds; give both.", param_hint="--repair")
    findings: Iterable[Finding]
    if verify:
        with around.terminal.progress() as progress:
            findings = list(examination.verify(settings, repair=repair, progress=progress))
    else:
        findings = examination.examine(settings)
    # after a repair the last word on each thing counts
    verdicts = {}
    for finding in findings:
        around.terminal.finding(finding.what, finding.detail, is_fine=finding.is_fine)
        verdicts[finding.what] = finding.is_fine
    if not all(verdicts.values()):
        raise typer.Exit(NOT_ENOUGH)
