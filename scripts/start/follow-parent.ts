/*
 * Loaded into every program that `npm start` runs, before the program itself. The channel to the parent closes when the
 * parent ends, in whatever way, a SIGKILL among them; then this process is told to stop as if by SIGTERM. The programs
 * need to know nothing about it.
 */

const STOP_TIMEOUT_MS = 35_000;

process.on('disconnect', () => {
  // One that does not manage to stop in time must not stay for ever.
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// A listener alone would keep a program alive that has nothing left to do.
process.channel?.unref();
