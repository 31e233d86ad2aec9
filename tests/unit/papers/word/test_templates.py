"""Templates that a person broke: one Chinese sentence that names the template, the place and what was meant."""

from __future__ import annotations

import pickle
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.errors import PaperError
from briefing.model import Audience
from briefing.papers import Request, Template, word, zipped
from briefing.papers.word import context
from briefing.papers.word.check import check_template, variables
from briefing.papers.word.new_template import KINDS, new_template
from tests.packs import make_pack
from tests.unit.papers.word.conftest import ROOT
from tests.unit.papers.word.texts import paragraphs

# Few targets of the year after, so that the body has room for its table.
PACK = replace(make_pack(projects=3), next_targets=())


def broken(request: Request, old: str, new: str) -> Request:
    parts = zipped.unpack(request.template.data)
    document = parts["word/document.xml"].decode()
    assert old in document
    parts["word/document.xml"] = document.replace(old, new, 1).encode()
    return replace(request, template=Template("templates/word/mine.docx", zipped.pack(parts)))


def refused(request: Request) -> str:
    with pytest.raises(PaperError) as caught:
        word.render(PACK, request)
    assert pickle.loads(pickle.dumps(caught.value.alone())).message == caught.value.message
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_that_ship_are_what_new_makes(kind: str) -> None:
    assert (ROOT / f"templates/word/{kind}.docx").read_bytes() == new_template(kind)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{{ 标题 }}",
            "{{ 标体 }}",
            "templates/word/mine.docx 正文第8段“{{ 标体 }}”：没有“标体”这一项（是否指“标题”？）",
        ),
        (
            "{{ 行.名称 }}",
            "{{ 行.名程 }}",
            "templates/word/mine.docx 表1第3行“{{ 行.名程 }}”：没有“名程”这一项（是否指“名称”？）",
        ),
        ("{{ 行.名称 }}", "{{ 行.名称 | 大写 }}", "没有名为“大写”的过滤器"),
        ("{%p endfor %}", "", "缺少 endfor"),
        ("{{ 段 }}", "{{ 段 }}{% if 标题 %}", "缺少 endif"),
        ("{{ 标题 }}", "{{ 标题 ", "templates/word/mine.docx 正文第8段“{{ 标题 ”：标签没有写完整"),
        ("{%p if 领域 %}", "日期：{%p if 领域 %}", "{%p if 领域 %} 要单独成段"),
        ("{%tr endfor %}", "{%tr endfor %}合计", "{%tr endfor %} 要单独占一行"),
        ("{{ 标题 }}", "{{ 标题 | safe }}", "没有名为“safe”的过滤器"),
        ("{{ 标题 }}", "{{ 指标 }}", "要用 for 逐项打印"),
        ("{{ 标题 }}", "{{ 标题 | round }}", "模板里的标签算不出来：写法与数据不符"),
    ],
)
def test_a_wrong_tag_is_named(request_: Request, old: str, new: str, said: str) -> None:
    assert said in refused(broken(request_, old, new))


def test_a_tag_split_over_runs_still_works(request_: Request) -> None:
    split = broken(
        request_, "{{ 标题 }}", '{{ 标</w:t></w:r><w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>题 }}'
    )
    assert paragraphs(word.render(PACK, split))[0] == "云湖区2024年区情简报"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a zip", b"plain text", zipped.pack({"a.txt": b"1"})]
)
def test_what_is_no_docx_is_refused(request_: Request, data: bytes) -> None:
    assert "模板不是 Word 文档" in refused(replace(request_, template=Template("t.docx", data)))


def test_a_truncated_docx_is_refused(request_: Request) -> None:
    assert "t.docx：模板" in refused(
        replace(request_, template=Template("t.docx", request_.template.data[:3000]))
    )


def test_a_docx_with_broken_xml_is_refused(request_: Request) -> None:
    assert "模板已经损坏" in refused(broken(request_, "</w:body>", ""))


def test_a_docx_with_macros_is_refused(request_: Request) -> None:
    parts = zipped.unpack(request_.template.data) | {"word/vbaProject.bin": b"x"}
    assert "模板带有宏" in refused(
        replace(request_, template=Template("t.docx", zipped.pack(parts)))
    )


def test_an_unknown_kind_of_template_is_refused() -> None:
    with pytest.raises(PaperError, match="没有“telegram”这种模板"):
        new_template("telegram")


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_that_ship_pass_their_own_check(kind: str) -> None:
    audience: Audience = "internal" if kind in ("review", "warnings") else "leader"
    assert check_template(f"{kind}.docx", new_template(kind), audience) == []
    assert check_template(f"{kind}.docx", new_template(kind)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{{ 标题 }}",
            "{{ 标体 }}",
            "mine.docx 正文第8段“{{ 标体 }}”：没有“标体”这一项（是否指“标题”？）",
        ),
        ("{{ 标题 }}", "{{ 行.名称 }}", "没有“行”这一项"),
        (
            "{{ 行.名称 }}",
            "{{ 行.名程 }}",
            "表1第3行“{{ 行.名程 }}”：没有“名程”这一项（是否指“名称”？）",
        ),
        ("{{ 附件号.来源 }}", "{{ 附件号.出处 }}", "没有“出处”这一项"),
        ("{{ 标题 }}", "{{ 标题.长 }}", "没有“长”这一项"),
        (
            "{{ 标题 }}",
            "{% for 行 in 发现 %}{% endfor %}",
            "没有“发现”这一项（只有内部校核材料能用）",
        ),
        ("{{ 标题 }}", "{% if 标题 %}", "缺少 endif"),
        ("{{ 标题 }}", "{{ 标题 | 大写 }}", "没有名为“大写”的过滤器"),
        ("{{ 标题 }}", "{{ 标题 }", "标签没有写完整"),
    ],
)
def test_check_names_what_is_wrong_without_a_pack(
    request_: Request, old: str, new: str, said: str
) -> None:
    found = check_template("mine.docx", broken(request_, old, new).template.data, "leader")
    assert said in "\n".join(str(problem) for problem in found)


def test_check_names_every_wrong_tag(request_: Request) -> None:
    two = broken(broken(request_, "{{ 标题 }}", "{{ 甲 }}"), "{{ 日期 }}", "{{ 乙 }}")
    assert {
        problem.message for problem in check_template("mine.docx", two.template.data, "leader")
    } == {"没有“甲”这一项", "没有“乙”这一项"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{{ 标题 }}",
            "{{ 指标.名称 }}",
            "正文第8段“{{ 指标.名称 }}”：“指标”是一张表，不能整个打印（用 {%tr for 行 in 指标 %}",
        ),
        ("{{ 标题 }}", "{{ 印发 }}", "“印发”是一组，不能整个打印（写成 {{ 印发.单位 }}）"),
        (
            "{{ 标题 }}",
            "{{ 行.名称 }}",
            "正文第8段“{{ 行.名称 }}”：没有“行”这一项（“行”“段”只能写在 for 和 endfor 之间",
        ),
        ("{{ 标题 }}", "｛｛ 标题 ｝｝", "正文第8段“｛｛ 标题 ｝｝”：标签的括号和百分号要用半角"),
        ("{{ 标题 }}", "{{ 标题 | 大写 }}", "正文第8段“{{ 标题 | 大写 }}"),
        (
            "{%tr for 行 in 指标 %}",
            "{%tr for 行 in 指票 %}",
            "表1第2行“{%tr for 行 in 指票 %}”：没有“指票”这一项（是否指“指标”？）",
        ),
        (
            "{{ 标题 }}",
            "{{ 标</w:t></w:r><w:r><w:t>体 }}",
            "正文第8段“{{ 标体 }}”：没有“标体”这一项（是否指“标题”？）",
        ),
        (
            "{%p endfor %}",
            "",
            "正文第16段“{%p for 段 in 总体 %}”：{%p for 段 in 总体 %} 缺少 endfor",
        ),
        ("{%p if 领域 %}", "", "{%p endif %} 没有对应的 if"),
    ],
)
def test_check_names_the_one_paragraph_at_fault(
    request_: Request, old: str, new: str, said: str
) -> None:
    found = check_template("mine.docx", broken(request_, old, new).template.data)
    assert len(found) == 1
    assert said in str(found[0])


def test_check_names_every_paragraph_that_asks_for_what_is_not_there(request_: Request) -> None:
    twice = broken(broken(request_, "{{ 标题 }}", "{{ 标体 }}"), "{{ 段 }}", "{{ 标体 }}")
    assert [error.where for error in check_template("m", twice.template.data)] == [
        "m 正文第8段“{{ 标体 }}”",
        "m 正文第17段“{{ 标体 }}”",
    ]


def test_check_sees_the_foot(request_: Request) -> None:
    parts = zipped.unpack(request_.template.data)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "印发.单位".encode(), "印发.单为".encode()
    )
    assert "的文本框“{{ 印发.单为 }}" in str(check_template("m", zipped.pack(parts))[0])


def test_check_sees_tags_in_footers(request_: Request) -> None:
    parts = zipped.unpack(request_.template.data)
    footer = parts["word/footer1.xml"].decode().replace("— ", "{{ 页脚 }}", 1)
    template = Template("t.docx", zipped.pack(parts | {"word/footer1.xml": footer.encode()}))
    assert [
        str(problem).split("（")[0]
        for problem in check_template(template.name, template.data, "leader")
    ] == ["t.docx 页脚“{{ 页脚 }}1 —”：没有“页脚”这一项"]


def test_check_allows_loops_conditions_and_names_a_template_sets(request_: Request) -> None:
    fine = "{% set 甲 = 标题 %}{{ 甲 }}{% for 行 in 指标 if 行.单位 %}{{ loop.index }}{{ 行['名称'] }}{% else %}{{ 日期 | 日期 }}{% endfor %}"
    changed = broken(request_, "{{ 标题 }}", fine)
    assert check_template("mine.docx", changed.template.data, "leader") == []
    word.render(PACK, changed)


@pytest.mark.parametrize("audience", ["leader", "internal"])
def test_every_variable_is_listed_and_every_listed_one_exists(
    request_: Request, audience: Audience
) -> None:
    request = replace(request_, audience=audience)
    listed = {variable.name for variable in variables(PACK, request)}
    values = context.build(PACK, request)
    assert {name for name in listed if "." not in name} == set(values)
    for name, value in values.items():
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else []
        fields = rows[0] if rows else value if isinstance(value, dict) else {}
        mark = "[]." if rows else "."
        assert {f"{name}{mark}{field}" for field in fields} <= listed


def test_what_is_several_paragraphs_is_called_so_and_not_printed_whole(request_: Request) -> None:
    internal = replace(request_, audience="internal")
    values = context.build(PACK, internal)
    several = {each.name for each in variables(PACK, internal) if each.kind == "段落"}
    lists = {name for name, value in values.items() if isinstance(value, list)}
    tables = {each.name for each in variables(PACK, internal) if each.kind == "表"}
    assert several == lists - tables
    changed = broken(request_, "{{ 标题 }}", "{{ 总体 }}")
    (found,) = check_template("mine.docx", changed.template.data, "leader")
    assert "“总体”是若干段，不能整个打印（用 {%tr for 行 in 总体 %}" in str(found)


def test_variables_carry_examples_of_the_pack(request_: Request) -> None:
    examples = {variable.name: variable.example for variable in variables(PACK, request_)}
    assert examples["标题"] == "云湖区2024年区情简报"
    assert examples["指标[].名称"] == "地区生产总值"
    assert examples["有附件.指标"] == "是"


@pytest.mark.parametrize("tag", ["{%p if 领域 %}", "{%p endfor %}"])
def test_a_section_that_ends_in_a_tags_own_paragraph_stays(request_: Request, tag: str) -> None:
    """LibreOffice puts a section's end into the paragraph before it whenever it saves."""
    parts = zipped.unpack(request_.template.data)
    document = parts["word/document.xml"].decode()
    ends = re.findall(r"<w:sectPr>.*?</w:sectPr>", document)[0]
    moved = document.replace(ends, "", 1)
    at = moved.index(tag)
    start = moved.rindex("</w:pPr>", 0, at)
    parts["word/document.xml"] = (moved[:start] + ends + moved[start:]).encode()
    template = Template("templates/word/mine.docx", zipped.pack(parts))
    paper = word.render(PACK, replace(request_, template=template))
    made = zipped.unpack(paper)["word/document.xml"].decode()
    assert ('w:orient="landscape"' in made, made.count("<w:pgSz")) == (True, 2)


@pytest.mark.slow
def test_a_template_saved_by_libreoffice_keeps_its_sections(
    request_: Request, program: Callable[[str], str], tmp_path: Path
) -> None:
    file = tmp_path / "mine.docx"
    file.write_bytes(request_.template.data)
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    saved = Template("templates/word/mine.docx", (tmp_path / "saved" / "mine.docx").read_bytes())
    assert check_template(saved.name, saved.data, "leader") == []
    paper = word.render(PACK, replace(request_, template=saved))
    made = zipped.unpack(paper)["word/document.xml"].decode()
    assert made.count("<w:pgSz") >= 2
    assert 'w:orient="landscape"' in made
