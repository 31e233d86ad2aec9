"""What the last run of a job came to, in its folder: summary.txt, fit to be mailed, and failures.csv where anything failed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from briefing.files import cell_text, remove_file, write_whole
from briefing.jobs.clock import local
from briefing.jobs.result import RunResult
from briefing.jobs.setup import Setup

SUMMARY, FAILURES = "summary.txt", "failures.csv"


def write_summary(
    setup: Setup, result: RunResult, began_at: datetime, *, stopped: str = ""
) -> None:
    """Write both files; the first line of the summary is a mail's subject. stopped: why the run did not end by itself.

    Raises PaperError when they cannot be written.
    """
    folder = setup.output / setup.job.name
    write_whole(folder / SUMMARY, _summary(setup, result, began_at, stopped).encode())
    if result.failures:
        write_whole(folder / FAILURES, failures_csv(result))
    else:
        remove_file(folder / FAILURES)


def headline(setup: Setup, result: RunResult, stopped: str = "") -> str:
    """One line: 年度区情材料：3 个地区，新做 9 份，未变 0 份，全部完成."""
    failed = len(result.failures)
    end = "没有做完" if stopped else f"失败 {failed} 项" if failed else "全部完成"
    made, kept = result.count("done"), result.count("skipped")
    return f"{setup.job.title}：{len(result.rows)} 个地区，新做 {made} 份，未变 {kept} 份，{end}"


def _summary(setup: Setup, result: RunResult, began_at: datetime, stopped: str) -> str:
    ended_at = setup.clock()
    seconds = max(
        0, round((ended_at - began_at).total_seconds())
    )  # a clock may be set back in the middle
    lines = [
        headline(setup, result, stopped),
        "",
        f"任务：{setup.job.name}",
        f"开始：{local(began_at)}",
        f"结束：{local(ended_at)}（{seconds // 60} 分 {seconds % 60} 秒）",
        f"资料：新读 {result.read} 个文件，{result.unchanged} 个没有变化",
        *([f"中断：{stopped}"] if stopped else []),
        *_part("失败", map(str, result.failures)),
        *_part(
            "提醒",
            [
                *result.warnings,
                *(f"{row.district}：{warning}" for row in result.rows for warning in row.warnings),
            ],
        ),
        *_part("任务里已经没有的旧成果", map(str, result.leftovers)),
    ]
    return "\n".join(lines) + "\n"


def _part(head: str, items: Iterable[str]) -> list[str]:
    found = [f"- {item}" for item in items]
    return ["", f"{head}（{len(found)}）", *found] if found else []


def failures_csv(result: RunResult) -> bytes:
    """What failed: a row each, with a byte order mark so that Excel reads it as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["对象", "位置", "原因", "怎么办"])
    for failure in result.failures:
        error = failure.error
        writer.writerow(map(cell_text, (failure.what, error.where, error.message, error.hint)))
    return text.getvalue().encode("utf-8-sig")
