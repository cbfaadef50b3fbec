import { runningStack } from './running-stack.ts';

/** The workflows, bundled once for the run: `Worker.create({ workflowBundle: workflowBundle(), … })`. */
export function workflowBundle(): { readonly codePath: string } {
  const codePath = runningStack().workflowBundle;
  if (codePath === null) throw new Error('There was no workflows/index.ts to bundle when this run began.');
  return { codePath };
}
