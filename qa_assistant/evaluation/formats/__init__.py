"""Import public question sets: SQuAD, BEIR-style folders, MultiHop-RAG; each brings its corpus along.

The evidence of an imported case names the files that `write_articles` writes the corpus to.
"""

from qa_assistant.evaluation.formats.beir import read_beir
from qa_assistant.evaluation.formats.corpus import Document, QuestionSet, write_articles
from qa_assistant.evaluation.formats.multihop_rag import read_multihop_rag
from qa_assistant.evaluation.formats.squad import read_squad

__all__ = ["Document", "QuestionSet", "read_beir", "read_multihop_rag", "read_squad", "write_articles"]
