"""A run says how far it is: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io

from briefing.jobs.progress import Printer


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_a_step() -> None:
    log = io.StringIO()
    printer = Printer(log)
    printer.begin("生成成果", 2)
    printer.step("槐荫区 区情简报")
    printer.step("天桥区 区情简报", "天桥区 区情简报：模板缺少变量")
    printer.end()
    assert log.getvalue() == "生成成果 1/2 槐荫区 区情简报\n生成成果 2/2 天桥区 区情简报 失败\n"


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    terminal = Terminal()
    printer = Printer(terminal)
    printer.begin("生成成果", 2)
    printer.step("槐荫区 区情简报")
    assert terminal.getvalue().endswith("生成成果 ████████████░░░░░░░░░░░░ 1/2")
    printer.step("天桥区 区情简报", "模板缺少变量")
    assert "生成成果 2/2 天桥区 区情简报 失败\n" in terminal.getvalue()
    printer.end()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_nothing_to_do_draws_nothing() -> None:
    terminal = Terminal()
    printer = Printer(terminal)
    printer.begin("读取资料", 0)
    printer.end()
    assert terminal.getvalue() == ""
