//! The curve as a picture in SVG: value and bound against the number, and where the plan changes.
//!
//! Lines differ in dashes and marks as well as in colour; the background is white, so that it can be read on a dark page.

use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::DashedPathElement;
use plotters::prelude::*;

use super::{Curve, SweepReport, Swept, words};
use crate::report::numbers::{count, value};
use crate::scenario::{Outcome, Point};

/// Width and height in pixels: a slide or a page across.
const SIZE: (u32, u32) = (900, 520);
/// Share of a range left free beyond both of its ends, so that no mark lies on the frame.
const MARGIN: f64 = 0.05;
/// Share of its numbers below which a range counts as one number: ticks within it would all be labelled the same.
const NARROWEST: f64 = 1e-6;
/// What is beyond this is not drawn; the width of a range stays a number.
const GREATEST: f64 = 1e300;
/// The reader's own, since none is embedded.
const FONT: &str = "sans-serif";
const VALUE: RGBColor = RGBColor(0, 90, 160);
const BOUND: RGBColor = RGBColor(190, 80, 0);
const TURN: RGBColor = RGBColor(165, 165, 165);
const NO_PLAN: RGBColor = RGBColor(170, 20, 40);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// What is drawn.
struct Picture {
    title: String,
    x_title: String,
    x_label: Box<dyn Fn(&f64) -> String>,
    /// Unbroken runs of points with a plan.
    values: Vec<Vec<(f64, f64)>>,
    /// Unbroken runs of points with a bound.
    bounds: Vec<Vec<(f64, f64)>>,
    turns: Vec<f64>,
    /// Places without a plan.
    without: Vec<f64>,
    x: Range<f64>,
    y: Range<f64>,
}

/// The picture with its title and description.
pub(super) fn svg(report: &SweepReport<'_>, curve: &Curve<'_>) -> String {
    let picture = Picture::of(report, curve);
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
    picture.draw(&area).expect("memory takes all, and the frame fits into the size");
    drop(area);
    described(&text, &picture.title, &description(curve))
}

impl Picture {
    fn of(report: &SweepReport<'_>, curve: &Curve<'_>) -> Self {
        let place = |point: &&Point| curve.place(point);
        let value = |point: &Point| point.outcome.answer().map(|answer| answer.value);
        let bound = |point: &Point| point.outcome.optimum().map(|optimum| optimum.high);
        let [values, bounds] = [runs(curve, value), runs(curve, bound)];
        let middle = |after: usize| f64::midpoint(curve.place(curve.points[after]), curve.place(curve.points[after + 1]));
        // Every point of a frontier is another plan.
        let turns = match curve.swept {
            Swept::Number(_) => curve.turns.iter().map(|turn| middle(turn.after)).collect(),
            Swept::Share(_) => Vec::new(),
        };
        let scale = curve.scale();
        let x_title = x_title(report, curve);
        Self {
            title: format!("{}: value against {}", report.portfolio.name(), x_title),
            x_title,
            x_label: Box::new(move |place| words::place(scale, *place)),
            turns,
            without: curve.points.iter().filter(|point| point.plan().is_none()).map(place).collect(),
            x: range(curve.points.iter().map(place)),
            y: range(values.iter().chain(&bounds).flatten().map(|&(_, y)| y)),
            values,
            bounds,
        }
    }

    fn draw(&self, area: &Area<'_>) -> Drawn {
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(area)
            .caption(&self.title, (FONT, 20))
            .margin(14)
            .x_label_area_size(48)
            .y_label_area_size(76)
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        let mut mesh = chart.configure_mesh();
        mesh.light_line_style(TRANSPARENT).bold_line_style(BLACK.mix(0.1)).label_style((FONT, 14)).axis_desc_style((FONT, 15));
        mesh.x_desc(&self.x_title).y_desc("value").x_label_formatter(&self.x_label).y_label_formatter(&|number| value(*number));
        mesh.draw()?;
        self.draw_turns(&mut chart)?;
        self.draw_bounds(&mut chart)?;
        self.draw_values(&mut chart)?;
        self.draw_without(&mut chart)?;
        let mut legend = chart.configure_series_labels();
        legend.position(self.free_corner()).label_font((FONT, 14)).background_style(WHITE.mix(0.85));
        legend.border_style(BLACK.mix(0.2)).margin(10).draw()?;
        Ok(area.present()?)
    }

    /// Below the higher end of the curve.
    fn free_corner(&self) -> SeriesLabelPosition {
        let all = || self.values.iter().chain(&self.bounds).flatten();
        let is_rising = all().next().zip(all().next_back()).is_some_and(|(first, last)| last.1 > first.1);
        if is_rising { SeriesLabelPosition::LowerRight } else { SeriesLabelPosition::LowerLeft }
    }

    fn draw_values(&self, chart: &mut Chart<'_, '_>) -> Drawn {
        for (position, run) in self.values.iter().enumerate() {
            let line = chart.draw_series(LineSeries::new(run.iter().copied(), VALUE.stroke_width(2)))?;
            if position == 0 {
                line.label("value of the plan found")
                    .legend(|(x, y)| PathElement::new([(x, y), (x + 20, y)], VALUE.stroke_width(2)));
            }
            chart.draw_series(run.iter().map(|&at| Circle::new(at, 4, VALUE.filled())))?;
        }
        Ok(())
    }

    fn draw_bounds(&self, chart: &mut Chart<'_, '_>) -> Drawn {
        for (position, run) in self.bounds.iter().enumerate() {
            let line = chart.draw_series(DashedLineSeries::new(run.iter().copied(), 7, 5, BOUND.stroke_width(2)))?;
            if position == 0 {
                let key = |(x, y)| DashedPathElement::new([(x, y), (x + 20, y)], 7, 5, BOUND.stroke_width(2));
                line.label("bound: no plan is worth more").legend(key);
            }
            chart.draw_series(run.iter().map(|&at| TriangleMarker::new(at, 6, BOUND.stroke_width(1))))?;
        }
        Ok(())
    }

    fn draw_turns(&self, chart: &mut Chart<'_, '_>) -> Drawn {
        for (position, &x) in self.turns.iter().enumerate() {
            let line = chart.draw_series(LineSeries::new([(x, self.y.start), (x, self.y.end)], TURN))?;
            if position == 0 {
                line.label("another plan").legend(|(x, y)| PathElement::new([(x + 10, y - 6), (x + 10, y + 6)], TURN));
            }
        }
        Ok(())
    }

    /// Crosses at the foot.
    fn draw_without(&self, chart: &mut Chart<'_, '_>) -> Drawn {
        let crosses = self.without.iter().map(|&x| Cross::new((x, self.y.start), 6, NO_PLAN.stroke_width(2)));
        let drawn = chart.draw_series(crosses)?;
        if !self.without.is_empty() {
            drawn.label("no plan").legend(|(x, y)| Cross::new((x + 10, y), 5, NO_PLAN.stroke_width(2)));
        }
        Ok(())
    }
}

/// Runs of neighbouring points that have a number.
fn runs(curve: &Curve<'_>, number: impl Fn(&Point) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
    let at = |point: &&Point| number(point).filter(|number| number.abs() < GREATEST).map(|number| (curve.place(point), number));
    let numbers: Vec<Option<(f64, f64)>> = curve.points.iter().map(at).collect();
    let runs = numbers.split(Option::is_none).map(|run| run.iter().copied().flatten().collect::<Vec<(f64, f64)>>());
    runs.filter(|run| !run.is_empty()).collect()
}

/// From below the least number to above the greatest; around 0 without any.
fn range(numbers: impl Iterator<Item = f64>) -> Range<f64> {
    let ends = numbers.fold(None, |ends: Option<(f64, f64)>, number| {
        let (least, greatest) = ends.unwrap_or((number, number));
        Some((least.min(number), greatest.max(number)))
    });
    let (least, greatest) = ends.unwrap_or_default();
    let (width, size) = (greatest - least, least.abs().max(greatest.abs()));
    let margin = if width > size * NARROWEST { width * MARGIN } else { size * MARGIN };
    let margin = if margin > 0.0 { margin } else { 1.0 };
    least - margin..greatest + margin
}

/// What the number is, with its unit.
fn x_title(report: &SweepReport<'_>, curve: &Curve<'_>) -> String {
    match curve.swept {
        Swept::Number(sweep) => words::axis(report.portfolio, &sweep.number),
        Swept::Share(_) => words::share(report.portfolio, curve.watched()),
    }
}

/// What the picture shows, for those who do not see it.
fn description(curve: &Curve<'_>) -> String {
    let at = |point: &Point| words::place(curve.scale(), curve.place(point));
    let said = |point: &&Point| match &point.outcome {
        Outcome::Plan(answer) => format!("{} at {}", value(answer.value), at(point)),
        Outcome::Infeasible | Outcome::NoPlan { .. } | Outcome::Unsound(_) => format!("no plan at {}", at(point)),
    };
    let points: Vec<String> = curve.points.iter().map(said).collect();
    let times = count(curve.turns.len(), "time");
    format!("Value {}. The plan changes {times}.", points.join(", "))
}

/// The picture with its title and description in front, where screen readers look for them.
fn described(svg: &str, title: &str, description: &str) -> String {
    let (head, body) = svg.split_once('>').unwrap_or((svg, ""));
    let [title, description] = [title, description].map(escaped);
    format!(
        "{head} role=\"img\" aria-labelledby=\"title description\">\n<title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>{body}"
    )
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
