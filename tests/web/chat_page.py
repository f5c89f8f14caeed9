"""The chat as a test handles it: served while a block runs, and used the way a reader would."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize

from qa_assistant.web import ChatBackend

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
IN_VIEW = """element => {
    const box = element.getBoundingClientRect();
    const frame = element.closest('.qa-article-text, #qa-side').getBoundingClientRect();
    return box.top >= frame.top && box.bottom <= frame.bottom && frame.bottom <= window.innerHeight + 1;
}"""

AT_THE_TOP = """element => {
    const view = element.closest('.bubble-wrap');
    const below = element.getBoundingClientRect().top - view.getBoundingClientRect().top;
    return below >= 0 && below <= 24 && view.getBoundingClientRect().bottom <= window.innerHeight;
}"""


@contextmanager
def serving(backend: ChatBackend, **options: Any) -> Iterator[str]:
    """Serve the chat on a free port while the block runs; gives its address."""
    from qa_assistant.web.server import ChatServer

    listening = threading.Event()
    server = ChatServer(backend, port=0, on_listening=lambda _: listening.set(), **options)
    thread = threading.Thread(target=server.serve_until_stopped)
    thread.start()
    assert listening.wait(10)
    try:
        yield server.url
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()


class Chat:
    """The page as a reader handles it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.question = page.get_by_label("Question")
        self.answers = page.locator("[data-testid=bot]")
        self.answer = self.answers.last
        self.stop = page.get_by_role("button", name="Stop")
        self.sources = page.locator("#qa-side")
        self.article = page.get_by_role("dialog")

    def ask(self, question: str) -> Locator:
        """Send a question and return the place of its answer."""
        place = self.answers.nth(self.answers.count())
        self.question.fill(question)
        self.question.press("Enter")
        return place

    def citation(self, number: int) -> Locator:
        """The number of a citation in the newest answer."""
        return self.answer.locator(".qa-text").get_by_role("link", name=str(number), exact=True)

    def wait_in_view(self, place: Locator) -> None:
        """Wait until `place` has been scrolled into the visible part of its panel; fails when it never is."""
        self.page.wait_for_function(IN_VIEW, arg=place.element_handle(), timeout=5_000)

    def wait_at_the_top(self, place: Locator) -> None:
        """Wait until `place` stands at the top of the conversation; fails when it never does."""
        self.page.wait_for_function(AT_THE_TOP, arg=place.element_handle(), timeout=5_000)
