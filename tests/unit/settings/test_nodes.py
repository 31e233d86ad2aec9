"""YAML is read as it is written, and what is wrong with it is said in Chinese at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.settings import Yaml, nearest, nodes


def said(text: str) -> list[str]:
    return [str(problem) for problem in Yaml(text, "f.yaml").problems]


def test_every_scalar_stays_the_text_it_was_written_as() -> None:
    text = "time: 8:30\nanswer: no\ncode: 0370104\ndecimals: 56.70\nnothing: ~\nempty:\nday: 2025-01-20\nquoted: '1'\n"
    assert Yaml(text, "f.yaml").data == {
        "time": "8:30",
        "answer": "no",
        "code": "0370104",
        "decimals": "56.70",
        "nothing": "~",
        "empty": "",
        "day": "2025-01-20",
        "quoted": "1",
    }


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "\ufeff"])
def test_an_empty_file_has_no_settings_and_no_fault(text: str) -> None:
    file = Yaml.decoded(text.encode(), "f.yaml")
    assert (file.data, file.problems) == ({}, [])


def test_places_count_from_one_and_count_characters() -> None:
    file = Yaml("# 注\n名称: 甲\nitems:\n  - {a: 槐荫, b: 二}\n", "f.yaml")
    assert file.line_and_column(("名称",)) == (2, 5)
    assert file.line_and_column(("items", 0, "b")) == (4, 16)
    assert file.line_and_column(("items", 0, "b"), at_key=True) == (4, 13)
    assert file.line_and_column(("items", 0, "missing")) == (4, 5)
    assert file.line_and_column(("missing", "below")) == (2, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n\tb: 2\n", "f.yaml:2:1：这里用了制表符（Tab）（缩进和分隔都要用空格）"),
        (
            "a:\n\t- b\n",
            "f.yaml:2:1：文字不能用这个符号开头，缩进不能用制表符（Tab）（文字加引号，缩进用空格）",
        ),
        (
            "a: @b\n",
            "f.yaml:1:4：文字不能用这个符号开头，缩进不能用制表符（Tab）（文字加引号，缩进用空格）",
        ),
        (
            "a: b: c\n",
            "f.yaml:1:5：这里不该有冒号（检查上一行：冒号要用英文的，后面空一格；含有“: ”的文字要整个加引号）",
        ),
        (
            "a：1\nb: 2\n",
            "f.yaml:2:2：这里不该有冒号（检查上一行：冒号要用英文的，后面空一格；含有“: ”的文字要整个加引号）",
        ),
        ("a: 'x\nb: 1\n", "f.yaml:1:4：从这里开始的引号没有配对（补上结尾的引号）"),
        ('a: "C:\\模板"\n', "f.yaml:1:7：双引号里的反斜杠 \\ 有特殊含义（改用单引号；路径用 /）"),
        (
            "a: [1, 2\nb: 3\n",
            "f.yaml:1:4：从这里开始的括号没有合上，或里面少了逗号（各项之间用英文逗号隔开，结尾补上 ] 或 }）",
        ),
        (
            "a: {b: [1}\n",
            "f.yaml:1:8：从这里开始的括号没有合上，或里面少了逗号（各项之间用英文逗号隔开，结尾补上 ] 或 }）",
        ),
        (
            "a: [",
            "f.yaml:2:1：到这里括号还没有合上，或逗号后面缺少内容（补上内容和结尾的 ] 或 }，删去多余的逗号）",
        ),
        (
            "a: [b,, c]",
            "f.yaml:1:7：到这里括号还没有合上，或逗号后面缺少内容（补上内容和结尾的 ] 或 }，删去多余的逗号）",
        ),
        ("a: b\nc\n", "f.yaml:3:1：这一行缺少冒号（写成“键: 值”，冒号用英文的，后面空一格）"),
        ("a: - b\n", "f.yaml:1:4：这里不该有列表的“- ”（把“- ”放到新的一行）"),
        (
            "a:\n  - 1\n - 2\n",
            "f.yaml:3:2：缩进与上面各行不齐，或符号没有配对（同一级的各行从同一列开始，引号和括号要成对）",
        ),
        (
            "a: [b]]\n",
            "f.yaml:1:7：缩进与上面各行不齐，或符号没有配对（同一级的各行从同一列开始，引号和括号要成对）",
        ),
        ("a: {{ b }}\n", "f.yaml:1:5：键只能是文字（方括号、花括号里的内容要加引号）"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1：一个文件里只能有一份设置（删去多余的 ---）"),
        ("a: 1\nb: \x01\n", "f.yaml:2:4：含有不可见的控制字符（删去这里看不见的字符）"),
        ("a: 1\nb: {a: 1, a: 2}\na: 3\n", "f.yaml:2:11 b：重复的键 a（第 2 行已经写过，只留一处）"),
        ("a: !x y\n", "f.yaml:1:4 a：不支持 YAML 的标签（!）（文字以 ! 开头的要加引号）"),
        (
            "a: *x\n",
            "f.yaml:1:4 a：不支持 YAML 的引用（& 和 *）（把内容照写一遍；文字以 & 或 * 开头的要加引号）",
        ),
        (
            "a: &x [*x]\n",
            "f.yaml:1:4 a：不支持 YAML 的引用（& 和 *）（把内容照写一遍；文字以 & 或 * 开头的要加引号）",
        ),
    ],
)
def test_faults_of_the_text(text: str, message: str) -> None:
    assert said(text)[0] == message


def test_every_repeated_key_is_told_and_the_first_counts() -> None:
    file = Yaml("a: 1\nb: {a: 1, a: 2}\na: 3\n", "f.yaml")
    assert [str(problem) for problem in file.problems] == [
        "f.yaml:2:11 b：重复的键 a（第 2 行已经写过，只留一处）",
        "f.yaml:3:1：重复的键 a（第 1 行已经写过，只留一处）",
    ]
    assert file.data == {"a": "1", "b": {"a": "1"}}


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "a: " + "[{a: " * 1000])
def test_deep_nesting_is_a_fault_not_a_crash(text: str) -> None:
    assert said(text)[0].endswith("括号或缩进套得太深（减少层次）")


def test_the_python_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [甲, {b: 'c'}]\nd: |\n  e\nd: 2\n"
    fast = Yaml(text, "f.yaml")
    monkeypatch.setattr(nodes, "_Loader", yaml.BaseLoader)
    slow = Yaml(text, "f.yaml")
    assert (slow.data, list(map(str, slow.problems))) == (fast.data, list(map(str, fast.problems)))


def test_files_that_are_no_text_or_cannot_be_read(tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("名称: 槐荫区".encode("gb18030"))
    file = Yaml.read(gbk, "config/gbk.yaml")
    assert file.data is None
    assert list(map(str, file.problems)) == [
        "config/gbk.yaml：不是 UTF-8 编码的文本（用记事本打开，另存为时编码选 UTF-8）"
    ]
    assert [str(problem) for problem in Yaml.read(tmp_path, "config").problems] == [
        "config：读不了这个文件（看它在不在、是不是文件夹、有没有读取权限、是否被别的程序占用）"
    ]


def test_the_nearest_word() -> None:
    assert (
        nearest("Indicator.YAML", ["indicators.yaml", "annual.yaml"]) == "是否指 indicators.yaml？"
    )
    assert nearest("槐萌区", ["槐荫区", "天桥区"]) == "是否指 槐荫区？"
    assert nearest("zzz", ["槐荫区"]) == ""
