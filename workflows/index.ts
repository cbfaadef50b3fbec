export { call } from './call.ts';
export { outgoing } from './outgoing.ts';
export { stream } from './stream.ts';
export { sweep } from './sweep.ts';
