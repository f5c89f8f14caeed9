"""Throw damaged and random files at all readers: `python -m benchmarks.fuzz_readers --minutes 10`.

Each execution changes one valid file a little (bytes flipped, cut out, doubled, swapped with those of other files), or
makes one up, sometimes under the name of another format, and reads it as a sync does. Anything but articles whose
offsets hold, or an ArticleError with a reason in one line, is a defect; so is a file that takes the processor longer
than a limit.
The seed of every defect is printed: `--seed N --count 1` repeats it.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import random
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from benchmarks.format_samples import SAMPLES, zipped
from qa_assistant.errors import ArticleError
from qa_assistant.ingest.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.ingest.reading import ReadFile

_LONGEST_SECONDS = 5.0
_INSIDE = 0.7
_NAMES = list(SAMPLES)
_WORDS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b">",
        b"&#0;",
        b"&amp;",
        b"]]>",
        b"<!--",
        b"{",
        b"}",
        b"[",
        b'"',
        b"\\u",
    ),
    *(b"\\ud800", b"\\bin99999999", b"\\'e9", b"PK\x03\x04", b"\x1f\x8b", b"%PDF-1.7", b"endstream", b"9" * 30, b"-1"),
    *(
        b"\r\n\r\n",
        b"\nFrom x 2025\nA: b\n",
        b"=?utf-8?q?=FF?=",
        b"=?x?b?!?=",
        b"Content-Type: multipart/mixed; boundary=a\n",
    ),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: br\r\n",
        b"WARC/1.0\r\n",
        b"<style>*{display:none}</style>",
    ),
    *(
        b"<!ENTITY a '&a;'>",
        b"../../",
        b"\xe2\x80\xae",
        b"<table><tr><td>",
        b"<div>" * 300,
        b"31 February 2025",
        b"\t|\t",
    ),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with a few changes."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        _change(changed, chance)
    return bytes(changed)


def _change(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(7):
        case 0:
            data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        case 1:
            del data[at:end]
        case 2:
            data[at:at] = data[at:end] * chance.choice((1, 2, 50))
        case 3:
            data[at:at] = chance.choice(_WORDS)
        case 4:
            other = SAMPLES[chance.choice(_NAMES)]
            start = chance.randrange(len(other))
            data[at:end] = other[start : start + chance.choice((8, 64, 512))]
        case 5:
            del data[at:]
        case _:
            if at < len(data):
                data[at] ^= 1 << chance.randrange(8)


def made(seed: int) -> tuple[str, bytes]:
    """Return a file's name and content, the same for the same seed."""
    chance = random.Random(seed)
    name = chance.choice(_NAMES)
    if chance.random() < 0.05:
        return name, chance.randbytes(chance.choice((0, 1, 7, 100, 3000)))
    content = _mutated_inside(name, chance) if chance.random() < _INSIDE else mutated(SAMPLES[name], chance)
    if chance.random() < 0.1:
        name = f"x{PurePosixPath(chance.choice(_NAMES)).suffix}"
    return name, content


def _mutated_inside(name: str, chance: random.Random) -> bytes:
    """Return a packed file with a change in one of its parts: changed from outside, most of them just do not unpack."""
    data = SAMPLES[name]
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(mutated(gzip.decompress(data), chance))
    if not data.startswith(b"PK"):
        return mutated(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, bytes | str] = {part: archive.read(part) for part in archive.namelist()}
    changed = chance.choice(list(parts))
    content = parts.pop(changed)
    assert isinstance(content, bytes)
    if chance.random() < 0.9:
        parts[changed] = mutated(content, chance)
    if chance.random() < 0.1:
        parts[chance.choice(("../../etc/passwd.txt", "C:\\x.txt", "a\n\x1b.txt", "x" * 300 + ".txt"))] = content
    return zipped(parts)


def check(name: str, content: bytes) -> str:
    """Read a file; return whether it was read or reported.

    Raises:
        AssertionError: what came back breaks a promise.
        Exception: whatever a reader lets through.
    """
    try:
        found = read_source(name, content)
    except ArticleError as error:
        reported = error
    else:
        keep_promises(name, found)
        return "read"
    assert reported.file.split("/")[0] == name, f"the error is about {reported.file!r}"
    assert reported.reason, "no reason is given"
    assert reported.reason.isprintable(), f"the reason is not one plain line: {reported.reason!r}"
    return "reported"


def keep_promises(name: str, found: ReadFile) -> None:
    """Check what callers rely on.

    Raises:
        AssertionError: names are not unique or not safe, text or titles cannot be stored, or pages are out of order.
    """
    names = [article.file for article in found.articles]
    assert names, "neither article nor error"
    assert len(set(names)) == len(names), "two articles of one name"
    for article in found.articles:
        parts = PurePosixPath(article.file).parts
        assert article.file == name or article.file.startswith(name + "/"), article.file
        assert ".." not in parts, article.file
        assert article.file.isprintable(), article.file
        assert article.text.strip(), "an article without text"
        assert article.title.strip(), "an article without title"
        "".join(filter(None, (article.text, article.title, article.outlet, article.author, article.section))).encode()
        assert list(article.pages) == sorted(article.pages), article.pages
    for member, reason in found.failed:
        assert member.isprintable(), member
        assert reason.isprintable(), reason


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return 1 if there was a defect."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    outcomes: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    slowest, slowest_seed = 0.0, 0
    until = time.monotonic() + 60 * given.minutes
    for seed in range(given.seed, given.seed + given.count):
        name, content = made(seed)
        started = time.process_time()
        try:
            # a library prints what it thinks of a file
            with contextlib.redirect_stderr(io.StringIO()):
                outcome = check(name, content)
        # whatever comes is what is looked for
        except Exception as error:  # noqa: BLE001
            outcome = "defect"
            place = traceback.extract_tb(error.__traceback__)[-1]
            print(f"seed {seed} {name}: {type(error).__name__}: {error} ({place.filename}:{place.lineno})"[:400])
        seconds = time.process_time() - started
        if seconds > _LONGEST_SECONDS:
            outcome = "slow"
            print(f"seed {seed} {name}: {seconds:.1f} s")
        if seconds > slowest:
            slowest, slowest_seed = seconds, seed
        outcomes[outcome] += 1
        formats[PurePosixPath(name).suffix] += 1
        if time.monotonic() > until:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{outcomes.total()} executions: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print(f"slowest {slowest:.2f} s (seed {slowest_seed}); most memory {peak} MB")
    print(", ".join(f"{suffix} {count}" for suffix, count in sorted(formats.items())))
    return int(bool(outcomes["defect"] or outcomes["slow"]))


if __name__ == "__main__":
    sys.exit(main())
