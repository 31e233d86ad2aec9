"""Papers of departments and of districts side by side: where they go, what they are made from, when they are made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import SettingsError
from briefing.settings import Settings
from briefing.store import Store
from briefing.store.returned import NewCorrection, ReturnedFile
from tests.unit.jobs.conftest import Run, Steps
from tests.unit.jobs.test_run import journal, manifest, tree

PROMPT = {
    "kind": "word",
    "name": "提示单",
    "template": "briefing.docx",
    "audience": "department",
    "scope": "department",
}
BOOK = {"kind": "excel", "name": "比较表", "template": "indicators.yaml", "scope": "districts"}
OF_DISTRICT = {"kind": "word", "name": "区情简报", "template": "briefing.docx"}
FINANCE = "annual/2024/槐荫区/区财政局/槐荫区2024年财政局提示单.docx"
REFORM = "annual/2024/槐荫区/区发展改革局/槐荫区2024年发展改革局提示单.docx"


def made(result: Any) -> list[str]:
    return [step.target for step in result.steps if step.state == "done"]


def content(workspace: Path, path: str) -> Any:
    return json.loads((workspace / "output" / path).read_text(encoding="utf-8"))


def test_each_department_gets_its_own_indicators_and_one_without_any_gets_no_paper(
    run: Run, workspace: Path
) -> None:
    result = run(districts=["槐荫区"], outputs=[PROMPT])
    assert set(made(result)) == {FINANCE, REFORM}
    assert {path for path in tree(workspace / "output") if path.endswith(".docx")} == {
        FINANCE,
        REFORM,
    }
    assert content(workspace, FINANCE)["rows"] == ["general_budget_revenue"]
    assert (content(workspace, FINANCE)["area"], content(workspace, FINANCE)["office"]) == (
        "槐荫区",
        "区财政局",
    )
    assert {step.state for step in result.steps} == {"done", "empty"}
    assert (result.rows[0].files, result.exit_code) == (2, 0)
    assert "新做 2 份，未变 0 份，全部完成" in (
        workspace / "output" / "annual" / "summary.txt"
    ).read_text(encoding="utf-8")
    assert [
        line["state"]
        for line in journal(workspace)
        if line.get("step", "").endswith("教育和体育局提示单.docx")
    ] == [
        "pending",
        "empty",
    ]


def test_the_manifest_says_whose_a_paper_is_and_remembers_the_empty_ones(
    run: Run, workspace: Path
) -> None:
    run(districts=["槐荫区"], outputs=[PROMPT])
    found = manifest(workspace)
    paper = next(paper for paper in found["papers"] if paper["path"] == FINANCE)
    said = {
        key: paper[key] for key in ("scope", "district", "department", "audience", "kind", "name")
    }
    assert said == {
        "scope": "department", "district": "370104", "department": "finance", "audience": "department", "kind": "word", "name": "提示单",
    }  # fmt: skip
    assert len(found["papers"]) == 2
    assert all(not (workspace / "output" / paper["path"]).exists() for paper in found["empty"])
    again = run(districts=["槐荫区"], outputs=[PROMPT])
    assert (made(again), again.count("skipped"), again.count("empty")) == (
        [],
        2,
        len(found["empty"]),
    )
    assert manifest(workspace) == found


def test_a_department_for_which_a_template_has_nothing_gets_no_paper_either(
    run: Run, workspace: Path
) -> None:
    (workspace / "briefing.docx").write_text("只要表", encoding="utf-8")
    result = run(districts=["槐荫区"], outputs=[PROMPT])
    assert (made(result), result.failures) == ([FINANCE], ())
    assert REFORM in {paper["path"] for paper in manifest(workspace)["empty"]}
    assert made(run(districts=["槐荫区"], outputs=[PROMPT])) == []


def test_a_department_that_lost_its_facts_leaves_its_paper_over_until_it_has_some_again(
    run: Run, workspace: Path
) -> None:
    run(districts=["槐荫区"], outputs=[PROMPT])
    source = workspace / "sources" / "槐荫.txt"
    before = source.read_text(encoding="utf-8")
    source.write_text("槐荫区 2024 work_report\ngdp 850.40\n", encoding="utf-8")
    result = run(districts=["槐荫区"], outputs=[PROMPT])
    assert (made(result), [leftover.path for leftover in result.leftovers]) == ([REFORM], [FINANCE])
    assert [
        leftover.path for leftover in run(districts=["槐荫区"], outputs=[PROMPT]).leftovers
    ] == [FINANCE]
    source.write_text(before, encoding="utf-8")
    result = run(districts=["槐荫区"], outputs=[PROMPT])
    assert (FINANCE in made(result), result.leftovers) == (True, ())
    source.write_text("槐荫区 2024 work_report\ngdp 850.40\n", encoding="utf-8")
    result = run({"prune": True}, districts=["槐荫区"], outputs=[PROMPT])
    assert [(leftover.path, leftover.state) for leftover in result.leftovers] == [
        (FINANCE, "removed")
    ]
    assert not (workspace / "output" / FINANCE).parent.exists()


def test_only_the_departments_asked_for(run: Run, workspace: Path) -> None:
    outputs = [OF_DISTRICT, PROMPT | {"departments": ["财政局", "development"]}, BOOK]
    whole = run(districts=["槐荫区"], outputs=outputs)
    assert set(made(whole)) == {
        "annual/2024/槐荫区/槐荫区2024年区情简报.docx", FINANCE, REFORM, "annual/2024/济南市/济南市2024年比较表.xlsx",
    }  # fmt: skip
    papers = tree(workspace / "output")
    (workspace / "briefing.docx").write_text("新模板", encoding="utf-8")
    some = run({"departments": ("区财政局",)}, districts=["槐荫区"], outputs=outputs)
    assert [step.target for step in some.steps] == [FINANCE]
    assert some.leftovers == ()
    assert tree(workspace / "output").keys() == papers.keys()
    with pytest.raises(SettingsError, match="不给这个部门做材料：区教育和体育局"):
        run({"departments": ("区教育和体育局",)}, outputs=outputs)
    with pytest.raises(SettingsError, match="没有配置这个部门：财正局（是否指 财政局？）"):
        run({"departments": ("财正局",)}, outputs=outputs)


def test_districts_side_by_side_for_the_year_most_of_them_have(run: Run, workspace: Path) -> None:
    (workspace / "sources" / "槐荫旧.txt").write_text(
        "槐荫区 2023 work_report\ngdp 800\n", encoding="utf-8"
    )
    (workspace / "sources" / "全市.txt").write_text(
        "济南市 2023 work_report\ngdp 12000\n", encoding="utf-8"
    )
    result = run(outputs=[BOOK])
    path = "annual/2023/济南市/济南市2023年比较表.xlsx"
    assert made(result) == [path]
    (row,) = result.rows
    assert (row.district, row.period, row.documents, row.files) == ("济南市", "2023", 5, 1)
    said = content(workspace, path)
    assert said["compared"] == [
        ["gdp", {"槐荫区": "800", "天桥区": "600", "市中区": "None"}, "12000"]
    ]
    (paper,) = manifest(workspace, "2023")["papers"]
    assert (paper["scope"], paper["district"], len(paper["inputs"])) == ("districts", "370100", 5)


def test_districts_side_by_side_do_not_change_when_some_run_alone(
    run: Run, workspace: Path
) -> None:
    outputs = [OF_DISTRICT, BOOK]
    run(outputs=outputs)
    whole = tree(workspace / "output")
    some = run({"districts": ("天桥区",)}, outputs=outputs)
    assert [step.target.split("/")[2] for step in some.steps] == ["天桥区"]
    assert (some.leftovers, tree(workspace / "output")) == ((), whole)
    city = run({"districts": ("济南市",)}, outputs=outputs)
    assert [(step.target, step.state) for step in city.steps] == [
        ("annual/2024/济南市/济南市2024年比较表.xlsx", "skipped")
    ]
    assert (city.leftovers, tree(workspace / "output")) == ((), whole)

    (workspace / "sources" / "市中.txt").write_text(
        "市中区 2022 work_report\ngdp 1201\n", encoding="utf-8"
    )
    again = {step.target: step.why for step in run(outputs=outputs).steps if step.state == "done"}
    assert set(again) == {
        "annual/2022/市中区/市中区2022年区情简报.docx",
        "annual/2024/济南市/济南市2024年比较表.xlsx",
    }
    assert set(again.values()) == {"资料有变化（改动 市中.txt）"}


def test_what_a_job_compared_and_does_not_any_more_is_left_over(run: Run, workspace: Path) -> None:
    run(outputs=[OF_DISTRICT, BOOK])
    result = run(outputs=[OF_DISTRICT])
    assert [leftover.path for leftover in result.leftovers] == [
        "annual/2024/济南市/济南市2024年比较表.xlsx"
    ]


def test_a_damaged_template_stops_the_run_before_it_begins(run: Run, workspace: Path) -> None:
    (workspace / "briefing.docx").write_text("损坏", encoding="utf-8")
    with pytest.raises(SettingsError, match="模板损坏") as caught:
        run()
    assert caught.value.exit_code == 2
    assert not (workspace / "output").exists()


def test_a_correction_or_a_report_makes_the_papers_of_its_district_again(
    run: Run, workspace: Path
) -> None:
    outputs = [OF_DISTRICT, BOOK]
    run(outputs=outputs)
    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        wrong = next(o for o in store.observations(district="370105"))
        returned = ReturnedFile(
            "0" * 64,
            "回表.xlsx",
            "annual",
            "370105",
            "finance",
            "区财政局",
            "2023",
            "天桥区2023年区财政局填报表",
            "",
            "",
            "",
            "",
            late=False,
        )
        correction = NewCorrection(
            wrong.key,
            wrong.period,
            wrong.name,
            wrong.unit,
            str(wrong.value),
            str(wrong.value),
            "601",
            "H7",
            "",
        )
        store.returned.take(returned, [correction], [], store.returned.seen("370105"), Steps()())
    again = {step.target: step.why for step in run(outputs=outputs).steps if step.state == "done"}
    city = "annual/2024/济南市/济南市2024年比较表.xlsx"
    assert again == dict.fromkeys(
        ["annual/2023/天桥区/天桥区2023年区情简报.docx", city], "确认或更正有变化"
    )
    assert made(run(outputs=outputs)) == []


def test_what_no_paper_says_makes_none_again(
    run: Run, workspace: Path, configured: Settings
) -> None:
    run(districts=["槐荫区"], outputs=[PROMPT | {"departments": ["区财政局"]}])
    moved = tuple(
        department.model_copy(update={"email": "new@example.invalid"})
        for department in configured.departments
    )
    result = run(
        changed={"departments": moved},
        districts=["槐荫区"],
        outputs=[PROMPT | {"departments": ["区财政局", "区发展改革局"]}],
    )
    assert (made(result), result.read) == ([REFORM], 0)
    renamed = tuple(
        department.model_copy(update={"aliases": ("财局",)})
        for department in configured.departments
    )
    again = run(
        changed={"departments": renamed},
        districts=["槐荫区"],
        outputs=[PROMPT | {"departments": ["区财政局"]}],
    )
    assert (made(again), again.read) == ([FINANCE], 3)


def test_piece_by_piece_is_the_same_as_all_at_once(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    outputs = [OF_DISTRICT, PROMPT, BOOK]
    run({"period": "2024"}, outputs=outputs)
    whole = tree(workspace / "output")
    pieces = tmp_path / "pieces"
    for options in (
        {"districts": ("济南市",)},
        {"departments": ("区财政局",)},
        {"districts": ("天桥区", "市中区")},
        {"districts": ("槐荫区",)},
    ):
        run({"period": "2024", "output": pieces} | options, outputs=outputs)
    assert tree(pieces) == whole


def test_a_year_of_which_no_source_speaks_gets_no_papers(run: Run, workspace: Path) -> None:
    result = run(districts=["槐荫区"], outputs=[OF_DISTRICT], period="2009")
    assert result.steps == ()
    (note,) = result.rows[0].warnings
    assert note.startswith("资料里没有2009年的（有")
    assert "不出材料" in note
