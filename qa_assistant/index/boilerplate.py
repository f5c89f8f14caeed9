"""Which lines are boilerplate: those that an outlet prints whatever an article is about; see `ingest.boilerplate`.

The catalogue keeps the lines of every article. Whether one is boilerplate depends on the articles that are there and on
nothing else, so it is the same in whatever order they came. When an article comes or goes only its own lines are looked
at; where one of them becomes boilerplate, the few articles that had it before are split anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Set

    from qa_assistant.ingest.boilerplate import Lines

SUBJECTS = 4
"""Articles on different subjects that make a suspect line boilerplate."""

_ALIKE = 2
"""Names that articles on one subject share at least."""

_TELLING = 3
"""With fewer names it cannot be told what an article is about."""

_ELSEWHERE = 0.25
"""Articles in which the line stands as part of the text, for each one in which it is suspect, at most."""

_LISTED = "(SELECT value FROM json_each(?))"
_TEXT = ""
"""Stands for the subject where a line is part of the text."""


class Boilerplate:
    """The lines of all articles, in one transaction of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._touched: set[int] = set()
        self._found: set[int] = set()

    def note(self, article: int, lines: Lines, left_out: Set[int]) -> None:
        """Note the lines of an article that was added; its passages are without those `left_out`, by their keys."""
        suspect = {line.key for line in lines.lines if line.is_suspect}
        every = {line.key for line in lines.lines}
        subject = json.dumps(lines.subject)
        self._connection.executemany(
            "INSERT INTO lines VALUES (?, ?, ?, ?)",
            [(key, subject if key in suspect else _TEXT, article, key in left_out & suspect) for key in every],
        )
        self._touched |= every

    def touch(self, article: int) -> None:
        """Look again at the lines of an article that is about to go."""
        self._touched.update(
            line for (line,) in self._connection.execute("SELECT line FROM lines WHERE article = ?", (article,))
        )

    def among(self, lines: Lines) -> frozenset[int]:
        """Return the keys of those suspect lines that are boilerplate by what is known now."""
        suspect = {line.key for line in lines.lines if line.is_suspect}
        # what was found once in this run is not counted again for every article; `decide` counts it in the end
        self._found |= self._known(suspect - self._found)
        return frozenset(suspect & self._found)

    def decide(self) -> dict[int, frozenset[int]]:
        """Decide on all lines that were touched; return the articles to be split anew, each without which lines."""
        known = self._known(self._touched)
        changed = self._connection.execute(
            f"SELECT DISTINCT article FROM lines WHERE (line IN {_LISTED} AND left_out)"
            f" OR (line IN {_LISTED} AND NOT left_out AND subject <> '')",
            (_array(self._touched - known), _array(known)),
        ).fetchall()
        self._touched.clear()
        return {article: self._decide_on(article) for (article,) in sorted(changed)}

    def _decide_on(self, article: int) -> frozenset[int]:
        rows = self._connection.execute("SELECT line FROM lines WHERE article = ? AND subject <> ''", (article,))
        known = frozenset(self._known({line for (line,) in rows}))
        self._connection.execute(
            f"UPDATE lines SET left_out = line IN {_LISTED} WHERE article = ? AND subject <> ''",
            (_array(known), article),
        )
        return known

    def _known(self, lines: Set[int]) -> set[int]:
        """Return the lines that are boilerplate, among these."""
        often = self._connection.execute(
            f"SELECT line FROM lines WHERE line IN {_LISTED} GROUP BY line"
            " HAVING sum(subject <> '') >= ? AND sum(subject = '') <= ? * sum(subject <> '')",
            (_array(lines), SUBJECTS, _ELSEWHERE),
        ).fetchall()
        return {line for (line,) in often if self._is_on_many_subjects(line)}

    def _is_on_many_subjects(self, line: int) -> bool:
        """Return whether a line is suspect in articles on enough subjects; looks at no more of them than it must."""
        rows = self._connection.execute(
            "SELECT subject FROM lines WHERE line = ? AND subject <> '' ORDER BY subject", (line,)
        )
        subjects: list[set[str]] = []
        for (text,) in rows:
            names = set(json.loads(text))
            if len(names) >= _TELLING and all(len(names & other) < _ALIKE for other in subjects):
                subjects.append(names)
                if len(subjects) == SUBJECTS:
                    return True
        return False


def _array(values: Iterable[int]) -> str:
    return json.dumps(list(values))
