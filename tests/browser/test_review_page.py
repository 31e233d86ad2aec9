"""The review page in a real browser: stepping, marking, changing, adding, saving; and the saved file comes back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.collect.marks import read_marks
from briefing.papers.page import Read, review_page
from briefing.settings import load_indicators
from tests.unit.papers.page.test_page import LEXICON

pytestmark = pytest.mark.slow
selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--window-size=1500,950",
]
REPORT = """某区2025年政府工作报告

一、2024年工作回顾
2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。编号3344者另议。
"""


@pytest.fixture(scope="module")
def browser(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("browser")
    options = selenium.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = program("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    service = selenium.ChromeService(program("chromedriver"))
    driver = selenium.Chrome(options=options, service=service)
    driver.folder = folder
    yield driver
    driver.quit()


def opened(browser: Any, path: Path) -> Any:
    from briefing.extraction import extract
    from briefing.sources import documents, read_file

    reading = read_file(path)
    read = [Read(each, extract(each, LEXICON)) for each in documents(reading)]
    page = browser.folder / f"{path.name}.html"
    page.write_bytes(review_page(reading, read)[0])
    browser.get(page.as_uri())
    return browser.find_element("tag name", "body")


def saved(browser: Any) -> Path:
    button = browser.find_element("xpath", "//button[starts-with(., '保存为文件')]")
    button.click()
    for _ in range(100):
        found = sorted(browser.folder.glob("校核-*.json"))
        if found:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError("nothing was saved")


def type_into(browser: Any, name: str, text: str) -> None:
    field = browser.find_element("css selector", f"input[name={name}]")
    field.clear()
    field.send_keys(text)


def test_a_person_checks_changes_adds_and_saves(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    body = opened(browser, path)
    body.send_keys("j")
    assert browser.find_element("css selector", "mark.here").text == "620.4亿元"
    body.send_keys("1")
    body.send_keys("j")
    body.send_keys("j")
    assert browser.find_element("css selector", "mark.here").text == "7.4%"
    body.send_keys("2")
    type_into(browser, "value", "7.1")
    browser.find_element("xpath", "//button[.='确定']").click()
    browser.execute_script(
        "const t=document.querySelector('mark.unread').firstChild;"
        "getSelection().setBaseAndExtent(t,0,t,t.length)"
    )
    body.send_keys("4")
    type_into(browser, "name", "编号")
    type_into(browser, "period", "2024")
    browser.find_element("xpath", "//button[.='确定']").click()
    browser.find_element("css selector", "input[placeholder='科室或岗位']").send_keys("统计科")
    marks = read_marks(saved(browser), {each.id for each in load_indicators()})
    assert [mark.verdict for mark in marks] == ["right", "changed", "missed"]
    assert marks[1].now == {"value": "7.1"}
    text = path.read_text("utf-8")
    assert text[marks[2].start : marks[2].end] == "3344"
    assert {mark.by for mark in marks} == {"统计科"}
    browser.refresh()  # what was marked is kept by the browser
    assert len(browser.find_elements("css selector", "mark.settled")) == 2
    assert not [line for line in browser.get_log("browser") if line["level"] == "SEVERE"]


def test_a_long_document_steps_without_a_stall(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "长报告.txt"
    told = "2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。\n" * 7_000
    path.write_text(f"某区2025年政府工作报告\n{told}", encoding="utf-8")
    body = opened(browser, path)
    data = browser.execute_script("return JSON.parse(document.getElementById('data').textContent)")
    assert len(data["facts"]) > 20_000
    took = browser.execute_script(
        "const at=performance.now();for(let i=0;i<20;i++)document.dispatchEvent("
        "new KeyboardEvent('keydown',{key:'j'}));return performance.now()-at"
    )
    print(f"20 steps through {len(data['facts'])} facts: {took:.0f} ms")
    body.send_keys("j")
    assert browser.find_element("css selector", "mark.here")


def test_script_in_a_document_does_not_run(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "坏.txt"
    path.write_text(
        f"{REPORT}<script>window.touched=1</script></script><img src=x onerror=window.touched=1>\n",
        encoding="utf-8",
    )
    opened(browser, path)
    assert browser.execute_script("return window.touched") is None


def test_controls_have_names(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "名.txt"
    path.write_text(REPORT, encoding="utf-8")
    opened(browser, path).send_keys("j")
    nameless = browser.execute_script(
        "return [...document.querySelectorAll('button,select,input')].filter(e=>"
        "!(e.textContent.trim()||e.getAttribute('aria-label')||e.closest('label')||e.placeholder))"
        ".map(e=>e.outerHTML)"
    )
    assert not nameless
    assert json.dumps(browser.execute_script("return document.documentElement.lang")) == '"zh-CN"'
