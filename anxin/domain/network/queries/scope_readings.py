"""For which goods a brand's word for a technician is, as whoever writes or signs it reads it; what he is warned of."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import pgettext

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.tables import Values, many, text_in
from anxin.core.wording import joined
from anxin.domain.goods.models import Product
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.models import Authorisation, Skill, Technician
from anxin.domain.network.queries.attestations import HELD, goods_for
from anxin.domain.network.queries.authorisations import visible_to
from anxin.domain.network.queries.engagements import Voucher
from anxin.domain.network.rules import scopes
from anxin.domain.network.rules.scopes import ANYTHING, goods_of, is_for
from anxin.domain.network.wording import scopes as wording

MOST = 10
"""So many kinds of words of a file are read aloud: those that nobody would be sent by come first."""
LONGEST = 120
"""So much room a sentence has."""


def goods_said(goods: str | Collection[str]) -> str:
    """Return goods as a list of their names; all he can do in words."""
    several = goods.split() if isinstance(goods, str) else goods
    if ANYTHING in several:
        return str(wording.ALL_GOODS)
    return joined(str(name) for code, name in SKILLS.items() if code in several)


def reading_said(goods: str, scope: str) -> str:
    """Return in a sentence for which goods a word is: those it was signed with, else those its sentence names."""
    if goods:
        return str(wording.SIGNED).format(goods=goods_said(goods))
    read = goods_of("", scope)
    return str(wording.READ).format(goods=goods_said(read)) if read else str(wording.NOBODY)


def warnings(goods: str, scope: str) -> list[str]:
    """Return where a sentence and the goods beside it differ; nothing of a sentence that names none."""
    named, theirs = scopes.named(scope), goods_of(goods, scope)
    if not goods or not (named or scopes.excludes(scope)):
        return []
    found, among = [], goods_of(" ".join(named - {""}) or ANYTHING, "")
    unsaid = [one for one in goods.split() if not is_for(among, one)]
    beside = [one for one in named - {""} if not is_for(theirs, one)]
    others = [str(wording.OTHERS)] if "" in named else []
    if unsaid:
        found.append(str(wording.UNSAID).format(goods=goods_said(unsaid)))
    if beside or others:
        said = joined(filter(None, (goods_said(beside), *others)))
        found.append(str(wording.UNSIGNED).format(goods=said))
    return [*found, str(wording.EXCLUDES)] if scopes.excludes(scope) else found


def told_said(goods: str, scope: str) -> str:
    """Return both in one line: what a word is for, and what to look at before it is signed."""
    return pgettext("between clauses", "; ").join((reading_said(goods, scope), *warnings(goods, scope)))


def word_said(kind: str, goods: str, scope: str) -> str:
    """Return the same of a word of some kind; nothing of one that is for no goods."""
    return told_said(goods, scope) if kind == Authorisation.Kind.TECHNICIAN else ""


def readings_of(words: Iterable[Voucher]) -> dict[str, list[str]]:
    """Return by brand for which goods its words for a technician are."""
    found: dict[str, list[str]] = {}
    for one in words:
        found.setdefault(one.brand, []).append(reading_said(one.signed, one.signed_for))
    return found


def readings_said(rows: Sequence[Values]) -> list[str]:
    """Return for which goods the rows of a file are, each once; first those by which nobody is sent for anything."""
    found = Counter((goods_in(one), text_in(one, "scope")) for one in rows if one.get("scope") or one.get("goods"))
    order = sorted(found, key=lambda one: (bool(goods_of(*one)), not warnings(*one), -found[one]))[:MOST]
    return [
        (str(wording.ROWS) if scope else str(wording.ROWS_UNSAID)).format(
            scope=scope, number=found[goods, scope], reading=told_said(goods, scope)
        )
        for goods, scope in order
    ]


def goods_in(values: Values) -> str:
    """Return the goods of a row of a file as they are kept and signed."""
    return scopes.written(filter(None, text_in(values, "goods").split(", ")))


def sentence(goods: str) -> tuple[str, str]:
    """Return what customers read of goods, in the language of the house and in English, as it is proposed."""
    with translation.override(settings.LANGUAGE_CODE):
        said = str(wording.AT_HOME).format(goods=goods_said(goods))
    with translation.override("en"):
        return said[:LONGEST], str(wording.AT_HOME).format(goods=goods_said(goods))[:LONGEST]


def sentence_for(row: Authorisation | None, goods: str) -> tuple[str, str]:
    """Return what customers read of a word for some goods: as it stands where it fits them, else as it is proposed."""
    if row is None or (goods and (not row.scope or warnings(goods, row.scope))):
        return sentence(goods)
    return row.scope, row.scope_en


def typed_said(fields: Mapping[str, str]) -> str:
    """Return for which goods a word would be that is being typed; nothing of none.

    By the goods ticked, else by the skills that are typed, or his whose number it is, as far as the sentence goes.
    """
    lines = (one.replace("\uff1a", ":").partition(":")[0] for one in fields["skills"].splitlines())
    skills = [one for one in map(scopes.skill_named, lines) if one]
    if not skills and (his := Technician.objects.filter(number=fields["number"].strip()).first()):
        skills = [one.code for one in his.skills.filter(ended_at=None)]
    scope = fields["scope"].strip()
    goods = scopes.written(fields["goods"].split()) or within(skills, scope)
    return told_said(goods, scope) if goods or scope else ""


def completed(told: Values, word: Authorisation | None) -> Values:
    """Return the goods and sentence of a row of a file, with what stands for empty cells.

    The goods of the word that stands where it has any, else the skills of the row, no more than its sentence says; a
    word that stands and is for them stays as it is.
    """
    codes, scope = [one.partition(":")[0] for one in text_in(told, "skills").split(", ") if one], text_in(told, "scope")
    kept = word is not None and scope in ("", word.scope)
    goods = goods_in(told) or (word.goods if word and kept else "") or within(codes, scope)
    if word and kept and not (told["goods"] or word.goods) and all(is_for(goods_for(word), one) for one in codes):
        goods = ""
    said, said_en = (scope, text_in(told, "scope_en")) if scope else sentence(goods) if goods else ("", "")
    if word and kept and word.goods == goods:
        said, said_en = word.scope, word.scope_en
    return {
        "goods": many(goods.split()) or None,
        "scope": said,
        "scope_en": text_in(told, "scope_en") or said_en or None,
    }


def within(skills: Iterable[str], scope: str) -> str:
    """Return the skills that a sentence is for, too: what is signed where nobody ticked goods."""
    read = goods_of("", scope)
    return scopes.written(one for one in skills if is_for(read, one))


def checked(kind: str, goods: str) -> str:
    """Return goods as they are kept, of a technician's word; raises `core.invalid` for goods that are none of ours."""
    several = goods.split() if kind == Authorisation.Kind.TECHNICIAN else []
    unknown = [one for one in several if one != ANYTHING and one not in SKILLS]
    if unknown:
        raise Invalid("goods", expected=" ".join((ANYTHING, *SKILLS)), got=", ".join(unknown))
    return scopes.written(several)


def as_before(row: Authorisation, *, now: datetime) -> str:
    """Return a word's goods, else his skills as far as its sentence goes; none where that leaves a doubt."""
    return row.goods or within(_skills([row], now).get(row.code, ()), row.scope)


def proposed(row: Authorisation, *, now: datetime) -> str:
    """Return the goods that a word is proposed to be signed for (two queries)."""
    return proposed_of([row], now=now).get(row.number, "")


def proposed_of(rows: Iterable[Authorisation], *, now: datetime) -> dict[str, str]:
    """Return by their numbers the goods that technicians' words are proposed to be signed for (two queries).

    As before, and where a sentence leaves a doubt those of his skills that the brand's goods take.
    """
    several = [one for one in rows if one.kind == Authorisation.Kind.TECHNICIAN]
    theirs = _skills([one for one in several if not one.goods], now)
    brands: dict[UUID, set[str]] = {}
    doubtful = {one.brand_id for one in several if not one.goods and not goods_for(one)}
    for brand, skill in Product.objects.filter(brand__in=doubtful).values_list("brand", "skill").distinct():
        brands.setdefault(brand, set()).add(skill)
    found = {}
    for one in several:
        skills = theirs.get(one.code, [])
        taken = scopes.written(skill for skill in skills if skill in brands.get(one.brand_id, ()))
        found[one.number] = one.goods or within(skills, one.scope) or taken or scopes.written(skills)
    return found


def proposals_said(rows: Sequence[Authorisation], *, now: datetime) -> dict[str, str]:
    """Return by their numbers what technicians' words would be signed for, and what customers would read."""
    goods = proposed_of(rows, now=now)
    return {
        one.number: " · ".join((reading_said(theirs, one.scope), sentence_for(one, theirs)[0]))
        for one in rows
        if (theirs := goods.get(one.number, "")) or one.number in goods
    }


def _skills(rows: Sequence[Authorisation], now: datetime) -> dict[str, list[str]]:
    """Return by their numbers what the technicians of words can do today (one query)."""
    codes = [one.code for one in rows if one.kind == Authorisation.Kind.TECHNICIAN]
    counts = Q(until_date=None) | Q(until_date__gte=timezone.localtime(now).date())
    held = Skill.objects.filter(counts, technician__number__in=codes).order_by("id") if codes else Skill.objects.none()
    found: dict[str, list[str]] = {}
    for number, skill in held.values_list("technician__number", "code"):
        found.setdefault(number, []).append(skill)
    return found


def doubtful(actor: Actor, *, on: date, brand: str = "") -> dict[str, int]:
    """Return the sentences of words in force by which nobody is sent for anything, each with how many (one query)."""
    rows = visible_to(actor)
    return _doubtful(rows.filter(brand__slug=brand) if brand else rows, on)


def doubtful_words(*, on: date) -> int:
    """Return by how many words in force, of whatever brand, nobody is sent for anything (one query)."""
    return sum(_doubtful(Authorisation.objects.all(), on).values())


def _doubtful(rows: QuerySet[Authorisation], on: date) -> dict[str, int]:
    rows = rows.filter(kind="technician", goods="", state__in=HELD, to_date__gte=on)
    told = rows.order_by().values_list("scope").annotate(n=Count("id"))
    return {scope: n for scope, n in told if not goods_of("", scope)}
