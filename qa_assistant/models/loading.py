"""Load something slow once, in the background if there is time."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import Lock, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Lazily(Generic[T]):
    """A value that is made at most once, by the first who needs it or ahead of time in a thread.

    When making it fails, everybody who waits gets the error, and the next call tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._future: Future[T] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the value is there already."""
        future = self._future
        return future is not None and future.done() and future.exception() is None

    def start(self) -> None:
        """Begin making the value in a background thread; return at once."""
        future = self._claim()
        if future:
            Thread(target=self._fill, args=(future,), name="load-models", daemon=True).start()

    def get(self) -> T:
        """Return the value, making it or waiting for it as needed."""
        future = self._claim()
        if future:
            self._fill(future)
        assert self._future is not None
        return self._future.result()

    def wait(self, timeout: float | None = None) -> bool:
        """Start if nobody has, and return whether the value is there after `timeout` seconds at most.

        Raises:
            Exception: whatever making the value raised.
        """
        self.start()
        assert self._future is not None
        try:
            self._future.result(timeout)
        except FutureTimeoutError:
            return False
        return True

    def _claim(self) -> Future[T] | None:
        with self._lock:
            failed = self._future is not None and self._future.done() and self._future.exception() is not None
            if self._future is not None and not failed:
                return None
            self._future = Future()
            return self._future

    def _fill(self, future: Future[T]) -> None:
        try:
            future.set_result(self._make())
        except BaseException as error:  # noqa: BLE001 - handed to every caller of get, not swallowed
            future.set_exception(error)
