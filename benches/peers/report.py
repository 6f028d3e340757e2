"""The results of side_by_side.py as a section of docs/benchmarks.md, and what contradicts itself in them."""
import fnmatch, re, statistics
from pathlib import Path

import picture
from solvers import GAP, NAMES

NAMES = dict(quarterdeck="Quarterdeck") | NAMES
PEERS = [name for name in NAMES if name != "quarterdeck"]
FAMILIES = [("roadmap", "Roadmaps", ["roadmap-*"]), ("mkp", "Knapsacks (OR-Library)", ["mkp-*"]), ("release", "Next releases (NRP, Baan)", ["nrp*", "baan*"]), ("mines", "Mines", ["*"])]
BEGIN, END = "<!-- side by side: begin -->", "<!-- side by side: end -->"
SAME = 1e-6  # relative: values this close are the same; the gap to which all solvers prove
PRINTED = 1e-3  # absolute: CBC prints bounds to three decimals


def family(instance):
    return next(key for key, _, patterns in FAMILIES if any(fnmatch.fnmatchcase(instance, pattern) for pattern in patterns))


def level(one, other):
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def number(value):
    """With two decimals where they say something, thousands apart."""
    if value is None:
        return "-"
    decimals = 2 if abs(value) < 1e5 else 1 if abs(value) < 1e6 else 0
    text = f"{value:,.{decimals}f}".replace(",", " ")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share, sign=""):
    """In percent, with more decimals where two would show nothing."""
    if share is None:
        return "-"
    decimals = 2 if share == 0 or abs(share) >= 5e-5 else 4
    return f"{100 * share:{sign}.{decimals}f} %"


def seconds_text(seconds):
    return "-" if seconds is None else f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def bold(text, is_bold):
    return f"**{text}**" if is_bold else text


class Comparison:
    """All runs of one instance with one limit."""

    def __init__(self, instance, limit, runs, best):
        self.instance, self.limit, self.runs = instance, limit, runs
        values = {name: run["value"] for name, run in runs.items() if run["value"] is not None}
        self.most = max(values.values(), default=None)
        self.known = best[0] if best else self.most
        self.is_published = bool(best)
        self.own = values.pop("quarterdeck", None)
        self.best_peer = max(values, key=values.get, default=None)
        self.peer_value = values.get(self.best_peer)

    def has_both_sides(self):
        return "quarterdeck" in self.runs and len(self.runs) > 1

    def lead(self):
        """Of Quarterdeck's value over that of the best peer, relative; None if one of them has no plan."""
        if self.own is None or self.peer_value is None:
            return None
        return 0.0 if level(self.own, self.peer_value) else (self.own - self.peer_value) / max(abs(self.peer_value), 1e-9)

    def against(self, value):
        """1 where Quarterdeck has more value, 0 where it has the same, -1 where it has less; no plan is less than any."""
        if self.own is None or value is None:
            return (self.own is not None) - (value is not None)
        return 0 if level(self.own, value) else 1 if self.own > value else -1

    def is_most(self, name):
        value = self.runs[name]["value"]
        return value is not None and level(value, self.most)

    def to_one_percent(self, name):
        """Seconds until the plan is within 1 % of the best known value."""
        enough = self.known - 0.01 * abs(self.known) if self.known is not None else None
        return next((at for at, value in self.runs[name]["trace"] if enough is not None and value >= enough), None)

    def to_proof(self, name):
        return self.runs[name]["seconds"] if self.runs[name]["optimal"] else None

    def gap(self, name):
        run = self.runs.get(name)
        if run is None or run["value"] is None or run["bound"] is None:
            return None
        return 0.0 if run["optimal"] else max(0.0, run["bound"] - run["value"]) / max(abs(run["value"]), 1e-9)

    def soonest(self, of):
        return min((at for name in self.runs if (at := of(name)) is not None), default=None)


def comparisons(results):
    """By limit, from the shortest; instances by name, numbers in names by size."""
    by_name = lambda entry: [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", entry[0])]
    limits = sorted({limit for runs in results["runs"].values() for limit in runs}, key=float)
    of = lambda limit: [Comparison(name, float(limit), runs[limit], results["best"].get(name)) for name, runs in sorted(results["runs"].items(), key=by_name) if limit in runs]
    return {limit: of(limit) for limit in limits}


def contradictions(results):
    """Sentences on proofs that differ, and on plans worth more than what another solver calls a bound."""
    found = []
    for limit, cases in comparisons(results).items():
        for case in cases:
            where, proven = f"{case.instance}, {limit} s", [name for name in case.runs if case.runs[name]["optimal"]]
            for name in proven[1:]:
                one, other = case.runs[proven[0]]["value"], case.runs[name]["value"]
                if not level(one, other):
                    found.append(f"contradiction: {where}: {NAMES[proven[0]]} calls {one!r} optimal, {NAMES[name]} {other!r}")
            for name, run in case.runs.items():
                if run["bound"] is not None and case.most is not None and case.most - run["bound"] > SAME * abs(run["bound"]) + PRINTED:
                    holder = next(other for other in case.runs if case.runs[other]["value"] == case.most)
                    found.append(f"contradiction: {where}: {NAMES[name]} says that no plan is worth more than {run['bound']!r}, {NAMES[holder]} has one of {case.most!r}")
    return found


def table(head, rows):
    """A Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return ["| " + " | ".join(line) + " |" if line[0] != "---" else "|" + "|".join(line) + "|" for line in lines] + [""]


def value_cell(case, name):
    run = case.runs.get(name)
    if run is None:
        return ""
    if run["value"] is None and run["status"] in ("failed", "killed"):
        return run["status"]
    bound = "=" if run["optimal"] else number(run["bound"])
    return f"{bold(number(run['value']), case.is_most(name))} [{bound}]" if run["value"] is not None or run["bound"] is not None else "-"


def value_table(cases):
    head = ["instance", *NAMES.values(), "lead", "gap", "a peer's gap"]
    rows = []
    for case in cases:
        gaps = [gap for name in PEERS if (gap := case.gap(name)) is not None]
        cells = [value_cell(case, name) for name in NAMES]
        rows.append([case.instance, *cells, percent(case.lead(), "+") if case.lead() else "0" if case.lead() == 0 else "-", percent(case.gap("quarterdeck")), percent(min(gaps, default=None))])
    return table(head, rows)


def time_table(cases):
    rows = []
    for case in cases:
        first, proof = case.soonest(case.to_one_percent), case.soonest(case.to_proof)
        cell = lambda at, least: bold(seconds_text(at), at is not None and at == least)
        cells = [f"{cell(case.to_one_percent(name), first)} / {cell(case.to_proof(name), proof)}" if name in case.runs else "" for name in NAMES]
        rows.append([case.instance, *cells, number(case.known)])
    return table(["seconds to 1 % / to proof", *NAMES.values(), "best known"], rows)


def tally(results):
    """`wins / the same / losses` of numbers 1, 0 and -1."""
    return f"{results.count(1)} / {results.count(0)} / {results.count(-1)}"


def family_table(cases):
    rows = []
    for key, title, _ in [*FAMILIES, (None, "all", None)]:
        own = [case for case in cases if key in (None, family(case.instance))]
        if not own:
            continue
        against = lambda name: [case.against(case.runs[name]["value"]) for case in own if name in case.runs]
        leads = [lead for case in own if (lead := case.lead()) is not None]
        proofs = lambda name: sum(name in case.runs and case.runs[name]["optimal"] for case in own)
        by_peer = max(PEERS, key=proofs)
        rows.append([title, str(len(own)), bold(tally([case.against(case.peer_value) for case in own]), True), *[tally(against(name)) for name in PEERS],
                     percent(statistics.median(leads), "+") if leads else "-", f"{proofs('quarterdeck')} / {proofs(by_peer)} ({NAMES[by_peer]})"])
    return table(["more / same / less value than", "instances", "best peer", *[NAMES[name] for name in PEERS], "median lead", "proofs, best peer's"], rows)


def listing(title, items):
    return [f"- {title} ({len(items)}): {', '.join(items) if items else 'none'}."]


def wins_and_losses(cases):
    """Everything that Quarterdeck lost, then everything it won, by instance, the largest first."""
    by_lead = sorted((case for case in cases if case.lead()), key=Comparison.lead)
    lead = lambda case: f"`{case.instance}` {percent(case.lead(), '+')} ({NAMES[case.best_peer]})"
    without = [f"`{case.instance}` no plan ({NAMES[case.best_peer]} has one)" for case in cases if case.own is None and case.best_peer]
    alone = [f"`{case.instance}` no peer has a plan" for case in cases if case.own is not None and not case.best_peer]
    proves = lambda case, name: name in case.runs and case.runs[name]["optimal"]
    proofs = lambda case: ", ".join(f"{NAMES[name]} {seconds_text(case.to_proof(name))} s" for name in NAMES if proves(case, name))
    peers_prove = lambda case: any(proves(case, name) for name in PEERS)
    named = lambda case: f"`{case.instance}` ({proofs(case)})"
    near = lambda case, name: name in case.runs and case.to_one_percent(name) is not None
    late = [case for case in cases if proves(case, "quarterdeck") and case.soonest(case.to_proof) < case.to_proof("quarterdeck")]
    far = [f"`{case.instance}`" for case in cases if not near(case, "quarterdeck") and any(near(case, name) for name in PEERS)]
    slow = [f"`{case.instance}`" for case in cases if near(case, "quarterdeck") and case.soonest(case.to_one_percent) < case.to_one_percent("quarterdeck")]
    short = [f"`{case.instance}` {percent(case.own / case.known - 1, '+')}" for case in cases if case.is_published and case.own is not None and case.against(case.known) < 0]
    beyond = [f"`{case.instance}` {percent(case.own / case.known - 1, '+')}" for case in cases if case.is_published and case.own is not None and case.against(case.known) > 0]
    lines = ["Losses:", ""]
    lines += listing("less value than the best peer", without + [lead(case) for case in by_lead if case.lead() < 0])
    lines += listing("proven by a peer, not by Quarterdeck", [named(case) for case in cases if peers_prove(case) and not proves(case, "quarterdeck")])
    lines += listing("proven later than by a peer", [named(case) for case in late])
    lines += listing("not within 1 % of the best known value, though a peer is", far)
    lines += listing("within 1 % later than a peer", slow)
    lines += listing("below the best known value", short)
    lines += ["", "Wins:", ""]
    lines += listing("more value than every peer", alone + [lead(case) for case in reversed(by_lead) if case.lead() > 0])
    lines += listing("proven by Quarterdeck alone", [named(case) for case in cases if proves(case, "quarterdeck") and not peers_prove(case)])
    first = lambda case, of: of("quarterdeck") is not None and of("quarterdeck") == case.soonest(of)
    lines += [f"- first to a proof: {sum(first(case, case.to_proof) for case in cases)} of {sum(case.soonest(case.to_proof) is not None for case in cases)} that anybody proves; "
              f"first within 1 %: {sum(first(case, case.to_one_percent) for case in cases)} of {sum(case.soonest(case.to_one_percent) is not None for case in cases)}."]
    lines += listing("above the best value known before", beyond)
    return lines + [""]


def spread(values):
    """`a`, or `a to b`, of what may differ from run to run."""
    values = sorted({value for value in values if value is not None})
    return "unknown" if not values else f"{values[0]}" if len(values) == 1 else f"{values[0]} to {values[-1]}"


def troubles(limit, cases):
    """Sentences on runs that failed, were killed or took much longer than their limit."""
    lines = []
    for case in cases:
        for name, run in case.runs.items():
            if run["status"] in ("failed", "killed"):
                lines.append(f"{NAMES[name]} {run['status']} on `{case.instance}` after {run['wall']:.0f} s" + (f" ({run['error']})" if run.get("error") else ""))
            elif run["wall"] > 1.1 * case.limit + 3:
                lines.append(f"{NAMES[name]} took {run['wall']:.0f} s for `{case.instance}`")
    return ["Not as agreed: " + "; ".join(lines) + ".", ""] if lines else []


def introduction(results):
    runs = [run | dict(name=name) for limits in results["runs"].values() for solvers in limits.values() for name, run in solvers.items()]
    versions = ", ".join(f"{title} {spread(run['version'] for run in runs if run['name'] == name)}" for name, title in NAMES.items() if any(run["name"] == name for run in runs))
    others = [(run["others"], run["wall"]) for run in runs if run["others"] is not None and run["wall"] >= 1]
    load = ""
    if others:
        mean = sum(share * wall for share, wall in others) / sum(wall for _, wall in others)
        load = f" Other processes took {100 * mean:.0f} % of the machine on average during runs of a second or more, {100 * max(others)[0]:.0f} % at most."
    limits = sorted({float(limit) for solvers in results["runs"].values() for limit in solvers})
    return [
        "## Side by side", "",
        f"`benches/peers/side_by_side.py INSTANCES`: {len(results['runs'])} instances, {spread(run['date'] for run in runs)}; {versions}; {spread(run['threads'] for run in runs)} threads, {spread(run['cores'] for run in runs)} cores, "
        f"limits of {' and '.join(f'{limit:g}' for limit in limits)} s, relative gap {GAP:g} for all. Solvers run one at a time, each in a process of its own; who is first rotates from instance to instance.{load}", "",
        "Peers read the program as MPS, after Quarterdeck's presolve (`quarterdeck export --mps`), and presolve it again. Seconds of a peer begin when its package is loaded, and reading the MPS is in them; those of Quarterdeck "
        "are of the whole process: start, reading the CSV, building, presolve, solving and printing. The limit is given to each solver as its own; reading may come on top of it. SCIP's package searches on one thread. "
        "Values of peers are what they say; those of Quarterdeck are judged in exact arithmetic.", "",
        "Value [bound]: `[=]` is a proof, bold the most value. Lead: Quarterdeck's value over that of the best peer. Gap: Quarterdeck's own, beside the smallest of a peer. Seconds are to 1 % of the best known value (`best.csv`, else the best of "
        "these runs with this limit) and to the proof, bold the soonest, `-` not within the limit.", "",
    ]


def section(results, pictures):
    lines = introduction(results)
    lines += [line for title, file in pictures for line in (f"![{title}: value over time]({file})", "")]
    for limit, cases in comparisons(results).items():
        both = [case for case in cases if case.has_both_sides()]
        lines += [f"### {limit} seconds", ""]
        lines += family_table(both) + wins_and_losses(both) if both else []
        lines += troubles(limit, cases) + value_table(cases) + time_table(cases)
    return "\n".join(lines).rstrip("\n")


def draw(results, folder):
    """A picture for each family that has results, of the runs with the longest limit; their titles and files."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for key, title, _ in FAMILIES:
        of_family = {limit: own for limit, cases in comparisons(results).items() if (own := [case for case in cases if family(case.instance) == key])}
        if of_family:
            longest = list(of_family)[-1]
            beside = folder / f"{key}.new"
            beside.write_text(picture.svg(title, float(longest), of_family[longest], NAMES))
            beside.replace(folder / f"{key}.svg")
            pictures.append((title, f"{folder.name}/{key}.svg"))
    return pictures


def write(results, out):
    """Puts the section between its marks, or before the second heading of a file without them; all else stays as it is."""
    pictures = draw(results, out.with_suffix(""))
    marked = f"{BEGIN}\n{section(results, pictures)}\n{END}"
    text = out.read_text() if out.exists() else "# Benchmarks\n"
    if BEGIN in text and END in text:
        before, after = text.split(BEGIN)[0], text.split(END, 1)[1]
    else:
        at = text.find("\n## ")
        before, after = (text.rstrip("\n") + "\n\n", "\n") if at < 0 else (text[: at + 1], "\n\n" + text[at + 1 :])
    beside = Path(out).with_suffix(".new")
    beside.write_text(before + marked + after)
    beside.replace(out)
