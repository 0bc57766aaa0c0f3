//! A drawing as plain data: SVG elements that a test can look into and Yew can show.

use std::fmt::Write as _;

use yew::virtual_dom::{VNode, VTag, VText};

/// One SVG element.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its tag: `rect`, `path`, `text`, `g`, …
    pub tag: &'static str,
    /// Its attributes, in the order they were given.
    pub attributes: Vec<(&'static str, String)>,
    /// Text inside it, before its children.
    pub text: Option<String>,
    /// Elements inside it.
    pub children: Vec<Node>,
}

impl Node {
    /// An element without attributes.
    #[must_use]
    pub fn new(tag: &'static str) -> Self {
        Self {
            tag,
            attributes: Vec::new(),
            text: None,
            children: Vec::new(),
        }
    }

    /// The same with one more attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The same with text inside.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }

    /// This element and all inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// As Yew shows it.
    pub fn to_vnode(&self) -> VNode {
        let mut tag = VTag::new(self.tag);
        for (name, value) in &self.attributes {
            tag.add_attribute(name, value.clone());
        }
        if let Some(text) = &self.text {
            tag.add_child(VText::new(text.clone()).into());
        }
        tag.add_children(self.children.iter().map(Node::to_vnode));
        tag.into()
    }

    /// As SVG text: what a test reads and a saved picture contains.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.tag);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
        }
        out.push('>');
        if let Some(text) = &self.text {
            out.push_str(&escaped(text));
        }
        for child in &self.children {
            child.write(out);
        }
        let _ = write!(out, "</{}>", self.tag);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A number as an attribute: at most two decimals, no trailing zeros.
#[must_use]
pub fn coordinate(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let node = Node::new("text")
            .with("aria-label", "a \"b\" <c>")
            .saying("x < y & z");
        assert_eq!(
            node.to_svg(),
            "<text aria-label=\"a &quot;b&quot; &lt;c&gt;\">x &lt; y &amp; z</text>"
        );
    }

    #[test]
    fn coordinates_are_short() {
        for (x, text) in [(1.0, "1"), (0.125, "0.12"), (-0.001, "0"), (12.5, "12.5")] {
            assert_eq!(coordinate(x), text);
        }
    }
}
