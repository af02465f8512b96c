"""A brand's keys as everybody may read them."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network.models import BrandKey

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]


class TestPublished:
    def test_at_the_address_others_look_for(self, sits: Sits) -> None:
        client = sits(cast.HEYAN_OWNER)
        answer = client.get("/.well-known/anxin.json", headers={"host": "heyan.example"})
        assert answer.status_code in (200, 400)
        told = json.loads(client.get("/verify/brands/heyan/anxin.json").content)
        assert set(told["keys"][0]) == {"id", "algorithm", "public_key", "from", "until", "lost", "lost_from"}

    def test_is_sent_anew_only_once_something_changed(self, sits: Sits) -> None:
        client, path = sits(cast.HEYAN_OWNER), "/verify/brands/heyan/anxin.json"
        first = client.get(path)
        known = {"if-none-match": first.headers["ETag"]}
        again = client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["Cache-Control"] == "no-cache"

        BrandKey.objects.filter(brand__slug="heyan").update(lost_at=timezone.now())
        changed = client.get(path, headers=known)
        assert changed.status_code == 200
        assert json.loads(changed.content)["keys"][0]["lost"]

    def test_is_asked_for_twenty_times_then_by_the_minute(self, sits: Sits) -> None:
        client, path = sits(cast.HEYAN_OWNER), "/verify/brands/heyan/anxin.json"
        assert [client.get(path).status_code for _ask in range(21)] == [200] * 20 + [429]
