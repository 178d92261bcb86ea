//! What byline says when something is wrong, word for word: the cases of `tests/errors/`.

mod harness;

#[test]
fn every_error_says_where_and_what_to_do() {
    harness::case::run_all("errors", 25);
}
