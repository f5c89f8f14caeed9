"""Find the passages a question is about: two searches, fused and reranked."""
