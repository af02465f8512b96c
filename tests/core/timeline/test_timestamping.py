import shutil
import subprocess

import pytest

from anxin.core import checkpoints, timeline
from anxin.core.acting import acting
from anxin.core.checkpoints.timestamping import NoStamp, is_stamp
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE
from tests.patience import PATIENCE_S

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl program"),
]

CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[service]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Service:
    """A time-stamping authority of our own, run by the openssl program."""

    def __init__(self, folder):
        self.folder, self.asked = folder, []
        (folder / "config").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        new = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "config", "-days", "3650"]
        self._run(*new, "-x509", "-extensions", "ca", "-subj", "/CN=Root", "-keyout", "root.key", "-out", "root.pem")
        self._run(*new[:-2], "-subj", "/CN=Stamps", "-keyout", "tsa.key", "-out", "tsa.csr")
        signed = ["-CA", "root.pem", "-CAkey", "root.key", "-days", "3650", "-extfile", "config", "-extensions", "tsa"]
        self._run("x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem")
        self.roots = (folder / "root.pem").read_text()

    def __call__(self, url, query):
        self.asked.append(url)
        (self.folder / "query").write_bytes(query)
        self._run("ts", "-reply", "-config", "config", "-section", "service", "-queryfile", "query", "-out", "answer")
        return (self.folder / "answer").read_bytes()

    def _run(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=PATIENCE_S)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(tmp_path_factory.mktemp("stamps"))


@pytest.fixture
def checkpoint(now):
    acting(lambda: timeline.write(StreamKey("lamp", "1"), "lamp.lit", by=ALICE, now=now))
    return acting(lambda: timeline.checkpoint(now))


class TestStamp:
    def test_is_kept_and_checked_when_verifying(self, service, checkpoint, now):
        kept = timeline.stamp(checkpoint, url="https://stamps.example/", roots=service.roots, now=now, ask=service)
        assert kept.stamped_at == now
        assert is_stamp(bytes(kept.stamp), bytes.fromhex(kept.hash), roots=service.roots)
        assert timeline.verify(roots=service.roots) == []

    def test_of_other_bytes_is_found_when_verifying(self, service, checkpoint, now):
        other = acting(lambda: timeline.checkpoint(now))
        kept = timeline.stamp(other, url="https://stamps.example/", roots=service.roots, now=now, ask=service)
        checkpoints.Checkpoint.objects.filter(pk=checkpoint.pk).update(stamp=kept.stamp, stamped_at=now)
        [finding] = timeline.verify(roots=service.roots)
        assert (finding.code, finding.checkpoint) == ("timeline.bad_stamp", checkpoint.number)

    def test_by_somebody_not_trusted_is_refused(self, service, checkpoint, now, tmp_path):
        stranger = Service(tmp_path)
        with pytest.raises(NoStamp):
            timeline.stamp(checkpoint, url="https://x.example/", roots=service.roots, now=now, ask=stranger)
        checkpoint.refresh_from_db()
        assert checkpoint.stamp is None

    def test_that_answers_an_earlier_question_is_refused(self, service, checkpoint, now):
        kept = timeline.stamp(checkpoint, url="https://stamps.example/", roots=service.roots, now=now, ask=service)
        replay = bytes(kept.stamp)
        with pytest.raises(NoStamp):
            timeline.stamp(checkpoint, url="https://x.example/", roots=service.roots, now=now, ask=lambda *_: replay)

    @pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x02\x01\x02"])
    def test_that_is_no_stamp_is_refused(self, service, checkpoint, now, answer):
        with pytest.raises(NoStamp):
            timeline.stamp(checkpoint, url="https://x.example/", roots=service.roots, now=now, ask=lambda *_: answer)

    def test_is_never_asked_for_inside_a_block(self, service, checkpoint, now):
        before = len(service.asked)
        with pytest.raises(RuntimeError, match="outside call"):
            acting(lambda: timeline.stamp(checkpoint, url="x", roots=service.roots, now=now, ask=service))
        assert len(service.asked) == before
