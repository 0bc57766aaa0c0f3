//! Words in lines: no name is cut, none runs into what stands beside it.

use plotters::element::Text;
use plotters::style::TextStyle;

use super::axis::px;
use super::backend::{Drawn, Plane, text_width};

/// From one line of words to the next, in sizes of the words.
pub const LEADING: f64 = 1.25;

/// Signs that stand at the end of a line rather than at the beginning of the next.
const CLOSING: &str = "）》”’，、。；：？！";

/// Signs that stand at the beginning of a line rather than at the end of the one before.
const OPENING: &str = "（《“‘";

/// `text` in lines no wider than `room` pixels, at most `most` of them if it can be: between words where there are any (a word
/// is never broken, however long), Chinese evenly between characters.
#[must_use]
pub fn wrapped(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    if text_width(text, size) <= room {
        return vec![text.to_owned()];
    }
    if text.contains(' ') || text.is_ascii() {
        return by_words(text, size, room, most);
    }
    // Only whole characters have room in a line.
    let line = (room / size).floor().max(1.0) * size;
    let lines = ((text_width(text, size) / line).ceil() as usize).clamp(2, most.max(2));
    let all: Vec<char> = text.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut from = 0;
    while from < all.len() {
        let left = lines.saturating_sub(out.len()).max(1);
        let mut to = from + (all.len() - from).div_ceil(left).max(1);
        if to < all.len() && to > from + 1 && OPENING.contains(all[to - 1]) {
            to -= 1;
        }
        while all.get(to).is_some_and(|c| CLOSING.contains(*c)) {
            to += 1;
        }
        let to = to.min(all.len());
        out.push(all[from..to].iter().collect());
        from = to;
    }
    out
}

fn by_words(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let space = text_width(" ", size);
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(line, size) + space + text_width(word, size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    while lines.len() > most.max(1) {
        if let Some(last) = lines.pop()
            && let Some(line) = lines.last_mut()
        {
            line.push(' ');
            line.push_str(&last);
        }
    }
    lines
}

/// The widest word of a text that is written in words, pixels; one character of a text that is not.
#[must_use]
pub fn least_room(text: &str, size: f64) -> f64 {
    if text.contains(' ') || text.is_ascii() {
        text.split_whitespace()
            .map(|word| text_width(word, size))
            .fold(0.0, f64::max)
    } else {
        size
    }
}

/// Draws lines of words, the block of them vertically centred on `middle` (pixels); `style` anchors each line.
///
/// # Errors
/// Those of plotters.
pub fn write(
    plane: &Plane,
    lines: &[String],
    (x, middle): (i32, i32),
    size: f64,
    style: &TextStyle<'static>,
) -> Drawn {
    let step = size * LEADING;
    let first = -step * (lines.len().max(1) as f64 - 1.0) / 2.0;
    for (line, n) in lines.iter().zip(0..) {
        let y = middle + px(first + step * f64::from(n));
        plane.draw(&Text::new(line.clone(), (x, y), style.clone()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_evenly_in_chinese_and_between_words_in_english() {
        let table: [(&str, f64, &[&str]); 8] = [
            ("起草调研", 60.0, &["起草调研"]),
            ("公开征求意见", 60.0, &["公开征", "求意见"]),
            ("合法性审查", 48.0, &["合法性", "审查"]),
            ("议题汇总（轻重缓急）", 62.0, &["议题汇总", "（轻重缓急）"]),
            ("Public comment", 60.0, &["Public", "comment"]),
            ("Implementation", 40.0, &["Implementation"]),
            (
                "Report to the party committee",
                76.0,
                &["Report to", "the party", "committee"],
            ),
            ("a b c d e f", 1.0, &["a", "b", "c d e f"]),
        ];
        for (text, room, lines) in table {
            assert_eq!(wrapped(text, 12.0, room, 3), lines, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for text in [
            "分管城建交通的副县长（兼）",
            "Deputy magistrate, construction and transport",
        ] {
            for room in [1.0, 40.0, 90.0, 200.0, 900.0] {
                let lines = wrapped(text, 13.0, room, 9);
                let plain = |s: &str| s.replace(' ', "");
                assert_eq!(plain(&lines.concat()), plain(text), "{room}");
                // Two characters a line at least, and brackets hang beside them.
                let least = least_room(text, 13.0).max(13.0 * 2.0);
                for line in &lines {
                    let hanging = if line.contains(['（', '）']) {
                        26.0
                    } else {
                        0.0
                    };
                    let most = room.max(least) + hanging;
                    assert!(text_width(line, 13.0) <= most, "{line} in {room}");
                }
            }
        }
    }
}
