"""Projects in tables: ledgers by the columns of practice, lists of names, the years they are built in."""

from __future__ import annotations

from pathlib import Path

from briefing.extraction.projects import table_mentions

from .build import from_sheet

COLUMNS = [
    "序号", "项目名称", "级别", "类别", "建设单位", "建设内容及规模", "起止年限", "总投资", "年度计划投资", "本月完成", "累计完成",
    "占年度计划%", "较序时", "形象进度", "存在问题", "下步措施", "牵头单位", "责任单位", "包挂领导", "亮灯",
]  # fmt: skip


def test_a_ledger_by_the_columns_of_practice(tmp_path: Path) -> None:
    rows = [
        ["云湖区2025年重点项目台账（截至6月底）"],
        ["单位：万元"],
        COLUMNS,
        ["一、续建项目"],
        [
            1, "云湖高端装备产业园二期", "省重点", "续建", "云湖城投", "厂房12万平方米", "2023-2026", 150000, 50000, 4000, 26000,
            "52%", "2", "主体封顶，预计年底竣工", "用地指标不足", "协调用地", "区发改局", "区工信局", "张三", "绿",
        ],
        [2, "城北污水处理厂", "市重点", "", "", "", "", 42000, 12000, 0, 0, "", "", "正在办理施工许可"],
        ["二、储备项目"],
        [3, "东岭冷链物流园", "", "", "", "", "2027-2028", "8.5亿元"],
        ["合计", "", "", "", "", "", "", 277000],
    ]  # fmt: skip
    going, waiting, coming = table_mentions(from_sheet(tmp_path, rows))
    assert (going.stage, going.stage_words, going.level, going.category, going.investment) == (
        "building", "主体封顶", "省级", "续建", "150000万元",
    )  # fmt: skip
    said = dict(going.details)
    assert (said["建设单位"], said["年度计划投资"], said["存在问题"], said["牵头单位"]) == (
        "云湖城投", "50000万元", "用地指标不足", "区发改局",
    )  # fmt: skip
    assert (waiting.stage, waiting.level, waiting.category) == ("preparing", "市级", "续建")
    assert (coming.stage, coming.category, coming.investment) == ("reserved", "储备", "8.5亿元")


def test_a_list_of_names_is_a_list_of_projects(tmp_path: Path) -> None:
    rows = [
        ["附件1"],
        ["2025年第一批省重大项目名单"],
        ["序号", "项目名称"],
        [1, "蓝海新能源电池项目"],
        [2, "深水港区航道工程"],
    ]
    found = table_mentions(from_sheet(tmp_path, rows))
    assert [(m.name, m.level) for m in found] == [
        ("蓝海新能源电池项目", "省级"),
        ("深水港区航道工程", "省级"),
    ]


def test_the_years_of_building_tell_how_far(tmp_path: Path) -> None:
    rows = [
        ["2026年云湖市重点建设项目名单"],
        ["序号", "项目名称", "总投资（亿元）", "建设起止年限"],
        [1, "蓝海新能源电池项目", 56, "2024-2027"],
        [2, "益康医疗器械产业园", 12, "2026-2028"],
        [3, "青岚湖大桥", 9.2, "2027-2029"],
    ]
    assert [(m.stage, m.stage_words) for m in table_mentions(from_sheet(tmp_path, rows))] == [
        ("building", "2024-2027"),
        ("started", "2026-2028"),
        ("reserved", "2027-2029"),
    ]


def test_a_list_of_firms_is_none(tmp_path: Path) -> None:
    rows = [["2025年专精特新企业名单"], ["序号", "企业名称"], [1, "蓝海新能源公司"]]
    assert table_mentions(from_sheet(tmp_path, rows)) == ()
