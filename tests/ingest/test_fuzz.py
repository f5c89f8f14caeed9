"""No file, however damaged, does more than be reported; `benchmarks.fuzz_readers` is the long run of this."""

from __future__ import annotations

import contextlib
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.format_samples import SAMPLES
from benchmarks.fuzz_readers import check, made
from qa_assistant.ingest.readers import PACKED, READERS

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def damaged(draw: Callable[..., object], valid: bytes) -> bytes:
    """Cut pieces out of a valid file, and put others in."""
    data = bytearray(valid)
    edits = st.tuples(st.integers(0, len(valid)), st.integers(0, 64), st.binary(max_size=24))
    for start, length, content in draw(st.lists(edits, min_size=1, max_size=6)):  # type: ignore[attr-defined]
        data[start : start + length] = content
    return bytes(data)


def read_quietly(name: str, data: bytes) -> str:
    with contextlib.redirect_stderr(io.StringIO()):
        return check(name, data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_reported(name: str) -> None:
    @QUICK
    @given(damaged(SAMPLES[name]))
    def read(data: bytes) -> None:
        read_quietly(name, data)

    read()


@pytest.mark.parametrize("suffix", [*READERS, *PACKED])
def test_any_bytes_under_any_name_are_read_or_reported(suffix: str) -> None:
    @QUICK
    @given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
    def read(data: bytes) -> None:
        read_quietly(f"x{suffix}", data)

    read()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "suffix", [".txt", ".pdf", ".docx", ".epub", ".mbox", ".csv", ".json", ".xml", ".warc", ".zip", ".gz"]
)
def test_a_valid_file_under_another_name_is_read_or_reported(name: str, suffix: str) -> None:
    assert read_quietly(f"x{suffix}", SAMPLES[name]) in ("read", "reported")


def test_the_long_run_makes_the_same_file_of_the_same_seed() -> None:
    assert made(7) == made(7)
    assert PurePosixPath(made(7)[0]).suffix in {*READERS, *PACKED}
