//! Articles and published numbers that the presets name, in the language of the page: the files say them in English.

use page::i18n::{Lang, word};

/// What the files say, and under which key the page says it.
const SAID: [(&str, &str); 48] = [
    (
        "State Council Decree 493, art. 3: direct loss from 10 million yuan on; taken over for other kinds",
        "edit.sourced.level_3_taken_over",
    ),
    (
        "State Council Decree 493, art. 3: direct loss from 50 million yuan on; taken over for other kinds",
        "edit.sourced.level_2_taken_over",
    ),
    (
        "State Council Decree 493, art. 3: direct loss from 100 million yuan on; taken over for other kinds",
        "edit.sourced.level_1_taken_over",
    ),
    (
        "reports of at most 10–15 minutes, a speaker at most 5 minutes (rules of procedure of several counties): a report and some speakers",
        "edit.sourced.reports",
    ),
    (
        "fewer by 30–50 % each: General Office of the Central Committee, notice of 2019 on easing the burden of the grass roots",
        "edit.sourced.burden",
    ),
    ("this file format, version 1", "edit.sourced.format"),
    (
        "more than half of the members: usual in rules of procedure",
        "edit.sourced.quorum",
    ),
    (
        "hearings with 17 to 30 participants",
        "edit.sourced.hearings",
    ),
    (
        "0 to 30 requests a year in counties' annual reports",
        "edit.sourced.requests",
    ),
    (
        "arrivals a business day have 3.69 times the variance of a Poisson count (computed from a published log of receipts)",
        "edit.sourced.batches",
    ),
    (
        "the seed document: 一名办公室领导带班",
        "edit.sourced.office_leader",
    ),
    (
        "State Council Decree 493, art. 9: the unit reports to the county within 1 hour",
        "edit.sourced.report_1_hour",
    ),
    (
        "State Council Decree 493, art. 11: at most 2 hours a level",
        "edit.sourced.report_2_hours",
    ),
    (
        "State Council Decree 376, art. 20: 2 hours a step",
        "edit.sourced.health_2_hours",
    ),
    (
        "State Council Decree 493, art. 29: report of the inquiry within 60 days",
        "edit.sourced.inquiry",
    ),
    (
        "State Council Decree 493, art. 3: direct loss from 10 million yuan on",
        "edit.sourced.level_3",
    ),
    (
        "State Council Decree 493, art. 3: direct loss from 50 million yuan on",
        "edit.sourced.level_2",
    ),
    (
        "State Council Decree 493, art. 3: direct loss from 100 million yuan on",
        "edit.sourced.level_1",
    ),
    (
        "Regulations on the Work of Letters and Visits (2022), art. 22: routed in 15 days",
        "edit.sourced.petitions_routed",
    ),
    (
        "Regulations on the Work of Letters and Visits (2022), art. 34: closed in 60 days, at most 30 more",
        "edit.sourced.petitions_closed",
    ),
    (
        "261 to 300 petitions a year, of which these are most; what decisions and answers give rise to comes on top",
        "edit.sourced.petitions_a_year",
    ),
    (
        "Regulations on Letters and Visits (2005), art. 21: routed in 15 days",
        "edit.sourced.petitions_routed_2005",
    ),
    (
        "Regulations on Letters and Visits (2005), art. 33: closed in 60 days, at most 30 more",
        "edit.sourced.petitions_closed_2005",
    ),
    (
        "Law on Deputies (2015), art. 42: within three months of being handed over",
        "edit.sourced.deputies",
    ),
    (
        "price hearing rules: list and materials 15 days before",
        "edit.sourced.hearing_papers",
    ),
    (
        "Regulations on Open Government Information (2019), art. 26: 20 working days",
        "edit.sourced.disclosure_26",
    ),
    (
        "Regulations on Open Government Information (2019), art. 32: 15 working days",
        "edit.sourced.disclosure_32",
    ),
    (
        "Regulations on Open Government Information (2019), art. 34: 15 working days, silence is consent",
        "edit.sourced.disclosure_34",
    ),
    (
        "Regulations on Open Government Information (2019), art. 33: 20 working days, 20 more; the time others are asked is left out",
        "edit.sourced.disclosure_33",
    ),
    (
        "Regulations on Open Government Information (2019), art. 30: 7 working days",
        "edit.sourced.disclosure_30",
    ),
    (
        "Administrative Licensing Law (2019), art. 48: notice at least 7 days before",
        "edit.sourced.permits_48",
    ),
    (
        "Administrative Licensing Law (2019), art. 32: 5 working days",
        "edit.sourced.permits_32",
    ),
    (
        "Administrative Licensing Law (2019), art. 42: 20 working days, 10 more with leave",
        "edit.sourced.permits_42",
    ),
    (
        "Administrative Licensing Law (2019), art. 42: joint approval 45 working days, 15 more with leave",
        "edit.sourced.permits_42_joint",
    ),
    (
        "Administrative Licensing Law (2019), art. 44: 10 working days",
        "edit.sourced.permits_44",
    ),
    (
        "Regulations on the Work of Letters and Visits (2022), art. 36: a second review is answered in 30 days",
        "edit.sourced.petitions_36",
    ),
    (
        "Regulations on the Work of Letters and Visits (2022), art. 23: told in 15 days whether it is taken up",
        "edit.sourced.petitions_23",
    ),
    (
        "Regulations on the Work of Letters and Visits (2022), art. 35: a review is answered in 30 days",
        "edit.sourced.petitions_35",
    ),
    (
        "Regulations on Open Government Information (2007, in force 2008-05-01), art. 18: 20 working days; before, local rules, assumed alike",
        "edit.sourced.disclosure_18_2007",
    ),
    (
        "Regulations on Open Government Information (2007, in force 2008-05-01), art. 24: 15 working days, 15 more; before, local rules, assumed alike",
        "edit.sourced.disclosure_24_2007",
    ),
    (
        "Administrative Licensing Law (2004), art. 48: notice at least 7 days before",
        "edit.sourced.permits_48_2004",
    ),
    (
        "Administrative Licensing Law (2004), art. 32: 5 working days",
        "edit.sourced.permits_32_2004",
    ),
    (
        "Administrative Licensing Law (2004), art. 42: 20 working days, 10 more with leave",
        "edit.sourced.permits_42_2004",
    ),
    (
        "Administrative Licensing Law (2004), art. 42: joint approval 45 working days, 15 more with leave",
        "edit.sourced.permits_42_joint_2004",
    ),
    (
        "Administrative Licensing Law (2004), art. 44: 10 working days",
        "edit.sourced.permits_44_2004",
    ),
    (
        "Regulations on Letters and Visits (2005), art. 35: a second review is answered in 30 days",
        "edit.sourced.petitions_35_2005",
    ),
    (
        "Regulations on Letters and Visits (2005), art. 21: told in 15 days whether it is taken up",
        "edit.sourced.petitions_21_2005",
    ),
    (
        "Regulations on Letters and Visits (2005), art. 34: a review is answered in 30 days",
        "edit.sourced.petitions_34_2005",
    ),
];

/// An article or a published number in the language of the page; none where another file says it, which is shown as it says it.
#[must_use]
pub fn in_words(said: &str, lang: Lang) -> Option<String> {
    let found = SAID.iter().find(|it| it.0 == said)?;
    Some(word(lang, found.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use page::levers;
    use workbench::numbers::{Origin, source};

    #[test]
    fn whatever_the_presets_cite_is_known_in_both_languages() {
        let mut seen = 0;
        for preset in county::scenario::presets() {
            let all = preset.file()["sources_of_numbers"].as_object().unwrap();
            for (path, _) in all {
                let found = source(preset.file(), path).unwrap();
                if found.origin == Origin::Assumption {
                    continue;
                }
                for lang in Lang::ALL {
                    let told = in_words(found.said, lang).unwrap_or_else(|| {
                        let unit = page::charts::numbers::Unit::Bare;
                        levers::source::said(&found, path, unit, lang)
                    });
                    let chinese = told.chars().any(|it| it > '\u{2e80}');
                    assert_eq!(chinese, lang == Lang::Zh, "{path}: {told}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }
}
