"""Sheets that departments filled in, as carelessly as they do, come into the store or are said why not."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from briefing.collect.importing import Outcome, import_files
from briefing.errors import StoreError
from briefing.papers import zipped
from briefing.store import Store
from tests.unit.collect.conftest import Import, importing
from tests.unit.collect.forms import (
    AT,
    DISTRICT,
    FIGURES,
    facts,
    figure,
    fill_store,
    filled,
    form,
    place,
    put,
    settings,
    sign,
)


def said(outcome: Outcome, kind: str = "") -> str:
    return "\n".join(f"{r.where}：{r.message}" for r in outcome.remarks if kind in ("", r.kind))


def values_of(store: Store) -> list[str]:
    return [str(o.value) for o in store.scope_facts(DISTRICT).observations]


def test_figures_and_progress_are_taken_and_the_next_form_shows_them(
    url: str, tmp_path: Path
) -> None:
    with Store.open(url) as store:
        fill_store(store)
        take = importing(store)
        path = filled(
            form(store, "finance"), tmp_path / "财政局.xlsx", figure("general_budget_revenue:level", 57.3),
            put("任务进展", "task:", "本期进展", "已拨付资金2亿元"), put("任务进展", "task:", "是否达序", "达进度"), sign(),
        )  # fmt: skip
        outcome = take(path, by="区政府办综合科")
        assert (outcome.state, outcome.corrections, outcome.reports, outcome.remarks) == (
            "taken",
            1,
            1,
            (),
        )
        (correction,) = store.returned.corrections(DISTRICT)
        assert (correction.name, correction.old, correction.new, correction.by, correction.filler) == (
            "一般公共预算收入总量", "57.1", "57.3", "区财政局", "甲科",
        )  # fmt: skip
        assert (correction.file, correction.quote, correction.at) == (
            "财政局.xlsx",
            "一般公共预算收入57.1亿元",
            AT,
        )
        assert values_of(store) == ["850.40", "4.2", "812.5", "57.3", "0.7"]
        (report,) = store.scope_facts(DISTRICT).reports
        assert (report.progress, report.pace, report.unit, report.filler, report.reviewer) == (
            "已拨付资金2亿元", "达进度", "区财政局", "甲科", "乙科",
        )  # fmt: skip
        ((file, at),) = store.returned.files()
        assert (file.received_by, file.job, file.late, at) == (
            "区政府办综合科",
            "departments",
            False,
            AT,
        )
        # The next form shows the corrected figure: correcting it again is no conflict.
        again = filled(
            form(store, "finance"),
            tmp_path / "财政局二.xlsx",
            figure("general_budget_revenue:level", "57.35"),
            sign(),
        )
        assert take(again).corrections == 1
        assert values_of(store)[3] == "57.35"
        # Next year the same row shows it as the last period's.
        later = form(store, "finance", period="2025Q1")
        assert "已拨付资金2亿元" in texts(later)


def texts(data: bytes) -> str:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    return "\n".join(
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def test_the_same_file_twice_and_the_same_content_twice_are_no_ops_that_say_so(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "finance"),
        tmp_path / "财政局.xlsx",
        figure("general_budget_revenue:level", 57.3),
        sign(),
    )
    take(path)
    (tmp_path / "另一个名字.xlsx").write_bytes(path.read_bytes())
    again = take(tmp_path / "另一个名字.xlsx", AT + timedelta(days=3))
    assert (again.state, again.message) == (
        "known",
        "这份文件2025年2月10日已经导入过，没有重复计入",
    )
    resaved = take(filled(path.read_bytes(), tmp_path / "另存.xlsx", sign("丙科")))
    assert (resaved.state, resaved.corrections, resaved.unchanged) == ("unchanged", 0, 1)
    assert len(store.returned.corrections()) == 1
    # What was taken back stays taken back, whatever is imported again.
    store.returned.revert([1], by="区政府办", at=AT)
    assert take(path).state == "known"
    assert values_of(store)[3] == "57.1"


@pytest.mark.parametrize(
    ("row", "value", "message"),
    [
        (
            "gdp:level",
            8504000,
            "由 850.40亿元 改为 8504000亿元，是原数的约10000倍，像是把万元和亿元（或个和万）填混",
        ),
        ("gdp:level", -850.4, "总量成了负数"),
        ("gdp:level", 85.04, "只有原数的约10分之一，像是小数点错了一位"),
        ("gdp:level", 0, "成了零"),
        ("gdp:yoy", 0.042, "像是差了百分号"),
        ("gdp:yoy", 42, "相差 37.8 个百分点"),
    ],
)
def test_a_figure_that_nobody_can_have_meant_is_asked_about(
    row: str, value: float, message: str, store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(form(store, "development"), tmp_path / "发改局.xlsx", figure(row, value), sign())
    outcome = take(path)
    assert message in said(outcome, "question")
    assert outcome.is_open
    assert values_of(store) == [figure[2] for figure in FIGURES]
    cell = outcome.remarks[0].where
    accepted = take(path, AT + timedelta(days=1), accepted=[cell])
    assert (accepted.state, accepted.corrections, accepted.is_open) == ("taken", 1, False)
    assert take(path).state == "known"


def test_a_cell_to_accept_must_be_one_that_was_asked_about(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "development"), tmp_path / "发改局.xlsx", figure("gdp:yoy", "4.2%"), sign()
    )
    outcome = take(path, accepted=["指标填报!Z9"])
    assert outcome.state == "failed"
    assert "没有等着接受的：指标填报!Z9" in outcome.message


def test_texts_in_number_cells_are_read_or_refused_with_their_cell(
    store: Store, take: Import, tmp_path: Path
) -> None:
    read = filled(
        form(store, "development"),
        tmp_path / "甲.xlsx",
        figure("gdp:level", "８５１．３亿元"),
        figure("gdp:yoy", "4.3%"),
        sign(),
    )
    assert take(read).corrections == 2
    assert values_of(store)[:2] == ["851.3", "4.3"]
    refused = filled(
        form(store, "finance"),
        tmp_path / "乙.xlsx",
        figure("general_budget_revenue:level", "约57.2"),
        sign(),
    )
    outcome = take(refused)
    assert outcome.is_open
    assert said(outcome, "refused").startswith(
        "指标填报!G4：一般公共预算收入总量：“约57.2”里有“约”"
    )


def test_a_percent_cell_says_percent(store: Store, take: Import, tmp_path: Path) -> None:
    def percent(book: Any) -> None:
        cell = place(book, "指标填报", "indicator:gdp:yoy", "核定值")
        cell.value, cell.number_format = 0.043, "0.0%"

    assert (
        take(filled(form(store, "development"), tmp_path / "甲.xlsx", percent, sign())).corrections
        == 1
    )
    assert values_of(store)[1] == "4.3"


def test_a_cell_that_was_not_to_be_touched_is_reported_and_not_taken(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "development"),
        tmp_path / "甲.xlsx",
        put("指标填报", "indicator:gdp:level", "本期数", 900),
        sign(),
    )
    outcome = take(path)
    assert (
        "指标填报!E4：“本期数”这一列不能改：发出 “850.4”，收回 “900”，没有采用；数字有误请填在同一行的“核定值”（H4）里"
        in said(outcome, "refused")
    )
    assert outcome.is_open
    assert values_of(store)[0] == "850.40"


def test_two_files_with_different_values_are_a_conflict(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "finance")
    first = filled(sent, tmp_path / "一.xlsx", figure("general_budget_revenue:level", 57.2), sign())
    second = filled(
        sent, tmp_path / "二.xlsx", figure("general_budget_revenue:level", 57.4), sign()
    )
    take(first)
    outcome = take(second)
    assert "发出时是 57.1，区财政局已核定为 57.2亿元（一.xlsx 指标填报!G4），这份填 57.4" in said(
        outcome, "conflict"
    )
    assert values_of(store)[3] == "57.2"
    assert take(second, accepted=["指标填报!G4"]).corrections == 1
    assert values_of(store)[3] == "57.4"


def test_a_figure_that_changed_since_the_sheet_was_sent_is_a_conflict(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "development"), tmp_path / "甲.xlsx", figure("gdp:level", 851), sign()
    )
    changed = facts(((*FIGURES[0][:2], "855.00", "亿元", "2024"), *FIGURES[1:]))
    fill_store(store, changed)
    outcome = take(path)
    assert outcome.corrections == 0
    assert "发出时是 850.4，现为 855.00亿元，这份填 851" in said(outcome, "conflict")
    gone = facts(FIGURES[1:])
    fill_store(store, dataclasses.replace(gone, observations=gone.observations[:1]))
    assert "来源数已不在库中" in said(take(path), "refused")


def test_progress_told_anew_replaces_the_old_and_says_so(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "education")
    take(
        filled(
            sent,
            tmp_path / "一.xlsx",
            put("任务进展", "task:", "本期进展", "选址"),
            put("任务进展", "task:", "下步措施", "招标"),
            sign(),
        )
    )
    outcome = take(
        filled(sent, tmp_path / "二.xlsx", put("任务进展", "task:", "本期进展", "开工"), sign())
    )
    assert (
        "本期进展与先前报的不同（一.xlsx 任务进展!E4），以这份为准，原文仍保存：选址 → 开工"
        in said(outcome, "replaced")
    )
    (report,) = store.scope_facts(DISTRICT).reports
    assert (report.progress, report.measures) == ("开工", "招标")  # a blank takes nothing back


def test_departments_that_share_a_task_each_have_their_say(
    store: Store, take: Import, tmp_path: Path
) -> None:
    for department, text in (("housing", "已改造8个"), ("finance", "资金到位")):
        path = filled(
            form(store, department),
            tmp_path / f"{department}.xlsx",
            put("任务进展", "task:", "本期进展", text),
            sign(),
        )
        assert take(path).remarks == ()
    assert {(r.unit, r.progress) for r in store.scope_facts(DISTRICT).reports} == {
        ("区住房城乡建设局", "已改造8个"),
        ("区财政局", "资金到位"),
    }


def test_a_late_one_is_taken_and_marked(store: Store, take: Import, tmp_path: Path) -> None:
    path = filled(
        form(store, "education", due="2025-02-09"),
        tmp_path / "甲.xlsx",
        put("任务进展", "task:", "本期进展", "选址"),
        sign(),
    )
    outcome = take(path)
    assert (outcome.state, outcome.late, outcome.due) == ("taken", True, "2025-02-09")
    assert store.scope_facts(DISTRICT).reports[0].late


def test_wrong_choices_long_texts_and_missing_names_are_said(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "education"), tmp_path / "甲.xlsx", put("任务进展", "task:", "是否达序", "差不多"),
        put("任务进展", "task:", "本期进展", "长" * 2001), put("任务进展", "task:", "下步措施", "招标"),
    )  # fmt: skip
    outcome = take(path)
    assert "是否达序：“差不多”不在可选的范围内" in said(outcome, "refused")
    assert "本期进展：有2001个字，最多2000个" in said(outcome, "refused")
    assert "没有填审核人" in said(outcome, "note")
    assert outcome.reports == 1


def test_rows_sorted_inserted_copied_and_deleted(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def shuffle(book: Any) -> None:
        sheet = book["指标填报"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
        for number, row in enumerate((rows[1], rows[0]), 4):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.insert_rows(5)
        sheet["B5"] = "补充说明"
        sheet.column_dimensions["B"].width = 60

    path = filled(
        form(store, "development"),
        tmp_path / "甲.xlsx",
        figure("gdp:level", 851.2),
        figure("gdp:yoy", 4.4),
        shuffle,
        sign(),
    )
    outcome = take(path)
    assert (outcome.corrections, values_of(store)[:2]) == (2, ["851.2", "4.4"])
    assert "插入的行" in said(outcome, "note")

    def copy_and_delete(book: Any) -> None:
        sheet = book["指标填报"]
        for column in range(1, sheet.max_column + 1):
            sheet.cell(5, column).value = sheet.cell(4, column).value

    outcome = take(
        filled(form(store, "development"), tmp_path / "乙.xlsx", copy_and_delete, sign())
    )
    assert "复制的行" in said(outcome)
    assert "少了 1 行" in said(outcome)


def test_cells_formatted_to_the_end_of_the_sheet(
    store: Store, take: Import, tmp_path: Path
) -> None:
    """What WPS writes when whole columns and rows were selected and given a frame."""

    def frame(book: Any) -> None:
        sheet = book["指标填报"]
        sheet.cell(1048576, 3).number_format = "0.00"
        sheet.cell(9, 16384).number_format = "0.00"
        sheet.cell(900000, 2).value = "见附件"

    path = filled(
        form(store, "finance"),
        tmp_path / "甲.xlsx",
        figure("general_budget_revenue:level", 57.3),
        sign(),
        frame,
    )
    outcome = take(path)
    assert outcome.corrections == 1
    assert (
        said(outcome, "note")
        == "指标填报!A900000：插入的行，不知道属于哪一项，没有采用；请填在原有的行里"
    )


def test_a_renamed_or_added_column_is_not_overlooked(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def rename(book: Any) -> None:
        sheet = book["指标填报"]
        next(cell for cell in sheet[3] if cell.value == "核定值").value = "核定数"

    path = filled(
        form(store, "finance"),
        tmp_path / "甲.xlsx",
        figure("general_budget_revenue:level", 57.3),
        rename,
        sign(),
    )
    outcome = take(path)
    assert outcome.is_open
    assert said(outcome, "refused").startswith("指标填报!G4：“核定数”不是发出时的列")


def without_record(book: Any) -> None:
    del book["briefing"]


def record_says(kind: str, place: int, value: str) -> Callable[[Any], None]:
    """Another text in the first row of this kind of the hidden record."""

    def forge(book: Any) -> None:
        row = next(row for row in book["briefing"].iter_rows() if row[0].value == kind)
        row[place].value = value

    return forge


def columns_exchanged(book: Any) -> None:
    """The record calls the target the figure to be corrected."""
    for row in book["briefing"].iter_rows():
        if row[0].value == "column" and row[3].value in ("target", "correction"):
            row[3].value = "correction" if row[3].value == "target" else "target"


def key_invented(book: Any) -> None:
    place(book, "指标填报", "indicator:gdp:level", "〔行〕").value = "indicator:x:level"
    without_record(book)


@pytest.mark.parametrize(
    "forge",
    [
        without_record,
        columns_exchanged,
        key_invented,
        record_says("column", 3, "progress"),
        record_says("given", 4, "别的"),
        record_says("above", 2, "单位：万元"),
        lambda book: book["briefing"].append(("told", "指标填报", "indicator:x:level", "本期进展", "已报")),
        lambda book: book["briefing"].append(("column", "指标填报", "本期数", "correction")),
    ],
)  # fmt: skip
def test_a_sheet_whose_hidden_record_is_gone_or_altered_is_refused_whole(
    forge: Callable[[Any], None], store: Store, take: Import, tmp_path: Path
) -> None:
    progress = put("指标填报", "indicator:gdp:level", "本期进展", "平稳")
    filling = (figure("gdp:level", 851), progress, sign())
    path = filled(form(store, "development"), tmp_path / "甲.xlsx", *filling, forge)
    outcome = take(path)
    assert (outcome.state, outcome.corrections, outcome.reports) == ("failed", 0, 0)
    assert "隐藏的发出记录（工作表 briefing）不见了或被改过" in outcome.message
    assert "在发给它的原表上重填" in outcome.message
    assert store.returned.files() == ()


def test_a_dry_run_stores_nothing(store: Store, take: Import, tmp_path: Path) -> None:
    path = filled(
        form(store, "finance"),
        tmp_path / "甲.xlsx",
        figure("general_budget_revenue:level", 57.3),
        sign(),
    )
    assert take(path, dry_run=True).corrections == 1
    assert (store.returned.files(), store.returned.corrections()) == ((), ())


def damaged(store: Store, path: Path) -> None:
    path.write_bytes(form(store, "finance")[:3000])


def foreign(store: Store, path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "自制表"
    book.save(path)


def encrypted(store: Store, path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(600)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(600)
    )


def words(store: Store, path: Path) -> None:
    path.write_text("区财政局本期无变化", encoding="utf-8")


def empty(store: Store, path: Path) -> None:
    path.write_bytes(form(store, "finance"))


def of_nobody(store: Store, path: Path) -> None:
    def rename(book: Any) -> None:
        for row in book["briefing"].iter_rows():
            if row[1].value == "department":
                row[2].value = "finanse"

    filled(form(store, "finance"), path, rename, sign())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (damaged, "文件不完整或已损坏"),
        (foreign, "这不是本系统发出的部门填报表"),
        (encrypted, "文件已加密，需要密码"),
        (words, "内容不是 .xlsx 文档"),
        (empty, "这份表一格也没有填，不计为已报"),
        (of_nobody, "没有配置这份表的部门（代号 finanse）（是否指 finance？）"),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_do_and_stops_no_other(
    make: Callable[[Store, Path], None], message: str, store: Store, tmp_path: Path
) -> None:
    make(store, tmp_path / "甲.xlsx")
    filled(
        form(store, "finance"),
        tmp_path / "乙.xlsx",
        figure("general_budget_revenue:level", 57.3),
        sign(),
    )
    first, second = import_files(
        [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"], store, settings(), AT
    )
    assert first.state == "failed"
    assert message in first.message
    assert first.message.startswith("甲.xlsx：")
    assert second.corrections == 1


def test_a_store_that_fails_in_the_middle_of_a_file_keeps_nothing_of_it(
    store: Store, take: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.store import returned

    path = filled(form(store, "finance"), tmp_path / "甲.xlsx", figure("general_budget_revenue:level", 57.3), put("任务进展", "task:", "本期进展", "已拨付"), sign())  # fmt: skip

    def fail(*_: object) -> None:
        raise StoreError("磁盘已满，没有写入")

    with monkeypatch.context() as broken:
        broken.setattr(returned, "_report_row", fail)
        assert take(path).state == "failed"
    assert (store.returned.files(), store.returned.corrections()) == ((), ())
    assert take(path).corrections == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "form_of", ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "xlsx:Calc Office Open XML"]
)
def test_saved_by_libreoffice_and_as_old_xls(
    form_of: str, store: Store, take: Import, tmp_path: Path, program: Callable[[str], str]
) -> None:
    path = filled(
        form(store, "finance"), tmp_path / "财政局.xlsx", figure("general_budget_revenue:level", "57.3"),
        put("任务进展", "task:", "本期进展", "已拨付\n二期待拨"), sign(), sign(sheet="任务进展"),
    )  # fmt: skip
    made = tmp_path / "另存"
    command = [
        program("soffice"),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        form_of,
    ]
    subprocess.run(
        [*command, "--outdir", str(made), str(path)], check=True, capture_output=True, timeout=120
    )
    (saved,) = made.iterdir()
    outcome = take(saved)
    if saved.suffix == ".xls":  # a person holds its figures against the sheet
        (remark,) = outcome.remarks
        assert (remark.kind, "这种旧格式看不出公式" in remark.message) == ("question", True)
        outcome = take(saved, accepted=[remark.where])
        assert outcome.corrections == 1
    else:
        assert (outcome.corrections, outcome.reports, outcome.remarks) == (1, 1, ())
    assert store.scope_facts(DISTRICT).reports[0].progress == "已拨付\n二期待拨"


def as_wps(data: bytes) -> bytes:
    """What WPS makes of a workbook: its own properties, ends of lines with carriage returns, sheets hidden plainly, empty cells written out."""
    parts = zipped.unpack(data)
    made = {}
    for name, part in parts.items():
        text = part.decode("utf-8", "replace")
        if name == "docProps/custom.xml":
            text = re.sub(r"<property .*</property>", "", text, flags=re.S)
        elif name == "xl/workbook.xml":
            text = text.replace("veryHidden", "hidden")
        elif name.startswith("xl/worksheets/"):
            text = re.sub(r"<dimension [^>]*/>", '<dimension ref="A1:XFD1048576"/>', text)
            text = re.sub(r"(?<=[^>])\n(?=[^<])", "_x000D_\n", text)
            text = text.replace(
                "</sheetData>", '<row r="1048576" ht="14.25"><c r="XFD1048576"/></row></sheetData>'
            )
        made[name] = text.encode() if name.endswith((".xml", ".rels")) else part
    return zipped.pack(made)


def test_saved_by_wps(store: Store, take: Import, tmp_path: Path) -> None:
    first = filled(
        form(store, "education"),
        tmp_path / "上期.xlsx",
        put("任务进展", "task:", "本期进展", "选址\n完成立项"),
        sign(),
    )
    take(first)
    path = filled(
        form(store, "education", period="2025Q1"),
        tmp_path / "本期.xlsx",
        put("任务进展", "task:", "本期进展", "开工\n打桩"),
        sign(),
    )
    path.write_bytes(as_wps(path.read_bytes()))
    assert any(b"_x000D_" in part for part in zipped.unpack(path.read_bytes()).values())
    outcome = take(path)
    assert (outcome.state, outcome.reports, outcome.remarks) == ("taken", 1, ())
    assert {r.period: r.progress for r in store.scope_facts(DISTRICT).reports} == {
        "2024": "选址\n完成立项",
        "2025Q1": "开工\n打桩",
    }
