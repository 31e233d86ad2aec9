#!/usr/bin/env bash
# dask.distributed 2026.8.0: what importing it does to exceptions that another library sends between processes.
# Expected: importing a package leaves the pickling of built-in and own exceptions as it was: without cause and traceback, as Python
# and multiprocessing do it. A program that works with process pools and uses a cluster now and then behaves the same with both.
# Seen: the import installs tblib's pickling for every exception of the process: cause and traceback travel along, so an error
# whose cause cannot be pickled fails where it passed before.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q distributed==2026.8.0
"$folder/venv/bin/python" - <<'PY'
import pickle, threading
class Locked(Exception):
    def __init__(self):
        super().__init__("the file is in use")
        self.lock = threading.Lock()
def failed(cause):
    try:
        raise ValueError("report.docx cannot be read") from cause
    except ValueError as error:
        return error
def sent(cause):
    try:
        arrived = pickle.loads(pickle.dumps(failed(cause)))
    except TypeError as error:
        return f"TypeError: {error}"
    return f"cause {arrived.__cause__!r}, traceback {'kept' if arrived.__traceback__ else 'none'}"
before = [sent(OSError("no such file")), sent(Locked())]
import distributed
after = [sent(OSError("no such file")), sent(Locked())]
print("before:", before)
print("after importing distributed", distributed.__version__, ":", after)
assert before == ["cause None, traceback none"] * 2
assert after[0].startswith("cause OSError") and after[0].endswith("kept") and after[1].startswith("TypeError")
PY
