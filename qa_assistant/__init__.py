"""Answer questions about a folder of articles, and prove every sentence."""
