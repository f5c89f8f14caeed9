"""The real assistant on the sample articles, on the page; makes the picture in the README when asked to."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_page import Chat
from playwright.sync_api import expect

from qa_assistant import Assistant, Config

QUESTION = "How many people will the Velkar plant in Portugal employ?"
PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_answers_from_the_sample_articles(
    samples: Path, tmp_path: Path, open_chat: Callable[..., Chat]
) -> None:
    """Set QA_WRITE_SCREENSHOT=1 to write docs/screenshot.png."""
    picture = PICTURE if os.environ.get("QA_WRITE_SCREENSHOT") == "1" else tmp_path / "screenshot.png"
    assistant = Assistant.open(Config(articles_dir=samples, vectorstore_dir=tmp_path / "store"))
    assistant.sync()
    chat = open_chat(assistant, viewport={"width": 1280, "height": 760})
    expect(chat.ask(QUESTION)).to_contain_text("As of", timeout=60_000)

    chat.citation(1).click()
    expect(chat.sources.locator(".qa-chosen mark").first).to_be_visible()
    chat.page.wait_for_timeout(2_500)  # until the marked words have stopped glowing
    chat.page.screenshot(path=picture)

    assert picture.stat().st_size > 20_000
