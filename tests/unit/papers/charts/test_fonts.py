"""Every character of the documents has its glyph; one that has none is named."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.errors import PaperError, SettingsError
from briefing.papers import fonts, render
from tests.packs import make_pack
from tests.unit.papers.charts.samples import SHARED, request


def test_the_font_comes_with_pip_or_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert fonts.font_path().name == "NotoSansSC-Regular.ttf"
    monkeypatch.setenv("BRIEFING_FONT", str(tmp_path / "none.ttf"))
    with pytest.raises(SettingsError, match=r"none\.ttf：找不到字体文件"):
        fonts.font_path()


def test_a_font_that_cannot_be_embedded_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"OTTO" + bytes(200))
    monkeypatch.setenv("BRIEFING_FONT", str(broken))
    with pytest.raises(SettingsError, match="不能嵌入"):
        fonts.font()


def test_rare_characters_of_names_and_marks_of_charts() -> None:
    fonts.check("〇镕鄠堃喆淼㈠①②〔〕《》“”—…·≈≥≤><−±%‰℃㎡㎥◇◆○●■□▲▼→", "")


def test_every_character_of_the_documents() -> None:
    files = sorted((SHARED / "data").glob("*/*.txt"))
    if not files:
        pytest.skip(f"没有标注资料：{SHARED}")
    for file in files:
        text = file.read_bytes().decode("utf-8-sig")
        # Private-use characters are leftovers of converters and U+FFFD of a wrong encoding: no font has
        # them, and a paper that needs one says so.
        kept = "".join(
            character
            for character in fonts.clean(text)
            if unicodedata.category(character) != "Co" and character != "\ufffd"
        )
        fonts.check(kept, file.name)


def test_a_missing_glyph_names_the_character_and_where_it_came_from() -> None:
    pack = make_pack(1)
    project = replace(pack.projects[0], name="云湖\ue004产业园")
    with pytest.raises(PaperError) as caught:
        render("pdf", replace(pack, projects=(project, *pack.projects[1:])), request())
    assert "U+E004" in str(caught.value)
    assert "产业园" in str(caught.value)
    assert "项目进度" in str(caught.value) or "投资" in str(caught.value)


def test_a_missing_glyph_names_its_document_and_section_or_the_template() -> None:
    pack = make_pack(1)
    mention = pack.projects[0].latest
    source = replace(mention.source, quote=f"云湖\ue004产业园{mention.source.quote}")
    project = replace(
        pack.projects[0], name="云湖\ue004产业园", mentions=(replace(mention, source=source),)
    )
    with pytest.raises(
        PaperError,
        match=r"见资料《云湖区政府工作报告》（云湖区2025年政府工作报告\.txt）“一、2024年工作回顾”一节",
    ):
        render("pdf", replace(pack, projects=(project, *pack.projects[1:])), request())
    with pytest.raises(PaperError, match=r"模板 templates/charts/annual\.yaml 里有这个字"):
        render("pdf", pack, request("title: 云湖\ue004图册\ncharts: [growth]\n"))


def test_a_missing_glyph_outside_the_charts_names_its_file_or_the_settings() -> None:
    pack = make_pack(1)
    document = replace(pack.documents[0], file="云湖\ue004报告.txt")
    inside = replace(request(), audience="internal")
    with pytest.raises(PaperError, match="的题名或文件名"):
        render("pdf", replace(pack, documents=(document, *pack.documents[1:])), inside)
    with pytest.raises(PaperError, match="见任务或配置里的名称“云湖\ue004区”"):
        render("pdf", replace(pack, scope=replace(pack.scope, name="云湖\ue004区")), request())


def test_control_and_invisible_characters_are_left_out() -> None:
    assert fonts.clean("云湖\u200b产业园\t一期\n\u00ad") == "云湖产业园 一期"
