/** How long draining may take before the process ends anyway. */
const BUDGET_MS = 10_000;

/** Drains the service on SIGTERM and SIGINT, and when a supervised process loses its supervisor; then ends the process. */
export function endWith(service: { stop(): Promise<void> }, { supervised }: { supervised: boolean }): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), BUDGET_MS).unref();
    service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (!supervised) return;
  // The supervisor holds the other end of these; when it dies, however it dies, they close.
  process.on('disconnect', end);
  process.stdin.on('end', end).on('close', end).on('error', end).resume();
}
