#!/usr/bin/env python3
"""Runs `quarterdeck plan` on every folder of instances and writes the results as a Markdown table.

usage: benches/instances.py INSTANCES [--time 60] [--jobs 1] [--only PREFIX,…] [--binary target/release/quarterdeck] [--out docs/benchmarks.md]
With --only the other rows of the table in --out stay as they are; so does what follows the table, always.
Needs Python 3 alone. INSTANCES holds folders of portfolios and `best.csv` (instance,best_value,upper_bound,status,source).
"""
import argparse, csv, json, os, subprocess, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def peak(pid):
    """Peak memory of a process so far in kB, 0 if the system does not tell. What `wait4` tells is at least what this script had when it
    started the process."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return max((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), default=0)
    except OSError:
        return 0


def run(binary, folder, seconds):
    """Runs one instance in a process of its own; the plan's JSON, wall seconds, peak memory in MB, exit code."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen([binary, "plan", str(folder), "--time", str(seconds), "--format", "json"], stdout=out, stderr=subprocess.DEVNULL)
        memory = 0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            memory = max(memory, peak(process.pid))
            time.sleep(0.005)
        _, status, usage = ended
        wall = time.perf_counter() - began
        out.seek(0)
        text = out.read()
        return json.loads(text) if text else {}, wall, (memory or usage.ru_maxrss) / 1024, os.waitstatus_to_exitcode(status)


def number(value):
    if value is None:
        return "-"
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", " ")


def row(name, result, best):
    plan, wall, memory, code = result
    known = best.get(name, {})
    gap = plan.get("gap")
    cells = [name, plan.get("status", f"exit {code}"), number(plan.get("value")), number(plan.get("bound")), "-" if gap is None else f"{100 * gap:.2f} %", f"{wall:.2f}", f"{memory:.0f}",
             number(float(known["best_value"])) if known.get("best_value") else "-", known.get("status", "-")]
    if known.get("best_value") and plan.get("value") is not None:
        cells.append(f"{100 * (plan['value'] / float(known['best_value']) - 1):+.2f} %")
    else:
        cells.append("-")
    return "| " + " | ".join(cells) + " |"


def known_rows(out):
    """The rows of the table in a file by instance, and the text behind the table."""
    lines = out.read_text().split("\n") if out.exists() else []
    end = next((i for i, line in enumerate(lines) if line.startswith(("## ", "<!-- "))), len(lines))
    last = max((i for i, line in enumerate(lines[:end]) if line.startswith("| ") and line.count("|") == 11), default=-1)
    rows = {line.split("|")[1].strip(): line for line in lines[: last + 1] if line.count("|") == 11 and not line.startswith("|---")}
    rows.pop("instance", None)
    return rows, "\n".join(lines[last + 1 :]).strip("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances", type=Path)
    parser.add_argument("--time", type=float, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--binary", default="target/release/quarterdeck")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks.md"))
    options = parser.parse_args()
    with open(options.instances / "best.csv", newline="") as file:
        best = {line["instance"]: line for line in csv.DictReader(file)}
    folders = sorted(path for path in options.instances.iterdir() if path.is_dir() and path.name.startswith(tuple(options.only.split(","))))
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda folder: run(options.binary, folder, options.time), folders))
    version = subprocess.run([options.binary, "--version"], capture_output=True, text=True).stdout.strip()
    head = [
        "# Benchmarks", "",
        f"`benches/instances.py INSTANCES --time {options.time:g} --jobs {options.jobs}` with {version}, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {options.jobs} run(s) at a time.",
        "Wall time is of the whole process, reading and printing included; memory is its peak. Timings of a shared machine are to be read as ratios.", "",
        "| instance | status | value | bound | gap | seconds | MB | best known | its status | value against it |",
        "|---|---|---:|---:|---:|---:|---:|---:|---|---:|",
    ]
    rows, behind = known_rows(options.out)
    rows = rows if options.only else {}
    rows |= {folder.name: row(folder.name, result, best) for folder, result in zip(folders, results)}
    text = "\n".join(head + [rows[name] for name in sorted(rows)]) + "\n"
    beside = options.out.with_suffix(".new")
    beside.write_text(text + (f"\n{behind}\n" if behind else ""))
    beside.replace(options.out)
    sys.exit(any(result[3] not in (0,) for result in results))


if __name__ == "__main__":
    main()
