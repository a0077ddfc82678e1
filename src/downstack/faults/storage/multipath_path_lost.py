"""A multipath device has lost some of its paths."""

from downstack.fault import Above, Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import device_mapper

FAULT = Fault(
    id="multipath_path_lost",
    title="a multipath device has lost some of its paths",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.03, "cables, switch ports and controllers that fail one by one"),
    risk=True,
    only_if=(
        Is(device_mapper.TARGET, ("multipath",)),
        Above(device_mapper.PATHS_ACTIVE, 0),
    ),
    signs=(
        Check(
            clause=Above(device_mapper.PATHS_FAILED, 0),
            sensitivity=Guess(0.98, "the kernel lists every path with its state"),
            false_alarm=Guess(0.005, "a path that is being tested again"),
            level=Level.L2,
        ),
    ),
    because="One way to the storage is lost and the others carry its load. Nobody feels it, and "
    "that is the danger: the next lost path may be the last one.",
    confirm="multipath -ll",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find the port, cable or controller of the failed path and repair it; multipathd "
            "takes the path again by itself",
            command="multipath -ll; lsscsi -t",
            do_not="do maintenance on the other controller or switch before the path is back",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="the same on the compute node",
            command="multipath -ll",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same on the node",
            command="multipath -ll",
        ),
    ),
    references=(
        "https://docs.kernel.org/admin-guide/device-mapper/dm-queue-length.html",
        "https://man7.org/linux/man-pages/man8/multipath.8.html",
    ),
    maturity=Maturity.DRAFT,
)
