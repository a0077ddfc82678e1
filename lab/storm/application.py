"""The pod that suffers: it works on its node's disk, and is ready when it can write there."""

from lab.kubernetes.manifest import Manifest, container, deployment, pod_spec, resources

NAMESPACE = "shop"
APP = "api"
PORT = 8080
PROBE_SECONDS = 1
VOLUME = "/data/volumes/orders"
"""On the guest's disk, which is the RBD image."""
# The log is as long as sixteen objects of the image: a shorter one can lie on healthy OSDs alone.
SERVER = """\
mkdir -p /www/cgi-bin
cat > /www/cgi-bin/ready <<'END'
#!/bin/sh
dd if=/dev/zero of=/orders/ready bs=4k count=1 conv=notrunc,fsync 2>/dev/null || exit 1
printf 'Content-Type: text/plain\\r\\n\\r\\nready\\n'
END
chmod +x /www/cgi-bin/ready
until httpd -p PORT -h /www; do sleep 1; done
rm -f /orders/log
fallocate -l 64m /orders/log
n=0
while :; do
  n=$(( (n + 7) % 250 ))
  at=$(( n * 16 ))
  dd if=/dev/zero of=/orders/log bs=16k count=1 seek=$at oflag=direct conv=notrunc
  dd if=/orders/log of=/dev/null bs=16k count=1 skip=$at iflag=direct
  usleep 150000
done 2>/dev/null
""".replace("PORT", str(PORT))
REQUESTS = {"cpu": "10m", "memory": "32Mi"}


BUSY = container(
    ("sh", "-c", "while :; do :; done"),
    name="report",
    resources=resources(requests={"cpu": "1m", "memory": "8Mi"}, cpu="20m", memory="16Mi"),
)
"""A container which is at its limit all the time, and nobody waits for it."""


def namespace() -> Manifest:
    """Return the namespace of the application."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}


def application(cpu: str = "1", *, beside: tuple[Manifest, ...] = ()) -> Manifest:
    """Return its Deployment, with a limit for its CPU, and with more containers.

    The probe asks the program, which has to write: an exec probe would start a runc every two
    seconds, and that is half of an emulated CPU. A slow disk serves one write of several in time,
    so a single answer does not make the pod ready again.
    """
    probe = {
        "httpGet": {"path": "/cgi-bin/ready", "port": PORT},
        "periodSeconds": 2,
        "timeoutSeconds": PROBE_SECONDS,
        "failureThreshold": 3,
        "successThreshold": 3,
    }
    main = container(
        ("sh", "-c", SERVER),
        name=APP,
        readinessProbe=probe,
        resources=resources(requests=REQUESTS, cpu=cpu, memory="64Mi"),
        volumeMounts=[{"name": "orders", "mountPath": "/orders"}],
    )
    volume = {"name": "orders", "hostPath": {"path": VOLUME, "type": "DirectoryOrCreate"}}
    spec = pod_spec(main, *beside, hostNetwork=True, dnsPolicy="Default", volumes=[volume])
    made = deployment(APP, spec)
    made["metadata"]["namespace"] = NAMESPACE
    made["spec"]["strategy"] = {"type": "Recreate"}
    return made
