"""Other machines that render: hands jobs to a Dask cluster. What travels is the jobs, and once per worker the Druckvorlagen with their fonts.

Nothing is shared but the network: a Job names no path, finished bytes come back, and only this process writes. Dask hands what a
worker had when it died to another. Views may hold what is not public, so a connection beyond this machine belongs under TLS.
"""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, Security, Worker, WorkerPlugin
from distributed.comm.core import connect

from generator import fingerprint
from generator.problems import Problem, Problems
from generator.rendering import Ausfall, Druckvorlagen, Ergebnis, Job, keep, tame, warm

PATIENCE = 15
"""Seconds that a cluster has to answer and to name a worker."""
RETRIES = 3
_ONE_AT_A_TIME = threading.Lock()
"""What renders counts and keeps for one paper at a time; a worker with several threads has them wait."""


@contextmanager
def cluster(address: str, druckvorlagen: Path) -> Iterator[Rechner]:
    """The cluster at an address (`tcp://HOST:PORT`, `tls://HOST:PORT`), its workers provided with the Druckvorlagen.

    Certificates are those of Dask's own configuration (`DASK_DISTRIBUTED__COMM__TLS__CA_FILE` and so on). Raises Problems
    if nothing answers, or nobody there can render.
    """
    try:
        asyncio.run(_reach(address))
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        reason = "es fehlen Zertifikate für TLS, oder sie passen nicht" if address.startswith("tls:") else "Adresse und Netz prüfen"
        raise _problems(address, f"Unter dieser Adresse antwortet kein Dask-Cluster: {reason} ({type(error).__name__})") from None
    client = Client(address, timeout=PATIENCE, set_as_default=False)
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise _problems(address, "Am Cluster ist kein Worker angemeldet, der Papiere setzen könnte; einen starten") from None
        vorlagen = Druckvorlagen(druckvorlagen)
        try:
            client.register_plugin(Buendel(vorlagen.buendel, packed(druckvorlagen)))
        except Exception as error:  # noqa: BLE001 - whatever a worker raises that lacks this program or what it needs
            raise _problems(address, f"Ein Worker ist nicht bereit; dort muss dieses Programm installiert sein ({type(error).__name__}: {error})") from None
        yield Rechner(client, address)
    finally:
        client.close()


async def _reach(address: str) -> None:
    """Whether anything answers: a Client that never found its scheduler would wait for it once more when it goes."""
    comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    await comm.close()


class Rechner(Executor):
    """A cluster as an executor: what a dead worker had is done by another, four times at most."""

    batch = 30
    """What is handed over at once, in Word files: a scheduler and a network are asked less often than a pool."""

    def __init__(self, client: Any, address: str) -> None:
        self.client, self.address = client, address
        self.number = sum(client.nthreads().values())
        self._executor = client.get_executor(pure=False, retries=RETRIES)
        self._stand = fingerprint.stand()

    def submit(self, fn: Callable[[Sequence[Job]], list[Ergebnis]], /, *args: Any, **kwargs: Any) -> Future[Any]:  # type: ignore[override]  # jobs only
        """Hands a batch to a worker. Its Future ends in Ausfall if no worker survives it, or the cluster is gone."""
        if self.client.status != "running":
            raise Ausfall(self._gone())
        inner: Future[list[Ergebnis]] = self._executor.submit(_there, self._stand, fn, *args, **kwargs)
        outer: Future[list[Ergebnis]] = Future()
        inner.add_done_callback(lambda done: self._pass_on(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's signature
        """Takes back what is not done yet, unless it is waited for."""
        self._executor.shutdown(wait=wait and not cancel_futures)

    def _pass_on(self, inner: Future[list[Ergebnis]], outer: Future[list[Ergebnis]]) -> None:
        error = Ausfall(self._gone()) if inner.cancelled() else inner.exception()
        if error is None:
            outer.set_result(inner.result())
        elif isinstance(error, KilledWorker):
            outer.set_exception(Ausfall("jeder Worker, der das Papier setzen sollte, ist abgestürzt (fehlt Arbeitsspeicher?)"))
        else:
            outer.set_exception(error)

    def _gone(self) -> str:
        return f"die Verbindung zum Cluster {self.address} ist abgebrochen"


class Buendel(WorkerPlugin):
    """What Dask runs once on each worker, also on one that comes later or anew: lays the Druckvorlagen into its scratch folder."""

    idempotent = True

    def __init__(self, buendel: str, bundle: bytes) -> None:
        self.name, self.buendel, self.bundle = f"vorlagen-{buendel}", buendel, bundle

    def setup(self, worker: Worker) -> None:
        """Has everything ready that renders with them."""
        home = Path(worker.local_directory) / self.name
        unpack(self.bundle, home)
        keep(self.buendel, home)
        warm(home)
        tame()


def packed(folder: Path) -> bytes:
    """The bundle: all Druckvorlagen with `_basis/`, and this project's `_basis` where they have none of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, file in fingerprint.dateien(folder):
            bundle.write(file, name)
    return buffer.getvalue()


def unpack(bundle: bytes, home: Path) -> None:
    """Lays a bundle into a folder."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as inside:
        inside.extractall(home)


def _there(stand: str, fn: Callable[[Sequence[Job]], list[Ergebnis]], jobs: Sequence[Job]) -> list[Ergebnis]:
    """What a worker runs: refuses if it would not write what the head would."""
    if fingerprint.stand() != stand:
        sentence = "Auf einem Worker läuft eine andere Fassung des Programms oder seiner Pakete; überall dieselbe installieren"
        return [Ergebnis(problems=(Problem(f"{socket.gethostname()}:", 0, sentence),))] * len(jobs)
    with _ONE_AT_A_TIME:
        return fn(jobs)


def _problems(address: str, sentence: str) -> Problems:
    return Problems([Problem(address, 0, sentence)])
