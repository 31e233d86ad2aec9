"""lint_docx: our own papers are right; what a person changed is named with its place."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from briefing.errors import PaperError
from briefing.papers import Request, word, zipped
from briefing.papers.word.lint import Clause, lint_docx
from briefing.papers.word.new_template import KINDS
from briefing.settings.schema import Issue, Wording
from tests.packs import make_pack
from tests.unit.papers.word.test_kinds import asked, full_of


@pytest.fixture(scope="module")
def paper(request_: Request) -> bytes:
    issue = Issue(
        issuer="云湖区人民政府办公室",
        issue_date="2025-01-08",
        report_to=("区委常委", "区政府领导"),
        copy_to=("区统计局",),
    )
    return word.render(make_pack(), replace(request_, issue=issue))


def changed(paper: bytes, part: str, old: str, new: str) -> dict[str, Clause]:
    parts = zipped.unpack(paper)
    text = parts[f"word/{part}.xml"].decode()
    assert old in text
    return verdicts(zipped.pack(parts | {f"word/{part}.xml": text.replace(old, new, 1).encode()}))


def verdicts(data: bytes) -> dict[str, Clause]:
    return {clause.id: clause for clause in lint_docx(data)}


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_papers_are_right(kind: str, wording: Wording) -> None:
    found = lint_docx(word.render(full_of(kind), asked(kind, wording)))
    assert [clause for clause in found if clause.verdict == "wrong"] == []


def test_what_only_a_person_sees_is_said_to_need_one(paper: bytes) -> None:
    assert {clause.id for clause in lint_docx(paper) if clause.verdict == "human"} >= {
        "header",
        "signature",
        "footer",
    }


@pytest.mark.parametrize(
    ("part", "old", "new", "id_", "said"),
    [
        ("document", 'w:h="16838"', 'w:h="15840"', "page.size", "第1节：纸张210×279毫米"),
        ("document", 'w:top="2098"', 'w:top="1440"', "page.margins", "上边距25.4毫米，应为37毫米"),
        ("document", '<w:pStyle w:val="gwBody"/></w:pPr><w:r>',
         '<w:pStyle w:val="gwBody"/><w:spacing w:line="580" w:lineRule="exact"/></w:pPr><w:r>',
         "page.lines", "行距29磅，每页21行"),
        ("document", '<w:pStyle w:val="gwBody"/></w:pPr><w:r>', '<w:pStyle w:val="gwBody"/></w:pPr><w:r><w:rPr><w:spacing w:val="0"/></w:rPr>',
         "page.characters", "每行27字"),
        ("document", '<w:pStyle w:val="gwBody"/></w:pPr><w:r>', '<w:pStyle w:val="gwBody"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>', "body.bold", "加粗"),
        ("document", "一、总体情况", "二、总体情况", "heading.order", "“二、总体情况”：序号不连续"),
        ("document", "2025年1月8日</w:t>", "2025年01月8日</w:t>", "date.form", "“年01月”"),
        ("document", "2025年1月8日</w:t>", "区政办〔2025〕第3号</w:t>", "number.form", "“〔2025〕第3号”"),
        ("document", "主要指标完成情况表", "主要指标完成情况表。", "annex.list", "附件名称后不加标点"),
        ("document", "<w:tblHeader/>", "", "table.rows", "表1：跨页时不重复表头"),
        ("document", "<w:cantSplit/>", "", "table.rows", "表1：有的行会跨页断开"),
        ("settings", "<w:evenAndOddHeaders/>", "", "page.number", "没有区分单双页"),
        ("settings", "<w:evenAndOddHeaders/>", "<w:updateFields/><w:evenAndOddHeaders/>", "file.fields", "打开时会提示更新域"),
        ("footer2", "gwPageEven", "gwPageOdd", "page.number", "双页页脚：单页码应居右"),
        ("styles", 'w:cs="方正小标宋简体"', 'w:asciiTheme="minorHAnsi"', "file.fonts", "使用主题字体"),
        ("styles", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"', "title.font", "字体为黑体22磅"),
        ("document", '<w:pStyle w:val="gwAnnex"/>', '<w:pStyle w:val="gwBody"/>', "annex.mark", "“附件1”：字体为仿宋_GB231216磅；"),
        ("document", '<w:pStyle w:val="gwTitle"/></w:pPr><w:r><w:t xml:space="preserve">云湖区2024年区情简报',
         '<w:pStyle w:val="gwAddressee"/></w:pPr><w:r><w:t>特急</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="gwTitle"/></w:pPr><w:r><w:t>简报',
         "mark.font", "“特急”：字体为仿宋_GB231216磅"),
        ("document", "一、总体情况", "各镇街：", "addressee", "“各镇街：”：首行缩进2字"),
        ("document", "区政府领导。", "区政府领导", "record.form", "“报：区委常委，区政府领导”：末尾没有句号"),
        ("styles", '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="gwPrinted"',
         '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="gwPrinted"',
         "record.form", "字体为仿宋_GB231216磅"),
    ],
)  # fmt: skip
def test_a_change_is_named_with_its_place(
    paper: bytes, part: str, old: str, new: str, id_: str, said: str
) -> None:
    clause = changed(paper, part, old, new)[id_]
    assert clause.verdict == "wrong"
    assert said in clause.message


def test_a_document_of_other_making_gets_verdicts_too() -> None:
    document = docx.Document()
    document.add_heading("通知", 0)
    document.add_paragraph("这是一份没有按照公文格式编排的文件，" * 5)
    buffer = io.BytesIO()
    document.save(buffer)
    wrong = {clause.id for clause in lint_docx(buffer.getvalue()) if clause.verdict == "wrong"}
    assert wrong >= {
        "page.size",
        "page.margins",
        "page.lines",
        "page.characters",
        "body.font",
        "page.number",
        "file.fonts",
    }


def test_a_number_seven_millimetres_below_the_type_area_is_found_in_every_kind_of_footer(
    paper: bytes,
) -> None:
    found = changed(paper, "document", 'w:footer="1434"', 'w:footer="1134"')["page.number.place"]
    assert found.message.startswith(
        "应为一字线上距版心下边缘7毫米。第1节：一字线约在版心下边缘之下12.3毫米"
    )


def test_text_in_content_controls_is_looked_at_too(paper: bytes) -> None:
    start, end = '<w:p><w:pPr><w:pStyle w:val="gwH1"/>', "总体情况</w:t></w:r></w:p>"
    text = zipped.unpack(paper)["word/document.xml"].decode()
    heading = text[text.index(start) : text.index(end) + len(end)]
    control = f"<w:sdt><w:sdtContent>{heading.replace('一、', '三、')}</w:sdtContent></w:sdt>"
    assert (
        "“三、总体情况”：序号不连续"
        in changed(paper, "document", heading, control)["heading.order"].message
    )


def test_what_is_no_docx_is_refused() -> None:
    with pytest.raises(PaperError, match="文件不是 Word 文档"):
        lint_docx(b"PK")
