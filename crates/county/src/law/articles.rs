//! The articles that clocks of procedures and checks of scenarios refer to.
//!
//! A breach carries an article's [`id`](Article::id), which is also the last part of the metric
//! `compliance.breaches.<id>`. A scenario may name an article that is not here (local rules differ); it is then shown
//! as the file writes it.

/// An article of a rule of law, or a few that say one thing together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// Stable id: the rule's short name and the first article's number, `major_decisions_15`.
    pub id: &'static str,
    /// The rule it stands in.
    pub rule: Rule,
    /// Its number, or the span of numbers, as printed: `15`, `25–28`.
    pub number: &'static str,
    /// What it is about, in Chinese.
    pub title_zh: &'static str,
    /// What it is about, in English.
    pub title_en: &'static str,
    /// What it asks for, in Chinese; our own summary, not the text of the rule.
    pub says_zh: &'static str,
    /// What it asks for, in English.
    pub says_en: &'static str,
}

impl Article {
    /// How it is cited in Chinese: `《重大行政决策程序暂行条例》第15条`.
    #[must_use]
    pub fn cited_zh(&self) -> String {
        format!("《{}》第{}条", self.rule.name_zh(), self.number)
    }

    /// How it is cited in English.
    #[must_use]
    pub fn cited_en(&self) -> String {
        let one = self.number.bytes().all(|it| it.is_ascii_digit());
        let noun = if one { "art." } else { "arts." };
        format!("{}, {noun} {}", self.rule.name_en(), self.number)
    }
}

/// A rule of law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// State Council Decree 713, in force since 2019-09-01.
    MajorDecisions,
    /// As revised in 2022.
    LocalOrganisation,
    /// As it stood from 2004 to 2015.
    LocalOrganisation2004,
    /// 2022.
    Petitions,
    /// 2005 to 2022.
    Petitions2005,
    /// As revised in 2019.
    Disclosure,
    /// 2008 to 2019.
    Disclosure2007,
    /// 2003, as amended in 2019; its clocks are those of 2003.
    Permits,
    /// Of 2024.
    EmergencyResponse,
    /// Of 2007: the seed's era.
    EmergencyResponse2007,
    /// State Council Decree 493, in force since 2007-06-01.
    Accidents,
    /// State Council Decree 376, of 2003.
    HealthEmergencies,
    /// As amended in 2015.
    Deputies,
    /// Of 2008, as revised in 2018.
    PriceHearings,
}

impl Rule {
    /// Its Chinese name.
    #[must_use]
    pub const fn name_zh(self) -> &'static str {
        match self {
            Rule::MajorDecisions => "重大行政决策程序暂行条例",
            Rule::LocalOrganisation => "地方各级人民代表大会和地方各级人民政府组织法",
            Rule::LocalOrganisation2004 => {
                "地方各级人民代表大会和地方各级人民政府组织法（2004年修正）"
            }
            Rule::Petitions => "信访工作条例",
            Rule::Petitions2005 => "信访条例",
            Rule::Disclosure => "政府信息公开条例",
            Rule::Disclosure2007 => "政府信息公开条例（2007年）",
            Rule::Permits => "行政许可法",
            Rule::EmergencyResponse => "突发事件应对法",
            Rule::EmergencyResponse2007 => "突发事件应对法（2007年）",
            Rule::Accidents => "生产安全事故报告和调查处理条例",
            Rule::HealthEmergencies => "突发公共卫生事件应急条例",
            Rule::Deputies => "全国人民代表大会和地方各级人民代表大会代表法（2015年修正）",
            Rule::PriceHearings => "政府制定价格听证办法",
        }
    }

    /// Its name in English.
    #[must_use]
    pub const fn name_en(self) -> &'static str {
        match self {
            Rule::MajorDecisions => {
                "Interim Regulations on Procedures for Major Administrative Decisions"
            }
            Rule::LocalOrganisation => "Organic Law of Local People’s Congresses and Governments",
            Rule::LocalOrganisation2004 => {
                "Organic Law of Local People’s Congresses and Governments (2004)"
            }
            Rule::Petitions => "Regulations on Petition Work",
            Rule::Petitions2005 => "Petition Regulations (2005)",
            Rule::Disclosure => "Regulations on Open Government Information",
            Rule::Disclosure2007 => "Regulations on Open Government Information (2007)",
            Rule::Permits => "Administrative Licensing Law",
            Rule::EmergencyResponse => "Emergency Response Law",
            Rule::EmergencyResponse2007 => "Emergency Response Law of 2007",
            Rule::Accidents => "Regulations on Reporting and Investigating Work Safety Accidents",
            Rule::HealthEmergencies => "Regulations on Public Health Emergencies",
            Rule::Deputies => "Law on Deputies to People’s Congresses (2015)",
            Rule::PriceHearings => "Measures on Hearings for Prices Set by Government",
        }
    }
}

/// The article with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Article> {
    ALL.iter().find(|it| it.id == id)
}

/// The id of the article that an event names by its index; empty where there is none.
#[must_use]
pub fn id_at(index: u16) -> &'static str {
    ALL.get(usize::from(index)).map_or("", |it| it.id)
}

/// Shorthand for the table below: one article.
const fn article(
    id: &'static str,
    rule: Rule,
    number: &'static str,
    title: [&'static str; 2],
    says: [&'static str; 2],
) -> Article {
    Article {
        id,
        rule,
        number,
        title_zh: title[0],
        title_en: title[1],
        says_zh: says[0],
        says_en: says[1],
    }
}

/// All articles known, by rule and number.
pub const ALL: &[Article] = &[
    article(
        "major_decisions_14",
        Rule::MajorDecisions,
        "14",
        ["听取意见", "Listening"],
        [
            "决策草案形成过程中应当以便于群众参与的方式听取意见；直接涉及特定群体的，听取其意见。",
            "Opinions are heard by means convenient to people; groups directly affected are consulted.",
        ],
    ),
    article(
        "major_decisions_15",
        Rule::MajorDecisions,
        "15",
        ["公开征求意见", "Public comment"],
        [
            "公布草案及说明、意见提交方式和期限；期限一般不少于30日，缩短的须说明理由。",
            "Draft, explanation, and how and until when to comment are published; the period is generally at least 30 calendar days, shorter only with the reason stated.",
        ],
    ),
    article(
        "major_decisions_16",
        Rule::MajorDecisions,
        "16–17",
        ["听证会", "Hearing"],
        [
            "涉及切身利益或者存在较大分歧的，可以召开听证会；参加人遴选办法和名单公布，材料至少提前7日送达。",
            "A hearing may be held on vital interests or large disagreement; how participants are chosen and who they are is published, materials reach them at least 7 calendar days before.",
        ],
    ),
    article(
        "major_decisions_18",
        Rule::MajorDecisions,
        "18",
        ["意见的处理", "What becomes of comments"],
        [
            "对社会各方面提出的意见归纳整理、研究论证，充分采纳合理意见。",
            "Comments are sorted and studied, reasonable ones adopted.",
        ],
    ),
    article(
        "major_decisions_19",
        Rule::MajorDecisions,
        "19–21",
        ["专家论证", "Expert review"],
        [
            "专业性、技术性较强的事项组织专家、专业机构论证；专家独立提出意见并署名，注重代表性和中立性。",
            "Technical matters are reviewed by experts, who are independent, sign their opinion and are chosen for competence, representativeness and neutrality.",
        ],
    ),
    article(
        "major_decisions_22",
        Rule::MajorDecisions,
        "22–24",
        ["风险评估", "Risk assessment"],
        [
            "可能影响社会稳定、公共安全等的事项应当评估风险；风险不可控的，调整草案至可控后方可决策。",
            "Matters that may harm stability or safety are assessed; an uncontrollable risk sends the draft back until it can be controlled.",
        ],
    ),
    article(
        "major_decisions_25",
        Rule::MajorDecisions,
        "25–28",
        ["合法性审查", "Legality review"],
        [
            "提交讨论前应当进行合法性审查，未经审查或者审查不合法的不得提交讨论；审查时间一般不少于7个工作日。",
            "The draft is reviewed before it is discussed; not reviewed or not passed, it may not be discussed. Generally at least 7 working days.",
        ],
    ),
    article(
        "major_decisions_30",
        Rule::MajorDecisions,
        "30",
        ["集体讨论", "Collective discussion"],
        [
            "应当经决策机关常务会议或者全体会议讨论；组成人员充分发表意见，行政首长最后发表意见；不同意见如实记录。",
            "Discussed by the executive meeting or the plenary; members speak fully, the chief speaks last, dissent is recorded.",
        ],
    ),
    article(
        "major_decisions_31",
        Rule::MajorDecisions,
        "31",
        ["向党委请示报告", "Report to the party committee"],
        [
            "决策出台前应当按照规定向同级党委请示报告。",
            "Reported to the party committee before it is issued, where rules ask for it.",
        ],
    ),
    article(
        "major_decisions_32",
        Rule::MajorDecisions,
        "32",
        ["公布和解读", "Publication"],
        [
            "通过公报、网站等及时公布，说明公众意见和专家论证意见的采纳情况。",
            "Published promptly, with what became of comments and expert opinions.",
        ],
    ),
    article(
        "major_decisions_34",
        Rule::MajorDecisions,
        "34–35",
        ["决策执行", "Carrying out"],
        [
            "明确执行单位并督促检查；执行中发现问题的及时报告，不得擅自变更。",
            "An implementing unit is named and inspected; problems are reported, nothing is changed at will.",
        ],
    ),
    article(
        "major_decisions_36",
        Rule::MajorDecisions,
        "36",
        ["决策后评估", "Post-decision evaluation"],
        [
            "明显未达预期效果、公众提出较多意见或者决策机关认为有必要的，可以组织评估；承担主要前期评估工作的不再承担。",
            "May be ordered when results fall clearly short, citizens object much, or the body finds it necessary; not by the main assessor beforehand.",
        ],
    ),
    article(
        "local_organisation_78",
        Rule::LocalOrganisation,
        "78",
        ["全体会议和常务会议", "Plenary and executive meetings"],
        [
            "地方人民政府会议分为全体会议和常务会议，重大问题须经其讨论决定。",
            "A local government’s meetings are the plenary and the executive meeting; major questions are discussed and decided there.",
        ],
    ),
    article(
        "local_organisation_63",
        Rule::LocalOrganisation2004,
        "63",
        ["全体会议和常务会议", "Plenary and executive meetings"],
        [
            "政府工作中的重大问题，须经政府常务会议或者全体会议讨论决定。",
            "Major questions of government work are discussed and decided by the executive meeting or the plenary.",
        ],
    ),
    article(
        "petitions_18",
        Rule::Petitions,
        "18",
        ["领导接待", "Received by leaders"],
        [
            "各级领导干部定期接待来访群众，阅办群众来信。",
            "Leaders receive visitors at regular times and read letters.",
        ],
    ),
    article(
        "petitions_20",
        Rule::Petitions,
        "20",
        ["推选代表", "Representatives"],
        [
            "多人提出共同信访事项的，推选代表，代表不超过5人。",
            "Several people with one petition choose representatives, at most five.",
        ],
    ),
    article(
        "petitions_22",
        Rule::Petitions,
        "22",
        ["受理告知", "Whether it is taken up"],
        [
            "收到信访事项15日内转送、交办或者决定是否受理。",
            "Within 15 days of its coming in it is passed on, or the petitioner is told whether it is taken up.",
        ],
    ),
    article(
        "petitions_23",
        Rule::Petitions,
        "23",
        ["告知是否受理", "Told whether it is taken up"],
        [
            "收到转送、交办的机关、单位15日内告知是否受理；不属职权的，5个工作日内提出异议。",
            "Whoever it is routed to says within 15 days whether it is taken up; who is not competent objects within 5 working days.",
        ],
    ),
    article(
        "petitions_34",
        Rule::Petitions,
        "34",
        ["办结期限", "By when it is closed"],
        [
            "自受理之日起60日内办结，情况复杂的可以延长，延长期限不得超过30日。",
            "Closed within 60 days; complex ones may take up to 30 more.",
        ],
    ),
    article(
        "petitions_35",
        Rule::Petitions,
        "35",
        ["复查", "Review"],
        [
            "请求复查的，收到请求之日起30日内提出复查意见。",
            "A review is answered within 30 days of being asked for.",
        ],
    ),
    article(
        "petitions_36",
        Rule::Petitions,
        "36",
        ["复核", "Second review"],
        [
            "对复查意见不服的，30日内请求复核，30日内提出复核意见。",
            "Once more: asked for within 30 days, answered within 30.",
        ],
    ),
    article(
        "petitions_2005_10",
        Rule::Petitions2005,
        "10",
        ["负责人接待日", "Reception days"],
        [
            "建立行政机关负责人信访接待日制度，公布接待日和地点，由负责人协调处理。",
            "Those in charge hold reception days; days and place are published.",
        ],
    ),
    article(
        "petitions_2005_21",
        Rule::Petitions2005,
        "21",
        ["受理告知", "Whether it is taken up"],
        [
            "收到信访事项15日内决定是否受理并书面告知。",
            "Within 15 days the petitioner is told in writing whether it is taken up.",
        ],
    ),
    article(
        "petitions_2005_33",
        Rule::Petitions2005,
        "33",
        ["办结期限", "By when it is closed"],
        [
            "自受理之日起60日内办结，情况复杂的可以延长，延长期限不得超过30日。",
            "Closed within 60 days; complex ones may take up to 30 more.",
        ],
    ),
    article(
        "petitions_2005_34",
        Rule::Petitions2005,
        "34",
        ["复查", "Review"],
        [
            "请求复查的，收到请求之日起30日内提出复查意见。",
            "A review is answered within 30 days of being asked for.",
        ],
    ),
    article(
        "petitions_2005_35",
        Rule::Petitions2005,
        "35",
        ["复核", "Second review"],
        [
            "对复查意见不服的，30日内请求复核，30日内提出复核意见。",
            "Once more: asked for within 30 days, answered within 30.",
        ],
    ),
    article(
        "disclosure_26",
        Rule::Disclosure,
        "26",
        ["主动公开期限", "Publishing on its own"],
        [
            "属于主动公开范围的信息，自形成或者变更之日起20个工作日内公开。",
            "What is to be published is published within 20 working days.",
        ],
    ),
    article(
        "disclosure_30",
        Rule::Disclosure,
        "30",
        ["告知补正", "Asking what is meant"],
        [
            "申请内容不明确的，自收到申请之日起7个工作日内一次性告知补正；答复期限自收到补正的申请之日起计算。",
            "Where a request is unclear the applicant is asked within 7 working days; the time for the answer begins when he has answered.",
        ],
    ),
    article(
        "disclosure_33",
        Rule::Disclosure,
        "33",
        ["答复期限", "By when requests are answered"],
        [
            "不能当场答复的，20个工作日内答复；需要延长的，最多再延长20个工作日。",
            "Requests are answered within 20 working days, extended by at most 20.",
        ],
    ),
    article(
        "disclosure_2007_18",
        Rule::Disclosure2007,
        "18",
        ["主动公开期限", "Publishing on its own"],
        [
            "属于主动公开范围的政府信息，自形成或者变更之日起20个工作日内公开。",
            "What is to be published is published within 20 working days.",
        ],
    ),
    article(
        "disclosure_2007_24",
        Rule::Disclosure2007,
        "24",
        ["答复期限", "By when requests are answered"],
        [
            "不能当场答复的，15个工作日内答复；需要延长的，最多再延长15个工作日。",
            "Requests are answered within 15 working days, extended by at most 15.",
        ],
    ),
    article(
        "permits_32",
        Rule::Permits,
        "32",
        ["一次告知补正", "Saying at once what is missing"],
        [
            "申请材料不齐全的，当场或者5日内一次告知需要补正的全部内容（按工作日计算，第82条）。",
            "What is missing from an application is said at once, within 5 working days (art. 82).",
        ],
    ),
    article(
        "permits_42",
        Rule::Permits,
        "42",
        ["许可期限", "By when permits are decided"],
        [
            "20个工作日内作出决定，经批准可以延长10个工作日。",
            "Decided within 20 working days, extended by at most 10 with approval.",
        ],
    ),
    article(
        "permits_42_joint",
        Rule::Permits,
        "42",
        ["联合办理期限", "By when several departments decide"],
        [
            "统一办理、联合办理或者集中办理的，45个工作日内办结，经批准可以延长15个工作日。",
            "Where several departments decide together, within 45 working days, extended by at most 15 with approval.",
        ],
    ),
    article(
        "permits_44",
        Rule::Permits,
        "44",
        ["颁发证件", "Handing out the licence"],
        [
            "自作出决定之日起10个工作日内颁发、送达。",
            "Handed out within 10 working days of the decision.",
        ],
    ),
    article(
        "emergencies_17",
        Rule::EmergencyResponse,
        "17",
        ["先期处置和报告", "First response and report"],
        [
            "突发事件发生后，县级人民政府立即采取措施控制事态、组织救援，并立即向上一级报告，必要时可以越级上报。",
            "The county acts at once and reports at once to the level above; it may skip levels.",
        ],
    ),
    article(
        "emergencies_61",
        Rule::EmergencyResponse,
        "61",
        ["信息报送", "Reporting"],
        [
            "报送突发事件信息应当及时、客观、真实，不得迟报、谎报、瞒报、漏报。",
            "Reports are timely, objective and true; none is late, false, concealed or left out.",
        ],
    ),
    article(
        "emergencies_92",
        Rule::EmergencyResponse,
        "92",
        ["调查总结", "After-action report"],
        [
            "应急处置结束后及时查明经过和原因，总结经验教训，制定改进措施，向上一级提出报告。",
            "Afterwards course and causes are established, lessons drawn, and a report made to the level above.",
        ],
    ),
    article(
        "emergencies_2007_39",
        Rule::EmergencyResponse2007,
        "39",
        ["信息报送", "Reporting"],
        [
            "报送突发事件信息应当及时、客观、真实，不得迟报、谎报、瞒报、漏报。",
            "Reports are timely, objective and true; none is late, false, concealed or left out.",
        ],
    ),
    article(
        "accidents_9",
        Rule::Accidents,
        "9",
        ["单位报告事故", "The unit reports"],
        [
            "单位负责人接到事故报告后，应当于1小时内向县级有关部门报告。",
            "Whoever leads the unit reports to the county within 1 hour.",
        ],
    ),
    article(
        "accidents_11",
        Rule::Accidents,
        "11",
        ["逐级上报", "Reported up"],
        [
            "逐级上报事故情况，每级上报的时间不得超过2小时。",
            "Reported up level by level, at most 2 hours a level.",
        ],
    ),
    article(
        "accidents_29",
        Rule::Accidents,
        "29",
        ["调查期限", "Inquiry"],
        [
            "自事故发生之日起60日内提交事故调查报告。",
            "The inquiry reports within 60 days of the accident.",
        ],
    ),
    article(
        "health_emergencies_20",
        Rule::HealthEmergencies,
        "20",
        ["报告时限", "Reporting"],
        [
            "县级人民政府接到报告后2小时内向上一级人民政府报告。",
            "The county reports to the level above within 2 hours.",
        ],
    ),
    article(
        "deputies_42",
        Rule::Deputies,
        "42",
        ["代表建议的答复", "Answering suggestions"],
        [
            "代表建议、批评和意见自交办之日起三个月内答复。",
            "Suggestions of deputies are answered within three months of being handed over.",
        ],
    ),
    article(
        "price_hearings_9",
        Rule::PriceHearings,
        "9",
        ["价格听证会参加人", "Who takes part in a price hearing"],
        [
            "听证会参加人由消费者、经营者、其他利益相关方、专家学者等构成，消费者不少于五分之二。",
            "Consumers, suppliers, others concerned and experts take part; at least two fifths are consumers.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_found_by_its_id_and_no_other() {
        for (at, article) in ALL.iter().enumerate() {
            assert_eq!(ALL.iter().position(|it| it.id == article.id), Some(at));
            assert_eq!(find(article.id), Some(article));
            assert!(
                article
                    .id
                    .bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_'),
                "{} is not an id",
                article.id
            );
        }
        assert_eq!(find("major_decisions_99"), None);
    }

    #[test]
    fn articles_are_cited_as_people_cite_them() {
        let cited = |id| find(id).map(|it| (it.cited_zh(), it.cited_en()));
        assert_eq!(
            cited("major_decisions_15"),
            Some((
                "《重大行政决策程序暂行条例》第15条".to_owned(),
                "Interim Regulations on Procedures for Major Administrative Decisions, art. 15"
                    .to_owned()
            ))
        );
        assert_eq!(
            cited("major_decisions_25").map(|it| it.1),
            Some(
                "Interim Regulations on Procedures for Major Administrative Decisions, arts. 25–28"
                    .to_owned()
            )
        );
    }
}
