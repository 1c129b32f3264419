/** Kubernetes waits 30 seconds by default; a process that hangs ends itself before it is killed. */
const PATIENCE_MS = 25_000;

/** Ends the process the hard way when its orderly end takes too long. */
export function limitShutdown(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(1), PATIENCE_MS).unref());
  }
}
