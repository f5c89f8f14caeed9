"""Follow a folder of articles: say when something in it changed and has come to rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REST = 1.0
"""Seconds without a further change after which a change counts as over, such as a file that is being copied."""

_LONGEST = 30.0
"""Seconds after which changes are told of though they go on."""

_TICK = 5.0
"""Seconds between two words that nothing changed."""


def changes(root: Path, leaving_out: Path) -> Iterator[bool]:
    """Yield True after every change below `root`, and False now and then when there was none; until Ctrl-C.

    Several changes in a row are one. Hidden files do not count, nor does what lies in the folder `leaving_out`, which
    may be inside `root`.
    """
    from watchfiles import watch

    home, left_out = root.resolve(), leaving_out.resolve()

    def counts(_: object, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(left_out) or not path.is_relative_to(home):
            return False
        return not any(part.startswith(".") for part in path.relative_to(home).parts)

    seen = watch(
        home,
        watch_filter=counts,
        step=round(REST * 1000),
        debounce=round(_LONGEST * 1000),
        rust_timeout=round(_TICK * 1000),
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    for found in seen:
        yield bool(found)
