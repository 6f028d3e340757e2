#!/usr/bin/env python3
"""Runs Quarterdeck and four peers (HiGHS, CP-SAT, SCIP, CBC) on the same instances, one after the other, and writes what came of it.

usage: benches/peers/side_by_side.py INSTANCES [--only NAME]... [--seconds 10 60] [--threads 2] [--missing]      runs, then writes the report
       benches/peers/side_by_side.py --report                                                                    writes the report again
setup: cargo build --release && python3 -m venv .peers && .peers/bin/pip install -r benches/peers/requirements.txt
INSTANCES holds folders of portfolios and, if there, `best.csv` (instance,best_value,…,status,…). For each instance the program is exported as MPS once, after
Quarterdeck's presolve; then, for each limit, every solver runs in a process of its own with that limit and those threads; who is first rotates from
instance to instance. Each result is kept in --results at once, so that runs can be done in parts. The report is a section of --out between two marks, with
pictures in the folder beside it (docs/benchmarks/ for docs/benchmarks.md). Fails when proofs or bounds contradict each other.
"""
import argparse, csv, fnmatch, json, os, pty, re, resource, select, signal, subprocess, sys, tempfile, time
from pathlib import Path

import report
from solvers import GAP, NAMES, PACKAGES, closed, heard

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SETUP = "python3 -m venv .peers && .peers/bin/pip install -r benches/peers/requirements.txt"
MOST_POINTS = 60  # of a trace that are kept
EXPORT_SECONDS = 600


def most_seconds(limit):
    """After these wall seconds a run is killed: solvers may take their time to start, to read and to come to an end, not for ever."""
    return 2 * limit + 30


def processor_seconds():
    """Of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def busy_seconds():
    """Of all cores of the machine together since it started, by whatever process; None where the system does not tell."""
    try:
        ticks = [int(part) for part in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    except OSError:
        return None
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK")


def run(command, most, lines):
    """Runs a command in a process of its own, killed after `most` seconds. Gives what it printed (its lines with the seconds at which they came, or all
    text), its wall and processor seconds, the share of the machine that others took, the exit code or None if killed, and the end of its error output."""
    used, busy, began = processor_seconds(), busy_seconds(), time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        screen, end = pty.openpty() if lines else (None, out)  # a terminal, since into a pipe logs come late, in blocks
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=end, stderr=errors, start_new_session=True)
        try:
            if lines:
                os.close(end)
                printed = listen(screen, began, began + most)
            process.wait(max(0.1, began + most - time.perf_counter()))
        except (subprocess.TimeoutExpired, KeyboardInterrupt) as ending:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(ending, KeyboardInterrupt):
                raise
        wall = time.perf_counter() - began
        out.seek(0)
        errors.seek(0)
        told = dict(printed=printed if lines else out.read().decode(), errors=errors.read().decode(errors="replace")[-300:].strip())
    used = processor_seconds() - used
    others = None if busy is None else max(0.0, min((busy_seconds() - busy - used) / wall / os.cpu_count(), 1.0))
    code = None if process.returncode == -signal.SIGKILL else process.returncode
    return told | dict(wall=wall, processor=used, others=others, code=code)


def listen(screen, began, until):
    """The lines that come out of a terminal, with the seconds at which they came, until it is closed or time is over."""
    lines, part = [], b""
    while (left := until - time.perf_counter()) > 0 and select.select([screen], [], [], left)[0]:
        try:
            more = os.read(screen, 65536)
        except OSError:  # how a terminal says that its other end is closed
            break
        at = time.perf_counter() - began
        *whole, part = (part + more).split(b"\n")
        lines += [(at, line.decode(errors="replace").strip()) for line in whole]
    os.close(screen)
    return lines


def thinned(trace):
    """A trace of at most MOST_POINTS steps: those go first whose absence changes its picture least; the first and the last stay."""
    trace = list(trace)
    while len(trace) > MOST_POINTS:
        cost = lambda i: (trace[i][1] - trace[i - 1][1]) * ((trace[i + 1][0] + 0.01) / (trace[i][0] + 0.01) - 1)
        del trace[min(range(1, len(trace) - 1), key=cost)]
    return [[round(at, 3), float(f"{value:.10g}")] for at, value in trace]


def quarterdeck(options, folder, reading, limit):
    """One run of the whole program; its trace, which begins after reading, is moved by the seconds that reading takes."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "trace.csv"
        wanted = ["--time", f"{limit:g}", "--threads", str(options.threads), "--gap", f"{GAP:.6f}", "--format", "json", "--trace", str(file)]
        told = run([options.binary, "plan", str(folder), *wanted], most_seconds(limit), lines=False)
        rows = list(csv.DictReader(file.open(newline=""))) if file.exists() else []
    plan = json.loads(told["printed"]) if told["printed"].startswith("{") else {}
    trace = []
    for row in rows:
        if row["value"] and (not trace or float(row["value"]) > trace[-1][1]):
            trace.append([min(float(row["seconds"]) + reading, told["wall"]), float(row["value"])])
    status = plan.get("status")
    if told["code"] is None or not plan:
        status = None
    ends = dict(status=status, optimal=status == "optimal", value=plan.get("value"), bound=plan.get("bound"), seconds=told["wall"])
    ends["trace"] = closed(trace, ends["value"], told["wall"])
    return told, ends | dict(version=plan.get("engine", {}).get("version"))


def peer(options, name, mps, limit):
    """One run of a peer; its seconds begin when its package is loaded."""
    command = [options.python, str(HERE / "solvers.py"), name, str(mps), f"{limit:g}", str(options.threads)]
    told = run(command, most_seconds(limit), lines=True)
    return told, heard(name, told["printed"])


def result(options, name, case, limit):
    """The record of one run of one solver, as it is kept."""
    folder, mps, reading = case
    if name != "quarterdeck" and isinstance(mps, str):
        told, ends = dict(errors=mps, code=1, wall=0.0, processor=0.0, others=None), dict(status=None, optimal=False, value=None, bound=None, seconds=0.0, trace=[], version=None)
    else:
        told, ends = quarterdeck(options, folder, reading, limit) if name == "quarterdeck" else peer(options, name, mps, limit)
    if told["code"] is None:
        ends |= dict(status="killed", optimal=False)
    elif ends["status"] is None:
        ends |= dict(status="failed", optimal=False, error=re.sub(r"/\S*/", "", told["errors"].split("\n")[-1]) or f"exit code {told['code']}")
    rounded = dict(wall=round(told["wall"], 3), processor=round(told["processor"], 2), others=told["others"] and round(told["others"], 3))
    ends |= dict(seconds=round(ends["seconds"] or told["wall"], 3), trace=thinned(ends["trace"]))
    return dict(date=time.strftime("%Y-%m-%d"), cores=os.cpu_count(), threads=options.threads) | ends | rounded


def prepared(options, folder, place):
    """The folder, its program as MPS (or why there is none), and the seconds that Quarterdeck takes to start and read the folder."""
    mps = place / "program.mps"
    export = run([options.binary, "export", str(folder), "--mps", str(mps)], EXPORT_SECONDS, lines=False)
    check = run([options.binary, "check", str(folder)], EXPORT_SECONDS, lines=False)
    return folder, mps if export["code"] == 0 else f"no MPS: {export['errors']}", check["wall"]


def measure(options, folders, results):
    """Runs what is asked for, instance by instance, and keeps each result at once."""
    everyone = sorted(path for path in options.instances.iterdir() if (path / "initiatives.csv").exists())
    solvers = ["quarterdeck", *options.peers]
    hours = len(folders) * len(solvers) * sum(options.seconds) / 3600
    print(f"{len(folders)} instances, {len(solvers)} solvers: {hours:.1f} hours if every run takes its limit", flush=True)
    for folder in folders:
        first = everyone.index(folder) % len(solvers)
        order = solvers[first:] + solvers[:first]
        kept = results["runs"].setdefault(folder.name, {})
        to_run = [(limit, name) for limit in options.seconds for name in order if not (options.missing and name in kept.get(f"{limit:g}", {}))]
        with tempfile.TemporaryDirectory() as place:
            case = prepared(options, folder, Path(place)) if to_run else None
            for limit, name in to_run:
                one = kept.setdefault(f"{limit:g}", {})[name] = result(options, name, case, limit)
                told = " ".join(f"{key} {one[key]}" for key in ("status", "value", "bound", "seconds"))
                print(f"{folder.name}, {limit:g} s, {NAMES.get(name, 'Quarterdeck')}: {told} {one.get('error', '')}".rstrip(), flush=True)
                keep(results, options.results)


def keep(results, file):
    """Writes the results, a line each, beside the file and renames it."""
    line = lambda facts: json.dumps(facts, separators=(",", ":"))
    rows = [
        f"{line(instance)}:{{" + ",".join(f"\n{line(limit)}:{{" + ",".join(f"\n {line(name)}:{line(one)}" for name, one in solvers.items()) + "}" for limit, solvers in limits.items()) + "}"
        for instance, limits in sorted(results["runs"].items())
    ]
    beside = file.with_suffix(".new")
    beside.write_text(f'{{"best":{line(results["best"])},\n"runs":{{\n' + ",\n".join(rows) + "\n}}\n")
    beside.replace(file)


def known_best(instances):
    """The best value known of each instance, and how well it is known, from best.csv; none without that file."""
    file = instances / "best.csv"
    if not file.exists():
        return {}
    with file.open(newline="") as lines:
        return {line["instance"]: [float(line["best_value"]), line["status"]] for line in csv.DictReader(lines) if line["best_value"]}


def require(options):
    """Ends with the command that mends it if the binary or a package of a peer is missing."""
    if not os.access(options.binary, os.X_OK):
        sys.exit(f"error: there is no program at {options.binary}\n  help: cargo build --release")
    usage = subprocess.run([options.binary, "plan", "--help"], capture_output=True, text=True).stdout
    if "--trace" not in usage:
        sys.exit(f"error: {options.binary} is too old to know `plan --trace`\n  help: cargo build --release")
    for name in options.peers:
        try:
            code = subprocess.run([options.python, "-c", f"import {PACKAGES[name]}"], capture_output=True).returncode
        except OSError:
            code = 1
        if code != 0:
            sys.exit(f"error: {options.python} has no package `{PACKAGES[name]}`, which {NAMES[name]} needs\n  help: {SETUP}")


def chosen(options):
    folders = sorted(path for path in options.instances.iterdir() if (path / "initiatives.csv").exists())
    folders = [folder for folder in folders if not options.only or any(fnmatch.fnmatchcase(folder.name, pattern) for pattern in options.only)]
    return folders or sys.exit(f"error: no portfolio in {options.instances} fits --only")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances", type=Path, nargs="?")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="an instance or a pattern such as 'mkp-*'; repeatable")
    parser.add_argument("--seconds", type=float, nargs="+", default=[10, 60])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", default=",".join(NAMES), help="default: %(default)s; empty for Quarterdeck alone")
    parser.add_argument("--missing", action="store_true", help="run only what has no result yet")
    parser.add_argument("--binary", default=str(ROOT / "target/release/quarterdeck"))
    python = ROOT / ".peers/bin/python"
    parser.add_argument("--python", default=str(python if python.exists() else sys.executable), help="the Python that has the peers' packages; default: that of .peers, else this one")
    parser.add_argument("--results", type=Path, default=HERE / "results.json")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/benchmarks.md")
    parser.add_argument("--report", action="store_true", help="run nothing, write the report again from --results")
    options = parser.parse_args()
    options.peers = [name for name in options.peers.split(",") if name]
    unknown = set(options.peers) - set(NAMES)
    if unknown or (options.instances is None and not options.report):
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}" if unknown else "INSTANCES or --report is needed")
    return options


def main():
    options = arguments()
    results = json.loads(options.results.read_text()) if options.results.exists() else dict(best={}, runs={})
    if not options.report:
        require(options)
        results["best"] |= known_best(options.instances)
        measure(options, chosen(options), results)
    if not results["runs"]:
        sys.exit(f"error: no results in {options.results}; run with INSTANCES first")
    report.write(results, options.out)
    wrong = report.contradictions(results)
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
