"""A real browser, where there is one; on a machine that checks changes there has to be."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="no Chromium on this machine (on Debian: apt-get install chromium)",
)

# As long as a click waits: on a busy machine a page takes its time, and where nothing is wrong nobody waits for it.
expect.set_options(timeout=30_000)

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, headless; fails where there is none."""
    assert CHROMIUM is not None, "no Chromium on this machine"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        try:
            yield browser
        finally:
            await browser.close()


async def begin(page: Page, link: str) -> None:
    """Agree and start; the first section is there once the server has said that the link can be used."""
    await page.goto(link)
    await page.check("#consent")
    await page.click("button.next")
    await page.locator(".stepped #section-consent").wait_for(state="hidden")
