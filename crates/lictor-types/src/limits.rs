//! Every bound of the product in one place, and the proof that they fit together.
//!
//! `licensing.md` FIL-04 and FIL-06 decide what a file may hold; the rest is ours.

/// Longest feature name (FIL-04).
pub const FEATURE_NAME_BYTES_MAX: usize = 64;
/// Longest vendor name (FIL-04).
pub const VENDOR_NAME_BYTES_MAX: usize = 32;
/// Longest serial.
pub const SERIAL_BYTES_MAX: usize = 64;
/// Longest string in a license (FIL-04), in characters.
pub const SETTING_CHARS_MAX: usize = 8192;
/// Largest license file (FIL-06).
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Largest `<FEATURE>` element in a file (FIL-06).
pub const FEATURE_BYTES_MAX: usize = 1024 * 1024;
/// Most seats of one license or one pool (section 2, UPG-10).
pub const SEATS_MAX: u32 = 2_147_483_647;
/// Host ids on one side of one license (HID-01).
pub const HOST_IDS_MAX: usize = 16;
/// Longest host id value in bytes.
pub const HOST_ID_BYTES_MAX: usize = 256;
/// Longest user, host, project or share string of an identity.
pub const IDENTITY_FIELD_BYTES_MAX: usize = 255;

/// Longest token of a reservation, in bytes.
pub const RESERVATION_TOKEN_BYTES_MAX: usize = 64;
/// Dependencies of one token license (KEY-04).
pub const DEPENDENCIES_MAX: usize = 64;
/// How deep tokens may depend on tokens (KEY-04).
pub const TOKEN_DEPTH_MAX: usize = 8;
/// Rules of one server (RUL-01).
pub const RULES_MAX: usize = 10_000;
/// Largest file of access rules.
pub const RULES_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Members of all rules of one server together, those of groups counted in every rule.
pub const RULE_MEMBERS_MAX: usize = 250_000;
/// Requests waiting for one feature, at most (QUE-01).
pub const QUEUE_LENGTH_MAX: usize = 10_000;
/// Dynamic reservations of one server (RES-01).
pub const RESERVATIONS_MAX: usize = 10_000;
/// Borrows of one server (BOR-01).
pub const BORROWS_MAX: usize = 100_000;
/// Longest borrow in hours (section 2, BORROW).
pub const BORROW_HOURS_MAX: u16 = 8760;
/// Largest borrow certificate (BOR-01).
pub const BORROW_CERTIFICATE_BYTES_MAX: usize = 48 * 1024;

/// Largest frame either side accepts once a session is open, length prefix not counted.
pub const FRAME_BYTES_MAX: usize = 64 * 1024;
/// Largest frame before a session is open.
pub const FRAME_BYTES_MAX_EARLY: usize = 16 * 1024;
/// Operations in one request frame.
pub const OPERATIONS_PER_FRAME_MAX: usize = 32;
/// Features in one atomic checkout (OUT-02).
pub const ATOMIC_FEATURES_MAX: usize = 16;
/// Unacknowledged answers kept with a session (OUT-05).
pub const VERDICTS_PER_SESSION_MAX: usize = 32;
/// Pools of one feature that a denial lists (OUT-04); the count of all is given beside them.
pub const DENIAL_POOLS_MAX: usize = 8;
/// Leases of one session (one a pool, OUT-03).
pub const LEASES_PER_SESSION_MAX: usize = 1024;
/// Sessions of one server.
pub const SESSIONS_MAX: usize = 200_000;
/// Bytes waiting to be sent to one session.
pub const OUTBOUND_BYTES_MAX: usize = 64 * 1024 + FRAME_BYTES_MAX;
/// A journal block's body. A feature set is one record and so one block: a million licenses fit.
pub const BLOCK_BYTES_MAX: usize = 248 * 1024 * 1024;
/// Licenses of one server.
pub const LICENSES_MAX: usize = 1_000_000;
/// Most vendors one server serves.
pub const VENDORS_MAX: usize = 256;
/// Members of a cluster.
pub const CLUSTER_MEMBERS_MAX: usize = 16;
/// Bytes of unfinished query answers that a client keeps.
pub const QUERY_ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Unfinished query answers that a client keeps.
pub const QUERIES_OPEN_MAX: usize = 64;

const IDENTITY_BYTES_MAX: usize = 6 * (2 + IDENTITY_FIELD_BYTES_MAX);
const HOST_IDS_BYTES_MAX: usize = HOST_IDS_MAX * (1 + 2 + HOST_ID_BYTES_MAX);
const CHECKOUT_BYTES_MAX: usize = 16 + FEATURE_NAME_BYTES_MAX + RESERVATION_TOKEN_BYTES_MAX;

const _: () = {
    assert!(
        VENDOR_NAME_BYTES_MAX + IDENTITY_BYTES_MAX + HOST_IDS_BYTES_MAX + 256 <= FRAME_BYTES_MAX_EARLY,
        "a session's opening fits the small frame"
    );
    assert!(
        OPERATIONS_PER_FRAME_MAX * ATOMIC_FEATURES_MAX * CHECKOUT_BYTES_MAX <= 2 * FRAME_BYTES_MAX,
        "the largest atomic requests, by name and with reservation tokens, need two frames at most"
    );
    assert!(BORROW_CERTIFICATE_BYTES_MAX + 64 <= FRAME_BYTES_MAX, "a borrow certificate fits a frame");
    assert!(FRAME_BYTES_MAX <= BLOCK_BYTES_MAX);
    assert!(
        RULE_MEMBERS_MAX * 2 * (8 + IDENTITY_FIELD_BYTES_MAX) + 4 * RULES_BYTES_MAX <= BLOCK_BYTES_MAX,
        "the rules in force are one record and so one block"
    );
    assert!(VERDICTS_PER_SESSION_MAX >= OPERATIONS_PER_FRAME_MAX);
    assert!(LEASES_PER_SESSION_MAX * 12 + 64 <= FRAME_BYTES_MAX, "a resume names every held lease");
};
