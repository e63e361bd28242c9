import { existsSync } from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';

/** The file that makes every process of a service that starts from now on one of the next build. */
export const nextBuildOrderOf = (folder: string, service: string): string => path.join(folder, `next-build-${service}`);

/** Becomes the next build of this service where that is deployed: the same code with a newer major version of one event. */
export function obeyBuildOrders(folder: string): void {
  const service = /services\/(\w+)\/src\/main\.js/.exec(process.argv.join(' '))?.[1];
  if (service && existsSync(nextBuildOrderOf(folder, service))) register('./next-version-hooks.js', import.meta.url);
}
