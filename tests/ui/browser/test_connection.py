"""A service that goes away and lines that fall silent: the page says so, and can be asked again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import expect

from tests.ui.fake_core import ROOT

pytestmark = pytest.mark.browser

SILENCE = 46_000
"""Milliseconds on the page's clock after which it no longer believes in the connection."""


@contextmanager
def started(port: int, *mode: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the service in a process that can be killed, until the block ends."""
    command = [sys.executable, "-m", "tests.ui.browser.slow_service", str(port), *mode]
    process = subprocess.Popen(command, cwd=ROOT)
    limit = time.monotonic() + 60
    try:
        while True:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            if time.monotonic() > limit or process.poll() is not None:
                raise RuntimeError("the service did not start")
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def page(browser, port):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def ask_and_see_half(page, port: int):
    page.goto(f"http://127.0.0.1:{port}/embed?lang=en")
    page.locator(".examples").wait_for()
    page.locator("#coopbot-question").fill("When?")
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    turn.locator(".said").wait_for()
    expect(turn.get_by_role("alert")).to_have_count(0)
    return turn


def test_service_that_dies_in_an_answer_is_told_and_can_be_asked_again(page, port):
    with started(port) as process:
        turn = ask_and_see_half(page, port)
        process.kill()
        turn.get_by_role("alert").wait_for()
    assert "cannot be reached" in turn.get_by_role("alert").text_content()
    assert turn.locator(".said").is_visible()

    retry = turn.get_by_role("button", name="Ask again")
    retry.click()
    second = page.locator(".turn").nth(1)
    assert "cannot be reached" in second.get_by_role("alert").text_content()
    with started(port, "whole"):
        second.get_by_role("button", name="Ask again").click()
        third = page.locator(".turn").nth(2)
        third.get_by_text("Quoted word for word: 1").wait_for()
        expect(third.get_by_role("alert")).to_have_count(0)


def test_line_that_falls_silent_is_told_after_a_while(page, port):
    page.clock.install()
    with started(port):
        turn = ask_and_see_half(page, port)
        page.clock.fast_forward(SILENCE)
        turn.get_by_role("alert").wait_for()
        assert "cannot be reached" in turn.get_by_role("alert").text_content()
        assert turn.get_by_role("button", name="Ask again").is_visible()
