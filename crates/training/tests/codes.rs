//! Result codes and the class: what is carried, what is noticed, what a table says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use training::{Case, Choices, CodeError, LinkError, Settings, Token, csv, read_codes, table};

const WATER: &str = include_str!("../../../cases/water_price.json");
const VERSION: &str = "0.1.0";
const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn water() -> Case {
    Case::read(WATER).unwrap()
}

fn some(case: &Case, options: [usize; 6], score: f64) -> Token {
    Token::new(
        case,
        VERSION,
        7,
        &Choices(options.map(Some).to_vec()),
        score,
    )
}

#[test]
fn a_code_carries_the_play() {
    let case = water();
    let mut token = some(&case, [0, 2, 3, 1, 3, 2], 87.65);
    (token.helped, token.late, token.minutes) = (true, false, 23);
    let code = token.written();
    assert_eq!(code.len(), 39, "eight groups of four: {code}");
    let read = Token::read(&code).unwrap();
    assert_eq!(read, token);
    assert_eq!(
        read.choices(&case, VERSION).unwrap().0,
        [0, 2, 3, 1, 3, 2].map(Some)
    );
    assert!((read.score() - 87.7).abs() < 1e-9);
    // What is typed by hand: small letters, blanks, look-alikes.
    let typed = code
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "l");
    assert_eq!(Token::read(&typed), Ok(token));
}

#[test]
fn points_that_never_came_are_carried_as_that() {
    let case = water();
    let choices = Choices(vec![Some(1), None, None, None, Some(2), Some(0)]);
    let token = Token::new(&case, VERSION, u32::MAX, &choices, 100.0);
    assert_eq!(
        Token::read(&token.written())
            .unwrap()
            .choices(&case, VERSION),
        Ok(choices)
    );
}

#[test]
fn every_single_letter_that_is_changed_is_noticed() {
    let case = water();
    let mut tried = 0;
    for options in [[0; 6], [1, 0, 0, 0, 3, 2], [0, 2, 3, 2, 3, 2]] {
        let code: Vec<char> = some(&case, options, 61.3).written().chars().collect();
        for at in (0..code.len()).filter(|at| code[*at] != '-') {
            for other in SYMBOLS.chars().filter(|it| *it != code[at]) {
                let mut changed = code.clone();
                changed[at] = other;
                assert_eq!(
                    Token::read(&changed.iter().collect::<String>()),
                    Err(CodeError::Changed)
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 3 * 32 * 31);
}

#[test]
fn two_letters_exchanged_are_noticed() {
    let case = water();
    let code: Vec<char> = some(&case, [0, 1, 2, 1, 3, 2], 61.3)
        .written()
        .chars()
        .filter(|it| *it != '-')
        .collect();
    for at in 1..code.len() {
        let mut changed = code.clone();
        changed.swap(at - 1, at);
        if changed != code {
            assert_eq!(
                Token::read(&changed.iter().collect::<String>()),
                Err(CodeError::Changed),
                "at {at}"
            );
        }
    }
}

#[test]
fn what_is_no_code_says_why() {
    let case = water();
    let code = some(&case, [0; 6], 50.0).written();
    assert_eq!(Token::read(""), Err(CodeError::Length(0)));
    assert_eq!(Token::read(&code[..30]), Err(CodeError::Length(24)));
    assert_eq!(Token::read("U000"), Err(CodeError::Symbol('U')));
    assert_eq!(Token::read("你好"), Err(CodeError::Symbol('你')));
    let read = Token::read(&code).unwrap();
    assert_eq!(read.choices(&case, "0.2.0"), Err(CodeError::Certificate));
    let mut edited = case.clone();
    edited.decisions[0].options[1].patch = serde_json::json!({});
    assert_eq!(read.choices(&edited, VERSION), Err(CodeError::Certificate));
    let mut other = case.clone();
    other.id = "bus_fare".to_owned();
    assert_eq!(read.choices(&other, VERSION), Err(CodeError::OtherCase));
    // Words may be mended: a code still belongs.
    let mut mended = case;
    mended.story[0].en.push('.');
    assert!(read.choices(&mended, VERSION).is_ok());
}

#[test]
fn a_class_is_read_from_what_was_pasted() {
    let case = water();
    let code = |options, score| some(&case, options, score).written();
    let broken = {
        let code = code([0; 6], 90.0);
        let other = if code.ends_with('Z') { 'Y' } else { 'Z' };
        format!("{}{other}", &code[..38])
    };
    let pasted = format!(
        "王芳, {}\n\nLi Wei: {}\n{}\n赵敏\t{broken}\n王芳，{}\nhello\n",
        code([0, 0, 0, 0, 0, 0], 84.0),
        code([0, 1, 0, 0, 3, 2], 44.5),
        code([0, 0, 1, 0, 3, 1], 63.25).replace('-', " "),
        code([0, 0, 0, 0, 0, 0], 84.0),
    );
    let entries = read_codes(&pasted);
    let names: Vec<&str> = entries.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["王芳", "Li Wei", "", "赵敏", "王芳", ""]);
    let room = table(&case, VERSION, &entries);
    assert_eq!(room.plays.len(), 3);
    assert_eq!(room.doubled, ["王芳"]);
    assert_eq!(room.seeds, [7]);
    let refused: Vec<CodeError> = room.refused.iter().map(|it| it.2).collect();
    assert_eq!(refused, [CodeError::Changed, CodeError::Length(5)]);
    // Two of three pairs met otherwise at the meeting, none at the kind of matter.
    let of = |decision| {
        room.partings
            .iter()
            .find(|it| it.decision == decision)
            .unwrap()
    };
    assert_eq!(of(4).chose, [1, 0, 0, 2]);
    assert!((of(4).apart - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(of(5).chose, [1, 1, 1]);
    assert!((of(5).apart - 1.0).abs() < 1e-12);
    assert_eq!(
        room.partings[0].decision, 5,
        "what they are most at odds about comes first"
    );
    assert_eq!(of(0).apart, 0.0);
    assert_eq!(of(4).scores[3], Some((44.5 + 63.3) / 2.0));
    let csv = csv(&case, &room);
    let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(
        lines[0],
        "name,score,minutes,late,helped,seed,kind,comment,hearing,experts,meeting,publish,code,problem"
    );
    assert!(
        lines[1].starts_with(
            "王芳,84.0,0,false,false,7,major,days_30,quota,independent,round,evaluate,"
        )
    );
    assert!(
        lines[4].starts_with("赵敏,")
            && lines[4].ends_with("was changed: its checksum does not fit")
    );
    let columns = |it: &&str| it.split(',').count();
    assert!(lines.iter().take(4).all(|it| columns(it) == 14));
}

#[test]
fn names_do_not_run_in_a_spreadsheet() {
    let case = water();
    let pasted = format!("=HYPERLINK(1) {}", some(&case, [0; 6], 1.0).written());
    let csv = csv(&case, &table(&case, VERSION, &read_codes(&pasted)));
    assert!(csv.contains("\r\n'=HYPERLINK(1),1.0"), "{csv}");
}

#[test]
fn a_link_of_a_class_says_what_was_settled() {
    let case = water();
    let mut settings = Settings::of(&case);
    assert_eq!(Settings::read(&settings.written()), Ok(settings.clone()));
    settings.shown = [true, false, true, false, false, false];
    (settings.help, settings.minutes, settings.seed) = (false, 25, 4_000_000_000);
    let written = settings.written();
    assert!(
        written.starts_with("1.water_price.4000000000.lt.n.25."),
        "{written}"
    );
    assert_eq!(Settings::read(&written), Ok(settings));
}

#[test]
fn a_hostile_link_is_refused() {
    let good = Settings::of(&water()).written();
    for (text, why) in [
        (String::new(), LinkError::Shape),
        ("x".repeat(1_000_000), LinkError::Long),
        ("1.2.3".to_owned(), LinkError::Shape),
        (good.replace("water", "watar"), LinkError::Changed),
        (good.replace(".0.", ".5."), LinkError::Changed),
        (
            good.replace("1.water_price", "1.<script>alert(1)</script>"),
            LinkError::Changed,
        ),
        (format!("{good}A"), LinkError::Changed),
    ] {
        assert_eq!(Settings::read(&text), Err(why), "{text:.60}");
    }
    // Every letter of it, changed to some other, is noticed.
    let letters: Vec<char> = good.chars().collect();
    for at in 0..letters.len() {
        for other in ['a', '7', '.', 'Z'] {
            let mut changed = letters.clone();
            changed[at] = other;
            let text: String = changed.iter().collect();
            // Crockford's checksum may be written in small letters.
            if text.to_uppercase() != good.to_uppercase() {
                assert!(Settings::read(&text).is_err(), "{text}");
            }
        }
    }
}
