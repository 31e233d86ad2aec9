"""The words of mails: Jinja templates that secretaries edit, in templates/mail/.

A text template (.txt) begins with the line `主题：…`, the mail's subject; the rest is its body. An HTML template (.html) says the same
for readers that show it. Templates see the variables of `SHEETS` or `REPORT` and nothing else: they can call nothing, loop over nothing
but what they are given, and a name that is not there is an error, not a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context

from briefing.errors import SettingsError, system_words
from briefing.papers import filters, names, permitted
from briefing.settings import nearest
from briefing.settings.mail import Mail

SUBJECT = "主题："
HTML = (".html", ".htm")
LARGEST = 200_000  # bytes of a template
_LONGEST = 500_000  # characters of a body
_GUIDE = "变量和写法见 docs/mail.md"
_LOOP = "用 {{% for 项 in {name} %}} 和 {{% endfor %}} 逐项打印"

# What a mail with sheets can say: name -> meaning. `材料[].变动` are the fields of a list's items.
SHEETS: dict[str, str] = {
    "任务": "任务的标题",
    "单位": "收件单位：槐荫区财政局",
    "地区": "收件单位所在的地区：槐荫区；没有就是空的",
    "科室": "收件部门的联系科室；没有就是空的",
    "时期": "材料讲的时期：2024年1—6月",
    "发件": "发件人的名称",
    "更正": "“（更正1）”；第一次发的材料是空的",
    "封": "材料分几封发时是“（1/2）”，否则是空的",
    "期限": "报回的期限：2025年7月8日；不用报回就是空的",
    "材料": "这封信所附的材料（列表）",
    "材料[].名称": "指标表",
    "材料[].文件": "附件的文件名",
    "材料[].更正": "“（更正1）”或空的",
    "材料[].变动": "与上次发的相比，哪一格原来是什么、现在是什么（列表）；第一次发的材料没有",
}
# What the owner's mail after a run can say.
REPORT: dict[str, str] = {
    "任务": "任务的标题",
    "概况": "一句话：几个地区、新做几份、失败几项",
    "小结": "运行小结的各行（列表）",
    "失败": "没有做成的，每项一行（列表）",
    "问题": "轻重为“重要”的校核问题，每项一行（列表）",
    "应报": "应当报回的单位（列表）",
    "未报": "到期没有报回的单位（列表）",
    "文件": "生成的材料（列表）",
    "文件[].名称": "相对于输出文件夹的路径",
    "文件[].链接": "打开文件的链接",
}
# A sheet that went out before has to say what has changed.
_NEEDED = ("变动",)
_FILTERS = (
    "default",
    "first",
    "join",
    "last",
    "length",
    "trim",
    "upper",
    "lower",
    "title",
    "escape",
    "e",
)


@pass_context  # so that it is not asked while a template is compiled
def _printed(context: Context, value: Any) -> Any:
    if isinstance(value, Mapping | list | tuple):
        raise TemplateError("打印的是一张表，要用 for 逐项打印，或用 join 连成一串")
    return value


def _environment(*, html: bool) -> permitted.Sandbox:
    return permitted.Sandbox(
        filters.FILTERS,
        _FILTERS,
        undefined=StrictUndefined,
        finalize=_printed,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


_TEXT, _HTML = _environment(html=False), _environment(html=True)


@dataclass(frozen=True, slots=True)
class Words:
    """A rendered mail. The subject is one line."""

    subject: str
    text: str
    html: str


class Templates:
    """The templates of a workspace, each read and compiled once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Template] = {}

    def render(self, text: str, html: str, variables: Mapping[str, Any]) -> Words:
        """A mail from its two templates (paths in the workspace; html may be empty). Raises SettingsError (Chinese, file and line)."""
        variables = {name: _cleaned(value) for name, value in variables.items()}
        head, _, body = self._rendered(text, variables).lstrip("\ufeff\n").partition("\n")
        subject = one_line(head.removeprefix(SUBJECT))
        if not subject:
            raise SettingsError("主题是空的", where=f"{text}:1", hint=f"第一行写成“{SUBJECT}…”")
        return Words(
            subject, body.strip("\n") + "\n", self._rendered(html, variables) if html else ""
        )

    def _rendered(self, name: str, variables: Mapping[str, Any]) -> str:
        try:
            if name not in self._known:
                self._known[name] = _compiled(name, read(self._root, name))
            made = _limited(self._known[name], variables, name)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise SettingsError(
                _explained(error), where=f"{name}:{_line_of(error) or 1}", hint=_GUIDE
            ) from None
        return filters.printable(made)


def _limited(template: Template, variables: Mapping[str, Any], name: str) -> str:
    """The text, as long as it is no longer than any letter. Raises SettingsError."""
    parts, length = [], 0
    for part in template.generate(variables):
        length += len(part)
        if length > _LONGEST:
            raise SettingsError("信太长", where=name, hint="检查模板里的循环")
        parts.append(part)
    return "".join(parts)


def _compiled(name: str, source: str) -> Template:
    """Raises SettingsError for what is not permitted."""
    try:
        for error in _refused(name, permitted.parsed(_of(name), source)):
            raise error
        return _of(name).from_string(source)
    except TemplateSyntaxError as error:
        raise _wrong_syntax(name, error) from None


def _wrong_syntax(name: str, error: TemplateSyntaxError) -> SettingsError:
    return SettingsError(_explained(error), where=f"{name}:{error.lineno}", hint=_GUIDE)


def read(root: Path, name: str) -> str:
    """The source of a template. Raises SettingsError."""
    try:
        data = (root / name).read_bytes()
        if len(data) > LARGEST:
            raise SettingsError(
                "模板太大", where=name, hint=f"信的模板不超过 {LARGEST // 1000} KB；图片不写在里面"
            )
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise SettingsError("找不到模板", where=name, hint="路径从工作区文件夹算起") from None
    except UnicodeDecodeError:
        raise SettingsError(
            "不是 UTF-8 编码的文本", where=name, hint="用记事本打开，另存为时编码选 UTF-8"
        ) from None
    except OSError as error:
        raise SettingsError(f"模板读不出来：{system_words(error)}", where=name) from None


def check_mail(mail: Mail, root: Path) -> list[SettingsError]:
    """Everything wrong with the templates of a job's mails, those that are missing aside."""
    reports = (mail.report_text, mail.report_html)
    found: list[SettingsError] = []
    for name in mail.templates:
        if (root / name).is_file():
            try:
                found += check(name, read(root, name), REPORT if name in reports else SHEETS)
            except SettingsError as error:
                found.append(error)
    return found


def check_file(path: Path) -> list[SettingsError]:
    """What is wrong with a template by itself, taken for what it fits best: a letter's or the owner's report's. Raises SettingsError."""
    source = read(path.parent, path.name)
    return min((check(str(path), source, known) for known in (SHEETS, REPORT)), key=len)


def check(name: str, source: str, known: Mapping[str, str]) -> list[SettingsError]:
    """What is wrong with a template, each with file and line. known: the variables it may use."""
    try:
        tree = permitted.parsed(_of(name), source)
    except TemplateSyntaxError as error:
        return [_wrong_syntax(name, error)]
    found = list(_refused(name, tree))
    if not name.endswith(HTML) and not source.startswith(SUBJECT):
        found.append(SettingsError("缺少主题", where=f"{name}:1", hint=f"第一行写成“{SUBJECT}…”"))
    found += _unknown(name, tree, known)
    used = {node.attr for node in tree.find_all(nodes.Getattr)} | {
        node.name for node in tree.find_all(nodes.Name)
    }
    return found + [
        SettingsError(f"没有写“{word}”", where=name, hint="更正后再发时，信里要写明改动了什么")
        for word in _NEEDED
        if any(each.endswith(word) for each in known) and word not in used
    ]


def _refused(name: str, tree: nodes.Template) -> Iterator[SettingsError]:
    for line, said, hint, _ in permitted.refused(_of(name), tree):
        yield SettingsError(said, where=f"{name}:{line}", hint=hint)


def _unknown(name: str, tree: nodes.Template, known: Mapping[str, str]) -> Iterator[SettingsError]:
    """Names that nothing gives a value to, fields that no item has, lists printed whole."""
    shape = names.shape_of(known)
    lists = [each for each, meaning in known.items() if "（列表）" in meaning]
    for each in dict.fromkeys(names.Names(shape, lists, _LOOP).unknown(tree)):
        hint = each.hint or nearest(each.name, each.known or shape) or _GUIDE
        yield SettingsError(each.said, where=f"{name}:{each.line}", hint=hint)


def _of(name: str) -> permitted.Sandbox:
    return _HTML if name.endswith(HTML) else _TEXT


def _explained(error: Exception) -> str:
    said = str(error)
    if not isinstance(error, TemplateError):
        return "标签算不出来：写法与数据不符"
    if isinstance(error, UndefinedError):
        match = re.search(r"'([^']*)' is undefined|has no attribute '([^']*)'", said)
        return f"没有“{(match[1] or match[2]) if match else said}”这一项"
    for words, message in _SAYS:
        if match := re.search(words, said):
            return message.format(*match.groups())
    return said if re.search(r"[\u4e00-\u9fff]", said) else f"模板写法有误（{said}）"


_SAYS = (
    (r"unknown tag '([^']*)'", "没有“{}”这个标签，或它没有配对"),
    (r"Unexpected end of template", "有标签没有结束（if 要配 endif，for 要配 endfor）"),
    (r"unexpected end of template|unexpected '([^']*)'", "标签没有写完整"),
    (r"expected token", "标签没有写完整"),
)


def _line_of(error: BaseException) -> int:
    """The line of the template an error came from: Jinja rewrites the trace to say so."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _cleaned(value: Any) -> Any:
    """Every text in a variable on one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list | tuple) else value


def one_line(text: str) -> str:
    """A text fit for a header: what breaks lines or hides is gone."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
