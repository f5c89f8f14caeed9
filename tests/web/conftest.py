"""A browser, the chat in front of scripted lines, and pages that fail a test when anything leaves this machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from chat_page import DESKTOP, Chat, serving
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from scripted_backend import EXAMPLES, ScriptedBackend

from qa_assistant.web import ChatBackend

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("gpu", "quic", "background-networking", "component-update", "sync")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it, or as Playwright installed it; skips where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("needs Chromium")
        options = ["--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET)]
        started = playwright.chromium.launch(executable_path=found, args=options)
        yield started
        started.close()


@pytest.fixture(scope="session")
def backend() -> ScriptedBackend:
    return ScriptedBackend()


@pytest.fixture(scope="session")
def address(backend: ScriptedBackend) -> Iterator[str]:
    with serving(backend, examples=EXAMPLES) as url:
        yield url


@pytest.fixture(scope="session")
def desktop(browser: Browser) -> BrowserContext:
    """One browser context for most tests, so that the page's own files are fetched once."""
    return browser.new_context(viewport=DESKTOP)


@pytest.fixture
def open_chat(browser: Browser, desktop: BrowserContext, address: str) -> Iterator[Callable[..., Chat]]:
    """Open the chat in a page, if asked in front of another backend or in a browser context with other options.

    Afterwards, nothing may have been asked of another machine, and nothing may have failed.
    """
    outside: list[str] = []
    trouble: list[str] = []

    with ExitStack() as opened:

        def open_page(backend: ChatBackend | None = None, **options: Any) -> Chat:
            url = opened.enter_context(serving(backend)) if backend else address
            context = opened.enter_context(browser.new_context(**options)) if options else desktop
            page = opened.enter_context(context.new_page())
            page.on("request", lambda request: None if _is_local(request.url) else outside.append(request.url))
            page.on("console", lambda line: trouble.append(line.text) if line.type == "error" else None)
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
            page.goto(url)
            chat = Chat(page)
            chat.question.wait_for()
            return chat

        yield open_page
    assert outside == []
    assert trouble == []


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    return open_chat()
