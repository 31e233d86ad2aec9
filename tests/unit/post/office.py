"""An office whose job has run: papers, their manifest and the store of a workspace, all small and quickly made."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from briefing.files import write_whole
from briefing.papers.excel.sheet import KEY_MARK
from briefing.post.mailing import Result
from briefing.post.send import Options, resolve, send
from briefing.post.smtp import Time
from briefing.settings import Settings, load_settings
from briefing.settings.schema import Department, Job
from briefing.store import Store
from tests.conftest import ROOT
from tests.once import once
from tests.unit.post.servers import Scripted

PERIOD = "2024"
DISTRICT, CODE = "槐荫区", "370104"
OWNER = "owner@office.test"


@once
def workbook(rows: Sequence[tuple[str, object]], *, key: str = "0123456789ab") -> bytes:
    """A sheet with a figure a row, each with its key in a hidden column. No rows: nothing to say."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "主要指标"
    sheet.append(["槐荫区2024年指标表"])
    sheet.append(["指标", "本期", f"{KEY_MARK}本期"])
    for name, value in rows:
        sheet.append([name, value, key])
    sheet.column_dimensions["C"].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@once
def templates() -> dict[str, bytes]:
    """The words of letters that come with the program."""
    found = (ROOT / "templates" / "mail").iterdir()
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in found}


@once
def empty_store() -> bytes:
    """A store in which nothing is yet: making its tables takes far longer than a copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "briefing.db"
        Store.open(f"sqlite:///{file.as_posix()}").close()
        return file.read_bytes()


class Clockwork:
    """Time that goes on by itself when somebody waits, and a little whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2025, 1, 20, 8, 0, tzinfo=UTC)
        self.waited: list[float] = []
        self.said: list[str] = []

    @property
    def time(self) -> Time:
        return Time(self.clock, lambda: self.clock().timestamp(), self.sleep, self.said.append)

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


class Office:
    """A workspace with as many departments as are asked for, each with its sheet."""

    def __init__(self, folder: Path, departments: int = 3, **mail: Any) -> None:
        self.root = folder
        self.output = folder / "output"
        self.clockwork = Clockwork()
        for name, words in templates().items():
            if not (folder / name).exists():  # another process may be reading it
                write_whole(folder / name, words, lasting=False)
        (folder / "sheet.yaml").write_text("模板", encoding="utf-8")
        self.settings: Settings = dataclasses.replace(
            load_settings(ROOT),
            root=folder,
            departments=tuple(
                Department(
                    id=f"d{n}", name=f"区第{n}局", contact="综合科", email=f"d{n}@office.test"
                )
                for n in range(departments)
            ),
        )
        self.mail: dict[str, Any] = {
            "server": {"host": "127.0.0.1", "port": 1, "security": "none", "per_minute": 0},
            "sender": "sender@office.test",
            "sender_name": "槐荫区政府办公室",
            "letters": [{"to": "departments"}],
        } | mail
        self.patience: float | None = (
            None  # seconds for an answer, where a test needs less than a setting allows
        )
        self.entries: dict[str, dict[str, Any]] = {}
        self.empty: dict[str, dict[str, Any]] = {}
        file = self.output / "briefing.db"
        self.url = f"sqlite:///{file.as_posix()}"
        if not file.exists():
            self.output.mkdir(exist_ok=True)
            file.write_bytes(empty_store())

    @property
    def job(self) -> Job:
        job = Job.model_validate(
            {
                "name": "departments",
                "title": "部门指标表",
                "owner": OWNER,
                "sources": ["sources"],
                "districts": [DISTRICT],
                "mail": self.mail,
                "outputs": [
                    {
                        "kind": "excel",
                        "name": "指标表",
                        "template": "sheet.yaml",
                        "audience": "department",
                    }
                ],
            }
        )
        if self.patience is None or not job.mail or not job.mail.server:
            return job
        server = job.mail.server.model_copy(
            update={"seconds": self.patience, "answer_seconds": self.patience}
        )
        return job.model_copy(update={"mail": job.mail.model_copy(update={"server": server})})

    @property
    def departments(self) -> tuple[Department, ...]:
        return self.settings.departments

    def path(self, department: Department | None, name: str = "指标表") -> str:
        inside = f"{department.name}/" if department else ""
        return f"departments/{PERIOD}/{DISTRICT}/{inside}{DISTRICT}{PERIOD}年{department.name[1:] if department else ''}{name}.xlsx"

    def paper(
        self,
        department: Department | None,
        data: bytes | None,
        *,
        name: str = "指标表",
        audience: str = "department",
        kind: str = "excel",
    ) -> str:
        """A paper as a run leaves it; data None: it says nothing and was not made."""
        path = self.path(department, name)
        entry = {
            "path": path,
            "kind": kind,
            "audience": audience,
            "district": CODE,
            "period": PERIOD,
            "sha256": hashlib.sha256(data).hexdigest() if data is not None else "",
            "made_from": {},
            "inputs": [],
            "notes": [],
            "scope": "department" if department else "district",
            "department": department.id if department else "",
            "name": name,
        }
        self.entries.pop(path, None)
        self.empty.pop(path, None)
        (self.entries if data is not None else self.empty)[path] = entry
        if data is not None:
            (self.output / path).parent.mkdir(parents=True, exist_ok=True)
            (self.output / path).write_bytes(data)
        return path

    def papers(self, value: object = "57.10") -> None:
        """Every department's sheet."""
        for number, department in enumerate(self.departments):
            self.paper(department, workbook([("一般公共预算收入", value), ("编号", number)]))

    def run(self, state: str = "done") -> None:
        """The job has run: its manifest stands there and the store knows."""
        manifest = {
            "schema_version": 3,
            "job": "departments",
            "period": PERIOD,
            "papers": list(self.entries.values()),
            "empty": list(self.empty.values()),
            "leftovers": [],
            "inputs": [],
            "versions": {},
        }
        path = self.output / "departments" / PERIOD / "manifest.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        with Store.open(self.url) as store:
            run = store.runs.start("departments", self.clockwork.clock())
            store.runs.plan(run, [*self.entries, *self.empty])
            if state != "running":
                store.runs.finish(run, state, self.clockwork.clock())  # type: ignore[arg-type]

    def resolved(self, server: Scripted) -> int:
        """A person looks into every uncertain mail and finds what is true. How many there were."""
        with Store.open(self.url) as store:
            unsure = {
                e.order.message_id: e for e in store.ledger.entries() if e.state == "uncertain"
            }
            there = {taken.mail["Message-ID"] for taken in server.taken}
            for message_id, entry in unsure.items():
                resolve(
                    store,
                    entry.id,
                    "sent" if message_id in there else "failed",
                    self.clockwork.time,
                )
        return len(unsure)

    def send(self, port: int = 1, **options: Any) -> Result:
        self.mail["server"] = self.mail["server"] | {"port": port}
        with Store.open(self.url) as store:
            return send(
                self.job, self.settings, store, self.output, self.clockwork.time, Options(**options)
            )
