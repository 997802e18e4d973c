"""Recomputes the test vectors of docs/license-format.md, sharing no code with the Rust crate.

Usage: vectors.py DOCUMENT. Needs the package `cryptography`. The XML is read with Python's own
parser, the bytes are built as the document describes them, the signatures are verified with
OpenSSL's Ed25519. Exit code 1 and one line for every difference.
"""

import hashlib
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

LICENSE_TAG = b"lictor/license/v1\0"
CERTIFICATE_TAG = b"lictor/certificate/v1\0"
REVOCATIONS_TAG = b"lictor/revocations/v1\0"
BORROW_TAG = b"lictor/borrow/v1\0"
NOT_SIGNED = ("KEY", "KEYCERT")


def number(value):
    return struct.pack(">I", value)


def text(value):
    data = value.encode("utf-8")
    return number(len(data)) + data


def settings(element):
    return [item for child in element.findall("SETTING") for item in child.attrib.items()]


def license_bytes(feature):
    signed = [(name, value) for name, value in settings(feature) if name not in NOT_SIGNED]
    signed.sort(key=lambda item: item[0].encode("utf-8"))
    blocks = [child for child in feature if child.tag in ("CLIENT_HOSTID", "SERVER_HOSTID")]
    out = LICENSE_TAG + text(feature.attrib["NAME"]) + number(len(signed))
    for name, value in signed:
        out += text(name) + text(value)
    out += number(len(blocks))
    for block in blocks:
        ids = settings(block)
        out += text(block.tag) + number(len(ids))
        for kind, value in ids:
            out += text(kind) + text(value)
    return out


def revocation_bytes(document):
    fields = [line.split(" ", 1) for line in document.splitlines()]
    one = {name: value for name, value in fields if name != "revoked"}
    revoked = [bytes.fromhex(value) for name, value in fields if name == "revoked"]
    out = REVOCATIONS_TAG + text(one["vendor"]) + struct.pack(">Q", int(one["number"]))
    out += number(len(revoked)) + b"".join(revoked) + bytes.fromhex(one["root"])
    return out, bytes.fromhex(one["signature"])


def borrow_bytes(document, license_text):
    fields = [line.split(" ", 1) for line in document.splitlines()]
    one = dict(fields)
    machine = [value.split(" ", 1) for name, value in fields if name == "machine"]
    major, minor = one["version"].split(".")
    out = BORROW_TAG + bytes.fromhex(one["server-key"]) + bytes.fromhex(one["borrow"])
    out += text(one["vendor"]) + text(one["feature"]) + struct.pack(">HH", int(major), int(minor))
    out += number(int(one["count"])) + text(one["user"]) + text(one["host"]) + number(len(machine))
    for kind, value in machine:
        out += text(kind) + text(value)
    out += struct.pack(">HQQ", int(one["hours"]), int(one["from"]), int(one["until"]))
    out += number(1) + text(license_text)
    return out, bytes.fromhex(one["server-key"]), bytes.fromhex(one["signature"])


def key_id(public_key):
    return hashlib.sha256(public_key).digest()[:8]


def certified_key(certificate, vendor, roots):
    """The public key that a root certified, after checking the root's signature."""
    signed, signature = certificate[:-64], certificate[-64:]
    head = CERTIFICATE_TAG + text(vendor)
    if not signed.startswith(head) or len(signed) != len(head) + 8 + 32 + 1 + 4 + 4:
        raise ValueError("certificate has another form")
    root, key, purpose = signed[len(head) :][:8], signed[len(head) + 8 :][:32], signed[len(head) + 40]
    if purpose != 1:
        raise ValueError("certificate has another purpose")
    verify(roots[root], signature, signed)
    return key


def verify(public_key, signature, signed):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)


def check_license(block, expected, roots):
    feature = ElementTree.fromstring(block)
    found = license_bytes(feature)
    if found != expected:
        raise ValueError(f"canonical bytes are {found.hex()}")
    values = dict(settings(feature))
    certificate = values.get("KEYCERT")
    if certificate is None:
        key = roots[bytes.fromhex(values["KEYID"])]
    else:
        key = certified_key(bytes.fromhex(certificate), values["VENDOR"], roots)
    if key_id(key).hex() != values["KEYID"]:
        raise ValueError("KEYID does not belong to the key")
    verify(key, bytes.fromhex(values["KEY"]), found)


def check_revocations(block, expected, roots):
    found, signature = revocation_bytes(block)
    if found != expected:
        raise ValueError(f"signed bytes are {found.hex()}")
    verify(roots[found[-8:]], signature, found)


def check_borrow(block, expected, license_text):
    found, server_key, signature = borrow_bytes(block, license_text)
    if found != expected:
        raise ValueError(f"signed bytes are {found.hex()}")
    verify(server_key, signature, found)


def main(path):
    with open(path, encoding="utf-8") as file:
        document = file.read()
    keys = re.search(r"```pub\n(.*?)```", document, re.DOTALL).group(1).split("\n")
    roots = {}
    for line in filter(None, keys):
        _, identity, key = line.split(" ")
        roots[bytes.fromhex(identity)] = bytes.fromhex(key)
        if key_id(bytes.fromhex(key)).hex() != identity:
            raise ValueError(f"key id {identity} does not belong to its key")
    vectors = re.findall(r"### (Vector .*?)\n.*?```(xml|revoked|borrow)\n(.*?)```.*?```hex\n(.*?)```", document, re.DOTALL)
    first_license = vectors[0][2].rstrip("\n")
    failures = 0
    for name, kind, block, digits in vectors:
        expected = bytes.fromhex("".join(digits.split()))
        check = {"xml": check_license, "revoked": check_revocations, "borrow": check_borrow}[kind]
        try:
            check(block, expected, first_license if kind == "borrow" else roots)
        except Exception as error:  # every failure is reported, whatever it is
            print(f"{name}: {type(error).__name__} {error}")
            failures += 1
    print(f"{len(vectors)} vectors, {failures} failures")
    return 1 if failures or not vectors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
