"""Every fault a value can have is one Chinese sentence at the value's place."""

from __future__ import annotations

import pytest

from briefing.settings import Yaml, validated
from briefing.settings.loader import Districts, Indicators
from briefing.settings.schema import Job, Setting, Wording

HEAD = "name: annual\ntitle: 年度\nsources: [s]\n"
OUTPUTS = "outputs:\n  - kind: word\n    name: 简报\n    template: t.docx\n"


def said(model: type[Setting], text: str) -> list[str]:
    file = Yaml(text, "f.yaml")
    assert (validated(file, model) is None) == bool(file.problems)
    return [str(problem) for problem in file.problems]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("workers: 两个", "f.yaml:8:10 workers：应写整数，这里是两个"),
        ("workers: 1.5", "f.yaml:8:10 workers：应写整数，这里是 1.5"),
        ("workers:", "f.yaml:8:9 workers：应写整数，这里是空的"),
        ("workers: [1]", "f.yaml:8:10 workers：应写整数，这里是列表"),
        (f"workers: {'9' * 5000}", f"f.yaml:8:10 workers：应写整数，这里是 {'9' * 40}…"),
        ("workers: -1", "f.yaml:8:10 workers：不能小于 0，这里是 -1"),
        ("step_seconds: 0", "f.yaml:8:15 step_seconds：要大于 0，这里是 0"),
        ("store: [a]", "f.yaml:8:8 store：应写文字，这里是列表"),
        ("store: {a: b}", "f.yaml:8:8 store：应写文字，这里是一组“键: 值”"),
        ("output: ''", "f.yaml:8:9 output：不能是空的"),
        ("output: |\n  a\n  b", "f.yaml:8:9 output：'a\\nb' 只能写一行，不能含换行和控制字符"),
        ("districts:", "f.yaml:8:11 districts：不能是空的"),
        ("districts: []", "f.yaml:8:12 districts：至少要写一项"),
        (
            "districts: {槐荫区: 1}",
            "f.yaml:8:12 districts：应写列表，这里是一组“键: 值”（写成 [甲, 乙]，或者每项一行、以“- ”开头）",
        ),
        ("districts: [槐荫区, [天桥区]]", "f.yaml:8:18 districts[1]：应写文字，这里是列表"),
        (
            "period: lates",
            "f.yaml:8:9 period：lates 不是时期（可写 latest，或者 2024、2024Q1、2024M01-M05）",
        ),
        (
            "period: 2024M13",
            "f.yaml:8:9 period：不是时期代码：'2024M13'（例：2024、2024Q1、2024M01-M05、2021-2025）",
        ),
        ("period: 2024M05-M01", "f.yaml:8:9 period：时期的末月早于首月：'2024M05-M01'"),
        ("date: 2025-02-30", "f.yaml:8:7 date：2025-02-30 不是日期（例：2025-01-20）"),
        ("date: 20250120", "f.yaml:8:7 date：20250120 不是日期（例：2025-01-20）"),
        ("owner: 办公室", "f.yaml:8:8 owner：办公室 不像邮箱地址（例：finance@example.invalid）"),
        (
            'owner: "a@b.cn\\r\\nBcc: c@d.cn"',
            "f.yaml:8:8 owner：'a@b.cn\\r\\nBcc: c@d.cn' 不像邮箱地址（例：finance@example.invalid）",
        ),
        ("ouput: x", "f.yaml:8:1 ouput：不认识的键 ouput（是否指 output？）"),
    ],
)
def test_a_job_with_one_wrong_line(line: str, message: str) -> None:
    assert said(Job, HEAD + OUTPUTS + line) == [message]


@pytest.mark.parametrize(
    ("outputs", "messages"),
    [
        ("outputs: []", ["f.yaml:4:10 outputs：至少要写一项"]),
        (
            "outputs:",
            ["f.yaml:4:9 outputs：应写列表，这里是空的（写成 [甲, 乙]，或者每项一行、以“- ”开头）"],
        ),
        (
            "outputs: [word]",
            ["f.yaml:4:11 outputs[0]：应写一组“键: 值”，这里是 word（冒号用英文的，后面空一格）"],
        ),
        (
            "outputs:\n  - name: 简报",
            ["f.yaml:5:5 outputs[0].kind：缺少这一项（可写 word、excel、pdf）"],
        ),
        (
            "outputs:\n  - kind: exel",
            ["f.yaml:5:11 outputs[0].kind：不能写 exel（是否指 excel？）"],
        ),
        (
            "outputs:\n  - kind: 简报",
            ["f.yaml:5:11 outputs[0].kind：不能写简报（可写 word、excel、pdf）"],
        ),
        (
            "outputs:\n  - kind: word\n    name: a/b\n    word: x\n    templte: x\n    audience: leaders",
            [
                "f.yaml:5:5 outputs[0].template：缺少这一项",
                'f.yaml:6:11 outputs[0].name：a/b 要用作文件名，不能含 \\ / : * ? " < > |，首尾不能是空格或点',
                "f.yaml:7:5 outputs[0].word：不认识的键 word（可写 name、template、audience、scope、departments、links、next_year、series、issue_no、issue_nos、total_no、issuer、document_no、issue_date、report_to、send_to、issue_to、copy_to、copies、sheet、due、contact、kind）",
                "f.yaml:8:5 outputs[0].templte：不认识的键 templte（是否指 template？）",
                "f.yaml:9:15 outputs[0].audience：不能写 leaders（是否指 leader？）",
            ],
        ),
    ],
)
def test_the_papers_of_a_job(outputs: str, messages: list[str]) -> None:
    assert said(Job, HEAD + outputs) == messages


def test_a_job_that_says_nothing() -> None:
    assert said(Job, "") == [
        f"f.yaml:1:1 {key}：缺少这一项" for key in ("name", "title", "sources", "outputs")
    ]


@pytest.mark.parametrize(
    ("text", "shown"), [("briefing", " briefing"), ("[a]", "列表"), ("键：值", "键：值")]
)
def test_a_file_that_is_no_mapping(text: str, shown: str) -> None:
    assert said(Job, text) == [
        f"f.yaml:1:1：应写一组“键: 值”，这里是{shown}（冒号用英文的，后面空一格）"
    ]


def test_a_single_name_may_stand_without_brackets() -> None:
    job = validated(
        Yaml("name: a\ntitle: b\nsources: store\ndistricts: 槐荫区\n" + OUTPUTS, "f.yaml"), Job
    )
    assert job is not None
    assert (job.sources, job.districts) == (("store",), ("槐荫区",))


def test_names_that_could_leave_the_output_folder_are_refused() -> None:
    text = "districts:\n  - {code: 1/2, name: ../槐荫区, kind: 区}\n"
    assert said(Districts, text) == [
        "f.yaml:2:12 districts[0].code：1/2 不能作区划代码：只用数字和英文字母",
        'f.yaml:2:23 districts[0].name：../槐荫区 要用作文件名，不能含 \\ / : * ? " < > |，首尾不能是空格或点',
        "f.yaml:2:37 districts[0].kind：不能写区（可写 city、district、county、functional）",
    ]


def test_an_indicator_without_its_fields() -> None:
    text = "indicators:\n  - id: GDP\n    name: 地区生产总值\n    category: 经济\n    kind: growht\n    order: 一\n"
    assert said(Indicators, text) == [
        "f.yaml:2:5 indicators[0].unit_family：缺少这一项",
        "f.yaml:2:5 indicators[0].department：缺少这一项",
        "f.yaml:2:9 indicators[0].id：GDP 不能作代号：用小写英文字母开头，只含小写字母、数字和下划线",
        "f.yaml:4:15 indicators[0].category：不能写经济（是否指 综合经济？）",
        "f.yaml:5:11 indicators[0].kind：不能写 growht（是否指 growth？）",
        "f.yaml:6:12 indicators[0].order：应写整数，这里是一",
    ]


def test_wording_with_wrong_and_missing_words() -> None:
    text = "stages: {completd: 竣工}\nstatuses: 实际\nmeasures: {level: [总量]}\nverdicts: {met: 完成, missed: 未完成}\n"
    assert said(Wording, text)[4:] == [
        "f.yaml:1:10 stages.completd：不认识的键 completd（是否指 completed？）",
        "f.yaml:2:11 statuses：应写一组“键: 值”，这里是实际（冒号用英文的，后面空一格）",
        "f.yaml:3:19 measures.level：应写文字，这里是列表",
        "f.yaml:4:11 verdicts：还缺 no_actual、not_comparable",
    ]
