//! What a unit of value must be worth: cost over gain, of the very differences that stand beside it.

use serde_json::Value;

use crate::fixture;

fn result(metrics: &str) -> Value {
    let file = format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "today+horizon.warm_up_years=0.25", "replications": 4, "years": 0.5, "metrics": {metrics},
        "design": {{"kind": "scenarios", "scenarios": {{"alone": {{"mechanisms": {{"participation": {{"enabled": false}}}}}}}}}}}}"#
    );
    let prepared = fixture::prepared(&file, &["horizon.warm_up_years=0.25"]);
    fixture::result(&prepared, &fixture::run(&prepared))
}

#[test]
fn it_is_cost_over_gain_with_the_ratios_that_cannot_be_excluded() {
    let result =
        result(r#"["quality.value.realised", "burden.hours.total", "turnaround.lead_time.mean"]"#);
    assert!(
        result["points"][0].get("break_even").is_none(),
        "the base has none"
    );
    let point = &result["points"][1];
    let number = |it: &Value| it.as_f64().unwrap();
    let more = |name: &str| number(&point["differences"][name]["difference"]);
    for (cost, within) in [
        ("burden.hours.total", 1e-9),
        ("turnaround.lead_time.mean", 0.2),
    ] {
        let found = &point["break_even"][cost];
        let ratio = number(&found["ratio"]);
        let expected = more(cost) / more("quality.value.realised");
        // Days are a ratio of sums, read replication by replication: nearly, not exactly, that of the whole.
        assert!(
            (ratio / expected - 1.0).abs() < within,
            "{cost}: {found} {expected}"
        );
        assert!(
            found["set"].is_object() || found["set"] == "Everything",
            "{found}"
        );
    }
}

#[test]
fn where_value_is_not_measured_there_is_none() {
    for metrics in [r#"["burden.hours.total"]"#, r#"["quality.value.realised"]"#] {
        let result = result(metrics);
        assert!(result["points"][1].get("break_even").is_none(), "{metrics}");
    }
}
