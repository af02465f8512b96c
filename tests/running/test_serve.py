"""`anxin serve`: everything starts, everything ends, nothing is left behind."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anxin.commands.serve import supervisor
from tests.attacks import slow_bodies
from tests.patience import PATIENCE_S, until
from tests.running.house import QUICKLY_S, House, alive, children_of, part

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory, filled: House) -> Iterator[House]:
    """Open a house whose files were left open to everybody."""
    house = House(folder=tmp_path_factory.mktemp("open")).like(filled)
    for path in (house.data, house.data / "anxin.sqlite3", house.folder / "keys"):
        path.chmod(0o755)
    yield house.open()
    house.close()


class TestHealth:
    def test_says_ok_and_the_instance_once_everything_runs(self, open_house: House) -> None:
        status, _, _ = open_house.get("/healthz")
        facts = open_house.health()

        assert status == 200
        assert facts["status"] == "ok"
        assert len(str(facts["instance"])) == 16

    def test_names_the_part_that_is_gone_until_it_is_back(self, open_house: House) -> None:
        worker = part(open_house.processes(), "anxin worker-heavy-pictures")

        os.kill(worker, signal.SIGKILL)
        until(lambda: open_house.health().get("waiting") == ["worker-heavy-pictures"], "the gap to show")
        open_house.until("ok")

        assert part(open_house.processes(), "anxin worker-heavy-pictures") != worker


class TestMemory:
    def test_what_is_loaded_lies_there_once_for_all_parts(self, open_house: House) -> None:
        assert open_house.process is not None
        rollups = [Path(f"/proc/{pid}/smaps_rollup") for pid in (open_house.process.pid, *open_house.processes())]
        shares = [int(re.findall(r"^Pss: +(\d+)", one.read_text(), re.MULTILINE)[0]) for one in rollups]

        assert len(shares) >= 6
        assert sum(shares) < 280 << 10, shares  # KiB; 375 MiB where each part loads for itself


class TestFiles:
    def test_that_it_makes_or_that_were_left_open_are_its_owners_alone(self, open_house: House) -> None:
        assert open_house.open_to_others() == []


class TestTls:
    def test_binds_every_cookie_to_the_host_and_the_browser_to_https_and_plain_http_works_without(
        self, filled: House
    ) -> None:
        ask = """
            from django.test import Client
            client = Client()
            answer = client.get("/sign-in/", secure={secure}, headers={headers})
            client.post("/letters/", {{"letters": "big"}}, secure={secure}, headers={headers})
            client.post("/language/", {{"language": "en"}}, secure={secure}, headers={headers})
            cookies = client.cookies.items()
            told = [f"{{k}} {{m['path']}} {{bool(m['secure'])}} {{bool(m['domain'])}}" for k, m in cookies]
            print(answer.status_code, answer.headers.get("Strict-Transport-Security"), *sorted(told), sep=chr(10))
        """
        tls = House(folder=filled.folder, extra={"ANXIN_TLS": "1", "ANXIN_HOSTS": "testserver"})
        plain = House(folder=filled.folder, extra={"ANXIN_HOSTS": "testserver"})

        status, policy, *cookies = tls.python(
            ask.format(secure=True, headers={"x-forwarded-proto": "https"})
        ).splitlines()
        assert (status, policy) == ("200", "max-age=31536000; includeSubDomains")
        assert [one.split(" ") for one in cookies] == [
            ["__Host-anxin_language", "/", "True", "False"],
            ["__Host-anxin_letters", "/", "True", "False"],
            ["__Host-csrftoken", "/", "True", "False"],
        ]
        status, policy, *cookies = plain.python(ask.format(secure=False, headers={})).splitlines()
        assert (status, policy) == ("200", "None")
        assert [one.split(" ")[0] for one in cookies] == ["anxin_language", "anxin_letters", "csrftoken"]


class TestBody:
    def test_without_a_length_is_refused(self, open_house: House) -> None:
        with socket.create_connection(("127.0.0.1", open_house.port), timeout=PATIENCE_S) as raw:
            raw.sendall(
                b"POST /anything/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"5\r\nhello\r\n0\r\n\r\n"
            )
            assert raw.recv(200).startswith(b"HTTP/1.1 411")

    def test_in_two_halves_is_read_as_one(self, open_house: House) -> None:
        head = slow_bodies.PROMISE.replace("5000", "9").encode()

        with socket.create_connection(("127.0.0.1", open_house.port), timeout=PATIENCE_S) as raw:
            raw.sendall(head + b"user")
            time.sleep(0.2)
            raw.sendall(b"=luo1")

            assert raw.recv(200).startswith(b"HTTP/1.1 403")


class TestStop:
    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
    def test_by_signal_waits_three_seconds_for_nobody_and_leaves_nobody(self, a_house: Make, ending: int) -> None:
        assert supervisor.GRACE_S < 3
        house = a_house().open()
        pids = set(house.processes())
        assert len(pids) >= 4
        assert house.process is not None
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE_S) as listening:
            listening.sendall(b"GET /live/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            listening.recv(100)

            began = time.monotonic()
            house.process.send_signal(ending)
            assert house.process.wait(PATIENCE_S) == 0

            assert time.monotonic() - began < QUICKLY_S
            assert alive(pids) == set()

    @pytest.mark.parametrize("words", ["anxin web", "anxin worker-clocks"])
    def test_by_a_kill_of_a_part_no_child_lives_on_and_the_part_is_back(self, open_house: House, words: str) -> None:
        victim = part(open_house.processes(), words)
        below = set(children_of(victim)) | {victim}

        os.kill(victim, signal.SIGKILL)

        until(lambda: not alive(below), "children to die", within_s=QUICKLY_S)
        open_house.until("ok")

    def test_by_a_kill_of_the_supervisor_no_child_lives_on(self, a_house: Make) -> None:
        house = a_house().open()
        assert house.process is not None
        below = set(children_of(house.process.pid))

        house.process.kill()

        until(lambda: not alive(below), "children to die", within_s=QUICKLY_S)
        house.process.wait(PATIENCE_S)
        until(lambda: refused(house.port), "nobody to answer", within_s=QUICKLY_S)  # its threads end after it


class TestGrace:
    def test_lets_a_request_end_leads_streams_away_and_tells_the_proxy(self, a_house: Make) -> None:
        house = a_house().open("--grace", "14")
        form = b"username=luo&password=" + b"x" * 40
        head = slow_bodies.PROMISE.replace("5000", str(len(form))).encode()
        assert house.process is not None
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE_S) as raw:
            raw.sendall(head + form[:10])
            time.sleep(0.5)

            house.process.terminate()
            until(lambda: house.health().get("status") == "leaving", "the health page to say so", within_s=QUICKLY_S)
            status, headers, said = house.get("/live/")
            raw.sendall(form[10:])
            answer = raw.recv(4000)

        assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert re.fullmatch(rb"retry: \d{3,4}\n\n", said)
        assert answer.startswith(b"HTTP/1.1 403")
        assert b"connection: close" in answer.lower()
        assert house.process.wait(PATIENCE_S) == 0


class TestRefusal:
    def test_of_a_taken_port_names_it(self, a_house: Make) -> None:
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]

            done = a_house().anxin("serve", "--port", str(port), check=False)

        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert f"--port: expected a free port on 127.0.0.1, got {port}" in done.stderr

    def test_of_a_port_served_by_anxin_itself(self, a_house: Make, open_house: House) -> None:
        done = a_house().anxin("serve", "--port", str(open_house.port), check=False)

        assert done.returncode == 2
        assert str(open_house.port) in done.stderr

    def test_of_a_folder_somebody_works_on(self, open_house: House) -> None:
        done = open_house.anxin("serve", "--port", "0", check=False)

        assert done.returncode == 2
        assert "expected a data folder nobody works on" in done.stderr

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--port", "http"], "--port: expected a port between 0 and 65535, got 'http'"),
            (["--prot", "1"], "--prot: expected one of"),
            (["--port"], "--port: expected a value, got none"),
        ],
    )
    def test_of_a_wrong_option_is_one_line_and_status_two(self, filled: House, options: list[str], said: str) -> None:
        done = filled.anxin("serve", *options, check=False)

        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert said in done.stderr
        assert done.stdout == ""
