#!/usr/bin/env bash
# A real S3 engine on this machine, for tests: one Ceph monitor, manager and memory-backed store with the RADOS gateway.
#
#   tools/s3-real.sh install   install the Debian packages (needs root)
#   tools/s3-real.sh up        start it; prints the address when it answers
#   tools/s3-real.sh down      stop it and remove its files
#
# It listens on 127.0.0.1 alone, S3_REAL_PORT (7480). The user has the access key AKTEST and the secret key SKTEST.
# Its files are in S3_REAL_DIR, by default a folder "livemount-s3-PORT" for temporary files.
set -euo pipefail

port=${S3_REAL_PORT:-7480}
# The monitor's port is apart from the gateway's, so that several engines can run beside each other.
monitor_port=$((port + 33000))
dir=${S3_REAL_DIR:-${TMPDIR:-/tmp}/livemount-s3-$port}
url=http://127.0.0.1:$port
packages=(ceph-mon ceph-mgr ceph-osd radosgw ceph-common curl)
conf=$dir/ceph.conf

have_programs() {
	local program
	for program in ceph-mon ceph-mgr ceph-osd radosgw radosgw-admin ceph-authtool monmaptool curl; do
		command -v "$program" >/dev/null || return 1
	done
}

# answers: does the gateway take requests?
answers() { curl --silent --max-time 2 --output /dev/null "$url/"; }

# within SECONDS COMMAND…: repeats the command until it succeeds.
within() {
	local until=$((SECONDS + $1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$until" ] || return 1
		sleep 0.2
	done
}

store_is_up() { ceph --conf "$conf" --connect-timeout 3 osd stat 2>/dev/null | grep -q '1 up'; }

write_conf() {
	cat >"$conf" <<-CONF
		[global]
		fsid = $1
		mon initial members = a
		mon host = [v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]
		public addr = 127.0.0.1
		keyring = $dir/keyring
		run dir = $dir/run
		pid file = $dir/run/\$name.pid
		admin socket = $dir/run/\$name.asok
		log file = $dir/log/\$name.log
		mon data = $dir/mon
		mgr data = $dir/mgr
		osd data = $dir/osd
		# One of everything, small, and content with a nearly full disk: nothing here outlives a test.
		auth allow insecure global id reclaim = false
		mon allow pool size one = true
		mon data avail warn = 2
		mon data avail crit = 1
		mon max pg per osd = 1000
		mgr initial modules =
		osd pool default size = 1
		osd pool default min size = 1
		osd pool default pg num = 4
		osd pool default pgp num = 4
		osd pool default pg autoscale mode = off
		osd crush chooseleaf type = 0
		[osd]
		osd objectstore = memstore
		memstore device bytes = 4294967296
		[client.rgw.a]
		rgw data = $dir/rgw
		rgw frontends = beast endpoint=127.0.0.1:$port
	CONF
}

make_key() { ceph-authtool "$dir/keyring" --gen-key --name "$@" >/dev/null; }

up() {
	if answers; then
		echo "already running: $url"
		return
	fi
	have_programs || {
		echo "the programs are missing; tools/s3-real.sh install gets them" >&2
		exit 1
	}
	down
	mkdir -p "$dir"/{mon,mgr,osd,rgw,log,run}
	local fsid osd_id
	fsid=$(cat /proc/sys/kernel/random/uuid)
	osd_id=$(cat /proc/sys/kernel/random/uuid)
	write_conf "$fsid"
	export CEPH_CONF=$conf
	ceph-authtool --create-keyring "$dir/keyring" >/dev/null
	make_key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
	make_key mon. --cap mon 'allow *'
	make_key mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
	make_key osd.0 --cap mon 'allow profile osd' --cap mgr 'allow profile osd' --cap osd 'allow *'
	make_key client.rgw.a --cap mon 'allow rwx' --cap osd 'allow rwx' --cap mgr 'allow rw'
	monmaptool --create --clobber --fsid "$fsid" \
		--addv a "[v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]" "$dir/monmap" >/dev/null
	{
		ceph-mon --mkfs --id a --monmap "$dir/monmap" --keyring "$dir/keyring"
		ceph-mon --id a
		ceph-mgr --id x
		ceph --connect-timeout 20 osd new "$osd_id" 0
		ceph-osd --id 0 --mkfs --osd-uuid "$osd_id"
		ceph-osd --id 0
	} </dev/null >"$dir/log/start.log" 2>&1
	within 30 store_is_up || fail "the store did not come up"
	radosgw --name client.rgw.a </dev/null >>"$dir/log/start.log" 2>&1
	within 60 answers || fail "the gateway does not answer at $url"
	radosgw-admin --name client.rgw.a user create --uid=test --display-name=test \
		--access-key=AKTEST --secret-key=SKTEST >>"$dir/log/start.log" 2>&1 || fail "no user could be made"
	echo "$url (access key AKTEST, secret key SKTEST)"
}

fail() {
	echo "$1; see $dir/log" >&2
	down
	exit 1
}

# Stops what the process files of this folder name, the store before the monitor it reports to.
down() {
	local name file pid
	for name in rgw osd mgr mon; do
		for file in "$dir"/run/*"$name"*.pid; do
			[ -f "$file" ] || continue
			pid=$(cat "$file")
			kill "$pid" 2>/dev/null || continue
			within 5 bash -c "! kill -0 $pid 2>/dev/null" || kill -9 "$pid" 2>/dev/null || true
		done
	done
	# Only what this script made: a folder of another name given by mistake is left alone.
	if [ -f "$conf" ]; then rm -rf "$dir"; fi
}

case "${1:-}" in
install)
	have_programs ||
		{ timeout 120 apt-get update -qq && timeout 420 apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null
	;;
up) up ;;
down) down ;;
*)
	sed -n 's/^# \{0,1\}//p' "$0" | sed -n 2,10p
	exit 2
	;;
esac
