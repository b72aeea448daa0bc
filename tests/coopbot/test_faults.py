from __future__ import annotations

import pytest

from coopbot.errors import IndexDamaged, UsageError
from coopbot.faults import reason_of, translated


class PanicException(BaseException):  # as the Rust bindings raise it
    pass


@pytest.mark.parametrize("error", [ValueError("a\n  b."), PanicException("a b"), KeyError("a b")])
def test_translated_turns_any_error_into_ours(error):
    with pytest.raises(IndexDamaged, match=r"^broken \('?a b'?\)$") as caught:  # noqa: SIM117
        with translated(lambda reason: IndexDamaged(f"broken ({reason})")):
            raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [UsageError("ours"), KeyboardInterrupt(), SystemExit(3)])
def test_translated_lets_our_errors_and_interrupts_pass(error):
    with pytest.raises(type(error)), translated(lambda reason: IndexDamaged(reason)):
        raise error


def test_reason_of_a_system_error_is_the_systems_word():
    assert reason_of(OSError(28, "No space left on device", "/x")) == "No space left on device"


def test_reason_of_a_silent_error_is_its_kind():
    assert reason_of(MemoryError()) == "MemoryError"


def test_reason_is_one_line_and_not_too_long():
    assert len(reason_of(ValueError("long\n" * 500))) <= 300
    assert "\n" not in reason_of(ValueError("long\n" * 500))
