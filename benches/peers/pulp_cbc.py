#!/usr/bin/env python3
"""Solves scenarios of a portfolio the way an analyst would: read the CSV, build the model in PuLP, solve it with CBC, scenario by scenario.

usage: benches/peers/pulp_cbc.py data/atlas SCENARIOS.json [--gap 0.0001]
Needs `pip install pulp`. SCENARIOS.json has one line a scenario: {"capacity": {"Platform": [44, …], …}, "value": {"PAY-231/full": 486, …}}; what a
scenario does not name stays as in the files. Prints one line a scenario, its number and the value of its plan; on standard error the rate, and processor seconds with those of CBC.
Files are read once; per scenario the model is built and solved. It knows the keys and columns that data/atlas uses and refuses others.
"""
import argparse, csv, json, os, sys, time, tomllib
from collections import defaultdict
from pathlib import Path
import pulp


class Way:
    """One row of initiatives.csv: a way to do an initiative."""

    def __init__(self, row, teams, quarters, default_relation):
        self.initiative, self.name = row["id"], row["id"] + ("/" + row["variant"] if row["variant"] else "")
        self.value, self.confidence, self.delay = float(row["value"]), float(row["confidence"] or 1), float(row["cost_of_delay"] or 0)
        self.horizon, self.category = row["horizon"], row["category"]
        self.done, self.in_progress = row["status"] == "done", row["status"] == "in_progress"
        self.required, self.forced_out = row["must"] == "yes" or self.in_progress, row["must"] == "no"
        self.cost = {team: middle(row["cost: " + team]) for team in teams if row["cost: " + team]}
        self.shapes = shapes(row)
        self.depends = [relation(part, default_relation) for part in row["depends_on"].split(";") if part]
        self.excludes = [part for part in row["excludes"].split(";") if part]
        self.one_of, self.together = row["one_of"], row["together"]
        at = lambda cell, otherwise: quarters.index(cell) if cell else otherwise
        self.earliest, self.deadline = at(row["earliest"], 0), at(row["deadline"], len(quarters) - 1)
        self.pinned = 0 if self.in_progress else at(row["start"], None)

    def worth(self, value, finish, rate):
        return max(self.confidence * (value / (1 + rate) ** finish - self.delay * finish), 0.0)


def middle(cell):
    """`8-13` counts as its middle, `5/8/13` as the likely one."""
    if "/" in cell:
        return float(cell.split("/")[1])
    return sum(map(float, cell.split("-"))) / len(cell.split("-"))


def shapes(row):
    """The ways to spread the cost, as shares of it by quarter."""
    if row["profile"]:
        return [[float(share) / 100 for share in row["profile"].split("/")]]
    bounds = [int(part) for part in (row["duration"] or "1").split("-")]
    return [[1 / length] * length for length in range(bounds[0], bounds[-1] + 1)]


def relation(text, default):
    on, _, kind = text.partition(":")
    return on, {"after": 1, "same": 0, "with": None}[kind or default]


def read(folder):
    rules = tomllib.loads((folder / "portfolio.toml").read_text())
    with open(folder / "capacity.csv", newline="") as file:
        lines = list(csv.DictReader(file))
    quarters = [name for name in lines[0] if name != "team"]
    capacity = {line["team"]: [float(line[quarter]) for quarter in quarters] for line in lines}
    with open(folder / "initiatives.csv", newline="") as file:
        ways = [Way(row, capacity, quarters, rules["default_dependency"]) for row in csv.DictReader(file)]
    known = {"name", "unit", "quarters", "default_dependency", "discount_rate", "min_debt_ratio", "debt", "allocation", "limit", "budget"}
    assert rules.keys() <= known, rules.keys() - known
    return rules, capacity, ways


def total(terms):
    return pulp.lpSum(terms)


def build(rules, capacity, ways, values):
    """The model of one scenario: a 0/1 variable for each way, spread and start."""
    count = len(next(iter(capacity.values())))
    done = {way.initiative for way in ways if way.done}
    open_ways = [way for way in ways if not way.done and not way.forced_out]
    model, worth, columns = pulp.LpProblem("scenario", pulp.LpMaximize), [], []
    for way in open_ways:
        for number, shape in enumerate(way.shapes):
            for start in range(way.earliest, way.deadline - len(shape) + 2):
                if way.pinned is None or start == way.pinned:
                    x = pulp.LpVariable(f"x_{len(columns)}", cat="Binary")
                    finish = start + len(shape) - 1
                    columns.append((way, shape, start, finish, x))
                    worth.append(way.worth(values.get(way.name, way.value), finish, rules["discount_rate"]) * x)
    of = defaultdict(list)
    for column in columns:
        of[column[0].initiative].append(column)
    required = {way.initiative for way in open_ways if way.required}
    for initiative, own in of.items():
        all_of_it = total(x for *_, x in own)
        model += all_of_it == 1 if initiative in required else all_of_it <= 1
    work = defaultdict(list)
    for way, shape, start, _, x in columns:
        for team, cost in way.cost.items():
            for after, share in enumerate(shape):
                work[team, start + after].append((way, cost * share, x))
    cost_of = lambda cells, wanted=lambda way: True: total(cost * x for cell in cells for way, cost, x in work[cell] if wanted(way))
    cells = [(team, quarter) for team in capacity for quarter in range(count)]
    for team, quarter in cells:
        model += cost_of([(team, quarter)]) <= capacity[team][quarter]
    for way in open_ways:
        for on, lag in way.depends:
            if on in done:
                continue
            for until in range(count) if lag is not None else [count]:
                waits = total(x for other, _, start, _, x in of[way.initiative] if other is way and start <= until)
                model += waits <= total(x for *_, finish, x in of[on] if lag is None or finish + lag <= until)
        for other in way.excludes:
            model += total(x for own, *_, x in of[way.initiative] if own is way) + total(x for *_, x in of[other]) <= 1
    for label in {way.one_of for way in open_ways} - {""}:
        model += total(x for way, *_, x in columns if way.one_of == label) <= 1
    for label in {way.together for way in open_ways} - {""}:
        members = sorted({way.initiative for way in open_ways if way.together == label})
        for one, other in zip(members, members[1:]):
            model += total(x for *_, x in of[one]) == total(x for *_, x in of[other])
    is_debt = lambda way: way.category in rules["debt"]["category"]
    for quarter in range(count):
        now = [(team, quarter) for team in capacity]
        model += cost_of(now, is_debt) >= rules["min_debt_ratio"] * cost_of(now)
    for rule in rules["allocation"]:
        assert (rule["scope"], rule["basis"]) == ("plan", "capacity")
        short = pulp.LpVariable("short_" + rule["name"].replace(" ", "_"), lowBound=0)
        part = cost_of(cells, lambda way: way.horizon in rule["horizon"])
        model += part + short >= rule["min"] * sum(map(sum, capacity.values()))
        worth.append(-rule["penalty"] * short)
    for rule in rules["limit"]:
        for quarter in range(count):
            model += total(x for _, _, x in work[rule["team"], quarter]) <= rule["max_active"]
    for rule in rules["budget"]:
        model += cost_of(cells, lambda way: way.horizon in rule["horizon"]) <= rule["max"]
    model.setObjective(total(worth))
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("--gap", type=float, default=0.0001)
    options = parser.parse_args()
    rules, capacity, ways = read(options.folder)
    scenarios = [json.loads(line) for line in options.scenarios.read_text().splitlines()]
    began, before_all, building = time.perf_counter(), sum(os.times()[:4]), 0.0
    for number, scenario in enumerate(scenarios):
        before = time.perf_counter()
        model = build(rules, {**capacity, **scenario.get("capacity", {})}, ways, scenario.get("value", {}))
        building += time.perf_counter() - before
        model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=options.gap, threads=1))
        feasible = pulp.LpStatus[model.status] == "Optimal"
        print(number, f"{pulp.value(model.objective):.6f}" if feasible else "infeasible", flush=True)
    seconds = time.perf_counter() - began
    processor = (sum(os.times()[:4]) - before_all) / len(scenarios)
    print(f"{len(scenarios)} scenarios in {seconds:.2f} s, {len(scenarios) / seconds:.2f} a second, {building:.2f} s of it for building models; {processor:.3f} processor seconds a scenario", file=sys.stderr)


if __name__ == "__main__":
    main()
