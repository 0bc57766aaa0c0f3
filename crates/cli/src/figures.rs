//! Figures and tables for people to read. Scripts read `--json`, where numbers are never rounded.

use std::collections::BTreeMap;

/// A figure with as many digits as its interval supports: two significant digits of the half-width, at most
/// [`DECIMALS`].
pub fn figure(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    let decimals = match low.zip(high).map(|(low, high)| (high - low) / 2.0) {
        Some(half) if half > 0.0 => decimals_of(half, 2),
        _ => decimals_of(value.abs(), 3),
    };
    fixed(value, decimals)
}

/// `low – high`, with the digits of [`figure`]; empty when there is no interval.
pub fn interval(low: Option<f64>, high: Option<f64>) -> String {
    let Some((low, high)) = low.zip(high) else {
        return String::new();
    };
    let half = (high - low) / 2.0;
    let decimals = if half > 0.0 {
        decimals_of(half, 2)
    } else {
        decimals_of(high.abs(), 3)
    };
    format!("{} … {}", fixed(low, decimals), fixed(high, decimals))
}

/// The most decimals shown.
const DECIMALS: usize = 7;

/// Decimals that show this many significant digits of a positive size.
fn decimals_of(size: f64, digits: usize) -> usize {
    let mut decimals = digits - 1;
    let mut unit = 1.0;
    if size <= 0.0 {
        return 0;
    }
    while size >= 10.0 * unit && decimals > 0 {
        unit *= 10.0;
        decimals -= 1;
    }
    while size < unit && decimals < DECIMALS {
        unit /= 10.0;
        decimals += 1;
    }
    decimals
}

/// With so many decimals, a true minus sign, and no minus before a zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let zero = !text.bytes().any(|it| (b'1'..=b'9').contains(&it));
    if value < 0.0 && !zero {
        format!("−{text}")
    } else {
        text
    }
}

/// What people look for first: the order of groups of metrics in tables.
const GROUPS: [&str; 4] = ["turnaround", "participation", "quality", "compliance"];

/// Entries of a map of metrics, as people read them: by group, then by name.
pub fn in_reading_order<T>(metrics: &BTreeMap<String, T>) -> Vec<(&str, &T)> {
    let group = |name: &str| {
        let group = name.split('.').next().unwrap_or_default();
        GROUPS
            .iter()
            .position(|it| *it == group)
            .unwrap_or(GROUPS.len())
    };
    let mut entries: Vec<(&str, &T)> = metrics
        .iter()
        .map(|(name, it)| (name.as_str(), it))
        .collect();
    entries.sort_by_key(|it| group(it.0));
    entries
}

/// Lines of cells, columns aligned: to the right where `right` says so.
pub fn table(header: Option<&[&str]>, right: &[bool], rows: &[Vec<String>]) -> String {
    let head: Option<Vec<String>> = header.map(|it| it.iter().map(|&it| it.to_owned()).collect());
    let lines = || head.iter().chain(rows);
    let columns = lines().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        lines()
            .filter_map(|row| row.get(column))
            .map(|cell: &String| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in lines() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = if column == 0 { "" } else { "  " };
            let width = widths.get(column).copied().unwrap_or(0);
            line += gap;
            line += &if right.get(column).copied().unwrap_or(false) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            };
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_carry_the_digits_their_intervals_support() {
        let table = [
            // value, low, high, figure, interval
            (Some(86.4321), Some(85.1), Some(87.7), "86.4", "85.1 … 87.7"),
            (Some(86.4321), Some(70.0), Some(102.9), "86", "70 … 103"),
            (
                Some(0.012_341),
                Some(0.0120),
                Some(0.0127),
                "0.01234",
                "0.01200 … 0.01270",
            ),
            (Some(-3.4), Some(-9.0), Some(2.2), "−3.4", "−9.0 … 2.2"),
            (Some(-0.01), Some(-9.0), Some(8.98), "0.0", "−9.0 … 9.0"),
            (Some(12.0), Some(12.0), Some(12.0), "12.0", "12.0 … 12.0"),
            (Some(1234.5), None, None, "1234", ""),
            (Some(0.25), None, None, "0.250", ""),
            (Some(0.0), Some(0.0), Some(0.0), "0", "0 … 0"),
            (None, None, None, "–", ""),
        ];
        for (value, low, high, shown, between) in table {
            assert_eq!(
                figure(value, low, high),
                shown,
                "{value:?} {low:?} {high:?}"
            );
            assert_eq!(interval(low, high), between, "{value:?} {low:?} {high:?}");
        }
    }

    #[test]
    fn turnaround_comes_first_and_burden_last() {
        let names = [
            "burden.a",
            "compliance.a",
            "participation.b",
            "turnaround.a",
            "turnaround.b",
        ];
        let metrics: BTreeMap<String, ()> = names.iter().map(|&it| (it.to_owned(), ())).collect();
        let read: Vec<&str> = in_reading_order(&metrics)
            .into_iter()
            .map(|it| it.0)
            .collect();
        assert_eq!(
            read,
            [
                "turnaround.a",
                "turnaround.b",
                "participation.b",
                "compliance.a",
                "burden.a"
            ]
        );
    }

    #[test]
    fn columns_line_up() {
        let rows = [
            vec!["a".to_owned(), "10".to_owned()],
            vec!["longer".to_owned(), "−1".to_owned(), "x".to_owned()],
        ];
        assert_eq!(
            table(Some(&["name", "n", ""]), &[false, true, false], &rows),
            "name     n\na       10\nlonger  −1  x\n"
        );
    }
}
