"""config/*.yaml and config/jobs/*.yaml -> typed settings. All faults of all files are collected and raised at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from briefing import hooks
from briefing.errors import BriefingError, SettingsError
from briefing.settings.base import Setting
from briefing.settings.defaults import defaults_root
from briefing.settings.lookup import Settings, names_of_department
from briefing.settings.mail import Mail
from briefing.settings.nodes import KeyPath, Yaml, closest, nearest
from briefing.settings.schedule import into_folder
from briefing.settings.schema import Department, District, Indicator, Job, Lights, Output, Wording
from briefing.settings.validation import validated

Model = TypeVar("Model", bound=Setting)
Named = Indicator | District | Department
TemplateCheck = Callable[[Output, Path], Iterable[SettingsError]]
MailCheck = Callable[[Mail, Path], Iterable[SettingsError]]


class Indicators(Setting):
    """config/indicators.yaml"""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class Districts(Setting):
    """config/districts.yaml"""

    districts: Annotated[tuple[District, ...], Field(min_length=1)]


class Departments(Setting):
    """config/departments.yaml"""

    departments: Annotated[tuple[Department, ...], Field(min_length=1)]


FILES: dict[str, type[Setting]] = {
    "districts.yaml": Districts,
    "indicators.yaml": Indicators,
    "departments.yaml": Departments,
    "wording.yaml": Wording,
    "lights.yaml": Lights,
}


class SettingsErrors(SettingsError):
    """Everything that is wrong, in one abort: `errors` one by one, str() a line each."""

    def __init__(self, errors: Sequence[SettingsError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)

    def __reduce__(self) -> tuple[Callable[..., BriefingError], tuple[object, ...]]:
        return (SettingsErrors, (self.errors,))


def load_settings(workspace: Path | None = None) -> Settings:
    """The settings of a workspace; where it has not one of the files, and for None, those that come with the program.

    Raises SettingsErrors with every fault of every file.
    """
    settings, problems = _read_settings(workspace)
    if settings is None or problems:
        raise SettingsErrors(problems)
    return settings


def load_indicators(workspace: Path | None = None) -> tuple[Indicator, ...]:
    """The indicators alone, for extraction without a workspace. Raises SettingsErrors."""
    name = "indicators.yaml"
    file, found = _read(_bytes(workspace or defaults_root(), name), name, Indicators)
    if found:
        _check_indicators(file, found.indicators)
    if not found or file.problems:
        raise SettingsErrors(file.problems)
    return _with_added(found.indicators)


def _with_added(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """And those that installed packages add; the workspace's own of the same id or name hold. Raises SettingsError."""
    added = hooks.added("indicators")
    if not added:
        return indicators
    known = {word for each in indicators for word in (each.id, each.name, *each.aliases)}
    more = []
    for name, entries in added.items():
        try:
            found = [Indicator.model_validate(entry) for entry in entries]
        except ValidationError as error:
            what = error.errors()[0]
            raise SettingsError(
                f"扩展包的指标 {name} 写得不对：{what['loc']} {what['msg']}",
                hint="见 docs/hooks.md",
            ) from None
        more += [i for i in found if not known & {i.id, i.name, *i.aliases}]
    return (*indicators, *more)


def load_job(settings: Settings, name_or_path: str | Path) -> Job:
    """A job by its name in config/jobs, or by its path as given on the command line (relative to the current folder).

    Raises SettingsErrors with every fault of the file; SettingsError where there is no such job.
    """
    job, problems = _read_job(settings.root, job_path(settings.root, name_or_path), settings)
    if job is None or problems:
        raise SettingsErrors(problems)
    return _with_contacts(job, settings)


def _with_contacts(job: Job, settings: Settings) -> Job:
    """Forms that do not say where they go back to go to the office that answers for the unit that issues the job's papers, or sends them."""
    issuers = [
        *(output.issuer for output in job.outputs if output.kind == "word"),
        job.mail.sender_name if job.mail else "",
    ]
    named = ((issuer, settings.department(issuer)) for issuer in issuers if issuer)
    contact = next((issuer + unit.contact for issuer, unit in named if unit and unit.contact), "")
    outputs = (
        o.model_copy(update={"contact": o.contact or contact})
        if o.kind == "excel" and o.scope == "department"
        else o
        for o in job.outputs
    )
    return job.model_copy(update={"outputs": tuple(outputs)})


def job_paths(workspace: Path) -> tuple[Path, ...]:
    """The workspace's jobs, by name."""
    return tuple(sorted((workspace / "config" / "jobs").glob("*.yaml")))


def job_path(workspace: Path, name_or_path: str | Path) -> Path:
    """The file of a job. Raises SettingsError naming the nearest job where there is none."""
    text = str(name_or_path)
    if (
        isinstance(name_or_path, Path)
        or "/" in text
        or "\\" in text
        or text.endswith((".yaml", ".yml"))
    ):
        if Path(text).is_file():
            return Path(text)
        raise SettingsError(
            "找不到这个任务文件", where=text, hint=f"路径从当前文件夹 {Path.cwd()} 算起"
        )
    known = {path.stem: path for path in job_paths(workspace)}
    if text in known:
        return known[text]
    hint = nearest(text, known) or (
        f"现有任务：{'、'.join(known)}" if known else "config/jobs 里还没有任务"
    )
    raise SettingsError(f"找不到任务 {text}", hint=hint)


def check_workspace(
    workspace: Path,
    check_template: TemplateCheck | None = None,
    check_mail: MailCheck | None = None,
) -> list[SettingsError]:
    """Everything wrong with the settings and all jobs of a workspace, in the order of the files; [] where all is well.

    check_template: called once for every existing template a job names and each use of it (audience, scope, with or without an
    issuing body), with the output and the template's path; says what is wrong with it.
    check_mail: called with the `mail:` of every job that has one.
    """
    settings, problems = _read_settings(workspace)
    used: dict[tuple[str, ...], Output] = {}
    inboxes: dict[Path, str] = {}
    for path in job_paths(workspace):
        job, faults = _read_job(workspace, path, settings, with_sources=True)
        problems += faults
        if job and job.inbox:
            owner = inboxes.setdefault((workspace / job.inbox.folder).resolve(), job.name)
            if owner != job.name:
                message = f"收件文件夹 {job.inbox.folder} 已经归任务 {owner}"
                problems.append(
                    SettingsError(
                        message, where=f"config/jobs/{path.name}", hint="另建一个文件夹收件"
                    )
                )
        if job and job.mail and check_mail:
            said = {str(problem) for problem in problems}
            problems += (
                problem for problem in check_mail(job.mail, workspace) if str(problem) not in said
            )
        for output in job.outputs if job else ():
            issuer = output.issuer if output.kind == "word" else ""
            used.setdefault(
                (output.kind, output.template, output.audience, output.scope, issuer and "issued"),
                output,
            )
    for output in used.values():
        template = workspace / output.template
        if check_template and template.is_file():
            problems += check_template(output, template)
    return problems


def _read_settings(workspace: Path | None) -> tuple[Settings | None, list[SettingsError]]:
    root = workspace or defaults_root()
    settings, problems = _made_of(tuple(_bytes(root, name) for name in FILES))
    if settings:
        settings = replace(settings, root=root, indicators=_with_added(settings.indicators))
    return settings, [*_strays(root), *problems]


@lru_cache(maxsize=4)
def _made_of(texts: tuple[bytes | None, ...]) -> tuple[Settings | None, tuple[SettingsError, ...]]:
    """The settings that these files hold (in the order of FILES) and what is wrong with them; a service reads them time and again."""
    opened = [
        _read(text, name, model) for text, (name, model) in zip(texts, FILES.items(), strict=True)
    ]
    files = [file for file, _ in opened]
    found: tuple[Any, ...] = tuple(made for _, made in opened)
    _check_together(files, *found)
    problems = tuple(problem for file in files for problem in file.problems)
    if not all(found):
        return None, problems
    districts, indicators, departments, wording, lights = found
    return Settings(
        defaults_root(),
        districts.districts,
        indicators.indicators,
        departments.departments,
        wording,
        lights,
    ), problems


def _check_together(
    files: Sequence[Yaml],
    districts: Districts | None,
    indicators: Indicators | None,
    departments: Departments | None,
    *_: Setting | None,
) -> None:
    """What no file can tell of itself alone."""
    districts_file, indicators_file, departments_file, *_others = files
    if districts:
        _check_unique(
            districts_file,
            "districts",
            districts.districts,
            "code",
            ("name", "full_name", "aliases"),
        )
    if indicators:
        _check_indicators(indicators_file, indicators.indicators)
    if departments:
        _check_unique(
            departments_file,
            "departments",
            departments.departments,
            "id",
            ("name", "full_name", "aliases", "former"),
        )
    if districts and departments:
        _check_emails(departments_file, departments.departments, districts.districts)
    if indicators and departments:
        _check_owners(indicators_file, indicators.indicators, departments.departments)


def _bytes(root: Path, name: str) -> bytes | None:
    """A file of the workspace, or the program's own where it has none; None where it cannot be read."""
    path = root / "config" / name
    with suppress(OSError):
        return (path if path.exists() else defaults_root() / "config" / name).read_bytes()
    return None


def _read(data: bytes | None, name: str, model: type[Model]) -> tuple[Yaml, Model | None]:
    file = Yaml.decoded(data, f"config/{name}")
    return file, validated(file, model)


def _strays(root: Path) -> list[SettingsError]:
    """A file with a name slightly wrong would be passed over in silence."""
    found = sorted(path for path in (root / "config").glob("*.y*ml") if path.name not in FILES)
    return [
        SettingsError(
            "不认识的设置文件",
            where=f"config/{path.name}",
            hint=nearest(path.name, FILES) or f"可用 {'、'.join(FILES)}",
        )
        for path in found
    ]


def _check_indicators(file: Yaml, indicators: Sequence[Indicator]) -> None:
    _check_unique(file, "indicators", indicators, "id", ("name", "aliases"))


def _check_owners(
    file: Yaml, indicators: Sequence[Indicator], departments: Sequence[Department]
) -> None:
    ids = {
        name: department.id
        for department in departments
        for name in (department.id, *names_of_department(department))
    }
    for i, indicator in enumerate(indicators):
        if indicator.department not in ids.values():
            near = closest(indicator.department, ids)  # people write the name in place of the id
            hint = f"是否指 {ids[near]}？" if near else "先在 config/departments.yaml 里添上"
            file.report(("indicators", i, "department"), f"没有部门 {indicator.department}", hint)


def _check_emails(
    file: Yaml, departments: Sequence[Department], districts: Sequence[District]
) -> None:
    names = [district.name for district in districts]
    for i, department in enumerate(departments):
        for name in department.emails:
            if name not in names:
                file.report(
                    ("departments", i, "emails", name),
                    f"没有地区 {name}",
                    nearest(name, names),
                    at_key=True,
                )


def _check_unique(
    file: Yaml, key: str, items: Sequence[Named], id_field: str, name_fields: tuple[str, ...]
) -> None:
    """No id and no name may stand for two."""
    ids: dict[str, KeyPath] = {}
    owners: dict[str, tuple[int, KeyPath]] = {}
    for i, item in enumerate(items):
        id = getattr(item, id_field)
        path: KeyPath = (key, i, id_field)
        if id in ids:
            file.report(path, f"{id} 重复", f"第 {file.line_and_column(ids[id])[0]} 行已经用过")
        ids.setdefault(id, path)
        for field, name in _names(item, name_fields):
            place: KeyPath = (key, i, *field)
            owner, first = owners.setdefault(name.removeprefix("区"), (i, place))
            if owner != i:
                both = " 又指 ".join(
                    f"{items[n].name}（{getattr(items[n], id_field)}）" for n in (owner, i)
                )
                file.report(
                    place,
                    f"{name} 既指 {both}",
                    f"只留一处，另一处在第 {file.line_and_column(first)[0]} 行",
                )


def _names(item: Named, fields: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    for field in fields:
        value = getattr(item, field)
        if isinstance(value, tuple):
            yield from (((field, i), name) for i, name in enumerate(value))
        elif value:
            yield (field,), value


def _read_job(
    root: Path, path: Path, settings: Settings | None, *, with_sources: bool = False
) -> tuple[Job | None, list[SettingsError]]:
    """A job and what is wrong with it; without settings its districts are not checked.

    Sources are looked for on demand only: the command line may name others.
    """
    inside = path.resolve().is_relative_to(root.resolve())
    file = Yaml.read(
        path, path.resolve().relative_to(root.resolve()).as_posix() if inside else path.as_posix()
    )
    job = validated(file, Job)
    if job:
        if path.resolve().parent == (root / "config" / "jobs").resolve() and job.name != path.stem:
            file.report(
                ("name",),
                f"任务名 {job.name} 与文件名 {path.name} 不一致",
                f"改成 {path.stem}，或把文件改名为 {job.name}.yaml",
            )
        if "store" in job.sources and len(job.sources) > 1:
            file.report(
                ("sources",), "store 不能和别的资料写在一起", "只写 store，或只写文件和文件夹"
            )
        elif with_sources:
            _check_sources(file, job, root)
        if job.store and not re.match("(sqlite|postgresql)[+a-z0-9]*://", job.store):
            file.report(
                ("store",), f"{job.store} 不是数据库地址", "例：sqlite:///output/briefing.db"
            )
        _check_sending(file, job)
        _check_inbox(file, job, root)
        _check_mail(file, job, root, settings)
    # These look at the file as it was written: one fault does not hide the others.
    if settings:
        _check_places(
            file,
            ("districts",),
            "地区",
            settings.district,
            [n for d in settings.districts for n in (d.name, d.full_name) if n],
        )
    for i, output in _outputs(file):
        if settings:
            names = [department.name for department in settings.departments]
            _check_places(file, ("outputs", i, "departments"), "部门", settings.department, names)
        if output.get("departments", "all") != "all" and output.get("scope") != "department":
            file.report(
                ("outputs", i, "departments"),
                "只有按部门做的材料能写 departments",
                "加上 scope: department，或删去这一行",
            )
    _check_outputs(file, root)
    return job, file.problems


def _outputs(file: Yaml) -> list[tuple[int, dict[str, Any]]]:
    """The outputs of a job as they were written, wrong or not."""
    found = file.data.get("outputs") if isinstance(file.data, dict) else None
    return (
        [(i, output) for i, output in enumerate(found) if isinstance(output, dict)]
        if isinstance(found, list)
        else []
    )


def _written(file: Yaml, path: KeyPath) -> Any:
    """What was written at a path; None where there is nothing."""
    value = file.data
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _check_places(
    file: Yaml,
    path: KeyPath,
    what: str,
    find: Callable[[str], District | Department | None],
    names: Sequence[str],
) -> None:
    """Every district or department of a list is configured and stands there once; a single one needs no list."""
    written = _written(file, path)
    several = isinstance(written, list)
    seen: dict[str, str] = {}
    for i, name in enumerate(written if several else [written]):
        place: KeyPath = (*path, i) if several else path
        if not isinstance(name, str) or not name.strip() or (name == "all" and not several):
            continue
        found = find(name)
        if found is None:
            config = "districts" if what == "地区" else "departments"
            hint = _wide(name) or nearest(name, names) or f"先在 config/{config}.yaml 里添上"
            file.report(place, f"没有{what} {name}", hint)
            continue
        id = found.code if isinstance(found, District) else found.id
        if id in seen:
            file.report(place, f"{name} 与 {seen[id]} 是同一个{what}", "只写一次")
        seen.setdefault(id, name)


def _check_sources(file: Yaml, job: Job, root: Path) -> None:
    for i, source in enumerate(job.sources):
        if source != "store" and not re.search(r"[*?\[]", source) and not (root / source).exists():
            near = nearest(
                source,
                (
                    path.relative_to(root).as_posix()
                    for path in sorted((root / source).parent.glob("*"))
                ),
            )
            file.report(
                ("sources", i),
                f"找不到资料 {source}",
                _wide(source) or _backslash(source) or near or "路径从工作区文件夹算起",
            )


def _wide(written: str) -> str:
    """A hint for a list that was written with the signs of a Chinese keyboard and came out as one text."""
    return (
        "各项之间用英文逗号隔开，方括号用英文的：[甲, 乙]"
        if re.search("[，、；［］【】]", written)
        else ""
    )


def _backslash(path: str) -> str:
    return "路径里用 / 分隔，不用 \\" if "\\" in path else ""


def _check_sending(file: Yaml, job: Job) -> None:
    for i, schedule in enumerate(job.schedule):
        if schedule.send and job.mail is None:
            file.report(
                ("schedule", i, "send"),
                "写了 send: true，却没有写怎样发送",
                "在任务里写 mail，写法见 docs/mail.md",
            )


def _check_inbox(file: Yaml, job: Job, root: Path) -> None:
    """What lies in an inbox is no source yet, and what was sorted must not come back."""
    if job.inbox is None:
        return
    into = into_folder(job.inbox, job.sources)
    if not into:
        file.report(
            ("inbox",), "不知道收进来的文件归到哪里：sources 里没有文件夹", "写 into: 资料文件夹"
        )
        return
    folder = (root / job.inbox.folder).resolve()
    for source in (into, *job.sources):
        other = (root / source).resolve()
        if folder.is_relative_to(other) or (source != "store" and other.is_relative_to(folder)):
            file.report(
                ("inbox", "folder"),
                f"收件文件夹 {job.inbox.folder} 和资料 {source} 一个套着一个",
                "另建一个文件夹收件",
            )
            return


# By the kind of an output: files that are templates of another kind, and what its own are.
_NOT_TEMPLATES = {
    "word": (".yaml", ".yml", ".xlsx"),
    "excel": (".docx",),
    "pdf": (".docx", ".xlsx"),
}
_TEMPLATES = {
    "word": "写 templates/word 里的 .docx",
    "excel": "写 templates/excel 里的 .yaml，或本单位的 .xlsx",
    "pdf": "写 templates/charts 里的 .yaml",
}


def _check_outputs(file: Yaml, root: Path) -> None:
    first: dict[tuple[str, str], int] = {}
    for i, output in _outputs(file):
        template, key = output.get("template"), (output.get("kind"), output.get("name"))
        if isinstance(template, str) and template.strip() and not (root / template).is_file():
            file.report(
                ("outputs", i, "template"),
                f"找不到模板 {template}",
                _backslash(template) or _nearest_template(root, template),
            )
        elif isinstance(template, str) and Path(template).suffix.lower() in _NOT_TEMPLATES.get(
            str(key[0]), ()
        ):
            file.report(
                ("outputs", i, "template"),
                f"{template} 不是 kind: {key[0]} 的模板",
                _TEMPLATES[str(key[0])],
            )
        if all(isinstance(part, str) for part in key):
            kind, name = str(key[0]), str(key[1])
            other = first.setdefault((kind, name.lower()), i)
            if other != i:
                file.report(
                    ("outputs", i, "name"),
                    f"{name} 与 outputs[{other}] 同名，会互相覆盖",
                    "换一个名字",
                )


def _check_mail(file: Yaml, job: Job, root: Path, settings: Settings | None) -> None:
    if not job.mail:
        return
    for path, template in _mail_templates(job):
        if template and not (root / template).is_file():
            file.report(path, f"找不到模板 {template}", _nearest_template(root, template))
    names = [output.name for output in job.outputs]
    for i, letter in enumerate(job.mail.letters):
        if letter.to == "owner" and not job.owner:
            file.report(
                ("mail", "letters", i, "to"), "任务没有负责人", "在任务里写 owner（负责人的邮箱）"
            )
        for k, name in enumerate(letter.names):
            if name not in names:
                file.report(
                    ("mail", "letters", i, "names", k),
                    f"outputs 里没有 {name}",
                    nearest(name, names),
                )
        for k, name in enumerate(letter.departments if settings else ()):
            assert settings
            if not settings.department(name):
                known = [department.name for department in settings.departments]
                file.report(
                    ("mail", "letters", i, "departments", k),
                    f"没有部门 {name}",
                    nearest(name, known),
                )


def _mail_templates(job: Job) -> Iterator[tuple[KeyPath, str]]:
    assert job.mail
    yield ("mail", "report_text"), job.mail.report_text
    yield ("mail", "report_html"), job.mail.report_html
    for i, letter in enumerate(job.mail.letters):
        yield ("mail", "letters", i, "text"), letter.text
        yield ("mail", "letters", i, "html"), letter.html


_LIKE = 0.85  # names of templates are short: none.docx is no slip of notice.docx


def _nearest_template(root: Path, template: str) -> str:
    """One of the same folder and kind with nearly this name, else one of just this name elsewhere."""
    asked = Path(template)
    here = (
        {path.stem: path.name for path in (root / template).parent.glob(f"*{asked.suffix}")}
        if asked.suffix
        else {}
    )
    if near := closest(asked.stem, here, _LIKE):
        return f"是否指 {here[near]}？"
    elsewhere = next(
        (
            path.relative_to(root).as_posix()
            for path in sorted(root.glob("templates/*/*"))
            if path.name == asked.name
        ),
        "",
    )
    return f"是否指 {elsewhere}？" if elsewhere else ""
