import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a confined server is shown of the machine; everything else is not there for it. */
export type View = {
  /** The folder of PostgreSQL's programs and libraries: read only. */
  readonly native: string;
  /** The folder of the cluster: written, but nothing in it can be run or loaded as code. */
  readonly dir: string;
};

/*
 * In a user namespace root is seen as user 1000 and gives up its powers, while the files stay root's: no new user is
 * needed, and it works below root's home. But for the kernel that user 1000 is still root where files are concerned, so
 * a superuser of the database could read /etc/shadow, the disk's device or the gateway's keys, and write to /proc/sys.
 * So the server gets a root folder of its own, in memory, with only what it needs. Without a power and without /proc
 * it has no way out of it.
 *
 * /sys is the place for that folder because neither a data folder nor the programs can lie below it. The kernel lets a
 * namespace keep or add the flags nosuid and nodev that the machine's owner set, never drop them, so they are named.
 */
const SCRIPT = `
set -e
root=/sys native=$1 dir=$2 elsewhere=$3
shift 3
readonly=,ro,nosuid,nodev
mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs "$root"
mkdir -p "$root/dev/shm" "$root/etc" "$root/usr" "$root$native" "$root$dir"
show() {
  [ -e "$root$1" ] || { if [ -d "$1" ]; then mkdir -p "$root$1"; else : >"$root$1"; fi; }
  mount -o "rbind$2" "$1" "$root$1"
}
top= deep=
for path in /lib /lib64 /usr/lib /usr/lib64 /nix/store /gnu/store; do
  # Where /lib is a link to /usr/lib it is a link here too.
  kind=; [ ! -L "$path" ] || kind=link
  case $kind$path in
    link/usr/*) deep="$deep $path" ;;
    link*) top="$top $path" ;;
    *) [ ! -d "$path" ] || show "$path" "$readonly" ;;
  esac
done
[ -z "$top" ] || cp -P $top "$root/"
[ -z "$deep" ] || cp -P $deep "$root/usr/"
for path in /dev/null /dev/urandom; do show "$path" ''; done
mount -t tmpfs -o mode=0700,nosuid,nodev,noexec tmpfs "$root/dev/shm"
echo 'postgres:x:1000:1000::/:/bin/false' >"$root/etc/passwd"
show "$native" "$readonly"
show "$dir" ,nosuid,nodev,noexec
while [ "$elsewhere" -gt 0 ]; do
  show "$1" ,nosuid,nodev,noexec
  shift
  elsewhere=$((elsewhere - 1))
done
mount -o remount,ro,nosuid,nodev "$root"
# Without /proc the loader cannot tell where a program lies, from where the program names its libraries.
export LD_LIBRARY_PATH="$native/lib"
exec unshare --user --map-user=1000 --map-group=1000 --root="$root" --wd="$dir" -- "$@"
`;

/** The command that runs a program with this view; it becomes the program, so the process keeps its number. */
export const confine = (view: View, program: string, args: readonly string[]): readonly [string, readonly string[]] => {
  const elsewhere = findFoldersElsewhere(view.dir);
  return [
    'unshare',
    [
      ...['--user', '--map-root-user', '--mount', '--', '/bin/sh', '-c', SCRIPT, 'tollgate-confined'],
      ...[view.native, view.dir, String(elsewhere.length), ...elsewhere, program, ...args],
    ],
  ];
};

/**
 * An operator may have moved the log of changes, or made tablespaces, on another disk; links lead there. A superuser
 * of the database can have PostgreSQL make a link in `pg_tblspc` to any folder (by a false `tablespace_map`), so only
 * a folder that holds a tablespace already is shown, which he cannot make out of one that he cannot write.
 */
const findFoldersElsewhere = (dir: string): readonly string[] => {
  const log = targetOf(join(dir, 'pg_wal'));
  const tablespaces = namesIn(join(dir, 'pg_tblspc'))
    .map((name) => targetOf(join(dir, 'pg_tblspc', name)))
    .filter((folder) => folder !== undefined && namesIn(folder).some((name) => name.startsWith('PG_')));
  return [log, ...tablespaces].filter((folder) => folder !== undefined);
};

/** Where a link leads, as it is written there: that is the name by which PostgreSQL looks for it. */
const targetOf = (path: string): string | undefined => {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
  const target = resolve(path, '..', readlinkSync(path));
  return existsSync(target) ? target : undefined;
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const PROBE_TIMEOUT_MS = 30_000;

/** Whether this machine lets a program be confined so; containers and hardened kernels may forbid it. */
export const canConfine = (view: View, postgres: string, env: NodeJS.ProcessEnv): boolean => {
  const [program, args] = confine(view, postgres, ['--version']);
  return spawnSync(program, args, { env, timeout: PROBE_TIMEOUT_MS, stdio: 'ignore' }).status === 0;
};
