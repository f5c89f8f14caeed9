"""The index: what was read, kept on disk in line with the folder, and searched."""

from qa_assistant.index.embeddings import PassageEmbedder
from qa_assistant.index.records import ArticleInfo
from qa_assistant.index.store import Index, fingerprint
from qa_assistant.index.sync import Reading

__all__ = ["ArticleInfo", "Index", "PassageEmbedder", "Reading", "fingerprint"]
