"""Which store the papers of a job were made from, remembered in its folder: where the store is, and what it is known by."""

from __future__ import annotations

import json
from pathlib import Path

from briefing.errors import BriefingError
from briefing.files import write_whole
from briefing.store import store_url
from briefing.store.engine import file_of, parse

FILE = ".store"  # in the job's folder


def remember(output: Path, job: str, url: str, id: str) -> None:
    """Write it; passwords are not written. Raises PaperError."""
    parsed = parse(url)
    file = file_of(parsed)
    if file is None and parsed.get_backend_name() == "sqlite":  # in memory
        return
    folder = output / job
    said = _relative(file, folder) if file else parsed._replace(password=None).render_as_string()
    data = json.dumps({"store": said, "id": id}, ensure_ascii=False).encode()
    path = folder / FILE
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def _relative(file: Path, folder: Path) -> str:
    """A file inside the output folder moves with it."""
    absolute, output = file.absolute(), folder.absolute().parent
    if absolute.is_relative_to(output):
        return f"sqlite:///../{absolute.relative_to(output).as_posix()}"
    return f"sqlite:///{absolute.as_posix()}"


def store(output: Path, job: str) -> str:
    """The URL of the store, "" where the folder does not say."""
    try:
        said = _read(output, job)["store"]
        file = file_of(parse(said))
        if file and not file.is_absolute():
            return store_url((output.absolute() / job / file).resolve(), output)
        return said
    except (OSError, ValueError, TypeError, KeyError, BriefingError):
        return ""


def store_id(output: Path, job: str) -> str:
    """What the store is known by (`Store.seals.store`), "" where the folder does not say."""
    try:
        return _read(output, job)["id"]
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def another(output: Path, job: str, id: str) -> str:
    """What is to be said where the papers were made from another store than the one that is known by `id`."""
    before = store_id(output, job)
    if before in ("", id):
        return ""
    return (
        f"{job} 先前用的是另一个库（{store(output, job)}），发送台账、核定值和部门报的进展都在那里，这个库里没有：再发会重发给所有单位；"
        "不是有意换库的，加 --store 用原来的库重做"
    )


def _read(output: Path, job: str) -> dict[str, str]:
    said = json.loads((output / job / FILE).read_text(encoding="utf-8"))
    return {"store": str(said["store"]), "id": str(said["id"])}
