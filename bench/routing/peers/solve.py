"""Solves one routing instance with a peer engine for a number of CPU seconds.

    solve.py pyvrp|ortools CPU_SECONDS SEED < instance.json

The instance is what our own planner is given: integer matrices, demands, windows, service and release times, the
depot first. One JSON line comes back: cost, vehicles, feasible, cpuSeconds. The budget is processor time of the
process, so that a busy machine judges both sides alike.
"""

import json
import sys
import time


class CpuBudget:
    """Stops after so many seconds of processor time."""

    def __init__(self, seconds: float):
        self.end = time.process_time() + seconds

    def __call__(self, *_) -> bool:
        return time.process_time() > self.end


def with_pyvrp(instance: dict, seconds: float, seed: int) -> dict:
    import numpy
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve

    nodes = instance["nodes"]
    trips = instance["trips"]
    data = ProblemData(
        locations=[Location(0, 0) for _ in nodes],
        clients=[
            Client(
                location=index,
                delivery=[node["demand"]],
                service_duration=node["service"],
                tw_early=node["from"],
                tw_late=node["to"],
                release_time=node["release"],
            )
            for index, node in enumerate(nodes)
            if index > 0
        ],
        depots=[Depot(location=0)],
        vehicle_types=[
            VehicleType(
                num_available=instance["vehicles"],
                capacity=[instance["capacity"]],
                tw_early=0,
                tw_late=nodes[0]["to"],
                reload_depots=[0] if trips > 1 else [],
                max_reloads=trips - 1,
            )
        ],
        distance_matrices=[numpy.array(instance["distances"], dtype=numpy.int64)],
        duration_matrices=[numpy.array(instance["durations"], dtype=numpy.int64)],
    )
    result = solve(data, stop=CpuBudget(seconds), seed=seed, display=False)
    feasible = result.is_feasible()
    return {
        "cost": result.cost() if feasible else None,
        "vehicles": result.best.num_routes() if feasible else None,
        "feasible": feasible,
    }


def with_ortools(instance: dict, seconds: float, seed: int) -> dict:
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    nodes = instance["nodes"]
    if instance["trips"] > 1:
        raise SystemExit("several trips a vehicle are not modelled for OR-Tools")
    manager = pywrapcp.RoutingIndexManager(len(nodes), instance["vehicles"], 0)
    routing = pywrapcp.RoutingModel(manager)
    distance = routing.RegisterTransitMatrix(instance["distances"])
    routing.SetArcCostEvaluatorOfAllVehicles(distance)
    demand = routing.RegisterUnaryTransitVector([node["demand"] for node in nodes])
    routing.AddDimension(demand, 0, instance["capacity"], True, "load")
    if instance["isTimed"]:
        rows = [
            [ride + node["service"] for ride in row]
            for node, row in zip(nodes, instance["durations"])
        ]
        transit = routing.RegisterTransitMatrix(rows)
        horizon = nodes[0]["to"]
        routing.AddDimension(transit, horizon, horizon, False, "time")
        times = routing.GetDimensionOrDie("time")
        for index in range(1, len(nodes)):
            at = manager.NodeToIndex(index)
            times.CumulVar(at).SetRange(nodes[index]["from"], min(nodes[index]["to"], horizon))
    budget = CpuBudget(seconds)
    routing.AddSearchMonitor(routing.solver().CustomLimit(budget))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(int(seconds * 20) + 1)
    solution = routing.SolveWithParameters(parameters)
    if solution is None:
        return {"cost": None, "vehicles": None, "feasible": False}
    used = sum(
        1
        for vehicle in range(instance["vehicles"])
        if not routing.IsEnd(solution.Value(routing.NextVar(routing.Start(vehicle))))
    )
    return {"cost": solution.ObjectiveValue(), "vehicles": used, "feasible": True}


def main() -> None:
    engine, seconds, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    instance = json.load(sys.stdin)
    begun = time.process_time()
    answer = {"pyvrp": with_pyvrp, "ortools": with_ortools}[engine](instance, seconds, seed)
    answer["cpuSeconds"] = round(time.process_time() - begun, 1)
    print(json.dumps(answer))


main()
