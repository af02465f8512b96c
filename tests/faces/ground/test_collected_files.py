"""Static files as `anxin serve` collects them."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

SERVED = {"staticfiles": {"BACKEND": "anxin.config.collected_files.CollectedFiles"}}
IMPORTED = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["']""", re.MULTILINE)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES=SERVED):
        call_command("collectstatic", verbosity=0, interactive=False)
    return root


class TestCollectedFiles:
    def test_import_each_other_by_the_names_that_pages_ask_for(self, collected: Path) -> None:
        with override_settings(STATIC_ROOT=collected, STATIC_URL="/static/", STORAGES=SERVED):
            scripts = [one for one in collected.glob("anxin/js/*.js") if len(one.name.split(".")) == 2]
            assert {"field.js", "queue.js", "live.js"} <= {one.name for one in scripts}
            found = []
            for script in scripts:
                served = collected / staticfiles_storage.stored_name(f"anxin/js/{script.name}")
                plain = IMPORTED.findall(script.read_text(encoding="utf-8"))
                hashed = IMPORTED.findall(served.read_text(encoding="utf-8"))
                assert len(plain) == len(hashed)
                for asked, known in zip(hashed, plain, strict=True):
                    wanted = (script.parent / known).resolve().relative_to(collected)
                    got = (served.parent / asked).resolve().relative_to(collected)
                    assert str(got) == staticfiles_storage.stored_name(str(wanted)), f"{script.name}: {known}"
                    found.append(f"{script.name} {known}")
            assert "field.js ./queue.js" in found
