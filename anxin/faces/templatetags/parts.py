"""The parts that carry the product, one template each. `docs/reference/parts.md` shows how to call them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anxin.core import drawings
from anxin.core.wording import gap
from anxin.domain.goods.choices import PERILS
from anxin.faces import pagination as pages
from anxin.faces import spans
from anxin.faces.ground import chips, navigation
from anxin.faces.words import sentences

register = template.Library()


@cache
def _sprite() -> str:
    return static("anxin/icons.svg")


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is hidden from screen readers."""
    classes = f"icon {extra}".strip()
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#i-{}"/></svg>', classes, spoken, _sprite(), name)


register.simple_tag(gap)


@register.simple_block_tag(name="sentences")
def joined(content: SafeString) -> SafeString:
    """Set sentences of several lines behind each other, as the language does."""
    return SafeString(sentences(content))


@register.simple_tag
def mark(look: Any = "") -> SafeString:
    """Draw the mark beside an organisation's name: its picture, its one or two characters, or the house's seal."""
    letters = look if isinstance(look, str) else look.mark
    if picture := getattr(look, "picture", ""):
        where = reverse("ground:picture", args=[look.slug])
        return format_html('<img class="mark" src="{}?v={}" alt="" width="28" height="28">', where, picture[:8])
    if letters:
        own = "mark mark-own" if len(letters) < 2 else "mark mark-own mark-two"
        return format_html('<span class="{}" aria-hidden="true">{}</span>', own, letters)
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}#mark"/></svg>', _sprite())


@register.simple_tag
def seal(genuine: bool, label: str) -> SafeString:
    """Draw the seal of a genuine card."""
    state = "" if genuine else SafeString(' data-state="not"')
    name = "seal-ok" if genuine else "seal-not"
    return format_html(
        '<svg class="seal"{} role="img" aria-label="{}"><use href="{}#{}"/></svg>',
        state,
        label,
        _sprite(),
        name,
    )


def _now(context: Context) -> datetime:
    given = context.get("now")
    return given if isinstance(given, datetime) else timezone.now()


DRAWN = frozenset(["air_conditioner", "fridge", "hood", "lock", "purifier", "stove", "washer", "water_heater"])


@register.simple_tag
def goods_picture(category: str) -> str:
    """Return the address of the drawing of a category of goods."""
    return static(f"anxin/goods/{category if category in DRAWN else 'other'}.svg")


@register.inclusion_tag("parts/clock.html", takes_context=True)
def clock(context: Context, view: chips.Clock, short: bool = False, consequence: str = "") -> dict[str, Any]:
    """Show a clock: time left in words and bar, paused and why, kept, or missed and what follows."""
    return {
        "chip": chips.chip(view, now=_now(context), short=short),
        "clock": view,
        "short": short,
        "consequence": consequence,
    }


@register.simple_tag
def clock_words() -> SafeString:
    """Hand the browser the sentences that `clocks.js` fills in."""
    attributes = format_html_join(" ", 'data-{}="{}"', spans.patterns().items())
    return format_html('<template id="clock-words" {}></template>', attributes)


@register.inclusion_tag("parts/handle.html")
def handle(number: str, copy: bool = True, extra: str = "") -> dict[str, Any]:
    """Show the number of a case: date and check digit light, serial strong, one press copies it."""
    return {"number": number, "copy": copy, "extra": extra}


@register.inclusion_tag("parts/stepper.html", takes_context=True)
def stepper(context: Context, steps: Sequence[Any], lying: bool = False) -> dict[str, Any]:
    """Show the public promise: each step has state, name, time, clock, note and what happens if late."""
    return {"steps": steps, "lying": lying, "now": _now(context)}


@register.inclusion_tag("parts/stages.html", takes_context=True)
def stages(context: Context, steps: Sequence[Any]) -> dict[str, Any]:
    """Show the same promise in one line, above the work of staff."""
    return {"steps": steps, "now": _now(context)}


@register.inclusion_tag("parts/timeline.html")
def timeline(
    entries: Sequence[Any], audiences: bool = False, more_url: str = "", more: int = 0, days: bool = False
) -> dict[str, Any]:
    """Show who did what, when and why, with a heading for each day; a note by the system looks like one."""
    return {"entries": entries, "audiences": audiences, "more_url": more_url, "more": more, "days": days}


@register.inclusion_tag("parts/person.html", takes_context=True)
def person(
    context: Context,
    who: Any,
    reveal_url: str = "",
    reasons: Sequence[tuple[str, str]] = (),
    refused: str = "",
    field: str = "",
) -> dict[str, Any]:
    """Show a person masked; the reveal asks the reason and says that it is logged."""
    return {
        "who": who,
        "reveal_url": reveal_url,
        "reasons": reasons,
        "refused": refused,
        "field": field,
        "csrf_token": context.get("csrf_token", ""),
    }


SURE = frozenset(["genuine", "public", "named"])


@register.inclusion_tag("parts/genuine.html")
def genuine(card: Any) -> dict[str, Any]:
    """Show whether a hotline, outlet, technician or part is authorised: by whom, from when to when, checked when."""
    mark = card["mark"] if isinstance(card, Mapping) else card.mark
    return {"card": card, "doubtful": mark not in SURE}


@register.inclusion_tag("parts/why.html")
def why(pick: Any, url: str = "") -> dict[str, Any]:
    """Show why this technician: three reasons, the runners-up, the hexagons."""
    return {"pick": pick, "url": url}


@register.inclusion_tag("parts/queue.html", takes_context=True)
def queue(
    context: Context, rows: Sequence[Any], label: str, empty: str = "", empty_hint: str = "", slim: bool = False
) -> dict[str, Any]:
    """Show a queue: clock first, then what, number, place, and why it waits."""
    return {"rows": rows, "label": label, "empty": empty, "empty_hint": empty_hint, "slim": slim, "now": _now(context)}


@register.inclusion_tag("parts/prices.html")
def prices(
    lines: Sequence[Any], total_fen: int, total_label: str = "", name: str = "", note: str = ""
) -> dict[str, Any]:
    """Show price lines and their sum; with a `name` each line can be ticked off."""
    return {"lines": lines, "total_fen": total_fen, "total_label": total_label, "name": name, "note": note}


@register.inclusion_tag("parts/chart.html")
def chart(figure: Any) -> dict[str, Any]:
    """Show a figure: its finding as heading, the drawing, the table behind it, the CSV."""
    return {"figure": figure}


@register.inclusion_tag("parts/perils.html")
def perils(codes: Collection[str] = (), watched: bool = False) -> dict[str, Any]:
    """Say what is done first where somebody is in danger; `watched`: all of them, shown as the form tells of them."""
    told = [(code, one, code in codes) for code, one in PERILS.items() if watched or code in codes]
    return {"perils": told, "watched": watched}


@register.simple_tag
def peril_says(code: str) -> str:
    """Return what is done first in one danger."""
    return str(PERILS[code].says)


@register.inclusion_tag("parts/note.html")
def note(
    text: str, strong: str = "", tone: str = "", icon: str = "", link: str = "", link_text: str = "", extra: str = ""
) -> dict[str, Any]:
    """Say one thing plainly: what happened, what was kept, what next."""
    icons = {"amber": "circle-alert", "red": "circle-alert", "teal": "check"}
    return {
        "text": text,
        "strong": strong,
        "tone": tone,
        "icon": icon or icons.get(tone, "info"),
        "link": link,
        "link_text": link_text,
        "extra": extra,
    }


@register.inclusion_tag("parts/blank.html")
def blank(title: str, text: str = "", url: str = "", action: str = "", icon: str = "") -> dict[str, Any]:
    """Return what an empty place means and what to do."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


def _is_emptied(bound: BoundField) -> bool:
    """Return whether a field comes back empty: a password or a file is never shown again."""
    return getattr(bound.field.widget, "input_type", "") in {"password", "file"}


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField, hint: str = "", optional: bool = False, kept: bool = True, placeholder: str = ""
) -> dict[str, Any]:
    """Show a form field with label, hint and slip; a slip says what is wrong and that the rest was kept."""
    kind = getattr(bound.field.widget, "input_type", "")
    classes = {"select": "select", "checkbox": "checkbox"}.get(kind, "textarea" if not kind else "input")
    attributes: dict[str, str | bool] = {"class": classes, "data-draft": ""}
    if kind in {"password", "file"} or bound.field.widget.attrs.get("autocomplete") == "one-time-code":
        attributes.pop("data-draft")
    if placeholder:
        attributes["placeholder"] = placeholder
    hint = hint or str(bound.help_text)
    beside = [f"{bound.auto_id}-hint"] if hint and hint not in bound.errors else []
    if bound.errors:
        attributes["aria-invalid"] = "true"
        beside.insert(0, f"{bound.auto_id}-wrong")
    if beside:
        attributes["aria-describedby"] = " ".join(beside)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "hint": hint,
        "suggestions": getattr(bound.field, "suggestions", ()),
        "optional": optional and bound.name not in getattr(bound.form, "depends", ()),
        "kept": kept and len(bound.form.errors) == 1 and not any(map(_is_emptied, bound.form)),
        "kind": kind,
    }


@register.inclusion_tag("parts/choices.html")
def choices(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Show a radio or checkbox choice as chips, a yes or no as one box; the keyboard walks them."""
    return {"bound": bound, "hint": hint}


@register.inclusion_tag("parts/drawing.html")
def drawing(bound: BoundField) -> dict[str, Any]:
    """Show a sheet to sign on by hand; without script it isn't there, and what stands beside it is asked."""
    return {"bound": bound, "wide": drawings.WIDTH, "high": drawings.HEIGHT}


@register.inclusion_tag("parts/form_fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Show every field of a form: choices as chips, a window with its real capacity, the rest as fields."""
    kinds = {"radio": "choices", "checkbox": "choices", "drawing": "drawing"}

    def kind(bound: BoundField) -> str:
        if bound.name == "window" and getattr(form, "days", None):
            return "windows"
        return kinds.get(getattr(bound.field.widget, "input_type", ""), "field")

    return {"form": form, "fields": [(bound, kind(bound)) for bound in form.visible_fields()]}


@register.inclusion_tag("parts/select.html")
def select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str, blank: str = "") -> dict[str, Any]:
    """Narrow a list by one of several: (value, words); `blank` is for all of them."""
    return {"name": name, "label": label, "options": options, "chosen": chosen, "blank": blank}


@register.inclusion_tag("parts/windows.html")
def windows(windows: Sequence[Any], name: str = "window", legend: str = "") -> dict[str, Any]:
    """Show two-hour windows with their real capacity; a full one is struck through, not hidden."""
    return {"windows": windows, "name": name, "legend": legend}


@register.inclusion_tag("parts/upload.html")
def upload(
    name: str,
    url: str = "",
    accept: str = "image/*,video/*",
    files: Sequence[Any] = (),
    label: str = "",
    most: int = 9,
    camera: bool = False,
) -> dict[str, Any]:
    """Take pictures: a plain file field without script, a resumable upload with it; `camera` opens it at once."""
    shown = {"name": name, "url": url, "accept": accept, "files": files, "label": label, "most": most}
    return {**shown, "camera": camera}


@register.inclusion_tag("parts/walk.html")
def walk(steps: Sequence[str], at: int, label: str = "") -> dict[str, Any]:
    """Show the few steps of a form; `at` counts from 1."""
    marked = [(n, name, "done" if n < at else "now" if n == at else "") for n, name in enumerate(steps, 1)]
    return {"steps": marked, "label": label}


@register.inclusion_tag("parts/switch.html")
def switch(views: Sequence[tuple[str, str, bool]], label: str) -> dict[str, Any]:
    """Switch between a few views: (address, name, is this one)."""
    return {"views": views, "label": label}


@register.inclusion_tag("parts/filters.html", takes_context=True)
def filters(context: Context, items: Sequence[Any], label: str, parameter: str = "show") -> dict[str, Any]:
    """Filter a list by links; each item has value, name, count and tone."""
    request = context.get("request")
    chosen = request.GET.get(parameter, "") if request else ""
    links = [
        (item, pages.query(request, {parameter: item.value or None, "page": None}), item.value == chosen)
        for item in items
    ]
    return {"links": links, "label": label}


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Turn the pages of a list, keeping its filters."""
    request = context.get("request")
    before = pages.query(request, {"page": page.number - 1}) if page.has_previous else ""
    after = pages.query(request, {"page": page.number + 1}) if page.has_next else ""
    return {"page": page, "before": before, "after": after}


@register.inclusion_tag("parts/navigation.html", takes_context=True)
def navigate(context: Context, face: str) -> dict[str, Any]:
    """Show where one can go in this face; what isn't there yet or isn't ours is left out."""
    path = getattr(context.get("request"), "path", "")
    counts: Mapping[str, int] = context.get("counts") or {}
    actor, house = context.get("actor"), str(context.get("house_kind", ""))
    shown = navigation.items(face, path=path, counts=counts, actor=actor, house=house)
    front, rear = navigation.folded(shown)
    here = next((item for item in rear if item.current), None)
    return {"items": shown, "front": front, "rear": rear, "here": here, "face": face}


@register.inclusion_tag("parts/tabs.html", takes_context=True)
def tabs(context: Context, face: str) -> dict[str, Any]:
    """Show the main pages of a face as tabs at the foot of a phone."""
    return {"items": [item for item in navigate(context, face)["items"] if item.icon]}


@register.inclusion_tag("parts/pad.html")
def pad(name: str, length: int = 6, other_url: str = "", other: str = "") -> dict[str, Any]:
    """Type a code with a thumb or a glove; without script it is one numeric field."""
    return {
        "name": name,
        "boxes": range(length),
        "length": length,
        "keys": "123456789",
        "other_url": other_url,
        "other": other,
    }


@register.inclusion_tag("parts/finding.html")
def finding(found: Any) -> dict[str, Any]:
    """Show what an examination found, with its error rate and "not proof"."""
    return {"found": found}
