//! What becomes of one file of the output. Pure.

use super::Fingerprint;

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It holds the planned bytes already; where byline did not own it, it does now.
    Keep,
    /// It is written.
    Write,
    /// Another's file is in its place, with other bytes.
    Foreign,
}

/// Decides by what the manifest says of the file and by what stands there: nothing, the planned bytes (`Some(true)`), or
/// others (`Some(false)`).
pub fn decide(owned: Option<&Fingerprint>, current: Option<bool>) -> Decision {
    match (owned, current) {
        (_, Some(true)) => Decision::Keep,
        (None, Some(false)) => Decision::Foreign,
        (Some(_), Some(false)) | (_, None) => Decision::Write,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_others_with_other_bytes_are_foreign() {
        let owned = super::super::fingerprint(b"x");
        assert_eq!(decide(None, None), Decision::Write);
        assert_eq!(decide(None, Some(true)), Decision::Keep);
        assert_eq!(decide(None, Some(false)), Decision::Foreign);
        assert_eq!(decide(Some(&owned), Some(false)), Decision::Write);
        assert_eq!(decide(Some(&owned), Some(true)), Decision::Keep);
        assert_eq!(decide(Some(&owned), None), Decision::Write);
    }
}
