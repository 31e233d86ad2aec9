"""From documents to papers, as a user runs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.jobs.clock import system_clock
from briefing.jobs.outputs import locked
from tests.end_to_end.conftest import ROOT, Forget, briefing
from tests.end_to_end.papers import is_whole, papers, text_of

DISTRICTS = {"槐荫区": "2024", "天桥区": "2023", "市中区": "2022"}


def test_three_papers_for_each_of_three_districts(demo: Path) -> None:
    expected = {
        f"{district}{year}年{name}"
        for district, year in DISTRICTS.items()
        for name in ("区情简报.docx", "指标表.xlsx", "图表册.pdf")
    }
    found = papers(demo)
    assert set(found) == expected
    assert all(map(is_whole, found.values()))


def test_headline_figures_are_those_of_the_documents(demo: Path) -> None:
    found = papers(demo)
    word = text_of(found["槐荫区2024年区情简报.docx"])
    # 实际: 57.1亿元, GDP 约4%, 工业下降16%左右; 目标: 6.5%左右, 8%左右
    for said in ("57.1亿元", "增长4%左右", "下降16%左右", "558亿元", "6.5%左右", "2.6万人"):
        assert said in word, said
    excel = text_of(found["槐荫区2024年指标表.xlsx"])
    for value in ("57.1", "558", "20372", "353", "-16"):
        assert value in excel, value
    pdf = text_of(found["槐荫区2024年图表册.pdf"])
    for said in ("地区生产总值", "−16", "57.1"):
        assert said in pdf, said


def test_the_manifest_names_papers_inputs_and_versions_and_no_times(demo: Path) -> None:
    manifest = json.loads((demo / "annual" / "2024" / "manifest.json").read_text(encoding="utf-8"))
    assert {paper["district"] for paper in manifest["papers"]} == {"370104"}
    for paper in manifest["papers"]:
        assert hashlib.sha256((demo / paper["path"]).read_bytes()).hexdigest() == paper["sha256"]
        assert set(paper) >= {"path", "kind", "audience", "district", "period", "sha256"}
    assert manifest["inputs"]
    assert manifest["versions"]
    assert "2026-" not in json.dumps(manifest)


def test_the_run_record_is_json_lines_with_times(demo: Path) -> None:
    lines = [
        json.loads(line)
        for line in (demo / "annual" / "run.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    states = {line.get("state") for line in lines}
    assert {"pending", "running", "done"} <= states


def test_another_folder_gives_the_same_bytes(demo: Path, tmp_path: Path, forget: Forget) -> None:
    forget()
    done = briefing("run", "annual", "--output", tmp_path, "--workers", 1, PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert {name: path.read_bytes() for name, path in papers(tmp_path).items()} == {
        name: path.read_bytes() for name, path in papers(demo).items()
    }


def test_one_district_alone_gives_the_same_bytes_and_keeps_the_others_in_the_manifest(
    demo: Path, tmp_path: Path, forget: Forget
) -> None:
    forget()
    assert briefing("run", "annual", "--output", tmp_path, "--district", "槐荫区").returncode == 0
    for name, path in papers(tmp_path).items():
        assert path.read_bytes() == papers(demo)[name].read_bytes(), name


def test_a_changed_figure_changes_all_three_papers(sources: Path, tmp_path: Path) -> None:
    report = sources / "槐荫区2025年政府工作报告.txt"
    output = tmp_path / "output"
    run = ("run", "annual", "--sources", sources, "--output", output, "--district", "槐荫区")
    assert briefing(*run).returncode == 0
    report.write_text(
        report.read_text(encoding="utf-8").replace(
            "一般公共预算收入57.1亿元", "一般公共预算收入59.3亿元"
        ),
        encoding="utf-8",
    )
    assert briefing(*run).returncode == 0
    for name, path in papers(output).items():
        text = text_of(path)
        assert "59.3" in text, name
        assert "57.1" not in text, name


def test_nothing_to_do_makes_nothing(sources: Path, tmp_path: Path) -> None:
    run = ("run", "annual", "--sources", sources, "--output", tmp_path / "output")
    assert briefing(*run).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in papers(tmp_path / "output").values()}
    assert briefing(*run).returncode == 0
    assert {
        path: path.stat().st_mtime_ns for path in papers(tmp_path / "output").values()
    } == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = briefing("run", "annual", "--output", tmp_path / "output", "--dry-run")
    assert done.returncode == 0
    assert not papers(tmp_path)


def test_a_configured_district_without_documents_is_no_failure(tmp_path: Path) -> None:
    done = briefing("run", "annual", "--output", tmp_path, "--district", "历下区")
    assert done.returncode == 0
    assert "无资料" in done.stdout + done.stderr


def test_an_unconfigured_district_stops_before_anything_starts(tmp_path: Path) -> None:
    done = briefing("run", "annual", "--output", tmp_path, "--district", "槐茵区")
    assert done.returncode == 2
    assert "没有配置这个地区：槐茵区" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_job_names_the_nearest(tmp_path: Path) -> None:
    done = briefing("run", "anual", "--output", tmp_path)
    assert done.returncode == 2
    assert "是否指 annual" in done.stderr


def test_a_missing_template_is_a_settings_error(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert briefing("init", workspace).returncode == 0
    (workspace / "templates" / "word" / "briefing.docx").unlink()
    done = briefing("run", "annual", cwd=workspace)
    assert done.returncode == 2
    assert "找不到模板 templates/word/briefing.docx" in done.stderr


def test_a_second_run_at_the_same_time_is_told_so(tmp_path: Path) -> None:
    with locked(tmp_path, "annual", system_clock):
        done = briefing("run", "annual", "--output", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("错误：")


def test_a_workspace_of_ones_own(tmp_path: Path) -> None:
    workspace = tmp_path / "工作区"
    assert briefing("init", workspace).returncode == 0
    report = ROOT / "examples" / "sources" / "槐荫区2025年政府工作报告.txt"
    (workspace / "sources" / report.name).write_bytes(report.read_bytes())
    assert briefing("check", cwd=workspace).returncode == 0
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    assert "槐荫区2024年区情简报.docx" in papers(workspace / "output")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空文件.txt", b"", "空"),
        ("乱码.txt", bytes(range(256)) * 40, "乱码.txt"),
        ("坏掉的.docx", b"PK\x03\x04" + b"\0" * 60, "坏掉的.docx"),
        ("表格.xlsx", b"not a workbook", "表格.xlsx"),
        ("演示.pptx", b"PK\x03\x04", "演示.pptx"),
    ],
)
def test_one_bad_file_never_stops_the_others(
    sources: Path, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (sources / name).write_bytes(data)
    done = briefing(
        "run",
        "annual",
        "--sources",
        sources,
        "--output",
        tmp_path / "output",
        "--district",
        "槐荫区",
    )
    assert done.returncode == 1
    lines = [
        line for line in done.stderr.splitlines() if name in line and line.startswith("失败：")
    ]
    assert len(lines) == 1, done.stderr
    assert says in lines[0]
    assert len(papers(tmp_path / "output")) == 3


def test_a_document_of_an_area_nobody_configured_is_a_warning(
    sources: Path, tmp_path: Path
) -> None:
    (sources / "外地.txt").write_text(
        "政府工作报告\n\n——2025年1月9日在云湖区第三届人民代表大会第四次会议上\n\n一、2024年工作回顾\n\n全区地区生产总值120亿元，增长5%。\n",
        encoding="utf-8",
    )
    done = briefing(
        "run",
        "annual",
        "--sources",
        sources,
        "--output",
        tmp_path / "output",
        "--district",
        "槐荫区",
    )
    assert done.returncode == 0
    assert "云湖区" in done.stderr


def test_check_reads_an_offices_own_workbook(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert briefing("init", workspace).returncode == 0
    book = Workbook()
    book.active["A1"] = "{indicators.nmae}"
    book.save(workspace / "templates" / "excel" / "own.xlsx")
    job = workspace / "config" / "jobs" / "annual.yaml"
    job.write_text(
        job.read_text(encoding="utf-8").replace(
            "templates/excel/indicators.yaml", "templates/excel/own.xlsx"
        ),
        encoding="utf-8",
    )
    done = briefing("check", cwd=workspace)
    assert done.returncode == 2
    assert "templates/excel/own.xlsx" in done.stderr
    assert "nmae" in done.stderr
