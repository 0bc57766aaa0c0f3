//! An experiment cut, run, sent as text and put together again gives the bytes of one that was not.

use experiment::{
    Cores, OneCore, Outcome, Piece, Prepared, Shard, Source, batches, merge, outcome, pieces_text,
    prepare, read, read_pieces, run_batch, share, written,
};

use crate::fixture;

/// Four points, three replications; one point diverts cases, so that figures over common ones travel too.
const SMALL: &str = r#"{
    "tuiyan_experiment": 1, "scenario": "today", "replications": 3, "years": 0.1,
    "factors": {
        "demand": { "path": "world.demand", "levels": [1, 1.3] },
        "reform": { "path": "mechanisms.approval_reform.enabled", "levels": [false, true] }
    },
    "design": { "kind": "full_factorial" },
    "metrics": ["turnaround.lead_time.mean", "turnaround.lead_time.p90", "burden.hours.total"]
}"#;

/// From the last to the first, as if the last had been done first.
struct Backwards;

impl Cores for Backwards {
    fn map<I: Sync, O: Send>(&self, items: &[I], f: impl Fn(&I) -> O + Sync + Send) -> Vec<O> {
        let mut done: Vec<O> = items.iter().rev().map(f).collect();
        done.reverse();
        done
    }
}

fn small() -> Prepared {
    fixture::prepared(SMALL, &["horizon.warm_up_years=0.1"])
}

fn bytes(it: &Outcome<'_>) -> String {
    it.json()
}

fn cut(prepared: &Prepared, due: &[(u32, u32)], cores: usize) -> Vec<Piece> {
    let batches = batches(due, cores);
    let run = |it: &std::ops::Range<usize>| run_batch(prepared, &due[it.clone()]);
    batches.iter().flat_map(run).collect()
}

#[test]
fn how_pieces_are_cut_sent_and_counted_moves_no_byte() {
    let prepared = small();
    let due = share(&prepared.outline, None);
    assert_eq!(due.len(), 12);
    // Twelve runs of a tenth of a year after a tenth.
    assert!((prepared.outline.county_years() - 2.4).abs() < 1e-9);
    // All at once, replications one after the other.
    let pieces = run_batch(&prepared, &due);
    assert!(pieces.iter().any(|it| it.common.is_some()));
    let whole = bytes(&outcome(&prepared.outline, &pieces, &OneCore));
    for cores in [1, 2, 7] {
        let sent = pieces_text(&cut(&prepared, &due, cores));
        let received = read_pieces(&sent).unwrap();
        assert_eq!(received, pieces, "{cores} cores");
        let again = bytes(&outcome(&prepared.outline, &received, &Backwards));
        assert!(again == whole, "{cores} cores");
    }
    // Shards carry the same pieces.
    let shards = (1..=5).map(|index| {
        let shard = Shard { index, of: 5 };
        let pieces = cut(&prepared, &share(&prepared.outline, Some(shard)), 2);
        let text = serde_json::to_string(&written(&prepared.outline, shard, &pieces)).unwrap();
        (index.to_string(), Ok(text.into_bytes()))
    });
    let (outline, pieces) = merge(shards).unwrap();
    assert!(bytes(&outcome(&outline, &pieces, &OneCore)) == whole);
}

#[test]
fn what_is_no_piece_is_refused() {
    let prepared = small();
    let text = pieces_text(&run_batch(&prepared, &[(0, 0)]));
    let digest = text.find("\"digest\":\"").unwrap() + 10;
    let table = [
        String::new(),
        "{}".to_owned(),
        text[..text.len() - 1].to_owned(),
        format!("{}g{}", &text[..digest], &text[digest + 1..]),
        text.replacen("\"point\":", "\"pint\":", 1),
    ];
    for text in table {
        assert!(read_pieces(&text).is_err(), "{text}");
    }
}

#[test]
fn a_source_that_cannot_be_had_is_said_with_all_else() {
    let mut spec = read(SMALL).unwrap();
    spec.metrics.push("turnaruond".to_owned());
    let why = county::scenario::Problem {
        path: String::new(),
        message: "there is no such file".to_owned(),
        remedy: "name one".to_owned(),
    };
    let problems = prepare(spec, &Source::unreadable(why), &OneCore).unwrap_err();
    let paths: Vec<&str> = problems.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["metrics.3", "scenario"]);
}
