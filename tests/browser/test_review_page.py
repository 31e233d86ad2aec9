"""The review page in a real browser: stepping, marking, changing, adding, saving; and the saved file comes back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.collect.marks import read_marks
from briefing.model import Finding
from briefing.papers.page import Around, Paper, Read, review_page
from briefing.settings import load_indicators
from briefing.store import Store
from tests.unit.papers.page.test_page import LEXICON

pytestmark = pytest.mark.slow
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
    pytest.importorskip("selenium.webdriver", reason="needs selenium")
    folder = tmp_path_factory.mktemp("browser")
    with chromium(folder, program("chromium"), program("chromedriver")) as driver:
        yield driver


@contextmanager
def chromium(folder: Path, binary: str, driven_by: str) -> Iterator[Any]:
    """A headless browser that saves what it downloads in the folder."""
    # Here: to collect this file, others need not wait for its import.
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = binary
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driven_by))
    driver.folder = folder
    try:
        yield driver
    finally:
        driver.quit()


def opened(browser: Any, path: Path, check: Callable[[list[Read]], Around] | None = None) -> Any:
    from briefing.extraction import extract
    from briefing.sources import documents, read_file

    reading = read_file(path)
    read = [Read(each, extract(each, LEXICON)) for each in documents(reading)]
    page = browser.folder / f"{path.name}.html"
    page.write_bytes(review_page(reading, read, check(read) if check else None)[0])
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
    waited(browser, "mark.settled")
    assert len(browser.find_elements("css selector", "mark.settled")) == 2
    assert "已标 3" in browser.find_element("css selector", "[role=status]").text
    assert not [line for line in browser.get_log("browser") if line["level"] == "SEVERE"]


def test_what_the_checks_found_is_stepped_to_and_leads_to_both_sides(
    browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "问题.txt"
    path.write_text(REPORT, encoding="utf-8")

    def check(read: list[Read]) -> Around:
        first, *_, last = (one.source for one in read[0].facts.observations)
        beside = replace(last, document="other", start=7, end=9)
        found = Finding(
            "conflict", "high", "某区", "2024", "两个数不一致", (), (last, first, beside)
        )
        at = REPORT.index("编号3344")
        words = replace(last, start=at, end=at + 6)
        other = Finding("numbering", "medium", "某区", "2024", "编号有误", (), (words,))
        return Around(findings=[found, other], files={"other": ("公报.txt", "ab" * 32)})

    body = opened(browser, path, check)
    body.send_keys("f")
    assert browser.find_element("css selector", "mark.here").text == "7.4%"
    card = browser.find_element("css selector", "#card section")
    assert "重要 两个数不一致" in card.text
    link = card.find_element("link text", "公报.txt").get_attribute("href")
    assert link.endswith("/" + "ab" * 8 + ".html#7-9")
    card.find_element("xpath", ".//button[.='第2处']").click()
    assert browser.find_element("css selector", "mark.here").text == "620.4亿元"
    for _ in range(2):
        body.send_keys("f")
    assert browser.execute_script("return getSelection().toString()") == "编号3344"
    assert "编号有误" in browser.find_element("css selector", "#card section").text
    assert browser.execute_script(CONTRAST) == []


def test_doubtful_figures_that_papers_print_come_first(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "疑.txt"
    path.write_text(REPORT, encoding="utf-8")

    def check(read: list[Read]) -> Around:
        figures = read[0].facts.observations
        doubted = tuple(replace(each, confidence=0.5) for each in figures)
        read[0] = Read(read[0].document, replace(read[0].facts, observations=doubted))
        return Around(papers=[Paper("../简报.docx", {figures[-1].key: ["正文"]})])

    body = opened(browser, path, check)
    body.send_keys("n")
    assert browser.find_element("css selector", "mark.here").text == "7.4%"
    link = browser.find_element("css selector", "ul.printed a")
    assert link.get_attribute("href").startswith("file:")


def test_what_is_searched_for_is_stepped_through(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "查.txt"
    path.write_text(REPORT, encoding="utf-8")
    body = opened(browser, path)
    browser.find_element("css selector", "input[type=search]").send_keys("地区生产总值\n")
    assert browser.find_element("css selector", "mark.here").text == "620.4亿元"
    body.send_keys("j")
    assert browser.find_element("css selector", "mark.here").text == "5.1%"


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
    assert in_view(browser)
    body.send_keys("k" * 21)  # past the first: the last, in a block that was never laid out
    assert browser.execute_script(f"return {HERE}.dataset.f") == str(len(data["facts"]) - 1)
    assert in_view(browser)
    middle = data["facts"][10_000]
    browser.execute_script(f"location.hash='#{middle['start']}-{middle['end']}'")
    assert in_view(browser)
    assert browser.execute_script(f"return {HERE}.dataset.f") == "10000"


HERE = "document.querySelector('mark.here')"


def in_view(browser: Any) -> bool:
    """Whether the lit mark is inside the text's window once the page has come to rest."""
    return browser.execute_async_script(
        "const done=arguments[0];let frames=10;const wait=()=>{if(frames--)return "
        f"requestAnimationFrame(wait);const at={HERE}.getBoundingClientRect(),"
        "all=document.getElementById('text').getBoundingClientRect();"
        "done(at.height>0&&at.top>=all.top&&at.bottom<=all.bottom)};wait()"
    )


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


def test_a_link_of_a_paper_opens_the_page_at_its_fact(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "链.txt"
    path.write_text(REPORT, encoding="utf-8")
    opened(browser, path)
    at = REPORT.index("7.4%")
    browser.get(f"{(browser.folder / f'{path.name}.html').as_uri()}#{at}-{at + 4}")
    browser.refresh()
    assert browser.find_element("css selector", "mark.here").text == "7.4%"
    assert "固定资产投资" in browser.find_element("id", "card").text


def test_a_number_nobody_used_is_stepped_to_and_named(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "漏.txt"
    path.write_text(REPORT, encoding="utf-8")
    body = opened(browser, path)
    body.send_keys("u")
    body.send_keys("4")
    assert browser.find_element("css selector", "input[name=value]").get_attribute("value") == (
        "3344"
    )


def test_what_is_wrong_with_a_sentence_is_put_right_for_all_its_figures(
    browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "句.txt"
    path.write_text(REPORT.replace("固定资产投资增长", "工业投资增长"), encoding="utf-8")
    body = opened(browser, path)
    body.send_keys("j")
    body.send_keys("2")
    type_into(browser, "period", "2023")
    browser.find_element("css selector", "input[name=also]").click()
    browser.find_element("xpath", "//button[.='确定']").click()
    assert [each.text for each in browser.find_elements("css selector", "mark.settled")] == [
        "620.4亿元",
        "5.1%",
    ]


def test_two_people_at_the_served_page_do_not_overwrite_each_other(
    browser: Any, tmp_path: Path
) -> None:
    with served(tmp_path) as office:
        browser.get(office.page)
        by = browser.find_element("css selector", "input[name=by]")
        by.send_keys("统计科")
        body = browser.find_element("tag name", "body")
        browser.execute_script("document.activeElement.blur()")
        body.send_keys("j")
        office.mark("综合科", "621")  # somebody else, after this page was opened
        body.send_keys("1")
        told = waited(browser, "[role=alert].conflict").text
        assert "综合科" in told
        assert "621" in told
        browser.find_element("xpath", "//button[.='仍用我的']").click()
        waited(browser, "mark.settled")
        for _ in range(100):
            held = [each.mark for each in office.store.marks.all() if each.holds]
            if held[0].by == "统计科":
                break
            time.sleep(0.05)
        assert [(mark.by, mark.verdict) for mark in held] == [("统计科", "right")]
        assert not [line for line in browser.get_log("browser") if "409" not in line["message"]]


@contextmanager
def served(folder: Path) -> Iterator[Any]:
    """A served page of the report, and a way to mark its first figure as somebody else."""
    from briefing.jobs.ingest import ingest
    from briefing.jobs.review import FOLDER, write_pages
    from briefing.jobs.serving import Server
    from briefing.jobs.supervisor import local_executor
    from briefing.settings import load_settings
    from tests.conftest import ROOT
    from tests.unit.jobs.test_serving import Office

    source = folder / "报告.txt"
    source.write_text(REPORT, encoding="utf-8")
    settings = load_settings(ROOT)
    output = folder / "output"
    with (
        Store.open(f"sqlite:///{(folder / 's.db').as_posix()}") as store,
        local_executor(1, context=settings) as executor,
    ):
        ingest([source], store, settings, executor)
        write_pages([source], store, settings, executor, output / FOLDER)
        (page,) = (output / FOLDER).glob("[0-9a-f]*.html")
        data = json.loads(page.read_text("utf-8").split('id="data">')[1].split("</script>")[0])
        with Server(output, FOLDER, store, set()) as server:
            office = Office(server, store, data["sha256"], data["facts"][0])
            office.page = server.url.replace("index.html", page.name)
            yield office


def waited(browser: Any, selector: str) -> Any:
    for _ in range(100):
        if found := browser.find_elements("css selector", selector):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"nothing came: {selector}")


def test_words_stand_out_from_what_is_behind_them(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "色.txt"
    path.write_text(REPORT, encoding="utf-8")
    opened(browser, path).send_keys("j")
    assert browser.execute_script(CONTRAST) == []


# WCAG 2.1 AA: 4.5 to 1 for every element with text of its own.
CONTRAST = """
const parts = (c) => c.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
  .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const c = parts(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll("body *")]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((e) => !e.matches("script, option, :disabled") && e.getClientRects().length)
  .map((e) => [light(parts(getComputedStyle(e).color)), light(behind(e)), e.outerHTML.slice(0, 80)])
  .filter(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5)
  .map((each) => each[2]);
"""
