"""Templates that secretaries edit: what is wrong is said with its file and line before anything is sent, and nothing in them can run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.errors import SettingsError
from briefing.post.templates import REPORT, SHEETS, Templates, check, check_mail
from briefing.settings import check_workspace
from briefing.settings.mail import Mail
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "mail.md").read_text(encoding="utf-8")
BODY = "{% for 份 in 材料 %}{{ 份.变动|join }}{% endfor %}\n"
MAIL = {"letters": [{"to": "departments"}]}


def test_the_guide_names_every_variable_and_no_other() -> None:
    assert set(re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)) == {*SHEETS, *REPORT}


def test_the_templates_that_come_with_the_program_are_right() -> None:
    assert check_mail(Mail.model_validate(MAIL), ROOT) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("主题：{{ 单住 }}\n", "sheets.txt:1：没有“单住”这一项"),
        (
            "主题：x\n\n{% if 更正 %}\n",
            "sheets.txt:3：有标签没有结束（if 要配 endif，for 要配 endfor）",
        ),
        ("主题：x\n{{ 材料|sum }}\n", "sheets.txt:2：没有名为“sum”的过滤器"),
        (
            "主题：x\n{% for 份 in 材料 %}\n{{ 份.文档 }}\n{% endfor %}",
            "sheets.txt:3：没有“文档”这一项",
        ),
        ("主题：x\n{{ 单位.upper() }}\n", "sheets.txt:2：模板里不能调用“upper()”"),
        ("主题：x\n{{ 单位.__class__ }}\n", "sheets.txt:2：模板里不能用内部属性“__class__”"),
        ("主题：x\n{% include 'other.txt' %}\n", "sheets.txt:2：模板里不能引用别的文件"),
        ("主题：x\n{{ 单位 \n", "sheets.txt:"),
        (
            "主题：x\n{{ 材料 }}\n",
            "sheets.txt:2：“材料”是一张表，不能整个打印（用 {% for 项 in 材料 %}",
        ),
        (
            "主题：x\n{% for 份 in 材料 %}{% endfor %}\n{{ 份.文件 }}",
            "sheets.txt:3：没有“份”这一项",
        ),
        ("区财政局：\n", "sheets.txt:1：缺少主题（第一行写成“主题：…”）"),
        ("主题：{{ 单位 }}\n", "sheets.txt：没有写“变动”"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(source: str, says: str) -> None:
    found = [str(problem) for problem in check("templates/mail/sheets.txt", source, SHEETS)]
    assert any(f"templates/mail/{says}" in problem for problem in found), found


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("主题：{{ 没有 }}\n", "没有“没有”这一项"),
        ("主题：{{ {'a': 1}.b }}\n", "没有“b”这一项"),
        ("主题：甲\n{{ 12|length }}\n", "a.txt:2：标签算不出来：写法与数据不符"),
        ("主题：甲\n{{ ['a', 'b'] }}\n", "a.txt:2：打印的是一张表"),
        ("主题：\n正文", "主题是空的"),
    ],
)
def test_a_letter_that_says_nothing_is_not_written(tmp_path: Path, source: str, says: str) -> None:
    (tmp_path / "a.txt").write_text(source, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(says)):
        Templates(tmp_path).render("a.txt", "", {"单位": "槐荫区财政局"})


def test_html_escapes_and_subjects_have_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "\ufeff主题：{{ 单位 }}\r\n\r\n{{ 单位 }}\r\n", encoding="utf-8"
    )
    (tmp_path / "a.html").write_text("<p>{{ 单位 }}</p>", encoding="utf-8")
    words = Templates(tmp_path).render("a.txt", "a.html", {"单位": "A&B <局>\n第二行"})
    assert (words.subject, words.text, words.html) == (
        "A&B <局> 第二行",
        "A&B <局> 第二行\n",
        "<p>A&amp;B &lt;局&gt; 第二行</p>",
    )


def test_check_says_what_is_wrong_with_a_jobs_mail(tmp_path: Path) -> None:
    (tmp_path / "config" / "jobs").mkdir(parents=True)
    (tmp_path / "templates" / "mail").mkdir(parents=True)
    (tmp_path / "templates" / "mail" / "sheets.txt").write_text(
        f"主题：{{{{ 单为 }}}}\n{BODY}", encoding="utf-8"
    )
    (tmp_path / "templates" / "mail" / "owner.txt").write_text(
        f"主题：{{{{ 任务 }}}}\n{BODY}", encoding="utf-8"
    )
    (tmp_path / "templates" / "mail" / "report.txt").write_text(
        "主题：{{ 概况 }}\n", encoding="utf-8"
    )
    (tmp_path / "t.yaml").write_text("sheets: []", encoding="utf-8")
    (tmp_path / "config" / "jobs" / "a.yaml").write_text(
        "name: a\ntitle: 甲\nsources: [store]\noutputs: [{kind: excel, name: 指标表, template: t.yaml}]\n"
        "mail:\n  report_html: ''\n  letters:\n    - {to: owner, html: '', names: [指标]}\n"
        "    - {to: departments, departments: 区财正局}\n",
        encoding="utf-8",
    )
    said = [str(problem) for problem in check_workspace(tmp_path, None, check_mail)]
    assert said == [
        "config/jobs/a.yaml:8:12 mail.letters[0].to：任务没有负责人（在任务里写 owner（负责人的邮箱））",
        "config/jobs/a.yaml:8:37 mail.letters[0].names[0]：outputs 里没有 指标（是否指 指标表？）",
        "config/jobs/a.yaml:9:7 mail.letters[1].html：找不到模板 templates/mail/sheets.html",
        "config/jobs/a.yaml:9:25 mail.letters[1].departments[0]：没有部门 区财正局（是否指 区财政局？）",
        "templates/mail/sheets.txt:1：没有“单为”这一项（变量和写法见 docs/mail.md）",
    ]


@pytest.mark.parametrize(
    ("server", "says"),
    [
        ({"host": "smtp.office.test", "security": "none"}, "只能用于本机"),
        ({"host": "smtp.office.test", "user": "x"}, "password_env"),
        (
            {"host": "smtp.office.test", "user": "x", "password_env": "A", "password_file": "b"},
            "只写一个",
        ),
        ({"host": "smtp.office.test", "user": "x", "password": "geheim"}, "password"),
    ],
)
def test_a_server_that_would_not_be_safe_is_a_wrong_setting(
    server: dict[str, str], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Mail.model_validate(MAIL | {"sender": "a@office.test", "server": server})


def test_a_letter_that_would_be_endless_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "主题：甲\n{% for a in 材料 %}{{ 单位 }}{% endfor %}",
        "utf-8",
    )
    with pytest.raises(SettingsError, match="信太长"):
        Templates(tmp_path).render("a.txt", "", {"材料": list(range(3000)), "单位": "甲" * 1000})
