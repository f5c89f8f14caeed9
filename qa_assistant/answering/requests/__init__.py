"""Requests that are not questions: lists, overviews, summaries, timelines, comparisons, and a few words of talk."""

from qa_assistant.answering.requests.answering import Models, Requests
from qa_assistant.answering.requests.meant import without_talk

__all__ = ["Models", "Requests", "without_talk"]
