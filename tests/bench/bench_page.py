"""Frames of the review page in headless Chromium while it scrolls, steps and marks: `python tests/bench/bench_page.py`.

Each page is scrolled 600 px a frame through 300 frames; a frame's time is that between two animation frames. The page of
many facts stands beside one of 300 lines, which says what the machine itself can do.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.test_review_page import chromium, opened

LINE = "2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。\n"
SIZES = (300, 7_000)  # lines, three facts each
FRAMES = """
const done = arguments[0], text = document.getElementById("text"), took = [];
let last = performance.now();
const frame = () => {
  const now = performance.now();
  took.push(now - last);
  last = now;
  if (text.scrollTop + text.clientHeight >= text.scrollHeight - 1) text.scrollTop = 0;
  text.scrollTop += 600;
  took.length < 300 ? requestAnimationFrame(frame) : done(took.slice(1));
};
requestAnimationFrame(frame);
"""
STEPS = """
const done = arguments[0], took = [];
const step = () => {
  const start = performance.now();
  for (const key of ["j", "1"]) document.dispatchEvent(new KeyboardEvent("keydown", { key }));
  document.getElementById("text").getBoundingClientRect();
  took.push(performance.now() - start);
  took.length < 60 ? requestAnimationFrame(step) : done(took);
};
requestAnimationFrame(step);
"""
LOADED = "return performance.getEntriesByType('navigation')[0].domComplete"


def measure(browser: Any, path: Path, lines: int) -> None:
    path.write_text("某区2025年政府工作报告\n" + LINE * lines, encoding="utf-8")
    opened(browser, path)
    loaded = browser.execute_script(LOADED)
    for name, script in (("scroll", FRAMES), ("step and mark", STEPS)):
        took = browser.execute_async_script(script)
        late = sum(each > 50 for each in took)
        print(f"{lines} lines, {name}: median {median(took):.0f} ms, longest {max(took):.0f} ms,")
        print(f"  {late} of {len(took)} over 50 ms; page complete after {loaded:.0f} ms")


def main() -> None:
    binary, driver = which("chromium"), which("chromedriver")
    if not binary or not driver:
        print("not measured: needs chromium and chromedriver")
        return
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder), binary, driver) as browser:
        browser.set_script_timeout(300)
        for lines in SIZES:
            measure(browser, Path(folder) / f"{lines}.txt", lines)


if __name__ == "__main__":
    main()
