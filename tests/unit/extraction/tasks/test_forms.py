"""Tasks and projects in tables: workbooks and Word tables as departments make them."""

from __future__ import annotations

from pathlib import Path

from briefing.extraction.projects import mention_row, project_mentions, table_mentions
from briefing.extraction.tasks import tasks

from .build import from_sheet, from_text, from_word_table

LEDGER = [
    ["某区2024年5月重点项目台账"],
    ["", "", "", "", "", "", "", "", "单位：万元"],
    [
        "序号",
        "项目名称",
        "建设性质",
        "业主单位",
        "总投资",
        "2024年计划投资",
        None,
        "目前进展",
        "需协调解决问题",
        "包保领导",
    ],
    [None, None, None, None, None, "投资额", "1—5月完成投资"],
    ["一、产业项目"],
    [
        1,
        "星河智能装备产业园",
        "续建",
        "星河公司",
        120000,
        30000,
        12500,
        "3号厂房主体封顶，预计年底竣工",
        "用地指标不足",
        "王副区长",
    ],
    [
        2,
        "城北污水处理厂二期",
        "新建",
        "区水务集团",
        "4.5亿元",
        20000,
        800,
        "未开工，正在办理前期手续",
        "",
        "",
    ],
    [3, "东城中学", "续建", "区教育局", 18000, 6000, 6000, "已竣工投用", "", ""],
    ["", "合计", "", "", 183000, 56000, 19300],
]
MERGED = ("A1:J1", *(f"{c}3:{c}4" for c in "ABCDEHIJ"), "F3:G3", "A5:J5")


def test_a_ledger_is_a_source_of_projects_with_all_its_fields(tmp_path: Path) -> None:
    document = from_sheet(tmp_path, LEDGER, MERGED)
    found = table_mentions(document)
    assert [(m.name, m.stage, m.status, m.period, m.investment) for m in found] == [
        ("星河智能装备产业园", "building", "actual", "2024", "120000万元"),
        ("城北污水处理厂二期", "preparing", "actual", "2024", "4.5亿元"),
        ("东城中学", "completed", "actual", "2024", "18000万元"),
    ]
    assert dict(found[0].details) == {
        "类别": "续建",
        "建设单位": "星河公司",
        "年度计划投资": "30000万元",
        "累计完成": "12500万元",
        "形象进度": "3号厂房主体封顶，预计年底竣工",
        "存在问题": "用地指标不足",
        "包挂领导": "王副区长",
    }
    assert found[0].source.place.endswith("!B6")
    text = document.reading.text
    assert text[found[0].source.start : found[0].source.end] == "星河智能装备产业园"
    assert mention_row(found[0])["details"]["建设单位"] == "星河公司"
    assert tasks(document) == ()
    assert project_mentions(document) == ()


def test_a_heading_of_the_form_s_own_is_kept(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "总投资（亿元）", "建设内容", "土地审批情况"],
        [1, "蓝海产业园", 12.5, "厂房8万平方米", "已批复"],
    ]
    (mention,) = table_mentions(from_sheet(tmp_path, rows))
    assert mention.investment == "12.5亿元"
    assert mention.details == (("建设内容及规模", "厂房8万平方米"), ("土地审批情况", "已批复"))


def test_other_tables_are_no_ledgers(tmp_path: Path) -> None:
    rows = [["指标名称", "单位", "本期"], ["地区生产总值", "亿元", 102.5]]
    assert table_mentions(from_sheet(tmp_path, rows)) == ()


def test_a_table_of_tasks(tmp_path: Path) -> None:
    rows = [
        ["2025年政府工作报告任务分解表"],
        ["序号", "重点任务", "具体措施", "完成时限", "牵头单位", "责任单位"],
        [
            1,
            "加快项目建设",
            "全年完成投资150亿元以上",
            "12月底前",
            "区发展改革局",
            "区财政局、区住房城乡建设局\n各街道",
        ],
        [None, None, "新开工项目20个", "6月底前", "区投资促进局", "各街道办事处，区直有关部门"],
    ]
    found = tasks(from_sheet(tmp_path, rows, ("A3:A4", "B3:B4")))
    assert [
        (t.kind, t.number, t.title, t.text, t.lead, t.responsible, t.goal, t.deadline)
        for t in found
    ] == [
        (
            "duty",
            "1",
            "加快项目建设",
            "全年完成投资150亿元以上",
            ("区发展改革局",),
            ("区财政局", "区住房城乡建设局", "各街道"),
            "全年完成投资150亿元以上",
            "12月底前",
        ),
        (
            "duty",
            "1",
            "加快项目建设",
            "新开工项目20个",
            ("区投资促进局",),
            ("各街道办事处", "区直有关部门"),
            "新开工项目20个",
            "6月底前",
        ),
    ]
    assert {t.period for t in found} == {"2025"}


def test_a_word_table_of_livelihood_items(tmp_path: Path) -> None:
    rows = [
        ["序号", "实事项目", "责任单位"],
        ["1", "新建口袋公园12处", "区园林和林业局"],
        ["2", "改造老旧小区20个", "区住房城乡建设局、各街道"],
    ]
    found = tasks(from_word_table(tmp_path, "2025年民生实事任务分工表", rows))
    assert [(t.kind, t.number, t.title, t.responsible) for t in found] == [
        ("livelihood", "1", "新建口袋公园12处", ("区园林和林业局",)),
        ("livelihood", "2", "改造老旧小区20个", ("区住房城乡建设局", "各街道")),
    ]


def test_forms_that_plain_text_kept(tmp_path: Path) -> None:
    document = from_text(
        tmp_path,
        "2025年云湖区政府工作报告任务分解表\n| 序号 | 目标与任务 | 牵头责任单位 | 责任单位 |\n"
        "| 1 | 地区生产总值增长6%以上。 | 区发改局 | 区统计局、区工信局 |\n| 2 | 新建口袋公园6个。 | 区城管局 | 各街道 |\n",
    )
    assert [
        (task.number, task.title, task.lead, task.responsible, task.period)
        for task in tasks(document)
    ] == [
        ("1", "地区生产总值增长6%以上", ("区发改局",), ("区统计局", "区工信局"), "2025"),
        ("2", "新建口袋公园6个", ("区城管局",), ("各街道",), "2025"),
    ]
    ledger = from_text(
        tmp_path,
        "云湖区2025年重点项目建设计划表\n序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\n1\t星河公路改建工程\t续建\t2024-2026\t25600\n2\t城北水厂\t新建\t2025-2026\t8000\n",
    )
    assert [
        (m.name, m.stage, m.status, m.period, m.investment) for m in table_mentions(ledger)
    ] == [
        ("星河公路改建工程", "building", "target", "2025", "25600万元"),
        ("城北水厂", "started", "target", "2025", "8000万元"),
    ]
    assert project_mentions(ledger) == ()


CELLS = """云湖区2025年政府工作报告重点任务分解表
序号
重点任务
牵头单位
责任单位
完成时限
1
推进云湖大道建设，年底前通车。
区住建局
区财政局、各街道
2025年12月
2
新建幼儿园3所。
区教育局
2025年9月
3
完成老旧小区改造20个，惠及居民5000户。
区住建局
各街道办事处
2025年11月
"""


def test_a_table_with_one_cell_a_line(tmp_path: Path) -> None:
    found = [task for task in tasks(from_text(tmp_path, CELLS)) if task.kind == "duty"]
    assert [(t.number, t.lead, t.responsible, t.deadline) for t in found] == [
        ("1", ("区住建局",), ("区财政局", "各街道"), "2025年12月"),
        ("2", ("区教育局",), (), "2025年9月"),  # its 责任单位 was empty
        ("3", ("区住建局",), ("各街道办事处",), "2025年11月"),
    ]
    assert "新建幼儿园3所" in found[1].source.sentence


def test_a_column_of_who_supervises_is_no_duty_of_theirs(tmp_path: Path) -> None:
    lines = ["2025年政府工作报告重点任务分解表", "", "序号", "重点任务", "牵头单位", "责任单位"]
    lines += [
        "督办单位",
        "备注",
        "1",
        "新建5处教育设施",
        "区教育局",
        "各街道办事处",
        "区政府督查室",
    ]
    lines += ["2", "改造提升20家村卫生室", "区卫生健康局", "区财政局", "区政府督查室"]
    found = tasks(from_text(tmp_path, "\n".join(lines)))
    assert [(t.title, t.lead, t.responsible) for t in found if t.kind == "duty"] == [
        ("新建5处教育设施", ("区教育局",), ("各街道办事处",)),
        ("改造提升20家村卫生室", ("区卫生健康局",), ("区财政局",)),
    ]


def test_parts_of_a_ledger_with_sums_beside_them_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ["西岭县2024年重点项目推进情况一览表"],
        ["编号", "工程名称", "建设性质", "建设地点", "项目总投资（万元）", "项目进展情况"],
        [None, "合计（3个）", None, None, 95000, None],
        [None, "（一）产业项目（1个）", None, None, 45000, None],
        [1, "有机食品产业园二期", "续建", "东街", 45000, "设备安装调试"],
        [None, "（二）民生项目（2个）", None, None, 50000, None],
        [2, "西岭中学扩建工程", "续建", "东街", 22000, "已交付使用"],
        [3, "金湖饮水工程", "拟建", "金湖乡", 28000, "前期工作"],
    ]
    found = table_mentions(from_sheet(tmp_path, rows))
    assert [(m.name, m.stage, m.investment) for m in found] == [
        ("有机食品产业园二期", "building", "45000万元"),
        ("西岭中学扩建工程", "completed", "22000万元"),
        ("金湖饮水工程", "preparing", "28000万元"),
    ]


def test_what_a_plan_aims_at_in_the_year_and_what_was_signed(tmp_path: Path) -> None:
    plan = [
        ["西岭县2025年重大建设项目计划表（单位：亿元）"],
        ["序号", "项目名称", "建设地点", "总投资", "年度建设目标"],
        [1, "西岭港区多式联运枢纽", "湖镇", 18.5, "码头主体完工"],
        [2, "西岭中医院迁建工程", "东街", 9.6, "开工建设"],
    ]
    found = table_mentions(from_sheet(tmp_path, plan))
    assert [(m.stage, m.status) for m in found] == [("building", "target"), ("started", "target")]
    signed = [
        ["西岭县2023年招商引资签约项目一览表"],
        ["序号", "签约项目名称", "投资方", "协议投资额（亿元）", "落户地点"],
        [1, "西岭鞋服智造基地", "某公司", 5.2, "河西园"],
    ]
    (one,) = table_mentions(from_sheet(tmp_path, signed))
    assert (one.name, one.stage, one.investment) == ("西岭鞋服智造基地", "signed", "5.2亿元")
