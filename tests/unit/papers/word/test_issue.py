"""Head, signature and foot as the job configures them; charts with their captions and alternative texts."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import Image

from briefing.errors import PaperError
from briefing.papers import Request, word
from briefing.papers.check import check_template
from briefing.papers.word import figures
from briefing.papers.word.verify import verify
from briefing.settings.schema import Issue, Wording, WordOutput
from tests.packs import make_pack
from tests.unit.papers.word.conftest import ROOT
from tests.unit.papers.word.test_kinds import asked
from tests.unit.papers.word.texts import feet, opened, paragraphs

PACK = make_pack()
SERIES = Issue(
    series="云湖区情", issue_no=3, total_no=15, issuer="云湖区人民政府办公室", issue_date="2025-01-20",
    report_to=("区委常委", "区政府领导"), send_to=("区人大常委会办公室",), issue_to=("各镇街",), copies=50,
)  # fmt: skip
SIGNED = Issue(issuer="云湖区人民政府办公室", issue_date="2025-01-20", copy_to=("区委办公室",))


def test_a_series_has_its_head_and_its_foot(request_: Request) -> None:
    paper = word.render(PACK, replace(request_, issue=SERIES))
    assert paragraphs(paper)[:4] == [
        "云湖区情",
        "第3期（总第15期）",
        "云湖区人民政府办公室\t2025年1月20日",
        "云湖区2024年区情简报",
    ]
    assert feet(paper) == [
        "报：区委常委，区政府领导。",
        "送：区人大常委会办公室。",
        "发：各镇街。",
        "\t共印50份",
    ]


def test_nothing_is_drawn_that_nobody_configured(request_: Request) -> None:
    paper = word.render(PACK, request_)
    assert paragraphs(paper)[:2] == ["云湖区2024年区情简报", "（2025年1月8日）"]
    assert not any(word in text for text in paragraphs(paper) for word in ("第3期", "报：", "共印"))
    assert "FF0000" not in opened(paper).element.body.xml


def test_a_body_signs_what_is_no_series(wording: Wording) -> None:
    paper = word.render(PACK, replace(asked("notice", wording), issue=SIGNED))
    said = paragraphs(paper)
    at = said.index("\t云湖区人民政府办公室")
    assert said[at + 1] == "\t2025年1月20日"
    assert "（2025年1月20日）" not in said
    assert feet(paper) == ["抄送：区委办公室。", "云湖区人民政府办公室\t2025年1月20日印发"]


def test_the_foot_stands_behind_the_body_and_before_the_annexes(request_: Request) -> None:
    body, annexes = opened(word.render(PACK, replace(request_, issue=SERIES))).sections
    assert "w:txbxContent" in body._sectPr.getparent().getparent().getparent().xml
    assert annexes.orientation == WD_ORIENT.LANDSCAPE
    assert feet(word.render(PACK, request_)) == []


def test_a_letter_has_receivers_and_neither_rules_nor_a_printer(wording: Wording) -> None:
    request = asked("letter", wording)
    paper = word.render(
        PACK,
        replace(
            request,
            issue=replace_issue(request.issue, issue_date="2025-01-20", copy_to=("区统计局",)),
        ),
    )
    assert feet(paper) == ["抄送：区统计局。"]


def replace_issue(issue: Issue, **changes: object) -> Issue:
    return Issue.model_validate(issue.model_dump() | changes)


def test_the_workbook_that_goes_along_is_named(wording: Wording) -> None:
    request = replace(asked("reminder", wording), issue=Issue(sheet="填报表"))
    assert any(
        "随附《云湖区2024年填报表》" in text for text in paragraphs(word.render(PACK, request))
    )
    assert not any(
        "随附" in text for text in paragraphs(word.render(PACK, asked("reminder", wording)))
    )


def test_no_workbook_is_announced_where_there_is_nothing_to_fill_in(wording: Wording) -> None:
    request = replace(asked("reminder", wording), issue=Issue(sheet="填报表"))
    only_next = replace(PACK, indicators=(), tasks=(), projects=())
    assert not any("随附" in text for text in paragraphs(word.render(only_next, request)))


def test_a_letter_needs_a_body_that_sends_it(wording: Wording) -> None:
    request = asked("letter", wording)
    assert paragraphs(word.render(PACK, request))[:2] == [
        "云湖区人民政府办公室",
        "云政办函〔2025〕3号",
    ]
    with pytest.raises(PaperError, match="没有“发文单位”这一项（要在任务里给这份材料写明 issuer"):
        word.render(PACK, replace(request, issue=Issue()))


def test_check_knows_whether_the_job_names_a_body() -> None:
    path = ROOT / "templates/word/letter.docx"
    output = {
        "kind": "word",
        "name": "任务函",
        "template": "templates/word/letter.docx",
        "audience": "department",
        "scope": "department",
    }
    assert (
        check_template(WordOutput.model_validate(output | {"issuer": "区政府办公室"}), path) == []
    )
    assert "发文单位" in str(check_template(WordOutput.model_validate(output), path)[0])


def test_check_knows_the_audience() -> None:
    path = ROOT / "templates/word/review.docx"
    output = {"kind": "word", "name": "校核单", "template": "templates/word/review.docx"}
    assert check_template(WordOutput.model_validate(output | {"audience": "internal"}), path) == []
    assert "只有内部校核材料能用" in str(check_template(WordOutput.model_validate(output), path)[0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"issue_no": 3}, "写了期号就要写 series"),
        ({"series": "区情", "total_no": 3}, "写了 total_no"),
        ({"document_no": "云政办函〔2025〕3号"}, "就要写 issuer"),
        ({"issuer": "办公室", "document_no": "云政办函[2025]03号"}, "不是发文字号"),
        ({"issue_date": "2025年1月"}, "不是日期"),
    ],
)
def test_what_belongs_together_is_checked(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("[", r"\[")):
        Issue.model_validate(wrong)


@pytest.mark.parametrize("issue", [SERIES, SIGNED])
def test_head_and_foot_are_no_orphans(request_: Request, issue: Issue) -> None:
    request = replace(request_, issue=issue)
    assert verify(word.render(PACK, request), PACK, request) == []


def test_charts_have_captions_alternative_texts_and_300_dots_an_inch(request_: Request) -> None:
    paper = opened(word.render(PACK, request_))
    found = figures.pictures(paper)
    assert len(found) == 2
    assert [picture.alt.split("。")[0] for picture in found] == ["哑铃图", "小图组"]
    assert all(
        round(Image.open(io.BytesIO(picture.data)).info["dpi"][0]) == 300 for picture in found
    )
    captions = [
        p.text for p in paper.paragraphs if p.style is not None and p.style.name == "公文图题"
    ]
    assert captions[0].startswith("图1　2024年有完成数可比的主要目标7项")
    assert captions[1].startswith("图2　")


def test_pictures_stand_in_lines_of_their_own_height(request_: Request) -> None:
    for paragraph in opened(word.render(PACK, request_)).paragraphs:
        if paragraph._p.findall(".//" + qn("wp:inline")):
            assert paragraph.paragraph_format.line_spacing == 1.0


def test_a_pack_without_figures_for_charts_has_none(request_: Request) -> None:
    bare = replace(make_pack(indicators=1, projects=0), targets=(), next_targets=(), series=())
    assert figures.pictures(opened(word.render(bare, request_))) == []


def test_another_picture_is_found(request_: Request) -> None:
    other = replace(PACK, targets=PACK.targets[:4])
    assert [
        item.place
        for item in verify(word.render(other, request_), PACK, request_)
        if "图" in item.text
    ] == ["图1"]


def test_one_job_serves_several_districts(request_: Request) -> None:
    issue = Issue(
        series="{区划}简报", issuer="{区划}政府办公室", issue_no=9, issue_nos={"云湖区": 3}
    )
    said = paragraphs(word.render(PACK, replace(request_, issue=issue)))
    assert said[:2] == ["云湖区简报", "第3期"]
    assert said[2].startswith("云湖区政府办公室")


def test_a_place_holder_that_nothing_fills_is_refused() -> None:
    with pytest.raises(ValueError, match=r"不能用 \{年份\}"):
        Issue(series="{年份}简报")
