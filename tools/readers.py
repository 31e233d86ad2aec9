"""What is read of each of many files, and what it costs: the table of docs/readers.md.

    python tools/readers.py docs/readers.md FILE…

Writes the table between the two marks of the page. Each file is read in a process of its own, so that its peak of memory is its own
(the program and its words included). Seconds are of the processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from multiprocessing.connection import Connection
from pathlib import Path

from briefing.errors import BriefingError
from briefing.extraction import Lexicon, extract, unread_lines
from briefing.extraction.unread import warnings as unread_text
from briefing.settings import load_indicators
from briefing.sources import documents, read_file

BEGIN, END = "<!-- 表：开始 -->", "<!-- 表：结束 -->"
HEAD = "| 文件 | 格式 | 指标 | 项目 | 任务 | 未读的表内数字 | 读取（秒） | 全部（秒） | 内存（MB） | 提醒 |"


def measured(path: Path, lexicon: Lexicon) -> str:
    began = time.process_time()
    try:
        reading = read_file(path)
        read_in = time.process_time() - began
        facts = [(document, extract(document, lexicon)) for document in documents(reading)]
    except BriefingError as error:
        return f"| {path.name} | | | | | | | | | {error} |"
    unread = [one for _, found in facts for one in found.unread]
    said = [*reading.warnings, *unread_lines(unread), *unread_text(reading, facts)]
    counts = (
        sum(len(found.observations) for _, found in facts),
        sum(len(found.mentions) for _, found in facts),
        sum(len(found.tasks) for _, found in facts),
        sum(len(one.cells) for one in unread),
    )
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    shown = " | ".join(map(str, counts))
    return (
        f"| {path.name} | {reading.format} | {shown} | {read_in:.2f} | {took:.2f} | {peak} "
        f"| {len(said)} |"
    )


def _send(path: Path, lexicon: Lexicon, answer: Connection) -> None:
    answer.send(measured(path, lexicon))


def table(files: list[Path]) -> list[str]:
    lexicon = Lexicon.from_indicators(load_indicators())
    context = multiprocessing.get_context("fork")
    rows = [HEAD, "|" + " --- |" * HEAD.count(" | ") + " --- |"]
    for path in files:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(path, lexicon, theirs))
        process.start()
        theirs.close()
        try:
            rows.append(ours.recv())
        except EOFError:
            rows.append(f"| {path.name} | | | | | | | | | 没有读完 |")
        process.join()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    arguments = parser.parse_args()
    text = arguments.page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    rows = "\n".join(table(arguments.files))
    arguments.page.write_text(f"{before}{BEGIN}\n{rows}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
