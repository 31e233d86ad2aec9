"""What no template may say, in Word and in mail alike: named before anything is made, at once, with its place."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.errors import PaperError, SettingsError
from briefing.papers import Request, Template, word, zipped
from briefing.papers.word.check import check_template
from briefing.papers.word.new_template import new_template
from briefing.post.templates import Templates
from tests.end_to_end.conftest import briefing
from tests.packs import make_pack
from tests.unit.papers.word.conftest import request_, wording

__all__ = ["request_", "wording"]

DOUBLINGS = "".join(f"{{% with x = x ~ x %}}{n}" for n in range(40)) + "{% endwith %}" * 40

# (a tag, what is said of it): 单位 is a text, 材料 a list of things; both have 变动.
REFUSED = [
    ("{{ 单位 * 99 }}", "模板里不能使用“*”运算"),
    ("{{ '%99999999d' % 1 }}", "模板里不能使用“%”运算"),
    ("{{ 2 ** 99999999 }}", "模板里不能使用“**”运算"),
    ("{{ 1 / 0 }}", "模板里不能使用“/”运算"),
    ("{{ 单位.upper() }}", "模板里不能调用“upper()”"),
    ("{{ range(9) }}", "模板里不能调用“range()”"),
    ("{{ ''.__class__ }}", "模板里不能用内部属性“__class__”"),
    ("{{ ''['__class__'] }}", "模板里不能用内部属性“__class__”"),
    ("{{ 材料['a' ~ 单位] }}", "方括号里只能写名称或数"),
    ("{% include '/etc/passwd' %}", "模板里不能引用别的文件"),
    ("{% import 'x' as y %}", "模板里不能引用别的文件"),
    ("{% from 'x' import y %}", "模板里不能引用别的文件"),
    ("{% with x = 单位 %}{{ x }}{% endwith %}", "模板里不能用 {% with %}"),
    ("{% macro 转() %}{{ 转() }}{% endmacro %}{{ 转() }}", "模板里不能用 {% macro %}"),
    ("{% filter trim %}{{ 单位 }}{% endfilter %}", "模板里不能用 {% filter %}"),
    ("{% block 甲 %}{% endblock %}", "模板里不能用 {% block %}"),
    ("{% set x = 单位 ~ 单位 %}{% set x = x ~ x %}", "set 里不能拼接文字"),
    ("{% set x = [单位, 单位] %}", "set 里不能拼接文字"),
    ("{% set x = 单位|join('、') %}", "set 里不能拼接文字"),
    ("{% set x %}{{ 单位 }}{{ 单位 }}{% endset %}", "set 里不能拼接文字"),
    ("{% for a in [1, 2] %}{% endfor %}", "循环只能用变量"),
    ("{% for a in 'xxxx' %}{% endfor %}", "循环只能用变量"),
    ("{% for a in 材料 %}{% for b in 材料 %}{% endfor %}{% endfor %}", "循环里的循环只能用外层那一项"),
    ("{% for a in 材料 %}{% for b in a.变动 %}{% for c in a.变动 %}{% endfor %}{% endfor %}{% endfor %}", "循环里的循环只能用外层那一项"),
    ("{% for a in 材料 %}{% set a = 材料 %}{% for b in a %}{% endfor %}{% endfor %}", "set 不能改循环的那一项"),
    ("{% for a in 材料 %}{% set loop = a %}{% endfor %}", "loop 是循环自己的名称"),
    ("{{ 材料|join(单位) }}", "join 里只能写几个字"),
    ("{{ 材料|join(*材料) }}", "join 里只能写几个字"),
    (f"{{{{ 单位|join('{'长' * 21}') }}}}", "join 里只能写几个字"),
    ("{{ 单位|join('12345')|join('12345') }}", "join、replace 一处只能用一个"),
    ("{{ 单位|sum }}", "没有名为“sum”的过滤器"),
    ("{% if 单位 is 好的 %}{% endif %}", "没有名为“好的”的判断"),
    (f"{{{{ {'(' * 3000}单位{')' * 3000} }}}}", "括号套得太深"),
    (f"{{{{ {'[' * 300}{']' * 300} }}}}", "括号套得太深"),
    (f"{{{{ {'not ' * 3000}单位 }}}}", "标签太长"),
    (f"{{{{ 单位{'|trim' * 3000} }}}}", "标签太长"),
    (f"{{{{ {'9' * 5000} }}}}", "数太长"),
    (f"{{{{ 1.{'9' * 5000} }}}}", "数太长"),
    ("{% if 单位 %}" * 300 + "{% endif %}" * 300, "if 和 for 套得太深"),
    ("{% for a in 材料 %}" * 300 + "{% endfor %}" * 300, "if 和 for 套得太深"),
    (DOUBLINGS, "if 和 for 套得太深"),
]  # fmt: skip
IDS = [tag[:40] for tag, _ in REFUSED]

# Just within what is permitted: made without a fault.
PERMITTED = [
    "{% set 甲 = 单位 %}{{ 甲 }}{{ '共' ~ 甲 ~ '：' }}",
    "{{ '____' if not 单位 else 单位|default('—') }}",
    "{{ " + "not " * 148 + "单位 }}",
    "{{ 单位" + "|trim" * 74 + " }}",
    "{{ " + "(" * 8 + "单位" + ")" * 8 + " }}",
    "{% if 单位 in [" + ", ".join(f"'某局{n}'" for n in range(60)) + "] %}{% endif %}",
    "{% if 单位 %}" * 12 + "{% endif %}" * 12,
    "{% for a in 单位 %}{{ a }}{% endfor %}",
    "{% if not 单位 %}" + "{% elif 单位 %}" * 1000 + "{% endif %}",
]  # fmt: skip


def docx(tag: str) -> bytes:
    """A Word template with the tag in place of its title; names of mails are those of papers there."""
    parts = zipped.unpack(new_template("briefing"))
    tag = tag.replace("单位", "标题").replace("材料", "指标").replace("变动", "名称")
    document = parts["word/document.xml"].decode()
    assert "{{ 标题 }}" in document
    parts["word/document.xml"] = document.replace("{{ 标题 }}", tag, 1).encode()
    return zipped.pack(parts)


@pytest.fixture(scope="module")
def usual(request_: Request) -> float:
    """How long the processor is at a template without a fault: what no fault may take many times over."""
    for tag in ("{{ 标题 }}", "{{ 标题 }}。"):  # the first imports what they need
        began = time.process_time()
        data = docx(tag)
        assert check_template("mine.docx", data, "leader") == []
        word.render(make_pack(), replace(request_, template=Template("mine.docx", data)))
    return time.process_time() - began


def check(file: Path) -> tuple[int, str]:
    made = briefing("template", "check", file)
    return made.returncode, made.stdout


@pytest.mark.parametrize(("tag", "says"), REFUSED, ids=IDS)
def test_a_check_of_a_word_template_names_what_a_run_refuses(
    request_: Request, usual: float, tag: str, says: str
) -> None:
    began = time.process_time()
    data = docx(tag)
    found = [str(each) for each in check_template("mine.docx", data, "leader")]
    assert any(says in each and "mine.docx 正文第8段" in each for each in found), found
    with pytest.raises(PaperError) as caught:
        word.render(make_pack(), replace(request_, template=Template("mine.docx", data)))
    assert str(caught.value) in found
    assert time.process_time() - began < 20 * usual


@pytest.mark.parametrize(("tag", "says"), REFUSED, ids=IDS)
@pytest.mark.parametrize("place", ["主题", "正文", "网页"])
def test_a_check_of_a_letter_names_what_sending_refuses(
    tmp_path: Path, usual: float, tag: str, says: str, place: str
) -> None:
    began = time.process_time()
    head = f"主题：{tag}\n" if place == "主题" else "主题：甲\n"
    body = "{% for 份 in 材料 %}{{ 份.变动|join('、') }}{% endfor %}\n"
    (tmp_path / "a.txt").write_text(head + body + tag * (place == "正文"), "utf-8")
    (tmp_path / "a.html").write_text(body + tag * (place == "网页"), "utf-8")
    wrong = tmp_path / ("a.html" if place == "网页" else "a.txt")
    line = {"主题": 1, "正文": 3, "网页": 2}[place]
    code, said = check(wrong)
    assert (code, f"{wrong}:{line}：{says}" in said) == (2, True), said
    variables = {"单位": "槐荫区财政局", "材料": [{"变动": ["甲"]}]}
    with pytest.raises(SettingsError) as caught:
        Templates(tmp_path).render("a.txt", "a.html", variables)
    assert caught.value.where.endswith(f"{wrong.name}:{line}")
    assert str(caught.value).removeprefix(wrong.name) in said
    assert time.process_time() - began < 20 * usual


@pytest.mark.parametrize("tag", PERMITTED, ids=[tag[:30] for tag in PERMITTED])
def test_what_is_permitted_is_made(request_: Request, tmp_path: Path, tag: str) -> None:
    data = docx(tag)
    assert check_template("mine.docx", data, "leader") == []
    word.render(make_pack(), replace(request_, template=Template("mine.docx", data)))
    body = "{% for 份 in 材料 %}{{ 份.变动|join('、') }}{% endfor %}"
    (tmp_path / "a.txt").write_text(f"主题：甲\n{body}{tag}", "utf-8")
    assert check(tmp_path / "a.txt")[0] == 0
    Templates(tmp_path).render("a.txt", "", {"单位": "槐荫区财政局", "材料": [{"变动": ["甲"]}]})


def test_every_refusal_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("主题：{{ 单位|sum }}\n{% include 'b' %}\n{{ 2 ** 9 }}{{ 变动 }}\n", "utf-8")
    code, said = check(file)
    assert code == 2
    assert [line.split("：")[0].rsplit(":")[-1] for line in said.splitlines()[:3]] == [
        "1",
        "2",
        "3",
    ]


@pytest.mark.parametrize("part", ["footnotes", "properties"])
def test_tags_in_foot_notes_and_properties_are_looked_at_too(part: str) -> None:
    parts = zipped.unpack(new_template("briefing"))
    if part == "properties":
        core = parts["docProps/core.xml"].decode()
        parts["docProps/core.xml"] = core.replace(
            "</cp:coreProperties>", "<dc:subject>{{ 2 ** 9 }}</dc:subject></cp:coreProperties>"
        ).encode()
        place = "文档属性"
    else:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode(),
        )
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId991" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
        )
        parts["word/footnotes.xml"] = (
            b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r><w:t>{{ 2 ** 9 }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )
        place = "脚注"
    (found,) = check_template("mine.docx", zipped.pack(parts))
    assert (found.where, found.message) == (f"mine.docx {place}", "模板里不能使用“**”运算")


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_letter_that_is_too_big_or_no_text_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x" * 300_000)
    assert "模板太大" in check(tmp_path / name)[1]
    (tmp_path / name).write_bytes("主题：甲".encode("gbk"))
    assert "不是 UTF-8 编码的文本" in check(tmp_path / name)[1]


def test_what_a_check_cannot_look_at_alone_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("charts: []", "utf-8")
    code, said = check(tmp_path / "a.yaml")
    assert (code, "由 briefing check 同任务一起检查" in said) == (2, True)


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("{{ " * 50_000, "模板里的标签太多"),
        ("{#" * 50_000, "模板里的标签太多"),
        ("</w:t></w:r></w:p>" + "<w:p/>" * 600_000 + "<w:p><w:r><w:t>", "模板展开后过大"),
    ],
    ids=["tags", "comments", "paragraphs"],
)
def test_a_template_that_would_take_long_to_look_at_is_a_sentence(
    usual: float, tag: str, says: str
) -> None:
    began = time.process_time()
    (found,) = check_template("mine.docx", docx(tag), "leader")
    assert says in str(found)
    assert time.process_time() - began < 60 * usual


def test_of_very_many_faults_the_first_are_named() -> None:
    tags = "</w:t></w:r></w:p><w:p><w:r><w:t>".join(f"{{{{ 甲{n} }}}}" for n in range(300))
    found = check_template("mine.docx", docx(tags), "leader")
    assert len(found) == 100
