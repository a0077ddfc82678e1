"""The cluster's ceph.conf: all in one folder, small caches, failures noticed within seconds."""

from pathlib import Path

MON_PORTS = (43300, 43789)
OSD_PORTS = (43400, 43499)
TEXT = """\
[global]
fsid = {fsid}
mon_initial_members = a
mon_host = {monitor}
public_network = {subnet}
cluster_network = {subnet}
public_addr = {address}
cluster_addr = {address}
ms_bind_port_min = {first}
ms_bind_port_max = {last}
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = {folder}/keyring
run_dir = {folder}/run
pid_file = {folder}/run/$name.pid
admin_socket = {folder}/run/$name.$pid.asok
log_file = {folder}/log/$name.log
crash_dir = {folder}/crash
mon_cluster_log_file = {folder}/log/cluster.log
err_to_stderr = true
osd_pool_default_size = 3
osd_pool_default_min_size = 2
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_delete = true
auth_allow_insecure_global_id_reclaim = false
[mon]
mgr_initial_modules = prometheus
mon_data = {folder}/mon.$id
mon_pg_warn_min_per_osd = 3
mon_data_avail_warn = 5
mon_data_avail_crit = 1
mon_memory_target = 268435456
rocksdb_cache_size = 16777216
mon_osd_min_down_reporters = 1
[mon.a]
host = lab
mon_addr = {monitor}
[mgr]
keyring = {folder}/mgr.$id/keyring
mgr_data = {folder}/mgr.$id
mgr_module_path = /usr/share/ceph/mgr
mgr_stats_period = 2
[osd]
keyring = {folder}/osd.$id/keyring
osd_data = {folder}/osd.$id
osd_objectstore = bluestore
osd_class_update_on_start = false
bluestore_block_create = true
bluestore_block_size = 2147483648
bluestore_block_db_create = false
bluestore_block_wal_create = false
bluestore_fsck_on_mount = false
bluestore_cache_autotune = false
bluestore_cache_size = 33554432
bluefs_alloc_size = 65536
bluestore_prefer_deferred_size = 0
osd_memory_target = 939524096
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 1
osd_max_backfills = 2
osd_heartbeat_interval = 2
osd_mon_heartbeat_interval = 5
osd_scrub_load_threshold = 100
osd_min_pg_log_entries = 10
osd_max_pg_log_entries = 100
"""
OSD = """\
[osd.{number}]
host = store{number}
crush_location = root=default host=store{number}
"""
"""Each OSD is a host of its own to CRUSH, so the default rule has three failure domains."""


CLIENT = """\
[global]
fsid = {fsid}
mon_host = {monitor}
auth_client_required = cephx
[client]
keyring = {folder}/clients/$name.keyring
log_file = /dev/null
admin_socket =
"""
"""What a machine has that only uses the cluster."""


def monitor_address(address: str, number: int = 0) -> str:
    """Return a monitor's address in both versions of the protocol."""
    new, old = (port + number for port in MON_PORTS)
    return f"[v2:{address}:{new},v1:{address}:{old}]"


def text(folder: Path, fsid: str, osds: int, *, address: str, subnet: str) -> str:
    """Return the whole file of the cluster's own machine."""
    first, last = OSD_PORTS
    head = TEXT.format(
        folder=folder,
        fsid=fsid,
        monitor=monitor_address(address),
        first=first,
        last=last,
        address=address,
        subnet=subnet,
    )
    return head + "".join(OSD.format(number=number) for number in range(osds))


def client_text(folder: Path, fsid: str, *, address: str) -> str:
    """Return the file of its clients, whose keyrings are in `clients`."""
    return CLIENT.format(folder=folder, fsid=fsid, monitor=monitor_address(address))
