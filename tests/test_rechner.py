"""Papers rendered by a cluster: a real scheduler and real workers on this machine, one of which is killed."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from conftest import EXAMPLE, ROOT, TEMPLATES
from daskcluster import LONGEST, Dask, dask, waited

from generator import data, fingerprint, make, rechner, selection
from generator.fingerprint import pictures
from generator.make import Ereignis
from generator.problems import Problems
from generator.rechner import cluster
from generator.rendering import Ausfall, Druckvorlagen


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Iterator[Dask]:
    """A scheduler and two workers."""
    with dask(tmp_path_factory.mktemp("dask") / "zwei", 2) as running:
        yield running


def run(out: Path, executor: Any = None, *was: str) -> list[Ereignis]:
    auftrag = selection.choose(data.load(EXAMPLE), TEMPLATES, was)
    return list(make.erzeugen(auftrag, out, executor=executor))


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.suffix in (".docx", ".pdf", ".xlsx", ".html")
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> dict[str, bytes]:
    """All files of the example world as this process alone makes them."""
    out = tmp_path_factory.mktemp("hier")
    run(out)
    return files(out)


def pids(executor: rechner.Rechner) -> dict[str, int]:
    """The process of each worker."""
    return executor.client.run(os.getpid)


def test_a_cluster_writes_the_same_bytes_as_this_process_and_gets_the_bundle_once(two, here, tmp_path):
    for out in (tmp_path / "eins", tmp_path / "zwei"):
        with cluster(two.address, TEMPLATES) as executor:
            assert executor.number == 2
            run(out, executor)
        assert files(out) == here

    assert two.log().count("Starting Worker plugin vorlagen-") == 2


def test_a_worker_that_is_killed_in_mid_run_costs_no_paper(two, here, tmp_path):
    auftrag = selection.choose(data.load(EXAMPLE), TEMPLATES, ())
    with cluster(two.address, TEMPLATES) as executor:
        before = pids(executor)
        events = []
        for event in make.erzeugen(auftrag, tmp_path, executor=executor):
            if not events:
                os.kill(next(iter(before.values())), signal.SIGKILL)
            events.append(event)
        after = waited(lambda: found if len(found := pids(executor)) == 2 else {})

    assert files(tmp_path) == here
    assert not any(event.problems or event.panne for event in events)
    assert set(after.values()) != set(before.values())


def test_a_worker_that_comes_late_gets_the_bundle_by_itself(two, here, tmp_path):
    with dask(tmp_path / "spaet", 1) as one, cluster(one.address, TEMPLATES) as executor:
        one.add_worker()
        waited(lambda: len(executor.client.nthreads()) == 2)
        executor.client.retire_workers(workers=[next(iter(executor.client.nthreads()))])
        run(tmp_path / "out", executor)

    assert files(tmp_path / "out") == here


def test_what_kills_every_worker_is_said_after_four_of_them_and_stops_no_run(tmp_path):
    with dask(tmp_path / "dask", 1, env={"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}) as one, cluster(one.address, TEMPLATES) as executor:
        future = executor.submit(lambda _: os.kill(os.getpid(), signal.SIGKILL), [])  # type: ignore[arg-type, return-value] # the worst of all jobs

        with pytest.raises(Ausfall, match="jeder Worker, der das Papier setzen sollte, ist abgestürzt"):
            future.result(LONGEST)


def test_a_job_travels_with_all_that_it_needs_and_names_no_path():
    daten = data.load(EXAMPLE)
    vorlagen = Druckvorlagen(TEMPLATES)
    for subject in selection.choose(daten, TEMPLATES, ("beschlussvorlage",)).subjects:
        view = make.view(daten, subject)
        shown = {name: (EXAMPLE / subject.gegenstand).parent.joinpath(name).read_bytes() for name in pictures(view)}
        job = vorlagen.job(subject.art, "pdf", subject.koerperschaft, view, shown)
        packed = pickle.dumps(job)

        assert pickle.loads(packed) == job  # noqa: S301 - packed a line above
        assert str(ROOT).encode() not in packed
        assert b"templates" not in packed


def test_the_bundle_is_all_druckvorlagen_with_fonts_whatever_folder_they_come_from(tmp_path):
    rechner.unpack(rechner.packed(TEMPLATES), tmp_path / "da")

    assert fingerprint.ordner(tmp_path / "da") == Druckvorlagen(TEMPLATES).buendel
    (tmp_path / "eigene" / "brief").mkdir(parents=True)
    (tmp_path / "eigene" / "brief" / "brief.html").write_text("<p>", "utf-8")
    rechner.unpack(rechner.packed(tmp_path / "eigene"), tmp_path / "dort")
    assert (tmp_path / "dort" / "_basis" / "fonts.conf").is_file()
    assert fingerprint.ordner(tmp_path / "dort") == fingerprint.ordner(tmp_path / "eigene")


def test_a_worker_with_another_program_refuses_and_says_so(two, tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "stand", lambda: "anders")
    with cluster(two.address, TEMPLATES) as executor:
        events = run(tmp_path, executor, "beschlussvorlage")

    said = {problem.sentence.split(" (")[0] for event in events for problem in event.problems}
    assert said == {"Auf einem Worker läuft eine andere Fassung des Programms oder seiner Pakete; überall dieselbe installieren"}
    assert not files(tmp_path)


def test_where_nothing_answers_or_nobody_works_there_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(rechner, "PATIENCE", 2)
    with pytest.raises(Problems, match="antwortet kein Dask-Cluster"), cluster("tcp://127.0.0.1:9", TEMPLATES):
        pass
    with pytest.raises(Problems, match="antwortet kein Dask-Cluster"), cluster("nirgends", TEMPLATES):
        pass
    with dask(tmp_path / "leer", 0) as none, pytest.raises(Problems, match="kein Worker angemeldet"), cluster(none.address, TEMPLATES):
        pass


def test_with_certificates_all_connections_are_encrypted_and_without_them_nobody_gets_in(here, tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "wir.pem"))
    pair = ("--tls-ca-file", str(tmp_path / "ca.pem"), "--tls-cert", str(tmp_path / "wir.pem"))
    ours = {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(tmp_path / "ca.pem"),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(tmp_path / "wir.pem"),
    }
    with dask(tmp_path / "dask", 1, *pair, protocol="tls") as one:
        assert one.address.startswith("tls://")
        command = [sys.executable, "-m", "generator", "--daten", EXAMPLE, "--druckvorlagen", TEMPLATES, "--ausgabe", tmp_path / "out", "--rechner", one.address]
        for env, more, code in ((ours, (), 0), ({}, ("--ueberschreiben",), 1)):
            shown = subprocess.run(
                [*map(str, command), "erzeugen", "beschlussvorlage", "gruenfliess", *more],
                cwd=ROOT, env={**os.environ, **env}, capture_output=True, encoding="utf-8", timeout=LONGEST, check=False,
            )  # fmt: skip
            assert shown.returncode == code, shown.stderr
            assert "Traceback" not in shown.stderr
        assert "es fehlen Zertifikate für TLS" in shown.stderr
    made = files(tmp_path / "out")
    assert made
    assert made.items() <= here.items()
