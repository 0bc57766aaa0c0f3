//! A small county for tests: two procedures with everything a diagram has to cope with.

use county::scenario::Scenario;
use serde_json::{Value, json};

fn stage(kind: &str, zh: &str, en: &str, after: &[&str], more: Value) -> Value {
    let mut stage = json!({ "kind": kind, "name": { "zh": zh, "en": en }, "after": after });
    if let (Some(stage), Some(more)) = (stage.as_object_mut(), more.as_object()) {
        stage.extend(more.clone());
    }
    stage
}

/// The county, with stages added to its procedure `major`.
pub fn scenario_with(more: &[(&str, Value)]) -> Scenario {
    let no = || json!({});
    let who = |who: &str| json!({ "who": who });
    let mut stages = json!({
        "intake": stage("task", "立项受理", "Intake", &[], who("government_office")),
        "drafting": stage("task", "调研起草", "Study and drafting", &["intake"], who("drafting_unit")),
        "consultation": stage("consultation", "部门会签", "Departments consulted", &["drafting"], no()),
        "risk_assessment": stage("risk_assessment", "风险评估", "Risk assessment", &["drafting"], who("drafting_unit")),
        "public_comment": stage("public_comment", "公开征求意见", "Public comment", &["drafting"], no()),
        "hearing": stage("hearing", "听证会", "Hearing", &["public_comment"], no()),
        "expert_review": stage("expert_review", "专家论证", "Expert review", &["drafting"], who("experts")),
        "revision": stage("task", "汇总修改", "Revision", &["consultation", "risk_assessment", "hearing", "expert_review"], who("drafting_unit")),
        "legality_review": stage("legality_review", "合法性审查", "Legality review", &["revision"], json!({ "who": "government_office", "returns": { "to": "revision", "share": 0.15, "at_most": 2 } })),
        "special_topic": stage("coordination", "专题会议协调", "Special-topic meeting", &["legality_review"], no()),
        "deputy_review": stage("sign_off", "分管领导审签", "Portfolio leader signs", &["special_topic"], who("portfolio_leader")),
        "triage": stage("triage", "议题汇总", "Agenda triage", &["deputy_review"], who("government_office")),
        "agenda_approval": stage("sign_off", "议题审定", "Agenda approved", &["triage"], who("chair")),
        "executive_meeting": stage("meeting", "常务会议", "Executive meeting", &["agenda_approval"], json!({ "meeting": "executive", "returns": { "to": "revision", "at_most": 2 } })),
        "party_report": stage("outside_gate", "报县委", "Report to the party committee", &["executive_meeting"], no()),
        "publication": stage("publication", "公布", "Publication", &["party_report"], who("government_office")),
        "implementation": stage("implementation", "执行", "Implementation", &["publication"], no()),
        "follow_up": stage("follow_up", "督查反馈", "Follow-up supervision", &["publication"], who("government_office")),
    });
    if let Some(stages) = stages.as_object_mut() {
        for (id, stage) in more {
            stages.insert((*id).to_owned(), stage.clone());
        }
    }
    let text = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    let written = json!({
        "tuiyan": 1,
        "title": text("某县", "A county"),
        "horizon": { "start": "2024-01-01", "warm_up_years": 0, "years": 1, "close_cap_years": 1, "follow_years": 0, "view": "transition" },
        "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00", "afternoon_from": "14:00", "afternoon_to": "17:30" },
        "leaders": {
            "magistrate": { "name": text("县长", "Magistrate"), "rank": "magistrate", "bound_hours_per_week": 20 },
            "deputy": { "name": text("副县长", "Deputy magistrate"), "rank": "deputy", "bound_hours_per_week": 18 },
        },
        "offices": {
            "government_office": { "name": text("政府办公室", "Government office"), "staff": 6 },
            "experts": { "name": text("专家库", "Expert pool"), "staff": 30, "counts_as_burden": false },
        },
        "departments": { "bureau": { "name": text("住建局", "Housing bureau"), "staff": 4, "leader": "deputy" } },
        "meetings": { "executive": { "name": text("常务会议", "Executive meeting"), "every_days": 30, "at": "09:00", "minutes": 180, "agenda_closes_days": 3, "members": ["magistrate", "deputy"], "chairs": ["magistrate"], "quorum_share": 0.5, "postponed_days": 7 } },
        "procedures": {
            "major": { "name": text("重大行政决策", "Major decision"), "major": true, "stages": stages },
            "short": { "name": text("一般事项", "Ordinary matter"), "stages": { "only": stage("task", "办理", "Handling", &[], who("drafting_unit")) } },
        },
        "mechanisms": {
            "stand_in": { "enabled": false, "pairs": {}, "after_days": 2, "urgent_only": false, "effort_factor": 1.2 },
            "participation": { "enabled": true, "comment": "all", "comment_days": 30, "hearing": "utilities", "hearing_notice_days": 10, "hearing_people": 20, "experts": "all", "panel": 7, "evaluation": false },
        },
        "world": {
            "demand": 1, "sources": {},
            "classes": {},
            "publics": {},
            "absences": { "share": 0.1, "spell_days": 4, "correlation": 0.2 },
            "response": { "ordinary_factor": 0.3, "clustering_shape": 0.5, "adopted_share": 0.2, "replied_share": 0.9 },
        },
    });
    serde_json::from_value(written).unwrap()
}

/// The county as it is.
pub fn scenario() -> Scenario {
    scenario_with(&[])
}
