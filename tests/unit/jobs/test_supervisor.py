"""A worker that dies, hangs or fails takes nothing with it."""

from __future__ import annotations

import multiprocessing.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import BriefingError, PaperError
from briefing.jobs.stopping import asked_to_stop
from briefing.jobs.supervisor import Call, Outcome, Supervisor
from tests.conftest import ROOT
from tests.unit.jobs import calls


def call(
    function: Callable[[Any, Any], bytes], payload: object = None, id: str = "", seconds: float = 20
) -> Call:
    return Call(id or function.__name__, "槐荫区 区情简报", function, payload, seconds)


def outcomes(supervisor: Supervisor, *wanted: Call) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in supervisor.run(wanted)}


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    with Supervisor(2, context="设置") as started:
        yield started


def test_calls_are_answered_with_bytes_and_the_context(supervisor: Supervisor) -> None:
    found = outcomes(supervisor, *(call(calls.echo, number, str(number)) for number in range(20)))
    assert {id: outcome.data for id, outcome in found.items()} == {
        str(n): f"设置:{n}".encode() for n in range(20)
    }


def test_workers_are_used_again(supervisor: Supervisor) -> None:
    found = outcomes(supervisor, *(call(calls.pid, id=str(number)) for number in range(20)))
    assert len({outcome.data for outcome in found.values()}) <= 2
    assert str(os.getpid()).encode() not in {outcome.data for outcome in found.values()}


def test_a_few_quick_calls_start_no_second_worker() -> None:
    with Supervisor(2) as supervisor:
        wanted = [call(calls.pid, id=str(number)) for number in range(3)]
        found = {outcome.data for outcome in supervisor.run(wanted, quick=len(wanted))}
        assert len(found) == 1
        assert found == {outcome.data for outcome in supervisor.run(wanted, quick=len(wanted))}


def test_a_worker_that_dies_fails_its_call_alone_after_a_second_attempt(
    supervisor: Supervisor,
) -> None:
    found = outcomes(supervisor, call(calls.die), *(call(calls.echo, n, str(n)) for n in range(5)))
    assert found["die"].data is None
    assert found["die"].attempts == 2
    message = str(found["die"].error)
    assert message.startswith("槐荫区 区情简报：工作进程")
    assert message.endswith("，再试一次仍然如此")
    assert all(found[str(n)].data for n in range(5))


def test_the_second_attempt_may_succeed(supervisor: Supervisor, tmp_path: Path) -> None:
    found = outcomes(supervisor, call(calls.die_once, tmp_path / "marker"))
    assert (found["die_once"].data, found["die_once"].attempts) == (b"second time", 2)


def test_a_call_that_overruns_is_stopped(supervisor: Supervisor) -> None:
    found = outcomes(
        supervisor, call(calls.hang, seconds=0.1), *(call(calls.echo, n, str(n)) for n in range(5))
    )
    assert str(found["hang"].error) == "槐荫区 区情简报：超过 0.1 秒的时限，再试一次仍然如此"
    assert all(found[str(n)].data for n in range(5))


def test_errors_come_back_as_they_are_and_unforeseen_ones_as_one_sentence(
    supervisor: Supervisor,
) -> None:
    found = outcomes(supervisor, call(calls.refuse), call(calls.fail))
    refused, failed = found["refuse"], found["fail"]
    assert isinstance(refused.error, PaperError)
    assert str(refused.error) == "briefing.docx:3：模板缺少变量（补上变量）"
    assert (refused.trace, refused.attempts) == ("", 1)
    assert str(failed.error) == "程序出错：ZeroDivisionError：division by zero"
    assert "calls.py" in failed.trace


def test_large_results_and_payloads_pass(supervisor: Supervisor) -> None:
    found = outcomes(supervisor, call(calls.big, 30_000_000), call(calls.echo, "x" * 5_000_000))
    assert len(found["big"].data or b"") == 30_000_000
    assert len(found["echo"].data or b"") > 5_000_000


def test_calls_are_drawn_only_as_workers_fall_idle(supervisor: Supervisor) -> None:
    drawn: list[int] = []

    def lazily() -> Iterator[Call]:
        for number in range(10):
            drawn.append(number)
            yield call(calls.echo, number, str(number))

    running = supervisor.run(lazily())
    next(running)
    assert len(drawn) <= 4
    assert len(list(running)) == 9


def test_outcomes_that_nobody_waited_for_do_not_turn_up_later(supervisor: Supervisor) -> None:
    for _ in supervisor.run([call(calls.echo, id=str(number)) for number in range(5)]):
        break
    assert set(outcomes(supervisor, call(calls.echo, 1))) == {"echo"}


def test_who_began_what_is_told(supervisor: Supervisor) -> None:
    began: list[tuple[str, int]] = []
    list(supervisor.run([call(calls.echo, id="a")], lambda id, worker: began.append((id, worker))))
    assert [id for id, _ in began] == ["a"]


def test_what_libraries_print_does_not_reach_stdout(
    supervisor: Supervisor, capfd: pytest.CaptureFixture[str]
) -> None:
    outcomes(supervisor, call(calls.chatter))
    assert capfd.readouterr().out == ""


def test_a_call_that_says_how_far_it_is_has_time_for_each_step(supervisor: Supervisor) -> None:
    told: list[tuple[str, str]] = []
    wanted = call(calls.step_by_step, 0.8, seconds=2)
    (outcome,) = supervisor.run([wanted], heard=lambda *step: told.append(step))
    assert outcome.data == b"read"
    assert told == [("槐荫区 区情简报", f"第{page}页") for page in (1, 2, 3, 4)]


def test_a_worker_that_cannot_start_is_one_error() -> None:
    with (
        Supervisor(1, warm=["briefing.no_such_module"]) as supervisor,
        pytest.raises(BriefingError, match="工作进程无法启动"),
    ):
        outcomes(supervisor, call(calls.echo))


@pytest.mark.skipif(sys.platform == "win32", reason="starts processes another way")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_while_a_worker_starts_leaves_no_traceback(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spawn, before = multiprocessing.util.spawnv_passfds, multiprocessing.active_children()

    def spawn_and_stop(*arguments: Any) -> int:
        pid = spawn(*arguments)
        signal.raise_signal(number)  # the worker runs and waits for what it is to do
        return pid

    monkeypatch.setattr(multiprocessing.util, "spawnv_passfds", spawn_and_stop)
    with Supervisor(1) as supervisor, suppress(KeyboardInterrupt), asked_to_stop():
        outcomes(supervisor, call(calls.echo))
        assert number == signal.SIGINT  # Ctrl-C is not heard there
    for process in set(multiprocessing.active_children()) - set(before):
        process.join(20)
    assert "Traceback" not in capfd.readouterr().err


# A test run in the background of a shell hands on that interrupts are ignored: this process listens to them all the same.
SUPERVISE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv[1])
from briefing.jobs.supervisor import Call, Supervisor
from tests.unit.jobs import calls
if __name__ == "__main__":
    with Supervisor(1) as supervisor:
        for outcome in supervisor.run([Call("pid", "", calls.pid, None, 20), Call("hang", "", calls.hang, None, 60)]):
            print(outcome.data.decode(), flush=True)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes by signal 0")
@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_no_worker_outlives_its_supervisor(tmp_path: Path, how: str) -> None:
    script = tmp_path / "supervise.py"
    script.write_text(SUPERVISE, encoding="utf-8")
    command = [sys.executable, str(script), str(ROOT)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        process.send_signal(getattr(signal, how))
        process.wait(10)
    for _ in range(200):
        if not alive(worker):
            return
        time.sleep(0.02)
    pytest.fail("the worker is still there")
