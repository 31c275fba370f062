from __future__ import annotations

import signal
from threading import Thread

import pytest

from kb.runs.put_off import put_off_ctrl_c


def test_ctrl_c_is_answered_when_the_step_is_done() -> None:
    done = []

    def step() -> None:
        with put_off_ctrl_c():
            signal.raise_signal(signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        step()
    assert done == ["all of it"]


def test_without_ctrl_c_all_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)

    with put_off_ctrl_c():
        pass

    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_in_a_step_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError), put_off_ctrl_c():
        raise ZeroDivisionError


def test_other_threads_are_never_interrupted() -> None:
    done = []

    def step() -> None:
        with put_off_ctrl_c():
            done.append("all of it")

    thread = Thread(target=step)
    thread.start()
    thread.join()

    assert done == ["all of it"]
