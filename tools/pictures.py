"""The guide's and the README's pictures, from a real run of the examples: python tools/pictures.py [--table FILE]

Needs selenium, Chromium and its driver. FILE is a document with tables, for the picture of one.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image, ImageChops
from selenium import webdriver

from briefing.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1500,950", "--no-first-run")
COLOURS = 64  # enough for text and marks, a third of the size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--table",
        type=Path,
        default=ROOT / "examples" / "sources" / "槐荫区2024年一季度主要经济指标.xlsx",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        run("run", "annual", "--output", output, "--workspace", ROOT)
        run("review", asked.table, "--out", Path(folder) / "table", "--workspace", ROOT)
        browser = opened()
        try:
            take(browser, output, Path(folder) / "table")
        finally:
            browser.quit()


def run(*words: object) -> None:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exit_code:
        raise SystemExit(done.output)


def opened() -> Any:
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def take(browser: Any, output: Path, tables: Path) -> None:
    """Every picture, in the order somebody meets what it shows."""
    (page,) = (output / "annual").glob("2024/index.html")
    browser.get(page.as_uri())
    browser.find_element("css selector", "table")
    shot(browser, "run")
    browser.get((output / "review" / "index.html").as_uri())
    shot(browser, "pages")
    browser.find_element("partial link text", "2025").click()
    body = browser.find_element("tag name", "body")
    body.send_keys("n")
    shot(browser, "review")
    body.send_keys("2")
    shot(browser, "change")
    browser.get((tables / "index.html").as_uri())
    browser.find_element("css selector", "td a").click()
    browser.execute_script("document.querySelector('td mark[data-f]')?.click()")
    shot(browser, "review-table")


def shot(browser: Any, name: str) -> None:
    path = PICTURES / f"{name}.png"
    browser.save_screenshot(str(path))
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    used = ImageChops.difference(whole, Image.new("RGB", whole.size, whole.getpixel((0, 0))))
    below = min(whole.height, (used.getbbox() or (0, 0, 0, whole.height))[3] + 20)
    small = whole.crop((0, 0, whole.width, below)).quantize(COLOURS)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
