//! Colours by meaning. A chart says what a shape means; the style sheet says how that looks in light, dark and print.

use county::event::Part;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle,
};

use plotters_backend::BackendColor;

use super::backend::SCALE;

/// What a shape or a word means.
///
/// Plotters carries colours, not meanings: each ink travels through it as a code in the blue channel, which the back end
/// turns into the class `ink-<name>` again. No colour is ever drawn from the code itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Plain words.
    Text,
    /// Words of lesser weight: axis labels, remarks.
    Muted,
    /// The line at the foot of an axis.
    Axis,
    /// Lines that help the eye.
    Grid,
    /// The zero line of a difference; the line at 100 %.
    Zero,
    /// Now: what differs from the preset.
    Now,
    /// The preset: what was.
    Before,
    /// A quantity without a comparison.
    Quantity,
    /// The whole a share is taken of.
    Track,
    /// A difference that cannot be told from luck.
    Indistinct,
    /// A bound the law sets.
    Legal,
    /// One of the eight parts of a turnaround.
    Part(Part),
}

impl Ink {
    const PLAIN: [(Ink, &'static str); 11] = [
        (Ink::Text, "text"),
        (Ink::Muted, "muted"),
        (Ink::Axis, "axis"),
        (Ink::Grid, "grid"),
        (Ink::Zero, "zero"),
        (Ink::Now, "now"),
        (Ink::Before, "before"),
        (Ink::Quantity, "quantity"),
        (Ink::Track, "track"),
        (Ink::Indistinct, "indistinct"),
        (Ink::Legal, "legal"),
    ];

    /// Its class in the style sheet.
    #[must_use]
    pub fn class(self) -> String {
        match self {
            Ink::Part(part) => format!("ink-part-{}", part_name(part)),
            _ => Self::PLAIN
                .iter()
                .find(|(ink, _)| *ink == self)
                .map(|(_, name)| format!("ink-{name}"))
                .unwrap_or_default(),
        }
    }

    fn code(self) -> u8 {
        match self {
            Ink::Part(part) => 100 + part as u8,
            _ => Self::PLAIN
                .iter()
                .zip(0..)
                .find(|((ink, _), _)| *ink == self)
                .map_or(0, |(_, code)| code),
        }
    }

    /// The ink a colour stands for; anything else is plain text's.
    #[must_use]
    pub fn from_rgb((_, _, code): (u8, u8, u8)) -> Self {
        if let Some(part) = code
            .checked_sub(100)
            .and_then(|i| Part::ALL.get(usize::from(i)))
        {
            return Ink::Part(*part);
        }
        Self::PLAIN
            .get(usize::from(code))
            .map_or(Ink::Text, |(ink, _)| *ink)
    }

    fn rgb(self) -> RGBColor {
        RGBColor(0, 0, self.code())
    }

    /// A filled shape.
    #[must_use]
    pub fn fill(self) -> ShapeStyle {
        self.faint(1.0)
    }

    /// A filled shape that lets through what lies under it; `alpha` in \[0, 1\].
    #[must_use]
    pub fn faint(self, alpha: f64) -> ShapeStyle {
        let RGBColor(r, g, b) = self.rgb();
        ShapeStyle {
            color: RGBAColor(r, g, b, alpha),
            filled: true,
            stroke_width: 0,
        }
    }

    /// A line `width` tenths of a pixel thick.
    #[must_use]
    pub fn line(self, width: u32) -> ShapeStyle {
        let RGBColor(r, g, b) = self.rgb();
        ShapeStyle {
            color: RGBAColor(r, g, b, 1.0),
            filled: false,
            stroke_width: width,
        }
    }

    /// Words `size` pixels high, standing at `at`.
    #[must_use]
    pub fn words(self, size: f64, at: Anchor) -> TextStyle<'static> {
        self.lettering(size, at, FontStyle::Normal)
    }

    /// Bold words.
    #[must_use]
    pub fn bold(self, size: f64, at: Anchor) -> TextStyle<'static> {
        self.lettering(size, at, FontStyle::Bold)
    }

    fn lettering(self, size: f64, at: Anchor, style: FontStyle) -> TextStyle<'static> {
        let font = FontDesc::new(FontFamily::SansSerif, size * f64::from(SCALE), style);
        let RGBColor(r, g, b) = self.rgb();
        TextStyle {
            font,
            color: BackendColor {
                alpha: 1.0,
                rgb: (r, g, b),
            },
            pos: Pos::new(at.0, at.1),
        }
    }
}

/// Which point of the words stands at the given place: horizontally, vertically.
#[derive(Clone, Copy)]
pub struct Anchor(pub HPos, pub VPos);

/// Words begin at the place, vertically centred on it.
pub const START: Anchor = Anchor(HPos::Left, VPos::Center);
/// Words are centred on the place.
pub const MIDDLE: Anchor = Anchor(HPos::Center, VPos::Center);
/// Words end at the place, vertically centred on it.
pub const END: Anchor = Anchor(HPos::Right, VPos::Center);

/// A part's name in classes and custom properties: `waiting-people`.
#[must_use]
pub fn part_name(part: Part) -> String {
    part.name().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_survives_its_journey_through_plotters() {
        let parts = Part::ALL.map(Ink::Part);
        for ink in Ink::PLAIN.iter().map(|(ink, _)| *ink).chain(parts) {
            let RGBColor(r, g, b) = ink.rgb();
            assert_eq!(Ink::from_rgb((r, g, b)), ink);
            assert!(ink.class().len() > "ink-".len());
        }
    }
}
