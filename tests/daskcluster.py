"""A real scheduler and real workers on this machine, for tests and benchmarks."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120
"""Seconds that anything here may take before something is wrong."""


AS_THE_README_SAYS = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}


class Dask:
    """A scheduler and its workers, each a process of its own with a nanny that brings it back."""

    def __init__(self, home: Path, workers: int, *options: str, protocol: str = "tcp", env: Mapping[str, str] = {}) -> None:
        self.home, self.options, self.env = home, options, {**os.environ, **AS_THE_README_SAYS, "PYTHONPATH": str(ROOT), **env}
        home.mkdir(parents=True)
        told = home / "scheduler.json"
        self.processes = [self._dask("scheduler", "--protocol", protocol, "--port", "0", "--no-dashboard", "--scheduler-file", str(told))]
        self.address = json.loads(waited(lambda: told.read_text("utf-8") if told.exists() else ""))["address"]
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> None:
        """One more worker, with a scratch folder that it shares with nobody."""
        number = len(self.processes)
        scratch = self.home / f"scratch-{number}"
        more = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(scratch), "--memory-limit", "0", "--name", f"w{number}")
        self.processes.append(self._dask("worker", self.address, *more))

    def _dask(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", *arguments, *self.options]
        with (self.home / f"{what}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.home, env=self.env, stdout=log, stderr=log)

    def log(self) -> str:
        """What the workers had to say."""
        return (self.home / "worker.log").read_text("utf-8")

    def close(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGINT)
        for process in reversed(self.processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def waited(ask: Callable[[], Any]) -> Any:
    """What something says as soon as it says anything."""
    end = time.monotonic() + LONGEST
    while not (said := ask()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return said


@contextmanager
def dask(home: Path, workers: int, *options: str, **more: Any) -> Iterator[Dask]:
    running = Dask(home, workers, *options, **more)
    try:
        yield running
    finally:
        running.close()
