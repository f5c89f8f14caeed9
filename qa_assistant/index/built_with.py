"""What an index was built with, as text: an index is not read with other settings."""

from __future__ import annotations


def fingerprint(**parts: object) -> str:
    """Return the text that says what an index was built with, such as `embedder=…; passage_words=180`."""
    return "; ".join(f"{name}={value}" for name, value in parts.items())


def changes_of(built: str, wanted: str) -> str:
    """Return in words what differs between two fingerprints."""
    was, now = _parts(built), _parts(wanted)
    differing = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return ", ".join(f"{name} was {was.get(name)} and is {now.get(name)}" for name in differing)


def _parts(fingerprint: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in fingerprint.split("; "))}
