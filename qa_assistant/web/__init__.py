"""The web chat: one Gradio page in front of an assistant, served on this machine.

Import `serve` from `qa_assistant.web.server`; only that and `page` load Gradio, which takes seconds.
"""

from qa_assistant.web.backend import ChatBackend, IndexedArticle

__all__ = ["ChatBackend", "IndexedArticle"]
