"""The tutorial's pictures, from the demonstration as it is: ``uv run python docs/screenshots.py``."""

import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures" / "tutorial"
PORT = 8790
DESK = {"width": 1100, "height": 760}
PHONE = {"width": 390, "height": 760}


@contextmanager
def demonstration() -> Iterator[str]:
    """Run the demonstration in a folder of its own; gives what it says to open."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            Path(sys.executable).with_name("diagnostic"),
            "demo",
            "--port",
            str(PORT),
            "--folder",
            f"{folder}/demo",
        ]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
        try:
            said = ""
            while "every mail that was sent" not in said:
                line = demo.stdout.readline() if demo.stdout else ""
                if not line:
                    raise SystemExit(f"The demonstration did not start:\n{said}")
                said += line
            yield said
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait()


def found(pattern: str, said: str) -> str:
    """The first group of a pattern that is sure to be there."""
    match = re.search(pattern, said)
    assert match is not None, f"{pattern} is not in:\n{said}"
    return match[1]


def take(page: Page, name: str, address: str, at: str = "h1") -> None:
    """One picture of what a person sees who opens an address and scrolls to something."""
    page.goto(address)
    page.get_by_text("The briefing is being made").wait_for(state="hidden", timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.locator(at).first.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top - 90)")
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(file, optimize=True)


def consultant(browser: Browser, said: str) -> None:
    """The consultant's pages, at a desk."""
    page = browser.new_page(viewport=DESK, locale="en-GB")
    alliance = found(r"Consultant\s+(\S+)", said)
    page.goto(alliance)
    page.fill("[name=email]", found(r"sign in as (\S+),", said))
    page.fill("[name=password]", found(r"password (\S+)", said))
    page.click("main form button")
    take(page, "alliance", alliance)
    take(page, "wave", f"{alliance}/waves/new")
    take(page, "roster", f"{alliance}/roster")
    take(page, "pulses", f"{alliance}/pulses/new")
    take(page, "briefing", found(r"Briefing\s+(\S+)", said), "main")
    page.goto(alliance)
    page.locator("ul.rows li", has_text="Answers until").locator("a").first.click()
    take(page, "open", page.url)


def main() -> None:
    """Take all of them anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration() as said, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        consultant(browser, said)
        take(browser.new_page(viewport=PHONE, locale="en-GB"), "respondent", found(r"Respondent\s+(\S+)", said))
        browser.close()


if __name__ == "__main__":
    main()
