"""The definition limits the disk, and the VM runs into the limit."""

from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import disk_limits

FAULT = Fault(
    id="disk_iotune_throttle",
    title="a limit in the VM's definition holds its disk back",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.03, "quality-of-service limits are set by flavours and then forgotten"),
    only_if=(Above(disk_limits.COUNT, 0),),
    signs=(
        Check(
            clause=Above(disk_limits.USED, 0.80),
            sensitivity=Guess(0.95, "a throttled disk runs at its limit"),
            false_alarm=Guess(0.02, "a load that just fits under the limit"),
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            strength=Guess(0.95, "QEMU counts the time in the throttle as request time"),
        ),
    ),
    because="QEMU's throttle holds requests back until the budget of the second allows them; its "
    "block accounting includes that wait, so it looks like slow storage.",
    confirm="virsh blkdeviotune {domain} {device}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="raise or remove the limit of {device}",
            command="virsh blkdeviotune {domain} {device} --total-iops-sec 0 --live",
            do_not="blame the storage: it is idle while the throttle waits",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="raise the QoS specs of the volume type or the flavour's quota:disk_* keys",
            command="openstack volume qos list",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="raise the bandwidth and iops limits of the disk",
            command="qm config VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="KubeVirt sets no iotune itself: look for a hook sidecar that does",
            command="kubectl get vmi -o yaml",
        ),
    ),
    confused_with=("storage_backend_slow",),
    references=("https://libvirt.org/formatdomain.html#block-i-o-tuning",),
    maturity=Maturity.INJECTED,
)
