//! Closed forms. Time is in mean services of 1 unless said otherwise; λ is an arrival rate, c a number of servers.

/// Erlang B: share of arrivals lost at load `a` = λE\[S\] (erlangs) and `c` servers without a queue (Erlang 1917).
#[must_use]
pub fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b))
}

/// Erlang C: share of arrivals that wait at load `a` < `c` and `c` servers with a queue (Erlang 1917).
#[must_use]
pub fn erlang_c(a: f64, c: u32) -> f64 {
    let (b, c) = (erlang_b(a, c), f64::from(c));
    c * b / (c - a * (1.0 - b))
}

/// Mean wait before service in M/M/c with service of mean 1 and load `a` < `c`.
#[must_use]
pub fn mmc_wait(a: f64, c: u32) -> f64 {
    erlang_c(a, c) / (f64::from(c) - a)
}

/// Mean wait before service in M/G/1 (Pollaczek 1930, Khinchine 1932): ρ < 1, service of mean 1 and squared coefficient of
/// variation `scv`.
#[must_use]
pub fn mg1_wait(rho: f64, scv: f64) -> f64 {
    rho / (1.0 - rho) * (1.0 + scv) / 2.0
}

/// Mean wait before service of class `k` (0 = first) in M/M/1 with non-preemptive priorities, exponential services of
/// mean 1 (Cobham 1954).
#[must_use]
pub fn priority_wait(rates: &[f64], k: usize) -> f64 {
    let (before, with) = loads(rates, k);
    rates.iter().sum::<f64>() / ((1.0 - before) * (1.0 - with))
}

/// Mean time in system of class `k` (0 = first) in M/M/1 with preemptive-resume priorities, exponential services of mean 1
/// (Conway, Maxwell and Miller 1967).
#[must_use]
pub fn preemptive_time(rates: &[f64], k: usize) -> f64 {
    let (before, with) = loads(rates, k);
    1.0 / (1.0 - before) + with / ((1.0 - before) * (1.0 - with))
}

/// Load of the classes before the k-th, and with it.
fn loads(rates: &[f64], k: usize) -> (f64, f64) {
    let before: f64 = rates.iter().take(k).sum();
    (before, before + rates.get(k).copied().unwrap_or(0.0))
}

/// Mean wait, in units of `period`, for a meeting held once a period that takes up to `k` items in order of arrival, when
/// Poisson(`a`) items arrive in a period, a < k: ½ + E/a periods, E the mean number left over (Bailey 1954).
///
/// E = Σ 1/(1 − z_j) − (k(k − 1) − a²)/(2(k − a)) over the k − 1 roots z_j of z^k = e^{a(z − 1)} inside the unit disc.
#[must_use]
pub fn meeting_wait(k: u32, a: f64, period: f64) -> f64 {
    let n = f64::from(k);
    let roots: f64 = (1..k)
        .map(|j| real_of_one_over_one_minus(root(k, a, j)))
        .sum();
    let left_over = roots - (n * (n - 1.0) - a * a) / (2.0 * (n - a));
    period * (0.5 + left_over / a)
}

/// The j-th root, by iterating z ← ω^j e^{a(z − 1)/k}, a contraction inside the disc since a < k.
fn root(k: u32, a: f64, j: u32) -> (f64, f64) {
    let k = f64::from(k);
    let turn = 2.0 * std::f64::consts::PI * f64::from(j) / k;
    let mut z = (0.0, 0.0);
    for _ in 0..10_000 {
        let size = libm::exp(a * (z.0 - 1.0) / k);
        let angle = turn + a * z.1 / k;
        let next = (size * libm::cos(angle), size * libm::sin(angle));
        let step = libm::hypot(next.0 - z.0, next.1 - z.1);
        z = next;
        if step < 1e-15 {
            break;
        }
    }
    z
}

/// Re 1/(1 − z); imaginary parts cancel between a root and its conjugate.
fn real_of_one_over_one_minus((re, im): (f64, f64)) -> f64 {
    (1.0 - re) / ((1.0 - re) * (1.0 - re) + im * im)
}

/// Availability of a leader with a stand-in, each absent a share `u` of the time with correlation `rho`.
#[must_use]
pub fn stand_in(u: f64, rho: f64) -> f64 {
    1.0 - u * (u + rho * (1.0 - u))
}

/// Mean number of the first slot that suits `n` people, each free with probability `f` independently: 1/fⁿ.
#[must_use]
pub fn common_slot(f: f64, n: u32) -> f64 {
    (0..n).fold(1.0, |mean, _| mean / f)
}
