"""Tabs of a real browser, for the tests of pages."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

__all__ = ["FLAGS", "Tab", "opened", "watched"]

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def opened(browser: Browser, address: str, *, width: int = 1000, **options: Any) -> Tab:
    return watched(browser, address, width=width, **options)[0]


def watched(browser: Browser, address: str, *, width: int = 1000, **options: Any) -> tuple[Tab, list[str], list[str]]:
    tab = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    requests: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address)
    return tab, requests, errors
