//! Queues: closed forms to the digit, the same by simulation, and SSJ's printed digits.

use std::sync::LazyLock;

use kernel::Discipline::{NonPreemptive, PreemptiveResume};

use super::{Case, Check, Sample, exact, simulated};
use crate::queue::{Figures, Model, Service};
use crate::{closed, meeting, process, ssj};

const ERLANG: &str = "Erlang 1917";
const POLLACZEK: &str = "Pollaczek 1930, Khinchine 1932";
const COBHAM: &str = "Cobham 1954";
const CONWAY: &str = "Conway, Maxwell and Miller 1967";
const BAILEY: &str = "Bailey 1954; period 30 days";
const SSJ: &str = "L'Ecuyer, SSJ User's Guide, tutorial (MRG32k3a, seed 6 × 12345)";

pub(super) const CASES: &[Case] = &[
    exact("queues.erlang_b.a1_c2", ERLANG, 0.2, 1, || {
        closed::erlang_b(1.0, 2)
    }),
    exact("queues.erlang_b.a5_c7", ERLANG, 0.120_519, 6, || {
        closed::erlang_b(5.0, 7)
    }),
    simulated("queues.erlang_b.a1_c2.simulated", ERLANG, 0.2, || {
        lost(1.0, 2, 3_000)
    }),
    simulated("queues.erlang_b.a5_c7.simulated", ERLANG, 0.120_519, || {
        lost(5.0, 7, 9_500)
    }),
    exact("queues.erlang_c.a1_6_c2", ERLANG, 0.711_111, 6, || {
        closed::erlang_c(1.6, 2)
    }),
    exact("queues.erlang_c.a7_2_c9", ERLANG, 0.432_222, 6, || {
        closed::erlang_c(7.2, 9)
    }),
    simulated(
        "queues.erlang_c.a1_6_c2.simulated",
        ERLANG,
        0.711_111,
        || delayed(1.6, 2, 4_000),
    ),
    simulated(
        "queues.erlang_c.a7_2_c9.simulated",
        ERLANG,
        0.432_222,
        || delayed(7.2, 9, 19_000),
    ),
    exact("queues.pooling.rho_80.mm1", ERLANG, 4.0, 1, || {
        closed::mmc_wait(0.8, 1)
    }),
    exact("queues.pooling.rho_80.mm9", ERLANG, 0.240_123, 6, || {
        closed::mmc_wait(7.2, 9)
    }),
    exact("queues.mg1.rho_80.scv_0", POLLACZEK, 2.0, 1, || {
        closed::mg1_wait(0.8, 0.0)
    }),
    exact("queues.mg1.rho_80.scv_1", POLLACZEK, 4.0, 1, || {
        closed::mg1_wait(0.8, 1.0)
    }),
    exact("queues.mg1.rho_80.scv_4", POLLACZEK, 10.0, 1, || {
        closed::mg1_wait(0.8, 4.0)
    }),
    exact("queues.mg1.rho_90.scv_0", POLLACZEK, 4.5, 1, || {
        closed::mg1_wait(0.9, 0.0)
    }),
    exact("queues.mg1.rho_90.scv_1", POLLACZEK, 9.0, 1, || {
        closed::mg1_wait(0.9, 1.0)
    }),
    exact("queues.mg1.rho_90.scv_4", POLLACZEK, 22.5, 1, || {
        closed::mg1_wait(0.9, 4.0)
    }),
    simulated("queues.mg1.rho_80.scv_0.simulated", POLLACZEK, 2.0, || {
        wait(0.8, 1, Service::Constant, 24_000)
    }),
    simulated("queues.mg1.rho_80.scv_1.simulated", POLLACZEK, 4.0, || {
        wait(0.8, 1, Service::Exponential, 48_000)
    }),
    simulated("queues.mg1.rho_80.scv_4.simulated", POLLACZEK, 10.0, || {
        wait(0.8, 1, Service::Gamma(2.0), 125_000)
    }),
    simulated("queues.mg1.rho_90.scv_0.simulated", POLLACZEK, 4.5, || {
        wait(0.9, 1, Service::Constant, 88_000)
    }),
    simulated("queues.mg1.rho_90.scv_1.simulated", POLLACZEK, 9.0, || {
        wait(0.9, 1, Service::Exponential, 180_000)
    }),
    exact("queues.priority.class_1.wait", COBHAM, 0.888_889, 6, || {
        closed::priority_wait(&RATES, 0)
    }),
    exact("queues.priority.class_2.wait", COBHAM, 1.481_481, 6, || {
        closed::priority_wait(&RATES, 1)
    }),
    exact("queues.priority.class_3.wait", COBHAM, 6.666_667, 6, || {
        closed::priority_wait(&RATES, 2)
    }),
    simulated(
        "queues.priority.class_1.wait.simulated",
        COBHAM,
        0.8 / 0.9,
        || PRIORITY[0],
    ),
    simulated(
        "queues.priority.class_2.wait.simulated",
        COBHAM,
        0.8 / 0.54,
        || PRIORITY[1],
    ),
    simulated(
        "queues.priority.class_3.wait.simulated",
        COBHAM,
        0.8 / 0.12,
        || PRIORITY[2],
    ),
    exact(
        "queues.preemptive.class_1.time",
        CONWAY,
        1.111_111,
        6,
        || closed::preemptive_time(&RATES, 0),
    ),
    exact(
        "queues.preemptive.class_2.time",
        CONWAY,
        1.851_852,
        6,
        || closed::preemptive_time(&RATES, 1),
    ),
    exact(
        "queues.preemptive.class_3.time",
        CONWAY,
        8.333_333,
        6,
        || closed::preemptive_time(&RATES, 2),
    ),
    simulated(
        "queues.preemptive.class_1.time.simulated",
        CONWAY,
        1.0 / 0.9,
        || PREEMPTIVE[0],
    ),
    simulated(
        "queues.preemptive.class_2.time.simulated",
        CONWAY,
        1.0 / 0.54,
        || PREEMPTIVE[1],
    ),
    simulated(
        "queues.preemptive.class_3.time.simulated",
        CONWAY,
        1.0 / 0.12,
        || PREEMPTIVE[2],
    ),
    exact("agenda.k1.rho_80", BAILEY, 75.00, 2, || agenda(1, 0.8)),
    exact("agenda.k5.rho_70", BAILEY, 19.07, 2, || agenda(5, 0.7)),
    exact("agenda.k5.rho_80", BAILEY, 23.67, 2, || agenda(5, 0.8)),
    exact("agenda.k5.rho_90", BAILEY, 38.30, 2, || agenda(5, 0.9)),
    exact("agenda.k8.rho_80", BAILEY, 19.56, 2, || agenda(8, 0.8)),
    exact("agenda.k8.rho_90", BAILEY, 28.50, 2, || agenda(8, 0.9)),
    exact("agenda.k10.rho_80", BAILEY, 18.29, 2, || agenda(10, 0.8)),
    exact("agenda.k10.rho_90", BAILEY, 25.34, 2, || agenda(10, 0.9)),
    simulated("agenda.k1.rho_80.simulated", BAILEY, 75.00, || {
        sittings(1, 0.8, 16_000)
    }),
    simulated("agenda.k5.rho_70.simulated", BAILEY, 19.07, || {
        sittings(5, 0.7, 500)
    }),
    simulated("agenda.k5.rho_80.simulated", BAILEY, 23.67, || {
        sittings(5, 0.8, 2_000)
    }),
    simulated("agenda.k5.rho_90.simulated", BAILEY, 38.30, || {
        sittings(5, 0.9, 9_000)
    }),
    simulated("agenda.k8.rho_80.simulated", BAILEY, 19.56, || {
        sittings(8, 0.8, 1_000)
    }),
    simulated("agenda.k8.rho_90.simulated", BAILEY, 28.50, || {
        sittings(8, 0.9, 4_000)
    }),
    simulated("agenda.k10.rho_80.simulated", BAILEY, 18.29, || {
        sittings(10, 0.8, 700)
    }),
    simulated("agenda.k10.rho_90.simulated", BAILEY, 25.34, || {
        sittings(10, 0.9, 3_000)
    }),
    exact("ssj.queue_ev.waits", SSJ, 1_037.0, 0, || {
        ssj::queue_ev().waits as f64
    }),
    exact("ssj.queue_ev.wait.max", SSJ, 6.262, 3, || {
        ssj::queue_ev().wait_max
    }),
    exact("ssj.queue_ev.wait.mean", SSJ, 0.495, 3, || {
        let line = ssj::queue_ev();
        line.wait_sum / line.waits as f64
    }),
    exact("ssj.queue_ev.queue.max", SSJ, 10.0, 0, || {
        ssj::queue_ev().queue_max
    }),
    exact("ssj.queue_ev.queue.mean", SSJ, 0.513, 3, || {
        ssj::queue_ev().queue_mean.unwrap_or(f64::NAN)
    }),
    exact("ssj.queue_lindley.mean", SSJ, 0.506, 3, || {
        Sample::of(&LINDLEY).mean
    }),
    exact("ssj.queue_lindley.min", SSJ, 0.428, 3, || {
        LINDLEY.iter().copied().fold(f64::INFINITY, f64::min)
    }),
    exact("ssj.queue_lindley.max", SSJ, 0.591, 3, || {
        LINDLEY.iter().copied().fold(0.0, f64::max)
    }),
    Case {
        name: "w3.mean",
        source: "four stations, branch, rework and meeting (see `process`): another simulator, 10⁶ cases from empty",
        expected: 62.54,
        check: Check::Interval {
            reference_error: 0.015,
            got: w3,
        },
    },
];

/// Independent replications of every simulation.
const REPLICATIONS: u32 = 256;

/// Customers served before counting begins: many relaxation times, 1/(1 − √ρ)², at ρ = .9.
const WARM_UP: u64 = 3_000;

fn replicated(each: impl Fn(u32) -> f64) -> Sample {
    Sample::of(&(0..REPLICATIONS).map(each).collect::<Vec<_>>())
}

fn station(
    a: f64,
    servers: u32,
    service: Service,
    loss: bool,
    customers: u64,
    figure: fn(&Figures) -> f64,
) -> Sample {
    let model = Model {
        servers,
        rates: &[a],
        service,
        discipline: NonPreemptive,
        loss,
    };
    replicated(|replication| figure(&model.run(1917, replication, WARM_UP, customers)[0]))
}

fn lost(a: f64, servers: u32, customers: u64) -> Sample {
    station(a, servers, Service::Exponential, true, customers, |it| {
        it.lost / it.came
    })
}

fn delayed(a: f64, servers: u32, customers: u64) -> Sample {
    station(a, servers, Service::Exponential, false, customers, |it| {
        it.delayed / it.came
    })
}

fn wait(a: f64, servers: u32, service: Service, customers: u64) -> Sample {
    station(a, servers, service, false, customers, |it| {
        it.wait / it.came
    })
}

/// Arrivals of three classes per mean service.
const RATES: [f64; 3] = [0.1, 0.3, 0.4];

/// One simulation serves the three classes.
fn classes(
    discipline: kernel::Discipline,
    customers: u64,
    figure: fn(&Figures) -> f64,
) -> [Sample; 3] {
    let model = Model {
        servers: 1,
        rates: &RATES,
        service: Service::Exponential,
        discipline,
        loss: false,
    };
    let runs: Vec<Vec<Figures>> = (0..REPLICATIONS)
        .map(|r| model.run(1954, r, WARM_UP, customers))
        .collect();
    [0, 1, 2].map(|class| {
        Sample::of(
            &runs
                .iter()
                .map(|run| figure(&run[class]))
                .collect::<Vec<_>>(),
        )
    })
}

static PRIORITY: LazyLock<[Sample; 3]> =
    LazyLock::new(|| classes(NonPreemptive, 75_000, |it| it.wait / it.came));
static PREEMPTIVE: LazyLock<[Sample; 3]> =
    LazyLock::new(|| classes(PreemptiveResume, 57_000, |it| it.time / it.came));

/// Days between sittings.
const PERIOD: u32 = 30;

fn agenda(items: u32, rho: f64) -> f64 {
    closed::meeting_wait(items, rho * f64::from(items), f64::from(PERIOD))
}

fn sittings(items: u32, rho: f64, sittings: u32) -> Sample {
    let load = rho * f64::from(items);
    replicated(|replication| meeting::wait(items, load, PERIOD, 1954, replication, 200, sittings))
}

static LINDLEY: LazyLock<Vec<f64>> = LazyLock::new(ssj::queue_lindley);

/// A million cases from empty, as the reference has it; in 250 batches, each many times as long as the process remembers.
fn w3() -> Sample {
    let lead = process::lead_times(3, 1_000_000);
    let batches: Vec<f64> = lead
        .chunks_exact(4_000)
        .map(|batch| batch.iter().sum::<f64>() / batch.len() as f64)
        .collect();
    Sample::of(&batches)
}
