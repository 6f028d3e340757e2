"""Value over time as SVG, a panel for each instance: the share of the best known value over the logarithm of time, each line labelled at its end.

The share is drawn on a scale on which each step towards the best known value counts ten times the one before: 90, 99, 99.9 %. Colours are those of Okabe
and Ito (2008), which the colour-blind can tell apart.
"""
import math
from html import escape

COLOURS = dict(quarterdeck="#0072B2", highs="#D55E00", cpsat="#009E73", scip="#CC79A7", cbc="#333333")
PANELS_A_ROW = 3
# All in pixels: a panel's plot, and what is around it for the axis, the labels and the name.
PLOT_WIDTH, PLOT_HEIGHT, LEFT, RIGHT, ABOVE, BELOW = 196, 148, 42, 98, 30, 24
HEAD, FOOT, LABEL_HEIGHT, SIDE_STEP = 76, 14, 12.5, 1.3
SHARES = [0.5, 0.9, 0.99, 0.999, 1.0]
LEAST_SHARE, NEAREST = 0.5, 1e-4  # the bottom of a panel; within this of the best known value is its top
INK, FAINT, GRID = "#1f2328", "#59636e", "#e4e7eb"
STYLE = (
    "text{font-family:-apple-system,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif;font-size:11px}"
    f".title{{font-size:17px;font-weight:600;fill:{INK}}}.under{{font-size:12px;fill:{FAINT}}}.name{{font-size:12px;font-weight:600;fill:{INK}}}.tick{{font-size:10px;fill:{FAINT}}}"
    "path{fill:none;stroke-linejoin:round}"
)


def number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Panel:
    """The runs of one instance, drawn at a place."""

    def __init__(self, case, known, first_second, place, names):
        self.case, self.known, self.first, self.names = case, known, first_second, names
        self.left, self.top = place
        self.right, self.bottom = self.left + PLOT_WIDTH, self.top + PLOT_HEIGHT

    def x(self, seconds):
        along = math.log(max(seconds, self.first) / self.first) / math.log(self.case.limit / self.first)
        return self.left + PLOT_WIDTH * min(along, 1.0)

    def y(self, share):
        steps = lambda missing: -math.log10(max(missing, NEAREST))
        up = (steps(1 - share) - steps(1 - LEAST_SHARE)) / (steps(0) - steps(1 - LEAST_SHARE))
        return self.bottom - PLOT_HEIGHT * max(0.0, min(up, 1.0))

    def share(self, value):
        return 1 - (self.known - value) / max(abs(self.known), 1e-9)

    def grid(self):
        parts = [f'<text class="name" x="{self.left}" y="{self.top - 10}">{escape(self.case.instance)}</text>']
        for share in SHARES:
            y = self.y(share)
            parts.append(f'<path d="M{self.left} {number(y)}H{self.right}" stroke="{GRID}"/>')
            parts.append(f'<text class="tick" text-anchor="end" x="{self.left - 6}" y="{number(y + 3.5)}">{100 * share:g} %</text>')
        for seconds in ticks(self.first, self.case.limit):
            x = number(self.x(seconds))
            parts.append(f'<path d="M{x} {self.top}V{self.bottom}" stroke="{GRID}"/>')
            parts.append(f'<text class="tick" text-anchor="middle" x="{x}" y="{self.bottom + 14}">{seconds:g} s</text>')
        return parts

    def line(self, name):
        """A step at each better plan; after a proof, marked with a dot, and after the end it goes on thin."""
        run, colour, side = self.case.runs[name], COLOURS[name], SIDE_STEP * (list(self.names).index(name) - len(self.names) // 2)
        width = 2.6 if name == "quarterdeck" else 1.6
        points = [(self.x(at), self.y(self.share(value)) + side) for at, value in run["trace"]]
        if not points:
            return []
        end = self.x(run["seconds"])
        path = f"M{number(points[0][0])} {number(points[0][1])}" + "".join(f"H{number(x)}V{number(y)}" for x, y in points[1:]) + f"H{number(max(end, points[-1][0]))}"
        parts = [f'<path d="{path}" stroke="{colour}" stroke-width="{width}"/>']
        if end < self.right - 1:
            parts.append(f'<path d="M{number(end)} {number(points[-1][1])}H{self.right}" stroke="{colour}" stroke-width="0.8" stroke-dasharray="2 2"/>')
        if run["optimal"]:
            parts.append(f'<circle cx="{number(end)}" cy="{number(points[-1][1])}" r="{3.6 if name == "quarterdeck" else 3}" fill="{colour}" stroke="#fff" stroke-width="0.8"/>')
        return parts

    def labels(self):
        """The names at the ends of their lines, moved apart, with a thin line from one to the other."""
        ends = []
        for place, name in enumerate(self.names):
            if name in self.case.runs:
                value = self.case.runs[name]["value"]
                y = self.bottom if value is None else self.y(self.share(value)) + SIDE_STEP * (place - len(self.names) // 2)
                ends.append((value is None, -round(self.share(value), 5) if value is not None else 0, place, y, name))
        ends.sort()
        parts = []
        for (has_none, _, _, y, name), at in zip(ends, apart([end[3] for end in ends], self.top - 4, self.bottom + 4)):
            words = self.names[name] + (" no plan" if has_none else self.below(name))
            weight = ' font-weight="700"' if name == "quarterdeck" else ""
            if not has_none:
                parts.append(f'<path d="M{self.right + 1} {number(y)}L{self.right + 9} {number(at)}" stroke="{COLOURS[name]}" stroke-width="0.8"/>')
            parts.append(f'<text x="{self.right + 12}" y="{number(at + 3.8)}" fill="{COLOURS[name]}"{weight}>{escape(words)}</text>')
        return parts

    def below(self, name):
        share = self.share(self.case.runs[name]["value"])
        return f" {100 * share:.0f} %" if share < LEAST_SHARE else ""

    def svg(self):
        order = sorted(self.case.runs, key=lambda name: name == "quarterdeck")
        return self.grid() + [part for name in order for part in self.line(name)] + self.labels()


def apart(wanted, top, bottom):
    """Heights as near to those wanted as an order from top to bottom, LABEL_HEIGHT apart, allows."""
    heights = []
    for y in wanted:
        heights.append(max(y, heights[-1] + LABEL_HEIGHT if heights else top))
    limit = bottom
    for place in range(len(heights) - 1, -1, -1):
        heights[place] = min(heights[place], limit)
        limit = heights[place] - LABEL_HEIGHT
    return heights


def ticks(first, last):
    """Powers of ten, and the last second if it is not too near to one."""
    powers = [10.0**power for power in range(round(math.log10(first)), math.floor(math.log10(last)) + 1)]
    return powers if powers[-1] > 0.6 * last else [*powers[:-1], *([powers[-1]] if powers[-1] < 0.3 * last else []), last]


def svg(title, limit, cases, names):
    """The picture of a family."""
    known = {case.instance: max(value for value in (case.known, case.most) if value is not None) for case in cases if case.most is not None}
    cases = [case for case in cases if case.instance in known]
    firsts = [run["trace"][0][0] for case in cases for run in case.runs.values() if run["trace"]]
    first_second = 0.01 if firsts and min(firsts) < 0.05 else 0.1
    columns = max(1, min(PANELS_A_ROW, len(cases)))
    across, down = LEFT + PLOT_WIDTH + RIGHT, ABOVE + PLOT_HEIGHT + BELOW
    width, height = max(columns * across + 16, 660), HEAD + math.ceil(len(cases) / columns) * down + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{escape(title)}: value over time with a limit of {limit:g} seconds</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text class="title" x="16" y="26">{escape(title)}: value over time, {limit:g} s</text>',
        f'<text class="under" x="16" y="46">Share of the best known value, these runs included, over seconds; both scales are logarithmic.</text>',
        '<text class="under" x="16" y="62">A dot is the proof that nothing is better. Lines that would cover each other are drawn side by side.</text>',
    ]
    for place, case in enumerate(cases):
        corner = (8 + place % columns * across + LEFT, HEAD + place // columns * down + ABOVE)
        parts += Panel(case, known[case.instance], first_second, corner, names).svg()
    return "\n".join([*parts, "</svg>"]) + "\n"
