//! The three programmes behind the lottery, as `microlp` takes them.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use super::{Kind, Quota, Unmet};

/// A solution of the programme of prices.
pub(super) struct Prices {
    /// Price of the whole of each kind; those not settled add up to 1.
    pub kinds: Vec<f64>,
    /// What the best of the panels known is worth at these prices.
    pub bound: f64,
    /// The level: the greatest probability that all kinds not settled can have, by the panels known.
    pub panel: f64,
}

fn unsolved(error: &Error) -> Unmet {
    Unmet::Unsolved(error.to_string())
}

/// The panel of `size` worth most under the quotas named, with so much for a member of each kind; `None` when there is no panel.
pub(super) fn panel(
    kinds: &[Kind],
    quotas: &[Quota],
    binding: &[usize],
    size: u32,
    worth: &[f64],
) -> Result<Option<Vec<u32>>, Unmet> {
    // The solver's tolerances are absolute: the greatest coefficient is made 1.
    let greatest = worth.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
    let scale = if greatest > 0.0 { 1.0 / greatest } else { 0.0 };
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let counts: Vec<Variable> = kinds
        .iter()
        .zip(worth)
        .map(|(kind, worth)| {
            let most = i32::try_from(kind.pool.min(size)).unwrap_or(i32::MAX);
            problem.add_integer_var(worth * scale, (0, most))
        })
        .collect();
    let all = counts.iter().map(|it| (*it, 1.0));
    problem.add_constraint(all, ComparisonOp::Eq, f64::from(size));
    for &feature in binding {
        let Some(quota) = quotas.get(feature) else {
            continue;
        };
        let having: Vec<(Variable, f64)> = counts
            .iter()
            .zip(kinds)
            .filter(|it| it.1.features.contains(&feature))
            .map(|it| (*it.0, 1.0))
            .collect();
        problem.add_constraint(having.clone(), ComparisonOp::Ge, f64::from(quota.lower));
        problem.add_constraint(having, ComparisonOp::Le, f64::from(quota.upper));
    }
    match problem.solve() {
        Ok(solution) => Ok(Some(
            counts
                .iter()
                .map(|it| libm::round(*solution.var_value(*it)) as u32)
                .collect(),
        )),
        Err(Error::Infeasible) => Ok(None),
        Err(error) => Err(unsolved(&error)),
    }
}

/// The dual of "the greatest t such that a lottery over these panels gives each kind not settled at least t, and each settled one what
/// it has": least b − Σ settled pᵢyᵢ, where no panel is worth more than b at prices y.
pub(super) fn prices(
    kinds: &[Kind],
    panels: &[Vec<u32>],
    settled: &[Option<f64>],
) -> Result<Prices, Unmet> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let bound = problem.add_var(1.0, (f64::NEG_INFINITY, f64::INFINITY));
    let each: Vec<Variable> = settled
        .iter()
        .map(|it| problem.add_var(-it.unwrap_or(0.0), (0.0, f64::INFINITY)))
        .collect();
    let open = each.iter().zip(settled).filter(|it| it.1.is_none());
    problem.add_constraint(open.map(|it| (*it.0, 1.0)), ComparisonOp::Eq, 1.0);
    for panel in panels {
        let worth = each.iter().zip(panel).zip(kinds).filter(|it| *it.0.1 > 0);
        let worth = worth.map(|((price, n), kind)| (*price, -f64::from(*n) / f64::from(kind.pool)));
        let worth = std::iter::once((bound, 1.0)).chain(worth);
        problem.add_constraint(worth, ComparisonOp::Ge, 0.0);
    }
    let solution = problem.solve().map_err(|error| unsolved(&error))?;
    Ok(Prices {
        kinds: each.iter().map(|it| *solution.var_value(*it)).collect(),
        bound: *solution.var_value(bound),
        panel: solution.objective(),
    })
}

/// Probabilities of the panels that give every member of kind i at least `targets[i]`, or as nearly as rounding lets them.
pub(super) fn draw(
    kinds: &[Kind],
    panels: &[Vec<u32>],
    targets: &[f64],
) -> Result<Vec<f64>, Unmet> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let short = problem.add_var(1.0, (0.0, 1.0));
    let weights: Vec<Variable> = panels
        .iter()
        .map(|_| problem.add_var(0.0, (0.0, 1.0)))
        .collect();
    let all = weights.iter().map(|it| (*it, 1.0));
    problem.add_constraint(all, ComparisonOp::Eq, 1.0);
    for (index, (kind, target)) in kinds.iter().zip(targets).enumerate() {
        if kind.pool == 0 {
            continue;
        }
        let has = weights.iter().zip(panels).filter_map(|(weight, panel)| {
            let count = panel.get(index).filter(|it| **it > 0)?;
            Some((*weight, f64::from(*count) / f64::from(kind.pool)))
        });
        let has = std::iter::once((short, 1.0)).chain(has);
        problem.add_constraint(has, ComparisonOp::Ge, *target);
    }
    let solution = problem.solve().map_err(|error| unsolved(&error))?;
    Ok(weights.iter().map(|it| *solution.var_value(*it)).collect())
}
