//! Figures and their table.

/// One thing measured several times.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: String,
    pub unit: String,
    pub samples: Vec<f64>,
}

impl Figure {
    pub fn new(name: impl Into<String>, unit: &str, samples: Vec<f64>) -> Self {
        Self { name: name.into(), unit: unit.to_owned(), samples }
    }

    /// Reads a line that a benchmark prints: `figure`, name, unit and samples, with tabulators between.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.strip_prefix("figure\t")?.split('\t');
        let (name, unit) = (parts.next()?, parts.next()?);
        let samples: Option<Vec<f64>> = parts.map(|sample| sample.parse().ok()).collect();
        Some(Self::new(name, unit, samples.filter(|samples| !samples.is_empty())?))
    }

    /// Minimum, median, maximum.
    fn spread(&self) -> [f64; 3] {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        let last = sorted.len().saturating_sub(1);
        [at(0), (at(last / 2) + at(last.div_ceil(2))) / 2.0, at(last)]
    }
}

/// The table, as Markdown, so that it can be pasted into a document.
pub fn render(figures: &[Figure]) -> String {
    let mut text =
        String::from("| figure | unit | minimum | median | maximum | samples |\n|---|---|--:|--:|--:|--:|\n");
    for figure in figures {
        let [least, median, most] = figure.spread().map(short);
        let (name, unit, count) = (&figure.name, &figure.unit, figure.samples.len());
        text += &format!("| {name} | {unit} | {least} | {median} | {most} | {count} |\n");
    }
    text
}

/// Three digits that mean something.
fn short(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benchmark_line_is_read_and_others_are_not() {
        let read = Figure::read("figure\tone thing\tms\t1.5\t2");
        assert_eq!(read, Some(Figure::new("one thing", "ms", vec![1.5, 2.0])));
        for line in ["", "figure", "figure\tx\tms", "figure\tx\tms\tfast", "test x ... ok"] {
            assert_eq!(Figure::read(line), None, "{line}");
        }
    }

    #[test]
    fn the_table_shows_least_middle_and_most() {
        let table = render(&[
            Figure::new("odd", "ms", vec![3.0, 1.0, 250.4]),
            Figure::new("even", "MiB", vec![1.0, 2.0]),
            Figure::new("one", "s", vec![12.34]),
        ]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| odd | ms | 1.00 | 3.00 | 250 | 3 |",
                "| even | MiB | 1.00 | 1.50 | 2.00 | 2 |",
                "| one | s | 12.3 | 12.3 | 12.3 | 1 |"
            ]
        );
    }
}
