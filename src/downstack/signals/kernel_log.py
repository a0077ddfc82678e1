"""What the kernel of this machine has complained about, by kind of line.

The lines of the log stay for hours: judge by the age of the newest, or by the count of an hour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_ORIGIN = "the kernel's ring buffer (dmesg)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSignal:
    """One kind of line: its readings are a count, an age and the newest line as witness.

    `pattern` is searched in each line; its group `entity`, where it has one, names the entity of
    kind `of`, else the line is about the host. `samples` are lines of real kernels: (where such a
    line was seen, the line; numbers of other people's machines are changed).

    Errors: ValueError when the pattern does not find a sample.
    """

    name: str
    of: Kind
    pattern: re.Pattern[str]
    help: str
    samples: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        for where, line in self.samples:
            if not self.pattern.search(line):
                raise ValueError(f"{self.name} does not find the line of {where}")

    @property
    def signals(self) -> tuple[Signal, Signal, Signal]:
        """Return the count of the last hour, the age of the newest, and the newest line."""
        stem = f"{self.of}_log_{self.name}"
        count = Signal(
            name=f"{stem}_hour_count",
            of=self.of,
            semantics=Semantics.INSTANT,
            unit=Unit.COUNT,
            help=f"{self.help}: lines in the kernel's log of the last hour.",
            origin=_ORIGIN,
            raw=stem,
        )
        age = Signal(
            name=f"{stem}_age_seconds",
            of=self.of,
            semantics=Semantics.INSTANT,
            unit=Unit.SECONDS,
            help=f"{self.help}: age of the newest line in the kernel's log.",
            origin=_ORIGIN,
            raw=stem,
        )
        newest = Signal(
            name=f"{stem}_newest",
            of=self.of,
            semantics=Semantics.TEXT,
            unit=Unit.NONE,
            help=f"{self.help}: the newest line in the kernel's log.",
            origin=_ORIGIN,
        )
        return (count, age, newest)


_QEMU = r"(?:qemu|kvm|CPU \d+/KVM)"
"""How the kernel may call a thread of QEMU."""

OOM = LogSignal(
    name="oom_kill",
    of=Kind.HOST,
    pattern=re.compile(r"\bout of memory: Kill(?:ed)? process \d+", re.IGNORECASE),
    help="A process was killed because this machine or a cgroup ran out of memory",
    samples=(
        (
            "a mail of linux-mm",
            (
                "Memory cgroup out of memory: Killed process 2379 (hog) total-vm:262368kB, "
                "anon-rss:50652kB, file-rss:1268kB, shmem-rss:0kB"
            ),
        ),
        (
            "docker/for-linux#1001",
            "Memory cgroup out of memory: Kill process 414 (python3) score 86 or sacrifice child",
        ),
    ),
)
OOM_QEMU = LogSignal(
    name="oom_kill_of_qemu",
    of=Kind.HOST,
    pattern=re.compile(rf"\bout of memory: Kill(?:ed)? process \d+ \({_QEMU}", re.IGNORECASE),
    help="A QEMU was killed because this machine or a cgroup ran out of memory",
    samples=(
        (
            "os-autoinst#2672",
            (
                "Out of memory: Killed process 3568 (qemu-system-x86) total-vm:4053120kB, "
                "anon-rss:3123240kB, file-rss:4080kB, shmem-rss:0kB, UID:64055 pgtables:6644kB "
                "oom_score_adj:0"
            ),
        ),
    ),
)
IO_ERROR = LogSignal(
    name="io_error",
    of=Kind.BLOCK_DEVICE,
    pattern=re.compile(
        r"(?:I/O|critical \w+|timeout|recoverable transport|critical space allocation) error, "
        r"dev (?P<entity>[\w!-]+), sector"
        r"|Buffer I/O error on dev(?:ice)? (?P<buffer>[\w!-]+), logical block"
    ),
    help="A request to the device failed",
    samples=(
        (
            "oxidecomputer/crucible#408",
            (
                "blk_update_request: I/O error, dev nvme1n1, sector 82380 op 0x0:(READ) flags "
                "0x80700 phys_seg 1 prio class 0"
            ),
        ),
        (
            "sedutil#507",
            (
                "critical medium error, dev nvme0n1, sector 0 op 0x0:(READ) flags 0x0 phys_seg 1 "
                "prio class 2"
            ),
        ),
        (
            "khadas/linux#113",
            "Buffer I/O error on dev mmcblk2, logical block 0, async page read",
        ),
        (
            "Appstream#107",
            "print_req_error: I/O error, dev sdc, sector 1098288 flags 0",
        ),
    ),
)
FILESYSTEM_ERROR = LogSignal(
    name="filesystem_error",
    of=Kind.BLOCK_DEVICE,
    pattern=re.compile(
        r"EXT[234]-fs error \(device (?P<entity>[\w!-]+)\)"
        r"|XFS \((?P<xfs>[\w!-]+)\): .*(?:Corruption|Internal error|metadata I/O error|"
        r"log I/O error)"
        r"|BTRFS (?:error|critical) \(device (?P<btrfs>[\w!-]+)"
    ),
    help="A filesystem on the device found something wrong with itself",
    samples=(
        (
            "Linux 6.18, trigger_fs_error",
            "EXT4-fs error (device loop0): trigger_test_error:129: comm bash: 1",
        ),
        (
            "kubernetes/node-problem-detector#845",
            (
                "XFS (dm-4): Internal error xfs_iunlink_remove at line 2032 of file "
                "fs/xfs/xfs_inode.c.  Caller xfs_ifree+0x30/0x130 [xfs]"
            ),
        ),
    ),
)
FILESYSTEM_STOPPED = LogSignal(
    name="filesystem_stopped",
    of=Kind.BLOCK_DEVICE,
    pattern=re.compile(
        r"EXT[234]-fs \((?P<entity>[\w!-]+)\): Remounting filesystem read-only"
        r"|XFS \((?P<xfs>[\w!-]+)\): .*Shutting down filesystem"
        r"|BTRFS info \(device (?P<btrfs>[\w!-]+).*forced readonly"
    ),
    help="The kernel stopped writing to a filesystem on the device",
    samples=(
        (
            "Linux 6.18, trigger_fs_error",
            "EXT4-fs (loop0): Remounting filesystem read-only",
        ),
        (
            "stratisd#812",
            "XFS (dm-11): Corruption of in-memory data detected.  Shutting down filesystem",
        ),
        (
            "kubernetes/node-problem-detector#845",
            "XFS (dm-4): I/O Error Detected. Shutting down filesystem",
        ),
    ),
)
SERVER_SILENT = LogSignal(
    name="storage_server_silent",
    of=Kind.HOST,
    pattern=re.compile(
        r"nfs: server \S+ not responding|libceph: \w+ .*(?:session lost|connect error)"
        r"|libceph \(.*\): osd\d+ down|block nbd\d+: (?:Connection timed out|Possible stuck)"
    ),
    help="A storage server on the network did not answer the kernel",
    samples=(
        (
            "nfs-ganesha#1295",
            "nfs: server 10.73.1.36 not responding, still trying",
        ),
        (
            "ceph-csi#4050",
            "libceph: mon2 (1)10.0.0.7:6789 session lost, hunting for new mon",
        ),
        (
            "ceph-csi#4050",
            "libceph (5b30d64e-7a8c-46d3-bbd7-77a3b1f080d0 e85): osd2 down",
        ),
    ),
)
QEMU_CRASH = LogSignal(
    name="qemu_crash",
    of=Kind.HOST,
    pattern=re.compile(rf"{_QEMU}[^\[]*\[\d+\]:? (?:segfault at|general protection|trap (?!int3))"),
    help="A QEMU crashed on a bad access to memory",
    samples=(
        (
            "Linux 4.19, nixpkgs#69158",
            (
                "qemu-system-x86[1817]: segfault at 0 ip 00007fabf5618a00 sp 00007ffca850dc00 "
                "error 6 in libc-2.27.so[7fabf54e8000+13d000]"
            ),
        ),
        (
            "Linux 6.18, the lab of this project",
            "qemu:lht1[5651]: segfault at 11b0",
        ),
    ),
)
SOFT_LOCKUP = LogSignal(
    name="soft_lockup",
    of=Kind.HOST,
    pattern=re.compile(
        r"BUG: soft lockup - CPU#\d+ stuck|detected hard LOCKUP on cpu|rcu_\w+ detected stalls"
        r"|rcu_\w+ self-detected stall"
    ),
    help="A CPU was stuck in the kernel (in a guest: or its host did not let it run)",
    samples=(
        (
            "harvester#564",
            "watchdog: BUG: soft lockup - CPU#1 stuck for 24s! [CPU 0/KVM:3166]",
        ),
        (
            "AMDESE/AMDSEV#221",
            "watchdog: BUG: soft lockup - CPU#4 stuck for 26s! [qemu-system-x86:2634]",
        ),
        (
            "harvester#564",
            "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
        ),
    ),
)
HUNG_TASK = LogSignal(
    name="hung_task",
    of=Kind.HOST,
    pattern=re.compile(r"INFO: task .+:\d+ blocked for more than \d+ seconds"),
    help="A task waited for storage or a lock for minutes",
    samples=(
        (
            "Linux 4.9 (Debian 9), help.univention.com 15012",
            "INFO: task jbd2/vdb-8:309 blocked for more than 120 seconds.",
        ),
        (
            "Linux 3.2 (Debian 7), openzfs/zfs#3997",
            "INFO: task nfsd:378 blocked for more than 120 seconds.",
        ),
    ),
)
LINK_DOWN = LogSignal(
    name="down",
    of=Kind.LINK,
    pattern=re.compile(
        r"\b(?P<entity>[\w.@-]+): (?:NIC Link is Down|[Ll]ink (?:is )?[Dd]own)\b"
        r"|link status definitely down for interface (?P<bond>[\w.@-]+),"
    ),
    help="The interface lost its link",
    samples=(
        (
            "lede#11302",
            "igc 0000:05:00.0 eth1: NIC Link is Down",
        ),
        (
            "dentOS#11",
            "mlxsw_spectrum 0000:01:00.0 swp1: link down",
        ),
        (
            "heidsoft/devops#105",
            "bonding: bond0: link status definitely down for interface eth0, disabling it",
        ),
    ),
)
PORT_DISABLED = LogSignal(
    name="port_disabled",
    of=Kind.LINK,
    pattern=re.compile(r": port \d+\((?P<entity>[\w.@-]+)\) entered disabled state"),
    help="The bridge stopped using the interface (also said when a port is added)",
    samples=(
        (
            "Linux 6.18, the lab of this project",
            "br-t: port 2(tap-db1) entered disabled state",
        ),
    ),
)
HARDWARE_ERROR = LogSignal(
    name="hardware_error",
    of=Kind.HOST,
    pattern=re.compile(
        r"\[Hardware Error\]:|EDAC .*: \d+ (?:CE|UE) |AER: .*(?:[Cc]orrected|[Ff]atal).* error"
    ),
    help="A CPU, memory or a PCIe device reported an error",
    samples=(
        (
            "Linux 6.1 (Debian 12), injected",
            "mce: [Hardware Error]: CPU 1: Machine Check: 0 Bank 4: 9c00004000010091",
        ),
        (
            "openstreetmap/operations#300",
            (
                "EDAC MC0: 3 CE error on CPU#0Channel#1_DIMM#0 (channel:1 slot:0 page:0x0 "
                "offset:0x0 grain:8 syndrome:0x0)"
            ),
        ),
        (
            "Linux 6.1 (Debian 12), injected",
            "pcieport 0000:00:02.0: AER: Corrected error message received from 0000:00:02.0",
        ),
    ),
)
UNCORRECTED_ERROR = LogSignal(
    name="uncorrected_error",
    of=Kind.HOST,
    pattern=re.compile(
        r"EDAC .*: \d+ UE |[Mm]emory failure: 0x|AER: .*(?:Uncorrected|Fatal)|Uncorrected hardware"
    ),
    help="Hardware reported an error that it could not correct",
    samples=(
        (
            "mcelog#74",
            (
                "EDAC MC0: 1 UE memory read error on CPU_SrcID#0_MC#0_Chan#0_DIMM#0 (channel:0 "
                "slot:0 page:0xe1667 offset:0x0 grain:32 -  err_code:0000:009f socket:0 imc:0 "
                "rank:0 bg:0 ba:3 row:dad col:3c0)"
            ),
        ),
    ),
)
THROTTLED = LogSignal(
    name="thermal_throttling",
    of=Kind.HOST,
    pattern=re.compile(r"temperature above threshold, cpu clock throttled", re.IGNORECASE),
    help="A CPU slowed down because it was too hot",
    samples=(
        (
            "erpalma/throttled#186",
            (
                "mce: CPU2: Core temperature above threshold, cpu clock throttled "
                "(total events = 267)"
            ),
        ),
    ),
)
CONNTRACK_FULL = LogSignal(
    name="conntrack_full",
    of=Kind.HOST,
    pattern=re.compile(r"nf_conntrack: table full, dropping packet"),
    help="The connection tracking table was full and packets were dropped",
    samples=(
        (
            "hotsos#101",
            "nf_conntrack: nf_conntrack: table full, dropping packet",
        ),
    ),
)
KVM_ERROR = LogSignal(
    name="kvm_error",
    of=Kind.HOST,
    pattern=re.compile(r"\*\*\* Guest State \*\*\*|VMC[SB] \w+, last attempted VM"),
    help="KVM could not enter a guest and dumped its state",
    samples=(
        ("tianocore/edk2#91", "*** Guest State ***"),
        (
            "coconut-svsm#1082",
            "kvm_intel: VMCS 00000000f971be00, last attempted VM-entry on CPU 3",
        ),
    ),
)
LOGS = (
    OOM,
    OOM_QEMU,
    IO_ERROR,
    FILESYSTEM_ERROR,
    FILESYSTEM_STOPPED,
    SERVER_SILENT,
    QEMU_CRASH,
    SOFT_LOCKUP,
    HUNG_TASK,
    LINK_DOWN,
    PORT_DISABLED,
    HARDWARE_ERROR,
    UNCORRECTED_ERROR,
    THROTTLED,
    CONNTRACK_FULL,
    KVM_ERROR,
)
"""Every kind of line that is looked for."""

OOM_COUNT, OOM_AGE, OOM_NEWEST = OOM.signals
OOM_QEMU_COUNT, OOM_QEMU_AGE, OOM_QEMU_NEWEST = OOM_QEMU.signals
IO_ERROR_COUNT, IO_ERROR_AGE, IO_ERROR_NEWEST = IO_ERROR.signals
FILESYSTEM_ERROR_COUNT, FILESYSTEM_ERROR_AGE, FILESYSTEM_ERROR_NEWEST = FILESYSTEM_ERROR.signals
FILESYSTEM_STOPPED_COUNT, FILESYSTEM_STOPPED_AGE, FILESYSTEM_STOPPED_NEWEST = (
    FILESYSTEM_STOPPED.signals
)
SERVER_SILENT_COUNT, SERVER_SILENT_AGE, SERVER_SILENT_NEWEST = SERVER_SILENT.signals
QEMU_CRASH_COUNT, QEMU_CRASH_AGE, QEMU_CRASH_NEWEST = QEMU_CRASH.signals
SOFT_LOCKUP_COUNT, SOFT_LOCKUP_AGE, SOFT_LOCKUP_NEWEST = SOFT_LOCKUP.signals
HUNG_TASK_COUNT, HUNG_TASK_AGE, HUNG_TASK_NEWEST = HUNG_TASK.signals
LINK_DOWN_COUNT, LINK_DOWN_AGE, LINK_DOWN_NEWEST = LINK_DOWN.signals
PORT_DISABLED_COUNT, PORT_DISABLED_AGE, PORT_DISABLED_NEWEST = PORT_DISABLED.signals
HARDWARE_ERROR_COUNT, HARDWARE_ERROR_AGE, HARDWARE_ERROR_NEWEST = HARDWARE_ERROR.signals
UNCORRECTED_ERROR_COUNT, UNCORRECTED_ERROR_AGE, UNCORRECTED_ERROR_NEWEST = UNCORRECTED_ERROR.signals
THROTTLED_COUNT, THROTTLED_AGE, THROTTLED_NEWEST = THROTTLED.signals
CONNTRACK_FULL_COUNT, CONNTRACK_FULL_AGE, CONNTRACK_FULL_NEWEST = CONNTRACK_FULL.signals
KVM_ERROR_COUNT, KVM_ERROR_AGE, KVM_ERROR_NEWEST = KVM_ERROR.signals
