"""OFD: real files with what they say, and small ones made here for each thing a program may write."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from briefing.errors import SourceError
from briefing.model import squeeze
from briefing.sources import documents, read_bytes, read_file

NAMESPACE = "http://www.ofdspec.org/2016"


def made(*objects: str, absolute: bool = False, template: str = "", extra: str = "") -> bytes:
    """A file of one page that holds these objects."""
    root = "/Doc_0/" if absolute else ""
    parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        f"</ofd:DocRoot>{extra}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
        '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData><ofd:Pages>'
        f'<ofd:Page ID="1" BaseLoc="{root}Pages/P.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Tpls/T.xml": f'<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Content><ofd:Layer>{template}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
        "Doc_0/Pages/P.xml": f'<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Template TemplateID="9"/>'
        f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def text(said: str, x: float, y: float, *, deltas: str = "", more: str = "") -> str:
    steps = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="4"{steps}>{said}</ofd:TextCode></ofd:TextObject>'
    )


def line(*corners: float) -> str:
    x, y, u, v = corners
    return f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M {x} {y} L {u} {v}</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize(
    "name", ["essay", "old-namespace", "order-absolute", "few-deltas", "rotated"]
)
def test_real_files(shared: Path, name: str) -> None:
    folder = shared / "data" / "ofd"
    if not folder.exists():
        pytest.skip("OFD 样本不在")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[f"{name}.ofd"]
    reading = read_file(folder / f"{name}.ofd")
    whole = squeeze(reading.text)
    at = 0
    for said in map(squeeze, expected["lines"]):
        assert said in whole
        at = whole.index(said, 0 if name == "rotated" else at)
    assert "第一次水印" not in whole
    assert sum(place.startswith("第") for _, place in reading.places) == expected["pages"]


def test_pages_without_text_are_said(shared: Path) -> None:
    path = shared / "data" / "ofd" / "no-text.ofd"
    if not path.exists():
        pytest.skip("OFD 样本不在")
    with pytest.raises(SourceError, match="没有文字层"):
        read_file(path)


def test_paragraphs_of_a_real_page(shared: Path) -> None:
    path = shared / "data" / "ofd" / "essay.ofd"
    if not path.exists():
        pytest.skip("OFD 样本不在")
    (document,) = documents(read_file(path))
    lines = document.text.split("\n")
    assert lines[:2] == ["拿来主义", "鲁迅"]
    assert lines[2].startswith("中国一向是所谓“闭关主义”")
    assert lines[2].endswith("进步了。")


def test_cells_side_by_side_are_not_one_number() -> None:
    reading = read_bytes("表.ofd", made(text("2345.6", 20, 20), text("7.5", 35, 20)))
    assert reading.text.split() == ["2345.6", "7.5"]


def test_a_ruled_table() -> None:
    rules = [line(20, y, 120, y) for y in (20, 30, 40)] + [
        line(x, 20, x, 40) for x in (20, 70, 120)
    ]
    cells = [
        text("指标", 22, 22),
        text("2024年", 72, 22),
        text("财政收入", 22, 32),
        text("57.10", 72, 32),
    ]
    (table,) = read_bytes("表.ofd", made(*rules, *cells)).tables
    assert [cell.text for cell in table.cells] == ["指标", "2024年", "财政收入", "57.10"]


def test_what_is_not_seen_is_no_text() -> None:
    hidden = text("看不见的9999元", 20, 20, more='Visible="false"')
    reading = read_bytes("文.ofd", made(hidden, text("看得见的57.1亿元", 20, 30)))
    assert reading.text.strip() == "看得见的57.1亿元"


def test_templates_blocks_and_absolute_paths() -> None:
    block = f"<ofd:PageBlock>{text('全年收入57.1亿元', 20, 30)}</ofd:PageBlock>"
    data = made(block, template=text("某县财政局文件", 20, 20), absolute=True)
    assert read_bytes("文.ofd", data).text.split() == ["某县财政局文件", "全年收入57.1亿元"]


def test_even_steps_keep_a_number_together() -> None:
    data = made(text("收入57.10亿元", 20, 20, deltas="g 8 5.5"), text("增长2.2%", 20, 30))
    assert documents(read_bytes("文.ofd", data))[0].text.split("\n")[0] == "收入57.10亿元"


def test_a_seal_is_said() -> None:
    data = made(
        text("全年收入57.1亿元", 20, 20), extra="<ofd:Signatures>Signs/S.xml</ofd:Signatures>"
    )
    assert read_bytes("文.ofd", data).warnings == ("文件已签章（没有验证签章）",)
