//! MRG32k3a with SSJ's streams, and the two queues of its tutorial, to hold the kernel against other people's digits.
//!
//! P. L'Ecuyer, "Good parameters and implementations for combined multiple recursive random number generators",
//! Operations Research 47 (1999); streams 2¹²⁷ steps apart as in L'Ecuyer, Simard, Chen and Kelton (2002).

use kernel::Tick;

use crate::queue::{Line, single_server};

const M1: u64 = 4_294_967_087;
const M2: u64 = 4_294_944_443;
const A1: [[u64; 3]; 3] = [[0, 1, 0], [0, 0, 1], [M1 - 810_728, 1_403_580, 0]];
const A2: [[u64; 3]; 3] = [[0, 1, 0], [0, 0, 1], [M2 - 1_370_589, 0, 527_612]];

/// One stream of the generator.
#[derive(Debug, Clone)]
pub struct Mrg32k3a {
    one: [u64; 3],
    two: [u64; 3],
}

impl Mrg32k3a {
    /// The `index`-th stream, from 0, of a program whose seed is 12345 six times.
    #[must_use]
    pub fn stream(index: u32) -> Self {
        let (jump_one, jump_two) = (squared(A1, 127, M1), squared(A2, 127, M2));
        let mut seed = ([12_345; 3], [12_345; 3]);
        for _ in 0..index {
            seed = (times(&jump_one, seed.0, M1), times(&jump_two, seed.1, M2));
        }
        Self {
            one: seed.0,
            two: seed.1,
        }
    }

    /// The next number in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        let one = (1_403_580 * u128::from(self.one[1])
            + u128::from(M1 - 810_728) * u128::from(self.one[0]))
            % u128::from(M1);
        let two = (527_612 * u128::from(self.two[2])
            + u128::from(M2 - 1_370_589) * u128::from(self.two[0]))
            % u128::from(M2);
        let (one, two) = (one as u64, two as u64);
        self.one = [self.one[1], self.one[2], one];
        self.two = [self.two[1], self.two[2], two];
        let difference = if one > two { one - two } else { one + M1 - two };
        difference as f64 / (M1 + 1) as f64
    }

    /// An exponential of a rate, by inversion.
    pub fn exponential(&mut self, rate: f64) -> f64 {
        -libm::log1p(-self.uniform()) / rate
    }
}

fn times(matrix: &[[u64; 3]; 3], vector: [u64; 3], m: u64) -> [u64; 3] {
    matrix.map(|row| {
        row.iter()
            .zip(vector)
            .fold(0, |sum, (a, x)| (sum + product(*a, x, m)) % m)
    })
}

fn squared(mut matrix: [[u64; 3]; 3], times_squared: u32, m: u64) -> [[u64; 3]; 3] {
    for _ in 0..times_squared {
        let old = matrix;
        for (i, row) in matrix.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                *cell = (0..3).fold(0, |sum, k| (sum + product(old[i][k], old[k][j], m)) % m);
            }
        }
    }
    matrix
}

fn product(a: u64, b: u64, m: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(m)) as u64
}

/// A time unit of the tutorial in ticks: fine enough for its three decimals.
const UNIT: f64 = 1e9;

fn ticks(time: f64) -> Tick {
    libm::round(time * UNIT) as Tick
}

/// `QueueEv`: M/M/1 with λ = 1, μ = 2 from empty until T = 1000.
#[must_use]
pub fn queue_ev() -> Line {
    let (mut arrivals, mut services) = (Mrg32k3a::stream(0), Mrg32k3a::stream(1));
    let mut line = single_server(
        || ticks(arrivals.exponential(1.0)),
        || ticks(services.exponential(2.0)),
        u64::MAX,
        ticks(1_000.0),
    );
    line.scale(1.0 / UNIT);
    line
}

/// `QueueLindley`: mean waits of 100 runs of 10 000 customers each, the streams going on from run to run. The tutorial's first
/// customer comes at 0 and the last one's service is not drawn, since nobody waits for it.
#[must_use]
pub fn queue_lindley() -> Vec<f64> {
    const CUSTOMERS: u64 = 10_000;
    let (mut arrivals, mut services) = (Mrg32k3a::stream(0), Mrg32k3a::stream(1));
    (0..100)
        .map(|_| {
            let (mut come, mut served) = (0, 0);
            let mut until_next = || {
                come += 1;
                if come == 1 {
                    0
                } else {
                    ticks(arrivals.exponential(1.0))
                }
            };
            let mut service = || {
                served += 1;
                if served == CUSTOMERS {
                    0
                } else {
                    ticks(services.exponential(2.0))
                }
            };
            let line = single_server(&mut until_next, &mut service, CUSTOMERS, Tick::MAX);
            line.wait_sum / CUSTOMERS as f64 / UNIT
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_numbers_of_the_first_streams() {
        // The generator's published first outputs for the seed 12345 six times.
        let mut stream = Mrg32k3a::stream(0);
        for expected in [
            0.127_011_122_046_577,
            0.318_527_565_396_794,
            0.309_186_015_583_270,
        ] {
            assert!((stream.uniform() - expected).abs() < 1e-14);
        }
        // The start of the second stream, as RngStreams prints it.
        let second = Mrg32k3a::stream(1);
        assert_eq!(second.one, [3_692_455_944, 1_366_884_236, 2_968_912_127]);
        assert_eq!(second.two, [335_948_734, 4_161_675_175, 475_798_818]);
    }
}
