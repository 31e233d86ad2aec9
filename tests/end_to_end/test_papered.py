"""verify, doctor, template and lint-docx, as a secretary uses them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.papers import zipped
from tests.end_to_end.conftest import ROOT, briefing
from tests.end_to_end.papers import papers


@pytest.fixture
def output(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo's output that a test may spoil."""
    return shutil.copytree(demo, tmp_path / "output")


def test_the_demo_follows_from_its_store(demo: Path) -> None:
    done = briefing("verify", demo)
    assert (done.returncode, done.stdout) == (0, "")
    assert "核对了 9 份材料" in done.stderr
    assert "全部相符" in done.stderr


def test_a_changed_figure_is_named_with_paper_and_paragraph(output: Path) -> None:
    paper = papers(output)["槐荫区2024年区情简报.docx"]
    parts = zipped.unpack(paper.read_bytes())
    text = parts["word/document.xml"].decode()
    assert "57.1亿元" in text
    paper.write_bytes(
        zipped.pack(parts | {"word/document.xml": text.replace("57.1亿元", "59.1亿元", 1).encode()})
    )
    done = briefing("verify", output)
    assert done.returncode == 1
    assert "annual/2024/槐荫区/槐荫区2024年区情简报.docx 正文第" in done.stdout
    assert "“59.1亿元”：与数据不一致，应为" in done.stdout


def test_papers_are_verified_from_within_their_folder_and_from_outside_of_the_workspace(
    demo: Path, tmp_path: Path
) -> None:
    assert (
        "核对了 3 份材料"
        in briefing("verify", ".", "--workspace", ROOT, cwd=demo / "annual" / "2023").stderr
    )
    workspace = tmp_path / "workspace"
    shutil.copytree(ROOT / "config", workspace / "config")
    shutil.copytree(ROOT / "templates", workspace / "templates")
    shutil.copytree(demo, workspace / "output")
    assert "核对了 9 份材料" in briefing("verify", workspace / "output", cwd=tmp_path).stderr


def test_one_districts_folder_can_be_verified_alone_and_a_lost_paper_is_missed(
    output: Path,
) -> None:
    folder = output / "annual" / "2023" / "天桥区"
    assert "核对了 3 份材料" in briefing("verify", folder).stderr
    (folder / "天桥区2023年图表册.pdf").unlink()
    done = briefing("verify", folder)
    assert done.returncode == 1
    assert "天桥区2023年图表册.pdf 整份文件：清单里有，文件夹里没有" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify", "nowhere"), "错误：nowhere：找不到这个文件夹"),
        (("verify", "docs"), "没有 manifest.json"),
        (("template", "new", "telegram", "x.docx"), "没有“telegram”这种模板"),
        (("template", "new", "briefing", "README.md"), "要以 .docx 结尾"),
        (
            ("template", "new", "briefing", "templates/word/briefing.docx"),
            "已经有这个文件，没有动它",
        ),
        (("template", "check", "README.md"), "不是 Word 文档"),
        (
            ("template", "check", "nowhere.docx", "README.md"),
            "nowhere.docx：读不出来：找不到文件或文件夹",
        ),
        (("lint-docx", "nowhere.docx", "README.md"), "README.md：文件不是 Word 文档"),
        (("verify", "README.md"), "README.md：这是文件，不是文件夹"),
    ],
)
def test_each_error_is_one_chinese_sentence(arguments: tuple[str, ...], said: str) -> None:
    done = briefing(*arguments)
    assert done.returncode in (1, 2)
    assert said in done.stderr + done.stdout


def test_every_variable_is_listed_with_an_example(demo: Path) -> None:
    done = briefing(
        "template",
        "vars",
        "--district",
        "槐荫区",
        "--store",
        f"sqlite:///{(demo / 'briefing.db').as_posix()}",
    )
    assert done.returncode == 0, done.stderr
    assert any(
        line.startswith("标题") and line.endswith("槐荫区2024年区情简报")
        for line in done.stdout.splitlines()
    )
    assert "发现[]" not in done.stdout


def test_a_new_template_passes_its_check_and_a_spoiled_one_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "mine.docx"
    assert briefing("template", "new", "briefing", file).returncode == 0
    assert briefing("template", "check", file).returncode == 0
    parts = zipped.unpack(file.read_bytes())
    spoiled = parts["word/document.xml"].decode().replace("{{ 标题 }}", "{{ 标体 }}")
    file.write_bytes(zipped.pack(parts | {"word/document.xml": spoiled.encode()}))
    done = briefing("template", "check", file)
    assert done.returncode == 2
    assert "没有“标体”这一项（是否指“标题”？）" in done.stdout


def test_our_briefing_keeps_to_the_standard(demo: Path) -> None:
    done = briefing("lint-docx", papers(demo)["槐荫区2024年区情简报.docx"])
    assert done.returncode == 0, done.stdout
    assert "符合" in done.stdout
    assert "不符合" not in done.stdout
    assert "需人工核对" in done.stdout


def test_doctor_says_what_is_there(demo: Path) -> None:
    done = briefing("doctor", "--store", f"sqlite:///{(demo / 'briefing.db').as_posix()}", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    for what in ("图表字体", "设置", "数据库", "soffice"):
        assert any(line.startswith(what) for line in done.stdout.splitlines())
