"""The licences of everything that requirements.lock installs, for docs/licences.md, and the same as a CycloneDX list.

    python tools/licences.py                    # writes docs/licences.md
    python tools/licences.py --sbom dist/x.json # writes a CycloneDX 1.5 list: names, versions, hashes, licences

Reads what the installed packages say of themselves; one that is not installed here is listed as such.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_UNKNOWN = "—"
_ELSEWHERE = {"colorama": "BSD-3-Clause"}  # installed on Windows alone
_HEAD = """# 所用程序库的许可证

本程序用 Apache-2.0（见 LICENSE）。下面是 `requirements.lock` 装的全部程序库，版本以它为准，许可证照各库自己的说明；由 `tools/licences.py` 写出，
改了 `requirements.lock` 以后重新运行它。运行时要用的和开发、测试才用的都在内。

| 程序库 | 许可证 |
| --- | --- |
"""


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def packages(lock: str) -> list[Package]:
    """What a lock file pins, by name."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append((pin[1], pin[2], []))
        if found:
            found[-1][2].extend(_HASH.findall(line))
    made = [Package(name, version, tuple(each), licence(name)) for name, version, each in found]
    return sorted(made, key=lambda package: package.name.lower())


def licence(name: str) -> str:
    """What an installed package says, shortest and surest first: an SPDX expression, classifiers, the free text."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return _ELSEWHERE.get(name, _UNKNOWN)
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier", [])
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    free = " ".join(str(said.get("License") or "").split())
    return "、".join(classifiers) or (free[:60] if free else _UNKNOWN)


def page(found: list[Package]) -> str:
    return _HEAD + "".join(f"| {each.name} | {each.licence} |\n" for each in found)


def sbom(found: list[Package]) -> dict[str, object]:
    """CycloneDX 1.5."""
    components = [
        {
            "type": "library",
            "name": each.name,
            "version": each.version,
            "purl": f"pkg:pypi/{each.name.lower()}@{each.version}",
            "hashes": [{"alg": "SHA-256", "content": hash_} for hash_ in each.hashes],
            "licenses": [{"license": {"name": each.licence}}],
        }
        for each in found
    ]
    about = {"component": {"type": "application", "name": "briefing"}}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": about,
        "components": components,
    }


def main(arguments: list[str]) -> None:
    found = packages((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    if arguments[:1] == ["--sbom"]:
        target = Path(arguments[1])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(sbom(found), ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        target = ROOT / "docs" / "licences.md"
        target.write_text(page(found), encoding="utf-8")
    print(f"{len(found)} packages: {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
