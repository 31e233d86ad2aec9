"""A run from sources to papers: what it writes, what it skips, what fails alone, what it says."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import LockedError, SettingsError
from briefing.jobs.outputs import locked
from briefing.jobs.plan import names_of
from briefing.settings.schema import District
from briefing.store import Store
from tests.conftest import ROOT
from tests.unit.jobs.conftest import Run, Steps

PAPER = "annual/2024/槐荫区/槐荫区2024年区情简报.docx"


def tree(folder: Path) -> dict[str, bytes]:
    """The papers and manifests of an output folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in files
        if file.suffix in (".docx", ".xlsx", ".json")
    }


def manifest(workspace: Path, period: str = "2024") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (workspace / "output" / "annual" / period / "manifest.json").read_text(encoding="utf-8")
    )
    return found


def journal(workspace: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for line in (workspace / "output" / "annual" / "run.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]


def test_each_district_gets_its_papers_for_the_year_its_newest_report_reviews(
    run: Run, workspace: Path
) -> None:
    (workspace / "sources" / "槐荫旧.txt").write_text(
        "槐荫区 2023 work_report\ngdp 800\n", encoding="utf-8"
    )
    result = run()
    assert (result.exit_code, result.failures, result.warnings) == (0, (), ())
    papers = {path for path in tree(workspace / "output") if not path.endswith(".json")}
    assert papers == {
        f"annual/{year}/{district}/{district}{year}年{paper}"
        for district, year in (("槐荫区", 2024), ("天桥区", 2023), ("市中区", 2022))
        for paper in ("区情简报.docx", "指标表.xlsx")
    }
    paper = json.loads((workspace / "output" / PAPER).read_text(encoding="utf-8"))
    assert (paper["area"], paper["period"], paper["as_of"]) == ("槐荫区", "2024", "2025-01-08")
    assert paper["figures"] == [
        ["gdp", "800", "槐荫旧.txt"],
        ["gdp", "850.40", "槐荫.txt"],
        ["general_budget_revenue", "57.10", "槐荫.txt"],
    ]


def test_the_manifest_says_what_was_made_from_what_and_when_is_not_in_it(
    run: Run, workspace: Path
) -> None:
    run()
    found = manifest(workspace)
    (word, excel) = found["papers"]
    data = (workspace / "output" / PAPER).read_bytes()
    source = {
        "file": "槐荫.txt",
        "sha256": hashlib.sha256((workspace / "sources" / "槐荫.txt").read_bytes()).hexdigest(),
    }
    assert (word["path"], word["kind"], word["audience"], word["district"], word["period"]) == (
        PAPER,
        "word",
        "leader",
        "370104",
        "2024",
    )
    assert word["sha256"] == hashlib.sha256(data).hexdigest()
    assert excel["audience"] == "internal"
    assert word["inputs"] == found["inputs"] == [source]
    assert found["versions"]["briefing"]
    assert "2025-03-01" not in json.dumps(found)
    assert str(workspace) not in json.dumps(found, ensure_ascii=False)


def test_the_run_is_recorded_as_it_goes(run: Run, workspace: Path) -> None:
    run({"districts": ("槐荫区",)})
    lines = journal(workspace)
    states = [(line["event"], line.get("state")) for line in lines]
    assert states[0] == ("run", "running")
    assert states[-1] == ("run", "done")
    word = [line for line in lines if line.get("step") == PAPER]
    assert [line["state"] for line in word] == ["pending", "running", "done"]
    assert word[1]["worker"] >= 1
    assert all(line["time"].endswith("+08:00") for line in lines)
    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        (recorded,) = store.runs.all("annual")
        assert recorded.state == "done"
        assert [step.state for step in store.runs.steps(recorded.id)] == ["done", "done"]


def test_a_second_run_makes_only_what_has_changed(run: Run, workspace: Path) -> None:
    first = run()
    assert {step.why for step in first.steps} == {"新成果"}
    before = tree(workspace / "output")
    assert {step.state for step in run().steps} == {"skipped"}
    assert tree(workspace / "output") == before

    (workspace / "sources" / "天桥.txt").write_text(
        "天桥区 2023 work_report\ngdp 601\n", encoding="utf-8"
    )
    made = {step.target: step.why for step in run().steps if step.state == "done"}
    assert set(made.values()) == {"资料有变化（改动 天桥.txt）"}
    assert {target.split("/")[2] for target in made} == {"天桥区"}
    assert "601" in (
        workspace / "output" / "annual/2023/天桥区/天桥区2023年区情简报.docx"
    ).read_text(encoding="utf-8")

    (workspace / "briefing.docx").write_text("新模板", encoding="utf-8")
    made = {step.target: step.why for step in run().steps if step.state == "done"}
    assert set(made.values()) == {"模板有变化"}
    assert len(made) == 3

    (workspace / "output" / PAPER).write_bytes(b"touched")
    result = run()
    assert [(step.target, step.why) for step in result.steps if step.state == "done"] == [
        (PAPER, "成果文件被改动过")
    ]
    assert [warning.partition("：")[0] for warning in result.warnings] == [PAPER]
    assert run().warnings == ()
    assert {step.why for step in run(date="2025-02-01").steps} == {"任务有变化"}

    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        store.confirmations.add({"a1": "一般公共预算收入增长0.5%"}, by="办公室", at=Steps()())
    assert {step.why for step in run(date="2025-02-01").steps} == {"确认或更正有变化"}

    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        store.confirmations.add(
            {"a2": "税收占比87.6%"}, by="办公室", at=Steps()(), district="370105"
        )
    made = {
        step.target.split("/")[2] for step in run(date="2025-02-01").steps if step.state == "done"
    }
    assert made == {"天桥区"}


def test_same_input_same_bytes_in_another_folder_and_a_district_alone(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    run()
    whole = tree(workspace / "output")
    run({"output": tmp_path / "other"})
    assert tree(tmp_path / "other") == whole
    run({"output": tmp_path / "alone", "districts": ("槐荫区",)})
    alone = tree(tmp_path / "alone")
    assert alone == {path: data for path, data in whole.items() if "/2024/" in path}


def test_the_manifest_is_merged_when_some_districts_run(run: Run, workspace: Path) -> None:
    run({"period": "2024"})
    whole = tree(workspace / "output")
    (workspace / "output" / "annual" / "2024" / "manifest.json").unlink()
    run({"period": "2024", "districts": ("天桥区",)})
    assert len(manifest(workspace)["papers"]) == 2
    run({"period": "2024", "districts": ("市中区", "槐荫区")})
    assert tree(workspace / "output") == whole
    assert [paper["path"] for paper in manifest(workspace)["papers"]] == sorted(
        path for path in whole if not path.endswith(".json")
    )


def test_a_paper_the_job_no_longer_names_leaves_the_manifest(run: Run, workspace: Path) -> None:
    run()
    run(outputs=[{"kind": "word", "name": "区情简报", "template": "briefing.docx"}])
    assert [paper["path"] for paper in manifest(workspace)["papers"]] == [PAPER]


def test_a_step_that_fails_fails_alone(run: Run, workspace: Path) -> None:
    run()
    (workspace / "briefing.docx").write_text("拒绝", encoding="utf-8")
    (workspace / "indicators.yaml").write_text("拒绝", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert [str(failure) for failure in result.failures] == [
        "天桥区 区情简报：briefing.docx：模板缺少变量",
        "天桥区 指标表：indicators.yaml：模板缺少变量",
    ]
    assert [step.state for step in result.steps].count("done") == 4
    assert [row.files for row in result.rows] == [2, 0, 2]
    assert manifest(workspace, "2023")["papers"] == []
    assert [
        line["state"]
        for line in journal(workspace)
        if line.get("step", "").endswith("天桥区2023年区情简报.docx")
    ][-1] == "failed"

    (workspace / "briefing.docx").write_text("好了", encoding="utf-8")
    (workspace / "indicators.yaml").write_text("好了", encoding="utf-8")
    assert run().exit_code == 0


def test_bad_sources_are_named_and_the_others_go_on(run: Run, workspace: Path) -> None:
    (workspace / "sources" / "坏.txt").write_text("乱码", encoding="utf-8")
    (workspace / "sources" / "~$槐荫.docx").write_bytes(b"lock file of Word")
    result = run()
    assert result.exit_code == 1
    assert [str(failure) for failure in result.failures] == ["坏.txt：读不懂"]
    assert [step.state for step in result.steps] == ["done"] * 6
    assert [str(failure) for failure in run().failures] == [
        str(failure) for failure in result.failures
    ]


def test_documents_of_other_areas_and_districts_without_documents_are_no_failure(
    run: Run, workspace: Path
) -> None:
    (workspace / "sources" / "外地.txt").write_text(
        "某某市 2024 work_report\ngdp 1\n", encoding="utf-8"
    )
    (workspace / "sources" / "历下通知.txt").write_text(
        "历下区 2024 notice\ngdp 1\n", encoding="utf-8"
    )
    (workspace / "sources" / "槐荫空页.txt").write_text(
        "槐荫区 2024 notice\ngdp 2\n", encoding="utf-8"
    )
    result = run(districts=["槐荫区", "历下区", "历城区"])
    assert result.exit_code == 0
    assert result.warnings[1:] == (
        "外地.txt：属于某某市，没有配置这个地区，不会用到（需要时在 config/districts.yaml 里添上）",
    )
    rows = {row.district: row for row in result.rows}
    assert rows["历城区"].warnings == ("无资料",)
    assert rows["历下区"].warnings == (
        "没有政府工作报告、统计公报和预算报告，定不了时期（可用 --period 指定）",
    )
    assert "槐荫空页.txt：有一页没有文字" in rows["槐荫区"].warnings
    assert (rows["槐荫区"].documents, rows["槐荫区"].observations, rows["槐荫区"].files) == (
        2,
        3,
        2,
    )
    assert run(districts=["槐荫区", "历下区", "历城区"]).rows == result.rows


def test_documents_of_a_district_that_the_job_does_not_name_are_said_not_to_be_used(
    run: Run,
) -> None:
    said = "资料里还有市中区、天桥区的文件，任务里没有写，没有用到（要用就加到任务 annual 的 districts 里）"
    for result in (run(districts=["槐荫区"]), run(districts=["槐荫区"], options={"dry_run": True})):
        assert result.warnings == (said,)
    assert run(districts=["槐荫区", "天桥区", "市中区"]).warnings == ()


def test_a_folder_of_sources_without_files_is_said(run: Run, workspace: Path) -> None:
    for file in (workspace / "sources").iterdir():
        file.unlink()
    result = run()
    assert result.warnings == ("没有资料：sources 里没有文件（把报告等放进去再运行）",)
    assert result.exit_code == 0


def test_a_run_uses_its_own_sources_unless_told_otherwise(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    run()
    other = tmp_path / "其他"
    other.mkdir()
    (other / "槐荫快报.txt").write_text("槐荫区 2024 work_report\ngdp 999\n", encoding="utf-8")
    result = run({"sources": (other,), "districts": ("槐荫区",)})
    assert (result.rows[0].documents, result.rows[0].observations) == (1, 1)
    result = run({"districts": ("槐荫区",)}, sources=["store"])
    assert (result.rows[0].documents, result.rows[0].observations) == (2, 3)


def test_a_dry_run_says_what_would_be_made_and_why_and_writes_nothing(
    run: Run, workspace: Path
) -> None:
    result = run({"dry_run": True})
    assert [(step.state, step.why) for step in result.steps] == [("pending", "新成果")] * 6
    assert result.steps[0].target == PAPER
    assert not (workspace / "output").exists()
    run()
    before = {
        file: file.stat().st_mtime_ns
        for file in (workspace / "output").rglob("*")
        if file.suffix != ".db-shm"
    }
    (workspace / "sources" / "天桥.txt").write_text(
        "天桥区 2023 work_report\ngdp 601\n", encoding="utf-8"
    )
    reasons = [(step.state, step.why) for step in run({"dry_run": True}).steps]
    assert (
        reasons
        == [("skipped", "")] * 2
        + [("pending", "资料有变化（改动 天桥.txt）")] * 2
        + [("skipped", "")] * 2
    )
    after = {
        file: file.stat().st_mtime_ns
        for file in (workspace / "output").rglob("*")
        if file.suffix != ".db-shm"
    }
    assert {
        file for file in after if file.suffix in (".docx", ".xlsx", ".json", ".jsonl", ".db")
    } <= before.keys()
    assert all(
        after[file] == before[file]
        for file in after
        if file.suffix in (".docx", ".xlsx", ".json", ".jsonl")
    )


@pytest.mark.parametrize(
    ("options", "job", "says"),
    [
        ({"districts": ("槐阴区",)}, {}, "--district：没有配置这个地区：槐阴区（是否指 槐荫区？）"),
        ({"departments": ("区财政局",)}, {}, "--department：任务 annual 没有按部门做的材料"),
        ({"period": "去年"}, {}, "--period：不是时期代码"),
        ({"sources": (Path("nowhere"),)}, {}, "nowhere：找不到资料"),
        ({}, {"sources": ["nowhere/*.txt"]}, "找不到资料"),
        (
            {},
            {"outputs": [{"kind": "word", "name": "简报", "template": "none.docx"}]},
            "none.docx：找不到模板",
        ),
        (
            {},
            {"outputs": [{"kind": "word", "name": "简报", "template": "briefing.docx"}] * 2},
            "两份成果会写进同一个文件",
        ),
    ],
)
def test_what_cannot_start_says_why(
    run: Run, workspace: Path, options: dict[str, Any], job: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        run(options, **job)
    assert str(caught.value).startswith(says) or says in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_second_run_at_the_same_time_is_refused(run: Run, workspace: Path) -> None:
    with locked(workspace / "output", "annual", Steps()), pytest.raises(LockedError):
        run()


def test_areas_of_one_name_do_not_share_a_folder(
    run: Run, workspace: Path, configured: Any
) -> None:
    namesake = District(code="370402", name="市中区", full_name="枣庄市市中区", city="枣庄市")
    folders = names_of(dataclasses.replace(configured, districts=(*configured.districts, namesake)))
    assert folders["370402"] == "枣庄市市中区"
    assert folders["370103"] == "济南市市中区"
    assert folders["370104"] == "槐荫区"


KILLED = """
import dataclasses, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from briefing.jobs import ingest, run, setup
from briefing.settings import load_settings
from briefing.settings.schema import Job
from tests.unit.jobs import fakes
from tests.unit.jobs.conftest import JOB
if __name__ == "__main__":
    ingest.read_source, run.render_paper = fakes.read_source, fakes.render_paper
    setup.check_template = fakes.check_template
    settings = dataclasses.replace(load_settings(Path(sys.argv[1])), root=Path(sys.argv[2]))
    run.run(Job.model_validate(JOB), settings, setup.RunOptions(workers=1))
"""


def test_a_run_from_another_store_than_before_says_so(run: Run, tmp_path: Path) -> None:
    """Its ledger does not know what went out: whoever only named the wrong one has to see it before anything is sent."""
    other = {"store": f"sqlite:///{tmp_path / '别的.db'}"}
    runs = [run(), run(other), run(other)]
    said = ["annual 先前用的是另一个库" in "".join(each.warnings) for each in runs]
    assert said == [False, True, False]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_run_that_is_killed_is_mended_by_the_next(
    run: Run, workspace: Path, tmp_path: Path, how: str
) -> None:
    run({"output": tmp_path / "undisturbed"})
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    (workspace / "indicators.yaml").write_text("慢", encoding="utf-8")  # hangs in the second paper
    record = workspace / "output" / "annual" / "run.jsonl"
    with subprocess.Popen(
        [sys.executable, str(script), str(ROOT), str(workspace)], stderr=subprocess.DEVNULL
    ) as process:
        for _ in range(3000):
            if record.exists() and '"done"' in record.read_text(
                encoding="utf-8"
            ):  # the first paper; the second is under way
                break
            time.sleep(0.02)
        process.send_signal(getattr(signal, how))
        process.wait(10)
    assert (workspace / "output" / PAPER).is_file()
    assert (journal(workspace)[-1].get("state") == "interrupted") == (how == "SIGTERM")

    (workspace / "indicators.yaml").write_text("模板", encoding="utf-8")
    assert run().exit_code == 0
    assert tree(workspace / "output") == tree(tmp_path / "undisturbed")
    assert not list((workspace / "output").rglob("*.tmp"))
    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        assert [recorded.state for recorded in store.runs.all("annual")] == ["interrupted", "done"]
