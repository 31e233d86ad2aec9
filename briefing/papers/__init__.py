"""Papers: each takes a Pack and a template and returns bytes. No I/O, no clock, no store."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module

from briefing.errors import PaperError
from briefing.model import Audience, Pack
from briefing.settings import title_in
from briefing.settings.schema import ExcelOutput, Issue, Output, Wording

SUFFIXES = {"word": ".docx", "excel": ".xlsx", "pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class Template:
    """A template's name (for messages) and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """Which job asks for a form, when and where it goes back to, and the key (hex) that it is sealed with."""

    job: str = ""  # Job.name
    due: str = ""  # ISO date
    contact: str = ""  # of the office that asks
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """What a paper is asked for besides its Pack.

    title: the paper's kind (区情简报), part of its heading and file name. issue: head, number, date and receivers of a Word paper. form: of a
    department's workbook. links: from the paper to the folder of review pages (../../../review/), "" for a paper without links.
    """

    title: str
    audience: Audience
    template: Template
    wording: Wording
    issue: Issue = field(default_factory=Issue)
    form: Form = field(default_factory=Form)
    links: str = ""

    @classmethod
    def of(
        cls,
        output: Output,
        template: Template,
        wording: Wording,
        place: str,
        job: str = "",
        key: str = "",
        links: str = "",
    ) -> Request:
        """What a job asks for; `place` is the name of its scope, `job` the job's, `key` what a form is sealed with."""
        issue = output if isinstance(output, Issue) else Issue()
        due, contact = (output.due, output.contact) if isinstance(output, ExcelOutput) else ("", "")
        return cls(
            title_in(place, output.name),
            output.audience,
            template,
            wording,
            issue,
            Form(job, due, contact, key),
            links,
        )


def render(
    kind: str, pack: Pack, request: Request, printed: dict[str, list[str]] | None = None
) -> bytes:
    """The bytes of one paper: the same for the same Pack and request, whatever else the run makes.

    printed: takes where the paper prints each fact (第3页, 指标表 C5), by the fact's key.

    Raises PaperError (Chinese) when the template or the data do not allow the paper.
    """
    if kind not in SUFFIXES:
        raise PaperError(f"不认识的成果类型：{kind}", hint="可用：" + "、".join(SUFFIXES))
    # Imported here so that a worker that renders one kind does not pay for the libraries of the others.
    module = import_module(f"briefing.papers.{kind}")
    data: bytes = module.render(pack, request, printed)
    return data
