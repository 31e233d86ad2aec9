"""Templates that a person broke: one Chinese sentence that names the template, the place and what was meant."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from briefing.errors import PaperError
from briefing.papers import Request, Template, word, zipped
from briefing.papers.word.new_template import KINDS, new_template
from tests.packs import make_pack
from tests.unit.papers.word.conftest import ROOT
from tests.unit.papers.word.texts import paragraphs

PACK = make_pack(projects=3)


def broken(request: Request, old: str, new: str) -> Request:
    parts = zipped.unpack(request.template.data)
    document = parts["word/document.xml"].decode()
    assert old in document
    parts["word/document.xml"] = document.replace(old, new, 1).encode()
    return replace(request, template=Template("templates/word/mine.docx", zipped.pack(parts)))


def refused(request: Request) -> str:
    with pytest.raises(PaperError) as caught:
        word.render(PACK, request)
    assert pickle.loads(pickle.dumps(caught.value)).message == caught.value.message
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_that_ship_are_what_new_makes(kind: str) -> None:
    assert (ROOT / f"templates/word/{kind}.docx").read_bytes() == new_template(kind)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ 标题 }}", "{{ 标体 }}", "templates/word/mine.docx 正文第1段“{{ 标体 }}”：没有“标体”这一项（是否指“标题”？）"),
        ("{{ 行.名称 }}", "{{ 行.名程 }}", "templates/word/mine.docx 表1第3行“{{ 行.名程 }}”：没有“名程”这一项（是否指“名称”？）"),
        ("{{ 行.名称 }}", "{{ 行.名称 | 大写 }}", "没有名为“大写”的过滤器"),
        ("{%p endfor %}", "", "缺少 endfor"),
        ("{{ 段 }}", "{{ 段 }}{% if 标题 %}", "缺少 endif"),
        ("{{ 标题 }}", "{{ 标题 ", "templates/word/mine.docx 正文第1段“{{ 标题 ”：标签没有写完整"),
        ("{%p if 日期 %}", "日期：{%p if 日期 %}", "{%p if 日期 %} 要单独成段"),
        ("{%tr endfor %}", "{%tr endfor %}合计", "{%tr endfor %} 要单独占一行"),
        ("{{ 标题 }}", "{{ ''.__class__.__mro__ }}", "标签用了模板里不允许的写法"),
        ("{{ 标题 }}", "{{ 标题 * 100000000 }}", "标签用了模板里不允许的写法"),
        ("{{ 标题 }}", "{% for 数 in range(10) %}{% endfor %}", "没有“range”这一项"),
        ("{{ 标题 }}", "{{ 指标 }}", "要用 for 逐项打印"),
        ("{{ 标题 }}", "{{ 1 / 0 }}", "算不出来"),
        ("{{ 标题 }}", "{% macro 转() %}{{ 转() }}{% endmacro %}{{ 转() }}", "没有尽头"),
    ],
)
def test_a_wrong_tag_is_named(request_: Request, old: str, new: str, said: str) -> None:
    assert said in refused(broken(request_, old, new))


def test_a_tag_split_over_runs_still_works(request_: Request) -> None:
    split = broken(request_, "{{ 标题 }}", '{{ 标</w:t></w:r><w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>题 }}')
    assert paragraphs(word.render(PACK, split))[0] == "云湖区2024年区情简报"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"plain text", zipped.pack({"a.txt": b"1"})])
def test_what_is_no_docx_is_refused(request_: Request, data: bytes) -> None:
    assert "模板不是 Word 文档" in refused(replace(request_, template=Template("t.docx", data)))


def test_a_truncated_docx_is_refused(request_: Request) -> None:
    assert "t.docx：模板" in refused(replace(request_, template=Template("t.docx", request_.template.data[:3000])))


def test_a_docx_with_broken_xml_is_refused(request_: Request) -> None:
    assert "模板已经损坏" in refused(broken(request_, "</w:body>", ""))


def test_a_docx_with_macros_is_refused(request_: Request) -> None:
    parts = zipped.unpack(request_.template.data) | {"word/vbaProject.bin": b"x"}
    assert "模板带有宏" in refused(replace(request_, template=Template("t.docx", zipped.pack(parts))))


def test_an_unknown_kind_of_template_is_refused() -> None:
    with pytest.raises(PaperError, match="没有“letter”这种模板"):
        new_template("letter")
