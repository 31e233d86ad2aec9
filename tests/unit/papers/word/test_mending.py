"""lint-docx on what other programs made, and the mended copy: right afterwards, no word changed, our own papers left alone."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from briefing.papers import word, zipped
from briefing.papers.word.lint import lint_docx
from briefing.papers.word.marks import wrong_marks
from briefing.papers.word.mending import mend_docx
from briefing.papers.word.new_template import KINDS
from briefing.settings.schema import Wording
from tests.end_to_end.conftest import briefing
from tests.packs import make_pack
from tests.unit.papers.word.test_kinds import asked, full_of


@pytest.fixture
def foreign() -> bytes:
    """What somebody typed into an empty document."""
    made = docx.Document()
    made.add_paragraph("关于2024年工作的汇报").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph("区政府:")
    made.add_paragraph("一、总体情况")
    made.add_paragraph("全区生产总值增长5.2%,收入57.1亿元,完成").add_run("预算的101%.").bold = True
    made.add_paragraph("（一）、工业平稳. 新增企业1,234个,时间是8:30.")
    table = made.add_table(rows=3, cols=1)
    for row in table.rows:
        row.cells[0].text = "数据,甲"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def wrong(data: bytes) -> list[str]:
    return [clause.id for clause in lint_docx(data) if clause.verdict == "wrong"]


def texts(data: bytes) -> str:
    return "".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长5%,其中", "增长5%，其中"),
        ("增长5%.各单位增长6％.", "增长5%。各单位增长6％。"),
        ("如下:", "如下："),
        ("稳中有进.", "稳中有进。"),
        ("（一）、工业", "（一）工业"),
        ("1.推进1,234个项目，8:30开会", "1.推进1,234个项目，8:30开会"),
        ("GDP,CPI,PPI", "GDP,CPI,PPI"),
        ("www.example.cn", "www.example.cn"),
    ],
)
def test_marks_of_chinese_text_are_full_width(text: str, wanted: str) -> None:
    signs = list(text)
    for mark in wrong_marks(text):
        assert signs[mark.at] == mark.now
        signs[mark.at] = mark.wanted
    assert "".join(signs) == wanted


def test_a_foreign_paper_is_right_once_mended_and_says_the_same(foreign: bytes) -> None:
    assert {"page.margins", "body.font", "text.marks", "page.number"} <= {*wrong(foreign)}
    mended, changes = mend_docx(foreign)
    assert wrong(mended) == []
    assert any(change.startswith("第1节：") for change in changes)
    assert "正文第4段“全区生产总值增长5.2%……”：“,”→“，”" in "\n".join(changes)
    said = re.compile(r"[^\w%]")  # all but marks
    assert said.sub("", texts(mended)) == said.sub("", texts(foreign))
    assert mend_docx(mended) == (mended, [])


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_papers_need_no_mending(kind: str, wording: Wording) -> None:
    made = word.render(full_of(kind), asked(kind, wording))
    assert mend_docx(made) == (made, [])


def test_parts_without_a_content_type_are_read(wording: Wording) -> None:
    """As another program left it: an even footer that [Content_Types].xml does not name."""
    parts = zipped.unpack(word.render(make_pack(), asked("briefing", wording)))
    types = parts["[Content_Types].xml"].decode()
    lacking = re.sub(r'<Override PartName="/word/footer2.xml"[^>]*/>', "", types)
    assert lacking != types
    parts["[Content_Types].xml"] = lacking.encode()
    assert wrong(zipped.pack(parts)) == []
    main = "wordprocessingml.document.main+xml"
    assert main in types
    template = types.replace(main, "wordprocessingml.template.main+xml")
    parts["[Content_Types].xml"] = template.encode()
    assert wrong(zipped.pack(parts)) == []


def test_the_command_leaves_the_file_and_writes_a_copy_once(foreign: bytes, tmp_path: Path) -> None:
    path = tmp_path / "汇报.docx"
    path.write_bytes(foreign)
    done = briefing("lint-docx", "--fix", path)
    assert (done.returncode, path.read_bytes()) == (0, foreign), done.stdout
    assert "原文件没有动" in done.stderr
    assert wrong((tmp_path / "汇报（改）.docx").read_bytes()) == []
    again = briefing("lint-docx", "--fix", path)
    assert (again.returncode, "已经有改过的一份" in again.stderr) == (1, True)
