#!/usr/bin/env bash
# setup.sh PYTHON VENV: everything that the verbs of the Makefile need, on Debian 12 or newer.
# As root it installs what is missing with apt; without root it says what to install.
set -euo pipefail
python=$1 venv=$2
packages=(python3-venv python3-dev gcc pkg-config libvirt-dev cpio busybox-static openssl)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "setup: please install first: apt-get install ${missing[*]}" >&2
    exit 2
  fi
  echo "setup: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "setup: $python is older than Python 3.11" >&2
  exit 2
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --upgrade pip
"$venv/bin/pip" install --quiet --editable '.[libvirt,kubernetes]' --group dev
echo "setup: ready in $venv"
