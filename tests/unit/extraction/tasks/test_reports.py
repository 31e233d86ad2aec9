"""What a work report promises, lists and admits: commitments, livelihood items, problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.extraction.tasks import commitments, livelihood, problems, tasks
from briefing.extraction.tasks.goals import deadline, goal
from briefing.extraction.tasks.numbering import numbered

from .build import from_text

REPORT = """某区2025年政府工作报告

——2025年1月6日在某区第三届人民代表大会第四次会议上

各位代表：
现在，我代表区人民政府，向大会报告工作，请予审议。

一、2024年工作回顾
（一）经济运行稳中有进。全年完成投资120亿元，新开工项目45个。
（二）民生福祉持续改善。建成学校6所。
在肯定成绩的同时，我们也清醒地认识到，发展中还存在不少困难和问题。主要是：产业结构不够优，龙头企业偏少；城市更新步伐不快；教育、医疗等服务与群众期盼还有差距，等等。对此，我们将采取有力措施加以解决。

二、2025年工作安排
2025年是“十四五”收官之年。做好今年工作，总体要求是：坚持稳中求进，推动高质量发展。
今年经济社会发展的主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业1.2万人。
围绕上述目标，重点做好以下工作。
（一）聚焦项目建设，扩大有效投资。
加强项目谋划。年内谋划储备项目不少于80个；争取专项债券30亿元以上。
加快项目建设。抓好160个重点项目，确保上半年全部开工，年度完成投资150亿元。
（二）聚焦民生改善，办好民生实事。
健全就业服务体系，6月底前建成零工市场3处。
今年重点办好以下民生实事：一是新建口袋公园12处；二是改造老旧小区20个，惠及居民8000户；三是新增公办学位2400个。

各位代表！让我们团结一心，为建设现代化强区而奋斗！
"""


def test_commitments(tmp_path: Path) -> None:
    found = commitments(from_text(tmp_path, REPORT))
    shown = [(task.title, task.text, task.goal, task.deadline) for task in found]
    assert shown[:6] == [
        (
            "主要预期目标",
            "今年经济社会发展的主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业1.2万人。",
            "地区生产总值增长5.5%左右，城镇新增就业1.2万人",
            "",
        ),
        ("加强项目谋划", "年内谋划储备项目不少于80个；", "年内谋划储备项目不少于80个", "年内"),
        ("加强项目谋划", "争取专项债券30亿元以上。", "争取专项债券30亿元以上", ""),
        (
            "加快项目建设",
            "抓好160个重点项目，确保上半年全部开工，年度完成投资150亿元。",
            "抓好160个重点项目，年度完成投资150亿元",
            "上半年",
        ),
        (
            "聚焦民生改善，办好民生实事",
            "健全就业服务体系，6月底前建成零工市场3处。",
            "6月底前建成零工市场3处",
            "6月底前",
        ),
        ("聚焦民生改善，办好民生实事", "一是新建口袋公园12处；", "一是新建口袋公园12处", ""),
    ]
    assert {task.period for task in found} == {"2025"}
    assert not any(
        word in task.text for task in found for word in ("总体要求", "让我们", "收官之年")
    )
    assert [task.number for task in found] == [str(n) for n in range(1, len(found) + 1)]


def test_livelihood_items(tmp_path: Path) -> None:
    found = livelihood(from_text(tmp_path, REPORT))
    assert [(task.number, task.title, task.goal) for task in found] == [
        ("1", "新建口袋公园12处", "新建口袋公园12处"),
        ("2", "改造老旧小区20个", "改造老旧小区20个，惠及居民8000户"),
        ("3", "新增公办学位2400个", "新增公办学位2400个"),
    ]


def test_problems(tmp_path: Path) -> None:
    found = problems(from_text(tmp_path, REPORT))
    assert [task.text for task in found] == [
        "产业结构不够优，龙头企业偏少",
        "城市更新步伐不快",
        "教育、医疗等服务与群众期盼还有差距",
    ]
    assert {task.period for task in found} == {"2024"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我们也清醒认识到，发展不平衡的问题仍然突出，产业带动不够，创新能力不强，消费动力不足。面向未来，要坚定信心。",
            4,
        ),
        (
            "同时也看到，前进道路上面临许多困难和挑战。产业支撑不足；财政收支矛盾突出；城市管理还有短板。对这些问题，我们将认真解决。",
            3,
        ),
        (
            "我们清醒地认识到，还有一些问题：一是产业层次不高，二是收支矛盾突出；三是作风仍需改进。",
            3,
        ),
        ("我们深刻认识到，成绩来之不易。", 0),
    ],
)
def test_problems_however_they_are_listed(tmp_path: Path, text: str, expected: int) -> None:
    report = f"某区2025年政府工作报告\n\n一、2024年工作回顾\n全年工作完成较好。\n{text}\n\n二、2025年工作安排\n加快项目建设。\n"
    assert len(problems(from_text(tmp_path, report))) == expected


def test_a_list_of_livelihood_items_is_one_by_its_title(tmp_path: Path) -> None:
    text = "某区2025年民生实事项目清单\n\n1.新建公办幼儿园3所。9月底前投用，新增学位900个。\n2.改造农村公路40公里。\n3.建设社区食堂15处。\n"
    found = livelihood(from_text(tmp_path, text))
    assert [(task.number, task.title) for task in found] == [
        ("1", "新建公办幼儿园3所"),
        ("2", "改造农村公路40公里"),
        ("3", "建设社区食堂15处"),
    ]
    assert found[0].deadline == "9月底前"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建公园9处，提升服务水平，新增学位1200个以上", "新建公园9处，新增学位1200个以上"),
        ("落实“四个一”机制，实施三年行动计划", ""),
        ("研发投入增长16%以上", "研发投入增长16%以上"),
        ("培育1家省级、1—2家市级龙头企业", "培育1家省级、1—2家市级龙头企业"),
        ("优化“12345”热线服务", ""),
    ],
)
def test_goal(text: str, expected: str) -> None:
    assert goal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年6月底前完成主体施工", "2025年6月底前"),
        ("年底前投用", "年底前"),
        ("到2030年建成", "到2030年"),
        ("三季度末开工", "三季度末"),
        ("全面推进", ""),
    ],
)
def test_deadline(text: str, expected: str) -> None:
    assert deadline(text) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("1.审批事项集中办", ("1", "审批事项集中办")),
        ("（十二）强化监督", ("12", "强化监督")),
        ("第二十三条 统筹推进", ("23", "统筹推进")),
        ("三是扩大消费", ("3", "扩大消费")),
        ("加强项目谋划", ("", "加强项目谋划")),
        ("100天攻坚行动", ("", "100天攻坚行动")),
    ],
)
def test_numbers_of_headings(heading: str, expected: tuple[str, str]) -> None:
    assert numbered(heading) == expected


def test_every_task_shows_its_source(tmp_path: Path) -> None:
    document = from_text(tmp_path, REPORT)
    for task in tasks(document):
        assert document.reading.text[task.source.start : task.source.end].strip()
        assert task.area == "某区"


def test_real_reports(shared: Path) -> None:
    from briefing.sources import documents, read_file

    counted = {}
    for path in sorted((shared / "data").glob("*/*.txt")):
        for document in documents(read_file(path)):
            if document.kind == "work_report":
                found = tasks(document)
                counted[path.name] = tuple(
                    sum(task.kind == kind for task in found) for kind in ("commitment", "problem")
                )
    assert len(counted) >= 9
    # A ratchet: the reports of counties  are still to come up to the others.
    whole = [promised >= 90 and 3 <= admitted <= 12 for promised, admitted in counted.values()]
    assert sum(whole) >= len(whole) - 3, counted


SLOGANS = """某县2025年政府工作报告

一、2024年工作回顾
全年完成投资120亿元。

二、2025年政府工作总体思路和目标任务
（一）坚定不移提升城市品质。
让城市基础更完备。科学谋划108国道绕城段改建，加快推进城区老旧供水管网改造。让城市环境更宜居。统筹主要街道和背街小巷，加大城市精细化管理力度。让城市底蕴更鲜活。推进县博物馆建设和布展工作，“五一”前对外开放。
某市2025年政府工作报告
"""


def test_slogans_in_turn_are_the_headings_of_what_follows(tmp_path: Path) -> None:
    found = commitments(from_text(tmp_path, SLOGANS))
    assert [(task.title, task.text[:8]) for task in found] == [
        ("让城市基础更完备", "科学谋划108国"),
        ("让城市环境更宜居", "统筹主要街道和背"),
        ("让城市底蕴更鲜活", "推进县博物馆建设"),
    ]
