"""The first brand of an empty installation, over the pages."""

import pytest
from django.test import Client

from anxin.domain.opening import queries
from anxin.domain.people.models import Organisation
from tests.faces.setup.test_setup import code, enrol, found

pytestmark = pytest.mark.django_db
__all__ = ["code"]  # a fixture is found by its name here


@pytest.fixture
def first(client: Client, code: str) -> Client:
    """Sit down as the first administrator, all set up."""
    enrol(client, found(client, code).headers["Location"])
    return client


def test_the_first_brand_is_made_and_left_shut(first: Client) -> None:
    brand = {"name": "青禾", "slug": "qinghe", "mark": "青", "accent": "#0C5B5C", "hotline": "400-000-0077"}
    assert first.post("/setup/steps/brand/", brand).status_code == 302
    assert not queries.is_open(Organisation.objects.get(slug="qinghe"))
    twice = first.post("/setup/steps/brand/", brand)
    assert twice.status_code == 422
    assert "qinghe" in twice.content.decode()


def test_a_colour_that_cant_be_read_is_refused(first: Client) -> None:
    for accent, told in (
        ("#FFEE88", "只有 1.0:1"),
        ("fe8", "深到看得清就行：756d3f"),
        ("黄色", "“黄色”认不出是什么颜色"),
    ):
        answer = first.post("/setup/steps/brand/", {"name": "青禾", "slug": "qinghe", "accent": accent})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    for primary, told in (("#FFEE88", "白字看不清"), ("蓝", "“蓝”认不出是什么颜色")):
        answer = first.post("/setup/steps/brand/", {"name": "青禾", "slug": "qinghe", "primary": primary})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert not Organisation.objects.filter(slug="qinghe").exists()


def test_all_faults_of_a_brand_are_said_at_once(first: Client) -> None:
    wrong = {"name": "", "slug": "Qing He", "mark": "青禾售后", "accent": "ffff00", "pages_at": "qinghe.cn"}
    answer = first.post("/setup/steps/brand/", wrong)
    form = answer.context["opened"].form
    assert list(form.errors) == list(wrong), "all faults at once, each at its field"
    assert form.errors["mark"] == ["最多 2 个字，现在是 4 个。"], "in words of ours"
    assert not Organisation.objects.filter(slug="qinghe").exists()
