import type { ResolveHook } from 'node:module';

const RELEASED = '/libs/contracts/src/complaint-closed.js';
const NEXT = new URL('./complaint-closed-next.js', import.meta.url).href;

/** Whoever asks for the released contract gets the next one, which alone may build on the released one. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const found = await nextResolve(specifier, context);
  return found.url.endsWith(RELEASED) && context.parentURL !== NEXT ? { ...found, url: NEXT } : found;
};
