//! The sentence under the picture of voice, speed and quality: what was gained, what it cost, what cannot be told from luck.

use super::{AGREES, DAYS, Outcome, Subject, subject, unstarred};
use crate::charts::numbers::{Unit, quantity};
use crate::i18n::{Lang, say, word};
use crate::worker::protocol::{Figures, Standing};

/// Share of the facts that were on the table.
pub const FACTS: &str = "quality.facts.surfaced.share";

pub(super) const VOICED: Subject = subject("facts", FACTS, Unit::Share, 1.0, true);

/// "得到的是：摆上桌面的情况多 8.2 个百分点（54% → 62%）；付出的是：一件决策事项平均多走 12 天（80 → 92 天）；分不清是改动还是运气的：……。"
#[must_use]
pub fn trade(figures: &Figures, lang: Lang) -> String {
    let outcomes: Vec<Outcome> = [VOICED, AGREES, DAYS]
        .iter()
        .map(|it| Outcome::new(it, figures.metric(it.metric)))
        .collect();
    if !figures.reform {
        let now = |it: &Outcome| quantity(it.compared.now.into(), it.subject.unit, lang);
        let [facts, agrees, days] =
            [0, 1, 2].map(|at| outcomes.get(at).map_or_else(String::new, now));
        let names = [
            ("facts", facts.as_str()),
            ("agrees", &agrees),
            ("days", &days),
        ];
        return say(lang, "words.trade.stands", &names);
    }
    let list = word(lang, "words.and");
    let of = |standing: Standing| {
        outcomes
            .iter()
            .filter(move |it| it.compared.standing() == standing)
    };
    let told = |gain: bool| -> Vec<String> {
        let these = of(Standing::Told).filter(|it| it.gain() == gain);
        these.map(|it| it.told(lang)).collect()
    };
    let named = |standing: Standing| -> Vec<String> {
        let name = |it: &Outcome| word(lang, &format!("words.{}.name", it.subject.key));
        of(standing).map(name).collect()
    };
    let (gains, losses) = (told(true), told(false));
    let mut parts = Vec::new();
    if !(gains.is_empty() && losses.is_empty()) {
        for (those, some, none) in [
            (&gains, "words.trade.gains", "words.trade.no_gain"),
            (&losses, "words.trade.losses", "words.trade.no_loss"),
        ] {
            parts.push(match those.is_empty() {
                true => word(lang, none),
                false => say(lang, some, &[("these", &those.join(&list))]),
            });
        }
    }
    for (standing, key) in [
        (Standing::Luck, "words.trade.luck"),
        (Standing::Unsure, "words.trade.unsure"),
        (Standing::Same, "words.trade.same"),
        (Standing::Early, "words.trade.early"),
        (Standing::Undefined, "words.trade.undefined"),
    ] {
        let names = named(standing);
        if !names.is_empty() {
            let names = names.join(&word(lang, "words.list"));
            parts.push(say(lang, key, &[("these", &names)]));
        }
    }
    let text = parts.join(&word(lang, "words.trade.then")) + &word(lang, "words.stop");
    unstarred(&text, lang)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{compared, figures};
    use super::*;
    use crate::words::sentence::AGREEMENT;
    use crate::worker::protocol::{Compared, Verdict};

    fn of(facts: Compared, agrees: Compared, days: Compared) -> Figures {
        let other = Compared::default();
        let mut figures = figures(days, other.clone(), other);
        figures.metrics.insert(FACTS.to_owned(), facts);
        figures.metrics.insert(AGREEMENT.to_owned(), agrees);
        figures
    }

    #[test]
    fn it_says_what_was_gained_what_it_cost_and_what_cannot_be_told() {
        let more = || compared(0.54, 0.62, 0.01, Verdict::Told);
        let slower = || compared(80.0, 92.0, 1.5, Verdict::Told);
        let luck = || compared(0.97, 0.972, 0.005, Verdict::Luck);
        let unsure = || compared(0.97, 0.976, 0.005, Verdict::Luck);
        let same = || compared(0.97, 0.97, 0.0, Verdict::Luck);
        let table = [
            (
                of(more(), luck(), slower()),
                "得到的是：摆上桌面的情况多了 8.0 个百分点（54.0% → 62.0%）；付出的是：一件决策事项平均多走 12.0 天（80.0 天 → 92.0 天）；分不清是改动还是运气的：与充分知情结论一致率。",
                "Gained: the share of facts that reach the table rises by 8.0 points (54.0% → 62.0%); paid for it: a matter takes 12.0 days more on average (80.0 days → 92.0 days); not to be told from luck: agreement with full information.",
            ),
            (
                of(same(), unsure(), slower()),
                "没有看出得到什么；付出的是：一件决策事项平均多走 12.0 天（80.0 天 → 92.0 天）；还不足以下结论的：与充分知情结论一致率；没有变的：摆上桌面的情况。",
                "No gain can be seen; paid for it: a matter takes 12.0 days more on average (80.0 days → 92.0 days); not enough for a verdict: agreement with full information; unchanged: facts that reach the table.",
            ),
            (
                of(luck(), luck(), compared(80.0, 80.1, 1.0, Verdict::Luck)),
                "分不清是改动还是运气的：摆上桌面的情况、与充分知情结论一致率、周转时间。",
                "Not to be told from luck: facts that reach the table, agreement with full information, turnaround.",
            ),
        ];
        for (figures, zh, en) in table {
            assert_eq!(trade(&figures, Lang::Zh), zh);
            assert_eq!(trade(&figures, Lang::En), en);
        }
    }

    #[test]
    fn where_nothing_was_changed_it_says_how_the_county_stands() {
        let it = |value| compared(value, value, 0.01, Verdict::Luck);
        let mut figures = of(it(0.62), it(0.97), compared(92.0, 92.0, 1.5, Verdict::Luck));
        figures.reform = false;
        assert_eq!(
            trade(&figures, Lang::Zh),
            "摆上桌面的情况占 62%，97% 的决定与充分知情时的结论一致，一件决策事项平均走 92 天。"
        );
    }
}
