#!/usr/bin/env bash
# slurm.sh start|stop FOLDER: a Slurm of one node on loopback, without systemd.
# Needs root, and Debian's slurmctld, slurmd, slurm-client and munge. Jobs read
# /etc/slurm/slurm.conf whatever SLURM_CONF says, so that is where it goes; a machine
# that has one already is left alone.
set -euo pipefail
action=$1
lab=$2
conf=/etc/slurm/slurm.conf
node=$(hostname -s)

start() {
  if [[ -e $conf ]] && ! grep -q '^ClusterName=egregora$' "$conf"; then
    echo "$conf belongs to another cluster" >&2
    exit 1
  fi
  mkdir -p "$lab"/{state,spool,log} /run/munge /etc/slurm
  chown munge:munge /run/munge /var/lib/munge /var/log/munge
  if [[ ! -e /etc/munge/munge.key ]]; then
    (umask 077 && head -c 1024 /dev/urandom >/etc/munge/munge.key)
    chown munge:munge /etc/munge/munge.key
  fi
  cat >"$conf" <<CONF
ClusterName=egregora
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=$lab/state
SlurmdSpoolDir=$lab/spool
SlurmctldLogFile=$lab/log/slurmctld.log
SlurmdLogFile=$lab/log/slurmd.log
SlurmctldPidFile=$lab/slurmctld.pid
SlurmdPidFile=$lab/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SchedulerParameters=batch_sched_delay=0,sched_interval=1
ReturnToService=2
MinJobAge=300
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(awk '/MemTotal/{print int($2/1024*0.9)}' /proc/meminfo) State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
CONF
  munge -n >/dev/null 2>&1 || runuser -u munge -- /usr/sbin/munged
  slurmctld -f "$conf"
  slurmd -f "$conf"
  for _ in $(seq 100); do
    if sinfo -h -o %T 2>/dev/null | grep -q idle; then return; fi
    sleep 0.2
  done
  tail -n 5 "$lab"/log/*.log >&2
  exit 1
}

stop() {
  for daemon in slurmd slurmctld; do
    [[ -e $lab/$daemon.pid ]] && kill "$(cat "$lab/$daemon.pid")" || true
  done
  rm -f "$conf"
}

"$action"
