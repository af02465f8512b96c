"""What to try first of a brand's own: before the house's for its goods, its people's to write, nobody else's to see."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import AnxinError, Forbidden
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.goods.models import Product
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import UnknownOrganisation
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import GUIDES
from anxin.domain.publications.models import Document, Text
from tests.evidence_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
QUALITY = Actor(kind="staff", id="0199", roles=frozenset({"quality"}))
CODE = rules.help_code("lock", "dark_panel")


@pytest.fixture
def laid(now: datetime) -> datetime:
    """Lay the ground; both brands make locks, and the house says what to try for a dark panel."""
    ground.lay(now=now)
    Product.objects.create(
        **{"brand": qingfeng(), "code": "QL-1", "name": "青枫 QL-1 智能锁", "category": "lock", "skill": "lock"}
    )
    return now


def heyan() -> Organisation:
    return people.organisation(cast.HEYAN.slug)


def qingfeng() -> Organisation:
    return people.organisation(cast.QINGFENG.slug)


def give(name: str, now: datetime, *, by: Actor = QUALITY, brand: Organisation | None = None, **fields: object) -> None:
    acting(lambda: GUIDES.give(name, row=queries.document(CODE, brand=brand), by=by, now=now, fields=fields))


def published(now: datetime, *, by: Actor, brand: Organisation | None, step: str) -> None:
    give("write", now, by=by, brand=brand, first=step)
    give("publish", now, by=by, brand=brand, from_date=today(now))


def today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def read(now: datetime, brand: Organisation | None) -> queries.Guide:
    found = queries.guides(category="lock", on=today(now), brand=brand)
    return next(one for one in found if one.symptom == "dark_panel")


class TestABrandsOwn:
    def test_stands_before_the_houses_for_its_goods_alone(self, laid: datetime) -> None:
        house = read(laid, None)
        owner = actor(cast.HEYAN_OWNER, now=laid)
        give("write", laid, by=owner, brand=heyan(), first="用禾砚的应急钥匙。")
        assert (read(laid, heyan()).steps, read(laid, heyan()).draft) == (house.steps, True)
        assert read(laid, qingfeng()).draft is read(laid, None).draft is False
        give("publish", laid, by=owner, brand=heyan(), from_date=today(laid))
        own = read(laid, heyan())
        assert ([step for step, _picture in own.steps], own.own, own.edition) == (["用禾砚的应急钥匙。"], True, 1)
        assert read(laid, qingfeng()) == read(laid, None) == house

    def test_goes_on_counting_whatever_the_house_publishes_after_it(self, laid: datetime) -> None:
        published(laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), step="禾砚的。")
        published(laid + timedelta(days=1), by=QUALITY, brand=None, step="运营方新的。")
        tomorrow = laid + timedelta(days=1)
        assert [step for step, _picture in read(tomorrow, heyan()).steps] == ["禾砚的。"]
        assert [step for step, _picture in read(tomorrow, qingfeng()).steps] == ["运营方新的。"]

    def test_is_written_by_its_people_and_the_houses_and_by_no_other_brand(self, laid: datetime) -> None:
        owner, other = (actor(one, now=laid) for one in (cast.HEYAN_OWNER, cast.QINGFENG_OWNER))
        give("write", laid, by=QUALITY, brand=heyan(), first="一")
        give("write", laid, by=owner, brand=heyan(), first="二")
        for name, fields in (("write", {"first": "三"}), ("publish", {"from_date": today(laid)}), ("drop", {})):
            with pytest.raises(Forbidden) as refused:
                give(name, laid, by=other, brand=heyan(), **fields)
            assert refused.value.code == "publications.not_your_guide"
        with pytest.raises(Forbidden):
            give("write", laid, by=owner, brand=None, first="三")
        assert Text.objects.get(published_at=None).zh == "二"

    def test_is_found_by_none_but_those_who_write_it(self, laid: datetime) -> None:
        owner = actor(cast.HEYAN_OWNER, now=laid)
        assert queries.guided_brand(cast.HEYAN.slug, actor=owner) == heyan()
        assert set(queries.brands_for(QUALITY)) == {heyan(), qingfeng()}
        for by in (actor(cast.QINGFENG_OWNER, now=laid), actor(cast.MERCHANT_OWNER, now=laid), STRANGER):
            with pytest.raises(UnknownOrganisation):
                queries.guided_brand(cast.HEYAN.slug, actor=by)

    def test_has_pictures_that_only_its_writers_see_before_it_is_published(self, laid: datetime) -> None:
        owner, file = actor(cast.HEYAN_OWNER, now=laid), sealed(jpeg(drawn(3)), now=laid)
        give("write", laid, by=owner, brand=heyan(), first="一")
        give("picture", laid, by=owner, brand=heyan(), step="1", files=[file])
        others = (actor(cast.QINGFENG_OWNER, now=laid), actor(cast.XIAO_CHEN, now=laid), STRANGER)
        assert [queries.shows(file.sha256, by=one) for one in (owner, QUALITY, *others)] == [True, True, *[False] * 3]
        give("publish", laid, by=owner, brand=heyan(), from_date=today(laid))
        assert queries.shows(file.sha256, by=STRANGER)

    def test_is_of_goods_it_makes(self, laid: datetime) -> None:
        with pytest.raises(queries.NoSuchText):
            queries.document(rules.help_code("air_conditioner", "not_cold"), brand=heyan())
        with pytest.raises(queries.NoSuchText):
            queries.document("privacy", brand=heyan())

    def test_is_one_document_a_fault_and_nothing_else_is_a_brands(self, laid: datetime) -> None:
        give("write", laid, brand=heyan(), first="一")
        for row in ({"code": CODE, "brand": heyan()}, {"code": CODE}, {"code": "terms", "brand": heyan()}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Document.objects.bulk_create([Document(**row)])

    def test_stays_its_own_before_the_chain(self, laid: datetime) -> None:
        published(laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), step="禾砚的。")
        assert timeline.verify() == []
        Document.objects.filter(code=CODE, brand=heyan()).update(brand=qingfeng())
        assert [one.code for one in timeline.verify()] == ["timeline.row_differs"]

    def test_is_told_in_the_history_of_its_pages_and_the_houses_no_more(self, laid: datetime) -> None:
        pages = [queries.page_of("help", brand=one, category="lock") for one in (heyan(), qingfeng())]

        def told(page: queries.Page, after: datetime) -> list[tuple[str, int, str]]:
            found = [one for one in queries.page_changes(page, now=after) if one.day > today(laid)]
            return [(str(one.day), one.facts["n"], one.by) for one in found]

        first, second = laid + timedelta(days=1), laid + timedelta(days=2)
        published(first, by=actor(cast.HEYAN_OWNER, now=first), brand=heyan(), step="禾砚的。")
        published(second, by=QUALITY, brand=None, step="运营方新的。")
        own, house = (str(today(first)), 1, cast.HEYAN.name), (str(today(second)), 2, "")
        assert [told(page, second) for page in pages] == [[own], [house]]
        assert [queries.page_edition(page, now=second).since for page in pages] == [today(first), today(second)]


class TestABrandsOwnGivenBack:
    def test_leaves_its_customers_what_the_house_says_until_it_is_taken_up_again(self, laid: datetime) -> None:
        owner, house = actor(cast.HEYAN_OWNER, now=laid), read(laid, None)
        published(laid, by=owner, brand=heyan(), step="用禾砚的应急钥匙。")
        own = read(laid, heyan())
        assert own.own
        give("giving-back", laid, by=owner, brand=heyan(), why="安心的说法更全")
        assert read(laid, heyan()) == house
        published(laid, by=QUALITY, brand=None, step="先看门外有没有电池仓。")
        assert read(laid, heyan()).steps == read(laid, None).steps
        later = laid + timedelta(days=1)
        give("taking-back", later, by=owner, brand=heyan())
        assert (read(later, heyan()).steps, read(later, heyan()).own) == (own.steps, True)
        notes = queries.view_of(queries.document(CODE, brand=heyan()), on=today(later)).published
        assert [one.note for one in notes] == ["", "安心的说法更全", ""]
        assert timeline.verify() == []

    @pytest.mark.parametrize("name", ["giving-back", "taking-back"])
    def test_is_done_by_its_own_people_where_there_is_something(self, laid: datetime, name: str) -> None:
        other, fields = actor(cast.QINGFENG_OWNER, now=laid), {"why": "x"} if name == "giving-back" else {}
        published(laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), step="用禾砚的应急钥匙。")
        if name == "taking-back":
            with pytest.raises(AnxinError):
                give(name, laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan())
            give("giving-back", laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), why="x")
        with pytest.raises(Forbidden):
            give(name, laid, by=other, brand=heyan(), **fields)
        give("write", laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), first="新的一步")
        with pytest.raises(AnxinError):
            give(name, laid, by=actor(cast.HEYAN_OWNER, now=laid), brand=heyan(), **fields)
