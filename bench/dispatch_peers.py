"""Run one peer on one problem, in the peers' own environment: problem in, routes as lists of job ids out.

python bench/dispatch_peers.py vroom|pyvrp|ortools PROBLEM.json SECONDS

SECONDS are CPU seconds, as for our own engine; VROOM runs to its end.
"""

import itertools
import json
import sys
import time

FAR = 10**7


def main() -> None:
    name, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        problem = json.load(file)
    began = time.process_time()
    routes = PEERS[name](problem, seconds)
    print(json.dumps({"routes": routes, "cpu": round(time.process_time() - began, 2)}))


def allowed(problem: dict, job: dict, technician: dict) -> bool:
    """Return whether the technician holds every skill at its level."""
    held = {skill["code"]: skill["level"] for skill in technician.get("skills", [])}
    return all(held.get(skill["code"], 0) >= skill["level"] for skill in job.get("skills", []))


def vroom(problem: dict, seconds: float) -> dict[str, list[str]]:
    """Run VROOM at exploration level 5 to its end (seconds is not used: cut short, it is worse)."""
    import numpy
    import vroom as engine

    number = {(code, level): 1 + 10 * k + level for k, code in enumerate(codes(problem)) for level in range(10)}
    instance = engine.Input()
    instance.set_durations_matrix(profile="car", matrix_input=numpy.array(problem["durations"], numpy.uint32))
    for row, technician in enumerate(problem["technicians"]):
        held = {number[s["code"], level] for s in technician.get("skills", []) for level in range(s["level"] + 1)}
        shift = technician["shifts"][0]
        instance.add_vehicle(
            engine.Vehicle(
                row + 1,
                start=technician["location"],
                end=technician["location"],
                skills=held,
                capacity=technician.get("capacity", []) or [],
                time_window=engine.TimeWindow(*shift),
            )
        )
    for row, job in enumerate(problem["jobs"]):
        windows = job["windows"]
        spans = [[lower, upper - (k + 1 < len(windows))] for k, (lower, upper) in enumerate(windows)]
        instance.add_job(
            engine.Job(
                row + 1,
                location=job["location"],
                default_service=job["duration"],
                delivery=job.get("load", []) or [],
                skills={number[s["code"], s["level"]] for s in job.get("skills", [])},
                priority=min(100, 30 * (1 + job.get("priority", 0))),
                time_windows=[engine.TimeWindow(*span) for span in spans],
            )
        )
    solution = instance.solve(exploration_level=5, nb_threads=1)
    routes: dict[str, list[str]] = {}
    for vehicle, kind, job in solution.routes[["vehicle_id", "type", "id"]].itertuples(index=False):
        if kind == "job":
            name = problem["technicians"][int(vehicle) - 1]["id"]
            routes.setdefault(name, []).append(problem["jobs"][int(job) - 1]["id"])
    return routes


def codes(problem: dict) -> list[str]:
    """Return all skill codes in order."""
    rows = (*problem["jobs"], *problem["technicians"])
    return sorted({skill["code"] for row in rows for skill in row.get("skills", [])})


def pyvrp(problem: dict, seconds: float) -> dict[str, list[str]]:
    """Run PyVRP: one client a window, in groups; one profile a technician, with forbidden arcs."""
    import pyvrp as engine

    model = engine.Model()
    durations = problem["durations"]
    places = [model.add_location(x=float(k), y=0.0) for k in range(len(durations))]
    depots = {t["location"]: model.add_depot(location=places[t["location"]]) for t in problem["technicians"]}
    owner = []
    objective = problem.get("objective", {}).get("unserved", 40000)
    for row, job in enumerate(problem["jobs"]):
        group = model.add_client_group(required=False) if len(job["windows"]) > 1 else None
        for lower, upper in job["windows"]:
            model.add_client(
                location=places[job["location"]],
                service_duration=job["duration"],
                tw_early=lower,
                tw_late=upper,
                delivery=job.get("load", []) or [],
                prize=objective * (1 + job.get("priority", 0)),
                required=False,
                group=group,
            )
            owner.append(row)
    for technician in problem["technicians"]:
        profile = model.add_profile()
        banned = {j["location"] for j in problem["jobs"] if not allowed(problem, j, technician)}
        for a in range(len(durations)):
            for b in range(len(durations)):
                far = FAR if b in banned and a != b else durations[a][b]
                model.add_edge(places[a], places[b], distance=far, duration=far, profile=profile)
        depot, (early, late) = depots[technician["location"]], technician["shifts"][0]
        model.add_vehicle_type(
            1,
            start_depot=depot,
            end_depot=depot,
            tw_early=early,
            tw_late=late,
            profile=profile,
            capacity=technician.get("capacity", []) or [],
            name=technician["id"],
        )
    over = time.process_time() + seconds
    found = model.solve(stop=lambda best: time.process_time() > over, display=False).best
    return {
        problem["technicians"][route.vehicle_type()]["id"]: [
            problem["jobs"][owner[visit.idx]]["id"] for visit in route.schedule() if visit.is_client()
        ]
        for route in found.routes()
    }


def ortools(problem: dict, seconds: float) -> dict[str, list[str]]:
    """Run OR-Tools' routing with guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    people, jobs, durations = problem["technicians"], problem["jobs"], problem["durations"]
    homes, n = [t["location"] for t in people], len(jobs)
    places = [job["location"] for job in jobs] + homes
    nodes = [n + k for k in range(len(people))]
    manager = pywrapcp.RoutingIndexManager(len(places), len(people), nodes, nodes)
    routing = pywrapcp.RoutingModel(manager)
    service = [job["duration"] for job in jobs] + [0] * len(people)
    leg = lambda i, j: durations[places[manager.IndexToNode(i)]][places[manager.IndexToNode(j)]]  # noqa: E731
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(leg))
    clock = routing.RegisterTransitCallback(lambda i, j: leg(i, j) + service[manager.IndexToNode(i)])
    routing.AddDimension(clock, 86400, 10**6, False, "time")
    time_ = routing.GetDimensionOrDie("time")
    for k, technician in enumerate(people):
        time_.CumulVar(routing.Start(k)).SetRange(*technician["shifts"][0])
        time_.CumulVar(routing.End(k)).SetRange(*technician["shifts"][0])
    for row, job in enumerate(jobs):
        index = manager.NodeToIndex(row)
        windows = job["windows"]
        time_.CumulVar(index).SetRange(windows[0][0], windows[-1][1])
        for (_, upper), (lower, _) in itertools.pairwise(windows):
            if upper + 1 < lower:
                time_.CumulVar(index).RemoveInterval(upper + 1, lower - 1)
        able = [k for k, technician in enumerate(people) if allowed(problem, job, technician)]
        routing.VehicleVar(index).SetValues([-1, *able])
        routing.AddDisjunction([index], 40000 * (1 + job.get("priority", 0)))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    over = time.process_time() + seconds
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() > over))
    found = routing.SolveWithParameters(search)
    routes: dict[str, list[str]] = {}
    for k, technician in enumerate(people):
        index = routing.Start(k)
        while found is not None and not routing.IsEnd(index):
            if manager.IndexToNode(index) < n:
                routes.setdefault(technician["id"], []).append(jobs[manager.IndexToNode(index)]["id"])
            index = found.Value(routing.NextVar(index))
    return routes


PEERS = {"vroom": vroom, "pyvrp": pyvrp, "ortools": ortools}

if __name__ == "__main__":
    main()
