"""A plan as one page without scripts: a Gantt chart, a picture of the routes, what is left out and why."""

from html import escape
from math import cos, radians

from anxin.engines.dispatch.matching import clock
from anxin.engines.dispatch.model import Job, Plan, Problem, Route

COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#e377c2", "#17becf", "#7f7f7f", "#bcbd22")
LEFT, WIDTH, ROW, LETTER = 90, 900, 24, 7
SIDE = 620

STYLE = """body{font:14px system-ui,sans-serif;margin:2em;color:#222}svg{background:#fafafa;border:1px solid #ddd}
text{font:11px system-ui,sans-serif}td,th{padding:.15em .8em;text-align:left;border-bottom:1px solid #eee}"""


def page(problem: Problem, plan: Plan) -> str:
    """Return the page as HTML."""
    terms = ", ".join(f"{name} {value}" for name, value in plan.terms.items() if value)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Plan</title><style>{STYLE}</style></head><body>
<h1>Plan</h1>
<p>Cost {plan.cost} s ({escape(terms)}); {len(plan.routes)} routes; {len(plan.unassigned)} left out.</p>
<h2>Hours</h2>{gantt(problem, plan)}
<h2>Routes</h2>{picture(problem, plan)}
{left_out(plan)}
</body></html>
"""


def left_out(plan: Plan) -> str:
    """Return each job left out and why; nothing where all are served."""
    rows = "".join(f"<tr><td>{escape(row.job)}</td><td>{escape(row.reason)}</td></tr>" for row in plan.unassigned)
    return f"<h2>Left out</h2><table><tr><th>job</th><th>because</th></tr>{rows}</table>" if rows else ""


def gantt(problem: Problem, plan: Plan) -> str:
    """Return one bar a stop, grey where he rests, a line a technician."""
    ends = [max(route.home, route.stops[-1].end) for route in plan.routes]
    begins = [route.stops[0].arrive for route in plan.routes]
    low, high = (min(begins) // 3600 * 3600, max(ends)) if plan.routes else (8 * 3600, 18 * 3600)
    scale = WIDTH / max(1, high - low)
    parts = []
    for hour in range(low, high + 1, max(3600, (high - low) // 12 // 3600 * 3600)):
        x = LEFT + (hour - low) * scale
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="16" y2="{20 + ROW * len(plan.routes)}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="12">{clock(hour)}</text>')
    for row, route in enumerate(plan.routes):
        parts.append(bars(route, 20 + row * ROW, low, scale, COLOURS[row % len(COLOURS)]))
    height = 30 + ROW * len(plan.routes)
    return f'<svg width="{LEFT + WIDTH + 20}" height="{height}" role="img" aria-label="Hours">{"".join(parts)}</svg>'


def bars(route: Route, y: int, low: int, scale: float, colour: str) -> str:
    """Return one technician's line."""
    parts = [f'<text x="4" y="{y + 15}">{escape(route.technician)}</text>']
    for rest in route.rests:
        x, wide = LEFT + (rest.start - low) * scale, (rest.end - rest.start) * scale
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 7}" width="{wide:.1f}" height="8" fill="#bbb"><title>break</title></rect>'
        )
    for stop in route.stops:
        x, wide = LEFT + (stop.start - low) * scale, max(1.0, (stop.end - stop.start) * scale)
        words = escape(f"{stop.job} {clock(stop.start)}–{clock(stop.end)}")
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 2}" width="{wide:.1f}" height="18" rx="2" fill="{colour}">'
            f"<title>{words}</title></rect>"
        )
        if wide >= 8 + LETTER * len(stop.job):
            parts.append(
                f'<text x="{x + 4:.1f}" y="{y + 15}" fill="#fff" pointer-events="none">{escape(stop.job)}</text>'
            )
    return "".join(parts)


def picture(problem: Problem, plan: Plan) -> str:
    """Return the routes on a plane, north above, jobs left out hollow; a sentence where no places were given."""
    if not problem.locations:
        return "<p>No places given.</p>"
    east, north = [point[0] for point in problem.locations], [point[1] for point in problem.locations]
    narrow = cos(radians((min(north) + max(north)) / 2))
    wide, tall = (max(east) - min(east)) * narrow, max(north) - min(north)
    scale = (SIDE - 40) / (max(wide, tall) or 1.0)
    people = {technician.id: technician for technician in problem.technicians}
    jobs, left = {job.id: job for job in problem.jobs}, {row.job for row in plan.unassigned}

    def spot(place: int) -> tuple[float, float]:
        east_of, north_of = problem.locations[place]
        return 20 + (east_of - min(east)) * narrow * scale, 20 + (max(north) - north_of) * scale

    parts = []
    for row, route in enumerate(plan.routes):
        who = people[route.technician]
        places = [who.location if who.at is None else who.at, *stops_at(route, jobs), who.location]
        line = " ".join("{:.1f},{:.1f}".format(*spot(place)) for place in places if place < len(problem.locations))
        colour = COLOURS[row % len(COLOURS)]
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}"><title>{escape(who.id)}</title></polyline>'
        )
    for job in problem.jobs:
        if job.location is not None and job.location < len(problem.locations):
            x, y = spot(job.location)
            look = 'r="4" fill="#fff" stroke="#d00"' if job.id in left else 'r="3"'
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}><title>{escape(job.id)}</title></circle>')
    size = f'width="{40 + wide * scale:.0f}" height="{40 + tall * scale:.0f}"'
    return f'<svg {size} role="img" aria-label="Routes">{"".join(parts)}</svg>'


def stops_at(route: Route, jobs: dict[str, Job]) -> list[int]:
    """Return the places of a route's visits."""
    found = [jobs[stop.job] for stop in route.stops]
    return [job.location for job in found if job.travels and job.location is not None]
