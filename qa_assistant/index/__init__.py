"""The index: what was read, kept on disk in line with the folder, and searched."""

from qa_assistant.index.built_with import fingerprint
from qa_assistant.index.chroma_server import ChromaServer
from qa_assistant.index.embeddings import PassageEmbedder
from qa_assistant.index.reading import Reading
from qa_assistant.index.records import ArticleInfo
from qa_assistant.index.store import Index
from qa_assistant.index.verify import Verification

__all__ = ["ArticleInfo", "ChromaServer", "Index", "PassageEmbedder", "Reading", "Verification", "fingerprint"]
