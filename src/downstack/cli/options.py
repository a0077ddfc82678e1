"""The options that several verbs share, once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Symptom(StrEnum):
    """What a person may say the target suffers from."""

    DISK = "disk"
    CPU = "cpu"
    NET = "net"
    MEMORY = "memory"
    BOOT = "boot"


Target = Annotated[
    str,
    typer.Argument(
        help="self, vm/NAME, host/NAME, pod/NS/NAME, node/NAME, vmi/NS/NAME, or a bare name."
    ),
]
Connect = Annotated[
    str,
    typer.Option(
        "--connect",
        "-c",
        envvar=["DOWNSTACK_CONNECT", "LIBVIRT_DEFAULT_URI"],
        help="libvirt connection, read-only (default: qemu:///system).",
    ),
]
Host = Annotated[
    str,
    typer.Option("--host", help="Another machine, without an agent: ssh://user@host[:port]."),
]
From = Annotated[
    Path | None,
    typer.Option("--from", help="Answer from a bundle written by `downstack collect`."),
]
Keep = Annotated[
    Path | None,
    typer.Option(
        "--keep",
        help="Also write the evidence of this answer to a bundle, as `downstack collect` does.",
    ),
]
Window = Annotated[
    float,
    typer.Option("--window", min=0.2, max=600, help="Seconds between the two samples."),
]
Deadline = Annotated[
    float | None,
    typer.Option(
        "--deadline",
        min=0.2,
        max=60,
        show_default=False,
        help="Seconds allowed for each round of questions [default: 1.5; with --host 5].",
    ),
]
Guest = Annotated[
    bool,
    typer.Option(
        "--guest",
        help="Also ask the guest agent (level L3; marks the domain as tainted in libvirt).",
    ),
]
CephConf = Annotated[
    str,
    typer.Option(
        "--ceph-conf",
        envvar="CEPH_CONF",
        help="ceph.conf of the cluster behind the disks (default: /etc/ceph/ceph.conf).",
    ),
]
CephName = Annotated[
    str,
    typer.Option("--ceph-name", help="The Ceph user; read-only rights are enough."),
]
CephMetrics = Annotated[
    str,
    typer.Option(
        "--ceph-metrics",
        envvar="DOWNSTACK_CEPH_METRICS",
        metavar="URL",
        help="Where Ceph's manager exports its metrics (http://HOST:9283), for when neither "
        "ceph.conf nor a keyring can be had.",
    ),
]
Kubeconfig = Annotated[
    str,
    typer.Option(
        "--kubeconfig",
        help="Kubernetes: how to reach the API server [default: $KUBECONFIG, the pod's own "
        "account, ~/.kube/config].",
    ),
]
Context = Annotated[
    str, typer.Option("--context", help="Kubernetes: the context of the kubeconfig to use.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document for machines.")]
NoColor = Annotated[
    bool, typer.Option("--no-color", envvar="NO_COLOR", help="No colours and no styles.")
]
