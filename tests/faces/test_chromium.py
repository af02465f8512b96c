"""A browser that hangs costs one window, never the whole suite."""

import signal
from typing import Any

import psutil
import pytest
from playwright.sync_api import Playwright


@pytest.mark.browser
@pytest.mark.sqlite
def test_hung_browser_is_ended_and_the_next_window_opens(chromium: Any) -> None:
    playwright: Playwright = chromium.playwright
    other = type(chromium)(playwright)
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    window = other.opens({})
    for child in psutil.Process().children(recursive=True):
        if child.pid not in before and "chrom" in child.name():
            child.send_signal(signal.SIGSTOP)
    other.closes(window, patience=1)
    page = other.opens({}).new_page()
    assert page.evaluate("1 + 1") == 2
    other.browser.close()


@pytest.mark.browser
@pytest.mark.sqlite
def test_what_is_serious_is_found_though_nothing_else_is_looked_for(visitor: Any) -> None:
    one = visitor()
    told = '<p style="color:#aaa;background:#fff">faint</p><img src="data:,"><div>in no landmark</div>'
    one.page.set_content(f"<html lang=en><title>planted</title>{told}</html>")
    found = {rule["id"] for rule in one._violations({"resultTypes": ["violations"], "preload": False})}
    assert found == {"color-contrast", "image-alt"}
