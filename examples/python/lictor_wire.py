#!/usr/bin/env python3
"""A small client of lictord, written from docs/protocol.md with the standard library alone.

    lictor_wire.py HOST:PORT FEATURE [COUNT]
    lictor_wire.py --unix PATH FEATURE [COUNT]
    lictor_wire.py --check-golden docs/protocol.md

Opens a session, binds the feature, checks seats out, sends a heartbeat, checks them in and says
goodbye; prints one JSON object a line for each step. It shows the protocol, it is no library: it does
not resume, and verifies neither license signatures nor the proof of a Unix socket, because the
standard library has no Ed25519. Over TLS the handshake proves the server's key; --pin holds it to one.

Exit codes: 0 done, 2 usage, 3 denied, 4 the server cannot be reached or broke the protocol.
"""

import argparse
import datetime
import getpass
import hashlib
import json
import os
import platform
import socket
import ssl
import struct
import sys

PREFACE = b"lictor1\n"
FRAME_BYTES_MAX = 65_536
ANSWER_BYTES_MAX = 64 * 1024 * 1024


class ProtocolError(Exception):
    """Bytes that docs/protocol.md does not allow, or a server that ends the connection."""


# Types of fields: each reads itself from a cursor and writes itself to a bytearray.


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise ProtocolError(f"needs {count} bytes, {len(self.data) - self.at} are left")
        self.at += count
        return self.data[self.at - count : self.at]

    def finish(self):
        if self.at != len(self.data):
            raise ProtocolError(f"{len(self.data) - self.at} bytes follow the end of the message")


class Number:
    def __init__(self, form):
        self.form = struct.Struct(">" + form)

    def read(self, cursor):
        return self.form.unpack(cursor.take(self.form.size))[0]

    def write(self, out, value):
        out += self.form.pack(value)


U8, U16, U32, U64, I16 = (Number(form) for form in "BHIQh")


class Flag:
    def read(self, cursor):
        value = U8.read(cursor)
        if value > 1:
            raise ProtocolError(f"{value} is no flag")
        return value == 1

    def write(self, out, value):
        U8.write(out, int(value))


class Text:
    def __init__(self, limit=65_535):
        self.limit = limit

    def read(self, cursor):
        size = U16.read(cursor)
        if size > self.limit:
            raise ProtocolError(f"text has {size} bytes, at most {self.limit} are allowed")
        try:
            return cursor.take(size).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ProtocolError("text is not UTF-8") from error

    def write(self, out, value):
        data = value.encode("utf-8")
        U16.write(out, len(data))
        out += data


class Raw:
    """Bytes, shown in hex: so many, or with `count` None the rest."""

    def __init__(self, count=None):
        self.count = count

    def read(self, cursor):
        rest = len(cursor.data) - cursor.at
        return cursor.take(rest if self.count is None else self.count).hex()

    def write(self, out, value):
        out += bytes.fromhex(value)


class Bytes:
    """A u32 length and bytes, shown in hex."""

    def read(self, cursor):
        return cursor.take(U32.read(cursor)).hex()

    def write(self, out, value):
        data = bytes.fromhex(value)
        U32.write(out, len(data))
        out += data


class Blob:
    """A u32 length and UTF-8."""

    def read(self, cursor):
        return cursor.take(U32.read(cursor)).decode("utf-8", "surrogateescape")

    def write(self, out, value):
        data = value.encode("utf-8", "surrogateescape")
        U32.write(out, len(data))
        out += data


class Seats:
    UNLIMITED, LIMIT = 0xFFFF_FFFF, 0x7FFF_FFFF

    def read(self, cursor):
        value = U32.read(cursor)
        if self.LIMIT < value < self.UNLIMITED:
            raise ProtocolError(f"{value} is no number of seats")
        return "unlimited" if value == self.UNLIMITED else value

    def write(self, out, value):
        U32.write(out, self.UNLIMITED if value == "unlimited" else value)


class Date:
    EPOCH = datetime.date(1970, 1, 1)

    def read(self, cursor):
        days = U32.read(cursor)
        if days > (datetime.date.max - self.EPOCH).days:
            raise ProtocolError(f"{days} is no day")
        return (self.EPOCH + datetime.timedelta(days=days)).isoformat()

    def write(self, out, value):
        U32.write(out, (datetime.date.fromisoformat(value) - self.EPOCH).days)


class Version:
    def read(self, cursor):
        major, minor = U16.read(cursor), U16.read(cursor)
        if max(major, minor) > 9999:
            raise ProtocolError(f"{major}.{minor} is no version")
        return f"{major}.{minor}"

    def write(self, out, value):
        for part in value.split("."):
            U16.write(out, int(part))


class Named:
    """A number shown by its name. Unknown ones are `otherwise`, or an error."""

    def __init__(self, number, names, otherwise=None):
        self.number, self.names, self.otherwise = number, names, otherwise
        self.numbers = {name: number for number, name in names.items()}

    def read(self, cursor):
        value = self.number.read(cursor)
        name = self.names.get(value, self.otherwise)
        if name is None:
            raise ProtocolError(f"{value} is no value of this field")
        return name

    def write(self, out, value):
        self.number.write(out, self.numbers[value])


class Opt:
    def __init__(self, inner):
        self.inner = inner

    def read(self, cursor):
        return self.inner.read(cursor) if Flag().read(cursor) else None

    def write(self, out, value):
        Flag().write(out, value is not None)
        if value is not None:
            self.inner.write(out, value)


class List:
    def __init__(self, inner, low=0, high=65_535, count=U16):
        self.inner, self.low, self.high, self.count = inner, low, high, count

    def read(self, cursor):
        count = self.count.read(cursor)
        if not self.low <= count <= self.high:
            raise ProtocolError(f"list has {count} entries, {self.low} to {self.high} are allowed")
        if count > len(cursor.data) - cursor.at:
            raise ProtocolError("list has more entries than bytes are left")
        return [self.inner.read(cursor) for _ in range(count)]

    def write(self, out, value):
        self.count.write(out, len(value))
        for entry in value:
            self.inner.write(out, entry)


def long_list(inner):
    return List(inner, high=0xFFFF_FFFF, count=U32)


class Record:
    """Named fields, one after the other: a dict."""

    def __init__(self, **fields):
        self.fields = fields

    def read(self, cursor):
        value = {}
        for name, kind in self.fields.items():
            try:
                value[name] = kind.read(cursor)
            except ProtocolError as error:
                raise ProtocolError(f"{name}: {error}") from error
        return value

    def write(self, out, value):
        for name, kind in self.fields.items():
            kind.write(out, value[name])


class Choice:
    """A number that says which record follows: a dict whose `tag` is the name of the record."""

    def __init__(self, tag, variants):
        self.tag, self.variants = tag, variants

    def read(self, cursor):
        number = U8.read(cursor)
        if number not in self.variants:
            raise ProtocolError(f"{number} is no {self.tag}")
        name, record = self.variants[number]
        return {self.tag: name, **record.read(cursor)}

    def write(self, out, value):
        for number, (name, record) in self.variants.items():
            if name == value[self.tag]:
                U8.write(out, number)
                return record.write(out, value)
        raise KeyError(value[self.tag])


# The tables of docs/protocol.md.

STATUSES = {
    0: "granted", 1: "soft_limit", 2: "queued", 10: "feature_not_found", 11: "not_enough_seats",
    12: "version_too_high", 13: "not_started", 14: "expired", 15: "denied_by_rule", 16: "limit_reached",
    17: "reserved", 18: "wrong_host", 19: "wrong_platform", 20: "wrong_time_zone", 21: "virtual_machine",
    22: "terminal_session", 23: "single_use_taken", 24: "clock_rollback", 25: "borrow_not_allowed",
    26: "borrow_too_long", 27: "borrow_limit", 28: "already_borrowed", 29: "not_borrowed", 30: "not_held",
    31: "reservation_not_found", 32: "queue_timeout", 33: "queue_full", 34: "timed_out", 35: "session_lost",
    36: "quarantined", 37: "named_seats_full", 38: "grace_used", 39: "trial_over", 100: "not_authorized",
    101: "bad_signature", 102: "untrusted_vendor", 103: "bad_license_file", 104: "token_loop",
    105: "server_unreachable", 106: "server_not_genuine", 107: "protocol_error", 108: "server_busy",
    109: "not_leader", 110: "internal",
}  # fmt: skip
HOST_ID_TYPES = {
    0: "ETHERNET", 1: "HOSTNAME", 2: "USERNAME", 3: "IPADDRESS", 4: "MACHINE_ID", 5: "BOARD", 6: "DISK",
    7: "CUSTOM", 8: "SERVER_KEY", 9: "AWS_INSTANCE_ID", 10: "GCE_ID", 11: "AZURE_ID",
}  # fmt: skip
RELIEF_KINDS = {
    1: "start", 2: "end", 3: "borrow_return", 4: "hold_end", 5: "reservation_end", 6: "session_end",
    7: "quarantine_end",
}  # fmt: skip
RULE_KINDS = {
    1: "allow", 2: "deny", 3: "limit", 4: "reserve", 5: "borrow_allow", 6: "borrow_deny", 7: "borrow_limit",
    8: "borrow_reserve", 9: "borrow_hours", 10: "borrow_exempt",
}  # fmt: skip

STATUS = Named(U16, STATUSES, otherwise="internal")
KEY_TYPE = Named(U8, {0: "EXCLUSIVE", 1: "ADDITIVE", 2: "UPGRADE", 3: "TOKEN"})
HELD = Record(lease=U64, seats=U32)
LOST = Record(lease=U64, seats=U32, status=STATUS)
NOTHING = Record()

FEATURE_REF = Choice("by", {0: ("id", Record(id=U32)), 1: ("name", Record(name=Text(64)))})
CHECKOUT = Record(
    feature=FEATURE_REF, version=Opt(Version()), exact=Flag(), count=U32, reservation=Opt(Text(64)),
)  # fmt: skip
OPERATION = Choice("operation", {
    1: ("checkout", CHECKOUT),
    2: ("checkout_all", Record(features=List(CHECKOUT, 1, 16))),
    3: ("checkin", Record(lease=U64, count=U32)),
    4: ("checkin_feature", Record(feature=FEATURE_REF, count=U32)),
    5: ("cancel", Record(request=U64)),
    6: ("wait", Record(features=List(CHECKOUT, 1, 16), wait_ms=U32)),
    7: ("borrow", Record(checkout=CHECKOUT, hours=U16)),
    8: ("refresh", Record(borrow=U64)),
    9: ("return", Record(borrow=U64)),
})  # fmt: skip

QUERY = Choice("query", {
    1: ("bind", Record(feature=Text(64))),
    2: ("feature", Record(feature=Text(64))),
    3: ("features", Record(cursor=U64)),
    4: ("leases", Record(cursor=U64)),
    5: ("sessions", Record(cursor=U64)),
    6: ("members", Record(pool=U32)),
    7: ("license", Record(digest=Raw(32), offset=U32)),
    8: ("server", NOTHING),
    9: ("waiters", Record(cursor=U64)),
    10: ("certificate", Record(borrow=U64)),
})  # fmt: skip

GRANT = Record(
    lease=U64, pool=U32, pool_rev=U32, count=U32, held=U32, seats=Seats(), used=U64, soft_limit=Flag(),
    day=Date(),
)  # fmt: skip
WHEN = Choice("when", {0: ("instant", Record(ms=U64)), 1: ("day", Record(zone=U16, date=Date()))})
RELIEF = Record(what=Named(U8, RELIEF_KINDS, otherwise="unknown"), at=WHEN)
POOL_ANSWER = Record(pool=U32, key_type=KEY_TYPE, status=STATUS, seats=Seats(), used=U64, reserved=U64)
RULE = Record(number=U32, line=U32, kind=Named(U8, RULE_KINDS, otherwise="unknown"))
DENIAL = Record(
    status=STATUS, requested=U32, seats=Seats(), used=U64, reserved=U64, rule=Opt(RULE), waiting=U32,
    relief=Opt(RELIEF), pools_total=U32, pools=List(POOL_ANSWER, 0, 8),
)  # fmt: skip
ANSWER = Choice("answer", {
    1: ("granted", GRANT),
    2: ("granted_all", Record(grants=List(GRANT, 1, 16))),
    3: ("denied", DENIAL),
    4: ("denied_all", Record(denials=List(DENIAL, 1, 16))),
    5: ("checked_in", Record(released=U32, held=U32)),
    6: ("cancelled", Record(freed=U32)),
    7: ("refused", Record(status=STATUS)),
    8: ("borrowed", Record(grant=GRANT, borrow=U64, hours=U16, from_ms=U64, until_ms=U64)),
    9: ("returned", Record(freed=U32)),
})  # fmt: skip
NUMBERED_ANSWER = Record(request=U64, answer=ANSWER)
NUMBERED_OPERATION = Record(request=U64, operation=OPERATION)

FEATURE_ROW = Record(
    pool=U32, feature=Text(64), vendor=Text(32), version=Opt(Version()), key_type=KEY_TYPE, seats=Seats(),
    used=U64, reserved=U64, denied=U64, soft_limit=Opt(U32), start=Opt(Date()), end=Opt(Date()),
    share=List(Text(), 0, 255), borrow_hours=Opt(U32), grace_hours=Opt(U32), hold_seconds=Opt(U32),
    min_checkout_seconds=Opt(U32), user_based=Opt(Seats()), host_based=Opt(Seats()),
    licensee=Opt(Text()), serial=Opt(Text(64)), texts=List(Record(name=Text(), value=Text()), 0, 255),
)  # fmt: skip
HOLDER = Choice("holder", {
    0: ("session", Record(session=U64)), 1: ("person", Record(user=Text(), host=Text(), custom=Text())),
})  # fmt: skip
LEASE_ROW = Record(
    lease=U64, pool=U32, holder=HOLDER, seats=U32, project=Text(), since=U64, borrowed_until=Opt(U64),
    held_until=Opt(U64),
)  # fmt: skip
DENIAL_ROW = Record(feature=Text(64), status=STATUS, requested=U32, at=U64)
SESSION_ROW = Record(
    session=U64, vendor=Opt(Text(32)), user=Text(), host=Text(), address=Text(), pid=U32, project=Text(),
    custom=Text(), since=U64, attached=Flag(), denied=Opt(DENIAL_ROW),
)  # fmt: skip
WAITER_ROW = Record(
    session=U64, request=U64, features=List(Record(feature=Text(64), count=U32), 1, 16), position=U32,
    since=U64, until=U64,
)  # fmt: skip
MEMBERS = Record(
    pool=U32, pool_rev=U32, key_type=KEY_TYPE, version=Version(), seats=Seats(), wall_ms=U64, zone=Text(255),
    day=Date(), members=long_list(Raw(32)), dependencies=long_list(U32),
)  # fmt: skip


def rows(row):
    return Record(rows=long_list(row), next=Opt(U64))


QUERY_ANSWER = Choice("answer", {
    1: ("bound", Record(
        feature=U32, vendor=Text(32), pools=long_list(Record(pool=U32, key_type=KEY_TYPE, pool_rev=U32)),
    )),
    2: ("features", rows(FEATURE_ROW)),
    3: ("leases", rows(LEASE_ROW)),
    4: ("sessions", rows(SESSION_ROW)),
    5: ("members", MEMBERS),
    6: ("license", Record(digest=Raw(32), offset=U32, total=U32, text=Blob())),
    7: ("server", Record(
        software=Text(255), vendors=List(Text(32), 0, 256), uptime_seconds=U64, key=Raw(32), wall_ms=U64,
    )),
    8: ("waiters", rows(WAITER_ROW)),
    9: ("certificate", Record(bytes=Bytes())),
    255: ("failed", Record(status=STATUS)),
})  # fmt: skip

TIMES = {"lease_ms": U32, "heartbeat_ms": U32, "resume_window_ms": U32}
KINDS = {
    0x01: ("hello", Record(revision_min=U16, revision_max=U16, nonce=Raw(32), software=Text(255))),
    0x02: ("open", Record(
        vendor=Opt(Text(32)), user=Text(255), host=Text(255), pid=U32, project=Text(255), custom=Text(255),
        platform=Text(255), utc_offset_minutes=I16,
        host_ids=List(Record(type=Named(U8, HOST_ID_TYPES, otherwise="unknown"), value=Text(256)), 0, 16),
    )),
    0x03: ("resume", Record(
        session=U64, secret=Raw(16), acked=U64, cancel=List(U64, 0, 32), held=List(HELD, 0, 1024),
    )),
    0x04: ("requests", Record(acked=U64, operations=List(NUMBERED_OPERATION, 1, 32))),
    0x05: ("heartbeat", Record(acked=U64)),
    0x06: ("query", Record(number=U32, query=QUERY)),
    0x07: ("client_goodbye", NOTHING),
    0x81: ("welcome", Record(
        revision=U16, software=Text(255), wall_ms=U64, proof=Opt(Record(key=Raw(32), signature=Raw(64))),
        members=List(Text(255), 0, 16),
    )),
    0x82: ("opened", Record(session=U64, secret=Raw(16), **TIMES)),
    0x83: ("resumed", Record(
        **TIMES, kept=List(HELD, 0, 1024), lost=List(LOST, 0, 1024), surplus=List(HELD, 0, 1024),
        answers=List(NUMBERED_ANSWER, 0, 32),
    )),
    0x84: ("answers", Record(answers=List(NUMBERED_ANSWER, 1, 32))),
    0x85: ("alive", NOTHING),
    0x86: ("query_answer", Record(number=U32, more=Flag(), part=Raw())),
    0x87: ("server_goodbye", Record(status=STATUS, text=Text(), hint=Opt(Text(255)))),
    0x90: ("event", Record(event=Choice("event", {
        1: ("lost", LOST), 2: ("pool_changed", Record(pool=U32, pool_rev=U32)), 3: ("stopping", NOTHING),
        4: ("position", Record(request=U64, position=U32)),
    }))),
}  # fmt: skip
NUMBERS = {name: number for number, (name, _) in KINDS.items()}


def encode(name, message):
    """One frame, with its length."""
    out = bytearray()
    U8.write(out, NUMBERS[name])
    KINDS[NUMBERS[name]][1].write(out, message)
    return struct.pack(">I", len(out)) + out


def decode(frame):
    """The name and the message of a frame without its length."""
    cursor = Cursor(frame)
    number = U8.read(cursor)
    if number not in KINDS:
        raise ProtocolError(f"{number:#04x} is no kind of a frame")
    name, record = KINDS[number]
    try:
        message = record.read(cursor)
        cursor.finish()
    except ProtocolError as error:
        raise ProtocolError(f"{name}: {error}") from error
    return name, message


def decode_body(body):
    """The answer to a query from its joined parts."""
    cursor = Cursor(body)
    answer = QUERY_ANSWER.read(cursor)
    cursor.finish()
    return answer


# The connection.


def certificate_key(der):
    """The 32 bytes of the Ed25519 key of an X.509 certificate (RFC 5280, RFC 8410)."""

    def element(data):
        size, head = data[1], 2
        if size & 0x80:
            head += size & 0x7F
            size = int.from_bytes(data[2:head], "big")
        return data[0], data[head : head + size], data[head + size :]

    _, certificate, _ = element(der)
    _, fields, _ = element(certificate)
    tag, _, after = element(fields)
    if tag == 0xA0:  # The version; without it the serial number comes first.
        fields = after
    for _ in range(5):  # Serial number, signature algorithm, issuer, validity, subject.
        _, _, fields = element(fields)
    _, info, _ = element(fields)
    if len(info) != 42 or not info.startswith(bytes.fromhex("300506032b6570032100")):
        raise ProtocolError("the server's key is no Ed25519 key")
    return info[10:]


def connect_tls(address, timeout):
    """A socket over TLS, and the server's key, which the handshake has proven."""
    host, _, port = address.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # Only the key counts, and that is checked by the caller.
    context.set_alpn_protocols(["lictor/1"])
    plain = socket.create_connection((host.strip("[]"), int(port)), timeout)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = context.wrap_socket(plain)
    if stream.selected_alpn_protocol() != "lictor/1":
        raise ProtocolError("the server does not speak lictor/1")
    return stream, certificate_key(stream.getpeercert(binary_form=True))


def connect_unix(path, timeout):
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    stream.settimeout(timeout)
    stream.connect(path)
    return stream


class Client:
    """One session on one connection."""

    def __init__(self, stream):
        self.stream = stream
        self.buffer = bytearray()
        self.acked = 0
        self.request = 0
        self.query_number = 0
        stream.sendall(PREFACE)

    def send(self, name, **message):
        self.stream.sendall(encode(name, message))

    def receive(self):
        """The next frame."""
        head = self._read(4)
        (size,) = struct.unpack(">I", head)
        if not 1 <= size <= FRAME_BYTES_MAX:
            raise ProtocolError(f"frame has {size} bytes, 1 to {FRAME_BYTES_MAX} are allowed")
        return decode(self._read(size))

    def expect(self, *names):
        """The next frame of one of these kinds. Events on the way are printed."""
        while True:
            name, message = self.receive()
            if name in names:
                return message
            if name == "server_goodbye":
                raise ProtocolError(f"the server said goodbye: {message['status']}: {message['text']}")
            if name != "event":
                raise ProtocolError(f"{name} came, {' or '.join(names)} was expected")
            show("event", message["event"])

    def hello(self):
        self.send(
            "hello", revision_min=1, revision_max=1, nonce=os.urandom(32).hex(), software="lictor_wire.py"
        )
        welcome = self.expect("welcome")
        if welcome["revision"] != 1:
            raise ProtocolError(f"the server chose revision {welcome['revision']}, which was not offered")
        return welcome

    def open(self, vendor):
        offset = datetime.datetime.now().astimezone().utcoffset() or datetime.timedelta()
        host = socket.gethostname()
        self.send(
            "open",
            vendor=vendor,
            user=getpass.getuser(),
            host=host,
            pid=os.getpid(),
            project="",
            custom="",
            platform=f"{platform.system().lower()}-{platform.machine()}",
            utc_offset_minutes=int(offset.total_seconds() // 60),
            host_ids=[{"type": "HOSTNAME", "value": host}],
        )
        return self.expect("opened")

    def query(self, query, **fields):
        """Asks, and joins the parts of the answer."""
        self.query_number += 1
        self.send("query", number=self.query_number, query={"query": query, **fields})
        body = bytearray()
        while True:
            part = self.expect("query_answer")
            if part["number"] != self.query_number or not part["part"]:
                raise ProtocolError("this part answers no query")
            body += bytes.fromhex(part["part"])
            if len(body) > ANSWER_BYTES_MAX:
                raise ProtocolError("the answer to a query does not end")
            if not part["more"]:
                return decode_body(bytes(body))

    def ask(self, operation, **fields):
        """One operation, and its answer."""
        self.request += 1
        numbered = {"request": self.request, "operation": {"operation": operation, **fields}}
        self.send("requests", acked=self.acked, operations=[numbered])
        (answer,) = self.expect("answers")["answers"]
        if answer["request"] != self.request:
            raise ProtocolError(f"request {answer['request']} was answered, {self.request} was asked")
        self.acked = self.request
        return answer["answer"]

    def heartbeat(self):
        self.send("heartbeat", acked=self.acked)
        return self.expect("alive")

    def goodbye(self):
        """Ends the session, and waits until the server has closed the connection."""
        self.send("client_goodbye")
        try:
            while self.stream.recv(4096):
                pass
        except (ConnectionError, ssl.SSLError):
            pass  # However the server closes: the session has ended.
        self.stream.close()

    def _read(self, count):
        while len(self.buffer) < count:
            data = self.stream.recv(65_536)
            if not data:
                raise ProtocolError("the server closed the connection")
            self.buffer += data
        data = bytes(self.buffer[:count])
        del self.buffer[:count]
        return data


# The program.


def show(step, fields):
    print(json.dumps({"step": step, **fields}), flush=True)


def run(client, vendor, feature, count):
    """One checkout and all that is around it. Gives the exit code."""
    show("welcome", client.hello())
    opened = client.open(vendor)
    show("opened", {name: value for name, value in opened.items() if name != "secret"})
    bound = client.query("bind", feature=feature)
    show("bound", bound)
    if bound["answer"] != "bound":
        client.goodbye()
        return 3
    by_id = {"by": "id", "id": bound["feature"]}
    answer = client.ask("checkout", feature=by_id, version=None, exact=False, count=count, reservation=None)
    show("checkout", answer)
    granted = answer["answer"] == "granted"
    client.heartbeat()
    show("heartbeat", {"lease_ms": opened["lease_ms"]})
    if granted:
        show("checkin", client.ask("checkin", lease=answer["lease"], count=0))
    client.goodbye()
    show("goodbye", {})
    return 0 if granted else 3


def check_golden(page):
    """Reads every golden frame of the page, writes it again and compares."""
    with open(page, encoding="utf-8") as lines:
        below = lines.read().split("\n## Golden frames\n")[1]
    table = [line.replace("`", "").split("|")[1:3] for line in below.splitlines() if line.startswith("| `")]
    if not table:
        raise ProtocolError("the page has no golden frames")
    for name, frame in ((name.strip(), bytes.fromhex(frame.strip())) for name, frame in table):
        (size,) = struct.unpack(">I", frame[:4])
        if size != len(frame) - 4:
            raise ProtocolError(f"{name}: the frame's length is wrong")
        kind, message = decode(frame[4:])
        if encode(kind, message) != frame:
            raise ProtocolError(f"{name}: written again it differs")
        if name.startswith("answer_"):
            body = bytes.fromhex(message["part"])
            again = bytearray()
            QUERY_ANSWER.write(again, decode_body(body))
            if again != body:
                raise ProtocolError(f"{name}: written again its body differs")
    show("golden", {"frames": len(table)})
    return 0


def parse(arguments):
    parser = argparse.ArgumentParser(description="Checks seats of a feature out and in again.")
    parser.add_argument("words", nargs="*", metavar="HOST:PORT FEATURE [COUNT]", help="no HOST:PORT with --unix")
    parser.add_argument("--unix", metavar="PATH", help="the server's Unix socket")
    parser.add_argument("--vendor", help="the vendor whose features to use; default: all")
    parser.add_argument("--pin", metavar="HEX", help="SHA-256 of the server's public key")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="default: 10")
    parser.add_argument("--check-golden", metavar="PAGE", help="check the golden frames of docs/protocol.md")
    options = parser.parse_args(arguments)
    if options.check_golden:
        return options
    words = [None, *options.words] if options.unix else options.words
    if len(words) not in (2, 3) or (len(words) == 3 and not words[2].isdecimal()):
        parser.error("expected HOST:PORT FEATURE [COUNT], or --unix PATH FEATURE [COUNT]")
    options.address, options.feature = words[:2]
    options.count = int(words[2]) if len(words) == 3 else 1
    if options.count < 1:
        parser.error("COUNT is at least 1")
    if options.unix and options.pin:
        parser.error("--pin needs TLS: the proof of a Unix socket is not verified here")
    if not options.unix and not options.address.rpartition(":")[2].isdecimal():
        parser.error("expected HOST:PORT")
    return options


def main(arguments):
    options = parse(arguments)
    try:
        if options.check_golden:
            return check_golden(options.check_golden)
        if options.unix:
            stream = connect_unix(options.unix, options.timeout)
            show("connected", {"transport": "unix"})
        else:
            stream, key = connect_tls(options.address, options.timeout)
            fingerprint = hashlib.sha256(key).hexdigest()
            show("connected", {"transport": "tls", "fingerprint": fingerprint})
            if options.pin and options.pin.lower() != fingerprint:
                raise ProtocolError("server_not_genuine: the server has another key than the pinned one")
        with stream:
            return run(Client(stream), options.vendor, options.feature, options.count)
    except (OSError, ProtocolError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
