//! Amounts of money: cents as people write them.

/// Cents as an amount with two places.
pub(super) fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_have_two_places() {
        assert_eq!([0, 5, 1250, -199].map(amount), ["0.00", "0.05", "12.50", "-1.99"]);
    }
}
