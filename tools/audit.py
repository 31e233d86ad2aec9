"""pip-audit over requirements.lock. Where its database cannot be asked this is said and nothing fails: offline machines build, too.

python tools/audit.py    # exit code 1 where a pinned package has a known vulnerability
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
    done = subprocess.run(
        [*command, "-r", str(LOCK), "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    code, said = verdict(done.stdout, done.stderr)
    print(said)
    return code


def verdict(found: str, complaints: str) -> tuple[int, str]:
    """Exit code and words for what pip-audit printed: only what its database knows counts as looked at."""
    try:
        packages = json.loads(found)["dependencies"]
    except (ValueError, KeyError):
        said = complaints.strip().splitlines()[-1:] or ["no answer"]
        return 0, f"skipped: the database of vulnerabilities cannot be asked from here ({said[0]})"
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    looked = len(packages) - len(unknown)
    if not looked:
        return 0, "skipped: the database of vulnerabilities knows none of the packages from here"
    lines = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in packages
        for fault in each.get("vulns", [])
    ]
    lines += [f"not looked at: {', '.join(unknown)}"] if unknown else []
    bad = sum(bool(each.get("vulns")) for each in packages)
    return int(bad > 0), "\n".join([*lines, f"{looked} packages looked at, {bad} vulnerable"])


if __name__ == "__main__":
    sys.exit(main())
