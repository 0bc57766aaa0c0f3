//! What may be asked of the points of a design beside their figures.

use serde_json::{Map, Value};

use super::reader::Reader;
use super::{Aim, Best, Goal, Kind};

/// Fewer replications say too little of how much differences vary to choose by (n₀ of the procedure).
pub(crate) const FIRST: u32 = 10;
/// The most months that are looked at one by one.
const MOST_MONTHS: u32 = 36;
/// How many goals a front may have.
const GOALS: (usize, usize) = (2, 6);

const BEST: &str =
    r#"write {"metric": "turnaround.lead_time.mean", "goal": "least", "zone": 1}, or leave it out"#;
const AIM: &str = r#"write {"metric": "turnaround.lead_time.mean", "goal": "least"}"#;

impl Reader {
    /// Which point is to be chosen, if any is.
    pub(super) fn best(
        &mut self,
        object: &Map<String, Value>,
        kind: Option<Kind>,
        replications: Option<u32>,
        metrics: Option<&[String]>,
    ) -> Option<Option<Best>> {
        let object = match object.get("best") {
            None => return Some(None),
            Some(Value::Object(object)) => object,
            Some(_) => return self.say("best", "is not an object", BEST),
        };
        self.for_choice("best", kind);
        self.enough("best", replications, FIRST);
        self.keys("best.", object, &["metric", "goal", "zone"]);
        let aim = self.aim("best", object, metrics);
        let zone = match object.get("zone").map(Value::as_f64) {
            Some(Some(it)) if it > 0.0 => Some(it),
            Some(_) => self.say("best.zone", "is not a number above 0", BEST),
            None => {
                let remedy = "write the smallest difference worth knowing of, in the metric's own unit: \"zone\": 1";
                self.say("best.zone", "is missing", remedy)
            }
        };
        let Aim { metric, goal } = aim?;
        Some(Some(Best {
            metric,
            goal,
            zone: zone?,
        }))
    }

    /// What is wanted at once, if anything is.
    pub(super) fn front(
        &mut self,
        object: &Map<String, Value>,
        kind: Option<Kind>,
        replications: Option<u32>,
        metrics: Option<&[String]>,
    ) -> Option<Option<Vec<Aim>>> {
        let (least, most) = GOALS;
        let remedy = format!("list {least} to {most} metrics with what is wanted of each: {AIM}");
        let list = match object.get("front") {
            None => return Some(None),
            Some(Value::Array(list)) => list,
            Some(_) => return self.say("front", "is not a list", &remedy),
        };
        self.for_choice("front", kind);
        self.enough("front", replications, 2);
        if list.len() < least || list.len() > most {
            let message = format!("has {} of {least} to {most} goals", list.len());
            self.say::<()>("front", &message, &remedy);
        }
        let mut front: Vec<Aim> = Vec::new();
        for (n, aim) in list.iter().enumerate() {
            let at = format!("front.{n}");
            let Value::Object(aim) = aim else {
                self.say::<()>(&at, "is not an object", AIM);
                continue;
            };
            self.keys(&format!("{at}."), aim, &["metric", "goal"]);
            let Some(aim) = self.aim(&at, aim, metrics) else {
                continue;
            };
            if front.iter().any(|it| it.metric == aim.metric) {
                let remedy = "let each metric stand once";
                self.say::<()>(&format!("{at}.metric"), "stands twice", remedy);
            }
            front.push(aim);
        }
        Some(Some(front))
    }

    /// How many months from reform day on are looked at one by one, if any.
    pub(super) fn months(
        &mut self,
        object: &Map<String, Value>,
        replications: Option<u32>,
    ) -> Option<Option<u32>> {
        let Some(value) = object.get("months") else {
            return Some(None);
        };
        self.enough("months", replications, 2);
        match value.as_u64().and_then(|it| u32::try_from(it).ok()) {
            Some(it) if (1..=MOST_MONTHS).contains(&it) => Some(Some(it)),
            _ => self.say(
                "months",
                &format!("is not a whole number from 1 to {MOST_MONTHS}"),
                "write \"months\": 12, at most as many as are observed, or leave it out",
            ),
        }
    }

    fn aim(
        &mut self,
        at: &str,
        object: &Map<String, Value>,
        metrics: Option<&[String]>,
    ) -> Option<Aim> {
        let place = format!("{at}.metric");
        let metric = match object.get("metric") {
            Some(Value::String(name)) => {
                // Metrics that cannot be read are said above.
                if metrics.is_some_and(|it| !it.contains(name)) {
                    let remedy = "write it among `metrics` too";
                    self.say::<()>(&place, &format!("`{name}` is not measured"), remedy);
                }
                if is_quantile(name) {
                    let message = format!(
                        "`{name}` is a quantile, which is not made of one number a replication"
                    );
                    self.say::<()>(&place, &message, "take a mean, a share or a total");
                }
                Some(name.clone())
            }
            Some(_) => self.say(&place, "is not a name", AIM),
            None => self.say(&place, "is missing", AIM),
        };
        let place = format!("{at}.goal");
        let goal = match object.get("goal").map(Value::as_str) {
            Some(Some("least")) => Some(Goal::Least),
            Some(Some("most")) => Some(Goal::Most),
            Some(_) => self.say(
                &place,
                "is neither least nor most",
                "write \"least\" or \"most\"",
            ),
            None => self.say(&place, "is missing", "write \"least\" or \"most\""),
        };
        Some(Aim {
            metric: metric?,
            goal: goal?,
        })
    }

    /// Nobody chooses which assumptions are true.
    fn for_choice(&mut self, key: &str, kind: Option<Kind>) {
        if kind == Some(Kind::PlausibleCounties) {
            let message = "has no place in the design `plausible_counties`: which county is true is not for choice";
            let remedy = "leave it out, or set plans side by side with the design `scenarios`";
            self.say::<()>(key, message, remedy);
        }
    }

    fn enough(&mut self, key: &str, replications: Option<u32>, least: u32) {
        if let Some(given) = replications.filter(|it| *it < least) {
            let message = format!("needs at least {least} replications, and there are {given}");
            let remedy = format!("write \"replications\": {}", least.max(30));
            self.say::<()>(key, &message, &remedy);
        }
    }
}

/// Whether a metric is a quantile, as their names say (`p90`) or, of one, as it is defined.
fn is_quantile(name: &str) -> bool {
    if name == "turnaround.signature.days" {
        return true;
    }
    let last = name.rsplit('.').next().and_then(|it| it.strip_prefix('p'));
    last.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}
