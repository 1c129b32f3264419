import { type Stage, StageHands } from './stage.ts';

/** Runs a bench and leaves no process behind, however it ends. */
export async function onStage(
  options: { profiling: boolean },
  run: (stage: Stage, hands: StageHands) => Promise<void>,
): Promise<never> {
  const hands = new StageHands(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void hands.tearDown().finally(() => process.exit(1)));
  }
  await hands
    .setUp()
    .then(stage => run(stage, hands))
    .catch(error => {
      console.error(error);
      process.exitCode = 1;
    })
    .finally(() => hands.tearDown());
  // A measurement that failed may have left others of its promises behind.
  process.exit();
}
