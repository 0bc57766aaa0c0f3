//! Linear equations of a few unknowns.

/// The solution of n equations in n unknowns, each a row of n coefficients and the right side, by elimination with partial pivoting.
/// `None` when it is not unique: a pivot is below 1e-12 of the greatest coefficient.
pub(super) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    let greatest = rows
        .iter()
        .flat_map(|row| row.iter().take(n))
        .fold(0.0_f64, |most, it| most.max(it.abs()));
    for column in 0..n {
        let size = |row: &Vec<f64>| row.get(column).copied().unwrap_or(0.0).abs();
        let pivot = (column..n).max_by(|a, b| {
            let of = |i: &usize| rows.get(*i).map_or(0.0, size);
            of(a).total_cmp(&of(b))
        })?;
        rows.swap(column, pivot);
        let (done, below) = rows.split_at_mut(column + 1);
        let lead = done.last()?;
        let by = *lead.get(column)?;
        if by.abs() <= 1e-12 * greatest {
            return None;
        }
        for row in below {
            let factor = *row.get(column)? / by;
            for (it, above) in row.iter_mut().zip(lead).skip(column) {
                *it -= factor * above;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let row = rows.get(i)?;
        let known: f64 = row
            .iter()
            .zip(&solution)
            .skip(i + 1)
            .map(|(factor, it)| factor * it)
            .sum();
        *solution.get_mut(i)? = (row.get(n)? - known) / row.get(i)?;
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn by_hand() {
        // The first pivot is 0.
        let rows = vec![
            vec![0.0, 2.0, 1.0, 7.0],
            vec![1.0, 0.0, 0.0, 1.0],
            vec![0.0, 1.0, -1.0, -1.0],
        ];
        assert_eq!(solve(rows), Some(vec![1.0, 2.0, 3.0]));
        assert_eq!(solve(vec![vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 6.0]]), None);
        assert_eq!(solve(vec![]), Some(vec![]));
    }
}
