//! In how many plausible counties what the headline says holds too.

use super::{Outcome, told_metrics};
use crate::i18n::{Lang, say, word};
use crate::worker::protocol::{Counties, Verdict};

/// Of what the headline tells, the gain and the price that it tells first, or the first two of the one where there is none of the
/// other: in the order in which it tells them.
fn first_two(outcomes: &[Outcome]) -> Vec<&Outcome> {
    let tells =
        |it: &Outcome, gain: bool| it.compared.verdict == Verdict::Told && it.gain() == gain;
    let mut two = Vec::new();
    for gain in [true, false] {
        let mut left = match outcomes.iter().any(|it| tells(it, !gain)) {
            true => 1,
            false => 2,
        };
        for it in outcomes {
            if left > 0 && tells(it, gain) {
                two.push(it);
                left -= 1;
            }
        }
    }
    two
}

/// "换成假设不同、同样可信的县（各 1 次重复）：64 个里有 58 个周转时间也减少，49 个领导用时也增加。" Nothing where the headline tells nothing, or no county has it to tell.
pub(super) fn told(outcomes: &[Outcome], counties: &Counties, lang: Lang) -> String {
    let metrics = told_metrics();
    let mut told = String::new();
    let mut last = 0;
    for it in first_two(outcomes) {
        let place = metrics.iter().position(|name| *name == it.subject.metric);
        let place = place.unwrap_or(usize::MAX);
        let of = counties.count(place, |it| !it.is_nan());
        if of == 0 {
            continue;
        }
        let (holds, way): (fn(f64) -> bool, _) = match it.more() {
            true => (|it| it > 0.0, "words.plausible.more"),
            false => (|it| it < 0.0, "words.plausible.less"),
        };
        if !told.is_empty() {
            told.push_str(&word(lang, "words.and"));
        }
        let name = word(lang, &format!("words.{}.name", it.subject.key));
        let what = say(lang, way, &[("name", &name)]);
        // "58 of 64" once, where all of them are of as many.
        let key = match of == last {
            true => "words.plausible.as_many",
            false => "words.plausible.of",
        };
        last = of;
        let (count, of) = (counties.count(place, holds).to_string(), of.to_string());
        told.push_str(&say(
            lang,
            key,
            &[("count", &count), ("of", &of), ("what", &what)],
        ));
    }
    if told.is_empty() {
        return told;
    }
    let n = counties.replications.to_string();
    say(lang, "words.plausible.told", &[("n", &n), ("told", &told)])
}
