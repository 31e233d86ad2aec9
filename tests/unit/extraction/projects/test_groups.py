"""What a counted group says besides its number: measure word, bound, part of the area, what it is part of, level and class."""

from __future__ import annotations

from dataclasses import replace

from briefing.extraction.projects import project_mentions
from briefing.model import ProjectMention
from briefing.papers import filters

from .build import written


def groups(text: str, part: str = "review") -> list[ProjectMention]:
    return [m for m in project_mentions(written(text, part)) if m.kind == "portfolio"]


def test_measure_word_and_bound_are_the_texts() -> None:
    flats, points, homes = groups(
        "6764套安置房竣工交付，设置便民疏导点90余处，新建保障房不少于4000套。"
    )
    assert (flats.count, flats.unit, flats.bound) == ("6764", "套", "exact")
    assert (points.count, points.unit, points.bound, points.bound_text) == (
        "90",
        "处",
        "approx",
        "余",
    )
    assert (homes.count, homes.bound, homes.bound_text) == ("4000", "min", "不少于")


def test_a_parks_projects_are_not_the_districts() -> None:
    own, park = groups("推进重点项目196个。云湖高新技术产业园区蓄势崛起，36个重点项目加快建设。")
    assert own.area == written("").area
    assert (park.count, park.area) == ("36", "云湖高新技术产业园区")


def test_parts_of_the_key_projects_say_so() -> None:
    whole, done, going = groups(
        "总投资3150亿元的196个重点项目加速推进。星河广场等33个项目竣工交付，云栖谷等89个重点项目加快建设。"
    )
    assert whole.part_of == ""
    assert [(m.count, m.part_of) for m in (done, going)] == [("33", "重点项目"), ("89", "重点项目")]


def test_groups_side_by_side_are_no_parts_of_each_other() -> None:
    text = "确保星河广场等9个重点项目竣工投产，加快云栖谷等5个重点项目建设。"
    assert [(m.count, m.part_of) for m in groups(text, "tasks")] == [("9", ""), ("5", "")]


def test_level_and_class() -> None:
    going, new, level = groups(
        "抓好星河广场等64个续建项目建设，32个新建项目开工，推进省级重点项目6个。"
    )
    assert (going.category, new.category, level.category) == ("续建", "新建", "")
    assert (going.level, level.level) == ("", "省级")


def test_groups_are_parts_only_where_all_of_their_clause_are() -> None:
    parts = {
        m.name: m.part_of
        for m in groups(
            "推进196个重点项目，4个省级、30个市级、106个绿色低碳项目均超额完成投资计划，33个项目竣工交付。"
        )
    }
    assert (parts["省级项目"], parts["竣工交付项目"]) == ("", "重点项目")


def test_what_is_done_of_a_group_is_in_its_words() -> None:
    cleared, taken = groups("统筹推进7个片区18个项目的拆迁清零以及14个新片区26个项目的征收拆迁。")
    assert (cleared.stage_words, taken.stage_words) == ("拆迁清零", "推进征收拆迁")


def test_what_has_begun_is_no_longer_reserved() -> None:
    planned, begun = groups("新策划项目189个，已开工60个。")
    assert (planned.category, begun.category) == ("储备", "")


def test_what_a_plan_says_is_done_is_actual() -> None:
    done, coming = project_mentions(
        written("已包装策划完成债券项目12个，实施已签约项目15个。", "tasks")
    )
    assert (done.status, coming.status) == ("actual", "target")


def test_the_words_of_a_stage_are_the_texts() -> None:
    said = {
        m.name: (m.stage, m.stage_words)
        for m in project_mentions(
            written(
                "先进材料智造港实现主体封顶，启动北站周边片区城市更新项目征收，东岭二期完成工程量的80%，"
                "云湖海洋世界即将建成开业，成功对接粒子装备产业基地等项目。"
            )
        )
    }
    assert said == {
        "先进材料智造港": ("building", "实现主体封顶"),
        "北站周边片区城市更新项目": ("preparing", "启动征收"),
        "东岭二期": ("building", "完成工程量的80%"),
        "云湖海洋世界": ("building", "即将建成开业"),
        "粒子装备产业基地": ("reserved", "成功对接"),
    }


def test_an_investment_keeps_its_bound() -> None:
    (talked,) = groups("洽谈项目88个，总投资超300亿元。")
    assert (talked.investment, talked.investment_bound) == ("300亿元", "超")


def test_words_of_a_stage_are_whole_and_the_texts() -> None:
    said = {
        m.name: m.stage_words
        for m in project_mentions(
            written(
                "云山确定性网络等17个项目入选省级数字经济重点项目，妥善解决云湖大桥建设拆迁等难题，"
                "完成区指挥所01工程主体土建工程，统筹做好王炉北辛等32个重点项目征迁、供地、建设工作，"
                "27个省级重点项目投资完成率达到149.5%，云溪大道完成施工图评审，"
                "云谷智能港等16个市级重点项目早投产、早达效，提升云溪绿道服务设施及驿站标识，"
                "做好云山健身中心等文化项目策划包装、落地实施，推进北商埠西站等国有土地上房屋征收项目加快建设。"
            )
        )
    }
    assert said == {
        "云山确定性网络": "入选省级数字经济重点项目",
        "项目": "入选省级数字经济重点项目",
        "云湖大桥": "解决建设拆迁等难题",
        "区指挥所01工程": "完成主体土建工程",
        "王炉北辛": "做好征迁、供地、建设",
        "重点项目": "做好征迁、供地、建设",
        "省级重点项目": "投资完成率达到149.5%",
        "云溪大道": "完成施工图评审",
        "云谷智能港": "早投产、早达效",
        "市级重点项目": "早投产、早达效",
        "云溪绿道": "提升服务设施及驿站标识",
        "云山健身中心": "策划包装、落地实施",
        "北商埠西站": "推进房屋征收项目加快建设",
    }


def test_a_project_says_of_which_part_or_whose_it_is() -> None:
    said = {
        m.name: (m.part_of, m.level)
        for m in project_mentions(
            written(
                "中央活力区实施一体规划，配套住宅一期年底交付，育英中学签约入驻。"
                "服务保障黄岗路隧道等全市重点项目，推进上药总部等省级重点项目。"
            )
        )
    }
    assert said == {
        "中央活力区配套住宅一期": ("中央活力区", ""),
        "育英中学": ("中央活力区", ""),
        "黄岗路隧道": ("全市重点项目", "市级"),
        "上药总部": ("", "省级"),
    }


def test_a_running_total_is_no_part_and_several_levels_are_none() -> None:
    new, total, levels = groups("新建5G基站793处、累计建成4067处，18个省、市级重点项目全速推进。")
    assert (new.part_of, total.part_of, levels.level) == ("", "", "")


def test_a_quarter_or_the_citys_projects_stand_behind_the_printed_name() -> None:
    (mention,) = project_mentions(written("育英中学项目开工建设。"))
    assert filters.project_name(replace(mention, part_of="中央活力区")).endswith("（中央活力区）")
    assert "（" not in filters.project_name(mention)


def test_parts_told_in_the_next_sentence_are_of_the_group_before() -> None:
    text = "新策划项目189个，已开工60个。其中，产业类项目140个，总投资889亿元。"
    whole, begun, part = project_mentions(written(text))
    assert (begun.part_of, part.part_of) == (whole.name, whole.name)
