//! What becomes of schema docs.

use super::as_rustdoc;

#[track_caller]
fn assert_becomes(text: &str, expected: &str) {
    assert_eq!(as_rustdoc(text), expected);
    // What is safe already stays as it is.
    assert_eq!(as_rustdoc(expected), expected);
}

#[test]
fn other_text_stays() {
    for text in [
        "One line.",
        "A paragraph\nof lines.\n\nAnother.",
        "A paragraph\n    that goes on indented\n        and more so.",
        "# Heading\n\n- item\n  goes on\n- another\n\n  with a paragraph\n\n1. one\n2. two",
        "Inline `code`, and ```so``` too.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> quoted\n> text\n> > deeper",
        "```text\ncode\n```",
        "```json\n{ \"a\": [1,\n\t2] }\n```\n\nand\n\n~~~js\nf();\n~~~",
        "- item\n\n  ```wit\n  f: func();\n  ```\n\nText.",
        "***\n---\n* * *",
    ] {
        assert_becomes(text, text);
    }
}

#[test]
fn blank_lines_around_it_and_its_indentation_go() {
    assert_becomes("\n    text\n\n      more\n", "text\n\n  more");
    assert_becomes("", "");
    assert_becomes(" \n\t\n", "");
}

#[test]
fn carriage_returns_end_lines() {
    assert_becomes("a\r\nb\rc\r", "a\nb\nc");
}

#[test]
fn fences_without_another_language_are_text() {
    for info in [
        "",
        " ",
        "rust",
        "rust,ignore",
        " rust no_run",
        "ignore",
        "ignore-wasm32",
        "should_panic",
        "no_run",
        "compile_fail,E0308",
        "E0308",
        "edition2021",
        "test_harness",
        "standalone_crate",
        "custom,{.x}",
        "{.rust}",
        "should-panic",
    ] {
        assert_becomes(
            &format!("```{info}\nfn main() {{}}\n```"),
            "```text\nfn main() {}\n```",
        );
    }
    // The second word would make it Rust.
    assert_becomes("~~~~wit, rust\n~~~\n~~~~~", "~~~~wit\n~~~\n~~~~");
}

#[test]
fn fences_are_closed() {
    assert_becomes("Text:\n```\ncode", "Text:\n```text\ncode\n```");
    assert_becomes("```", "```text\n```");
    assert_becomes(
        "- a\n  ```\n  code\n\nText.",
        "- a\n  ```text\n  code\n  ```\n\nText.",
    );
    assert_becomes(
        "> ```\n> code\n\nText.",
        "> ```text\n> code\n> ```\n\nText.",
    );
}

#[test]
fn indented_blocks_are_fenced() {
    assert_becomes(
        "Text:\n\n    let x;\n\n      y\n\nMore.",
        "Text:\n\n```text\nlet x;\n\n  y\n```\n\nMore.",
    );
    assert_becomes("# Heading\n    x", "# Heading\n```text\nx\n```");
    assert_becomes("a\n\n\tx", "a\n\n```text\nx\n```");
    assert_becomes("a\n\n    ```\n    x", "a\n\n````text\n```\nx\n````");
    assert_becomes("> a\n>\n>     x", "> a\n>\n> ```text\n> x\n> ```");
    assert_becomes("- a\n\n      x\n\nb", "- a\n\n  ```text\n  x\n  ```\n\nb");
    assert_becomes("-     x\n- b", "- ```text\n  x\n  ```\n- b");
    assert_becomes(
        "1. a\n   - b\n\n         x",
        "1. a\n   - b\n\n     ```text\n     x\n     ```",
    );
}

#[test]
fn what_belongs_to_an_item_is_no_code() {
    for text in ["1.  a\n\n    b", "- a\n  - b\n\n    c", "100. a\n\n     b"] {
        assert_becomes(text, text);
    }
    // This number starts no list, so what follows belongs to none.
    assert_becomes("in\n14. a\n\n    b", "in\n14. a\n\n```text\nb\n```");
}

#[test]
fn depth_has_an_end() {
    let deep = "> ".repeat(100_000);
    assert!(as_rustdoc(&format!("{deep}a")).ends_with("> a"));
    let deep = "- ".repeat(100_000);
    assert!(as_rustdoc(&format!("{deep}a")).ends_with("- a"));
}
