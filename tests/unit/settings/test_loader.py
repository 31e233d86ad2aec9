"""All faults of all files at once, each where it stands; settings and jobs as the program takes them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from briefing.errors import SettingsError
from briefing.settings import (
    SettingsErrors,
    check_workspace,
    job_paths,
    load_indicators,
    load_job,
    load_settings,
)
from briefing.settings.schema import Output

DISTRICTS = "districts:\n  - {code: '370104', name: 槐荫区}\n  - {code: '370126', name: 商河县, kind: county}\n"
DEPARTMENTS = "departments:\n  - {id: finance, name: 区财政局}\n  - {id: audit, name: 区审计局}\n"
INDICATORS = """indicators:
  - id: gdp
    name: 地区生产总值
    aliases: [GDP, 经济总量]
    category: 综合经济
    unit_family: money
    kind: cumulative
    department: finance
    order: 1
  - id: tax
    name: 税收收入
    aliases: [税收]
    category: 财政
    unit_family: money
    kind: cumulative
    department: audit
    order: 2
"""


@pytest.fixture
def config(workspace: Path) -> Path:
    """The workspace's config with short files in place of the program's."""
    folder = workspace / "config"
    for name, text in (
        ("districts", DISTRICTS),
        ("departments", DEPARTMENTS),
        ("indicators", INDICATORS),
    ):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines(error: pytest.ExceptionInfo[SettingsErrors]) -> list[str]:
    return str(error.value).splitlines()


def test_faults_of_several_files_come_together(config: Path) -> None:
    edit(config / "districts.yaml", "kind: county", "kind: contry")
    edit(config / "departments.yaml", "id: finance", "id: finances")
    edit(config / "indicators.yaml", "department: audit", "department: 审计局")
    edit(config / "wording.yaml", "# 项目阶段\nstages:", "stage:")
    (config / "indicator.yaml").touch()
    with pytest.raises(SettingsErrors) as error:
        load_settings(config.parent)
    assert lines(error) == [
        "config/indicator.yaml：不认识的设置文件（是否指 indicators.yaml？）",
        "config/districts.yaml:3:39 districts[1].kind：不能写 contry（是否指 county？）",
        "config/indicators.yaml:8:17 indicators[0].department：没有部门 finance（是否指 finances？）",
        "config/indicators.yaml:16:17 indicators[1].department：没有部门 审计局（是否指 audit？）",
        "config/wording.yaml:3:1 stages：缺少这一项",
        "config/wording.yaml:3:1 stage：不认识的键 stage（是否指 stages？）",
    ]
    assert [str(single) for single in error.value.errors] == lines(error)
    assert error.value.exit_code == 2


def test_a_file_with_broken_yaml_does_not_hide_the_others(config: Path) -> None:
    (config / "districts.yaml").write_text("districts: [", encoding="utf-8")
    (config / "departments.yaml").write_text("departments:\n", encoding="utf-8")
    (config / "wording.yaml").write_bytes("missing: 无".encode("gb18030"))
    with pytest.raises(SettingsErrors) as error:
        load_settings(config.parent)
    assert lines(error) == [
        "config/districts.yaml:2:1：到这里括号还没有合上，或逗号后面缺少内容（补上内容和结尾的 ] 或 }，删去多余的逗号）",
        "config/departments.yaml:1:13 departments：应写列表，这里是空的（写成 [甲, 乙]，或者每项一行、以“- ”开头）",
        "config/wording.yaml：不是 UTF-8 编码的文本（用记事本打开，另存为时编码选 UTF-8）",
    ]


def test_an_alias_of_two_areas_names_both(config: Path) -> None:
    (config / "districts.yaml").write_text(
        "districts:\n"
        "  - {code: '1', name: 甲区, aliases: [甲]}\n"
        "  - {code: '2', name: 乙区, aliases: [乙, 甲]}\n"
        "  - {code: '1', name: 丙区, full_name: 甲区}\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingsErrors) as error:
        load_settings(config.parent)
    assert lines(error) == [
        "config/districts.yaml:3:40 districts[1].aliases[1]：甲 既指 甲区（1） 又指 乙区（2）（只留一处，另一处在第 2 行）",
        "config/districts.yaml:4:12 districts[2].code：1 重复（第 2 行已经用过）",
        "config/districts.yaml:4:38 districts[2].full_name：甲区 既指 甲区（1） 又指 丙区（1）（只留一处，另一处在第 2 行）",
    ]


def test_an_alias_of_two_indicators_names_both(config: Path) -> None:
    edit(config / "indicators.yaml", "[税收]", "[税收, 经济总量]")
    for load in (load_settings, load_indicators):
        with pytest.raises(SettingsErrors) as error:
            load(config.parent)
        assert lines(error) == [
            "config/indicators.yaml:12:19 indicators[1].aliases[1]："
            "经济总量 既指 地区生产总值（gdp） 又指 税收收入（tax）（只留一处，另一处在第 4 行）"
        ]


def test_a_department_is_one_with_and_without_its_区(config: Path) -> None:
    edit(config / "departments.yaml", "name: 区审计局", "name: 区审计局, former: [财政局]")
    with pytest.raises(SettingsErrors) as error:
        load_settings(config.parent)
    assert lines(error) == [
        "config/departments.yaml:3:38 departments[1].former[0]："
        "财政局 既指 区财政局（finance） 又指 区审计局（audit）（只留一处，另一处在第 2 行）"
    ]


def test_a_workspace_without_a_file_takes_the_programs(workspace: Path) -> None:
    (workspace / "config" / "wording.yaml").unlink()
    assert load_settings(workspace).wording == load_settings().wording


def test_settings_and_errors_cross_a_pipe() -> None:
    settings = load_settings()
    assert pickle.loads(pickle.dumps(settings)) == settings
    errors = SettingsErrors(
        [SettingsError("甲", where="a.yaml:1:1"), SettingsError("乙", hint="丙")]
    )
    assert str(pickle.loads(pickle.dumps(errors))) == str(errors) == "a.yaml:1:1：甲\n乙（丙）"


def test_a_job_by_its_name_and_by_its_path(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(workspace)
    job = load_job(settings, "annual")
    assert [output.kind for output in job.outputs] == ["word", "excel", "pdf"]
    assert [district.code for district in settings.districts_of(job)] == [
        "370104",
        "370105",
        "370103",
    ]
    monkeypatch.chdir(workspace / "config")
    assert load_job(settings, "jobs/annual.yaml") == job
    assert load_job(settings, workspace / "config" / "jobs" / "annual.yaml") == job


def test_a_job_that_is_not_there(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(workspace)
    monkeypatch.chdir(workspace)
    known = "、".join(path.stem for path in job_paths(workspace))
    for asked, message in (
        ("anual", "找不到任务 anual（是否指 annual？）"),
        ("月报", f"找不到任务 月报（现有任务：{known}）"),
        (
            "jobs/annual.yaml",
            f"jobs/annual.yaml：找不到这个任务文件（路径从当前文件夹 {workspace} 算起）",
        ),
    ):
        with pytest.raises(SettingsError) as error:
            load_job(settings, asked)
        assert str(error.value) == message
    for job in (workspace / "config" / "jobs").glob("*.yaml"):
        job.unlink()
    with pytest.raises(SettingsError, match="找不到任务 annual（config/jobs 里还没有任务）"):
        load_job(settings, "annual")


def test_all_districts_are_all_but_the_city(workspace: Path) -> None:
    edit(
        workspace / "config" / "jobs" / "annual.yaml",
        "districts: [槐荫区, 天桥区, 市中区]",
        "districts: all",
    )
    settings = load_settings(workspace)
    found = settings.districts_of(load_job(settings, "annual"))
    assert len(found) == len(settings.districts) - 1
    assert "济南市" not in [district.name for district in found]


def test_faults_of_a_job_against_the_workspace(workspace: Path) -> None:
    job = workspace / "config" / "jobs" / "annual.yaml"
    job.write_text(
        "name: anual\n"
        "title: 年度\n"
        "sources: [store, sources]\n"
        "districts: [槐萌区, 济南市天桥区, 天桥, 火星]\n"
        "outputs:\n"
        "  - {kind: word, name: 简报, template: templates/word/briefings.docx}\n"
        "  - {kind: excel, name: 指标表, template: templates/excel/indicator.yaml}\n"
        "  - {kind: excel, name: 指标表, template: templates/excel/annual.yaml}\n"
        "  - {kind: pdf, name: 图表册, template: 模板.pdf}\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingsErrors) as error:
        load_job(load_settings(workspace), "annual")
    assert lines(error) == [
        "config/jobs/annual.yaml:1:7 name：任务名 anual 与文件名 annual.yaml 不一致（改成 annual，或把文件改名为 anual.yaml）",
        "config/jobs/annual.yaml:3:10 sources：store 不能和别的资料写在一起（只写 store，或只写文件和文件夹）",
        "config/jobs/annual.yaml:4:13 districts[0]：没有地区 槐萌区（是否指 槐荫区？）",
        "config/jobs/annual.yaml:4:26 districts[2]：天桥 与 济南市天桥区 是同一个地区（只写一次）",
        "config/jobs/annual.yaml:4:30 districts[3]：没有地区 火星（先在 config/districts.yaml 里添上）",
        "config/jobs/annual.yaml:6:38 outputs[0].template：找不到模板 templates/word/briefings.docx（是否指 briefing.docx？）",
        "config/jobs/annual.yaml:7:40 outputs[1].template：找不到模板 templates/excel/indicator.yaml（是否指 indicators.yaml？）",
        "config/jobs/annual.yaml:8:25 outputs[2].name：指标表 与 outputs[1] 同名，会互相覆盖（换一个名字）",
        "config/jobs/annual.yaml:8:40 outputs[2].template：找不到模板 templates/excel/annual.yaml（是否指 templates/charts/annual.yaml？）",
        "config/jobs/annual.yaml:9:38 outputs[3].template：找不到模板 模板.pdf",
    ]


def test_a_job_outside_the_workspace_is_named_as_it_was_given(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "试.yaml").write_text("name: x y\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsErrors) as error:
        load_job(load_settings(workspace), "试.yaml")
    assert lines(error)[0] == "试.yaml:1:1 title：缺少这一项"


def test_checking_a_workspace(workspace: Path, config: Path) -> None:
    job = config / "jobs" / "annual.yaml"
    job.write_text(
        "name: annual\n"
        "title: 年度\n"
        "sources: [sorces, 表格, 'sources/*.txt']\n"
        "outputs:\n"
        "  - {kind: pdf, name: 图表册, template: templates/charts/annual.yaml}\n",
        encoding="utf-8",
    )
    edit(config / "districts.yaml", "name: 槐荫区", "name: 槐荫/区")
    (config / "jobs" / "monthly.yaml").write_text("name: monthly\n", encoding="utf-8")
    assert [str(problem) for problem in check_workspace(workspace)] == [
        'config/districts.yaml:2:28 districts[0].name：槐荫/区 要用作文件名，不能含 \\ / : * ? " < > |，首尾不能是空格或点',
        "config/jobs/annual.yaml:3:11 sources[0]：找不到资料 sorces（是否指 sources？）",
        "config/jobs/annual.yaml:3:19 sources[1]：找不到资料 表格（路径从工作区文件夹算起）",
        "config/jobs/monthly.yaml:1:1 title：缺少这一项",
        "config/jobs/monthly.yaml:1:1 sources：缺少这一项",
        "config/jobs/monthly.yaml:1:1 outputs：缺少这一项",
    ]


def test_templates_are_checked_once_each_by_who_knows_them(workspace: Path) -> None:
    for job in job_paths(workspace):
        if job.stem != "annual":
            job.unlink()
    second = workspace / "config" / "jobs" / "second.yaml"
    second.write_bytes(
        (workspace / "config" / "jobs" / "annual.yaml")
        .read_bytes()
        .replace(b"name: annual", b"name: second")
    )
    asked: list[tuple[str, str]] = []

    def check(output: Output, template: Path) -> list[SettingsError]:
        asked.append((output.kind, template.relative_to(workspace).as_posix()))
        return [SettingsError("不对", where=output.template)] if output.kind == "word" else []

    assert [str(problem) for problem in check_workspace(workspace, check)] == [
        "templates/word/briefing.docx：不对"
    ]
    assert asked == [
        ("word", "templates/word/briefing.docx"),
        ("excel", "templates/excel/indicators.yaml"),
        ("pdf", "templates/charts/annual.yaml"),
    ]
    assert [path.stem for path in job_paths(workspace)] == ["annual", "second"]


def test_departments_belong_to_papers_of_departments(workspace: Path) -> None:
    settings = load_settings(workspace)
    job = workspace / "config" / "jobs" / "departments.yaml"
    edit(
        job,
        "departments: all # 也可只写几个：[区财政局, 区统计局]",
        "departments: [区财政局, 财政局, 区统记局]",
    )
    with pytest.raises(SettingsErrors) as error:
        load_job(settings, "departments")
    assert [str(problem).split("outputs[0].")[1] for problem in error.value.errors] == [
        "departments[1]：财政局 与 区财政局 是同一个部门（只写一次）",
        "departments[2]：没有部门 区统记局（是否指 区统计局？）",
    ]
    edit(job, "scope: department\n", "scope: district\n")
    with pytest.raises(SettingsErrors, match="只有按部门做的材料能写 departments"):
        load_job(settings, "departments")


def test_a_wrong_key_does_not_hide_a_wrong_district_department_or_template(workspace: Path) -> None:
    (workspace / "config" / "jobs" / "annual.yaml").write_text(
        "name: annual\n"
        "titel: 年度\n"
        "sources: [sources]\n"
        "districts: 槐萌区\n"
        "outputs:\n"
        "  - {kind: word, name: 提示单, template: templates/word/reminders.docx, scope: department, departments: [区财正局]}\n"
        "  - {kind: word, name: 提示单, template: templates/word/none.docx}\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingsErrors) as error:
        load_job(load_settings(workspace), "annual")
    assert lines(error) == [
        "config/jobs/annual.yaml:1:1 title：缺少这一项",
        "config/jobs/annual.yaml:2:1 titel：不认识的键 titel（是否指 title？）",
        "config/jobs/annual.yaml:4:12 districts：没有地区 槐萌区（是否指 槐荫区？）",
        "config/jobs/annual.yaml:6:39 outputs[0].template：找不到模板 templates/word/reminders.docx（是否指 reminder.docx？）",
        "config/jobs/annual.yaml:6:103 outputs[0].departments[0]：没有部门 区财正局（是否指 区财政局？）",
        "config/jobs/annual.yaml:7:24 outputs[1].name：提示单 与 outputs[0] 同名，会互相覆盖（换一个名字）",
        "config/jobs/annual.yaml:7:39 outputs[1].template：找不到模板 templates/word/none.docx",
    ]


_FORMS = """name: forms
title: 填报
sources: [.]
districts: [槐荫区]
period: "2024"
outputs:
  - {{kind: excel, name: 填报表, template: templates/excel/indicators.yaml, audience: department, scope: department{contact}}}
  - {{kind: excel, name: 指标表, template: templates/excel/indicators.yaml, audience: leader}}
  - {{kind: word, name: 区情简报, template: templates/word/briefing.docx, audience: leader{issuer}}}
mail: {{sender_name: {sender}, letters: [{{to: departments}}]}}
"""


@pytest.mark.parametrize(
    ("contact", "issuer", "sender", "said"),
    [
        (
            ", contact: 区政府督查室 0531-00000000",
            ", issuer: 槐荫区人民政府办公室",
            "区统计局",
            "区政府督查室 0531-00000000",
        ),
        ("", ", issuer: 槐荫区人民政府办公室", "区统计局", "槐荫区人民政府办公室综合科"),
        ("", "", "区统计局", "区统计局综合科"),
        ("", ", issuer: 槐荫区某领导小组", "不在部门表里的单位", ""),
    ],
)
def test_a_form_without_a_contact_goes_back_to_the_office_that_issues_it(
    contact: str, issuer: str, sender: str, said: str, workspace: Path
) -> None:
    path = workspace / "config" / "jobs" / "forms.yaml"
    path.write_text(_FORMS.format(contact=contact, issuer=issuer, sender=sender), encoding="utf-8")
    job = load_job(load_settings(workspace), "forms")
    assert [output.contact for output in job.outputs if output.kind == "excel"] == [said, ""]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[槐荫区, 天桥区, 市中区]",
            "[槐荫区，天桥区]",
            "没有地区 槐荫区，天桥区（各项之间用英文逗号隔开，方括号用英文的：[甲, 乙]）",
        ),
        (
            "[槐荫区, 天桥区, 市中区]",
            "［槐荫区］",
            "没有地区 ［槐荫区］（各项之间用英文逗号隔开，方括号用英文的：[甲, 乙]）",
        ),
        (
            "period: latest",
            "store: output/x.db\nperiod: latest",
            "output/x.db 不是数据库地址（例：sqlite:///output/briefing.db）",
        ),
        (
            "templates/word/briefing.docx",
            r"templates\word\briefing.docx",
            "（路径里用 / 分隔，不用 \\）",
        ),
        (
            "templates/excel/indicators.yaml",
            "templates/word/notice.docx",
            "templates/word/notice.docx 不是 kind: excel 的模板（写 templates/excel 里的 .yaml，或本单位的 .xlsx）",
        ),
    ],
)
def test_signs_of_a_chinese_keyboard_windows_paths_and_mixed_up_templates_are_explained(
    workspace: Path, old: str, new: str, says: str
) -> None:
    edit(workspace / "config" / "jobs" / "annual.yaml", old, new)
    (problem,) = check_workspace(workspace)
    assert str(problem).endswith(says)
