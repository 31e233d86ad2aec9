"""What cleaning takes out and what it leaves, and that every character leads back to the file's text."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model import Document, squeeze
from briefing.sources import documents, read_file
from briefing.sources.cleaning import clean
from tests.examples import examples


def cleaned(text: str) -> str:
    return clean(text)[0]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("[bookmark: _Toc51]一、总则[image: ]", "一、总则"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("政　府　工　作　报　告", "政府工作报告"),
        ("完成一般公共预算收入 56.7 亿元", "完成一般公共预算收入56.7亿元"),
        ("2024 年 1月 17 日", "2024年1月17日"),
        ("占比达到 49 ％，增长 6.2 %。", "占比达到49%，增长6.2%。"),
        ("收入５６．７亿元，支出１，２３４万元", "收入56.7亿元，支出1,234万元"),
        ("支出 567，393 万元", "支出567,393万元"),
        (
            "2024，2025两年",
            "2024，2025两年",
        ),  # a comma after a year parts; three digits must follow it to be a thousand's
        ("增长－3.8％", "增长-3.8%"),
        ("收入1,234万元,增长5%;其中:税收9亿元,", "收入1,234万元，增长5%；其中：税收9亿元，"),
        ('建设"美丽街区"3个，"5G"', '建设“美丽街区”3个，"5G"'),
        ("5\u200b6.7\ufeff亿元\xad", "56.7亿元"),
        ("国内\xa0生产总值增长，好。", "国内生产总值增长，好。"),
        ("56 .7亿元", "56.7亿元"),
        ("West Lake 国际酒店，VR 体验", "West Lake国际酒店，VR体验"),
        ("区长 张三", "区长 张三"),
        ("区长　　张三", "区长 张三"),
        ("第一章 总则", "第一章 总则"),
        ("一行\r\n二行\r三行\u2028四行", "一行\n二行\n三行\n四行"),
        ("甲\n\n\n  乙  \n", "甲\n乙"),
        ("固定资产投资增长\n6.3%，其中", "固定资产投资增长6.3%，其中"),
        ("总值1286.\n45亿元，增加值530\n.2亿元", "总值1286.45亿元，增加值530.2亿元"),
        ("增长\n6.3%", "增长\n6.3%"),  # without a sentence's comma it may be a table's
    ],
)
def test_rules(raw: str, expected: str) -> None:
    assert cleaned(raw) == expected


def test_two_numbers_are_never_joined() -> None:
    row = "地区生产总值 亿元 170.3 2.9"
    assert cleaned(row) == row
    assert cleaned("规模以上工业增加值 亿元 — -27.1") == "规模以上工业增加值 亿元 — -27.1"
    assert "170.3 2.9" in cleaned("分别为170.3 2.9，都有增长。")


def test_chrome_above_and_below_the_text_goes() -> None:
    body = "全年经济运行平稳，" + "各项工作取得新的进展，" * 6 + "完成了目标。"
    page = (
        "首页\n>\n政府信息公开\n>\n工作报告\n【字号：\n大\n中\n小\n】\n打印\n某区2025年政府工作报告\n来源：\n某区人民政府\n发布时间：2025-01-20\n"
        f"各位代表：\n{body}\n责任编辑：某人\n扫一扫在手机打开当前页\n相关报道：\n别的新闻标题一\n别的新闻标题二"
    )
    assert cleaned(page) == f"某区2025年政府工作报告\n各位代表：\n{body}"


def test_words_of_chrome_inside_the_text_stay() -> None:
    long = "，".join(["这一段文字足够长"] * 10) + "。"
    assert cleaned(f"{long}\n打印\n{long}") == f"{long}\n打印\n{long}"


WRAPPED = [
    "全区上下坚持稳中求进工作总基调，扎实",
    "推进各项重点工作，经济运行总体平稳，全",
    "年实现地区生产总值五百亿元，同比增长",
    "百分之六点五，增速居全市前列，主要指标",
    "好于预期，发展质量稳步提升，居民收入持",
    "续增长，生态环境明显改善，社会大局和谐",
    "稳定，各项事业都取得新的进步，圆满完成",
    "了年初确定的任务。",
]


def test_hard_wrapped_lines_are_rejoined() -> None:
    assert cleaned("\n\n".join(WRAPPED)) == "".join(WRAPPED)


def test_page_numbers_and_headers_between_wrapped_lines_go() -> None:
    page = [
        *WRAPPED[:4],
        "— 12 —",
        "某区人民政府公报（2024 年第 1 期） 重要文件",
        "13",
        "http://www.example.invalid/a/b.html",
        *WRAPPED[4:],
    ]
    assert cleaned("\n".join(page)) == "".join(WRAPPED)


def test_indented_paragraphs_part_wrapped_lines() -> None:
    lines = ["　　" + WRAPPED[0], *WRAPPED[1:], "　　" + WRAPPED[0], *WRAPPED[1:]]
    assert cleaned("\n".join(lines)) == "\n".join(["".join(WRAPPED)] * 2)


def test_headings_part_wrapped_lines() -> None:
    lines = [*WRAPPED, "（一）抓项目，促投资。", *WRAPPED, "2.抓招商", *WRAPPED]
    assert cleaned("\n".join(lines)) == "\n".join(
        ["".join(WRAPPED), "（一）抓项目，促投资。", "".join(WRAPPED), "2.抓招商", "".join(WRAPPED)]
    )


def test_numbers_cut_by_counting_characters_are_whole_again() -> None:
    text = "全年实现地区生产总值567.3亿元，一般公共预算收入123,456万元，固定资产投资增长12.5%，" * 8
    lines = [text[at : at + 20] for at in range(0, len(text), 20)]
    assert cleaned("\n".join(lines)) == text


def test_a_wrapped_line_between_latin_words_leaves_a_blank() -> None:
    lines = [
        *WRAPPED[:4],
        "举办了第三届国际合作论坛 Global",
        "Forum 及有关活动，参会的嘉宾人数创新高",
        *WRAPPED[4:],
    ]
    assert "GlobalForum" not in cleaned("\n".join(lines))
    assert "Global Forum" in cleaned("\n".join(lines))


def test_lines_of_their_own_are_not_joined() -> None:
    """Short headings and list items without a full stop are not a printed page."""
    text = "\n".join(f"{number}.推进第{number}项重点任务落地见效" for number in range(1, 30))
    assert cleaned(text) == text


def test_flattened_tables_stay_as_they_are() -> None:
    table = "\t指标\n\t2025年\n预计\n\t2030年\n\n\t粮食产量\n\t\n\t12.3\n\t—\n"
    assert table.strip("\n") in cleaned(f"专栏1 目标表\n{table}\n下一段文字。")


def test_a_contents_page_goes() -> None:
    assert (
        cleaned("目录\n一、发展基础........3\n二、发展目标……………12\n正文从这里开始，说明有关情况。")
        == "目录\n正文从这里开始，说明有关情况。"
    )


def test_running_headers_of_pages_go() -> None:
    pages, text = [], ""
    for number in range(5):
        pages.append(len(text))
        text += f"某区国民经济和社会发展公报\n{'甲乙丙丁戊'[number]}页独有的一段完整文字。\n- {number + 1} -\n"
    assert clean(text, pages=pages)[0] == "\n".join(
        f"{letter}页独有的一段完整文字。" for letter in "甲乙丙丁戊"
    )


def test_real_tables_are_left_out() -> None:
    text = "甲段文字。\n指标\t数值\n收入\t1\n乙段文字。\n"
    assert clean(text, tables=[(6, 17)])[0] == "甲段文字。\n乙段文字。"


# --- properties

CHARACTERS = "，。、；：！？“”（）—％.%,，．-－ \t\n\r\u3000\xa0\u200b\ue004\0\x0c0123456789１２３年月日亿元增长全区各位代表一二三四五六七八九十章第\ud800"
PIECES = [
    "[bookmark: _Toc1]",
    "[image: ]",
    "http://a.example/b",
    "\n\n",
    "\r\n",
    "— 3 —",
    "来源：",
    "打印",
    "（一）",
    "一、",
    "——",
    "GDP",
]
ALPHABET = st.sampled_from([*CHARACTERS, *PIECES])
TEXTS = st.lists(ALPHABET, max_size=300).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            *WRAPPED,
            "一、回顾",
            "（一）抓项目。",
            "\t12",
            "地区生产总值 亿元 1.2 3.4",
            "— 1 —",
            "",
            "30",
        ]
    ),
    max_size=40,
)
ONE_TO_ONE = str.maketrans(
    "０１２３４５６７８９％．，－−\r\x0b\x0c\x85\u2028\u2029\xa0\t\u3000",
    "0123456789%.,--\n\n\n\n\n\n   ",
)


@examples(300)
@given(TEXTS)
def test_every_character_is_the_files_own(text: str) -> None:
    """Equal, or one of the documented replacements of one character by one."""
    made, offsets = clean(text)
    for at, character in enumerate(made):
        original = text[offsets.at(at)]
        assert (
            character == original
            or character == original.translate(ONE_TO_ONE)
            or (character, original) in {(" ", "\n"), ("，", ","), ("；", ";"), ("：", ":")}
            or (character == "□" and original.isdigit())  # of a number that cannot be read
        )


@examples(300)
@given(TEXTS)
def test_order_is_kept(text: str) -> None:
    made, offsets = clean(text)
    places = [offsets.at(at) for at in range(len(made))]
    assert all(before < after for before, after in pairwise(places))
    assert all(offsets.clean_at(place) == at for at, place in enumerate(places))


@examples(300)
@given(LINES)
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = cleaned("\n".join(lines))
    assert cleaned(once) == once


@examples(200)
@given(
    st.lists(
        st.text(alphabet="经济发展增长，。区0123456789.% ", min_size=1, max_size=30), max_size=20
    )
)
def test_nothing_but_blanks_goes_from_plain_text(lines: list[str]) -> None:
    """Plain characters all stay, in order: only a line that is a page's number may go."""
    text = "\n".join(line for line in lines if line.strip() and not line.strip().isdigit())
    assert squeeze(cleaned(text)).replace(",", "，") == squeeze(
        text
    )  # a thousand's comma becomes half as wide


# --- real paragraphs, set anew


def typeset(paragraph: str, width: int) -> list[str]:
    """Lines of a printed page: two characters of indent, no number or word broken, punctuation hangs."""
    lines, line, used = [], "\u3000\u3000", 2.0
    for token in re.findall(r"[0-9A-Za-z.,%+]+|.", paragraph):
        size = sum(0.5 if ord(character) < 128 else 1 for character in token)
        if used + size > width and token not in "，。、；：！？”）":
            lines.append(line)
            line, used = "", 0.0
        line += token
        used += size
    return [*lines, line]


@cache
def read(path: Path) -> tuple[Document, ...]:
    return tuple(documents(read_file(path)))


@pytest.mark.parametrize("width", [16, 22, 28, 35, 45])
def test_typeset_paragraphs_come_back(shared: Path, width: int) -> None:
    for path in sorted((shared / "data").glob("*/*.txt")):
        if path.parent.name == "counties":  # web pages: menus, addresses, slogans without a stop
            continue
        for document in read(path):
            if "\t" in document.text or document.kind in ("table", "appointments"):
                continue
            paragraphs = document.text.split("\n")
            page = "\n".join(line for paragraph in paragraphs for line in typeset(paragraph, width))
            back = cleaned(page)
            assert squeeze(back) == squeeze(document.text)
            assert figures(back) == figures(document.text)
            assert len(set(back.split("\n")) ^ set(paragraphs)) <= 5


@pytest.mark.parametrize("width", [18, 30, 41])
def test_paragraphs_cut_by_counting_keep_their_figures(shared: Path, width: int) -> None:
    for path in sorted((shared / "data" / "seeds").glob("*.txt")):
        report = read(path)[0]
        if "\t" in report.text:
            continue
        page = "\n".join(
            paragraph[at : at + width]
            for paragraph in report.text.split("\n")
            for at in range(0, len(paragraph), width)
        )
        back = cleaned(page)
        assert squeeze(back) == squeeze(report.text)
        assert figures(back) == figures(report.text)


def figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_lines_of_no_one_width_that_break_off_are_joined() -> None:
    """A report copied from a browser: each line ends where its window did, inside sentences."""
    lines = [
        "一、2024年工作回顾",
        "全县生产总值完成212.4亿元，同比增长5.3%，固定",
        "资产投资增长8.1%，社会消费品零售总",
        "额实现96.3亿元，一般公共预算收入完成12.7亿元，增",
        "长4.2%，城镇和农村居民人均可支配收入分别增长",
        "5.1%和6.4%，实现了平稳增长。",
        "（一）工业经济提质增效。新培育规上工业企业",
        "14家，完成技改投资9.6亿元，三个园区承载能力",
        "不断增强，主导产业占比达到61%，全县高新技",
        "术企业达到37家，创新活力持续迸发。",
    ]
    assert cleaned("\n".join(lines)).split("\n") == [
        lines[0],
        "".join(lines[1:6]),
        "".join(lines[6:]),
    ]


def test_a_soft_line_break_inside_a_sentence_parts_nothing() -> None:
    assert (
        cleaned("全县地区生产总值\x0b增长5.1%，\x0b税收增长3%。")
        == "全县地区生产总值增长5.1%，税收增长3%。"
    )
    assert cleaned("一、工作回顾\x0b二、工作安排") == "一、工作回顾\n二、工作安排"


def test_who_runs_the_site_goes_and_the_pages_beside_it() -> None:
    body = "全县实现地区生产总值212亿元，增长5.1%，一般公共预算收入12.6亿元，增长4.2%，城乡居民收入稳步提高，各项工作取得新的成效。"
    foot = [
        "主办单位：青岩县人民政府 承办单位：青岩县大数据中心",
        "上一篇：青岩县人民政府办公室关于印发青岩县二〇二四年推动经济高质量发展若干政策措施实施细则和任务分工方案的通知（青政办发〔2024〕3号）",
        "下一篇：2023年统计公报",
    ]
    assert cleaned("\n".join([body, *foot])) == body
    assert cleaned(f"{body}\n主办单位：县教育局") == f"{body}\n主办单位：县教育局"


def test_a_quotation_has_nothing_of_the_page_break_that_it_goes_over(tmp_path: Path) -> None:
    page = [
        *WRAPPED[:4],
        "— 12 —",
        "某区人民政府公报（2024 年第 1 期） 重要文件",
        "13",
        *WRAPPED[4:],
    ]
    path = tmp_path / "报告.txt"
    path.write_text("\n".join(page), encoding="utf-8")
    (document,) = documents(read_file(path))
    whole = (0, len(document.text))
    assert document.source(0, 5, whole).sentence == squeeze("".join(WRAPPED))
