"""What lies in `deploy/` holds; and what checks it would notice."""

import shutil
from pathlib import Path

import pytest

from tests.house import deployment

FAULTS = [
    ("systemd/anxin.env", "ANXIN_TLS=1", "ANXIN_TSL=1", "ANXIN_TSL is no setting"),
    ("container/compose.yaml", "ANXIN_HOSTS:", "ANXIN_HOST:", "ANXIN_HOST is no setting"),
    ("container/compose.yaml", "heavy=2", "heaviest=2", "it takes no such options"),
    ("container/compose.yaml", "services:", "services: [", "compose.yaml: "),
    ("container/Containerfile", '"serve"', '"server"', "no such command"),
    ("systemd/anxin-web.service", "--only web", "--only website", "it takes no such options"),
    ("systemd/anxin-worker.service", "--grace 60", "--grace long", "it takes no such options"),
    ("prometheus/alerts.yaml", "anxin_overdue_seconds{queue=", "anxin_late_seconds{queue=", "anxin_late_seconds"),
    ("grafana/anxin.json", "anxin_waiting", "anxin_waits", "anxin_waits is exported by nobody"),
    ("grafana/anxin.json", '"panels": [', '"panels": [[', "anxin.json: "),
]


class TestDeployment:
    def test_says_only_what_the_product_knows(self) -> None:
        assert deployment.faults() == []

    @pytest.mark.parametrize(("name", "before", "after", "said"), FAULTS)
    def test_fault_is_found(self, tmp_path: Path, name: str, before: str, after: str, said: str) -> None:
        shutil.copytree(deployment.ROOT / "deploy", tmp_path / "deploy")
        path = tmp_path / "deploy" / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

        assert [one for one in deployment.faults(tmp_path) if said in one]
