//! Counting tests from what `cargo test` prints.

use super::stages::Count;

/// The count so far, and what is known of the test program that runs now.
#[derive(Debug, Default)]
pub struct Tally {
    total: Count,
    /// The program said `running N tests`.
    began: bool,
    /// It said `test result: …` for all it began.
    ended: bool,
    failed_here: usize,
}

impl Tally {
    /// Takes a line of output, colours and all.
    pub fn line(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if line.starts_with("Running ") || line.starts_with("Doc-tests ") {
            self.close_program();
        } else if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            // A program of doc tests may begin twice: merged tests, then those that stand alone.
            self.close_suite();
            self.began = true;
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.ended = true;
            self.total.passed += number_before(result, " passed");
            let failed = number_before(result, " failed");
            self.total.failed += failed;
            self.failed_here += failed;
        } else if line.starts_with("error: test failed") || line.starts_with("error: doctest failed") {
            self.close_suite();
            if self.failed_here == 0 {
                self.total.failed += 1;
                self.failed_here = 1;
            }
        }
    }

    /// The whole count. A run that failed without a failed test (it did not compile) is one failure.
    pub fn finish(mut self, success: bool) -> Count {
        self.close_program();
        if !success && self.total.failed == 0 {
            self.total.failed = 1;
        }
        self.total
    }

    fn close_program(&mut self) {
        self.close_suite();
        self.failed_here = 0;
    }

    /// A suite that began and gave no result died: it is one failure.
    fn close_suite(&mut self) {
        if self.began && !self.ended {
            self.total.failed += 1;
            self.failed_here += 1;
        }
        self.began = false;
        self.ended = false;
    }
}

/// The number that stands before `word`, else 0.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The line without its colour sequences: ESC, `[`, parameters, a letter.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        if sign == '\u{1b}' {
            signs.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(sign);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(output: &str, success: bool) -> Count {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.line(line));
        tally.finish(success)
    }

    const OK: &str = "     Running unittests src/lib.rs (target/debug/deps/a-1)\n\nrunning 3 tests\ntest a ... ok\n\n\
                      test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n";

    #[test]
    fn results_are_summed_over_programs_and_doc_tests() {
        let doc = "   Doc-tests a\n\nrunning 2 tests\n\ntest result: ok. 2 passed; 0 failed; 0 ignored\n\n\
                   running 1 test\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n";
        assert_eq!(count(&format!("{OK}{OK}{doc}"), true), Count { passed: 9, failed: 0 });
    }

    #[test]
    fn failed_tests_are_counted_once() {
        let failed = "     Running tests/x.rs (x)\nrunning 3 tests\ntest result: \u{1b}[31mFAILED\u{1b}(B\u{1b}[m. 1 passed; \
                      2 failed; 0 ignored\n\nerror: test failed, to rerun pass `-p a --test x`\n";
        assert_eq!(count(&format!("{OK}{failed}"), false), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn a_program_that_dies_is_one_failure() {
        let died = "     Running tests/x.rs (x)\nrunning 3 tests\ntest a ... ";
        let said = "\nerror: test failed, to rerun pass `-p a --test x`\n";
        assert_eq!(count(&format!("{died}{said}{OK}"), false), Count { passed: 3, failed: 1 });
        assert_eq!(count(&format!("{died}\n{OK}"), true), Count { passed: 3, failed: 1 });
        assert_eq!(count(&format!("{OK}{died}"), true), Count { passed: 3, failed: 1 });
    }

    #[test]
    fn a_program_that_dies_before_its_tests_is_one_failure() {
        let died = "\u{1b}[1m     Running\u{1b}[0m tests/x.rs (x)\n\u{1b}[1merror\u{1b}[0m: test failed, to rerun pass `-p a`\n";
        assert_eq!(count(&format!("{OK}{died}{OK}"), false), Count { passed: 6, failed: 1 });
    }

    #[test]
    fn what_does_not_compile_is_one_failure() {
        assert_eq!(
            count("error[E0425]: cannot find value `x`\nerror: could not compile `a`\n", false).failed,
            1
        );
    }
}
