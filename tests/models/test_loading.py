from threading import Event, Thread

import pytest

from qa_assistant.models.loading import Lazily


def test_the_value_is_made_once_however_many_ask() -> None:
    made: list[int] = []
    value = Lazily(lambda: made.append(1) or len(made))
    threads = [Thread(target=value.get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert value.get() == 1
    assert made == [1]


def test_start_returns_before_the_value_is_there() -> None:
    go = Event()
    value = Lazily(go.wait)

    value.start()

    assert not value.is_ready
    assert not value.wait(0.01)
    go.set()
    assert value.wait(5)
    assert value.is_ready


def test_a_failure_reaches_who_waits_and_the_next_call_tries_again() -> None:
    results = iter([ValueError("broken"), None])

    def make() -> str:
        if error := next(results):
            raise error
        return "ready"

    value = Lazily(make)

    with pytest.raises(ValueError, match="broken"):
        value.wait(5)
    assert value.get() == "ready"
