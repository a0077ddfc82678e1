"""The cluster's own authority and what it signs; gone with the cluster's folder."""

from pathlib import Path

from lab.kubernetes.config import NODE
from lab.network import SUBNET
from lab.process import run

DAYS = "3650"
NAMES = ("IP:127.0.0.1", f"IP:{SUBNET}.1", "DNS:localhost", "DNS:kubernetes.default.svc")
CLIENT = "extendedKeyUsage=clientAuth\n"


def _names(*names: str) -> str:
    return f"subjectAltName={','.join(names)}\n"


def _key(path: Path) -> None:
    run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(path)])


def _signed(folder: Path, name: str, subject: str, extension: str) -> None:
    key, request = folder / f"{name}.key", folder / f"{name}.csr"
    _key(key)
    (folder / f"{name}.ext").write_text(extension)
    run(
        ["openssl", "req", "-new", "-key", str(key), "-subj", subject, "-out", str(request)],
    )
    authority = ["-CA", str(folder / "ca.crt"), "-CAkey", str(folder / "ca.key")]
    run(
        [
            *("openssl", "x509", "-req", "-in", str(request), *authority, "-CAcreateserial"),
            *("-days", DAYS, "-extfile", str(folder / f"{name}.ext")),
            *("-out", str(folder / f"{name}.crt")),
        ]
    )


def make_for_node(folder: Path, name: str, address: str) -> None:
    """Write what the kubelet of a node with this address proves itself by."""
    _signed(
        folder,
        name,
        f"/O=system:nodes/CN=system:node:{NODE}",
        _names(f"IP:{address}", "IP:127.0.0.1"),
    )


def make(folder: Path) -> None:
    """Write ca, apiserver, kubelet (of this host) and kubelet-client, sa.key and sa.pub."""
    _key(folder / "ca.key")
    subject = ["-subj", "/CN=lab-ca", "-out", str(folder / "ca.crt")]
    run(
        ["openssl", "req", "-x509", "-new", "-key", str(folder / "ca.key"), "-days", DAYS, *subject]
    )
    _signed(folder, "apiserver", "/CN=kube-apiserver", _names(*NAMES))
    make_for_node(folder, "kubelet", f"{SUBNET}.1")
    _signed(folder, "kubelet-client", "/O=system:masters/CN=kube-apiserver", CLIENT)
    run(["openssl", "genrsa", "-out", str(folder / "sa.key"), "2048"])
    public = ["-pubout", "-out", str(folder / "sa.pub")]
    run(["openssl", "rsa", "-in", str(folder / "sa.key"), *public])
