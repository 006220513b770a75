"""Whoever came first goes first, however busy the one before is."""

from __future__ import annotations

import threading

import pytest

from knowledge.records.turns import Turns


def test_one_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(300):
            with turns:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1


def test_in_the_order_of_coming() -> None:
    """The one who lets go and comes back at once is behind all who waited."""
    turns, order = Turns(), []
    turns.__enter__()

    def take(name: str) -> None:
        with turns:
            order.append(name)

    waiting = [threading.Thread(target=take, args=(name,)) for name in "abc"]
    for number, thread in enumerate(waiting, start=1):
        thread.start()
        while len(turns._waiting) < number:
            pass
    turns.__exit__(None, None, None)
    with turns:
        order.append("busy")
    for thread in waiting:
        thread.join(30)
    assert order == ["a", "b", "c", "busy"]


def test_an_error_lets_go() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="x"), turns:
        raise ValueError("x")
    with turns:
        pass
    assert not turns._taken
