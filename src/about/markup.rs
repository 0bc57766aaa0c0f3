//! HTML as text, for what is only read: elements of the virtual document take five times the program, and nothing here ever moves.

use yew::{AttrValue, Html};

/// HTML under construction.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Tags, as they stand in the program.
    pub(super) fn tag(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str(tag);
        self
    }

    /// Words: whatever they are, they are read as words.
    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// A technical name, in code style: a line may end after its dots and underscores.
    pub(super) fn code(&mut self, name: &str) -> &mut Self {
        self.tag("<code>");
        for part in name.split_inclusive(['.', '_']) {
            self.words(part).tag("<wbr>");
        }
        self.tag("</code>")
    }

    /// A term and what is said of it, in a list of such.
    pub(super) fn term(&mut self, name: &str, text: &str) {
        self.tag("<dt>").words(name);
        self.tag("</dt><dd>").words(text).tag("</dd>");
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.tag("<p>").words(text).tag("</p>");
    }

    /// A heading of the third level.
    pub(super) fn heading(&mut self, text: &str) {
        self.tag("<h3>").words(text).tag("</h3>");
    }

    /// The beginning of a table: its caption, which is not seen, and the heads of its columns.
    pub(super) fn table(&mut self, caption: &str, heads: &[String]) {
        self.tag("<table><caption class=\"out-of-sight\">");
        self.words(caption).tag("</caption><thead><tr>");
        for head in heads {
            self.tag("<th scope=\"col\">").words(head).tag("</th>");
        }
        self.tag("</tr></thead><tbody>");
    }

    /// Into the document.
    pub(super) fn html(self) -> Html {
        Html::from_html_unchecked(AttrValue::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_whatever_they_are() {
        let mut markup = Markup::default();
        markup.term("a < b", "R&D <script>");
        let expected = "<dt>a &lt; b</dt><dd>R&amp;D &lt;script></dd>";
        assert_eq!(markup.0, expected);
    }

    #[test]
    fn a_technical_name_is_broken_where_it_is_joined() {
        let mut markup = Markup::default();
        markup.code("queues.a_b");
        let expected = "<code>queues.<wbr>a_<wbr>b<wbr></code>";
        assert_eq!(markup.0, expected);
    }
}
