#!/usr/bin/env python3
"""Measures scenarios a second against a loop over a PuLP script that solves the same scenarios with CBC.

usage: benches/throughput.py [--portfolio data/atlas] [--count 1000] [--peer-count 40] [--python python3]
Needs PuLP in the Python of `--python` (`pip install pulp`). Runs `cargo bench --bench throughput` on all scenarios, then
`benches/peers/pulp_cbc.py` on the first `--peer-count` of them, alone on the machine; fails when two values differ by more than the gap.
"""
import argparse, re, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
GAP = 1e-4


def values(text):
    return [line.split()[1] for line in text.splitlines()]


def agree(own, peer):
    if "infeasible" in (own, peer):
        return own == peer
    return abs(float(own) - float(peer)) <= GAP * abs(float(own)) * 1.01


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portfolio", default=str(HERE.parent / "data/atlas"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--peer-count", type=int, default=40)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        bench = ["cargo", "bench", "--quiet", "--bench", "throughput", "--", "--portfolio", options.portfolio, "--count", str(options.count), "--out", str(folder)]
        own = subprocess.run(bench, capture_output=True, text=True, check=True, cwd=HERE.parent).stdout
        first = folder / "first.json"
        first.write_text("".join((folder / "scenarios.json").read_text().splitlines(keepends=True)[: options.peer_count]))
        script = [options.python, str(HERE / "peers/pulp_cbc.py"), options.portfolio, str(first), "--gap", str(GAP)]
        peer = subprocess.run(script, capture_output=True, text=True, check=True)
        pairs = list(zip(values((folder / "values.txt").read_text()), values(peer.stdout)))
    rate = lambda text: float(re.search(r"([\d.]+) a second", text)[1])
    print("quarterdeck:", own.strip(), "PuLP and CBC:", peer.stderr.strip(), sep="\n")
    processor = lambda text: float(re.search(r"([\d.]+) processor seconds", text)[1])
    print(f"{processor(peer.stderr) / processor(own):.1f} times the scenarios for a processor second")
    print(f"{rate(own) / rate(peer.stderr):.1f} times the rate; values agree on {sum(agree(*pair) for pair in pairs)} of {len(pairs)} scenarios")
    sys.exit(not all(agree(*pair) for pair in pairs))


if __name__ == "__main__":
    main()
