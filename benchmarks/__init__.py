"""Measurements on public question sets; what they found is in docs/benchmarks.md."""
