#!/usr/bin/env python3
"""The peers: each reads an MPS file and solves it in a process of its own, as its users would call it.

usage: benches/peers/solvers.py highs|cpsat|scip|cbc FILE.mps SECONDS THREADS
Needs the packages of benches/peers/requirements.txt. side_by_side.py starts it, takes the time of every line it prints and has `heard` read them: lines
of JSON from here, and the logs of CP-SAT and CBC, which tell of their plans in no other way. SECONDS goes to the solver's own limit, GAP to its own gap.
SCIP's package searches on one thread; the others are given THREADS.
"""
import json, math, os, re, sys

NAMES = dict(highs="HiGHS", cpsat="CP-SAT", scip="SCIP", cbc="CBC")
PACKAGES = dict(highs="highspy", cpsat="ortools", scip="pyscipopt", cbc="pulp")
GAP = 1e-6  # relative, below which a solver calls its plan optimal; the same for all


def say(**facts):
    print(json.dumps(facts), flush=True)


def finite(number):
    """Solvers write 1e20, 1e30 or infinity for a number that they do not know."""
    return number if number is not None and math.isfinite(number) and abs(number) < 1e20 else None


def highs(path, seconds, threads):
    import highspy

    solver = highspy.Highs()
    say(version=solver.version())
    for option, setting in dict(output_flag=False, time_limit=seconds, threads=threads, mip_rel_gap=GAP).items():
        solver.setOptionValue(option, setting)
    solver.readModel(path)
    solver.setCallback(lambda kind, text, found, *_: say(value=found.objective_function_value), None)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = info.objective_function_value if has_plan else None
    say(optimal=status == highspy.HighsModelStatus.kOptimal, status=solver.modelStatusToString(status), value=value, bound=finite(info.mip_dual_bound))


def scip(path, seconds, threads):
    import pyscipopt

    class Plans(pyscipopt.Eventhdlr):
        def eventinit(self):
            self.model.catchEvent(pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND, self)

        def eventexit(self):
            self.model.dropEvent(pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND, self)

        def eventexec(self, event):
            say(value=self.model.getSolObjVal(self.model.getBestSol()))

    model = pyscipopt.Model()
    say(version=f"{model.getMajorVersion()}.{model.getMinorVersion()}.{model.getTechVersion()}")
    model.hideOutput()
    model.readProblem(path)
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", GAP)
    model.includeEventhdlr(Plans(), "plans", "tells of every better plan")
    model.optimize()
    status = model.getStatus()
    value = model.getObjVal() if model.getNSols() else None
    say(optimal=status in ("optimal", "gaplimit"), status=status, value=value, bound=finite(model.getDualbound()))


def cpsat(path, seconds, threads):
    import ortools
    from ortools.linear_solver.python import model_builder

    say(version=ortools.__version__)
    model = model_builder.Model()
    if not model.import_from_mps_file(path):
        sys.exit("CP-SAT does not read the file")
    solver = model_builder.Solver("sat")
    solver.enable_output(True)
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters(f"num_workers:{threads} relative_gap_limit:{GAP}")
    status, known = solver.solve(model), model_builder.SolveStatus
    value = solver.objective_value if status in (known.OPTIMAL, known.FEASIBLE) else None
    bound = solver.best_objective_bound if value is not None else None
    say(optimal=status == known.OPTIMAL, status=status.name, value=value, bound=finite(bound))


def cbc(path, seconds, threads):
    import pulp

    program = pulp.apis.PULP_CBC_CMD().path
    with open(path) as file:
        maximise = re.search(r"OBJSENSE\s+MAX", file.read(4000))  # read by CBC, which says that it ignores it
    say(begins=True)
    sense = ["max"] if maximise else []
    limits = ["sec", f"{seconds:g}", "threads", str(threads), "ratio", f"{GAP:g}", "timemode", "elapsed"]
    os.execv(program, [program, path, *sense, *limits, "solve"])


NUMBER = r"(-?[\d.]+(?:e[-+]?\d+)?)"
# How logs tell of a plan; CBC's carry the sign of a minimisation.
PLANS = dict(
    cpsat=[(re.compile(r"#\d+\s+[\d.]+s best:" + NUMBER), 1)],
    cbc=[
        (re.compile(pattern.replace("NUMBER", NUMBER)), -1)
        for pattern in [
            r"Integer solution of NUMBER found",
            r"Cbc0038I Solution found of NUMBER",
            r"Cbc0038I Rounding solution of NUMBER is better",
            r"Mini branch and bound improved solution from \S+ to NUMBER",
            r"After \d+ nodes, .*?on tree, NUMBER best solution",
        ]
    ],
)
# How the log of CP-SAT tells of a bound of a maximisation.
CPSAT_BOUND = re.compile(r"#\S+\s+[\d.]+s best:\S+\s+next:\[[^,]*,([^\]]+)\]")


def heard(peer, lines):
    """What a run came to, from its lines with the seconds at which they came: seconds count from where the package is loaded and reading begins."""
    told = dict(version=None, status=None, optimal=False, value=None, bound=None, seconds=None, trace=[])
    began = None
    for at, line in lines:
        facts = json.loads(line) if line.startswith("{") and line.endswith("}") else {}
        if began is None:
            began = at if facts else None
        if began is None:
            continue
        seconds = told["seconds"] = round(at - began, 3)
        value = facts.get("value", plan_in_log(peer, line))
        if value is not None and abs(value) < 1e20 and (not told["trace"] or value > told["trace"][-1][1]):
            told["trace"].append([seconds, value])
        told |= {name: fact for name, fact in facts.items() if name in told}
        if peer == "cpsat" and (bound := CPSAT_BOUND.match(line)) and "status" not in facts:
            told["bound"] = finite(float(bound[1]))
    if peer == "cbc":
        told |= end_of_cbc("\n".join(line for _, line in lines))
    if told["status"] is None and told["trace"]:
        told["value"] = told["trace"][-1][1]
    told["trace"] = closed(told["trace"], told["value"], told["seconds"])
    return told


def closed(trace, value, seconds):
    """A trace that ends with the value of its run. Logs round to six digits; what they tell beyond that is no plan."""
    if value is None:
        return []
    trace = [[at, min(told, value)] for at, told in trace if told - value <= 1e-5 * abs(value)]
    if trace and value - trace[-1][1] <= 1e-4 * abs(value):
        trace[-1][1] = value
        return trace
    return [*trace, [seconds, value]]


def plan_in_log(peer, line):
    for pattern, sign in PLANS.get(peer, []):
        if found := pattern.search(line):
            return sign * float(found[1])
    return None


def end_of_cbc(log):
    """What CBC's log says at its end; nothing for what it does not say. The bound of a proof is the value."""
    one = lambda pattern: (found := re.search(pattern, log)) and found[1]
    status, version = one(r"Result - (.*)"), one(r"Version: (\S+)")
    value = None if "No feasible solution found" in log else one(r"Objective value:\s+(\S+)")
    optimal = bool(status and status.startswith("Optimal"))
    bound = value if optimal else one(r"Upper bound:\s+(\S+)")
    ends = dict(version=version, status=status and status.strip(), optimal=optimal)
    return ends | dict(value=value and finite(float(value)), bound=bound and finite(float(bound)))


if __name__ == "__main__":
    peer, path, seconds, threads = sys.argv[1:]
    dict(highs=highs, cpsat=cpsat, scip=scip, cbc=cbc)[peer](path, float(seconds), int(threads))
