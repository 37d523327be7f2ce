export { AgentConsole } from './agent-console.ts';
export { judge, type Lie, type Log, type Side } from './judge.ts';
export { sample, sampled } from './sampler.ts';
export type { Shown } from './shown.ts';
export { Stage } from './stage.ts';
export { logOf } from './stream.ts';
export { Widget } from './widget.ts';
