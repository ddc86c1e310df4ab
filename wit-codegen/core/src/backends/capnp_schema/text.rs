//! Lines of a schema.

use crate::model::Docs;

/// A text in which blocks are indented.
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    depth: usize,
}

impl Text {
    pub(super) fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&"  ".repeat(self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// A line that opens a declaration, after a blank line.
    pub(super) fn open(&mut self, line: &str) {
        self.line("");
        self.open_inside(line);
    }

    /// A line that opens a block among members.
    pub(super) fn open_inside(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.line("}");
    }

    /// Comments stand after what they are about.
    pub(super) fn comment(&mut self, text: &str) {
        for line in text.trim().lines() {
            // A lone carriage return would end the comment for some readers.
            let line = line.replace('\r', " ");
            self.line(format!("# {line}").trim_end());
        }
    }

    pub(super) fn docs(&mut self, docs: &Docs) {
        let Docs { text, deprecated } = docs;
        if let Some(text) = text {
            self.comment(text);
        }
        if let Some(deprecated) = deprecated {
            self.comment(&format!("Deprecated: {deprecated}"));
        }
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }
}
