//! Login names from `/etc/passwd`.

/// The name of the account with this number. An account that only a directory service knows is
/// not found here.
pub(crate) fn name_of(passwd: &str, uid: u32) -> Option<&str> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        let number = fields.nth(1)?;
        (number.parse() == Ok(uid)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_account_and_survives_anything_else() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\n\n:x:7:\nbroken\nann:x:1000:1000::/home/ann:\nbob:x:1000\n";
        for (uid, expected) in [(0, Some("root")), (1000, Some("ann")), (7, None), (1, None)] {
            assert_eq!(name_of(passwd, uid), expected, "{uid}");
        }
    }
}
