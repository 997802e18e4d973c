//! Translations, line by line.

use super::super::parse;
use super::*;

/// What the translation says, rule by rule; the lines left out; the lines noted.
fn told(format: Format, text: &str) -> (Vec<String>, Vec<usize>, Vec<usize>) {
    let imported = import(format, "theirs", text);
    let file = parse("ours", &imported.rules, None).unwrap();
    let lines = |remarks: &[Remark]| remarks.iter().map(|remark| remark.line).collect();
    (file.names, lines(&imported.left_out), lines(&imported.notes))
}

const OPTIONS: &str = r#"# Site options
GROUP cad ann bob \
   carl
GROUP cad dora
HOST_GROUP farm node1 10.1.2.*
GROUP farm otto
GROUPCASEINSENSITIVE OFF
INCLUDE solver GROUP cad
INCLUDE mesh HOST_GROUP farm
EXCLUDE solver USER hank
INCLUDE "mesh:VERSION=2.0" USER eve
INCLUDE post DISPLAY tty3
EXCLUDEALL INTERNET 10.9.*.*
MAX 3 solver GROUP cad
MAX 1 solver USER otto
MAX 0 mesh USER bob
MAX 1 post USER ALL_USERS
RESERVE 2 solver HOST node7
INCLUDE_BORROW solver USER ann@corp
EXCLUDE_BORROW solver PROJECT tower
MAX_BORROW_HOURS solver 48
MAX_BORROW_HOURS solver 24
BORROW_LOWWATER solver 3
TIMEOUTALL 3600
LINGER solver 60
REPORTLOG +/var/log/r.log
FLUX 1
EXCLUDE solver GROUP nobody
MAX 2 post GROUP ALL_GROUPS
"#;

/// An include shuts out the rest, an exclude comes first, whatever the order of the lines.
#[test]
fn options_files_keep_their_meaning_under_first_match() {
    let (names, left_out, notes) = told(Format::Flexlm, OPTIONS);
    let expected = [
        "deny user hank on solver",
        "deny address 10.9.0.0/16 on every feature",
        "deny user bob on mesh",
        "allow group cad on solver",
        "allow group farm on mesh",
        "deny everyone on mesh",
        "deny everyone on post",
        "deny everyone on solver",
        "deny borrowing for project tower on solver",
        "allow borrowing for user ann@corp on solver",
        "deny borrowing for everyone on solver",
        "limit 3 for group cad on solver",
        "limit 1 for user otto on solver",
        "limit 2 for group cad on post",
        "limit 2 for group farm_users on post",
        "reserve 2 for host node7 on solver",
        "limit borrows to 24 hours for everyone on solver",
    ];
    assert_eq!(names, expected);
    assert_eq!(left_out, [11, 12, 17, 23, 24, 25, 26, 27, 28]);
    assert_eq!(notes, [7, 15, 29]);
}

/// One line of everybody closes all features at once; it needs no denial of each.
#[test]
fn includes_of_all_features_close_all() {
    let (names, ..) =
        told(Format::Flexlm, "INCLUDEALL USER ann\nINCLUDE solver USER bob\nEXCLUDEALL USER eve\n");
    let expected = [
        "deny user eve on every feature",
        "allow user ann on every feature",
        "allow user bob on solver",
        "deny everyone on every feature",
    ];
    assert_eq!(names, expected);
}

/// The text itself: groups with their lines, comments with the lines they came from.
#[test]
fn translations_name_their_sources() {
    let imported = import(Format::Flexlm, "site.opt", "GROUP cad ann\nEXCLUDE solver GROUP cad\nNOLOG IN\n");
    let expected = r#"# Translated from site.opt (flexlm) by `lictor rules import`.
#
# Not translated:
#   line 3: NOLOG IN
#     the server's log of decisions is always complete

[groups]
cad = ["ann"] # line 1

# line 2: EXCLUDE solver GROUP cad
[[rule]]
deny = true
features = ["solver"]
groups = ["cad"]
"#;
    assert_eq!(imported.rules, expected);
}

const CONFIGURATION: &str = "# LM-X
TCP_LISTEN_PORT = 6200
GROUP_cad = ann bob
DENY_HOST_ALL = ws66
ALLOW_IPADDR_solver = 192.168.2.* 10.0.0.1
DENY_IPADDR_solver = *.*.*.*
LIMIT_USER_mesh_pro_2 = joe mary cad
RESERVE_HOST_solver_5 = node1 node2
ALLOW_BORROW_USER_ALL = ann
DENY_BORROW_IPADDR_ALL = 10.*.1.*
BORROW_LIMIT_COUNT_solver = 5
BORROW_LIMIT_HOURS_solver = 48
IGNORE_BORROW_LIMIT_COUNT_USER_solver = joe
IGNORE_BORROW_LIMIT_HOURS_USER_solver = joe
IGNORE_BORROW_LIMIT_HOURS_USER_mesh = joe
FAST_QUEUE = ALL
LIMIT_GROUP_solver_1 = cad
LIMIT_USER_solver_x = ann
license_server:
DENY_USER_solver =
DENY_GROUP_solver = cda
BORROW_LIMIT_COUNT_mesh = 0
";

/// Rules keep their order; exemptions come before what they are exempt from.
#[test]
fn configurations_keep_their_order() {
    let (names, left_out, notes) = told(Format::Lmx, CONFIGURATION);
    let expected = [
        "exempt user joe from borrow limits on solver",
        "limit borrows to 8760 hours for user joe on mesh",
        "deny host ws66 on every feature",
        "allow address 192.168.2.0/24 and address 10.0.0.1 on solver",
        "deny address 0.0.0.0/0 on solver",
        "limit 2 for user joe, user mary and group cad on mesh_pro",
        "reserve 5 for host node1 and host node2 on solver",
        "allow borrowing for user ann on every feature",
        "limit borrowing to 5 for everyone on solver",
        "limit borrows to 48 hours for everyone on solver",
        "limit 1 for group cad on solver",
    ];
    assert_eq!(names, expected);
    assert_eq!(left_out, [2, 10, 16, 18, 19, 20, 21, 22]);
    assert_eq!(notes, Vec::<usize>::new());
}
