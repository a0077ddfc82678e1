"""A card whose port forwards, without a limit, on a host that loses no packet."""

from downstack.model import Absent, Reason
from downstack.signals import host_network, link, network_way

READINGS = {
    network_way.OBSTACLE: "none",
    network_way.OBSTACLES: 0.0,
    network_way.MAX_OBSTACLES: 0.0,
    network_way.INFLICTED: 0.0,
    network_way.LOSS: 0.0,
    network_way.MAX_LOSS: 0.0,
    network_way.FILTER_DROP_RATIO: 0.0,
    network_way.MAX_FILTERED: 0.0,
    network_way.MAX_OVERLIMITS: 0.0,
    network_way.LIMIT_USED: Absent(Reason.NOT_APPLICABLE, "a limit in the definition"),
    network_way.MAX_LIMIT_USED: Absent(Reason.NOT_APPLICABLE, "a limit in the definition"),
    link.SHAPING: "none",
    link.SEND_DROP_RATIO: 0.0,
    host_network.CONNTRACK_RATIO: 0.01,
    network_way.CONNTRACK_DROPS: 0.0,
}
