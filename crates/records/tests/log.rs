//! The log, written and read back by other people's readers.

use county::event::{Actor, Attributes, Event, EventKind, NONE, NONE32, Note, Part, Verdict};
use kernel::Tick;
use tuiyan_records::{COLUMNS, Format, Names, Records, Row, row::value_unit};

/// Names as awkward as a file can make them.
struct Awkward;

impl Names for Awkward {
    fn procedure(&self, procedure: u16) -> &str {
        ["major", "ordinary"][usize::from(procedure)]
    }
    fn class(&self, _: u16) -> &str {
        "plans"
    }
    fn stage(&self, _: u16, stage: u16) -> &str {
        ["draft", "comment", "meeting"]
            .get(usize::from(stage))
            .copied()
            .unwrap_or("")
    }
    fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::Nobody => "",
            Actor::Leader(0) => "magistrate",
            _ => "somebody",
        }
    }
    fn clock(&self, _: u16, _: u16) -> &str {
        "条例 \"15\", 30 days\nor more\r\n"
    }
    fn trait_of_cases(&self, _: u16) -> &str {
        "group"
    }
    fn time(&self, tick: Tick) -> String {
        format!("2024-01-01T00:00:{tick:02}")
    }
}

fn event(kind: EventKind) -> Event {
    Event {
        tick: 7,
        kind,
        case: 0xab,
        number: 3,
        procedure: 0,
        class: 0,
        stage: 1,
        visit: 2,
        actor: Actor::Leader(0),
        value: 0.1 + 0.2,
        note: Note::None,
    }
}

/// One event of each kind and each note, and one about nothing at all.
fn events() -> Vec<Event> {
    let notes = [
        Note::Part(Part::WaitingMeeting),
        Note::Verdict(Verdict::Adopt),
        Note::Verdict(Verdict::Refuse),
        Note::Verdict(Verdict::Return),
        Note::Stage(2),
        Note::Clock(0),
        Note::InsteadOf(0),
        Note::Parent {
            key: 0xcd,
            class: 0,
        },
        Note::Trait(0),
        Note::Level(3),
        Note::NoChair,
        Note::NoQuorum,
    ];
    let nothing = Event {
        tick: -5,
        kind: EventKind::WindowOpened,
        case: 0,
        number: NONE32,
        procedure: NONE,
        class: NONE,
        stage: NONE,
        visit: 0,
        actor: Actor::Nobody,
        value: 0.0,
        note: Note::None,
    };
    let mut events: Vec<Event> = EventKind::ALL.iter().map(|kind| event(*kind)).collect();
    events.extend(notes.map(|note| Event {
        note,
        ..event(EventKind::Part)
    }));
    events.push(nothing);
    events.push(Event {
        value: f64::NAN,
        ..event(EventKind::Part)
    });
    events
}

fn text(format: Format) -> String {
    let mut records = Records::new(format, &Awkward);
    let mut text = records.take();
    records.begin(4);
    for event in events() {
        records.push(&event);
        assert!(records.waiting() > 0);
        text.push_str(&records.take());
    }
    text
}

#[test]
fn lines_as_printed() {
    let mut records = Records::new(Format::Csv, &Awkward);
    records.push(&Event {
        note: Note::Part(Part::WaitingPeople),
        ..event(EventKind::Part)
    });
    records.push(&Event {
        note: Note::Clock(0),
        ..event(EventKind::Breach)
    });
    records.push(&Event {
        stage: NONE,
        visit: 0,
        actor: Actor::Nobody,
        value: -0.25,
        ..event(EventKind::Worth)
    });
    assert_eq!(
        records.take(),
        "replication,tick,time,event,procedure,case,class,stage,visit,actor,value,note\n\
         0,7,2024-01-01T00:00:07,part,major,00000000000000ab,plans,comment,2,magistrate,0.30000000000000004,waiting_people\n\
         0,7,2024-01-01T00:00:07,breach,major,00000000000000ab,plans,comment,2,magistrate,,\"条例 \"\"15\"\", 30 days\nor more\r\n\"\n\
         0,7,2024-01-01T00:00:07,worth,major,00000000000000ab,plans,,,,-0.25,\n"
    );
    let mut records = Records::new(Format::Jsonl, &Awkward);
    let attributes = Attributes {
        urgent: true,
        risky: true,
        ..Attributes::default()
    };
    records.push(&Event {
        value: f64::from(attributes.bits()),
        ..event(EventKind::Registered)
    });
    assert_eq!(
        records.take(),
        "{\"replication\":0,\"tick\":7,\"time\":\"2024-01-01T00:00:07\",\"event\":\"registered\",\"procedure\":\"major\",\
         \"case\":\"00000000000000ab\",\"class\":\"plans\",\"stage\":\"comment\",\"visit\":2,\"actor\":\"magistrate\",\
         \"value\":9.0,\"note\":\"urgent risky\"}\n"
    );
}

#[test]
fn csv_reads_back() {
    let text = text(Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), COLUMNS.as_slice());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let events = events();
    assert_eq!(lines.len(), events.len());
    for (line, event) in lines.iter().zip(&events) {
        let row = Row::new(4, event, &Awkward);
        let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
        let expected = [
            "4".to_owned(),
            row.tick.to_string(),
            row.time.clone(),
            row.event.to_owned(),
            row.procedure.unwrap_or_default().to_owned(),
            row.case.clone().unwrap_or_default(),
            row.class.unwrap_or_default().to_owned(),
            row.stage.unwrap_or_default().to_owned(),
            row.visit.map(|v| v.to_string()).unwrap_or_default(),
            row.actor.unwrap_or_default().to_owned(),
            number(row.value),
            row.note.clone().unwrap_or_default().into_owned(),
        ];
        assert_eq!(line, expected.as_slice());
        if let Some(value) = row.value {
            assert_eq!(
                line[10].parse::<f64>().unwrap().to_bits(),
                value.to_bits(),
                "every digit survives"
            );
        }
    }
}

#[test]
fn json_lines_read_back() {
    let text = text(Format::Jsonl);
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let events = events();
    assert_eq!(rows.len(), events.len());
    for (row, event) in rows.iter().zip(&events) {
        let mut names: Vec<&str> = row.keys().map(String::as_str).collect();
        let mut columns = COLUMNS.to_vec();
        names.sort_unstable();
        columns.sort_unstable();
        assert_eq!(names, columns, "every column on every line");
        assert_eq!(row["tick"], event.tick);
        assert_eq!(row["event"], event.kind.name());
        assert_eq!(
            row["value"].as_f64(),
            value_unit(event.kind)
                .map(|_| event.value)
                .filter(|v| v.is_finite())
        );
    }
}

#[test]
fn what_an_event_does_not_say_is_missing() {
    let events = events();
    let nothing = Row::new(0, &events[events.len() - 2], &Awkward);
    assert_eq!(nothing.tick, -5);
    assert!(nothing.procedure.is_none() && nothing.case.is_none() && nothing.class.is_none());
    assert!(nothing.stage.is_none() && nothing.visit.is_none() && nothing.actor.is_none());
    assert!(nothing.value.is_none() && nothing.note.is_none());
    let not_a_number = Row::new(0, &events[events.len() - 1], &Awkward);
    assert_eq!(not_a_number.value, None, "NaN never leaves");
}

#[test]
fn notes() {
    for (note, expected) in [
        (Note::Part(Part::OutsideGate), "outside_gate"),
        (Note::Verdict(Verdict::Adopt), "adopt"),
        (Note::Verdict(Verdict::Refuse), "refuse"),
        (Note::Verdict(Verdict::Return), "return"),
        (Note::Stage(2), "meeting"),
        (Note::InsteadOf(0), "instead_of:magistrate"),
        (
            Note::Parent {
                key: 0xcd,
                class: 0,
            },
            "arises_from:00000000000000cd",
        ),
        (Note::Trait(0), "group"),
        (Note::Level(3), "level_3"),
        (Note::NoChair, "no_chair"),
        (Note::NoQuorum, "no_quorum"),
    ] {
        let event = Event {
            note,
            ..event(EventKind::StageReady)
        };
        assert_eq!(
            Row::new(0, &event, &Awkward).note.as_deref(),
            Some(expected)
        );
    }
}

#[test]
fn formats_by_name() {
    for format in Format::ALL {
        assert_eq!(format.name().parse::<Format>(), Ok(format));
    }
    assert!(
        "xes"
            .parse::<Format>()
            .unwrap_err()
            .contains("csv and jsonl")
    );
}
